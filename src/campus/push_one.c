/* push_one.c: the campus's key as push services know it, and one message to one browser: sealed, signed, sent.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <pthread.h>
#include <stdatomic.h>
#include "app.h"
#include "fetch.h"
#include "keys.h"
#include "log.h"
#include "mailout_in.h"
#include "push.h"
#include "push_in.h"
#include "service.h"
#include "str.h"

#define THREADS     8
#define DEADLINE_MS SECONDS(10)
#define ANSWER_MAX  ((size_t)4096)

/* --- The key ----------------------------------------------------------------------------------------- */

static const struct keys_about key_of_pushes = {"push", 1};

static void key_end(void *ctx)
{
    sign_key_free(*(struct sign_key **)ctx);
}

/* Room for a key that goes with the arena, also when memory runs out while it is used. */
static struct sign_key **key_in(struct arena *a)
{
    struct sign_key **k = ARENA_NEW(a, struct sign_key *);

    arena_at_end(a, key_end, k);
    return k;
}

err push_key_make(struct db *db)
{
    struct arena *a = db_arena(db);
    struct campus_push_key_row *row = NULL;
    struct sign_key **k = key_in(a);
    const char *public = NULL, *sealed = NULL;
    struct str der = {0};

    TRY(campus_q_push_key(db, &row));
    if (row != NULL)
        return OK;
    TRY(sign_key_make(SIGN_KIND_EC, k));
    TRY(push_key_text(a, *k, &public));
    TRY(sign_key_save(a, *k, &der));
    TRY(keys_seal(a, db_app(db)->keys, &key_of_pushes, der, &sealed));
    return campus_q_push_key_add(db, public, sealed, db_now(db));
}

static err open_key(struct db *db, struct sign_key **k)
{
    struct arena *a = db_arena(db);
    struct campus_push_key_row *row = NULL;
    struct str der = {0};

    TRY(campus_q_push_key(db, &row));
    if (row == NULL)
        return ERR_NOT_FOUND;
    TRY(keys_unseal(a, db_app(db)->keys, &key_of_pushes, row->sealed, &der));
    return sign_key_load(der, k);
}

err push_sender_open(struct db *db, struct push_sender *ret)
{
    const struct settings *set = app_settings(db_app(db));
    const struct push_settings *p = settings_of(set, &push_group);
    struct arena *a = db_arena(db);
    struct mail_address contact = mailout_reply_to(set, a);
    struct push_sender s = {.key = key_in(a)};
    struct guard *guard = NULL;

    if (guard_new(a, p->allow, &guard) != OK)
        log_line(LOG_ERROR, "push.allow", LS("error", "it is no list of addresses"));
    s.guard = guard;
    s.contact = arena_printf(a, "mailto:%s", contact.text != NULL ? contact.text : mailout_from(set, a).text);
    TRY(open_key(db, s.key));
    *ret = s;
    return OK;
}

/* --- One message ------------------------------------------------------------------------------------- */

static enum push_outcome judged(struct arena *a, int status, const char **ret_problem)
{
    if (status >= 200 && status < 300)
        return PUSH_TOLD;
    *ret_problem = arena_printf(a, "the push service answers %d", status);
    if (status == 404 || status == 410)
        return PUSH_GONE;
    return status == 429 || status >= 500 ? PUSH_LATER : PUSH_DROPPED;
}

enum push_outcome push_one(const struct push_sender *s, struct arena *a, const struct push_message *m, const char **ret_problem)
{
    struct push_to to = {0};
    struct str body = {0};
    struct fetch_answer r = {0};
    const char *proof = NULL;

    if (push_to_read(a, m->key, m->auth, &to) != OK || push_seal(a, &to, str_of(m->text), &body) != OK ||
        push_authorization(a, *s->key, m->endpoint, s->contact, clock_now(), &proof) != OK) {
        *ret_problem = "it cannot be sealed for this browser";
        return PUSH_DROPPED;
    }
    struct fetch_header headers[] = {{"Authorization", proof},
                                     {"Content-Encoding", "aes128gcm"},
                                     {"Content-Type", "application/octet-stream"},
                                     {"TTL", arena_printf(a, "%lld", (long long)m->seconds)},
                                     {"Urgency", "high"}};
    struct fetch_ask q = {
        .method = "POST",
        .url = m->endpoint,
        .headers = headers,
        .n_headers = COUNT(headers),
        .body = body,
        .deadline_ms = s->deadline_ms > 0 ? s->deadline_ms : DEADLINE_MS,
        .max = ANSWER_MAX,
        .guard = s->guard,
    };
    err e = fetch(a, &q, &r);
    if (e == OK)
        return judged(a, r.status, ret_problem);
    *ret_problem = r.why ? r.why : err_name(e);
    return e == ERR_DOWN ? PUSH_LATER : PUSH_DROPPED;
}

/* --- Many at the same time --------------------------------------------------------------------------- */

struct telling {
    struct task *task;
    const struct push_sender *sender;
    const struct push_message *v;
    size_t n;
    enum push_outcome *outcomes;
    atomic_size_t next;
};

/* One of the threads: takes the next message until there is none. Its memory is its own. */
static void *teller(void *ctx)
{
    struct telling *t = ctx;
    size_t i = 0;

    while ((i = atomic_fetch_add(&t->next, 1)) < t->n && !task_stops(t->task)) {
        struct arena *volatile a = arena_new(1 << 18);
        const char *problem = NULL;

        if (a == NULL)
            break;
        if (setjmp(*arena_guard(a)) == 0) {
            t->outcomes[i] = t->v[i].text ? push_one(t->sender, a, &t->v[i], &problem) : PUSH_DROPPED;
            if (problem != NULL)
                log_line(LOG_WARNING, "push.not_told", LI("push", t->v[i].number), LS("why", problem));
        } else {
            t->outcomes[i] = PUSH_LATER;
        }
        arena_free(a);
    }
    return NULL;
}

void push_tell_all(struct task *task, const struct push_sender *s, const struct push_messages *m)
{
    struct telling t = {.task = task, .sender = s, .v = m->v, .n = m->n, .outcomes = m->outcomes};
    pthread_t threads[THREADS];
    size_t n = 0;

    for (; n + 1 < THREADS && n + 1 < m->n; n++)
        if (pthread_create(&threads[n], NULL, teller, &t) != 0)
            break;
    (void)teller(&t);
    for (size_t i = 0; i < n; i++)
        (void)pthread_join(threads[i], NULL);
}
