/* formparse.h: fields out of bytes: query strings and urlencoded bodies, and multipart/form-data. Pure: for
   form.c, tests and fuzzers.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_FORMPARSE_H
#define WEB_FORMPARSE_H
#include "form.h"

#define FORM_FIELDS     100  /* a query or a body */
#define FORM_PARTS      64   /* of multipart */
#define FORM_NAME_MAX   128  /* bytes */
#define FORM_PART_HEAD  4096 /* bytes of a part's header */

struct field {
    const char *name;
    const char *value;
};
struct fields {
    struct field *v;
    size_t n;
};
struct form_upload {
    const char *name;
    struct upload upload;
};
struct multipart {
    struct fields fields;
    struct form_upload *files;
    size_t n_files;
};

/* ERR_BAD_REQUEST: a bad percent sign, a field that is not UTF-8 or has control characters, a nameless
   field; ERR_TOO_LARGE: too many fields, too long a name. */
[[nodiscard]] err fields_parse(struct arena *a, const char *s, size_t n, struct fields *ret_f);
/* The boundary of a Content-Type; NULL if it is not multipart/form-data with a good one. */
const char *multipart_boundary(struct arena *a, const char *content_type);
/* Files point into `s`. The same errors. */
[[nodiscard]] err multipart_parse(struct arena *a, const char *boundary, const char *s, size_t n,
                                  struct multipart *ret_m);

#endif
