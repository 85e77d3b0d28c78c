/* envelope.h: messages of services, taken out of their envelopes, and what they ask: bytes of strangers, in memory alone.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SAML_ENVELOPE_H
#define SAML_ENVELOPE_H
#include "meta.h"
#include "rules.h"
#include "xml.h"

#define SAML_MESSAGE_MAX 65536 /* bytes of a message, unpacked */

struct saml_message {
    struct xml *doc;
    const struct xml_node *root;
    const char *relay;          /* NULL: none */
    bool answer;                /* it came as SAMLResponse */
    bool post;                  /* by POST: base64; else packed before */
    const char *id, *to_answer; /* to_answer: InResponseTo, or NULL */
};
/* Reads the text of a field into a message that knows how it came. A fault when it is none. ERR_MEMORY. */
[[nodiscard]] err saml_open(struct arena *a, const char *text, struct saml_message *m, struct saml_fault *f);

/* Of the service that asks, what counts here. */
struct saml_asker {
    const char *entity, *format; /* format: what it gets when it names none */
    int level;                   /* of a login, at least */
    const struct saml_meta *meta;
};
/* What an AuthnRequest asks. With a fault that has a status, `id`, `acs` and `relay` are read, so that it can be told. */
void saml_request_read(struct arena *a, const struct saml_message *m, const struct saml_asker *from,
                       struct saml_request *ret, struct saml_fault *f);
/* Does the service take answers there? */
bool saml_acs_known(const struct saml_meta *m, const char *url);

/* Who is to be signed out, by a LogoutRequest. */
struct saml_farewell {
    const char *name;      /* NULL: none */
    struct str_list marks; /* each SessionIndex */
};
#define SAML_MARKS_MOST 32 /* more are not looked at */
void saml_farewell_read(struct arena *a, const struct saml_message *m, struct saml_farewell *ret);
/* Does a LogoutResponse say that it worked? */
bool saml_left(struct arena *a, const struct saml_message *m);

#endif
