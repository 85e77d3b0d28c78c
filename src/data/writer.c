/* writer.c: the queue of writes and notes, and what both databases' writer threads share.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store.h"
#include <string.h>

/* --- Handing in ----------------------------------------------------------------------------- */

err store_write(struct store *s, struct write *w)
{
    err e = OK;

    pthread_mutex_lock(&s->w.lock);
    if (s->w.stop || s->w.waiting >= QUEUE_MAX) {
        e = ERR_BUSY;
    } else {
        w->next = NULL;
        if (s->w.tail)
            s->w.tail->next = w;
        else
            s->w.head = w;
        s->w.tail = w;
        s->w.waiting++;
        pthread_cond_signal(&s->w.work);
    }
    pthread_mutex_unlock(&s->w.lock);
    return e;
}

void store_note(struct store *s, void (*run)(struct db *db, const void *ctx), const void *ctx,
                size_t n)
{
    struct note *note = malloc(sizeof *note + n);
    bool dropped = true;

    pthread_mutex_lock(&s->w.lock);
    if (note && !s->w.stop && s->w.n_notes < NOTES_MAX) {
        dropped = false;
        note->next = NULL;
        note->run = run;
        memcpy(note->ctx, ctx, n);
        if (s->w.last_note)
            s->w.last_note->next = note;
        else
            s->w.notes = note;
        s->w.last_note = note;
        s->w.n_notes++;
        pthread_cond_signal(&s->w.work);
    }
    pthread_mutex_unlock(&s->w.lock);
    if (dropped) {
        free(note);
        atomic_fetch_add(&s->notes_dropped, 1);
    }
}

void store_drain(struct store *s)
{
    pthread_mutex_lock(&s->w.lock);
    while (s->w.waiting || s->w.n_notes || s->w.active)
        pthread_cond_wait(&s->w.idle, &s->w.lock);
    pthread_mutex_unlock(&s->w.lock);
}

/* Somebody who waits for the end of one write. */
struct waiting {
    pthread_mutex_t lock;
    pthread_cond_t ended;
    bool done;
    err outcome;
    enum wrote (*run)(struct db *, void *);
    void *ctx;
};

static enum wrote run_waiting(struct db *db, void *ctx)
{
    struct waiting *x = ctx;

    return x->run(db, x->ctx);
}

static void wake(void *ctx, err outcome)
{
    struct waiting *x = ctx;

    pthread_mutex_lock(&x->lock);
    x->outcome = outcome;
    x->done = true;
    pthread_cond_signal(&x->ended);
    pthread_mutex_unlock(&x->lock);
}

static err write_and_wait(struct store *s, struct write *w, enum wrote (*run)(struct db *, void *),
                          void *ctx)
{
    struct waiting x = {.run = run, .ctx = ctx};
    err e;

    w->run = run_waiting;
    w->done = wake;
    w->ctx = &x; /* cppcheck-suppress autoVariables ; it is waited for below */
    pthread_mutex_init(&x.lock, NULL);
    pthread_cond_init(&x.ended, NULL);
    e = store_write(s, w);
    if (e == OK) {
        pthread_mutex_lock(&x.lock);
        while (!x.done)
            pthread_cond_wait(&x.ended, &x.lock);
        pthread_mutex_unlock(&x.lock);
        e = x.outcome;
    }
    pthread_mutex_destroy(&x.lock);
    pthread_cond_destroy(&x.ended);
    return e;
}

err store_write_now(struct store *s, struct arena *a, instant now,
                    enum wrote (*run)(struct db *, void *), void *ctx)
{
    return write_and_wait(s, &(struct write){.arena = a, .now = now}, run, ctx);
}

err store_write_fenced(struct store *s, struct arena *a, instant now,
                       enum wrote (*run)(struct db *, void *), void *ctx)
{
    return write_and_wait(s, &(struct write){.arena = a, .now = now, .fenced = true}, run, ctx);
}

/* --- Taking out ----------------------------------------------------------------------------- */

static struct write *next_of(struct store *s, bool together)
{
    struct write *w;

    pthread_mutex_lock(&s->w.lock);
    w = s->w.head;
    if (w && together && !w->together)
        w = NULL;
    if (w) {
        s->w.head = w->next;
        if (!s->w.head)
            s->w.tail = NULL;
        s->w.waiting--;
        s->w.active++;
    }
    pthread_mutex_unlock(&s->w.lock);
    return w;
}

struct write *writer_next(struct store *s)
{
    return next_of(s, false);
}

struct write *writer_next_together(struct store *s)
{
    return next_of(s, true);
}

bool writer_wait(struct store *s)
{
    bool some;

    pthread_mutex_lock(&s->w.lock);
    while (!s->w.head && !(s->w.notes && !s->w.noting) && !s->w.stop)
        pthread_cond_wait(&s->w.work, &s->w.lock);
    some = s->w.head || (s->w.notes && !s->w.noting);
    pthread_mutex_unlock(&s->w.lock);
    return some;
}

struct note *writer_notes(struct store *s, size_t max)
{
    struct note *first, *last = NULL;

    pthread_mutex_lock(&s->w.lock);
    first = s->w.noting ? NULL : s->w.notes;
    for (struct note *n = first; n && max > 0; n = n->next, max--) {
        last = n;
        s->w.n_notes--;
        s->w.active++;
    }
    if (last) {
        s->w.noting = true;
        s->w.notes = last->next;
        if (!last->next)
            s->w.last_note = NULL;
        last->next = NULL;
    }
    pthread_mutex_unlock(&s->w.lock);
    return last ? first : NULL;
}

static void ended(struct store *s, size_t n, bool notes)
{
    pthread_mutex_lock(&s->w.lock);
    s->w.active -= n;
    s->w.noting = s->w.noting && !notes;
    if (s->w.notes)
        pthread_cond_signal(&s->w.work);
    pthread_cond_broadcast(&s->w.idle);
    pthread_mutex_unlock(&s->w.lock);
}

void writer_ended(struct store *s, struct write *w, err outcome)
{
    atomic_fetch_add(&s->writes, 1);
    w->done(w->ctx, outcome);
    ended(s, 1, false);
}

void writer_notes_ended(struct store *s, struct note *notes, bool kept)
{
    size_t n = 0;

    while (notes) {
        struct note *next = notes->next;

        free(notes);
        notes = next;
        n++;
    }
    if (!kept)
        atomic_fetch_add(&s->notes_dropped, n);
    if (n)
        ended(s, n, true);
}

/* --- Running -------------------------------------------------------------------------------- */

bool writer_guarded(struct db *db, struct write *w, enum wrote *ret_how)
{
    db_take(db, w->arena, w->now);
    if (setjmp(*arena_guard(w->arena))) {
        arena_unguard(w->arena);
        db->s->of->tidy(db);
        return false;
    }
    *ret_how = w->run(db, w->ctx);
    arena_unguard(w->arena);
    return true;
}

static void run_note(struct db *db, const struct note *n, struct arena *a)
{
    if (setjmp(*arena_guard(a))) {
        db->s->of->tidy(db);
        db->broken = ERR_MEMORY;
    } else {
        n->run(db, n->ctx);
    }
    arena_unguard(a);
}

err writer_run_notes(struct db *db, const struct note *notes)
{
    struct arena *a = arena_new(1 << 20);
    err e = OK;

    for (const struct note *n = notes; n && e == OK; n = n->next) {
        size_t tells = db->tells.n;

        arena_reset(a);
        db_take(db, a, clock_now());
        e = db->s->of->exec(db, "SAVEPOINT n");
        if (e != OK)
            break;
        run_note(db, n, a);
        e = db->broken == ERR_RETRY || !db->s->of->stands(db) ? db->broken : OK;
        if (db->broken != OK)
            db->tells.n = tells;
        if (e == OK && db->broken != OK)
            e = db->s->of->exec(db, "ROLLBACK TO SAVEPOINT n");
        if (e == OK)
            e = db->s->of->exec(db, "RELEASE SAVEPOINT n");
    }
    arena_free(a);
    return e;
}

/* --- Threads -------------------------------------------------------------------------------- */

err writer_start(struct store *s, const char **ret_why, struct arena *a)
{
    struct writer *w = &s->w;
    err e = OK;
    int n = w->n;

    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->work, NULL);
    pthread_cond_init(&w->idle, NULL);
    w->n = 0;
    for (int i = 0; i < n && e == OK; i++) {
        w->db[i] = db_open(s, true, a, &e, ret_why);
        if (!w->db[i])
            break;
        if (pthread_create(&w->threads[i], NULL, store_is_postgres(s) ? retry_main : batch_main,
                           w->db[i]) != 0) {
            *ret_why = "no thread for the writer";
            db_close(w->db[i]);
            e = ERR_MEMORY;
            break;
        }
        w->n++;
    }
    if (e != OK)
        writer_stop(s);
    return e;
}

void writer_stop(struct store *s)
{
    struct writer *w = &s->w;

    pthread_mutex_lock(&w->lock);
    w->stop = true;
    pthread_cond_broadcast(&w->work);
    pthread_mutex_unlock(&w->lock);
    for (int i = 0; i < w->n; i++) {
        pthread_join(w->threads[i], NULL);
        db_close(w->db[i]);
    }
    pthread_mutex_destroy(&w->lock);
    pthread_cond_destroy(&w->work);
    pthread_cond_destroy(&w->idle);
}
