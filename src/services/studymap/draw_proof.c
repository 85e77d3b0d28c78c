/* draw_proof.c: `rapenburg check` of draws: promise and seed, tickets and order, and that the receipts say what
   the same draw gives when it is run again from its entries.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <inttypes.h>
#include "app.h"
#include "blob.h"
#include "draw_proof.h"
#include "draws.h"
#include "records.h"

/* One draw under proof. */
struct proof {
    struct db *db;
    struct buf *out;
    const struct studymap_draw_row *d;
    struct draw_work work;
    struct digest seed, final;
};

[[gnu::format(printf, 2, 3)]] static void fault(struct proof *p, const char *fmt, ...)
{
    va_list ap;

    buf_printf(p->out, "studymap: draw %" PRId64 ": ", p->d->id.v);
    va_start(ap, fmt);
    buf_vprintf(p->out, fmt, ap);
    va_end(ap);
    buf_puts(p->out, "\n");
}

static bool says(const char *text, const struct digest *d)
{
    struct digest told = {};

    return draw_hex_read(text, &told) == OK && hash_same(&told, d, sizeof told);
}

static void promise_check(struct proof *p)
{
    struct digest c;

    if (draw_seed(p->db, p->d, &p->seed) != OK) {
        fault(p, "its seed cannot be read: is a master key missing from the state folder?");
        return;
    }
    c = draw_commitment(&p->seed);
    if (!says(p->d->commitment, &c))
        fault(p, "its seed is not the one that was promised");
}

static err tickets_check(struct proof *p)
{
    struct studymap_entry_ticket_list rows = {};
    struct draw_ticket *tickets;
    struct digest digest;

    TRY(studymap_q_entry_tickets(p->db, p->d->id, &rows));
    tickets = ARENA_ARRAY(db_arena(p->db), rows.n, struct draw_ticket);
    for (size_t i = 0; i < rows.n; i++)
        if (draw_ticket_read(rows.v[i].ticket, &tickets[i]) != OK)
            fault(p, "a ticket is not a ticket");
    digest = draw_digest(tickets, rows.n);
    p->final = draw_final(&p->seed, &digest);
    if ((int64_t)rows.n != p->d->entries)
        fault(p, "it counts %" PRId64 " plans and has %zu", p->d->entries, rows.n);
    if (!says(p->d->tickets, &digest))
        fault(p, "its digest is not that of its tickets");
    if (!says(p->d->final, &p->final))
        fault(p, "its final seed does not follow from seed and tickets");
    return OK;
}

/* --- The same draw again ----------------------------------------------------------------------- */

static err run_again(struct db *db, const struct studymap_draw_row *d, struct draw_work *w)
{
    struct digest final = {};
    const char *document = NULL;

    TRY(studymap_q_draw_seats(db, d->id, &document));
    TRY(frozen_seats_read(db_arena(db), document, &w->seats));
    TRY(draw_hex_read(d->final, &final));
    draw_work_run(db_arena(db), w, &final);
    return OK;
}

static err again(struct db *db, const struct studymap_draw_row *d, struct draw_work *ret)
{
    TRY(draw_work_read(db, d->id, ret));
    return run_again(db, d, ret);
}

/* A place that a draw gave cannot be had when she had one already or the group was withdrawn meanwhile:
   then the receipt says so. */
static bool line_follows(const struct studymap_line *told, const struct studymap_line *gives)
{
    bool lost = told->outcome == STUDYMAP_REFUSED && gives->outcome != STUDYMAP_REFUSED &&
                (told->why.reason == STUDYMAP_HELD || told->why.reason == STUDYMAP_GONE);
    bool same = told->outcome == gives->outcome && told->why.reason == gives->why.reason &&
                told->waiting_at == gives->waiting_at && str_eq(told->group, gives->group);

    return told->offering.v == gives->offering.v && told->option == gives->option &&
           told->turn == gives->turn && (same || lost);
}

static bool receipt_follows(struct proof *p, size_t plan, const struct studymap_draw_receipt *r)
{
    const struct studymap_entry_row *e = &p->work.entries.v[plan];
    struct studymap_lines gives = draw_work_lines(db_arena(p->db), &p->work, plan);
    struct studymap_lines told = {};
    bool same = r->id.v == e->receipt.v && r->plan.v == e->plan.v &&
                r->plan_version == e->plan_version && str_eq(r->ticket, e->ticket);

    if (studymap_lines_read(db_arena(p->db), r->lines, &told) != OK || told.n != gives.n)
        return false;
    for (size_t i = 0; i < told.n; i++)
        same = same && line_follows(&told.v[i], &gives.v[i]);
    return same;
}

static err receipts_check(struct proof *p)
{
    struct studymap_draw_receipt_list rows = {};
    size_t at = 0, missing = 0;

    TRY(studymap_q_draw_receipts(p->db, p->d->id, &rows));
    for (size_t i = 0; i < p->work.entries.n; i++) {
        const struct studymap_entry_row *e = &p->work.entries.v[i];

        if (at == rows.n || rows.v[at].person.v != e->person.v) {
            missing++;
            if (e->receipt.v != 0)
                fault(p, "the receipt of person %" PRId64 " is lost", e->person.v);
        } else if (!receipt_follows(p, i, &rows.v[at++])) {
            fault(p, "the receipt of person %" PRId64 " says what the draw did not give",
                  e->person.v);
        }
    }
    if (at < rows.n)
        fault(p, "somebody has a receipt who was not in it, or two");
    if ((int64_t)(p->work.entries.n - missing) != p->d->written)
        fault(p, "it counts %" PRId64 " receipts and has %zu", p->d->written,
              p->work.entries.n - missing);
    if (draw_state_of(p->d) == DRAW_DONE && missing > 0)
        fault(p, "%zu plans in it have no receipt", missing);
    return OK;
}

/* What everybody can fetch is what was drawn. */
static err file_check(struct proof *p)
{
    struct arena *a = db_arena(p->db);
    struct draw_file f = {};
    struct digest name = {};
    struct str bytes = {};
    const char *why = NULL;
    struct draw_file ours = {};

    err e = blob_of(p->d->file, &name);
    if (e == OK)
        e = blob_read(db_app(p->db)->blobs, a, &name, DRAW_FILE_MAX, &bytes);
    if (e == OK)
        e = draw_file_read(a, bytes.s, bytes.n, &f, &why);
    if (e != OK) {
        fault(p, "its public file cannot be read");
        return OK;
    }
    why = draw_file_wrong(a, &f);
    draw_work_file(a, &p->work, &ours);
    if (why)
        fault(p, "its public file: %s", why);
    else if (f.n != ours.n ||
             (f.n > 0 && memcmp(f.tickets, ours.tickets, f.n * sizeof *f.tickets) != 0) ||
             !says(p->d->commitment, &f.commitment))
        fault(p, "its public file is that of another draw");
    return OK;
}

static err draw_check(struct proof *p)
{
    enum draw_state s = draw_state_of(p->d);

    promise_check(p);
    if (s == DRAW_WAITING || s == DRAW_VOID || s == DRAW_FREEZING)
        return OK;
    TRY(tickets_check(p));
    if (s == DRAW_FROZEN)
        return OK;
    err e = again(p->db, p->d, &p->work);
    if (e == ERR_PARSE) {
        fault(p, "its entries or seats cannot be read");
        return OK;
    }
    TRY(e);
    TRY(receipts_check(p));
    return s == DRAW_DONE ? file_check(p) : OK;
}

err draws_check(struct db *db, term_id term, struct buf *out)
{
    struct studymap_draw_row_list all = {};

    TRY(studymap_q_draws_all(db, &all));
    for (size_t i = 0; i < all.n; i++) {
        struct proof p = {.db = db, .out = out, .d = &all.v[i]};

        if (term.v == 0 || all.v[i].term.v == term.v)
            TRY(draw_check(&p));
    }
    return OK;
}

/* --- One of it --------------------------------------------------------------------------------- */

/* The index of her entry; the number of entries: she is not in it. */
static size_t entry_of(const struct draw_work *w, person_id who)
{
    size_t i = 0;

    while (i < w->entries.n && w->entries.v[i].person.v != who.v)
        i++;
    return i;
}

static struct draw_watch *watch_of(struct arena *a, const struct draw_work *w, size_t plan)
{
    struct draw_watch *watch = ARENA_NEW(a, struct draw_watch);
    size_t room = 0;

    for (size_t i = 0; i < w->plans[plan].n; i++)
        room += w->plans[plan].choices[i].n;
    *watch = (struct draw_watch){.plan = (uint32_t)plan, .v = ARENA_ARRAY(a, room, struct draw_seen)};
    return watch;
}

static err one_check(struct proof *p, person_id who, size_t *ret_plan)
{
    struct studymap_draw_receipt *receipt = NULL;

    promise_check(p);
    TRY(tickets_check(p));
    TRY(draw_work_read(p->db, p->d->id, &p->work));
    *ret_plan = entry_of(&p->work, who);
    if (*ret_plan == p->work.entries.n)
        return ERR_NOT_FOUND;
    p->work.d.watch = watch_of(db_arena(p->db), &p->work, *ret_plan);
    TRY(run_again(p->db, p->d, &p->work));
    TRY(studymap_q_draw_receipt(p->db, p->d->id, who, &receipt));
    if (!receipt || !receipt_follows(p, *ret_plan, receipt))
        fault(p, "the receipt says what the draw did not give");
    return OK;
}

err draw_proof_of(struct db *db, const struct studymap_draw_row *d, person_id who,
                  struct draw_proof *ret)
{
    struct buf out = buf_in(db_arena(db), (size_t)1 << 16);
    struct proof p = {.db = db, .out = &out, .d = d};
    enum draw_state state = draw_state_of(d);

    *ret = (struct draw_proof){};
    if (state != DRAW_SEATS && state != DRAW_DONE)
        return ERR_NOT_FOUND;
    TRY(one_check(&p, who, &ret->plan));
    ret->work = p.work;
    ret->why = buf_ok(&out) && out.n > 0 ? str_split(db_arena(db), out.s, '\n').v[0] : NULL;
    return OK;
}

/* --- What is still to be written --------------------------------------------------------------- */

static void owe(struct draw_owed_list *l, const struct draw_work *w, size_t plan)
{
    const struct draw_plan *p = &w->d.plans[plan];

    for (uint32_t k = 0; k < p->choices.n; k++) {
        const struct draw_answer *x = &w->d.answers[p->choices.at + k];

        if (x->outcome == STUDYMAP_ENROLLED)
            l->v[x->section].places++;
        else if (x->outcome == STUDYMAP_WAITING)
            l->v[x->section].waits++;
    }
}

err draws_owed(struct db *db, struct draw_owed_list *ret)
{
    struct studymap_draw_row_list open = {};
    struct draw_work w = {};

    *ret = (struct draw_owed_list){};
    TRY(studymap_q_draws_open(db, &open));
    for (size_t i = 0; i < open.n && ret->n == 0; i++) {
        if (draw_state_of(&open.v[i]) != DRAW_SEATS)
            continue;
        TRY(again(db, &open.v[i], &w));
        ret->n = w.seats.n;
        ret->v = ARENA_ARRAY(db_arena(db), ret->n, struct draw_owed);
        for (size_t k = 0; k < ret->n; k++)
            ret->v[k].section = w.seats.v[k].of.id;
        for (size_t k = 0; k < w.entries.n; k++)
            if (w.entries.v[k].receipt.v == 0)
                owe(ret, &w, k);
    }
    return OK;
}
