/* app_passwords.c: making and trying app passwords. A try makes the same queries whoever it names, and compares with all
   that she has. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app_passwords.h"
#include <string.h>
#include <strings.h>
#include "app.h"
#include "happened.h"
#include "hash.h"
#include "identity_q.h"
#include "identity_settings.h"
#include "rand.h"
#include "reply.h"
#include "rules.h"
#include "str.h"
#include "throttle.h"

#define SEEN_AGAIN MINUTES(1) /* the last use is written down no more often */

static struct str kept_of(struct arena *a, const char *key)
{
    struct digest d = hash_sha256(key, strlen(key));

    return (struct str){arena_dupn(a, d.b, sizeof d.b), sizeof d.b};
}

err app_password_make(struct db *db, person_id who, const char *name, const char *door, const char **ret_shown)
{
    char key[IDENTITY_APP_CHARS + 1] = {0};

    for (size_t i = 0; i < IDENTITY_APP_CHARS; i++)
        key[i] = identity_code_alphabet[rand_below(sizeof identity_code_alphabet - 1)];
    TRY(identity_q_app_password_add(db, NEW_ID(db, app_password_id), who, name, door, kept_of(db_arena(db), key), db_now(db)));
    *ret_shown = identity_app_show(db_arena(db), key);
    memset(key, 0, sizeof key);
    return OK;
}

err app_passwords_drop(struct db *db, person_id who, int64_t *ret_n)
{
    TRY(identity_q_app_passwords_drop(db, who, ret_n));
    return *ret_n > 0 ? happened_to(db, who, HAPPENED_APPS_ENDED) : OK;
}

/* --- Trying one ------------------------------------------------------------------------------------- */

/* A wrong one that a device sends again and again counts once. */
static const char *stale_key(struct arena *a, const char *pair, struct str kept)
{
    const char *both = arena_printf(a, "%s|%s", pair, hash_hex(a, kept.s, kept.n));
    struct digest d = hash_sha256(both, strlen(both));

    return arena_printf(a, "stale:%s", hash_hex(a, d.b, 16));
}

static err person_of(struct db *db, const char *name, struct identity_person **ret)
{
    struct identity_person *p = ARENA_NEW(db_arena(db), struct identity_person);
    err e = identity_q_person_named(db, name, p);

    if (e != OK && e != ERR_NOT_FOUND)
        return e;
    *ret = e == OK ? p : NULL;
    return OK;
}

/* All rows are compared, wherever one fits. */
static const struct identity_app_password *fitting(const struct identity_app_password_list *rows, struct str kept)
{
    const struct identity_app_password *right = NULL;

    for (size_t i = 0; i < rows->n; i++) {
        bool same = rows->v[i].hash.n == kept.n && hash_same(rows->v[i].hash.s, kept.s, kept.n);
        right = same ? &rows->v[i] : right;
    }
    return right;
}

static void copy(char *to, size_t room, const char *from)
{
    snprintf(to, room, "%s", from);
}

/* What a wrong one leaves behind. */
static void note_failure(struct identity_app_note *n, const struct throttle *t, const char *stale)
{
    n->failed = true;
    copy(n->stale, sizeof n->stale, stale);
    for (size_t i = 0; i < t->n; i++) {
        n->kinds[i] = (int)t->v[i].kind;
        copy(n->keys[i], sizeof n->keys[i], t->v[i].key);
    }
}

static void let_in(struct db *db, const struct identity_app_try *t, const struct identity_person *p,
                   const struct identity_app_password *right, struct identity_app_said *said)
{
    bool seen = db_now(db).v - right->used_at.v < SEEN_AGAIN && str_eq(right->used_from, t->address);

    said->person = p->id;
    said->made_at = right->made_at;
    if (!seen)
        said->note.used = right->id;
    copy(said->note.address, sizeof said->note.address, t->address);
}

err identity_app_password_check(struct db *db, const struct identity_app_try *t, struct identity_app_said *ret)
{
    const struct campus_settings *campus = settings_of(app_settings(db_app(db)), &campus_group);
    struct arena *a = db_arena(db);
    const char *name = identity_name_key(a, t->name, campus->domain, campus->office_domain);
    const char *key = identity_app_key(a, t->password);
    struct str kept = kept_of(a, *key ? key : t->password);
    struct identity_app_said said = {0};
    struct identity_app_password_list rows;
    struct identity_failed *stale = NULL;
    struct identity_person *p = NULL;
    struct throttle throttle;

    TRY(person_of(db, name, &p));
    TRY(throttle_app(db, t->address, *name ? name : t->name, p ? p->id : (person_id){0}, &throttle));
    TRY(throttle_wait_in(db, &throttle, &said.wait));
    TRY(identity_q_app_passwords_for(db, p ? p->id : (person_id){0}, t->door, &rows));
    const char *again = stale_key(a, throttle.v[0].key, kept);

    TRY(identity_q_failed(db, again, &stale));
    const struct identity_app_password *right = fitting(&rows, kept);

    if (said.wait == 0 && p && right && *key && p->disabled_at.v == 0)
        let_in(db, t, p, right, &said);
    else if (said.wait == 0 && !stale)
        note_failure(&said.note, &throttle, again);
    *ret = said;
    return OK;
}

err identity_app_noted(struct db *db, const struct identity_app_note *n)
{
    struct throttle t = {.n = 2};

    if (n->used.v)
        return identity_q_app_password_used(db, n->used, n->address, db_now(db));
    if (!n->failed)
        return OK;
    TRY(identity_q_failed_put(db, n->stale, 1, db_now(db)));
    for (size_t i = 0; i < t.n; i++) {
        t.v[i].kind = (enum identity_counter)n->kinds[i];
        t.v[i].key = n->keys[i];
    }
    t.n = *n->keys[1] ? 2 : 1;
    return throttle_failed_in(db, &t);
}

/* --- By HTTP ---------------------------------------------------------------------------------------- */

static void write_down(struct db *db, const void *ctx)
{
    err e = identity_app_noted(db, ctx);

    (void)e; /* a failure that is not counted lets a stranger guess once more at 138 bits */
}

/* "Basic base64(name:password)" (RFC 7617). False: it is none. */
static bool basic_of(struct rq *rq, struct identity_app_try *ret)
{
    const char *sent = rq_header(rq, "Authorization");
    struct str plain = {0};

    if (strncasecmp(sent, "Basic ", 6) != 0 || rq_header_count(rq, "Authorization") != 1 || strlen(sent) > 1024)
        return false;
    if (hash_from_base64(rq->arena, sent + 6, &plain) != OK)
        return false;
    char *name = arena_dupn(rq->arena, plain.s, plain.n), *colon = strchr(name, ':');

    if (!colon || strlen(name) != plain.n || !str_utf8_ok(name, plain.n))
        return false;
    *colon = '\0';
    ret->name = name;
    ret->password = colon + 1;
    return true;
}

/* No fail(): it would take the note away. */
static err turned_down(struct rq *rq, int status, const char *why)
{
    reply_status(rq, status);
    reply_type(rq, "text/plain; charset=utf-8");
    reply_header(rq, "Cache-Control", "no-store");
    buf_printf(rq->out->buf, "%s\n", why);
    return OK;
}

err identity_app_enter(struct rq *rq, const char *door, struct identity_app_said *ret)
{
    struct identity_app_try t = {.door = door, .address = rq->address};
    struct identity_app_said said = {0};

    if (basic_of(rq, &t))
        TRY(identity_app_password_check(rq->db, &t, &said));
    if (said.note.used.v || said.note.failed)
        rq_note(rq, write_down, &said.note, sizeof said.note);
    *ret = said;
    if (said.person.v)
        return OK;
    if (said.wait > 0) {
        reply_header(rq, "Retry-After", arena_printf(rq->arena, "%lld", (long long)said.wait / 1000 + 1));
        return turned_down(rq, 429, throttle_words(rq, said.wait));
    }
    reply_header(rq, "WWW-Authenticate", "Basic realm=\"app passwords\", charset=\"UTF-8\"");
    return turned_down(rq, 401, say(rq, "Send your user name and an app password; you make one on the security page of your account."));
}
