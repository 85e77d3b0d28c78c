/* throttle.c: failed tries in the database; when and how long to wait is rules.c's matter.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "throttle.h"
#include "app.h"
#include "identity_q.h"
#include "identity_settings.h"
#include "proxies.h"

static void count_under(struct arena *a, struct throttle *t, enum identity_counter kind,
                        const char *name)
{
    t->v[t->n].kind = kind;
    t->v[t->n++].key = identity_counter_key(a, kind, name, t->prefix);
}

err throttle_of(struct rq *rq, const char *name, person_id who, struct throttle *ret)
{
    struct throttle t = {.prefix = address_household(rq->arena, rq->address)};
    instant since = instant_add(rq->now, -identity_settings_of(rq)->known_life);
    instant last;
    bool known = false;

    /* For nobody too: whoever asks must not see by the time whether there is such an account. */
    TRY(identity_q_known(rq->db, who, t.prefix, since, &last, &known));
    t.known = known;
    count_under(rq->arena, &t, known ? COUNT_KNOWN : COUNT_PAIR, name);
    if (!known)
        count_under(rq->arena, &t, COUNT_ADDRESS, name);
    *ret = t;
    return OK;
}

err throttle_app(struct db *db, const char *address, const char *name, person_id who, struct throttle *ret)
{
    const struct identity_settings *s = settings_of(app_settings(db_app(db)), &identity_settings_group);
    struct arena *a = db_arena(db);
    struct throttle t = {.prefix = address_household(a, address)};
    instant last;

    TRY(identity_q_known(db, who, t.prefix, instant_add(db_now(db), -s->known_life), &last, &t.known));
    count_under(a, &t, t.known ? COUNT_KNOWN : COUNT_PAIR, name);
    if (!t.known)
        count_under(a, &t, COUNT_ADDRESS, name);
    *ret = t;
    return OK;
}

void throttle_second(struct rq *rq, person_id who, struct throttle *ret)
{
    *ret = (struct throttle){.prefix = address_household(rq->arena, rq->address)};
    ret->v[0].kind = COUNT_SECOND;
    ret->v[0].key = identity_counter_key(rq->arena, COUNT_SECOND,
                                         arena_printf(rq->arena, "%lld", (long long)who.v), "");
    ret->n = 1;
    count_under(rq->arena, ret, COUNT_ADDRESS, "");
}

void throttle_asked(struct rq *rq, person_id who, struct throttle *ret)
{
    const char *name = who.v != 0 ? arena_printf(rq->arena, "%lld", (long long)who.v) : "";
    const char *prefix = who.v != 0 ? "" : address_household(rq->arena, rq->address);

    *ret = (struct throttle){.prefix = prefix, .n = 1};
    ret->v[0].kind = COUNT_ASKED;
    ret->v[0].key = identity_counter_key(rq->arena, COUNT_ASKED, name, prefix);
}

void throttle_asked_to(struct rq *rq, const char *mail, struct throttle *t)
{
    t->v[t->n].kind = COUNT_ASKED;
    t->v[t->n++].key = identity_counter_key(rq->arena, COUNT_ASKED, mail, "");
}

/* Failures that still count under the i-th key, and how long ago the last one was. */
static err counted(struct db *db, instant now, const struct throttle *t, size_t i, int64_t *ret_failures,
                   int64_t *ret_elapsed)
{
    struct identity_failed *f = NULL;

    *ret_failures = 0;
    *ret_elapsed = 0;
    TRY(identity_q_failed(db, t->v[i].key, &f));
    if (f) {
        *ret_elapsed = now.v - f->last_at.v;
        *ret_failures = identity_failures_left(t->v[i].kind, f->failures, *ret_elapsed);
    }
    return OK;
}

static err waits(struct db *db, instant now, const struct throttle *t, int64_t *ret_ms)
{
    int64_t most = 0, failures, elapsed;

    for (size_t i = 0; i < t->n; i++) {
        TRY(counted(db, now, t, i, &failures, &elapsed));
        int64_t wait = identity_delay(t->v[i].kind, failures) - elapsed;
        most = wait > most ? wait : most;
    }
    *ret_ms = most;
    return OK;
}

err throttle_wait(struct rq *rq, const struct throttle *t, int64_t *ret_ms)
{
    return waits(rq->db, rq->now, t, ret_ms);
}

err throttle_wait_in(struct db *db, const struct throttle *t, int64_t *ret_ms)
{
    return waits(db, db_now(db), t, ret_ms);
}

err throttle_failures(struct rq *rq, const struct throttle *t, int64_t *ret_n)
{
    int64_t elapsed;

    return counted(rq->db, rq->now, t, 0, ret_n, &elapsed);
}

err throttle_forget(struct rq *rq, const struct throttle *t)
{
    return identity_q_failed_drop(rq->db, t->v[0].key);
}

static err failed(struct db *db, instant now, const struct throttle *t)
{
    int64_t failures, elapsed;

    for (size_t i = 0; i < t->n; i++) {
        TRY(counted(db, now, t, i, &failures, &elapsed));
        TRY(identity_q_failed_put(db, t->v[i].key, failures + 1, now));
    }
    return OK;
}

err throttle_failed(struct rq *rq, const struct throttle *t)
{
    return failed(rq->db, rq->now, t);
}

err throttle_failed_in(struct db *db, const struct throttle *t)
{
    return failed(db, db_now(db), t);
}

err throttle_passed(struct rq *rq, const struct throttle *t, person_id who)
{
    TRY(identity_q_failed_drop(rq->db, t->v[0].key));
    return identity_q_known_put(rq->db, who, t->prefix, rq->now);
}

const char *throttle_words(struct rq *rq, int64_t ms)
{
    int64_t seconds = ms / 1000 + 1;

    if (seconds <= 90)
        return say_msg(rq, n_("Too many tries. Wait a second and try again.",
                              "Too many tries. Wait %d seconds and try again.", seconds));
    return say_msg(rq,
                   n_("Too many tries. Wait a minute and try again.",
                      "Too many tries. Wait %d minutes and try again.", (seconds + 59) / 60));
}
