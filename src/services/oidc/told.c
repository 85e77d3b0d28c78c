/* told.c: which applications know what of somebody, for herself. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "consent.h"
#include "oidc_v.h"
#include "reply.h"
#include "told.h"

static err facts_of(struct rq *rq, const char *claims, struct released_line *line)
{
    struct oidc_shown_list shown;

    TRY(oidc_shown(rq, rq->me, claims, &shown));
    line->facts.v = ARENA_ARRAY(rq->arena, shown.n + 1, struct released_fact);
    line->facts.n = shown.n;
    for (size_t i = 0; i < shown.n; i++)
        line->facts.v[i] = (struct released_fact){shown.v[i].text, shown.v[i].value};
    return OK;
}

err oidc_released(struct rq *rq, struct released *to)
{
    struct oidc_told_list rows;

    TRY(oidc_q_receipts(rq->db, rq->me, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct oidc_told *r = &rows.v[i];
        struct released_line line = {
            .title = r->title,
            .stop = arena_printf(rq->arena, "/account/applications/%lld/end", (long long)r->client.v),
            .asked = r->asked,
            .away = oidc_has(r->scopes, "offline_access"),
            .since = r->made_at,
            .last = r->last_at,
            .ended_at = r->ended_at,
        };
        TRY(facts_of(rq, r->claims, &line));
        released_put(to, &line);
    }
    return OK;
}

err oidc_applications(struct rq *rq, struct applications *to)
{
    struct oidc_client_on_list rows;

    TRY(oidc_q_clients_on(rq->db, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        struct application one = {rows.v[i].title, APPLICATION_OTHER, (int)rows.v[i].level};

        (void)application_sort_parse(rows.v[i].sort, &one.sort);
        applications_put(to, &one);
    }
    return OK;
}

/* Of all services, not of this one alone. */
err oidc_told_get(struct rq *rq)
{
    struct released all;

    TRY(released_of(rq, &all));
    return oidc_v_told(rq->out, &all);
}

err oidc_told_end_post(struct rq *rq)
{
    oidc_client_id client = PATH_ID(rq, oidc_client_id, "client");
    bool changed = false;

    TRY(oidc_receipt_withdraw(rq->db, rq->me, client, &changed));
    if (changed) {
        TRY(audit_rq(rq, "oidc.withdrawn", "oidc_client", client.v, NULL));
        flash(rq, TONE_POSITIVE, "That application is signed out and learns nothing new about you. You are asked again when you next use it.");
    }
    return see_other(rq, "/account/applications");
}

err oidc_export(struct db *db, person_id who, struct json_out *j)
{
    struct oidc_told_list rows;

    TRY(oidc_q_receipts(db, who, &rows));
    json_array(j, "applications");
    for (size_t i = 0; i < rows.n; i++) {
        json_object(j, NULL);
        json_str(j, "application", rows.v[i].title);
        json_str(j, "knows", rows.v[i].claims);
        json_str(j, "since", instant_iso(db_arena(db), rows.v[i].made_at));
        json_str(j, "last", instant_iso(db_arena(db), rows.v[i].last_at));
        if (rows.v[i].ended_at.v != 0)
            json_str(j, "until", instant_iso(db_arena(db), rows.v[i].ended_at));
        json_end(j, '}');
    }
    json_end(j, ']');
    return OK;
}
