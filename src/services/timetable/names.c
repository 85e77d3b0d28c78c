/* names.c: what a slot is called: its courses, its groups, its times.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pages.h"

#include "str.h"

const char *timetable_course_path(struct arena *a, const struct records_section *s)
{
    return arena_printf(a, "/courses/%s", url_seg(a, s->course_code));
}

/* How many sections from `i` on are of one course: they stand together. */
static size_t of_one_course(const struct timetable_slot *s, size_t i)
{
    size_t n = 1;

    while (i + n < s->n_all && s->all[i + n]->course.v == s->all[i]->course.v)
        n++;
    return n;
}

const char *timetable_course_codes(struct arena *a, const struct timetable_slot *s)
{
    const char *words = "";

    for (size_t i = 0; i < s->n_all; i += of_one_course(s, i))
        words = arena_printf(a, "%s%s%s", words, i > 0 ? ", " : "", s->all[i]->course_code);
    return words;
}

struct timetable_links timetable_further(struct arena *a, const struct timetable_slot *s)
{
    struct timetable_links r = {ARENA_ARRAY(a, s->n_all, struct timetable_link), 0};

    for (size_t i = of_one_course(s, 0); i < s->n_all; i += of_one_course(s, i))
        r.v[r.n++] = (struct timetable_link){.text = s->all[i]->course_code,
                                             .path = timetable_course_path(a, s->all[i])};
    return r;
}

/* The codes of `n` sections from `i` on. */
static const char *codes_of(struct arena *a, const struct timetable_slot *s, size_t i, size_t n)
{
    const char **v = ARENA_ARRAY(a, n, const char *);

    for (size_t k = 0; k < n; k++)
        v[k] = s->all[i + k]->code;
    return timetable_codes(a, v, n);
}

const char *timetable_group_words(struct rq *rq, const struct timetable_slot *s, bool capital)
{
    struct arena *a = rq->arena;
    const char *words = "";

    if (s->every)
        return capital ? say(rq, "All groups") : say(rq, "all groups");
    if (s->n_all == 1)
        return capital ? say(rq, "Group %s", s->section->code)
                       : say(rq, "group %s", s->section->code);
    if (of_one_course(s, 0) == s->n_all) {
        words = codes_of(a, s, 0, s->n_all);
        return capital ? say(rq, "Groups %s", words) : say(rq, "groups %s", words);
    }
    for (size_t i = 0; i < s->n_all; i += of_one_course(s, i))
        words = arena_printf(a, "%s%s%s %s", words, i > 0 ? ", " : "", s->all[i]->course_code,
                             codes_of(a, s, i, of_one_course(s, i)));
    return words;
}

const char *timetable_title(struct rq *rq, const struct timetable_slot *s, bool named)
{
    if (s->source->choice)
        return timetable_group_words(rq, s, true);
    if (!named || of_one_course(s, 0) < s->n_all)
        return s->section->course_code;
    return arena_printf(rq->arena, "%s %s", s->section->course_code, s->section->course_name);
}

/* The same but for the weekday? */
static bool goes_with(const struct records_meeting *a, const struct records_meeting *b)
{
    return str_eq(a->kind, b->kind) && a->starts.v == b->starts.v && a->ends.v == b->ends.v &&
           str_eq(a->room, b->room) && str_eq(a->building, b->building) &&
           a->first.v != a->last.v && b->first.v != b->last.v;
}

/* "Tue, Thu", or the day of a single one; says of those it takes that they are done. */
static const char *days_words(struct rq *rq, const struct records_meetings *m, size_t i, bool *done)
{
    const struct records_meeting *x = &m->v[i];
    unsigned days = 1U << x->weekday;
    const char *words = "";

    if (x->first.v == x->last.v)
        return day_words(rq->arena, rq->lang, x->first);
    for (size_t k = i + 1; k < m->n; k++)
        if (goes_with(x, &m->v[k])) {
            done[k] = true;
            days |= 1U << m->v[k].weekday;
        }
    for (int d = 1; d <= 7; d++)
        if (days & 1U << d)
            words = arena_printf(rq->arena, "%s%s%s", words, *words == '\0' ? "" : ", ",
                                 weekday_short(rq->lang, d));
    return words;
}

struct str_list timetable_times(struct rq *rq, const struct records_meetings *m)
{
    struct arena *a = rq->arena;
    bool *done = ARENA_ARRAY(a, m->n + 1, bool);
    struct str_list r = {ARENA_ARRAY(a, m->n + 1, const char *), 0};

    for (size_t i = 0; i < m->n; i++) {
        const struct records_meeting *x = &m->v[i];
        const char *place = timetable_place(a, x);

        if (done[i])
            continue;
        r.v[r.n++] = arena_printf(a, "%s %s–%s · %s%s%s", days_words(rq, m, i, done),
                                  minute_hm(a, x->starts), minute_hm(a, x->ends),
                                  say_msg(rq, records_kind_words(x->kind)),
                                  *place == '\0' ? "" : " · ", place);
    }
    return r;
}
