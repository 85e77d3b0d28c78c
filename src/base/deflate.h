/* deflate.h: raw DEFLATE (RFC 1951, no header) by zlib: as messages travel in addresses.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_DEFLATE_H
#define BASE_DEFLATE_H
#include "arena.h"
#include "err.h"
#include "str.h"

/* Packs. ERR_TOO_LARGE: over a megabyte. */
[[nodiscard]] err deflate_pack(struct arena *a, struct str plain, struct str *ret);
/* Unpacks at most `max` bytes. ERR_PARSE: it is not that, is cut off, or something stands behind it;
   ERR_TOO_LARGE: there is more. */
[[nodiscard]] err deflate_unpack(struct arena *a, struct str packed, size_t max, struct str *ret);

#endif
