/* cbor.c: any bytes; what is read stays within them, and items read one by one end where the passed one does.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cbor.h"
#include "fuzz.h"

static void read_all(struct arena *a, const char *s, size_t n)
{
    struct cbor c = cbor_of((struct str){s, n}), skipped = c;
    struct cbor_item item;
    int64_t left = 1;

    (void)a;
    bool passed = cbor_skip(&skipped) == OK;
    FUZZ_MUST(skipped.at >= c.at && skipped.at <= c.end);
    while (left > 0 && cbor_next(&c, &item) == OK) {
        FUZZ_MUST(item.s.n == 0 || (item.s.s >= s && item.s.s + item.s.n <= s + n));
        left--;
        if (item.type == CBOR_ARRAY || item.type == CBOR_MAP) {
            FUZZ_MUST(item.number >= 0 && (size_t)item.number <= n);
            left += item.type == CBOR_MAP ? 2 * item.number : item.number;
        }
    }
    if (passed)
        FUZZ_MUST(left == 0 && c.at == skipped.at);
}

FUZZ(read_all)
