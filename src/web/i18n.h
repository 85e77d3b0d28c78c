/* i18n.h: the languages of the campus and texts that wait for one.
   Texts are English in the source, marked for extraction (xgettext) by `_()`, `n_()`, `say()`,
   `fail()` and put_f(); po/LANG/NAME.po translates; tools/catalogue compiles it in.
   The language belongs to the request, never to the process.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_I18N_H
#define WEB_I18N_H
#include <stdarg.h>
#include <stdint.h>
#include "arena.h"
#include "clock.h"

/* LANG_PSEUDO lengthens and accents every text; only tests use it ("x-pseudo"). */
enum lang { LANG_EN, LANG_NL, LANG_PSEUDO, LANG_COUNT };
const char *lang_code(enum lang l); /* "en", "nl": for the lang attribute */
enum lang lang_of(const char *code, enum lang otherwise);
/* The best of an Accept-Language header (RFC 9110 §12.5.4). */
enum lang lang_accept(const char *header);

/* A text not yet in a language. */
struct msg {
    const char *one;  /* English */
    const char *many; /* plural form, or NULL */
    int64_t n;        /* what it counts; %d in the text becomes it */
};
#define _(text) ((struct msg){.one = (text)})
#define n_(text, plural, count) ((struct msg){.one = (text), .many = (plural), .n = (int64_t)(count)})
static inline struct msg msg_none(void)
{
    return (struct msg){0};
}

/* The text in a language; with a plural, %d replaced. */
const char *msg_in(struct arena *a, enum lang l, struct msg m);
/* Translation of a format, and the formatted text. */
const char *tr(enum lang l, const char *english);
[[gnu::format(printf, 3, 4)]] const char *tr_f(struct arena *a, enum lang l, const char *fmt, ...);
[[gnu::format(printf, 3, 0)]] const char *tr_vf(struct arena *a, enum lang l, const char *fmt,
                                                va_list ap);
[[gnu::format(printf, 3, 0), gnu::format(printf, 4, 0)]] const char *
tr_n(struct arena *a, enum lang l, const char *one, const char *many, int64_t n);

/* "254,417", "254.417" */
const char *number_words(struct arena *a, enum lang l, int64_t n);
/* Days and moments as people write them: "Tue 24 Nov 2026", "di 24 nov 2026"; "Tuesday"; "Tue". */
const char *day_words(struct arena *a, enum lang l, day d);
const char *instant_words(struct arena *a, enum lang l, instant t);
const char *weekday_words(enum lang l, int weekday);       /* 1 Monday .. 7 */
const char *weekday_short(enum lang l, int weekday);
const char *month_words(enum lang l, int month);           /* 1..12, "November" */

#endif
