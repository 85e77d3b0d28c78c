/* zone.h: the offsets of one time zone, from the machine's zone files (RFC 8536).
   Only clock.c uses it.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H
#include <stddef.h>
#include <stdint.h>
#include "err.h"

struct zone_change {
    int64_t at;     /* seconds since 1970; the change of offset takes place here */
    int32_t offset; /* seconds east of UTC from here on */
};
struct zone {
    struct zone_change *v; /* sorted by time; the first holds from the beginning */
    size_t n;
};

/* Reads a zone file's bytes; changes after its table come from its footer's rule, up to the year
   2400. ERR_PARSE for anything that is no such file. */
[[nodiscard]] err zone_parse(const char *bytes, size_t n, struct zone *ret_z);
void zone_free(struct zone *z);
/* Seconds east of UTC at a moment. */
int32_t zone_offset(const struct zone *z, int64_t at);

#endif
