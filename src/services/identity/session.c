/* session.c: signed-in browsers. The cookie holds 256 random bits; the database their SHA-256
   only. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "session.h"
#include "bus.h"
#include "events.h"
#include "factors.h"
#include "hash.h"
#include "identity.h"
#include "identity_q.h"
#include "identity_settings.h"
#include "kept.h"
#include "rand.h"
#include "reply.h"
#include "rights.h"
#include "rules.h"
#include "str.h"

#define COOKIE       "session"
#define TOKEN_BYTES  32
#define TOKEN_LENGTH 43 /* of base64url */
#define AGENT_MAX    200

const char *session_form_token(struct arena *a, const char *cookie)
{
    static const char use[] = "form";
    struct digest d = hash_hmac(cookie, strlen(cookie), use, sizeof use - 1);

    return hash_base64url(a, d.b, sizeof d.b);
}

/* May she still go on without a second factor? */
static void ask_for_second(struct rq *rq, const struct identity_whoami_list *rows, struct person *p)
{
    const struct identity_whoami *w = &rows->v[0];
    struct identity_need *v = ARENA_ARRAY(rq->arena, rows->n, struct identity_need);

    for (size_t i = 0; i < rows->n; i++)
        v[i] = (struct identity_need){rows->v[i].needs_from, rows->v[i].grace};
    struct identity_due due = identity_due(v, rows->n, w->asked_at, rq->now);

    p->needs_second = due.now;
    if (factors_by_pass((unsigned)w->proofs))
        p->first = SESSION_FIRST;
    if (due.at.v == 0 || identity_asks_second((unsigned)w->factors))
        return;
    p->second_due = due.at;
    if (due.now && due.at.v <= rq->now.v)
        p->first = SESSION_FIRST;
}

static struct person *person_of(struct rq *rq, const struct identity_whoami_list *rows)
{
    const struct identity_whoami *w = &rows->v[0];
    struct arena *a = rq->arena;
    struct person *p = ARENA_NEW(a, struct person);
    struct held_role *roles = ARENA_ARRAY(a, rows->n, struct held_role);

    *p = (struct person){
        .id = w->person, .login = w->login, .name = w->name, .mail = w->mail, .roles = roles,
        .level = identity_level((unsigned)w->proofs),
        .managing = identity_managing(identity_settings_of(rq)->admin_proof, (unsigned)w->factors)};
    for (size_t i = 0; i < rows->n; i++)
        if (rows->v[i].role && role_parse(rows->v[i].role, &roles[p->n_roles].role))
            roles[p->n_roles++].scope = rows->v[i].scope;
    ask_for_second(rq, rows, p);
    return p;
}

static void note_seen(struct db *db, const void *ctx)
{
    session_id id;

    memcpy(&id, ctx, sizeof id);
    /* Worth trying once: the next request leaves another note. */
    (void)identity_q_session_seen(db, id, db_now(db));
}

struct asked {
    person_id who;
    instant at; /* the note may be written later */
};

/* Her days of grace begin. */
static void note_asked(struct db *db, const void *ctx)
{
    struct asked a;
    int64_t n = 0;

    memcpy(&a, ctx, sizeof a);
    /* Worth trying once: the next request leaves another note. */
    (void)identity_q_asked(db, a.who, a.at, &n);
}

err identity_who(struct rq *rq)
{
    const char *cookie = rq_cookie(rq, COOKIE);
    struct identity_whoami_list rows;

    if (strlen(cookie) != TOKEN_LENGTH)
        return OK;
    struct digest d = hash_sha256(cookie, TOKEN_LENGTH);

    TRY(identity_q_whoami(rq->db, (struct str){(const char *)d.b, sizeof d.b}, &rows));
    if (rows.n == 0)
        return OK;
    const struct identity_whoami *w = &rows.v[0];

    if (identity_session_age(w->seen_at, w->ends_at, w->idle, rq->now) != SESSION_LIVE)
        return OK;
    rq->me = w->person;
    rq->session = w->session;
    rq->until = identity_session_until(w->seen_at, w->ends_at, w->idle);
    rq->csrf = session_form_token(rq->arena, cookie);
    rq->lang = lang_of(w->lang, rq->lang);
    rq->person = person_of(rq, &rows);
    /* A stream that a forgotten page opens again is no sign of life. */
    if (!(rq->route && rq->route->kind == STREAM) &&
        identity_session_touch(w->seen_at, w->idle, rq->now))
        rq_note(rq, note_seen, &w->session, sizeof w->session);
    if (rq_person(rq)->needs_second && rq_person(rq)->second_due.v != 0 && w->asked_at.v == 0)
        rq_note(rq, note_asked, &(struct asked){w->person, rq->now}, sizeof(struct asked));
    return OK;
}

const char *session_agent(struct rq *rq)
{
    const char *agent = rq_header(rq, "User-Agent");
    size_t n = strlen(agent);

    while (n > AGENT_MAX || (n > 0 && !str_utf8_ok(agent, n)))
        n = n > AGENT_MAX ? AGENT_MAX : n - 1;
    return arena_dupn(rq->arena, agent, n);
}

err session_make(struct db *db, const struct identity_settings *s, const struct session_new *n,
                 const char **ret_cookie)
{
    const char *token = rand_token(db_arena(db), TOKEN_BYTES);
    struct digest d = hash_sha256(token, strlen(token));
    int64_t most = n->shared ? s->shared_max : s->session_max;

    *ret_cookie = token;
    return identity_q_session_add(db, NEW_ID(db, session_id), n->who,
                                  (struct str){(const char *)d.b, sizeof d.b}, db_now(db),
                                  instant_add(db_now(db), most),
                                  n->shared ? s->shared_idle : s->session_idle, n->shared,
                                  n->address, n->agent, n->proofs ? n->proofs : IDENTITY_PASSWORD);
}

err session_prove(struct rq *rq, unsigned proofs, instant at)
{
    int64_t n = 0;

    TRY(identity_q_session_proved(rq->db, rq->session, rq->me, proofs, at, &n));
    return n > 0 ? OK : ERR_SIGN_IN;
}

err identity_login_of(struct db *db, session_id session, struct identity_login *ret)
{
    struct identity_proved *p = NULL;

    TRY(identity_q_session_login(db, session, db_now(db), &p));
    if (!p)
        return ERR_NOT_FOUND;
    *ret = (struct identity_login){.session = session,
                                   .person = p->person,
                                   .at = p->proved_at,
                                   .proofs = (unsigned)p->proofs,
                                   .level = identity_level((unsigned)p->proofs),
                                   .shared = p->shared};
    return OK;
}

err session_begin(struct rq *rq, person_id who, bool shared, unsigned proofs)
{
    struct session_new n = {.who = who,
                            .shared = shared,
                            .address = rq->address,
                            .agent = session_agent(rq),
                            .proofs = proofs};
    const char *cookie = NULL;
    int64_t ended = 0;

    if (rq->session.v != 0)
        TRY(session_end(rq->db, rq->session, rq->me, &ended));
    TRY(session_make(rq->db, identity_settings_of(rq), &n, &cookie));
    reply_cookie(rq, COOKIE, cookie, 0); /* closing the browser ends the login */
    kept_whose(rq, shared ? (person_id){0} : who);
    return OK;
}

/* All of a person: whoever kept one session opens her streams again. */
static err tell(struct db *db, person_id who, session_id id, session_id keep)
{
    if (id.v != 0)
        bus_tell(db, BUS_SESSION, id.v);
    else
        bus_tell(db, BUS_ACCOUNT, who.v);
    return event_send(
        db,
        &(struct event){
            .kind = SESSION_ENDED, .person = who, .about = id.v, .more = keep.v, .at = db_now(db)});
}

err session_end(struct db *db, session_id id, person_id who, int64_t *ret_n)
{
    TRY(identity_q_session_end(db, id, who, ret_n));
    return *ret_n > 0 ? tell(db, who, id, (session_id){0}) : OK;
}

err session_end_all(struct db *db, person_id who, session_id keep, int64_t *ret_n)
{
    TRY(identity_q_sessions_end(db, who, keep, ret_n));
    return *ret_n > 0 ? tell(db, who, (session_id){0}, keep) : OK;
}

void session_forget(struct rq *rq)
{
    reply_cookie(rq, COOKIE, NULL, 0);
    kept_whose(rq, (person_id){0});
}
