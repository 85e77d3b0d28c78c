/* bearer.h: access tokens as they are shown. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OIDC_BEARER_H
#define OIDC_BEARER_H
#include "provider.h"

/* Does what the token came of still stand? */
[[nodiscard]] err oidc_bearer_stands(struct db *db, const struct oidc_bearer *b, bool *ret);
/* Was this request's proof not shown to this process before? For routes that do not write. */
bool oidc_proof_first(struct rq *rq);

#endif
