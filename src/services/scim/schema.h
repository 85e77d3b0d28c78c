/* schema.h: what a user and a group are made of (RFC 7643), as tables: validation, paths, filters and /Schemas all
   read them. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SCIM_SCHEMA_H
#define SCIM_SCHEMA_H
#include "node.h"

#define SCIM_USER       "urn:ietf:params:scim:schemas:core:2.0:User"
#define SCIM_ENTERPRISE "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
#define SCIM_CAMPUS     "urn:rapenburg:scim:schemas:extension:campus:2.0:User"
#define SCIM_GROUP      "urn:ietf:params:scim:schemas:core:2.0:Group"
#define SCIM_TEXT_MAX   1000 /* bytes of one value */
#define SCIM_LIST_MAX   50   /* values of one attribute; members of groups have a limit of their own */
#define SCIM_DOC_MAX    16384 /* bytes of a whole user */

/* Why something is refused. No type: the protocol has no word for it. A zero status: nothing is. */
struct scim_fault {
    int status;
    const char *type;   /* "invalidValue" (RFC 7644 §3.12) */
    const char *detail; /* English, for the one who runs the other system */
};

enum attr_type { ATTR_TEXT, ATTR_BOOL, ATTR_TIME, ATTR_DATE, ATTR_REF, ATTR_COMPLEX };
enum attr_change { ATTR_RW, ATTR_RO, ATTR_ONCE };
struct attr {
    const char *name;
    enum attr_type type;
    enum attr_change change;
    bool multi, required, exact, always, unique;
    const char *words; /* canonical values between blanks; NULL: any */
    bool only;         /* no others are taken */
    const char *text;  /* what it is */
    const struct attr *subs;
    size_t n_subs;
};

struct scim_schema {
    const char *urn, *name, *text;
    const struct attr *attrs;
    size_t n;
};
struct scim_type {
    const char *name, *path, *text; /* "User", "/Users" */
    const struct scim_schema *core, *more[2];
    size_t n_more;
};
extern const struct scim_type scim_users, scim_groups;
extern const struct scim_schema *const scim_schemas[];
extern const size_t scim_n_schemas;

/* Where a path leads: urn:…:User:name.familyName. */
struct attr_at {
    const struct scim_schema *more; /* the extension that it is in; NULL: the core */
    const struct attr *attr;        /* NULL: the whole extension */
    const struct attr *sub;         /* or NULL */
};
/* "name.familyName" of n bytes; false: there is no such attribute. */
bool scim_attr(struct arena *a, const struct scim_type *t, const char *path, size_t n, struct attr_at *ret);
const struct attr *scim_sub(const struct attr *attr, const char *name);
/* What a client may write of what it sent, under its proper names. Names that are not known are left out, and what only
   we say (readOnly). NULL: refused, and why. */
struct node *scim_clean(struct arena *a, const struct scim_type *t, const struct node *sent, struct scim_fault *f);
bool scim_date_ok(const char *s); /* YYYY-MM-DD */

/* The document of a schema, as /Schemas shows it; and of all the rest (discovery.c). */
void scim_schema_put(struct json_out *out, const struct scim_schema *s, const char *base);

#endif
