/* draw_write.c: what a draw gave, into the database: receipts, places, and what tells of them, many at once.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "bus.h"
#include "draws.h"
#include "events.h"
#include "records_draw.h"

#define TEXT_MAX ((size_t)256 * 1024)

void draw_chunk_lines(struct draw_chunk *c)
{
    c->lines = ARENA_ARRAY(c->arena, c->n, struct studymap_lines);
    for (size_t i = 0; i < c->n; i++)
        c->lines[i] = draw_work_lines(c->arena, c->work, c->from + i);
}

void draw_chunk_make(struct draw_chunk *c)
{
    struct arena *a = c->arena;
    struct buf text = buf_in(a, TEXT_MAX);

    draw_chunk_lines(c);
    c->texts = ARENA_ARRAY(a, c->n, const char *);
    for (size_t i = 0; i < c->n; i++) {
        buf_clear(&text);
        studymap_lines_put(&text, &c->lines[i]);
        c->texts[i] = arena_dupn(a, text.s, text.n);
    }
}

static const struct studymap_entry_row *entry(const struct draw_chunk *c, size_t i)
{
    return &c->work->entries.v[c->from + i];
}

static const struct draw_answer *answers(const struct draw_chunk *c, size_t i)
{
    return c->work->d.answers + c->work->d.plans[c->from + i].choices.at;
}

/* --- Places ------------------------------------------------------------------------------------ */

static struct records_hold hold_of(struct db *db, const struct draw_chunk *c, size_t i, size_t k)
{
    const struct draw_answer *x = &answers(c, i)[k];
    const struct records_section *s = &c->work->seats.v[x->section].of;
    bool waits = x->outcome == STUDYMAP_WAITING;

    return (struct records_hold){
        .person = entry(c, i)->person,
        .offering = s->offering,
        .section = s->id,
        .waits = waits,
        .order = waits ? x->order : 0,
        .reserve = x->reserve == DRAW_NONE ? (reserve_id){0} : c->work->d.reserves[x->reserve].id,
        .at = db_now(db),
    };
}

static size_t holds_of(struct db *db, const struct draw_chunk *c, size_t i, struct records_hold *to)
{
    size_t n = 0;

    for (size_t k = 0; k < c->lines[i].n; k++)
        if (c->lines[i].v[k].outcome != STUDYMAP_REFUSED)
            to[n++] = hold_of(db, c, i, k);
    return n;
}

/* True: everybody has her places. False: somebody had one already, or a group is gone; then nothing of it
   may be kept. */
static err holds_write(struct db *db, const struct draw_chunk *c, bool *ret_all)
{
    size_t room = 0, n = 0;
    struct records_hold *v;
    int64_t added = 0;
    err e;

    for (size_t i = 0; i < c->n; i++)
        room += c->lines[i].n;
    v = ARENA_ARRAY(db_arena(db), room, struct records_hold);
    for (size_t i = 0; i < c->n; i++)
        n += holds_of(db, c, i, v + n);
    e = n > 0 ? records_holds_drawn(db, v, n, &added) : OK;
    *ret_all = e == OK && added == (int64_t)n;
    return e == ERR_CONFLICT ? OK : e;
}

/* One place; the seat is given back when she cannot have it, and the receipt says why. */
static err hold_alone(struct db *db, const struct draw_chunk *c, size_t i, size_t k)
{
    struct records_hold h = hold_of(db, c, i, k);
    struct studymap_line *line = &c->lines[i].v[k];
    struct records_seats seats = {};
    int64_t added = 0;
    err e = records_seats_of(db, h.section, &seats);

    if (e == OK)
        TRY(records_holds_drawn(db, &h, 1, &added));
    else if (e != ERR_NOT_FOUND)
        return e;
    if (added == 1)
        return OK;
    line->outcome = STUDYMAP_REFUSED;
    line->why.reason = e == OK ? STUDYMAP_HELD : STUDYMAP_GONE;
    if (e == ERR_NOT_FOUND)
        return OK;
    return h.waits ? records_wait_leave(db, h.section) : records_seat_free(db, h.section, h.reserve);
}

/* As somebody got a place by another way while the draw was written, or a group was withdrawn. */
static err holds_one_by_one(struct db *db, struct draw_chunk *c)
{
    draw_chunk_make(c);
    for (size_t i = 0; i < c->n; i++) {
        struct studymap_lines told = {.v = c->lines[i].v};

        for (size_t k = 0; k < c->lines[i].n; k++) {
            if (c->lines[i].v[k].outcome != STUDYMAP_REFUSED)
                TRY(hold_alone(db, c, i, k));
            struct studymap_line line = c->lines[i].v[k];
            studymap_line_add(&told, &line);
        }
        c->lines[i] = told;
        c->texts[i] = studymap_lines_write(db_arena(db), &told);
    }
    return OK;
}

/* ERR_EXISTS: nothing of it may be kept, and it is to be written once more, carefully. */
static err places_write(struct db *db, struct draw_chunk *c)
{
    bool all = false;

    if (c->careful)
        return holds_one_by_one(db, c);
    TRY(holds_write(db, c, &all));
    c->careful = !all;
    return all ? OK : ERR_EXISTS;
}

/* --- Receipts ---------------------------------------------------------------------------------- */

static err receipts_write(struct db *db, const struct draw_chunk *c, const receipt_id *ids)
{
    struct arena *a = db_arena(db);
    int year = day_year(civil_of(db_now(db)).day);
    struct studymap_receipt_drawn *rows = ARENA_ARRAY(a, c->n, struct studymap_receipt_drawn);
    int64_t last = 0, changed = 0;

    TRY(studymap_q_counter_more(db, year, (int64_t)c->n, &last));
    for (size_t i = 0; i < c->n; i++) {
        const struct studymap_entry_row *e = entry(c, i);

        rows[i] = (struct studymap_receipt_drawn){
            .id = ids[i],
            .number = studymap_number(a, year, last - (int64_t)c->n + 1 + (int64_t)i),
            .person = e->person,
            .term = c->draw->term,
            .kind = "armed",
            .plan = e->plan,
            .plan_version = e->plan_version,
            .draw = c->draw->id,
            .ticket = e->ticket,
            .enrolled = c->lines[i].enrolled,
            .waiting = c->lines[i].waiting,
            .refused = c->lines[i].refused,
            .lines = c->texts[i],
            .at = db_now(db),
        };
    }
    return studymap_q_receipts_add(db, rows, c->n, &changed);
}

static err entries_write(struct db *db, const struct draw_chunk *c, const receipt_id *ids)
{
    struct studymap_entry_kept *rows =
        ARENA_ARRAY(db_arena(db), c->n, struct studymap_entry_kept);
    int64_t changed = 0;

    for (size_t i = 0; i < c->n; i++)
        rows[i] = (struct studymap_entry_kept){c->draw->id, entry(c, i)->person, ids[i]};
    TRY(studymap_q_entries_kept(db, rows, c->n, &changed));
    return changed == (int64_t)c->n ? OK : ERR_CONFLICT;
}

/* --- Plans ------------------------------------------------------------------------------------- */

/* How many choices of a plan stay in it, to be mended. */
static size_t staying(const struct studymap_lines *l)
{
    size_t n = 0;

    for (size_t k = 0; k < l->n; k++)
        n += studymap_stays(l->v[k].outcome, l->v[k].why.reason);
    return n;
}

static err plans_write(struct db *db, const struct draw_chunk *c)
{
    struct studymap_plan_drawn *rows = ARENA_ARRAY(db_arena(db), c->n, struct studymap_plan_drawn);
    int64_t changed = 0;

    for (size_t i = 0; i < c->n; i++)
        rows[i] =
            (struct studymap_plan_drawn){entry(c, i)->plan, entry(c, i)->plan_version, db_now(db)};
    return studymap_q_plans_drawn(db, rows, c->n, &changed);
}

/* The choices that are settled, of plans in which some stay. */
static err some_leave(struct db *db, const struct draw_chunk *c)
{
    size_t room = 0, n = 0;
    struct studymap_drop_in *v;
    int64_t changed = 0;

    for (size_t i = 0; i < c->n; i++)
        room += c->lines[i].n;
    v = ARENA_ARRAY(db_arena(db), room, struct studymap_drop_in);
    for (size_t i = 0; i < c->n; i++) {
        const struct studymap_lines *l = &c->lines[i];
        const struct frozen_plan *p = &c->work->plans[c->from + i];

        for (size_t k = 0; k < l->n && staying(l) > 0; k++)
            if (!studymap_stays(l->v[k].outcome, l->v[k].why.reason))
                v[n++] =
                    (struct studymap_drop_in){entry(c, i)->plan, p->choices[k].offering};
    }
    return n > 0 ? studymap_q_items_drop(db, v, n, &changed) : OK;
}

static err tidy(struct db *db, struct draw_chunk *c)
{
    struct studymap_clear_in *empty =
        ARENA_ARRAY(db_arena(db), c->n, struct studymap_clear_in);
    int64_t changed = 0;
    size_t n = 0;

    for (size_t i = 0; i < c->n; i++)
        if (staying(&c->lines[i]) == 0)
            empty[n++] = (struct studymap_clear_in){entry(c, i)->plan};
    if (n > 0)
        TRY(studymap_q_plans_clear(db, empty, n, &changed));
    return some_leave(db, c);
}

/* --- Telling ----------------------------------------------------------------------------------- */

static err tell(struct db *db, const struct draw_chunk *c, const receipt_id *ids)
{
    struct audit_entry *lines = ARENA_ARRAY(db_arena(db), c->n, struct audit_entry);
    struct event *events = ARENA_ARRAY(db_arena(db), c->n, struct event);

    for (size_t i = 0; i < c->n; i++) {
        bus_tell(db, BUS_OWN, entry(c, i)->person.v);
        lines[i] = (struct audit_entry){
            .what = "studymap.drawn", .about = "receipt", .id = ids[i].v};
        events[i] = (struct event){.kind = PLAN_SUBMITTED,
                                   .person = entry(c, i)->person,
                                   .about = ids[i].v,
                                   .more = c->draw->term.v,
                                   .at = db_now(db)};
    }
    TRY(audit_many(db, lines, c->n));
    return event_send_many(db, events, c->n);
}

static err write_all(struct db *db, struct draw_chunk *c)
{
    receipt_id *ids = ARENA_ARRAY(c->arena, c->n, receipt_id);

    for (size_t i = 0; i < c->n; i++)
        ids[i] = NEW_ID(db, receipt_id);
    TRY(places_write(db, c));
    TRY(receipts_write(db, c, ids));
    TRY(entries_write(db, c, ids));
    TRY(plans_write(db, c));
    TRY(tell(db, c, ids));
    return studymap_q_draw_written(db, c->draw->id, (int64_t)c->n);
}

static err in_chunk(struct db *db, struct draw_chunk *c, err (*run)(struct db *, struct draw_chunk *))
{
    struct arena *before = db_rows_to(db, c->arena);
    int64_t began = clock_us();
    err e = run(db, c);

    (void)db_rows_to(db, before);
    c->took_us = clock_us() - began;
    return e;
}

err draw_chunk_write(struct db *db, void *chunk)
{
    return in_chunk(db, chunk, write_all);
}

err draw_chunk_tidy(struct db *db, void *chunk)
{
    return in_chunk(db, chunk, tidy);
}
