/* colour.c: the institution's colour, made to be read on our surfaces (WCAG 2.2, 1.4.3).
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "page.h"
#include "str.h"
#include <math.h>

#define LEAST 4.5
#define STEPS 50

struct rgb {
    double v[3]; /* 0..255 */
};

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool colour_ok(const char *s)
{
    if (strlen(s) != 7 || s[0] != '#')
        return false;
    for (size_t i = 1; i < 7; i++)
        if (hex(s[i]) < 0)
            return false;
    return true;
}

static struct rgb parse(const char *s)
{
    struct rgb c = {0};

    for (size_t i = 0; i < 3; i++)
        c.v[i] = hex(s[1 + 2 * i]) * 16 + hex(s[2 + 2 * i]);
    return c;
}

static double luminance(struct rgb c)
{
    static const double weight[3] = {0.2126, 0.7152, 0.0722};
    double sum = 0;

    for (size_t i = 0; i < 3; i++) {
        double x = c.v[i] / 255;

        sum += weight[i] * (x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4));
    }
    return sum;
}

static double contrast(struct rgb a, struct rgb b)
{
    double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

    return x > y ? x / y : y / x;
}

static struct rgb mix(struct rgb a, struct rgb b, double share)
{
    for (size_t i = 0; i < 3; i++)
        a.v[i] = round(a.v[i] + (b.v[i] - a.v[i]) * share);
    return a;
}

/* The colour moved towards `end` just as far as needed to be read on both surfaces. */
static struct rgb readable(struct rgb c, struct rgb end, struct rgb on, struct rgb soft)
{
    for (int i = 0; i <= STEPS; i++) {
        struct rgb m = mix(c, end, (double)i / STEPS);

        if (contrast(m, on) >= LEAST && contrast(m, soft) >= LEAST)
            return m;
    }
    return end;
}

static const char *as_hex(struct arena *a, struct rgb c)
{
    return arena_printf(a, "#%02x%02x%02x", (unsigned)c.v[0], (unsigned)c.v[1],
                        (unsigned)c.v[2]);
}

double colour_contrast(const char *a, const char *b)
{
    return contrast(parse(a), parse(b));
}

/* The surfaces are those of app.css: light and its soft accent, dark and its raised one. */
struct accent accent_of(struct arena *a, const char *colour)
{
    struct rgb own = parse(colour_ok(colour) ? colour : ACCENT);
    struct rgb light = readable(own, parse("#000000"), parse("#ffffff"), parse("#e8edf7"));
    struct rgb dark = readable(own, parse("#ffffff"), parse("#1d2a44"), parse("#1a202a"));
    struct accent ret = {.light = as_hex(a, light), .dark = as_hex(a, dark)};

    ret.changed = !str_eq(ret.light, str_lower(a, colour));
    return ret;
}
