/* cbor.h: reads CBOR (RFC 8949) in the one form that authenticators write: shortest numbers, definite lengths
   (CTAP2 canonical form). No tags, no floats. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_CBOR_H
#define BASE_CBOR_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "err.h"
#include "str.h"

/* Where a reader is. */
struct cbor {
    const uint8_t *at, *end;
};
struct cbor cbor_of(struct str bytes);

enum cbor_type { CBOR_NUMBER, CBOR_BYTES, CBOR_TEXT, CBOR_ARRAY, CBOR_MAP, CBOR_BOOL, CBOR_NULL };
struct cbor_item {
    enum cbor_type type;
    int64_t number; /* NUMBER; BOOL as 0 and 1; ARRAY and MAP: elements, or pairs, that follow */
    struct str s;   /* BYTES and TEXT (UTF-8), in the text read */
};
/* The next item. ERR_PARSE: there is none, or not in the canonical form. An array's or map's elements are the next
   items. Numbers beyond 63 bits are refused, and lengths beyond what is left. */
[[nodiscard]] err cbor_next(struct cbor *c, struct cbor_item *ret);
/* Passes one item with all that is in it; nested at most 8 deep. */
[[nodiscard]] err cbor_skip(struct cbor *c);
bool cbor_end(const struct cbor *c);

#endif
