/* meta.h: what a service says of itself (SAML 2.0 Metadata), read. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SAML_META_H
#define SAML_META_H
#include "signing.h"
#include "rules.h"
#include "xml.h"

#define SAML_MD         "urn:oasis:names:tc:SAML:2.0:metadata"
#define SAML_PROTOCOL   "urn:oasis:names:tc:SAML:2.0:protocol"
#define SAML_ASSERTION  "urn:oasis:names:tc:SAML:2.0:assertion"
#define SAML_BINDING(b) "urn:oasis:names:tc:SAML:2.0:bindings:" b
#define SAML_META_MAX   262144 /* bytes of one service's metadata */

#define SAML_ACS_MOST  32
#define SAML_KEYS_MOST 8

/* Where it takes answers to signing in. */
struct saml_acs {
    const char *url, *index;
};
/* Where it is told that somebody leaves, and where it takes the answer. NULL: nowhere. */
struct saml_slo {
    const char *redirect, *redirect_answer, *post, *post_answer;
};
struct saml_meta {
    const char *entity, *title; /* title "": it says none */
    struct saml_acs acs[SAML_ACS_MOST];
    size_t n_acs, default_acs;
    struct saml_slo slo;
    struct sign_public keys[SAML_KEYS_MOST]; /* that sign what it asks */
    size_t n_keys;
    bool signs;        /* it promises to sign its requests */
    const char *format; /* "persistent", "transient", "mail" or "": the first that it names and we give */
    const char *asks;   /* words of attributes that it asks */
    const char *categories; /* entity categories, between blanks */
    instant until;      /* zero: it says none */
};
/* The keys in certificates (base64 of DER); those that cannot be used are left out. How many. */
size_t saml_keys_of(struct arena *a, const struct str_list *certs, struct sign_public v[static SAML_KEYS_MOST]);

/* *ret_why (English, static) is set on an error: ERR_PARSE, ERR_TOO_LARGE. */
[[nodiscard]] err saml_meta_read(struct arena *a, struct str text, struct saml_meta *ret, const char **ret_why);
/* The same without its keys, which take most of the time: for who only asks which service it is. */
[[nodiscard]] err saml_meta_glance(struct arena *a, struct str text, struct saml_meta *ret, const char **ret_why);

#endif
