/* admin.h: the administrator's pages of services. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SAML_ADMIN_H
#define SAML_ADMIN_H
#include "edit.h"
#include "models.h"

/* The service of the address; an error page when there is none. */
[[nodiscard]] err saml_admin_sp(struct rq *rq, struct saml_sp *ret);

/* --- offered.c: metadata that came by a form --------------------------------------------------------- */

/* What was offered, read before the write: a file, a text, an address that was fetched, or a preset. */
struct saml_offered {
    struct str text;
    const char *source, *kind; /* kind NULL: none was chosen */
    const char *field, *why;   /* why NULL: it is there */
    const struct saml_new_key *key; /* NULL: there is one already */
};
[[nodiscard]] err saml_offer_new_prepare(struct rq *rq);
[[nodiscard]] err saml_offer_again_prepare(struct rq *rq);
void saml_offer_wrong(struct rq *rq, const char *field, const char *why);

/* --- Handlers ------------------------------------------------------------------------------------------ */

[[nodiscard]] err saml_services_get(struct rq *rq);
[[nodiscard]] err saml_key_prepare(struct rq *rq);
[[nodiscard]] err saml_key_post(struct rq *rq);
[[nodiscard]] err saml_service_new_get(struct rq *rq);
[[nodiscard]] err saml_service_new_post(struct rq *rq);
[[nodiscard]] err saml_service_get(struct rq *rq);
[[nodiscard]] err saml_service_post(struct rq *rq);
[[nodiscard]] err saml_service_again_post(struct rq *rq);
[[nodiscard]] err saml_service_disable_post(struct rq *rq);
[[nodiscard]] err saml_service_enable_post(struct rq *rq);
[[nodiscard]] err saml_service_remove_get(struct rq *rq);
[[nodiscard]] err saml_service_remove_post(struct rq *rq);
[[nodiscard]] err saml_preview_get(struct rq *rq);

#endif
