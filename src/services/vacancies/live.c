/* live.c: one read for all who look: a hearer that marks, and a round that tells every stream what
   changed for it. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "live.h"
#include "app.h"
#include "bus.h"
#include "form.h"
#include "log.h"
#include "pages.h"
#include "records_seats.h"
#include "service.h"
#include "stream.h"
#include "table.h"
#include "vacancies.h"
#include <stdatomic.h>

/* Between two rounds: so long at least, and so many times the processor time of the last one (with what the
   connections' threads then send, some fifth of a processor while everything changes), but never longer than
   the last. Not the time on the clock: on a busy machine that would put off what costs little. */
#define GAP_US     400000
#define SHARE      20
#define GAP_MAX_US 3000000

#define TASK "vacancies.live"

static const struct stream_kind seats_kind = {.name = "seats"};

/* What the service keeps; the table is the task's thread's own. */
struct live {
    atomic_bool changed, opened;
    struct vac_table *table;
    int64_t next_us;
    struct limiter *limiter; /* of the one-shot */
};

static void drop(void *what)
{
    struct live *live = what;

    vac_table_free(live->table);
}

struct limiter *vac_limiter(const struct rq *rq)
{
    struct live *live = app_kept(rq_app(rq), &vacancies_service);

    return live->limiter;
}

/* On the thread that committed: marks, and wakes the task once a round, if anybody looks. */
static void heard(void *ctx, const struct bus_message *m)
{
    struct app *app = ctx;
    struct live *live = app_kept(app, &vacancies_service);

    (void)m;
    if (!atomic_load_explicit(&live->changed, memory_order_relaxed) &&
        !atomic_exchange(&live->changed, true))
        task_wake(app, TASK);
}

err vac_start(struct app *app)
{
    struct live *live = ARENA_NEW(app->arena, struct live);

    live->limiter = limiter_new(app->arena);
    atomic_store(&live->changed, true);
    app_keep(app, &vacancies_service, live, drop);
    return bus_hear(app, BUS_SEATS, heard, app);
}

/* --- Opening ------------------------------------------------------------------------------------ */

err vac_ids(struct rq *rq, const char *name, size_t most, struct vac_ids *ret)
{
    struct str_list words = str_split(rq->arena, form_typed(rq, name), ',');

    *ret = (struct vac_ids){ARENA_ARRAY(rq->arena, words.n, int64_t), 0};
    for (size_t i = 0; i < words.n; i++) {
        if (words.v[i][0] == '\0')
            continue;
        if (ret->n == most || str_int(words.v[i], 1, INT64_MAX, &ret->v[ret->n]) != OK)
            return fail(rq, ERR_BAD_REQUEST,
                        "The list of what to watch is too long, or no list of numbers.");
        ret->n++;
    }
    return OK;
}

static struct vac_watch *watch_of(struct rq *rq, const struct vac_ids *sections,
                                  const struct vac_ids *offerings)
{
    size_t n = sections->n + offerings->n;
    struct vac_watch *w = arena_alloc(rq->arena, vac_watch_size(n));

    w->n = (uint8_t)n;
    w->n_sections = (uint8_t)sections->n;
    for (size_t i = 0; i < n; i++)
        w->v[i].id = i < sections->n ? sections->v[i] : offerings->v[i - sections->n];
    return w;
}

static err programmes_in(struct rq *rq, struct vac_watch *w)
{
    struct records_programmes all = {0};

    w->signed_in = rq->me.v != 0;
    if (!w->signed_in)
        return OK;
    TRY(records_programmes_now(rq->db, rq->me, &all));
    for (size_t i = 0; i < all.n && i < VAC_PROGRAMMES; i++)
        w->programmes[w->n_programmes++] = all.v[i];
    return OK;
}

err vac_stream_get(struct rq *rq)
{
    struct live *live = app_kept(rq_app(rq), &vacancies_service);
    struct vac_ids sections = {0}, offerings = {0};
    struct stream *s = NULL;

    TRY(vac_ids(rq, "section", VAC_WATCHED, &sections));
    TRY(vac_ids(rq, "offering", VAC_WATCHED - sections.n, &offerings));
    if (sections.n + offerings.n == 0)
        return fail(rq, ERR_BAD_REQUEST, "Say which groups to watch.");
    struct vac_watch *w = watch_of(rq, &sections, &offerings);
    TRY(programmes_in(rq, w));
    TRY(stream_open(rq, &seats_kind, w, vac_watch_size(w->n), &s));
    if (!atomic_exchange(&live->opened, true))
        task_wake(rq_app(rq), TASK);
    return OK;
}

/* --- Telling ------------------------------------------------------------------------------------ */

static err read_rows(struct db *db, struct vacancies_counted_list *rows,
                     struct vacancies_kept_list *kept)
{
    day today = civil_of(db_now(db)).day;

    TRY(vacancies_q_live(db, today, rows));
    return vacancies_q_live_kept(db, today, db_now(db), kept);
}

static err read_table(struct task *t, struct live *live)
{
    struct vacancies_counted_list rows;
    struct vacancies_kept_list kept;
    struct db *db = NULL;

    TRY(task_read(t, &db));
    err e = read_rows(db, &rows, &kept);
    store_release(db);
    TRY(e);
    struct vac_table *now = vac_table_make(&rows, &kept, live->table);
    if (live->table != NULL && now->version == live->table->version &&
        now->layout == live->table->layout) {
        vac_table_free(now);
        return OK;
    }
    vac_table_free(live->table);
    live->table = now;
    return OK;
}

struct telling {
    struct vac_table *table;
    struct arena *arena;
    struct buf text;
    size_t told;
};

static void tell_one(struct stream *s, void *ctx)
{
    static const char head[] = "event: seats\ndata: ";
    struct telling *t = ctx;

    buf_clear(&t->text);
    buf_puts(&t->text, head);
    if (!vac_tell(t->table, stream_ctx(s), stream_lang(s), t->arena, &t->text))
        return;
    buf_puts(&t->text, "\n\n");
    if (buf_ok(&t->text) && stream_put_raw(s, t->text.s, t->text.n))
        t->told++;
}

static err tell_all(struct task *t, struct live *live)
{
    struct telling all = {
        .table = live->table, .arena = task_arena(t), .text = buf_in(task_arena(t), (size_t)64 << 10)};

    streams_each(task_app(t)->web, &seats_kind, tell_one, &all);
    buf_free(&all.text);
    return OK;
}

err vac_round(struct task *t, instant *ret_next)
{
    struct app *app = task_app(t);
    struct live *live = app_kept(app, &vacancies_service);
    int64_t now = clock_us(), cpu = clock_cpu_us();
    err e = OK;

    if (streams_open(app->web, &seats_kind) == 0)
        return OK;
    if (now < live->next_us) {
        *ret_next = instant_add(clock_now(), (live->next_us - now) / 1000 + 1);
        return OK;
    }
    bool opened = atomic_exchange(&live->opened, false);
    bool changed = atomic_exchange(&live->changed, false);
    if (changed || live->table == NULL)
        e = read_table(t, live);
    if (e != OK)
        atomic_store(&live->changed, true);
    if (e == OK && (changed || opened))
        e = tell_all(t, live);
    int64_t gap = (clock_cpu_us() - cpu) * SHARE;
    gap = gap < GAP_US ? GAP_US : gap > GAP_MAX_US ? GAP_MAX_US : gap;
    live->next_us = clock_us() + gap;
    return e;
}
