/* seal.h: the sealer: numbers and chains committed audit lines, signs the tip, and proves the whole.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_SEAL_H
#define CAMPUS_SEAL_H
#include <stdbool.h>
#include "app.h"
#include "db.h"
#include "err.h"
#include "keys.h"

/* Seals at most 200 open lines inside a write transaction; how many. */
[[nodiscard]] err seal_some(struct db *db, const struct keys *k, int64_t *ret_sealed,
                            const char **ret_tip);
/* Keeps a signed tip outside the database, in STATE/audit.tip: so that lines cut off at the end of
   the log are missed too. */
[[nodiscard]] err seal_keep_tip(const char *state, const char *tip);

struct seal_report {
    int64_t lines, seals, open;
    const char *fault; /* NULL: the chain is whole. English, names the line */
};
/* Reads the whole log and proves numbers, hashes and signatures. */
[[nodiscard]] err seal_verify(struct db *db, struct arena *a, const char *state,
                              const struct keys *k, struct seal_report *ret);

#endif
