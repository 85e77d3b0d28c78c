/* drawing.c: seats, places and windows of very many people at once, for a draw.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "inside.h"
#include "records_q.h"
#include "records_draw.h"

/* --- Counters --------------------------------------------------------------------------------- */

static struct records_drawn drawn_from(const struct records_r_seats_drawn *r)
{
    return (struct records_drawn){
        .seats = {.section = r->id,
                  .seats = r->seats,
                  .unlimited = r->unlimited,
                  .taken = r->taken,
                  .kept = r->kept,
                  .waiting = r->waiting,
                  .promote_due = r->promote_due},
        .last_order = r->last_order,
    };
}

static struct records_drawn_reserve reserve_from(const struct records_r_reserve *r)
{
    return (struct records_drawn_reserve){.id = r->id,
                                          .section = r->section,
                                          .programme = r->programme,
                                          .seats = r->seats,
                                          .taken = r->taken,
                                          .until = r->until};
}

err records_drawing_read(struct db *db, term_id term, struct records_drawing *ret)
{
    struct records_r_seats_drawn_list rows;
    struct records_r_reserve_list reserves;

    TRY(records_q_seats_drawn(db, term, &rows));
    TRY(records_q_reserves_drawn(db, term, &reserves));
    *ret = (struct records_drawing){
        .v = ARENA_ARRAY(db_arena(db), rows.n, struct records_drawn),
        .n = rows.n,
        .reserves = ARENA_ARRAY(db_arena(db), reserves.n, struct records_drawn_reserve),
        .n_reserves = reserves.n,
    };
    for (size_t i = 0; i < rows.n; i++)
        ret->v[i] = drawn_from(&rows.v[i]);
    for (size_t i = 0; i < reserves.n; i++)
        ret->reserves[i] = reserve_from(&reserves.v[i]);
    return OK;
}

static err reserves_give(struct db *db, const struct records_drawing *d)
{
    struct records_r_reserve_give *rows =
        ARENA_ARRAY(db_arena(db), d->n_reserves, struct records_r_reserve_give);
    int64_t changed = 0;

    for (size_t i = 0; i < d->n_reserves; i++) {
        const struct records_drawn_reserve *r = &d->reserves[i];

        rows[i] = (struct records_r_reserve_give){r->id, r->seats, r->taken, r->places};
    }
    TRY(records_q_reserves_give(db, rows, d->n_reserves, &changed));
    return changed == (int64_t)d->n_reserves ? OK : ERR_CONFLICT;
}

/* From now on the counters are ahead of the rows. */
static err given_write(struct db *db, const struct records_drawing *d)
{
    struct records_r_given_in *rows = ARENA_ARRAY(db_arena(db), d->n, struct records_r_given_in);
    int64_t changed = 0;
    size_t n = 0;

    for (size_t i = 0; i < d->n; i++) {
        const struct records_drawn *x = &d->v[i];

        if (x->places + x->waits > 0)
            rows[n++] = (struct records_r_given_in){x->seats.section, x->places, x->waits};
    }
    return n > 0 ? records_q_given_add(db, rows, n, &changed) : OK;
}

err records_drawing_written(struct db *db, term_id term)
{
    return records_q_given_end(db, term);
}

err records_drawing_give(struct db *db, const struct records_drawing *d)
{
    struct records_r_seats_give *rows =
        ARENA_ARRAY(db_arena(db), d->n, struct records_r_seats_give);
    int64_t changed = 0;

    for (size_t i = 0; i < d->n; i++) {
        const struct records_drawn *x = &d->v[i];
        const struct records_seats *s = &x->seats;

        rows[i] = (struct records_r_seats_give){
            s->section, s->seats,       s->unlimited,  s->taken,  s->kept,    s->waiting,
            s->promote_due, x->last_order, x->places, x->reserved, x->waits};
        if (x->places + x->waits > 0)
            seats_changed(db, s->section);
    }
    TRY(records_q_seats_give(db, rows, d->n, &changed));
    if (changed != (int64_t)d->n)
        return ERR_CONFLICT;
    TRY(reserves_give(db, d));
    return given_write(db, d);
}

/* --- Rows ------------------------------------------------------------------------------------- */

err records_holds_drawn(struct db *db, const struct records_hold *v, size_t n, int64_t *ret_added)
{
    struct records_r_hold_drawn *rows = ARENA_ARRAY(db_arena(db), n, struct records_r_hold_drawn);

    for (size_t i = 0; i < n; i++)
        rows[i] = (struct records_r_hold_drawn){v[i].person, v[i].offering, v[i].waits,
                                             v[i].section, v[i].order, v[i].reserve, v[i].at};
    return records_q_holds_drawn(db, rows, n, ret_added);
}

/* --- Windows ---------------------------------------------------------------------------------- */

struct span_finding {
    const struct records_r_window_list *windows;
    struct span *spans, *mine;
    instant at;
};

/* Is the window meant for who studies this? As windows_of_person() in queries.sql. */
static bool meant(const struct records_r_window *w, const struct records_r_study_at *s)
{
    return (w->programme.v == 0 || w->programme.v == s->programme.v) &&
           (w->faculty.v == 0 || w->faculty.v == s->faculty.v) &&
           (w->degree[0] == '\0' || str_eq(w->degree, s->degree)) &&
           (w->cohort == 0 || s->since.v <= w->cohort * 10000 + 1231);
}

/* For who has these studies. */
static struct records_window find(const struct span_finding *f, const struct records_r_study_at *v,
                                  size_t n)
{
    size_t mine = 0;

    for (size_t i = 0; i < f->windows->n; i++) {
        bool hers = f->spans[i].of == SPAN_EVERYBODY;

        for (size_t k = 0; k < n && !hers; k++)
            hers = meant(&f->windows->v[i], &v[k]);
        if (hers)
            f->mine[mine++] = f->spans[i];
    }
    return span_choose(f->mine, mine, f->at);
}

static struct span_finding finding(struct db *db, const struct records_r_window_list *windows, instant at)
{
    struct span_finding f = {.windows = windows, .at = at};

    f.spans = ARENA_ARRAY(db_arena(db), windows->n, struct span);
    f.mine = ARENA_ARRAY(db_arena(db), windows->n, struct span);
    for (size_t i = 0; i < windows->n; i++)
        f.spans[i] = records_span_of(&windows->v[i]);
    return f;
}

err records_windows_at(struct db *db, term_id term, instant at, const person_id *who, size_t n,
                       struct records_window *ret)
{
    struct records_r_study_at_list studies = {0};
    struct records_r_window_list rows;
    struct span_finding f;
    size_t from = 0, upto = 0;
    bool all = true;

    TRY(records_q_windows_of_term(db, term, &rows));
    f = finding(db, &rows, at);
    for (size_t i = 0; i < rows.n; i++)
        all = all && f.spans[i].of == SPAN_EVERYBODY;
    if (!all)
        TRY(records_q_studies_at(db, civil_of(at).day, &studies));
    for (size_t i = 0; i < n; i++) {
        while (from < studies.n && studies.v[from].person.v < who[i].v)
            from++;
        for (upto = from; upto < studies.n && studies.v[upto].person.v == who[i].v;)
            upto++;
        ret[i] = find(&f, studies.v + from, upto - from);
    }
    return OK;
}

err records_windows_lose(struct db *db, const struct records_r_window_list *before,
                         const struct records_r_window_list *after, instant at, int64_t *ret_n)
{
    struct records_r_study_at_list studies;
    struct span_finding now = finding(db, before, at), then = finding(db, after, at);

    *ret_n = 0;
    TRY(records_q_studies_at(db, civil_of(at).day, &studies));
    for (size_t i = 0, n; i < studies.n; i += n) {
        const struct records_r_study_at *s = &studies.v[i];

        for (n = 1; i + n < studies.n && s[n].person.v == s->person.v;)
            n++;
        *ret_n += find(&now, s, n).state == RECORDS_WINDOW_OPEN &&
                  find(&then, s, n).state != RECORDS_WINDOW_OPEN;
    }
    return OK;
}
