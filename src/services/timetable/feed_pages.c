/* feed_pages.c: makes, changes and ends the addresses that calendars subscribe to.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "feeds.h"
#include "pages.h"
#include "rand.h"
#include "str.h"
#include "timetable_v.h"

enum { FEEDS_MOST = 10, SECRET_BYTES = 24, COURSES_MOST = 60, AHEAD_DAYS = 365 };

static const char *const kinds[] = {"all", "classes", "exams"};

static const char *feed_words(struct rq *rq, const struct timetable_feed *f)
{
    const char *words = str_eq(f->kinds, "classes") ? say(rq, "Classes without exams")
                        : str_eq(f->kinds, "exams") ? say(rq, "Only exams")
                                                    : say(rq, "Classes and exams");

    if (f->taught)
        words = arena_printf(rq->arena, "%s · %s", words, say(rq, "only what I teach"));
    if (f->waiting)
        words = arena_printf(rq->arena, "%s · %s", words, say(rq, "with wait-lists"));
    if (*f->without != '\0')
        words = arena_printf(rq->arena, "%s · %s", words, say(rq, "without some courses"));
    return words;
}

/* The address with its secret, and the ways to hand it to a calendar. */
static void put_address(struct rq *rq, const char *secret, struct timetable_feeds_view *view)
{
    struct arena *a = rq->arena;

    view->made = url_absolute(rq, arena_printf(a, "/timetable/feed/%s.ics", secret));
    const char *rest = strstr(view->made, "://");
    view->webcal = arena_printf(a, "webcal%s", rest ? rest : "");
    view->google = arena_printf(a, "https://calendar.google.com/calendar/render?cid=%s",
                                url_seg(a, view->webcal));
    view->outlook = arena_printf(a, "https://outlook.office.com/calendar/0/addfromweb?url=%s",
                                 url_seg(a, view->made));
}

err timetable_feeds_get(struct rq *rq)
{
    const char *secret = rq->prepared; /* after making one: shown this once */
    struct timetable_feeds_view view = {0};
    struct timetable_feed_list rows;

    TRY(timetable_q_feeds_of(rq->db, rq->me, &rows));
    view.feeds.v = ARENA_ARRAY(rq->arena, rows.n + 1, struct timetable_feed_line);
    for (; view.feeds.n < rows.n; view.feeds.n++)
        view.feeds.v[view.feeds.n] = (struct timetable_feed_line){
            &rows.v[view.feeds.n], feed_words(rq, &rows.v[view.feeds.n])};
    view.full = rows.n >= FEEDS_MOST;
    if (secret)
        put_address(rq, secret, &view);
    return timetable_v_feeds(rq->out, &view);
}

err timetable_feed_make_post(struct rq *rq)
{
    const char *name = form_text(rq, "name", 1, 60);
    const char *secret = rand_token(rq->arena, SECRET_BYTES);
    feed_id id = NEW_ID(rq->db, feed_id);
    int64_t n = 0;

    if (form_bad(rq))
        return page_after(rq, false, timetable_feeds_get);
    TRY(timetable_q_feeds_count(rq->db, rq->me, &n));
    if (n >= FEEDS_MOST)
        return fail(rq, ERR_CONFLICT, "You have ten addresses, which is the most. "
                                      "End one that you no longer use.");
    TRY(timetable_q_feed_add(rq->db, id, rq->me, name, lang_code(rq->lang),
                             feed_hash(rq->arena, secret), rq->now));
    TRY(audit_rq(rq, "timetable.feed_made", "feed", id.v, NULL));
    rq->prepared = arena_dup(rq->arena, secret);
    return page_after(rq, true, timetable_feeds_get);
}

static err feed_asked(struct rq *rq, struct timetable_feed **ret)
{
    TRY(timetable_q_feed_of(rq->db, PATH_ID(rq, feed_id, "feed"), rq->me, ret));
    return *ret ? OK : fail(rq, ERR_NOT_FOUND, "This calendar address has ended already.");
}

/* Her courses from today on, once each. */
static err her_courses(struct rq *rq, const char *without, struct timetable_options *ret,
                       bool *ret_teaches)
{
    struct timetable_whose own;
    struct timetable_sources s;
    struct timetable_options o;
    day today = civil_of(rq->now).day;

    TRY(timetable_whose_own(rq, &own));
    own.chosen.waiting = true;
    own.chosen.courses = own.chosen.kinds = "";
    TRY(timetable_whose_sources(rq, &own, today, day_add(today, AHEAD_DAYS), &s));
    o = (struct timetable_options){.v = ARENA_ARRAY(rq->arena, s.n + 1, struct timetable_option)};
    for (size_t i = 0; i < s.n; i++) {
        const struct records_section *x = s.v[i].section;
        const char *id = arena_printf(rq->arena, "%lld", (long long)x->course.v);
        bool there = false;

        for (size_t k = 0; k < o.n; k++)
            there = there || str_eq(o.v[k].value, id);
        if (!there)
            o.v[o.n++] = (struct timetable_option){
                .name = "course",
                .value = id,
                .text = arena_printf(rq->arena, "%s %s", x->course_code, x->course_name),
                .on = !timetable_listed_id(without, x->course.v)};
    }
    *ret = o;
    *ret_teaches = own.digest.taught > 0;
    return OK;
}

err timetable_feed_edit_get(struct rq *rq)
{
    static const struct msg words[] = {_("Classes and exams"), _("Classes without exams"),
                                       _("Only exams")};
    struct timetable_feed_view view = {0};
    struct timetable_feed *f;

    TRY(feed_asked(rq, &f));
    view.id = f->id;
    view.name = f->name;
    view.waiting = f->waiting;
    view.also = f->also;
    view.taught = f->taught;
    view.kinds.v = ARENA_ARRAY(rq->arena, COUNT(kinds), struct timetable_option);
    for (; view.kinds.n < COUNT(kinds); view.kinds.n++)
        view.kinds.v[view.kinds.n] = (struct timetable_option){
            .value = kinds[view.kinds.n],
            .text = say_msg(rq, words[view.kinds.n]),
            .on = str_eq(kinds[view.kinds.n], *f->kinds == '\0' ? "all" : f->kinds)};
    TRY(her_courses(rq, f->without, &view.courses, &view.teaches));
    return timetable_v_feed(rq->out, &view);
}

err timetable_feed_change_post(struct rq *rq)
{
    feed_id id = PATH_ID(rq, feed_id, "feed");
    const char *name = form_text(rq, "name", 1, 60), *without = "";
    int kind = form_choice(rq, "kinds", kinds, COUNT(kinds));
    struct str_list on = form_all(rq, "course", COURSES_MOST);
    struct timetable_options courses;
    struct timetable_feed *f;
    bool teaches = false;
    int64_t changed = 0;

    if (form_bad(rq))
        return page_after(rq, false, timetable_feed_edit_get);
    TRY(feed_asked(rq, &f));
    TRY(her_courses(rq, "", &courses, &teaches));
    for (size_t i = 0; i < courses.n; i++) {
        bool ticked = false;

        for (size_t k = 0; k < on.n; k++)
            ticked = ticked || str_eq(on.v[k], courses.v[i].value);
        if (!ticked)
            without = arena_printf(rq->arena, "%s%s%s", without, *without == '\0' ? "" : " ",
                                   courses.v[i].value);
    }
    TRY(timetable_q_feed_change(rq->db, id, rq->me, name, kind <= 0 ? "" : kinds[kind], without,
                                form_flag(rq, "waiting"), form_flag(rq, "also"),
                                teaches && form_flag(rq, "taught"), rq->now, &changed));
    TRY(audit_rq(rq, "timetable.feed_changed", "feed", id.v, NULL));
    flash(rq, TONE_POSITIVE, "The address shows what you chose as soon as the calendar asks again.");
    return see_other(rq, "/timetable/feeds");
}

err timetable_feed_rotate_post(struct rq *rq)
{
    feed_id id = PATH_ID(rq, feed_id, "feed");
    const char *secret = rand_token(rq->arena, SECRET_BYTES);
    int64_t changed = 0;

    TRY(timetable_q_feed_rotate(rq->db, id, rq->me, feed_hash(rq->arena, secret), rq->now,
                                &changed));
    if (changed == 0)
        return fail(rq, ERR_NOT_FOUND, "This calendar address has ended already.");
    TRY(audit_rq(rq, "timetable.feed_rotated", "feed", id.v, NULL));
    rq->prepared = arena_dup(rq->arena, secret);
    return page_after(rq, true, timetable_feeds_get);
}

err timetable_feed_revoke_post(struct rq *rq)
{
    feed_id id = PATH_ID(rq, feed_id, "feed");
    int64_t changed = 0;

    TRY(timetable_q_feed_revoke(rq->db, id, rq->me, rq->now, &changed));
    if (changed == 0)
        return fail(rq, ERR_NOT_FOUND, "This calendar address has ended already.");
    TRY(audit_rq(rq, "timetable.feed_ended", "feed", id.v, NULL));
    flash(rq, TONE_POSITIVE, "The calendar address has ended. Calendars that used it no longer "
                             "see your timetable.");
    return see_other(rq, "/timetable/feeds");
}
