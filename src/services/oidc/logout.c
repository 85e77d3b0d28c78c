/* logout.c: applications hear that a session ended (OpenID Connect Back-Channel Logout 1.0): a row in the
   transaction that ends it, a task that tells. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "audit.h"
#include "fetch.h"
#include "log.h"
#include "provider.h"
#include "rand.h"
#include "reply.h"
#include "settings.h"
#include "str.h"

#define DEADLINE_MS 5000
#define ANSWER_MAX  ((size_t)16 << 10)
#define CLAIM_MS    MINUTES(2)
#define TOKEN_S     120 /* seconds that a logout token is of use */

/* --- What is to be told -------------------------------------------------------------------------------- */

err oidc_logout_tell(struct db *db, const struct oidc_link *l)
{
    struct oidc_client c;
    int64_t pending = 0;

    TRY(oidc_q_client(db, l->client, &c));
    if (!*c.logout_uri)
        return OK;
    TRY(oidc_q_logout_pending(db, l->client, l->sid, &pending));
    if (pending > 0)
        return OK;
    return oidc_q_logout_add(db, NEW_ID(db, oidc_logout_id), l->client, l->sub, l->sid, db_now(db));
}

static err over(struct db *db, const struct oidc_link *l)
{
    TRY(oidc_logout_tell(db, l));
    return l->offline ? oidc_q_link_leave(db, l->id) : oidc_link_over(db, l, "session_ended");
}

/* Those of a person whose session is gone; the one that she keeps stays. */
static err sweep_person(struct db *db, person_id who)
{
    struct oidc_link_list links;
    struct identity_login login;

    TRY(oidc_q_links_of_person(db, who, (oidc_client_id){0}, &links));
    for (size_t i = 0; i < links.n; i++) {
        if (links.v[i].session.v == 0)
            continue;
        err e = identity_login_of(db, links.v[i].session, &login);
        if (e == ERR_NOT_FOUND)
            e = over(db, &links.v[i]);
        TRY(e);
    }
    return OK;
}

err oidc_session_over(struct db *db, person_id who, session_id session)
{
    struct oidc_link_list links;

    if (session.v == 0)
        return sweep_person(db, who);
    TRY(oidc_q_links_of_session(db, session, &links));
    for (size_t i = 0; i < links.n; i++)
        TRY(over(db, &links.v[i]));
    return OK;
}

/* --- Telling ------------------------------------------------------------------------------------------------ */

struct telling {
    struct task *task;
    struct oidc_logout_list due;
    const char **tokens;   /* NULL: it cannot be made */
    const char **problems; /* NULL: told */
    bool *final;           /* there is no use in trying again */
};

static const struct campus_settings *campus(struct app *app)
{
    return settings_of(app_settings(app), &campus_group);
}

static err make_token(struct db *db, const struct oidc_logout *o, const char **ret)
{
    const char *url = campus(db_app(db))->url;
    struct buf b = buf_in(db_arena(db), 4096);
    struct json_out out = json_begin(&b);
    int64_t now = db_now(db).v / 1000;

    if (!*url) {
        *ret = NULL;
        return OK;
    }
    json_object(&out, NULL);
    json_str(&out, "iss", arena_dupn(db_arena(db), url, strlen(url) - str_ends(url, "/")));
    json_str(&out, "aud", o->key);
    json_int(&out, "iat", now);
    json_int(&out, "exp", now + TOKEN_S);
    json_str(&out, "jti", rand_token(db_arena(db), 16));
    json_str(&out, "sub", o->sub);
    json_str(&out, "sid", o->sid);
    json_object(&out, "events");
    json_object(&out, "http://schemas.openid.net/event/backchannel-logout");
    json_end(&out, '}');
    json_end(&out, '}');
    json_end(&out, '}');
    return oidc_sign(db, o->alg, "logout+jwt", (struct str){b.s, b.n}, ret);
}

static err claim(struct db *db, void *ctx)
{
    struct telling *t = ctx;
    struct arena *a = task_arena(t->task);

    TRY(oidc_q_logouts_due(db, db_now(db), &t->due));
    t->tokens = ARENA_ARRAY(a, t->due.n + 1, const char *);
    t->problems = ARENA_ARRAY(a, t->due.n + 1, const char *);
    t->final = ARENA_ARRAY(a, t->due.n + 1, bool);
    for (size_t i = 0; i < t->due.n; i++) {
        TRY(oidc_q_logout_claim(db, t->due.v[i].id, instant_add(db_now(db), CLAIM_MS)));
        TRY(make_token(db, &t->due.v[i], &t->tokens[i]));
    }
    return OK;
}

/* A problem, or NULL when it was taken. */
static const char *tell_one(struct telling *t, size_t i, const struct guard *guard)
{
    static const struct fetch_header form = {"Content-Type", "application/x-www-form-urlencoded"};
    struct arena *a = task_arena(t->task);
    const struct oidc_logout *o = &t->due.v[i];
    struct fetch_answer r = {0};

    t->final[i] = !t->tokens[i] || !*o->logout_uri;
    if (t->final[i])
        return "campus.url is not set, or the application no longer hears of it";
    struct fetch_ask q = {
        .method = "POST",
        .url = o->logout_uri,
        .headers = &form,
        .n_headers = 1,
        .body = str_of(arena_printf(a, "logout_token=%s", t->tokens[i])), /* nothing in it needs a percent sign */
        .deadline_ms = DEADLINE_MS,
        .max = ANSWER_MAX,
        .guard = guard,
    };
    err e = fetch(a, &q, &r);
    if (e != OK)
        return r.why ? r.why : err_name(e);
    if (r.status == 200 || r.status == 204)
        return NULL;
    t->final[i] = r.status == 400; /* it looked at the word and does not take it */
    return arena_printf(a, "it answered %d", r.status);
}

static err settle_one(struct db *db, struct telling *t, size_t i)
{
    static const int64_t waits[] = {SECONDS(5), SECONDS(30), MINUTES(2), MINUTES(10), HOURS(1), HOURS(4)};
    const struct oidc_settings *s = oidc_settings_of(db_app(db));
    const struct oidc_logout *o = &t->due.v[i];
    int64_t tries = o->tries + 1;

    if (!t->problems[i])
        return oidc_q_logout_done(db, o->id, "", db_now(db));
    if (t->final[i] || tries >= s->logout_tries)
        return oidc_q_logout_done(db, o->id, t->problems[i], db_now(db));
    size_t at = (size_t)(tries - 1) < COUNT(waits) ? (size_t)(tries - 1) : COUNT(waits) - 1;
    return oidc_q_logout_failed(db, o->id, t->problems[i], instant_add(db_now(db), waits[at]));
}

static err settle(struct db *db, void *ctx)
{
    struct telling *t = ctx;

    for (size_t i = 0; i < t->due.n; i++)
        TRY(settle_one(db, t, i));
    return OK;
}

/* Is anything due? An idle campus writes nothing. */
static err look(struct task *t, bool *ret_due, instant *ret_next)
{
    struct db *db = NULL;
    instant next = {0};
    bool found = false;

    TRY(task_read(t, &db));
    instant now = db_now(db);
    err e = oidc_q_logout_next(db, &next, &found);
    store_release(db);
    *ret_due = e == OK && found && next.v <= now.v;
    if (e == OK && found && next.v > now.v)
        *ret_next = next;
    return e;
}

err oidc_logout_round(struct task *t, instant *ret_next)
{
    struct telling all = {.task = t};
    struct guard *guard = NULL;
    bool due = false;

    TRY(look(t, &due, ret_next));
    if (!due)
        return OK;
    err e = guard_new(task_arena(t), oidc_settings_of(task_app(t))->logout_allow, &guard);
    if (e != OK)
        log_line(LOG_ERROR, "oidc.logout_allow", LS("error", err_name(e)));
    e = task_write(t, claim, &all);
    if (e == ERR_CONFLICT) /* another process is at it */
        return OK;
    TRY(e);
    for (size_t i = 0; i < all.due.n && !task_stops(t); i++)
        all.problems[i] = tell_one(&all, i, guard);
    TRY(task_write(t, settle, &all));
    *ret_next = clock_now();
    return OK;
}
