/* told.c: which services know what of somebody, for herself. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "told.h"
#include "audit.h"
#include "reply.h"
#include "shown.h"

/* Several values as people read them. */
static const char *joined(struct arena *a, const struct str_list *l)
{
    const char *out = "";

    for (size_t i = 0; i < l->n; i++)
        out = i > 0 ? arena_printf(a, "%s, %s", out, l->v[i]) : l->v[i];
    return out;
}

err saml_shown(struct rq *rq, const struct saml_to *to, struct saml_shown_list *ret)
{
    struct saml_person p;

    TRY(saml_about(rq->db, to, &p));
    ret->v = ARENA_ARRAY(rq->arena, saml_n_attributes + 1, struct saml_shown);
    ret->n = 0;
    for (size_t i = 0; i < saml_n_attributes; i++) {
        const struct saml_attribute *at = &saml_attributes[i];
        const struct str_list *l = saml_values_of(&p, at->word);
        if (!at->text.one || !saml_has(to->words, at->word))
            continue;
        ret->v[ret->n++] = (struct saml_shown){at->text, l ? joined(rq->arena, l) : say(rq, "made when you first go there")};
    }
    return OK;
}

err saml_applications(struct rq *rq, struct applications *to)
{
    struct saml_sp_on_list rows;

    TRY(saml_q_sps_on(rq->db, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        struct application one = {rows.v[i].title, APPLICATION_OTHER, (int)rows.v[i].level};

        (void)application_sort_parse(rows.v[i].sort, &one.sort);
        applications_put(to, &one);
    }
    return OK;
}

err saml_released(struct rq *rq, struct released *to)
{
    struct saml_told_list rows;
    struct saml_shown_list shown;

    TRY(saml_q_receipts(rq->db, rq->me, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        const struct saml_told *r = &rows.v[i];
        struct saml_sp sp;
        TRY(saml_q_sp(rq->db, r->sp, &sp));
        TRY(saml_shown(rq, &(struct saml_to){rq->me, sp.entity, r->attributes, false}, &shown));
        struct released_line line = {
            .title = r->title,
            .stop = arena_printf(rq->arena, "/account/services/%lld/end", (long long)r->sp.v),
            .asked = r->asked,
            .since = r->made_at,
            .last = r->last_at,
            .ended_at = r->ended_at,
            .facts = {ARENA_ARRAY(rq->arena, shown.n + 1, struct released_fact), shown.n},
        };
        for (size_t k = 0; k < shown.n; k++)
            line.facts.v[k] = (struct released_fact){shown.v[k].text, shown.v[k].value};
        released_put(to, &line);
    }
    return OK;
}

err saml_told_end_post(struct rq *rq)
{
    saml_sp_id sp = PATH_ID(rq, saml_sp_id, "sp");
    bool changed = false;

    TRY(saml_receipt_withdraw(rq->db, rq->me, sp, &changed));
    if (changed) {
        TRY(audit_rq(rq, "saml.withdrawn", "saml_sp", sp.v, NULL));
        flash(rq, TONE_POSITIVE, "That service learns nothing new about you. You are asked again when you next use it.");
    }
    return see_other(rq, "/account/applications");
}

err saml_export(struct db *db, person_id who, struct json_out *j)
{
    struct saml_told_list rows;

    TRY(saml_q_receipts(db, who, &rows));
    json_array(j, "services");
    for (size_t i = 0; i < rows.n; i++) {
        json_object(j, NULL);
        json_str(j, "service", rows.v[i].title);
        json_str(j, "knows", rows.v[i].attributes);
        json_str(j, "since", instant_iso(db_arena(db), rows.v[i].made_at));
        json_str(j, "last", instant_iso(db_arena(db), rows.v[i].last_at));
        if (rows.v[i].ended_at.v != 0)
            json_str(j, "until", instant_iso(db_arena(db), rows.v[i].ended_at));
        json_end(j, '}');
    }
    json_end(j, ']');
    return OK;
}
