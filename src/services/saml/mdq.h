/* mdq.h: a federation that is asked of one service at a time (Metadata Query Protocol), when somebody first comes from it.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SAML_MDQ_H
#define SAML_MDQ_H
#include "federation.h"

/* What it says of a service. */
struct saml_heard {
    saml_federation_id federation;
    const char *entity;
    struct str metadata; /* n 0: it does not know it */
    instant until, again_at;
    bool unheard; /* it could not be asked */
};

/* Reads an answer: one EntityDescriptor of that entityID, signed as a whole by one of the certificates, that says until when it holds,
   45 days at most. ERR_PARSE with *ret_why, English. */
struct saml_mdq_ask {
    const char *entity;
    const struct str_list *certs; /* base64 of DER */
    instant now;
};
[[nodiscard]] err saml_mdq_read(struct arena *a, const struct saml_mdq_ask *q, struct str text, struct saml_heard *ret,
                                const char **ret_why);

/* Keeps it for as long as it holds. In a WRITE. */
[[nodiscard]] err saml_mdq_keep(struct db *db, const struct saml_heard *h);
/* Asks again of all that were taken over, when it is time. ERR_PARSE with *ret_why: of some nothing could be heard; they stay. */
[[nodiscard]] err saml_mdq_refresh(struct saml_refresh *r, const struct saml_federation *f, const char **ret_why);

/* What is kept beside a request to sign in, from before its WRITE until its page. */
struct saml_prepared {
    const struct saml_heard *heard; /* NULL: nothing was asked, or nobody knew */
    const struct saml_consent_view *consent;
};
struct saml_prepared *saml_prepared(struct rq *rq);
/* Asks of the service that sent a message, if nobody knows it yet. Before the WRITE. */
[[nodiscard]] err saml_mdq_prepare(struct rq *rq);

#endif
