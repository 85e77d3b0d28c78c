/* found.h: people as they are found. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_FOUND_H
#define IDENTITY_FOUND_H
#include "search.h"

#define IDENTITY_PEOPLE "person"
extern const struct search_source identity_found[1];

struct identity_listed;
/* Up to twelve people in the order of their ids here; NULL: she is there no more. One query. */
[[nodiscard]] err identity_listed_of(struct db *db, const int64_t *ids, size_t n, struct identity_listed **ret);

#endif
