/* receipt.c: what somebody lets an application know, since when, and no longer.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "provider.h"
#include "str.h"

/* All attributes of a release. */
static const char *all_claims(struct arena *a, const struct oidc_give *g)
{
    const char *both = arena_printf(a, "%s %s", g->info_claims, g->id_claims);
    const char *out = "";

    for (size_t i = 0; i < oidc_n_attributes; i++)
        if (oidc_has(both, oidc_attributes[i].word))
            out = *out ? arena_printf(a, "%s %s", out, oidc_attributes[i].word) : oidc_attributes[i].word;
    return out;
}

/* Is every word of `less` in `more`? */
static bool within(struct arena *a, const char *less, const char *more)
{
    return str_eq(oidc_both(a, less, more), oidc_both(a, less, less));
}

err oidc_agreed(struct db *db, person_id who, const struct oidc_give *g, bool *ret)
{
    struct arena *a = db_arena(db);
    struct oidc_receipt *r = NULL;

    TRY(oidc_q_receipt(db, who, g->client->id, &r));
    *ret = g->client->first_party ||
           (r && within(a, g->scope, r->scopes) && within(a, all_claims(a, g), r->claims));
    return OK;
}

err oidc_receipt_note(struct db *db, person_id who, const struct oidc_give *g, bool asked)
{
    struct arena *a = db_arena(db);
    const char *claims = all_claims(a, g);
    struct oidc_receipt *r = NULL;
    int64_t n = 0;

    TRY(oidc_q_receipt(db, who, g->client->id, &r));
    if (r && within(a, g->scope, r->scopes) && within(a, claims, r->claims))
        return oidc_q_receipt_used(db, r->id, db_now(db));
    if (r) { /* what she agreed to before goes on */
        claims = arena_printf(a, "%s %s", r->claims, claims);
        claims = oidc_both(a, claims, claims);
    }
    const char *scopes = r ? arena_printf(a, "%s %s", r->scopes, g->scope) : g->scope;
    oidc_receipt_id id = NEW_ID(db, oidc_receipt_id);
    TRY(oidc_q_receipts_end(db, who, g->client->id, db_now(db), &n));
    TRY(oidc_q_receipt_add(db, id, who, g->client->id, oidc_both(a, scopes, scopes), claims, asked, db_now(db)));
    return audit(db, &(struct audit_entry){.what = "oidc.released",
                                           .who = who,
                                           .about = "oidc_client",
                                           .id = g->client->id.v,
                                           .detail = arena_printf(a, "{\"claims\":\"%s\"}", claims)});
}

err oidc_receipt_withdraw(struct db *db, person_id who, oidc_client_id client, bool *ret_changed)
{
    struct oidc_link_list links;
    int64_t n = 0;

    TRY(oidc_q_receipts_end(db, who, client, db_now(db), &n));
    TRY(oidc_q_links_of_person(db, who, client, &links));
    for (size_t i = 0; i < links.n; i++) {
        TRY(oidc_link_over(db, &links.v[i], "withdrawn"));
        TRY(oidc_logout_tell(db, &links.v[i]));
    }
    *ret_changed = n > 0 || links.n > 0;
    return OK;
}
