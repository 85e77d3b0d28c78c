/* edit.c: what an administrator says of an application, judged and kept. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "edit.h"
#include "rand.h"
#include "str.h"
#include <string.h>

#define URIS_MOST 20
#define JWKS_MOST 16384

struct oidc_edit oidc_edit_new(void)
{
    return (struct oidc_edit){
        .title = "",
        .uri = "",
        .contact = "",
        .auth = "secret",
        .jwks = "",
        .alg = "RS256",
        .scopes = "openid profile email",
        .logout_uri = "",
        .refresh = true,
        .pkce = true,
        .level = 1,
        .sort = "other",
    };
}

err oidc_edit_of(struct db *db, const struct oidc_client *c, struct oidc_edit *ret)
{
    struct oidc_uri_list uris;

    TRY(oidc_q_uris(db, c->id, &uris));
    *ret = (struct oidc_edit){
        .title = c->title,
        .uri = c->uri,
        .contact = c->contact,
        .auth = c->auth,
        .jwks = c->jwks,
        .alg = c->alg,
        .scopes = c->scopes,
        .logout_uri = c->logout_uri,
        .redirects.v = ARENA_ARRAY(db_arena(db), uris.n + 1, const char *),
        .logouts.v = ARENA_ARRAY(db_arena(db), uris.n + 1, const char *),
        .refresh = oidc_has(c->grants, "refresh"),
        .device = oidc_has(c->grants, "device"),
        .pairwise = *c->sector != '\0',
        .first_party = c->first_party,
        .pkce = c->pkce,
        .dpop = c->dpop,
        .par = c->par,
        .fapi = c->fapi,
        .introspect = c->introspect,
        .level = c->level,
        .sort = c->sort,
        .access_life = c->access_life,
        .refresh_life = c->refresh_life,
    };
    for (size_t i = 0; i < uris.n; i++) {
        struct str_list *to = str_eq(uris.v[i].use, "redirect") ? &ret->redirects : &ret->logouts;
        to->v[to->n++] = uris.v[i].uri;
    }
    return OK;
}

/* --- Judging ------------------------------------------------------------------------------------------- */

struct judging {
    struct oidc_problem *v;
    size_t n;
};

static void wrong(struct judging *j, const char *field, struct msg text)
{
    if (j->n < OIDC_PROBLEMS)
        j->v[j->n++] = (struct oidc_problem){field, text};
}

static bool web_uri(const char *uri)
{
    return oidc_uri_fine(uri) && (str_starts(uri, "https://") || str_starts(uri, "http://"));
}

static void judge_words(struct judging *j, const struct oidc_edit *e)
{
    size_t n = str_utf8_len(e->title);

    if (n < 1 || n > 80)
        wrong(j, "title", _("Give a name of 1 to 80 characters: people read it before they agree."));
    if (*e->uri && !web_uri(e->uri))
        wrong(j, "uri", _("Give the address of its first page, beginning with https://."));
    if (str_utf8_len(e->contact) > 120)
        wrong(j, "contact", _("Write at most 120 characters."));
    if (*e->logout_uri && !web_uri(e->logout_uri))
        wrong(j, "logout_uri", _("Give an address that begins with https://."));
}

static void judge_uris(struct judging *j, const struct oidc_edit *e)
{
    if (e->redirects.n == 0 && !e->device)
        wrong(j, "redirects", _("Give at least one address to come back to."));
    if (e->redirects.n > URIS_MOST || e->logouts.n > URIS_MOST)
        wrong(j, "redirects", _("At most twenty addresses."));
    for (size_t i = 0; i < e->redirects.n; i++)
        if (!oidc_uri_fine(e->redirects.v[i]) ||
            (!web_uri(e->redirects.v[i]) && !str_eq(e->auth, "none")))
            wrong(j, "redirects",
                  _("Each address begins with https://, or http:// on the person's own machine; an app without a secret "
                    "may have a scheme with a dot. No * and no #."));
    for (size_t i = 0; i < e->logouts.n; i++)
        if (!oidc_uri_fine(e->logouts.v[i]))
            wrong(j, "logouts", _("Each address begins with https://. No * and no #."));
}

/* Is there a key in it that can be used? */
static bool jwks_fine(struct arena *a, const char *text)
{
    const struct json *set = NULL;
    struct sign_public k = {0};
    bool any = false;

    if (strlen(text) > JWKS_MOST || json_parse(a, text, strlen(text), JWKS_MOST, &set) != OK)
        return false;
    const struct json *keys = json_get(set, "keys");
    for (size_t i = 0; i < json_len(keys); i++) {
        err e = jwk_read(a, json_at(keys, i), &k);
        if (e == ERR_FORBIDDEN)
            return false;
        any = any || e == OK;
    }
    return any;
}

static void judge_proof(struct judging *j, struct arena *a, const struct oidc_edit *e)
{
    bool key = str_eq(e->auth, "key");

    if (!key && !str_eq(e->auth, "secret") && !str_eq(e->auth, "none"))
        wrong(j, "auth", _("Choose one of the list."));
    if (key && !jwks_fine(a, e->jwks))
        wrong(j, "jwks", _("Give its public keys as a JSON Web Key Set: {\"keys\": [...]}, without private parts."));
    if (sign_alg_of(e->alg) == SIGN_NONE)
        wrong(j, "alg", _("Choose one of the list."));
    if (e->fapi && (!key || str_eq(e->alg, "RS256")))
        wrong(j, "fapi", _("FAPI 2 asks for a key of its own (private_key_jwt) and ID tokens by PS256, ES256 or EdDSA."));
    if (e->introspect && str_eq(e->auth, "none"))
        wrong(j, "introspect", _("Only an application with a secret or a key may look into tokens."));
}

size_t oidc_edit_problems(struct arena *a, const struct oidc_edit *e, struct oidc_problem *v)
{
    struct judging j = {v, 0};
    enum application_sort sort;

    judge_words(&j, e);
    judge_uris(&j, e);
    judge_proof(&j, a, e);
    if (!*e->scopes || !str_eq(oidc_both(a, e->scopes, OIDC_SCOPES), oidc_both(a, e->scopes, e->scopes)))
        wrong(&j, "scopes", _("Choose what it may ask, of what there is."));
    if (e->level < 1 || e->level > 3)
        wrong(&j, "level", _("Choose one of the list."));
    if (!application_sort_parse(e->sort, &sort))
        wrong(&j, "sort", _("Choose one of the list."));
    return j.n;
}

/* --- Keeping ------------------------------------------------------------------------------------------------ */

/* Subjects are the same within one host: that of the first address. */
static const char *sector_of(struct arena *a, const struct oidc_edit *e, const char *before)
{
    if (!e->pairwise)
        return "";
    if (*before)
        return before; /* who she is there must not change */
    const char *origin = e->redirects.n > 0 ? oidc_uri_origin(a, e->redirects.v[0]) : "device";
    const char *mark = strstr(origin, "://");
    return mark ? mark + 3 : origin;
}

static err keep_uris(struct db *db, oidc_client_id id, const struct oidc_edit *e)
{
    TRY(oidc_q_uris_drop(db, id));
    for (size_t i = 0; i < e->redirects.n; i++)
        TRY(oidc_q_uri_add(db, id, "redirect", e->redirects.v[i]));
    for (size_t i = 0; i < e->logouts.n; i++)
        TRY(oidc_q_uri_add(db, id, "logout", e->logouts.v[i]));
    return OK;
}

static err keep(struct db *db, oidc_client_id id, const char *sector, const struct oidc_edit *e)
{
    const char *grants = e->refresh && e->device ? "refresh device" : e->refresh ? "refresh" : e->device ? "device" : "";

    TRY(oidc_q_client_change(db, id, e->title, e->uri, e->contact, e->auth, e->jwks, e->alg, grants, e->scopes,
                             sector, e->level, e->first_party, e->pkce, e->dpop, e->par, e->fapi, e->introspect,
                             e->logout_uri, e->access_life, e->refresh_life, e->sort, db_now(db)));
    return keep_uris(db, id, e);
}

err oidc_edit_add(struct db *db, const struct oidc_edit *e, const char *key, oidc_client_id *ret)
{
    struct arena *a = db_arena(db);

    *ret = NEW_ID(db, oidc_client_id);
    TRY(oidc_q_client_add(db, *ret, key ? key : rand_token(a, 12), db_now(db)));
    return keep(db, *ret, sector_of(a, e, ""), e);
}

err oidc_edit_save(struct db *db, const struct oidc_client *c, const struct oidc_edit *e)
{
    return keep(db, c->id, sector_of(db_arena(db), e, c->sector), e);
}

err oidc_secret_new(struct db *db, const struct oidc_client *c, instant keep_until, const char **ret_secret)
{
    struct arena *a = db_arena(db);
    bool older = c->secret.n > 0 && keep_until.v > db_now(db).v;

    *ret_secret = rand_token(a, OIDC_TOKEN);
    return oidc_q_client_secret(db, c->id, oidc_hash(a, *ret_secret), older ? c->secret : (struct str){0},
                                older ? keep_until : (instant){0});
}
