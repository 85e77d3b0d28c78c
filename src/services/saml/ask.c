/* ask.c: requests that wait while somebody signs in, and that none is answered twice.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "hash.h"
#include "idp.h"
#include "json.h"
#include "limiter.h"
#include "rand.h"
#include "reply.h"
#include <string.h>

#define TEXT_MAX 32768
/* Requests that wait, of all strangers at one address in a minute: a lecture hall may stand behind it. Each is a
   row for an hour. */
#define A_MINUTE 600

err saml_may_wait(struct rq *rq)
{
    const char *who = arena_printf(rq->arena, "saml %s", limiter_net(rq->arena, rq->address));

    if (rq->me.v != 0 || limiter_lets(rq_app(rq)->searches, who, A_MINUTE, rq->now))
        return OK;
    reply_header(rq, "Retry-After", arena_printf(rq->arena, "%lld", (long long)limiter_rest(rq->now)));
    return fail(rq, ERR_TOO_MANY, "Too many people sign in from this address at once. Try again in a minute.");
}

static void said(struct json_out *out, const char *name, const char *value)
{
    if (value)
        json_str(out, name, value);
}

static const char *text_of(struct arena *a, const struct saml_request *r)
{
    struct buf b = buf_in(a, TEXT_MAX);
    struct json_out out = json_begin(&b);

    json_object(&out, NULL);
    json_str(&out, "id", r->id);
    json_str(&out, "acs", r->acs);
    said(&out, "relay", r->relay);
    said(&out, "subject", r->subject);
    json_bool(&out, "force", r->force);
    json_bool(&out, "passive", r->passive);
    json_bool(&out, "create", r->create);
    json_str(&out, "classes", r->context.classes);
    json_str(&out, "comparison", r->context.comparison);
    json_str(&out, "format", r->format);
    json_int(&out, "level", r->level);
    json_end(&out, '}');
    return buf_ok(&b) ? b.s : NULL;
}

static bool is_true(const struct json *j, const char *name)
{
    bool yes = false;

    return json_truth(json_get(j, name), &yes) && yes;
}

static err read_text(struct arena *a, const char *text, struct saml_request *r)
{
    const struct json *j = NULL;
    int64_t level = 0;

    TRY(json_parse(a, text, strlen(text), TEXT_MAX, &j));
    (void)json_number(json_get(j, "level"), &level);
    *r = (struct saml_request){
        .id = json_text(json_get(j, "id")),
        .acs = json_text(json_get(j, "acs")),
        .relay = json_text(json_get(j, "relay")),
        .subject = json_text(json_get(j, "subject")),
        .force = is_true(j, "force"),
        .passive = is_true(j, "passive"),
        .create = is_true(j, "create"),
        .context = {json_text(json_get(j, "classes")), json_text(json_get(j, "comparison"))},
        .format = json_text(json_get(j, "format")),
        .level = (int)level,
    };
    return OK;
}

err saml_ask_keep(struct rq *rq, struct saml_visit *v)
{
    const char *text = text_of(rq->arena, &v->request);

    if (v->handle)
        return OK;
    if (!text)
        return ERR_TOO_LARGE;
    TRY(saml_may_wait(rq));
    v->handle = rand_token(rq->arena, SAML_TOKEN);
    return saml_q_ask_add(rq->db, NEW_ID(rq->db, saml_ask_id), saml_hash(rq->arena, v->handle), v->from.sp.id, text,
                          rq->now, instant_add(rq->now, SAML_ASK_LIFE));
}

err saml_headed(struct db *db, const char *path, const char **ret)
{
    static const char there[] = "/saml/continue/";
    struct saml_ask *ask = NULL;
    struct saml_sp sp;

    if (strncmp(path, there, sizeof there - 1) != 0)
        return OK;
    TRY(saml_q_ask(db, saml_hash(db_arena(db), path + sizeof there - 1), &ask));
    if (!ask || ask->used_at.v != 0 || ask->ends_at.v <= db_now(db).v)
        return OK;
    TRY(saml_q_sp(db, ask->sp, &sp));
    *ret = sp.title;
    return OK;
}

err saml_ask_by(struct rq *rq, const char *handle, struct saml_visit *v, bool *ret_there)
{
    const char *why = NULL;

    *ret_there = false;
    v->handle = handle;
    TRY(saml_q_ask(rq->db, saml_hash(rq->arena, handle), &v->ask));
    if (!v->ask || v->ask->used_at.v != 0 || v->ask->ends_at.v <= rq->now.v)
        return OK;
    v->asked_at = v->ask->made_at;
    TRY(saml_q_sp(rq->db, v->ask->sp, &v->from.sp));
    TRY(saml_meta_read(rq->arena, str_of(v->from.sp.metadata), &v->from.meta, &why));
    TRY(read_text(rq->arena, v->ask->request, &v->request));
    *ret_there = v->from.sp.disabled_at.v == 0 && saml_acs_known(&v->from.meta, v->request.acs);
    return OK;
}

static struct str once_of(struct rq *rq, const struct saml_visit *v)
{
    return saml_hash(rq->arena, arena_printf(rq->arena, "%s %s", v->from.sp.entity, v->request.id));
}

err saml_answer_once(struct rq *rq, const struct saml_visit *v, bool *ret_first)
{
    int64_t used = 1, noted = 0;

    if (v->ask)
        TRY(saml_q_ask_use(rq->db, v->ask->id, rq->now, &used));
    /* Longer than the request could come again. */
    TRY(saml_q_once_add(rq->db, once_of(rq, v), instant_add(rq->now, SAML_ASK_LIFE), &noted));
    *ret_first = used > 0 && noted > 0;
    return OK;
}
