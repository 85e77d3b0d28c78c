/* filter.h: the filters of RFC 7644 §3.4.2.2, and the paths of §3.5.2: read with limits, and asked of a resource.
   Pure. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SCIM_FILTER_H
#define SCIM_FILTER_H
#include "schema.h"

#define FILTER_MAX   2000 /* bytes */
#define FILTER_DEPTH 8    /* brackets in brackets */
#define FILTER_TERMS 60

enum filter_op { F_AND, F_OR, F_NOT, F_PR, F_EQ, F_NE, F_CO, F_SW, F_EW, F_GT, F_GE, F_LT, F_LE, F_VALUES };
struct filter {
    enum filter_op op;
    const struct filter *a, *b; /* F_AND, F_OR; F_NOT and F_VALUES: a */
    struct attr_at at;          /* of a comparison, and of F_VALUES: emails[…] */
    const struct node *value;   /* compared with */
};
/* NULL: refused, and why (invalidFilter). */
const struct filter *filter_read(struct arena *a, const struct scim_type *t, const char *s, struct scim_fault *f);
bool filter_holds(const struct filter *f, const struct node *resource);
/* Does an element of a list hold it? Its attributes are those of the list's. */
bool filter_item(const struct filter *f, const struct node *item);
/* Does it ask for this attribute of the core anywhere? */
bool filter_asks(const struct filter *f, const char *name);
/* A text that the attribute must equal for the filter to hold; NULL: it says none. */
const char *filter_equals(const struct filter *f, const char *name);

/* emails[type eq "work"].value */
struct scim_path {
    struct attr_at at;
    const struct filter *which; /* or NULL */
};
bool path_read(struct arena *a, const struct scim_type *t, const char *s, struct scim_path *ret, struct scim_fault *f);
/* The order of two values: below 0, 0, above; `exact`: case counts. */
int value_order(const struct attr *attr, const char *x, const char *y);
/* Milliseconds of an xsd:dateTime; false: it is none. */
bool scim_time(const char *s, int64_t *ret);

#endif
