/* argon.c: the upper line of logins: checks one password again and again, at the cost that the campus is set to when
   nobody sets another, with nothing around it. argon SECONDS -> `argon_per_s=…`.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include "clock.h"
#include "kdf.h"

int main(int argc, char **argv)
{
    struct kdf_cost cost = {KDF_MEMORY_LEAST, KDF_PASSES_LEAST}; /* OWASP's, and identity's own */
    struct arena *a = arena_new(1 << 20);
    const char *text = NULL;
    int64_t n = 0;

    if (argc != 2 || sodium_init() < 0 || kdf_hash(a, "a password", cost, &text) != OK)
        return 2;
    int64_t begin = clock_us(), ends = begin + (int64_t)(strtod(argv[1], NULL) * 1e6);
    for (; clock_us() < ends; n++)
        if (!kdf_check(text, "a password", cost))
            return 1;
    printf("argon_per_s=%.2f\n", (double)n * 1e6 / (double)(clock_us() - begin));
    arena_free(a);
    return 0;
}
