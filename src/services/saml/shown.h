/* shown.h: what a service is told of somebody, for people to read. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SAML_SHOWN_H
#define SAML_SHOWN_H
#include "idp.h"
#include "models.h"

/* Attributes and their present values; makes no names. */
[[nodiscard]] err saml_shown(struct rq *rq, const struct saml_to *to, struct saml_shown_list *ret);

#endif
