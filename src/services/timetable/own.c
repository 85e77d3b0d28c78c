/* own.c: what belongs in one person's timetable.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "own.h"

/* The term that holds the day, else the next one, else the last. */
static void choose_term(const struct records_terms *terms, day on, struct records_term *ret)
{
    for (size_t i = 0; i < terms->n; i++) {
        *ret = terms->v[i];
        if (terms->v[i].last.v >= on.v)
            return;
    }
}

static void add(struct timetable_own *own, const struct records_section *s, bool waiting)
{
    own->v[own->n++] = (struct timetable_source){.section = s, .waiting = waiting};
    if (s->meetings.n == 0)
        own->n_arranged++;
}

/* Adds what she has in the term. */
static err add_term(struct db *db, person_id who, term_id term, struct timetable_own *own)
{
    struct records_places places;
    struct records_sections taught;

    TRY(records_places_of(db, who, term, &places));
    TRY(records_taught_by(db, who, term, &taught));
    struct timetable_source *v =
        ARENA_ARRAY(db_arena(db), own->n + places.n + taught.n + 1, struct timetable_source);
    if (own->n > 0)
        memcpy(v, own->v, own->n * sizeof *v);
    own->v = v;
    for (size_t i = 0; i < places.n; i++)
        add(own, &places.v[i].section, places.v[i].waiting_at > 0);
    for (size_t i = 0; i < taught.n; i++)
        add(own, &taught.v[i], false);
    return OK;
}

err timetable_own(struct db *db, enum lang lang, person_id who, day on, struct timetable_own *ret)
{
    struct timetable_own own = {0};
    struct records_terms terms;

    TRY(records_terms(db, lang, &terms));
    choose_term(&terms, on, &own.term);
    if (own.term.id.v != 0)
        TRY(add_term(db, who, own.term.id, &own));
    *ret = own;
    return OK;
}

err timetable_own_from(struct db *db, enum lang lang, person_id who, day on,
                       struct timetable_own *ret)
{
    struct timetable_own own = {0};
    struct records_terms terms;

    TRY(records_terms(db, lang, &terms));
    for (size_t i = 0; i < terms.n; i++)
        if (terms.v[i].last.v >= on.v)
            TRY(add_term(db, who, terms.v[i].id, &own));
    *ret = own;
    return OK;
}
