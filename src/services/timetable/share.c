/* share.c: one gathering of several groups, and what clashes: pure decisions of rules.h.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "rules.h"
#include "str.h"

enum { RUN_LEAST = 3, DIGITS_MOST = 9 };

/* Is a name one of those of `names`, "Prof. Eva Smit, Dr Jan Bos"? */
static bool has_name(const char *names, const char *name, size_t n)
{
    for (const char *p = names; *p != '\0';) {
        size_t k = strcspn(p, ",");

        if (k == n && strncmp(p, name, n) == 0)
            return true;
        p += k;
        p += strspn(p, ", ");
    }
    return false;
}

static bool have_a_name_in_common(const char *a, const char *b)
{
    for (const char *p = a; *p != '\0';) {
        size_t k = strcspn(p, ",");

        if (k > 0 && has_name(b, p, k))
            return true;
        p += k;
        p += strspn(p, ", ");
    }
    return false;
}

static bool is_exam(const struct timetable_slot *s)
{
    return str_eq(s->meeting->kind, "exam") || str_eq(s->meeting->kind, "midterm");
}

static bool same_course(const struct timetable_slot *a, const struct timetable_slot *b)
{
    return a->section->offering.v == b->section->offering.v;
}

static const char *text(const char *s)
{
    return s ? s : "";
}

/* A room that is not known is the same one for the groups of one course alone. */
static bool same_room(const struct timetable_slot *a, const struct timetable_slot *b)
{
    if (str_empty(a->meeting->room) && !same_course(a, b))
        return false;
    return strcmp(text(a->meeting->room), text(b->meeting->room)) == 0 &&
           strcmp(text(a->meeting->building), text(b->meeting->building)) == 0;
}

static bool same_lecturer(const struct timetable_slot *a, const struct timetable_slot *b)
{
    const char *x = text(a->section->lecturer), *y = text(b->section->lecturer);

    if (same_course(a, b) && (is_exam(a) || (*x == '\0' && *y == '\0')))
        return true;
    return have_a_name_in_common(x, y);
}

static bool same_state(const struct timetable_slot *a, const struct timetable_slot *b)
{
    const struct timetable_source *x = a->source, *y = b->source;

    if ((a->was == NULL) != (b->was == NULL) || (a->was && timetable_moved(a->was, b->was)))
        return false;
    return x->waiting == y->waiting && x->also == y->also && x->taught == y->taught &&
           x->gone == y->gone;
}

static bool same_time(const struct timetable_slot *a, const struct timetable_slot *b)
{
    return a->day.v == b->day.v && a->starts.v == b->starts.v && a->ends.v == b->ends.v;
}

static bool one_gathering(const struct timetable_slot *a, const struct timetable_slot *b)
{
    return a->section->id.v != b->section->id.v && str_eq(a->meeting->kind, b->meeting->kind) &&
           same_room(a, b) && same_lecturer(a, b) && same_state(a, b);
}

/* Of two in order of time: does the second begin before the first ends? */
static bool begins_within(const struct timetable_slot *a, const struct timetable_slot *b)
{
    return a->day.v == b->day.v && b->starts.v < a->ends.v;
}

static bool takes_place(const struct timetable_source *s)
{
    return !s->waiting && !s->also && !s->gone;
}

static bool have_a_group_in_common(const struct timetable_slot *a, const struct timetable_slot *b)
{
    for (size_t i = 0; i < a->n_all; i++)
        for (size_t k = 0; k < b->n_all; k++)
            if (a->all[i]->id.v == b->all[k]->id.v)
                return true;
    return false;
}

static bool clash(const struct timetable_slot *a, const struct timetable_slot *b)
{
    if (!takes_place(a->source) || !takes_place(b->source))
        return false;
    if (a->source->choice && b->source->choice)
        return have_a_group_in_common(a, b);
    /* One exam that is sat in several rooms. */
    return !(is_exam(a) && str_eq(a->meeting->kind, b->meeting->kind) && same_course(a, b) &&
             same_time(a, b) && !same_room(a, b));
}

static void mark_clashes(struct timetable_slots *s)
{
    for (size_t i = 0; i < s->n; i++)
        for (size_t k = i + 1; k < s->n && begins_within(&s->v[i], &s->v[k]); k++)
            if (clash(&s->v[i], &s->v[k])) {
                s->v[i].clash = &s->v[k];
                s->v[k].clash = &s->v[i];
            }
}

/* Gathers what is one with slot `i` into `all`, and says of each that it is done. */
static size_t gather(const struct timetable_slots *s, size_t i, bool *done,
                     const struct records_section **all)
{
    size_t n = 0;

    all[n++] = s->v[i].section;
    for (size_t k = i + 1; k < s->n && same_time(&s->v[i], &s->v[k]); k++)
        if (!done[k] && one_gathering(&s->v[i], &s->v[k])) {
            done[k] = true;
            all[n++] = s->v[k].section;
        }
    return n;
}

void timetable_share(struct arena *a, struct timetable_slots *s)
{
    const struct records_section **all = ARENA_ARRAY(a, s->n + 1, const struct records_section *);
    bool *done = ARENA_ARRAY(a, s->n + 1, bool);
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++) {
        if (done[i])
            continue;
        size_t found = gather(s, i, done, all);
        s->v[n] = s->v[i];
        s->v[n].all = all;
        s->v[n++].n_all = found;
        all += found;
    }
    s->n = n;
    mark_clashes(s);
}

void timetable_mark_every(struct timetable_slots *s, const struct records_sections *groups)
{
    for (size_t i = 0; i < s->n; i++) {
        size_t n = 0;

        for (size_t k = 0; k < groups->n; k++)
            n += groups->v[k].offering.v == s->v[i].section->offering.v;
        s->v[i].every = n > 1 && n == s->v[i].n_all;
    }
}

static bool has_group(const struct timetable_slot *s, const char *code)
{
    for (size_t k = 0; k < s->n_all; k++)
        if (str_eq(s->all[k]->code, code))
            return true;
    return false;
}

struct timetable_slots timetable_only_group(struct arena *a, const struct timetable_slots *s,
                                            const char *code)
{
    struct timetable_slots r = {ARENA_ARRAY(a, s->n + 1, struct timetable_slot), 0};

    for (size_t i = 0; i < s->n; i++)
        if (has_group(&s->v[i], code))
            r.v[r.n++] = s->v[i];
    return r;
}

/* Where the number at the end of a code begins. */
static size_t number_at(const char *code)
{
    size_t n = strlen(code), k = n;

    while (k > 0 && n - k < DIGITS_MOST && isdigit((unsigned char)code[k - 1]))
        k--;
    return k;
}

/* "A50" and "A51" */
static bool follows(const char *a, const char *b)
{
    size_t k = number_at(a);

    if (a[k] == '\0' || strlen(a) != strlen(b) || number_at(b) != k || strncmp(a, b, k) != 0)
        return false;
    return strtol(b + k, NULL, 10) == strtol(a + k, NULL, 10) + 1;
}

const char *timetable_codes(struct arena *a, const char *const *v, size_t n)
{
    const char *words = "";

    for (size_t i = 0; i < n;) {
        size_t k = i + 1;

        while (k < n && follows(v[k - 1], v[k]))
            k++;
        bool run = k - i >= RUN_LEAST;
        words = arena_printf(a, "%s%s%s%s%s", words, i > 0 ? ", " : "", v[i], run ? "–" : "",
                             run ? v[k - 1] : "");
        i = run ? k : i + 1;
    }
    return words;
}
