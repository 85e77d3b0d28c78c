/* draw_task.c: the task "studymap.draws": promises draws, and holds each at its opening, step by step. What a step
   has written says what the next one is: after a crash, or in another process, it goes on from there to
   the same end. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "audit.h"
#include "blob.h"
#include "draw_freeze.h"
#include "draws.h"
#include "jobs.h"
#include "log.h"
#include "plan.h"
#include "records_draw.h"
#include "told.h"

/* The writer is others' too: one write takes about so long. */
#define CHUNK_US    25000
#define CHUNK_FIRST 32
#define CHUNK_MOST  2000
#define CHUNK_MAX   ((size_t)256 << 20) /* bytes */
/* Entries written at once; seats looked at again when somebody changed them meanwhile. */
#define ENTRIES 3000
#define TRIES   100

/* A draw under way. */
struct holding {
    struct task *task;
    struct studymap_draw_row d;
    struct draw_work work;
    bool ready; /* `work` is run */
    struct studymap_entries_in fresh; /* all entries, when they were written just now */
};

static const struct studymap_settings *settings_now(const struct task *t)
{
    return settings_of(app_settings(task_app(t)), &studymap_settings_group);
}

/* --- Freezing ---------------------------------------------------------------------------------- */

/* The first step, which locks the plans: but an opening that was moved in the last moment is none. */
static err begin(struct db *db, void *ctx)
{
    const struct holding *h = ctx;
    int64_t windows = 0;

    TRY(studymap_q_opening_stands(db, h->d.term, h->d.opens, &windows));
    if (windows > 0)
        return studymap_q_draw_state(db, h->d.id, draw_state_word(DRAW_FREEZING), (instant){0});
    TRY(studymap_q_draw_state(db, h->d.id, draw_state_word(DRAW_VOID), db_now(db)));
    return audit(db, &(struct audit_entry){
                         .what = "studymap.draw_void", .about = "draw", .id = h->d.id.v});
}

static err entries_write(struct db *db, void *ctx)
{
    const struct studymap_entries_in *some = ctx;
    int64_t changed = 0;

    return studymap_q_entries_add(db, some->v, some->n, &changed);
}

/* The digest of all tickets, and what follows from it. */
struct frozen_step {
    struct holding *of;
    struct digest digest, final;
    size_t n;
};

static err digests_read(struct holding *h, struct frozen_step *ret)
{
    struct studymap_entry_ticket_list rows = {};
    struct draw_ticket *tickets;
    struct digest seed = {};
    struct db *db = NULL;
    err e;

    TRY(task_read(h->task, &db));
    e = studymap_q_entry_tickets(db, h->d.id, &rows); /* those too that were written before a crash */
    if (e == OK)
        e = draw_seed(db, &h->d, &seed);
    store_release(db);
    TRY(e);
    tickets = ARENA_ARRAY(task_arena(h->task), rows.n, struct draw_ticket);
    for (size_t i = 0; i < rows.n; i++)
        TRY(draw_ticket_read(rows.v[i].ticket, &tickets[i]));
    ret->n = rows.n;
    ret->digest = draw_digest(tickets, rows.n);
    ret->final = draw_final(&seed, &ret->digest);
    return OK;
}

static err frozen(struct db *db, void *ctx)
{
    const struct frozen_step *s = ctx;
    struct arena *a = db_arena(db);

    TRY(audit(db, &(struct audit_entry){
                      .what = "studymap.draw_frozen", .about = "draw", .id = s->of->d.id.v}));
    return studymap_q_draw_frozen(db, s->of->d.id, draw_hex(a, &s->digest),
                                  draw_hex(a, &s->final), (int64_t)s->n, db_now(db));
}

static err freeze(struct holding *h)
{
    struct studymap_entries_in all = {};
    struct frozen_step step = {.of = h};
    struct db *db = NULL;
    err e;

    TRY(task_read(h->task, &db));
    e = draw_freeze_read(db, &h->d, settings_now(h->task), &all);
    store_release(db);
    TRY(e);
    for (size_t i = 0; i < all.n; i += ENTRIES) {
        struct studymap_entries_in some = {all.v + i, all.n - i < ENTRIES ? all.n - i : ENTRIES};

        if (task_stops(h->task))
            return ERR_DOWN;
        TRY(task_write(h->task, entries_write, &some));
    }
    TRY(digests_read(h, &step));
    if (step.n == all.n)
        h->fresh = all;
    return task_write(h->task, frozen, &step);
}

/* --- Seats ------------------------------------------------------------------------------------- */

struct giving {
    const struct holding *of;
    struct records_drawing counters;
    const char *document;
};

static void reserved(const struct giving *g, struct records_drawn *c, reserve_id id)
{
    c->reserved++;
    for (size_t i = 0; i < g->counters.n_reserves; i++)
        if (g->counters.reserves[i].id.v == id.v)
            g->counters.reserves[i].places++;
}

/* What the answers make of the counters. */
static void counters_add(struct giving *g)
{
    const struct draw *d = &g->of->work.d;

    for (size_t i = 0; i < d->n_choices; i++) {
        const struct draw_answer *x = &d->answers[i];

        if (x->outcome == STUDYMAP_REFUSED)
            continue;
        struct records_drawn *c = &g->counters.v[x->section];
        if (x->outcome == STUDYMAP_WAITING) {
            c->waits++;
            continue;
        }
        c->places++;
        if (x->reserve != DRAW_NONE)
            reserved(g, c, d->reserves[x->reserve].id);
    }
}

static err seats_give(struct db *db, void *ctx)
{
    const struct giving *g = ctx;
    const struct holding *h = g->of;
    err e = records_drawing_give(db, &g->counters);

    if (e == ERR_CONFLICT)
        return ERR_BUSY; /* told from a lost lease */
    TRY(e);
    TRY(audit(db, &(struct audit_entry){
                      .what = "studymap.draw_held", .about = "draw", .id = h->d.id.v}));
    return studymap_q_draw_given(db, h->d.id, g->document,
                                 draw_work_turns(db_arena(db), &h->work));
}

static err final_of(const struct holding *h, struct digest *ret)
{
    return draw_hex_read(h->d.final, ret);
}

/* Runs the draw on the seats as they are now. */
static err run_now(struct holding *h, struct giving *g)
{
    struct arena *a = task_arena(h->task);
    struct frozen_wanted wanted = {};
    struct frozen_seats seats = {};
    struct buf document = buf_in(a, FROZEN_SEATS_MAX);
    struct digest final = {};
    section_id *v = NULL;
    struct db *db = NULL;
    err e;

    draw_work_sections(a, &h->work, &v, &wanted.n);
    wanted.v = v;
    TRY(task_read(h->task, &db));
    e = draw_freeze_seats(db, h->d.term, settings_now(h->task), &wanted, &seats, &g->counters);
    if (e == OK)
        frozen_seats_write(&document, &seats);
    store_release(db);
    TRY(e);
    if (!buf_ok(&document))
        return ERR_TOO_LARGE;
    g->document = document.s;
    h->work.seats = seats;
    TRY(final_of(h, &final));
    draw_work_run(a, &h->work, &final);
    counters_add(g);
    return OK;
}

static err work_read(struct holding *h)
{
    struct db *db = NULL;
    err e;

    if (h->fresh.n > 0)
        return draw_work_of(task_arena(h->task), &h->fresh, &h->work);
    TRY(task_read(h->task, &db));
    e = draw_work_read(db, h->d.id, &h->work);
    store_release(db);
    return e;
}

static err give(struct holding *h)
{
    err e = work_read(h);

    for (int i = 0; i < TRIES && e == OK; i++) {
        struct giving g = {.of = h};

        TRY(run_now(h, &g));
        e = task_write(h->task, seats_give, &g);
        h->ready = e == OK;
        if (e != ERR_BUSY)
            return e;
        e = OK; /* somebody was given or left a place meanwhile */
    }
    return e == OK ? ERR_BUSY : e;
}

/* --- Receipts ---------------------------------------------------------------------------------- */

/* After a crash: the same run again, on the seats that were written down. */
static err run_again(struct holding *h)
{
    struct digest final = {};
    const char *document = NULL;
    struct db *db = NULL;
    err e;

    if (h->ready)
        return OK;
    TRY(work_read(h));
    TRY(task_read(h->task, &db));
    e = studymap_q_draw_seats(db, h->d.id, &document);
    store_release(db);
    TRY(e);
    TRY(frozen_seats_read(task_arena(h->task), document, &h->work.seats));
    TRY(final_of(h, &final));
    draw_work_run(task_arena(h->task), &h->work, &final);
    h->ready = true;
    return OK;
}

static size_t next_size(const struct draw_chunk *c)
{
    int64_t n = c->took_us > 0 ? (int64_t)c->n * CHUNK_US / c->took_us : (int64_t)c->n * 2;

    n = n > (int64_t)c->n * 2 ? (int64_t)c->n * 2 : n;
    return n < CHUNK_FIRST ? CHUNK_FIRST : n > CHUNK_MOST ? CHUNK_MOST : (size_t)n;
}

static err chunk_write(struct holding *h, struct draw_chunk *c)
{
    c->careful = false;
    draw_chunk_make(c);
    err e = task_write(h->task, draw_chunk_write, c);

    return e != OK && c->careful ? task_write(h->task, draw_chunk_write, c) : e;
}

static void drop(void *arena)
{
    arena_free(arena);
}

/* All from `from` on, in chunks that are as long as the last one allows. */
static err in_chunks(struct holding *h, size_t from, err (*each)(struct holding *, struct draw_chunk *))
{
    struct draw_chunk c = {
        .work = &h->work, .draw = &h->d, .from = from, .arena = arena_new(CHUNK_MAX)};
    size_t n = h->work.entries.n, size = CHUNK_FIRST;

    arena_at_end(task_arena(h->task), drop, c.arena);
    for (; c.from < n; c.from += c.n) {
        c.n = n - c.from < size ? n - c.from : size;
        if (task_stops(h->task))
            return ERR_DOWN;
        arena_reset(c.arena);
        TRY(each(h, &c));
        size = next_size(&c);
    }
    return OK;
}

static err write_all(struct holding *h)
{
    size_t from = 0;

    while (from < h->work.entries.n && h->work.entries.v[from].receipt.v != 0)
        from++;
    return in_chunks(h, from, chunk_write);
}

/* The plans, when all have their receipts: done again after a crash, it changes nothing. */
static err chunk_tidy(struct holding *h, struct draw_chunk *c)
{
    draw_chunk_lines(c);
    return task_write(h->task, draw_chunk_tidy, c);
}

/* --- The end ----------------------------------------------------------------------------------- */

struct ending {
    const struct holding *of;
    const char *seed, *file;
};

/* The public file, as docs/draw.md describes it. */
static err file_keep(struct holding *h, const struct digest *seed, const char **ret_name)
{
    struct arena *a = task_arena(h->task);
    struct buf text = buf_in(a, DRAW_FILE_MAX);
    struct draw_file f = {.id = arena_printf(a, "%lld", (long long)h->d.id.v),
                          .opens = instant_iso(a, h->d.opens),
                          .seed = *seed};
    struct records_term term = {};
    struct digest name = {};
    struct db *db = NULL;
    err e;

    TRY(task_read(h->task, &db));
    e = records_term_of_id(db, LANG_EN, h->d.term, &term);
    store_release(db);
    TRY(e);
    f.term = term.code;
    TRY(draw_hex_read(h->d.commitment, &f.commitment));
    TRY(draw_hex_read(h->d.tickets, &f.digest));
    TRY(final_of(h, &f.final));
    draw_work_file(a, &h->work, &f);
    draw_file_write(&text, &f);
    if (!buf_ok(&text))
        return ERR_TOO_LARGE;
    TRY(blob_put(task_app(h->task)->blobs, a, (struct str){text.s, text.n}, &name));
    *ret_name = blob_name(a, &name);
    return OK;
}

static err done(struct db *db, void *ctx)
{
    const struct ending *x = ctx;

    TRY(records_drawing_written(db, x->of->d.term));
    TRY(job_add(db, STUDYMAP_TELL_DRAWN, db_now(db), x->of->d.id.v, ""));
    TRY(audit(db, &(struct audit_entry){
                      .what = "studymap.draw_done", .about = "draw", .id = x->of->d.id.v}));
    return studymap_q_draw_done(db, x->of->d.id, x->seed, x->file, db_now(db));
}

static err end(struct holding *h)
{
    struct ending x = {.of = h};
    struct digest seed = {};
    struct db *db = NULL;
    err e;

    TRY(task_read(h->task, &db));
    e = draw_seed(db, &h->d, &seed);
    store_release(db);
    TRY(e);
    x.seed = draw_hex(task_arena(h->task), &seed);
    TRY(file_keep(h, &seed, &x.file));
    TRY(task_write(h->task, done, &x));
    task_wake(task_app(h->task), "studymap.decide");
    log_line(LOG_INFO, "draw.done", LI("draw", h->d.id.v), LI("plans", (int64_t)h->work.entries.n),
             LI("ms_after_opening", clock_now().v - h->d.opens.v));
    return OK;
}

/* --- Rounds ------------------------------------------------------------------------------------ */

static err row_read(struct holding *h)
{
    struct studymap_draw_row *row = NULL;
    struct db *db = NULL;
    err e;

    TRY(task_read(h->task, &db));
    e = studymap_q_draw_get(db, h->d.id, &row);
    store_release(db);
    TRY(e);
    if (!row)
        return ERR_NOT_FOUND;
    h->d = *row;
    return OK;
}

static err step(struct holding *h)
{
    switch (draw_state_of(&h->d)) {
    case DRAW_WAITING:
        return task_write(h->task, begin, h);
    case DRAW_FREEZING:
        return freeze(h);
    case DRAW_FROZEN:
        return give(h);
    case DRAW_SEATS:
        TRY(run_again(h));
        TRY(write_all(h));
        TRY(in_chunks(h, 0, chunk_tidy));
        return end(h);
    case DRAW_DONE:
    case DRAW_VOID:
        break;
    }
    return OK;
}

static bool over(const struct holding *h)
{
    enum draw_state s = draw_state_of(&h->d);

    return s == DRAW_DONE || s == DRAW_VOID;
}

/* Only who has the lease reads and works; the others come back later. */
static err hold(struct task *t, const struct studymap_draw_row *d)
{
    struct holding h = {.task = t, .d = *d};
    bool leads = true;

    TRY(task_lead(t, &leads));
    while (leads && !over(&h)) {
        int64_t began = clock_us();

        TRY(step(&h));
        log_line(LOG_INFO, "draw.step", LI("draw", d->id.v), LS("state", h.d.state),
                 LI("ms", (clock_us() - began) / 1000));
        TRY(row_read(&h));
    }
    return OK;
}

static err make(struct db *db, void *)
{
    return draws_make(db);
}

static err look(struct task *t, bool *ret_missing, struct studymap_draw_row_list *ret, instant *ret_now)
{
    struct db *db = NULL;
    err e;

    TRY(task_read(t, &db));
    *ret_now = db_now(db);
    e = draws_warm(db);
    if (e == OK)
        e = draws_missing(db, ret_missing);
    if (e == OK)
        e = studymap_q_draws_open(db, ret);
    store_release(db);
    return e;
}

err studymap_draws_round(struct task *t, instant *ret_next)
{
    struct studymap_draw_row_list open = {};
    bool missing = false;
    instant now = {};

    TRY(look(t, &missing, &open, &now));
    if (missing) {
        TRY(task_write(t, make, NULL));
        TRY(look(t, &missing, &open, &now));
    }
    for (size_t i = 0; i < open.n; i++) {
        if (open.v[i].opens.v > now.v) {
            *ret_next = open.v[i].opens;
            break;
        }
        TRY(hold(t, &open.v[i]));
    }
    return OK;
}
