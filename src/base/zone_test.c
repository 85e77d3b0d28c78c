/* zone_test.c: zone files that are broken. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "zone.h"
#include "arena.h"
#include "check.h"
#include "file.h"

/* No prefix of a good file may crash or pass for a whole one; bytes changed must not crash. */
static void broken_files_are_refused(void)
{
    struct arena *a = arena_new(1 << 20);
    struct str s = {};
    struct zone z = {};
    CHECK_OK(file_read(a, "/usr/share/zoneinfo/Europe/Amsterdam", 1 << 16, &s));
    CHECK_OK(zone_parse(s.s, s.n, &z));
    CHECK(z.n > 500);
    zone_free(&z);
    for (size_t n = 0; n < s.n; n += 3) {
        char *cut = malloc(n + 1);
        if (!cut)
            break;
        memcpy(cut, s.s, n);
        CHECK_INT(zone_parse(cut, n, &z), ERR_PARSE);
        free(cut);
    }
    char *bent = arena_dupn(a, s.s, s.n);
    for (size_t i = 0; i < s.n; i += 5) {
        bent[i] = (char)~bent[i];
        if (zone_parse(bent, s.n, &z) == OK) {
            CHECK(z.n > 0);
            zone_free(&z);
        }
        bent[i] = s.s[i];
    }
    arena_free(a);
}

CHECKS(base_zone, TEST(broken_files_are_refused))
