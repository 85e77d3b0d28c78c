/* edit.h: what an administrator says of an application, by a page or a command.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OIDC_EDIT_H
#define OIDC_EDIT_H
#include "provider.h"

struct oidc_edit {
    const char *title, *uri, *contact;
    const char *auth;   /* "none", "secret", "key" */
    const char *jwks;   /* a JSON Web Key Set, of auth "key" */
    const char *alg;    /* of its ID tokens */
    const char *scopes; /* words */
    const char *logout_uri;
    struct str_list redirects, logouts;
    bool refresh, device, pairwise;
    bool first_party, pkce, dpop, par, fapi, introspect;
    int64_t level;
    const char *sort; /* a word of application_sort_word() */
    int64_t access_life, refresh_life; /* 0: as the settings say */
};
/* What a new one begins with. */
struct oidc_edit oidc_edit_new(void);
[[nodiscard]] err oidc_edit_of(struct db *db, const struct oidc_client *c, struct oidc_edit *ret);

#define OIDC_PROBLEMS 16
struct oidc_problem {
    const char *field;
    struct msg text;
};
/* What is wrong with it; how many. */
size_t oidc_edit_problems(struct arena *a, const struct oidc_edit *e, struct oidc_problem *v);

/* Keeps it, free of problems. In a WRITE. A new one has a client_id of chance, or `key`. */
[[nodiscard]] err oidc_edit_add(struct db *db, const struct oidc_edit *e, const char *key, oidc_client_id *ret);
[[nodiscard]] err oidc_edit_save(struct db *db, const struct oidc_client *c, const struct oidc_edit *e);
/* A new secret, told once; the one before works until `keep`. */
[[nodiscard]] err oidc_secret_new(struct db *db, const struct oidc_client *c, instant keep, const char **ret_secret);

#endif
