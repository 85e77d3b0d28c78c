/* link.c: what one sign-in gives one application, and whether it still stands.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "audit.h"
#include "hash.h"
#include "keys.h"
#include "provider.h"
#include "rand.h"
#include "str.h"

#define SUBJECT 16 /* random bytes */

err oidc_subject_of(struct db *db, person_id who, const struct oidc_client *c, const char **ret)
{
    bool found = false;

    TRY(oidc_q_subject(db, who, c->sector, ret, &found));
    if (found)
        return OK;
    *ret = rand_token(db_arena(db), SUBJECT);
    return oidc_q_subject_add(db, who, c->sector, *ret);
}

/* The same for all that one session gives one application; another for every application. */
const char *oidc_sid(struct db *db, session_id session, oidc_client_id client)
{
    struct arena *a = db_arena(db);
    struct str key = keys_derive(a, db_app(db)->keys, "oidc.sid");
    const char *of = arena_printf(a, "%lld %lld", (long long)session.v, (long long)client.v);
    struct digest d = hash_hmac(key.s, key.n, of, strlen(of));

    return hash_base64url(a, d.b, 16);
}

const char *oidc_amr(struct arena *a, const struct identity_login *l)
{
    static const struct {
        unsigned bit;
        const char *word;
    } words[] = {
        {IDENTITY_PASSWORD, "pwd"}, {IDENTITY_OTP, "otp"}, {IDENTITY_PASSKEY, "hwk"},
        {IDENTITY_PUSH, "mca"},     {IDENTITY_RECOVERY, "kba"},
    };
    const char *out = "";

    for (size_t i = 0; i < COUNT(words); i++)
        if (l->proofs & words[i].bit)
            out = *out ? arena_printf(a, "%s %s", out, words[i].word) : words[i].word;
    if (l->proofs & IDENTITY_VERIFIED)
        out = arena_printf(a, "%s user", out);
    return l->level >= 2 ? arena_printf(a, "%s mfa", out) : out;
}

err oidc_link_make(struct db *db, const struct oidc_give *g, oidc_link_id *ret)
{
    const struct identity_login *l = g->login;
    const char *sub = NULL;

    *ret = NEW_ID(db, oidc_link_id);
    TRY(oidc_subject_of(db, l->person, g->client, &sub));
    return oidc_q_link_add(db, *ret, g->client->id, l->person, l->session, oidc_sid(db, l->session, g->client->id),
                           sub, g->scope, g->id_claims, g->info_claims, g->nonce ? g->nonce : "", l->at, l->level,
                           oidc_amr(db_arena(db), l), oidc_has(g->scope, "offline_access"), "", db_now(db));
}

err oidc_link_over(struct db *db, const struct oidc_link *l, const char *why)
{
    int64_t n = 0;

    TRY(oidc_q_link_end(db, l->id, db_now(db), &n));
    if (n == 0)
        return OK;
    return audit(db, &(struct audit_entry){.what = "oidc.link_ended",
                                           .who = l->person,
                                           .about = "oidc_client",
                                           .id = l->client.v,
                                           .detail = arena_printf(db_arena(db), "{\"why\":\"%s\"}", why)});
}

err oidc_link_stands(struct db *db, const struct oidc_link *l, bool *ret)
{
    struct identity_info p;
    struct identity_login login;
    err e = identity_by_id(db, l->person, &p);

    *ret = false;
    if (e == ERR_NOT_FOUND || (e == OK && p.disabled) || l->ended_at.v != 0)
        return OK;
    TRY(e);
    if (l->offline) {
        *ret = true;
        return OK;
    }
    e = l->session.v != 0 ? identity_login_of(db, l->session, &login) : ERR_NOT_FOUND;
    if (e == ERR_NOT_FOUND)
        return OK;
    *ret = e == OK;
    return e;
}
