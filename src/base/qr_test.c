/* qr_test.c: the shape of a QR code. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "qr.h"
#include <string.h>
#include "check.h"

static void a_small_one(void)
{
    struct arena *a = arena_new(1 << 20);
    const char *svg = "";

    CHECK_OK(qr_svg(a, "RAPENBURG", "A \"code\" & <more>", &svg));
    /* Version 1 has 21 modules, and four of quiet on each side; the corner's eye is seven wide. */
    CHECK(strstr(svg, "viewBox=\"0 0 29 29\"") != NULL);
    CHECK(strstr(svg, "d=\"M4 4h7v1h-7z") != NULL);
    CHECK(strstr(svg, "M18 4h7v1h-7z") != NULL);
    CHECK(strstr(svg, "aria-label=\"A &quot;code&quot; &amp; &lt;more>\"") != NULL);
    arena_free(a);
}

static void too_much(void)
{
    struct arena *a = arena_new(1 << 20);
    char *text = arena_alloc(a, 4001);
    const char *svg = NULL;

    memset(text, 'x', 4000);
    CHECK_INT(qr_svg(a, text, "", &svg), ERR_TOO_LARGE);
    arena_free(a);
}

CHECKS(base_qr, TEST(a_small_one), TEST(too_much))
