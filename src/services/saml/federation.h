/* federation.h: services that a federation tells of. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SAML_FEDERATION_H
#define SAML_FEDERATION_H
#include "idp.h"

/* Who refreshes: a task, or (task NULL) a command. */
struct saml_refresh {
    struct app *app;
    struct task *task;
    struct arena *arena; /* of 1 GiB at most: what comes and what is made of it, for the seconds that it takes */
    size_t n, changed, gone; /* services that it tells of; written; dropped */
};
/* A short WRITE of it. */
[[nodiscard]] err saml_refresh_step(struct saml_refresh *r, err (*run)(struct db *db, void *ctx), void *ctx);
/* What was taken over from a federation hears what it says now; what it does not tell of any more is turned off. In a WRITE. */
[[nodiscard]] err saml_federation_follow(struct db *db, saml_federation_id federation);
/* Reads a federation anew. ERR_PARSE with *ret_why, English: what was known stays. */
[[nodiscard]] err saml_federation_refresh(struct saml_refresh *r, const struct saml_federation *f, const char **ret_why);
[[nodiscard]] err saml_federation_remove(struct db *db, saml_federation_id id);
/* Certificates of a PEM file: base64 of each DER, between blanks. ERR_PARSE: there is none. */
[[nodiscard]] err saml_federation_certs(struct arena *a, struct str pem, const char **ret);

/* The service with that entityID, taken over from a federation that tells of it; *ret_there false: none does. In a WRITE. */
[[nodiscard]] err saml_listed_take(struct db *db, const char *entity, struct saml_sp *ret, bool *ret_there);

/* `rapenburg saml federation …`; argv[0] is "federation". */
int saml_federation_command(struct app *app, int argc, char **argv);

/* The task: reads anew what is due. */
[[nodiscard]] err saml_federations_round(struct task *t, instant *ret_next);

#endif
