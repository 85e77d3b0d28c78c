/* replay.c: makes every decision of a term again. Receipts come in the order of their numbers: the counter
   that gives them makes one wait for the other. Changes beside them are put between by their moment; of two
   in the same second the one that was first is found by what was answered.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "replay.h"
#include "draws.h"
#include <stdlib.h>
#include <string.h>
#include "studymap_q.h"

#define PAGE 1000
/* A change that was made so long after a request came may still be before its decision. */
#define LATE SECONDS(60)

struct sheet_at {
    int64_t version;
    const struct records_sheet *sheet; /* NULL: it is not kept, or was changed */
    struct sheet_at *next;
};
struct run {
    struct db *db;
    struct arena *a;
    struct rg *g;
    term_id term;
    struct replay *ret;
    struct studymap_replayed *rows; /* receipts, by number */
    size_t n_rows;
    struct records_change *changes;
    size_t n_changes, at; /* the next to be made */
    struct sheet_at *sheets;
    struct studymap_skipped_list skips;
    struct rd_asks asks;
    const char *until;            /* stop before this one; NULL: the end */
    struct replay_moment *moment; /* of it */
};

[[gnu::format(printf, 3, 4)]] static void fault(struct run *r, const char *number, const char *fmt,
                                                ...)
{
    va_list ap;

    va_start(ap, fmt);
    const char *text = arena_vprintf(r->a, fmt, ap);
    va_end(ap);
    r->ret->faults++;
    if (str_empty(r->ret->first_wrong) && number)
        r->ret->first_wrong = number;
    if (r->ret->told.n < REPLAY_TOLD)
        r->ret->told.v[r->ret->told.n++] =
            number ? arena_printf(r->a, "%s: %s", number, text) : text;
}

/* --- Reading ------------------------------------------------------------------------------------- */

/* "2027-000123": by year, then by number, however long. */
static int by_number(const void *pa, const void *pb)
{
    const struct studymap_replayed *a = pa, *b = pb;
    size_t na = strlen(a->number), nb = strlen(b->number);
    int year = strncmp(a->number, b->number, 5);

    if (year || na != nb)
        return year ? year : na < nb ? -1 : 1;
    return strcmp(a->number, b->number);
}

static err rows_read(struct run *r)
{
    size_t room = 0;
    const char *after = "";

    for (bool more = true; more;) {
        struct studymap_replayed_list page = {};

        TRY(studymap_q_replayed(r->db, r->term, after, PAGE, &page));
        if (r->n_rows + page.n > room) {
            struct studymap_replayed *v;

            room = (r->n_rows + page.n) * 2;
            v = ARENA_ARRAY(r->a, room, struct studymap_replayed);
            if (r->n_rows)
                memcpy(v, r->rows, r->n_rows * sizeof *v);
            r->rows = v;
        }
        if (page.n)
            memcpy(r->rows + r->n_rows, page.v, page.n * sizeof *page.v);
        r->n_rows += page.n;
        more = page.n == PAGE;
        after = page.n ? page.v[page.n - 1].number : after;
    }
    if (r->n_rows > 1)
        qsort(r->rows, r->n_rows, sizeof *r->rows, by_number);
    return OK;
}

static err changes_read(struct run *r)
{
    struct records_changes page = {};
    const struct records_change *after = NULL;
    size_t room = 0;

    do {
        TRY(records_changes_of(r->db, r->term, after, &page));
        if (r->n_changes + page.n > room) {
            struct records_change *v;

            room = (r->n_changes + page.n) * 2;
            v = ARENA_ARRAY(r->a, room, struct records_change);
            if (r->n_changes)
                memcpy(v, r->changes, r->n_changes * sizeof *v);
            r->changes = v;
        }
        if (page.n)
            memcpy(r->changes + r->n_changes, page.v, page.n * sizeof *page.v);
        r->n_changes += page.n;
        after = page.n ? &r->changes[r->n_changes - 1] : NULL;
    } while (page.n == RECORDS_CHANGES_MOST);
    return OK;
}

static err sheet_of(struct run *r, int64_t version, const struct records_sheet **ret)
{
    struct records_sheet *sheet = ARENA_NEW(r->a, struct records_sheet);
    struct sheet_at *s = r->sheets;
    err e;

    while (s && s->version != version)
        s = s->next;
    if (s) {
        *ret = s->sheet;
        return OK;
    }
    e = records_sheet_kept(r->db, r->term, version, sheet);
    if (e != OK && e != ERR_NOT_FOUND && e != ERR_PARSE)
        return e;
    s = ARENA_NEW(r->a, struct sheet_at);
    *s = (struct sheet_at){version, e == OK ? sheet : NULL, r->sheets};
    r->sheets = s;
    *ret = s->sheet;
    return OK;
}

/* What a decision asks of the database: programmes as they are now, and why somebody was passed over. */
static struct records_programmes programmes(void *ctx, person_id who)
{
    struct records_programmes p = {};
    struct run *r = ctx;

    return records_programmes_now(r->db, who, &p) == OK ? p : (struct records_programmes){};
}

static bool passed_over(void *ctx, person_id who, const struct records_section *s, instant at)
{
    const struct studymap_skipped *last = NULL;
    struct studymap_input in = {};
    struct run *r = ctx;

    for (size_t i = 0; i < r->skips.n; i++) {
        const struct studymap_skipped *k = &r->skips.v[i];

        if (k->person.v == who.v && k->section.v == s->id.v && k->at.v <= at.v)
            last = k;
    }
    if (!last || !str_eq(last->word, studymap_reason_word(STUDYMAP_PREREQUISITE)) ||
        studymap_input_read(r->a, last->input, &in) != OK || !in.known)
        return false;
    return records_prereq_check(r->a, s->rule, s->course, in.known).ready == RECORDS_NOT_READY;
}

/* --- Changes between ----------------------------------------------------------------------------- */

static void change_make(struct run *r)
{
    const struct records_change *c = &r->changes[r->at++];
    const char *why = "";

    r->ret->changes++;
    if (!rg_change(r->g, c, &why))
        fault(r, NULL, "the change of group %lld on %s cannot be: %s", (long long)c->section.v,
              instant_iso(r->a, c->at), why);
}

/* All that were certainly made before a decision. */
static void changes_before(struct run *r, const struct studymap_replayed *row)
{
    while (r->at < r->n_changes &&
           (r->changes[r->at].at.v < row->at.v ||
            (r->changes[r->at].at.v == row->at.v && r->changes[r->at].id.v < row->id.v)))
        change_make(r);
}

/* Another that may have been made before it, though its request came earlier. */
static bool change_more(struct run *r, instant at)
{
    if (r->at == r->n_changes || r->changes[r->at].at.v > at.v + LATE)
        return false;
    change_make(r);
    return true;
}

/* --- One after the other ------------------------------------------------------------------------- */

static err receipt_read(struct run *r, const struct studymap_replayed *row, struct rd_receipt *ret,
                        bool *ret_good)
{
    *ret = (struct rd_receipt){
        .number = row->number, .kind = row->kind, .person = row->person, .at = row->at};
    *ret_good = studymap_lines_read(r->a, row->lines, &ret->says) == OK;
    if (!*ret_good)
        fault(r, row->number, "its lines cannot be read");
    if (*ret_good && !str_empty(row->input) &&
        studymap_input_read(r->a, row->input, &ret->in) != OK) {
        fault(r, row->number, "what it was decided from cannot be read");
        *ret_good = false;
    }
    return OK;
}

static void force(struct run *r, struct rd *d)
{
    const char *why = "";

    if (d->partner) {
        struct rd other = *d;

        other.r = d->partner;
        other.partner = NULL;
        (void)rd_force(&other, false, &why);
    }
    if (!rd_force(d, false, &why) || !rd_force(d, true, &why))
        fault(r, d->r->number, "it cannot be as it says: %s", why);
}

static err decide(struct run *r, const struct studymap_replayed *row, const struct rd_receipt *receipt,
                  const struct rd_receipt *partner)
{
    struct rd d = {.g = r->g, .r = receipt, .partner = partner, .asks = &r->asks};
    const char *why = "";

    TRY(sheet_of(r, receipt->in.sheet, &d.sheet));
    r->ret->decisions++;
    if (!d.sheet) {
        fault(r, row->number, "the groups and times that it was decided by are not kept as they were");
        return OK;
    }
    if (receipt->in.rules < STUDYMAP_RULES_SAME || receipt->in.rules > STUDYMAP_RULES) {
        fault(r, row->number, "it was decided by rules %lld, and these are rules %d to %d",
              (long long)receipt->in.rules, STUDYMAP_RULES_SAME, STUDYMAP_RULES);
        return OK;
    }
    changes_before(r, row);
    do
        rd_decide(&d);
    while (d.why && change_more(r, row->at));
    if (r->until && str_eq(r->until, row->number)) {
        *r->moment = (struct replay_moment){
            .g = r->g, .sheet = d.sheet, .receipt = *receipt, .why = d.why};
        return OK;
    }
    if (d.why) {
        fault(r, row->number, "%s", d.why);
        force(r, &d);
    } else if (!rd_apply(&d, &why))
        fault(r, row->number, "it cannot be: %s", why);
    return OK;
}

/* The receipts of a draw: all places, and then the wait-lists, in the order that they name. */
struct drawn {
    const struct rd_receipt *receipt;
    const struct studymap_line *line;
    const struct records_section *section;
};

static int by_place(const void *pa, const void *pb)
{
    const struct drawn *a = pa, *b = pb;

    if (a->section->id.v != b->section->id.v)
        return a->section->id.v < b->section->id.v ? -1 : 1;
    return (a->line->waiting_at > b->line->waiting_at) - (a->line->waiting_at < b->line->waiting_at);
}

static void drawn_waits(struct run *r, struct drawn *v, size_t n)
{
    if (n > 1)
        qsort(v, n, sizeof *v, by_place);
    for (size_t i = 0; i < n; i++) {
        struct rg_section *s = rg_section(r->g, v[i].section->id);
        struct rg_hold h = {
            .offering = v[i].section->offering, .section = v[i].section->id, .waits = true};
        const char *why = "";

        if (v[i].line->waiting_at != (int64_t)s->n_waiters + 1)
            fault(r, v[i].receipt->number, "it says place %lld on the wait-list of %s %s; it is %zu",
                  (long long)v[i].line->waiting_at, v[i].line->code, v[i].line->group,
                  s->n_waiters + 1);
        if (!rg_place(r->g, v[i].receipt->person, &h, &why))
            fault(r, v[i].receipt->number, "it cannot be as it says: %s", why);
    }
}

static err draw_place(struct run *r, const struct records_sheet *sheet, size_t from, size_t to)
{
    struct rd_receipt *all = ARENA_ARRAY(r->a, to - from, struct rd_receipt);
    struct drawn *waits;
    size_t n = 0, lines = 0;

    for (size_t i = from; i < to; i++) {
        struct rd d = {.g = r->g, .sheet = sheet, .r = &all[i - from], .asks = &r->asks};
        const char *why = "";
        bool good = false;

        changes_before(r, &r->rows[i]);
        TRY(receipt_read(r, &r->rows[i], &all[i - from], &good));
        if (good && !rd_force(&d, false, &why))
            fault(r, r->rows[i].number, "it cannot be as it says: %s", why);
        lines += all[i - from].says.n;
        r->ret->drawn++;
    }
    waits = ARENA_ARRAY(r->a, lines, struct drawn);
    for (size_t i = 0; i < to - from; i++)
        for (size_t k = 0; k < all[i].says.n; k++) {
            const struct studymap_line *l = &all[i].says.v[k];
            const struct records_section *s = rd_section(sheet, l);

            if (s && l->outcome == STUDYMAP_WAITING)
                waits[n++] = (struct drawn){&all[i], l, s};
        }
    drawn_waits(r, waits, n);
    return OK;
}

/* The state before a draw is told when the receipt that it ends with is one of it. */
static err draw_before(struct run *r, const struct records_sheet *sheet, size_t from, size_t to)
{
    struct rd_receipt receipt = {};
    bool good = false;

    for (size_t i = from; i < to && r->until; i++) {
        if (!str_eq(r->until, r->rows[i].number))
            continue;
        changes_before(r, &r->rows[from]);
        TRY(receipt_read(r, &r->rows[i], &receipt, &good));
        *r->moment = (struct replay_moment){
            .g = r->g, .sheet = sheet, .receipt = receipt, .draw = r->rows[i].draw};
    }
    return OK;
}

static err draw_step(struct run *r, size_t *at)
{
    const struct records_sheet *sheet = NULL;
    size_t to = *at;

    while (to < r->n_rows && str_eq(r->rows[to].kind, "armed") && r->rows[to].draw.v == r->rows[*at].draw.v)
        to++;
    TRY(records_sheet_get(r->db, r->term, &sheet));
    TRY(draw_before(r, sheet, *at, to));
    if (r->moment && r->moment->g)
        return OK;
    TRY(draw_place(r, sheet, *at, to));
    *at = to;
    return OK;
}

/* One receipt, or two of an exchange; *at goes behind them. */
static err step(struct run *r, size_t *at)
{
    const struct studymap_replayed *row = &r->rows[*at];
    struct rd_receipt receipt = {}, partner = {};
    bool good = false;

    if (str_eq(row->kind, "armed"))
        return draw_step(r, at);
    ++*at;
    if (str_empty(row->input)) {
        r->ret->before++;
        if (r->ret->decisions)
            fault(r, row->number, "nothing is kept of what it was decided from");
        return OK;
    }
    TRY(receipt_read(r, row, &receipt, &good));
    if (!good || !receipt.in.exchanged)
        return good ? decide(r, row, &receipt, NULL) : OK;
    partner = receipt;
    if (*at == r->n_rows || !str_eq(r->rows[*at].kind, "swap")) {
        fault(r, row->number, "it is of an exchange, and no swap follows");
        return OK;
    }
    r->ret->decisions++;
    TRY(receipt_read(r, &r->rows[*at], &receipt, &good));
    ++*at;
    return good ? decide(r, &r->rows[*at - 1], &receipt, &partner) : OK;
}

/* --- The end: is the register what the decisions made of it? -------------------------------------- */

static void compare_section(struct run *r, const struct records_seats *now)
{
    const struct rg_section *s = rg_section(r->g, now->section);
    int64_t seats = now->unlimited ? -1 : now->seats;

    if (!s->there)
        fault(r, NULL, "group %lld is there, and nothing brought it", (long long)now->section.v);
    else if (s->seats != seats)
        fault(r, NULL, "group %lld has %lld seats; what was written down gives %lld",
              (long long)now->section.v, (long long)seats, (long long)s->seats);
    else if (s->taken != now->taken || (int64_t)s->n_waiters != now->waiting ||
             rg_kept(s) != now->kept)
        fault(r, NULL,
              "group %lld counts %lld taken, %lld kept and %lld waiting; the decisions give %lld, "
              "%lld and %zu",
              (long long)now->section.v, (long long)now->taken, (long long)now->kept,
              (long long)now->waiting, (long long)s->taken, (long long)rg_kept(s), s->n_waiters);
}

static void compare_hold(struct run *r, const struct studymap_held_now *now, int64_t place)
{
    const struct rg_person *p = rg_person(r->g, now->person);
    const struct rg_section *s = rg_section(r->g, now->section);
    const struct rg_hold *h = rg_hold(p, now->offering, now->waits);

    if (!h || h->section.v != now->section.v)
        fault(r, NULL, "person %lld has a %s in group %lld that no decision gave",
              (long long)now->person.v, now->waits ? "place on the wait-list" : "place",
              (long long)now->section.v);
    else if (now->waits && (place >= (int64_t)s->n_waiters || s->waiters[place] != p))
        fault(r, NULL, "person %lld stands at place %lld of the wait-list of group %lld; the "
                       "decisions give another order",
              (long long)now->person.v, (long long)place + 1, (long long)now->section.v);
    else if (h->gives_up.v != now->gives_up.v)
        fault(r, NULL, "person %lld gives up another place for group %lld than was decided",
              (long long)now->person.v, (long long)now->section.v);
}

static err compare_holds(struct run *r, int64_t *ret_n)
{
    struct studymap_held_now last = {.waiting_order = -1};
    int64_t place = 0;

    for (bool more = true; more;) {
        struct studymap_held_now_list page = {};

        TRY(studymap_q_held_now(r->db, r->term, last.section, last.waiting_order, last.person, PAGE,
                                &page));
        for (size_t i = 0; i < page.n; i++) {
            const struct studymap_held_now *now = &page.v[i];

            place = now->section.v == last.section.v && last.waits ? place + 1 : 0;
            compare_hold(r, now, place);
            last = *now;
        }
        *ret_n += (int64_t)page.n;
        more = page.n == PAGE;
    }
    return OK;
}

static err compare_end(struct run *r)
{
    struct records_seats_list seats = {};
    int64_t rows = 0, holds = 0;

    TRY(records_seats_of_term(r->db, r->term, &seats));
    for (size_t i = 0; i < seats.n; i++)
        compare_section(r, &seats.v[i]);
    TRY(compare_holds(r, &rows));
    for (size_t i = 0; i < rg_people(r->g); i++)
        holds += (int64_t)rg_person_at(r->g, i)->n;
    if (holds != rows)
        fault(r, NULL, "there are %lld places and wait-list places; the decisions give %lld",
              (long long)rows, (long long)holds);
    return OK;
}

/* What the draws of the term gave is what their receipts say. */
static err compare_draws(struct run *r)
{
    struct buf out = buf_in(r->a, (size_t)1 << 20);

    TRY(draws_check(r->db, r->term, &out));
    struct str_list lines = str_split(r->a, out.s ? out.s : "", '\n');
    for (size_t i = 0; i < lines.n; i++)
        if (!str_empty(lines.v[i]))
            fault(r, NULL, "%s", lines.v[i]);
    return OK;
}

/* --- All of it ----------------------------------------------------------------------------------- */

static err run_all(struct run *r)
{
    r->asks = (struct rd_asks){r, programmes, passed_over};
    r->g = rg_new(r->a);
    TRY(rows_read(r));
    TRY(changes_read(r));
    TRY(studymap_q_skipped(r->db, r->term, &r->skips));
    for (size_t at = 0; at < r->n_rows;) {
        TRY(step(r, &at));
        if (r->moment && r->moment->g)
            return OK;
    }
    while (r->at < r->n_changes)
        change_make(r);
    return OK;
}

err studymap_replay(struct db *db, term_id term, struct replay *ret)
{
    struct run r = {.db = db, .a = db_arena(db), .term = term, .ret = ret};

    *ret = (struct replay){.first_wrong = ""};
    ret->told.v = ARENA_ARRAY(r.a, REPLAY_TOLD, const char *);
    TRY(run_all(&r));
    TRY(compare_end(&r));
    return r.ret->drawn > 0 ? compare_draws(&r) : OK;
}

err studymap_replay_until(struct db *db, term_id term, const char *number, struct replay_moment *ret)
{
    struct replay all = {.first_wrong = ""};
    struct run r = {.db = db,
                    .a = db_arena(db),
                    .term = term,
                    .ret = &all,
                    .until = number,
                    .moment = ret};

    *ret = (struct replay_moment){};
    all.told.v = ARENA_ARRAY(r.a, REPLAY_TOLD, const char *);
    TRY(run_all(&r));
    return ret->g ? OK : ERR_NOT_FOUND;
}
