/* audit.h: who changed what, when. One plain row in the same transaction as the change; the sealer
   job numbers and chains committed rows within a second and signs the tip (Ed25519).
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_AUDIT_H
#define CAMPUS_AUDIT_H
#include "db.h"
#include "err.h"
#include "rq.h"

struct audit_entry {
    const char *what;    /* "identity.signed_in": area and past participle */
    person_id who;       /* zero: the system */
    const char *about;   /* kind of the thing: "section"; may be NULL */
    int64_t id;
    const char *detail;  /* a JSON object or NULL; no secrets */
    const char *request; /* the request's id or NULL */
    const char *address;
};
[[nodiscard]] err audit(struct db *db, const struct audit_entry *e);
/* Many at once, of what nobody asked for in a request: `detail`, `request` and `address` are not kept. */
[[nodiscard]] err audit_many(struct db *db, const struct audit_entry *v, size_t n);
/* The same for the acting person of a request. */
[[nodiscard]] err audit_rq(struct rq *rq, const char *what, const char *about, int64_t id,
                           const char *detail);

#endif
