/* told.c: which applications know what of somebody, for herself. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "consent.h"
#include "oidc_v.h"
#include "reply.h"
#include "told.h"

err oidc_told_get(struct rq *rq)
{
    struct oidc_told_view view = {0};
    struct oidc_told_list rows;

    TRY(oidc_q_receipts(rq->db, rq->me, &rows));
    view.v = ARENA_ARRAY(rq->arena, rows.n + 1, struct oidc_told_line);
    for (size_t i = 0; i < rows.n; i++) {
        const struct oidc_told *r = &rows.v[i];
        struct oidc_told_line *line = &view.v[view.n++];
        *line = (struct oidc_told_line){
            .id = r->client,
            .title = r->title,
            .uri = r->uri,
            .asked = r->asked,
            .offline = oidc_has(r->scopes, "offline_access"),
            .ended = r->ended_at.v != 0,
            .since = r->made_at,
            .last = r->last_at,
            .ended_at = r->ended_at,
        };
        TRY(oidc_shown(rq, rq->me, r->claims, &line->shown));
    }
    return oidc_v_told(rq->out, &view);
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
