/* run.c: many submissions in one go: a handful of sentences read what all of them need, seats are counted in
   memory, and what changed is written in bulk. In single file each sentence goes to the database.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "bus.h"
#include "events.h"
#include "items.h"
#include "run.h"
#include <stdlib.h>

/* Counters in memory, with what was taken of them. */
struct counted {
    struct studymap_run_seats now;
    struct records_move move;
    struct records_reserves reserves; /* read when somebody has a right to one */
    bool reserves_read;
    struct counted *next; /* of those that nobody chose first */
};

/* One that is decided: slices of what was read. */
struct one {
    const struct studymap_asked *asked;
    const struct studymap_run_plan *plan;
    struct studymap_item_list items;
    struct records_holds holds;
};

struct run {
    struct arena *arena;
    struct one *v;
    size_t n, at;
    struct counted *seats; /* by section */
    size_t n_seats;
    struct counted *others;
    /* To be written. */
    struct records_hold *holds;
    struct studymap_touch_in *touched;
    struct studymap_clear_in *cleared;
    struct studymap_drop_in *dropped;
    struct records_reserve_move *reserves;
    struct receipt_kept *receipts;
    size_t n_holds, n_touched, n_cleared, n_dropped, n_reserves, n_receipts;
};

/* --- Reading for all ------------------------------------------------------------------------- */

/* bsearch() that takes an empty list. */
static const void *find(const void *key, const void *v, size_t n, size_t size,
                        int (*order)(const void *key, const void *row))
{
    return n ? bsearch(key, v, n, size, order) : NULL;
}

static int by_request(const void *a, const void *b)
{
    const struct studymap_run_plan *x = a, *y = b;

    return (x->request.v > y->request.v) - (x->request.v < y->request.v);
}

static err plans_read(struct db *db, struct run *run, instant since, instant upto)
{
    struct studymap_run_plan_list plans = {};

    TRY(studymap_q_run_plans(db, since, upto, &plans));
    for (size_t i = 0; i < run->n; i++) {
        struct studymap_run_plan key = {.request = run->v[i].asked->queued};

        run->v[i].plan = find(&key, plans.v, plans.n, sizeof key, by_request);
        if (!run->v[i].plan)
            return ERR_CONFLICT;
    }
    return OK;
}

static int item_of_plan(const void *key, const void *row)
{
    const plan_id *plan = key;
    const struct studymap_run_item *r = row;

    return (plan->v > r->plan.v) - (plan->v < r->plan.v);
}

static void items_for(struct run *run, struct one *one, const struct studymap_run_item_list *all)
{
    const struct studymap_run_item *end = all->v + all->n;
    const struct studymap_run_item *at =
        find(&one->asked->plan, all->v, all->n, sizeof *all->v, item_of_plan);

    if (!at)
        return;
    while (at > all->v && at[-1].plan.v == one->asked->plan.v)
        at--;
    one->items.v = ARENA_ARRAY(run->arena, STUDYMAP_MOST, struct studymap_item);
    for (; at < end && at->plan.v == one->asked->plan.v && one->items.n < STUDYMAP_MOST; at++)
        one->items.v[one->items.n++] = (struct studymap_item){
            at->id, at->offering, at->section, at->label, at->rank, at->others};
}

static int hold_of_person(const void *key, const void *row)
{
    const person_id *who = key;
    const struct studymap_run_hold *r = row;

    return (who->v > r->person.v) - (who->v < r->person.v);
}

static void holds_for(struct run *run, struct one *one, const struct studymap_run_hold_list *all)
{
    const struct studymap_run_hold *at =
        find(&one->asked->person, all->v, all->n, sizeof *all->v, hold_of_person);
    size_t first = 0, n = 0;

    if (!at)
        return;
    first = (size_t)(at - all->v);
    while (first > 0 && all->v[first - 1].person.v == one->asked->person.v)
        first--;
    while (first + n < all->n && all->v[first + n].person.v == one->asked->person.v)
        n++;
    one->holds = (struct records_holds){ARENA_ARRAY(run->arena, n, struct records_hold), n};
    for (size_t i = 0; i < n; i++) {
        const struct studymap_run_hold *r = &all->v[first + i];

        one->holds.v[i] = (struct records_hold){
            .person = r->person,
            .offering = r->offering,
            .section = r->section,
            .waits = r->waits,
            .order = r->waiting_order,
            .reserve = r->reserve,
            .gives_up = r->gives_up,
            .skipped = r->skipped,
            .at = r->at,
        };
    }
}

static err seats_read(struct db *db, struct run *run, instant since, instant upto)
{
    struct studymap_run_seats_list rows = {};

    TRY(studymap_q_run_seats(db, since, upto, &rows));
    run->seats = ARENA_ARRAY(run->arena, rows.n, struct counted);
    run->n_seats = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        run->seats[i].now = rows.v[i];
    return OK;
}

/* Room for all that may be written. */
static void room(struct run *run)
{
    size_t items = 0;

    for (size_t i = 0; i < run->n; i++)
        items += run->v[i].items.n;
    run->holds = ARENA_ARRAY(run->arena, items, struct records_hold);
    run->dropped = ARENA_ARRAY(run->arena, items, struct studymap_drop_in);
    run->reserves = ARENA_ARRAY(run->arena, items, struct records_reserve_move);
    run->touched = ARENA_ARRAY(run->arena, run->n, struct studymap_touch_in);
    run->cleared = ARENA_ARRAY(run->arena, run->n, struct studymap_clear_in);
    run->receipts = ARENA_ARRAY(run->arena, run->n, struct receipt_kept);
}

err run_begin(struct deciding *d, const struct studymap_asked *v, size_t n)
{
    struct run *run = ARENA_NEW(db_arena(d->db), struct run);
    struct studymap_run_item_list items = {};
    struct studymap_run_hold_list holds = {};
    instant since = v[0].at, upto = v[n - 1].at;

    *run = (struct run){.arena = db_arena(d->db), .n = n};
    run->v = ARENA_ARRAY(run->arena, n, struct one);
    for (size_t i = 0; i < n; i++)
        run->v[i] = (struct one){.asked = &v[i]};
    TRY(plans_read(d->db, run, since, upto));
    TRY(studymap_q_run_items(d->db, since, upto, &items));
    TRY(studymap_q_run_holds(d->db, since, upto, &holds));
    TRY(seats_read(d->db, run, since, upto));
    for (size_t i = 0; i < n; i++) {
        items_for(run, &run->v[i], &items);
        holds_for(run, &run->v[i], &holds);
    }
    room(run);
    d->run = run;
    return OK;
}

void run_turn(struct deciding *d, size_t i)
{
    d->run->at = i;
}

static struct one *turn_of(struct deciding *d)
{
    return &d->run->v[d->run->at];
}

/* --- Plans and places ------------------------------------------------------------------------- */

err plan_see(struct deciding *d, const struct studymap_asked *asked, struct plan_seen *ret)
{
    struct studymap_plan *plan = NULL;

    *ret = (struct plan_seen){};
    if (d->run) {
        const struct studymap_run_plan *p = turn_of(d)->plan;

        if (p->receipt.v) {
            ret->before = ARENA_NEW(d->run->arena, struct studymap_receipt_key);
            *ret->before = (struct studymap_receipt_key){p->receipt, p->number};
        }
        ret->version = p->version;
        ret->items = turn_of(d)->items;
        return OK;
    }
    TRY(studymap_q_receipt_of_version(d->db, asked->plan, asked->version, &ret->before));
    if (ret->before)
        return OK;
    TRY(studymap_q_plan_get(d->db, asked->plan, &plan));
    ret->version = plan ? plan->version : 0;
    return studymap_items_read(d->db, asked->plan, &ret->items);
}

err plan_touch(struct deciding *d, const struct studymap_asked *asked)
{
    int64_t changed = 0;

    if (d->run) {
        d->run->touched[d->run->n_touched++] =
            (struct studymap_touch_in){asked->plan, asked->version, db_now(d->db)};
        return OK;
    }
    TRY(studymap_q_plan_submitted(d->db, asked->plan, asked->version, db_now(d->db), &changed));
    return changed == 1 ? OK : ERR_RETRY;
}

err plan_clear(struct deciding *d, plan_id plan)
{
    if (!d->run)
        return studymap_q_items_clear(d->db, plan);
    d->run->cleared[d->run->n_cleared++] = (struct studymap_clear_in){plan};
    return OK;
}

err plan_drop(struct deciding *d, plan_id plan, offering_id offering)
{
    int64_t changed = 0;

    if (!d->run)
        return studymap_q_item_remove(d->db, plan, offering, &changed);
    d->run->dropped[d->run->n_dropped++] = (struct studymap_drop_in){plan, offering};
    return OK;
}

err holds_see(struct deciding *d, person_id who, struct records_holds *ret)
{
    if (!d->run)
        return records_holds_of(d->db, who, ret);
    *ret = turn_of(d)->holds;
    return OK;
}

err hold_add(struct deciding *d, const struct records_hold *h)
{
    if (!d->run)
        return records_hold_add(d->db, h);
    d->run->holds[d->run->n_holds++] = *h;
    return OK;
}

/* --- Seats ------------------------------------------------------------------------------------ */

static int counted_of(const void *key, const void *row)
{
    const section_id *id = key;
    const struct counted *c = row;

    return (id->v > c->now.id.v) - (id->v < c->now.id.v);
}

/* NULL in *ret: it is no more. */
static err counted_get(struct deciding *d, section_id section, struct counted **ret)
{
    struct run *run = d->run;
    struct studymap_run_seats *row = NULL;

    *ret = run->n_seats ? bsearch(&section, run->seats, run->n_seats, sizeof *run->seats, counted_of)
                        : NULL;
    for (struct counted *c = run->others; c && !*ret; c = c->next)
        if (c->now.id.v == section.v)
            *ret = c;
    if (*ret)
        return OK;
    TRY(studymap_q_run_section(d->db, section, &row));
    if (!row)
        return OK;
    *ret = ARENA_NEW(run->arena, struct counted);
    **ret = (struct counted){.now = *row, .next = run->others};
    run->others = *ret;
    return OK;
}

static err reserve_of(struct deciding *d, struct counted *c, const struct records_reserved *want,
                      struct records_reserve **ret)
{
    if (!c->reserves_read)
        TRY(records_reserves_of(d->db, c->now.id, &c->reserves));
    c->reserves_read = true;
    *ret = NULL;
    for (size_t i = 0; i < c->reserves.n; i++) {
        struct records_reserve *r = &c->reserves.v[i];

        if (r->programme.v == want->programme.v && r->taken < r->seats &&
            (r->until.v == 0 || r->until.v > db_now(d->db).v))
            *ret = r;
    }
    return OK;
}

static void reserve_taken(struct run *run, reserve_id id)
{
    for (size_t i = 0; i < run->n_reserves; i++)
        if (run->reserves[i].id.v == id.v) {
            run->reserves[i].taken++;
            return;
        }
    run->reserves[run->n_reserves++] = (struct records_reserve_move){id, 1};
}

/* As records_seat_take() does it with sentences. */
static err take_counted(struct deciding *d, struct counted *c, const struct records_seat *seat,
                        reserve_id *ret_reserve)
{
    for (size_t i = 0; i < seat->n && c->now.kept > 0; i++) {
        struct records_reserve *r = NULL;

        TRY(reserve_of(d, c, &seat->reserves[i], &r));
        if (!r)
            continue;
        r->taken++;
        c->now.kept--;
        c->move.kept++;
        reserve_taken(d->run, seat->reserves[i].id);
        *ret_reserve = seat->reserves[i].id;
        break;
    }
    c->move.section = c->now.id;
    c->move.taken++;
    c->now.taken++;
    return OK;
}

/* Could she have one of the kept seats? */
static err some_kept(struct deciding *d, struct counted *c, const struct records_seat *seat, bool *ret)
{
    struct records_reserve *r = NULL;

    for (size_t i = 0; i < seat->n && !r && c->now.kept > 0; i++)
        TRY(reserve_of(d, c, &seat->reserves[i], &r));
    *ret = r != NULL;
    return OK;
}

err seat_take(struct deciding *d, const struct records_seat *seat, reserve_id *ret_reserve,
              bool *ret_taken)
{
    struct counted *c = NULL;
    bool kept = false;

    if (!d->run)
        return records_seat_take(d->db, seat, ret_reserve, ret_taken);
    *ret_taken = false;
    *ret_reserve = (reserve_id){0};
    TRY(counted_get(d, seat->section, &c));
    if (!c || c->now.promote_due)
        return OK;
    TRY(some_kept(d, c, seat, &kept));
    *ret_taken = kept || c->now.unlimited || c->now.taken + c->now.kept < c->now.seats;
    return *ret_taken ? take_counted(d, c, seat, ret_reserve) : OK;
}

err wait_join(struct deciding *d, section_id section, int64_t *ret_order, int64_t *ret_at)
{
    struct counted *c = NULL;

    if (!d->run)
        return records_wait_join(d->db, section, ret_order, ret_at);
    TRY(counted_get(d, section, &c));
    if (!c)
        return ERR_NOT_FOUND;
    c->move.section = section;
    c->move.joined++;
    *ret_order = ++c->now.last_order;
    *ret_at = ++c->now.waiting;
    return OK;
}

/* --- Receipts --------------------------------------------------------------------------------- */

err receipt_write(struct deciding *d, const struct receipt_kept *r)
{
    const struct studymap_receipt_in *row = &r->row;
    int year = day_year(civil_of(row->now).day);
    int64_t n = 0;

    bus_tell(d->db, BUS_OWN, row->person.v);
    if (d->run) {
        d->run->receipts[d->run->n_receipts++] = *r;
        return OK;
    }
    TRY(studymap_q_counter_next(d->db, year, 1));
    TRY(studymap_q_counter_now(d->db, year, &n));
    *r->ret_number = studymap_number(db_arena(d->db), year, n);
    TRY(studymap_q_receipt_add(d->db, row->id, *r->ret_number, row->person, row->term, row->kind,
                               row->plan, row->plan_version, row->enrolled, row->waiting,
                               row->refused, row->lines, row->input, r->acted_by,
                               r->because ? r->because : "", row->now));
    TRY(audit(d->db, &r->line));
    return r->told ? OK : event_send(d->db, &r->event);
}

/* --- Writing for all -------------------------------------------------------------------------- */

static err seats_write(struct deciding *d)
{
    struct run *run = d->run;
    struct counted *c = NULL;
    size_t n = 0, room = run->n_seats;

    for (c = run->others; c; c = c->next)
        room++;
    struct records_move *v = ARENA_ARRAY(run->arena, room, struct records_move);
    for (size_t i = 0; i < run->n_seats; i++)
        if (run->seats[i].move.section.v)
            v[n++] = run->seats[i].move;
    for (c = run->others; c; c = c->next)
        if (c->move.section.v)
            v[n++] = c->move;
    TRY(records_seats_move(d->db, v, n));
    return records_reserves_move(d->db, run->reserves, run->n_reserves);
}

static err plans_write(struct deciding *d)
{
    struct run *run = d->run;
    int64_t changed = 0;

    TRY(studymap_q_plans_touch(d->db, run->touched, run->n_touched, &changed));
    if (changed != (int64_t)run->n_touched)
        return ERR_CONFLICT;
    TRY(studymap_q_plans_clear(d->db, run->cleared, run->n_cleared, &changed));
    return studymap_q_items_drop(d->db, run->dropped, run->n_dropped, &changed);
}

static err receipts_write(struct deciding *d)
{
    struct run *run = d->run;
    size_t n = run->n_receipts, told = 0;
    struct studymap_receipt_in *rows = ARENA_ARRAY(run->arena, n, struct studymap_receipt_in);
    struct audit_entry *lines = ARENA_ARRAY(run->arena, n, struct audit_entry);
    struct event *events = ARENA_ARRAY(run->arena, n, struct event);
    int year = day_year(civil_of(db_now(d->db)).day);
    int64_t last = 0;

    if (n == 0)
        return OK;
    TRY(studymap_q_counter_next(d->db, year, (int64_t)n));
    TRY(studymap_q_counter_now(d->db, year, &last));
    for (size_t i = 0; i < n; i++) {
        const struct receipt_kept *r = &run->receipts[i];

        *r->ret_number = studymap_number(run->arena, year, last - (int64_t)(n - 1 - i));
        rows[i] = r->row;
        rows[i].number = *r->ret_number;
        lines[i] = r->line;
        if (!r->told)
            events[told++] = r->event;
    }
    TRY(studymap_q_run_receipts(d->db, rows, n, &last));
    TRY(audit_many(d->db, lines, n));
    return event_send_many(d->db, events, told);
}

err run_end(struct deciding *d)
{
    TRY(plans_write(d));
    TRY(seats_write(d));
    TRY(records_holds_add(d->db, d->run->holds, d->run->n_holds));
    return receipts_write(d);
}
