/* own.c: what belongs in one person's timetable.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "own.h"

#include <string.h>

void timetable_source_add(struct arena *a, struct timetable_sources *s,
                          const struct timetable_source *one)
{
    if (s->n == s->room) {
        struct timetable_source *wider;

        s->room = s->room == 0 ? 16 : s->room * 2;
        wider = ARENA_ARRAY(a, s->room, struct timetable_source);
        if (s->n > 0)
            memcpy(wider, s->v, s->n * sizeof *wider);
        s->v = wider;
    }
    s->v[s->n++] = *one;
}

static bool there_already(const struct timetable_sources *s, section_id section)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->v[i].section->id.v == section.v)
            return true;
    return false;
}

static void add(struct db *db, const struct timetable_ask *ask, struct timetable_sources *s,
                const struct timetable_source *one)
{
    struct timetable_source full = *one;

    full.without = ask->without;
    if (there_already(s, one->section->id) ||
        timetable_listed_id(ask->courses, one->section->course.v))
        return;
    timetable_source_add(db_arena(db), s, &full);
}

static err add_term(struct db *db, const struct timetable_ask *ask, term_id term,
                    struct timetable_sources *s)
{
    struct records_places places = {0};
    struct records_sections taught = {0};

    if (!ask->only_taught && ask->digest->places > 0)
        TRY(records_places_of(db, ask->who, term, &places));
    if (ask->digest->taught > 0)
        TRY(records_taught_by(db, ask->who, term, &taught));
    for (size_t i = 0; i < places.n; i++) {
        bool waiting = places.v[i].waiting_at > 0;

        if (!waiting || ask->waiting)
            add(db, ask, s,
                &(struct timetable_source){.section = &places.v[i].section, .waiting = waiting});
    }
    for (size_t i = 0; i < taught.n; i++)
        add(db, ask, s,
            &(struct timetable_source){.section = &taught.v[i], .taught = true, .groups = true});
    return OK;
}

static err add_looked_at(struct db *db, const struct timetable_ask *ask,
                         struct timetable_sources *s)
{
    struct timetable_looked_list rows;
    struct records_sections found;
    section_id *ids;

    TRY(timetable_q_also_of(db, ask->who, &rows));
    ids = ARENA_ARRAY(db_arena(db), rows.n + 1, section_id);
    for (size_t i = 0; i < rows.n; i++)
        ids[i] = rows.v[i].section;
    TRY(records_sections_by_id(db, ids, rows.n, &found));
    for (size_t i = 0; i < found.n; i++)
        add(db, ask, s,
            &(struct timetable_source){.section = &found.v[i], .also = true, .groups = true});
    return OK;
}

err timetable_own(struct db *db, const struct timetable_ask *ask, struct timetable_sources *ret)
{
    struct timetable_sources s = {0};
    struct records_terms terms;

    TRY(records_terms(db, ask->lang, &terms));
    for (size_t i = 0; i < terms.n; i++)
        if (terms.v[i].last.v >= ask->from.v && terms.v[i].first.v <= ask->to.v)
            TRY(add_term(db, ask, terms.v[i].id, &s));
    if (ask->also)
        TRY(add_looked_at(db, ask, &s));
    *ret = s;
    return OK;
}

size_t timetable_offerings(struct arena *a, const struct timetable_sources *s, offering_id **ret)
{
    offering_id *ids = ARENA_ARRAY(a, s->n + 1, offering_id);
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++) {
        size_t k = 0;

        while (k < n && ids[k].v != s->v[i].section->offering.v)
            k++;
        if (k == n)
            ids[n++] = s->v[i].section->offering;
    }
    *ret = ids;
    return n;
}

/* The source whose section a meeting was of: one of the section itself, or of an offering that she
   teaches. */
static const struct timetable_source *source_of(const struct timetable_sources *s, size_t n,
                                                const struct records_earlier *e)
{
    for (size_t i = 0; i < n; i++)
        if (s->v[i].section->id.v == e->section.id.v ||
            (s->v[i].taught && s->v[i].section->offering.v == e->section.offering.v))
            return &s->v[i];
    return NULL;
}

err timetable_changes(struct db *db, instant since, struct timetable_sources *s,
                      struct records_earliers *ret)
{
    offering_id *ids;
    size_t n = timetable_offerings(db_arena(db), s, &ids), n_own = s->n;
    struct records_earliers all, mine = {0};

    TRY(records_earlier_of(db, ids, n, since, &all));
    mine.v = ARENA_ARRAY(db_arena(db), all.n + 1, struct records_earlier);
    for (size_t i = 0; i < all.n; i++) {
        const struct timetable_source *of = source_of(s, n_own, &all.v[i]);
        struct records_earlier *e = &mine.v[mine.n];

        if (of == NULL || of->waiting)
            continue;
        *e = all.v[i];
        mine.n++;
        if (!e->gone)
            continue;
        e->section.meetings = (struct records_meetings){&e->meeting, 1};
        timetable_source_add(
            db_arena(db), s,
            &(struct timetable_source){.section = &e->section,
                                       .gone = true,
                                       .groups = of->groups,
                                       .choice = of->choice,
                                       .without = of->without});
    }
    *ret = mine;
    return OK;
}
