/* patch.h: the changes of RFC 7644 §3.5.2, made to a resource in memory. Pure.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SCIM_PATCH_H
#define SCIM_PATCH_H
#include "filter.h"

#define PATCH_OPS 100
enum patch_op { PATCH_ADD, PATCH_REMOVE, PATCH_REPLACE };
struct patch {
    enum patch_op op;
    const char *path; /* NULL: the resource */
    struct node *value; /* NULL: none was sent */
};
struct patches {
    struct patch *v;
    size_t n;
};
/* Reads a PatchOp message. */
bool patch_read(struct arena *a, const struct node *sent, struct patches *ret, struct scim_fault *f);
/* Makes one change; false: refused, and why. The resource is to be cleaned afterwards (scim_clean). */
bool patch_apply(struct arena *a, const struct scim_type *t, const struct patch *p, struct node *resource,
                 struct scim_fault *f);

#endif
