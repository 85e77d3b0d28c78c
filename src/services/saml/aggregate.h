/* aggregate.h: the metadata of a whole federation, read: in a confined process of its own, as they are large and a
   stranger's until their signature is checked. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SAML_AGGREGATE_H
#define SAML_AGGREGATE_H
#include "buf.h"
#include "clock.h"
#include "err.h"
#include "str.h"

struct app;

#define SAML_AGGREGATE_MAX ((size_t)160 << 20) /* bytes; eduGAIN has some 100 MB */
#define SAML_LISTED_MAX    40000               /* services */

/* What the process writes: "until MS", for each service that people sign in to by SAML "MS BYTES ENTITY" with the end of its own
   (0: none) and its metadata behind, and "end N" when all is there and signed. Services that cannot be taken are left out. */
struct saml_cutting;
/* certs: base64 of DER. */
struct saml_cutting *saml_cutting_new(struct arena *a, const struct str_list *certs, instant now, struct buf *out);
/* Takes the next bytes of it; what is ready stands in `out`, which may be emptied between. ERR_FORBIDDEN: none of the certificates
   signed it; ERR_PARSE; ERR_TOO_LARGE; all with *ret_why, English. */
[[nodiscard]] err saml_cutting_add(struct saml_cutting *c, const char *s, size_t n, const char **ret_why);
[[nodiscard]] err saml_cutting_end(struct saml_cutting *c, const char **ret_why);

struct saml_listed_line {
    const char *entity;
    instant until;
    struct str metadata; /* ends with NUL */
};
struct saml_aggregate {
    instant until;
    struct saml_listed_line *v;
    size_t n;
};
/* Reads that again; the text is cut up. ERR_PARSE: it is not that, or not all of it. */
[[nodiscard]] err saml_aggregate_read(struct arena *a, char *text, size_t n, struct saml_aggregate *ret);

/* The process: `saml-aggregate read CERT…`, standard input to standard output, piece by piece; it needs no state folder. */
int saml_aggregate_command(struct app *app, int argc, char **argv);

#endif
