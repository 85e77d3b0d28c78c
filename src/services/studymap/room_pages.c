/* room_pages.c: the page of who waits, its live line, and the page of who watches over it.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "audit.h"
#include "bus.h"
#include "form.h"
#include "plan.h"
#include "rand.h"
#include "room.h"
#include "room_plans.h"
#include "stream.h"
#include <string.h>

err room_plan_get(struct rq *rq)
{
    return room_before(rq, studymap_plan_get);
}

err room_submit_get(struct rq *rq)
{
    return room_before(rq, studymap_submit_get);
}

err room_groups_get(struct rq *rq)
{
    return room_before(rq, studymap_groups_get);
}

/* --- Who waits -------------------------------------------------------------------------------- */

/* Where she wanted to go: a page of the plan. */
static const char *to_of(struct rq *rq)
{
    const char *to = form_text(rq, "to", 0, 200);

    if (!str_starts(to, "/plan/") || str_starts(to, ROOM_PATH) ||
        strspn(to, "/-_.~%0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") !=
            strlen(to))
        return "/plan";
    return to;
}

static int64_t minutes_up(int64_t ms)
{
    return (ms + MINUTES(1) - 1) / MINUTES(1);
}

static const char *estimate_words(struct rq *rq, struct room *r, const struct room_place *place)
{
    int64_t went = 0, ms = 0;

    room_rate(r, &went, &ms);
    struct room_estimate e = room_estimate(place->ahead, place->here, went, ms);
    if (!e.known)
        return say(rq, "We cannot tell yet: too few people have come in so far.");
    int64_t least = e.least / MINUTES(1), most = minutes_up(e.most);
    if (most <= 1)
        return say(rq, "Less than a minute");
    if (most > 600)
        return say(rq, "More than %d minutes", (int)(least > 1 ? least : 1));
    if (least < 1)
        return say(rq, "At most %d minutes", (int)most);
    return say(rq, "Between %d and %d minutes", (int)least, (int)most);
}

static const char *kept_words(struct rq *rq, const struct studymap_kept *k)
{
    if (studymap_kind_of(k->kind) == STUDYMAP_SUBMIT)
        return say(rq, "Submit your plan (%s)", k->term);
    return say(rq, "Swap your place for group %s of %s", k->group_code, k->course);
}

static err kept_read(struct rq *rq, struct studymap_kept_lines *ret)
{
    struct studymap_kept_list rows = {};

    TRY(studymap_q_kept_of(rq->db, rq->me, &rows));
    ret->v = ARENA_ARRAY(rq->arena, rows.n, struct studymap_kept_line);
    for (ret->n = 0; ret->n < rows.n; ret->n++) {
        const struct studymap_kept *k = &rows.v[ret->n];

        ret->v[ret->n] = (struct studymap_kept_line){k->id, kept_words(rq, k), k->at};
    }
    return OK;
}

struct taking {
    person_id who;
    int64_t turn;
    instant now;
};

static void note_take(struct db *db, const void *ctx)
{
    const struct taking *t = ctx;
    int64_t changed = 0;

    /* Without it the page takes one when it looks again. */
    (void)!studymap_q_ticket_take(db, t->who, t->turn, t->now, &changed);
}

static void place_fill(struct rq *rq, struct room *r, struct studymap_room_view *v)
{
    struct room_place place = {};
    bool seen = room_place_of(r, rq->me, &place);

    v->estimate = estimate_words(rq, r, &place);
    if (!seen)
        return;
    v->place = arena_printf(rq->arena, "%lld", (long long)place.ahead + 1);
    v->here = say(rq, "%lld of those before you are here", (long long)place.here);
}

static err waits(struct rq *rq, struct room *r, const struct studymap_ticket *t, const char *to)
{
    const struct studymap_settings *s = studymap_settings_of(rq);
    struct studymap_room_view v = {.to = to, .live = form_int_or(rq, "live", 0, 1, 0) == 1};
    struct taking taking = {rq->me, room_turn(rq->now, (int64_t)rand_below(1000)), rq->now};
    struct room_place place = {};

    if (!t)
        rq_note(rq, note_take, &taking, sizeof taking);
    place_fill(rq, r, &v);
    v.call = arena_printf(rq->arena, "%lld", (long long)minutes_up(s->room_call));
    TRY(kept_read(rq, &v.kept));
    TRY(room_plans_read(rq, &v.plans));
    (void)room_place_of(r, rq->me, &place);
    int64_t again = 5 + place.ahead / 200;
    if (!v.live)
        reply_header(rq, "Refresh",
                     arena_printf(rq->arena, "%lld", (long long)(again < 60 ? again : 60)));
    return studymap_v_room(rq->out, &v);
}

err studymap_room_get(struct rq *rq)
{
    struct room *r = room_of(rq_app(rq));
    const char *to = to_of(rq);
    struct studymap_room row = {};
    struct studymap_ticket *t = NULL;

    TRY(studymap_q_room_now(rq->db, &row));
    if (row.opened_at.v == 0) {
        atomic_store(&r->open, false); /* the task finds it out within a second */
        return see_other(rq, "%s", to);
    }
    TRY(studymap_q_ticket_of(rq->db, rq->me, &t));
    if (room_may_pass(t, rq->now))
        return see_other(rq, "%s", to);
    room_sign(r, rq->me, rq->now);
    return waits(rq, r, t, to);
}

err studymap_room_forget_post(struct rq *rq)
{
    request_id id = FORM_ID_OR_NONE(rq, request_id, "request");
    const char *to = to_of(rq);
    int64_t changed = 0;

    TRY(studymap_q_kept_remove(rq->db, id, rq->me, &changed));
    if (changed > 0)
        TRY(audit_rq(rq, "studymap.forgotten", "request", id.v, NULL));
    flash(rq, TONE_INFO, "It will not be asked for you.");
    return see_other(rq, ROOM_PATH "?to=%s", url_seg(rq->arena, to));
}

/* --- Live -------------------------------------------------------------------------------------- */

static const struct stream_kind live = {.name = "room", .most_person = 4};
struct live_ctx {
    int64_t ahead; /* told last; -1: nothing yet */
};

err studymap_room_live_get(struct rq *rq)
{
    struct stream *s = NULL;

    TRY(stream_open(rq, &live, &(struct live_ctx){-1}, sizeof(struct live_ctx), &s));
    task_wake(rq_app(rq), STUDYMAP_ROOM);
    return OK;
}

struct telling {
    struct room *r;
    instant now;
};

static void tell(struct stream *s, void *ctx)
{
    const struct telling *t = ctx;
    struct live_ctx *told = stream_ctx(s);
    struct room_place place = {};
    char text[32];

    room_sign(t->r, stream_person(s), t->now);
    if (!atomic_load(&t->r->open)) {
        stream_put(s, &(struct stream_event){.name = "call", .data = "1"});
        return;
    }
    if (!room_place_of(t->r, stream_person(s), &place))
        return;
    if (place.in)
        stream_put(s, &(struct stream_event){.name = "call", .data = "1"});
    else if (place.ahead != told->ahead) {
        snprintf(text, sizeof text, "%lld", (long long)place.ahead + 1);
        stream_put(s, &(struct stream_event){.name = "place", .data = text});
    }
    told->ahead = place.ahead;
}

void room_streams(struct app *app, struct room *r, instant now)
{
    if (streams_open(app->web, &live) > 0)
        streams_each(app->web, &live, tell, &(struct telling){r, now});
}

/* --- Who watches over it ----------------------------------------------------------------------- */

static const char *why_words(struct rq *rq, const struct studymap_room *row)
{
    const char *why = row->why;

    if (str_eq(why, "hand") && str_eq(room_mode(row, rq->now), "open"))
        return say(rq, "Open: by hand");
    if (str_eq(why, "hand"))
        return say(rq, "Open until all who wait are in");
    if (str_eq(why, "writes"))
        return say(rq, "Open by itself: too many changes waited to be written");
    if (str_eq(why, "asked"))
        return say(rq, "Open by itself: too many submissions waited to be decided");
    if (str_eq(why, "refused"))
        return say(rq, "Open by itself: requests had to be turned away");
    return say(rq, "Open by itself: one in four pages took longer than a second");
}

static const char *hand_words(struct rq *rq, const struct studymap_room *row)
{
    const char *mode = room_mode(row, rq->now);
    const char *until = instant_words(rq->arena, rq->lang, row->mode_until);

    if (str_eq(mode, "open"))
        return say(rq,
                   "Kept open by hand until %s; then it closes by itself when nobody waits.",
                   until);
    if (str_eq(mode, "shut"))
        return say(rq, "Kept closed by hand until %s, whatever happens.", until);
    return studymap_settings_of(rq)->room_opens
               ? say(rq, "It opens by itself when the campus is overloaded, and closes when it "
                         "is calm "
                         "again and nobody waits.")
               : say(rq, "It opens by hand only: the settings say so.");
}

err studymap_room_admin_get(struct rq *rq)
{
    struct room *r = room_of(rq_app(rq));
    struct studymap_room_admin_view v = {};
    struct studymap_room row = {};
    int64_t went = 0, ms = 0;

    TRY(studymap_q_room_now(rq->db, &row));
    room_rate(r, &went, &ms);
    v.open = row.opened_at.v != 0;
    v.opened = row.opened_at;
    v.state = v.open ? why_words(rq, &row) : say(rq, "Closed");
    v.by_hand = hand_words(rq, &row);
    v.rate = ms > 0 ? say(rq, "%.1f a minute", (double)went * 60000 / (double)ms)
                    : say(rq, "Not known yet");
    pthread_mutex_lock(&r->lock);
    v.waiting = v.open ? r->sums.waiting : 0;
    v.here = v.open ? r->sums.here : 0;
    v.in = v.open ? r->sums.in + r->sums.held : 0;
    struct room_load l = r->load;
    pthread_mutex_unlock(&r->lock);
    v.load =
        say(rq,
            "%lld changes wait to be written, %lld submissions to be decided; of the last %lld "
            "pages "
            "%lld took longer than a second",
            (long long)l.writes, (long long)l.asked, (long long)l.requests, (long long)l.slow);
    v.lets = v.open ? arena_printf(rq->arena, "%lld", (long long)row.lets) : NULL;
    v.most = row.most > 0 && str_eq(room_mode(&row, rq->now), "open") ? arena_printf(rq->arena, "%lld", (long long)row.most) : "";
    return studymap_v_room_admin(rq->out, &v);
}

static err set(struct rq *rq, const char *mode, int64_t hours, int64_t most)
{
    const struct studymap_settings *s = studymap_settings_of(rq);
    struct studymap_room row = {};
    instant until = {};

    if (str_eq(mode, "auto"))
        hours = most = 0;
    else
        until = instant_add(rq->now, HOURS(hours));
    TRY(studymap_q_room_mode(rq->db, mode, until, most));
    TRY(audit_rq(rq, "studymap.room_set", NULL, 0,
                 arena_printf(rq->arena, "{\"mode\":\"%s\",\"hours\":%lld,\"lets\":%lld}", mode,
                              (long long)hours, (long long)most)));
    TRY(studymap_q_room_now(rq->db, &row));
    if (str_eq(mode, "open") && row.opened_at.v == 0)
        TRY(room_opens(rq->db, "hand", room_least(&row, s, rq->now)));
    else if (row.opened_at.v != 0)
        TRY(studymap_q_room_lets(rq->db, room_least(&row, s, rq->now)));
    if (str_eq(mode, "shut"))
        TRY(room_closes(rq->db));
    bus_tell(rq->db, BUS_WAITING, 0);
    return OK;
}

err studymap_room_admin_post(struct rq *rq)
{
    static const char *const modes[] = {"auto", "open", "shut"};
    static const struct form_name fields[] = {{"most", _("Let in at once")},
                                              {"hours", _("For how many hours")}};
    form_names(rq, fields, 2);
    int mode = form_choice(rq, "mode", modes, 3);
    int64_t hours = form_int_or(rq, "hours", 1, 24, 2);
    int64_t most = form_int_or(rq, "most", 1, 100000, 0);

    if (form_bad(rq))
        return page_after(rq, false, studymap_room_admin_get);
    TRY(set(rq, modes[mode], hours, most));
    flash(rq, TONE_POSITIVE, "The waiting room is set.");
    return see_other(rq, "/admin/waiting");
}
