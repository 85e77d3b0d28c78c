/* admin.c: the administrator's page of tokens. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "audit.h"
#include "form.h"
#include "reply.h"
#include "routes.h"
#include "scim_in.h"
#include "scim_v.h"
#include "str.h"

static const struct form_name names[] = {
    {"title", _("Which system has it")},
    {"days", _("Works for so many days")},
    {"rate", _("Requests a minute")},
};

err scim_tokens_get(struct rq *rq)
{
    struct scim_tokens_view view = {.address = scim_base(rq), .now = rq->now, .no_url = !*campus_of(rq)->url};

    form_names(rq, names, COUNT(names));
    TRY(scim_q_tokens(rq->db, &view.tokens));
    return scim_v_tokens(rq->out, &view);
}

static err token_page(struct rq *rq)
{
    const struct scim_shown_view *v = rq->prepared;

    reply_header(rq, "Cache-Control", "no-store");
    return scim_v_shown(rq->out, v);
}

err scim_tokens_post(struct rq *rq)
{
    struct scim_shown_view *v = ARENA_NEW(rq->arena, struct scim_shown_view);
    struct scim_token_new n = {
        .title = form_text(rq, "title", 1, 80),
        .writes = form_int(rq, "writes", 0, 1) == 1,
        .days = form_int(rq, "days", 1, 730),
        .rate = form_int(rq, "rate", 1, 100000),
        .by = rq->me,
    };
    int64_t id;

    if (form_bad(rq))
        return page_after(rq, false, scim_tokens_get);
    TRY(scim_token_make(rq->db, &n, &id, &v->token));
    TRY(audit_rq(rq, "scim.token_made", "scim_token", id, NULL));
    v->token = arena_dup(rq->arena, v->token);
    v->title = n.title;
    v->address = scim_base(rq);
    v->ends = instant_add(rq->now, DAYS(n.days));
    rq->prepared = v;
    return page_after(rq, true, token_page);
}

err scim_token_end_post(struct rq *rq)
{
    int64_t id = path_int(rq, "token");
    int64_t n = 0;

    TRY(scim_q_token_end(rq->db, id, rq->now, &n));
    if (n == 0)
        return fail(rq, ERR_NOT_FOUND, "There is no such token, or it was ended before.");
    TRY(audit_rq(rq, "scim.token_ended", "scim_token", id, NULL));
    flash(rq, TONE_POSITIVE, "The token is of no use any more.");
    return see_other(rq, "/admin/provisioning");
}
