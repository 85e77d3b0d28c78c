/* str.c: counted strings and the few operations on text that the campus needs.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "str.h"
#include "buf.h"
#include <uninorm.h>
#include <unicase.h>
#include <unictype.h>
#include <unistr.h>

#define FOLD_MOST 64 /* bytes of one character taken apart: U+FDFA makes 33 of its three */

struct str str_of(const char *s)
{
    return s ? (struct str){s, strlen(s)} : STR("");
}

bool str_is(struct str a, const char *b)
{
    return strlen(b) == a.n && (a.n == 0 || memcmp(a.s, b, a.n) == 0);
}

bool str_eq(const char *a, const char *b)
{
    if (!a || !b)
        return a == b;
    return strcmp(a, b) == 0;
}

bool str_starts(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool str_ends(const char *s, const char *suffix)
{
    size_t n = strlen(s);
    size_t m = strlen(suffix);

    return n >= m && memcmp(s + n - m, suffix, m) == 0;
}

bool str_empty(const char *s)
{
    return !s || !*s;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

char *str_trim(struct arena *a, const char *s)
{
    size_t n = strlen(s);

    while (n > 0 && is_blank(s[n - 1]))
        n--;
    while (n > 0 && is_blank(*s)) {
        s++;
        n--;
    }
    return arena_dupn(a, s, n);
}

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

char *str_lower(struct arena *a, const char *s)
{
    char *out = arena_dup(a, s);

    for (char *p = out; *p; p++)
        *p = lower(*p);
    return out;
}

bool str_utf8_ok(const char *s, size_t n)
{
    const uint8_t *u = (const uint8_t *)s;

    for (size_t i = 0; i < n; i++) {
        bool line = u[i] == '\t' || u[i] == '\n' || u[i] == '\r';
        bool c1 = u[i] == 0xC2 && i + 1 < n && u[i + 1] < 0xA0;
        if ((u[i] < 0x20 && !line) || u[i] == 0x7F || c1)
            return false;
    }
    return n == 0 || u8_check(u, n) == NULL;
}

size_t str_utf8_len(const char *s)
{
    size_t n = 0;

    for (; *s; s++)
        n += ((uint8_t)*s & 0xC0) != 0x80;
    return n;
}

/* Letters that have no decomposition but that people type without their stroke. */
static const char *plain_of(ucs4_t c)
{
    switch (c) {
    case 0xF8:
        return "o";
    case 0xE6:
        return "ae";
    case 0x153:
        return "oe";
    case 0x111:
        return "d";
    case 0x131:
        return "i";
    case 0x142:
        return "l";
    default:
        return NULL;
    }
}

/* One character of what is folded: a blank once, no marks, letters without their stroke. */
static void squeeze(struct buf *b, ucs4_t c, const uint8_t *u, size_t n)
{
    const char *plain = plain_of(c);
    bool blank = uc_is_property_white_space(c);

    if (blank && b->n > 0 && b->s[b->n - 1] != ' ')
        buf_putc(b, ' ');
    if (plain)
        buf_puts(b, plain);
    else if (!blank && !uc_is_general_category_withtable(c, UC_CATEGORY_MASK_Mn))
        buf_put(b, u, n);
}

/* A character beyond ASCII, taken apart and made small. Nothing is held that is malloc()ed while the
   buffer takes memory, which may not return. */
static void fold_wide(struct buf *b, const uint8_t *u, size_t n)
{
    uint8_t small[FOLD_MOST];
    size_t m = sizeof small;
    uint8_t *got = u8_casefold(u, n, NULL, UNINORM_NFKD, small, &m);

    if (got != small) {
        free(got); /* no memory: as it was typed */
        buf_put(b, u, n);
        return;
    }
    for (size_t i = 0; i < m;) {
        ucs4_t c = 0;
        int step = u8_mbtouc(&c, small + i, m - i);
        squeeze(b, c, small + i, (size_t)step);
        i += (size_t)step;
    }
}

char *str_fold(struct arena *a, const char *s)
{
    const uint8_t *u = (const uint8_t *)s;
    size_t n = strlen(s);
    bool utf8 = u8_check(u, n) == NULL; /* of other bytes, small letters are all there is to do */
    struct buf b = buf_in(a, n * FOLD_MOST);

    b.room = n + 1;
    b.s = arena_alloc(a, b.room);
    for (size_t i = 0; i < n;) {
        int step = u[i] < 0x80 || !utf8 ? 1 : u8_mblen(u + i, n - i);
        char small = lower(s[i]);
        if (step > 1)
            fold_wide(&b, u + i, (size_t)step);
        else
            squeeze(&b, u[i] < 0x80 ? u[i] : 0xFFFD, (const uint8_t *)&small, 1);
        i += (size_t)step;
    }
    if (b.n > 0 && b.s[b.n - 1] == ' ')
        b.s[--b.n] = '\0';
    return b.s;
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

char *str_sort_key(struct arena *a, const char *s)
{
    const char *folded = str_fold(a, s);
    char *out = arena_alloc(a, strlen(folded) * 6 + 1);
    char *p = out;

    for (const char *f = folded; *f;) {
        size_t run = 0;
        while (digit(f[run]))
            run++;
        for (size_t i = run; run > 0 && i < 6; i++)
            *p++ = '0';
        size_t n = run > 0 ? run : 1;
        memcpy(p, f, n);
        p += n;
        f += n;
    }
    return out;
}

err str_int(const char *s, int64_t min, int64_t max, int64_t *ret_v)
{
    bool minus = *s == '-';
    bool over = false;
    int64_t v = 0;

    s += minus;
    if (!*s)
        return ERR_PARSE;
    for (; *s; s++) {
        if (!digit(*s))
            return ERR_PARSE;
        int d = minus ? -(*s - '0') : *s - '0';
        over = over || __builtin_mul_overflow(v, (int64_t)10, &v);
        over = over || __builtin_add_overflow(v, (int64_t)d, &v);
    }
    if (over || v < min || v > max)
        return ERR_RANGE;
    *ret_v = v;
    return OK;
}

struct str_list str_split(struct arena *a, const char *s, char sep)
{
    size_t n = 1;

    for (const char *p = s; *p; p++)
        n += *p == sep;
    struct str_list list = {.v = ARENA_ARRAY(a, n, const char *)};
    for (const char *end = NULL; list.n < n; s = end + 1) {
        end = strchrnul(s, sep);
        list.v[list.n++] = arena_dupn(a, s, (size_t)(end - s));
    }
    return list;
}

/* A word that says what somebody is: "Prof.", "dr", "ir.", "J." is none: it stands for a name. */
static bool title(const char *word)
{
    static const char *const known[] = {"prof", "dr", "drs", "ir", "ing", "mr", "mw", "dhr", "msc", "bsc", "phd", "em"};
    size_t n = strlen(word);

    while (n > 0 && (word[n - 1] == '.' || word[n - 1] == ','))
        n--;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(known[i]) == n && memcmp(known[i], word, n) == 0)
            return true;
    return false;
}

char *str_person_key(struct arena *a, const char *name)
{
    struct str_list words = str_split(a, str_lower(a, name), ' ');
    const char *first = "", *last = "";

    for (size_t i = 0; i < words.n; i++) {
        if (words.v[i][0] == '\0' || title(words.v[i]))
            continue;
        if (*last)
            first = arena_printf(a, "%s %s", first, last);
        last = words.v[i];
    }
    return str_sort_key(a, arena_printf(a, "%s%s", last, first));
}
