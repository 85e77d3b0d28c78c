/* view.h: what compiled views write to, and how a value is written: by its type.
   `const char *` is escaped, `struct html` is not, an unknown type does not compile.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_VIEW_H
#define WEB_VIEW_H
#include <stdbool.h>
#include <stdint.h>
#include "arena.h"
#include "buf.h"
#include "clock.h"
#include "err.h"
#include "i18n.h"
#include "ids.h"

struct rq;

enum escape { ESCAPE_HTML, ESCAPE_JSON, ESCAPE_XML, ESCAPE_CONF, ESCAPE_TEXT };

/* Where a view writes. A request has one (rq->out); a mail or a configuration file makes its own. */
struct out {
    struct buf *buf;
    struct arena *arena;
    enum lang lang;
    enum escape escape;
    struct rq *rq; /* NULL outside a request */
};

/* Bytes that are markup already. Only views and the few makers of markup produce it. */
struct html {
    const char *s;
};

void put_raw(struct out *out, const char *s, size_t n); /* the template's own text */
void put_str(struct out *out, const char *s);           /* escaped; NULL writes nothing */
void put_int(struct out *out, int64_t v);
void put_bool(struct out *out, bool v);
void put_html(struct out *out, struct html h);
void put_msg(struct out *out, struct msg m); /* translated, then escaped */
/* "Tue 24 Nov 2026, 13:00", "Tue 24 Nov 2026", "13:00", in the language of `out`. */
void put_instant(struct out *out, instant t);
void put_day(struct out *out, day d);
void put_minute(struct out *out, minute m);
/* {{ f_("%s has %d seats", title, n) }}: translated, formatted, escaped as a whole. */
[[gnu::format(printf, 2, 3)]] void put_f(struct out *out, const char *fmt, ...);
/* {{ json(expr) }}: a JSON string with quotes; in HTML and XML escaped once more, for data- attributes. */
void put_json(struct out *out, const char *s);
/* {{ token }}: the hidden field that proves that the form came from this session. */
void put_token(struct out *out);

#define X(word) static inline void put_##word(struct out *out, word id) { put_int(out, id.v); }
/* clang-format off */
#include "ids.def"
#undef X
#include "put_ids.h" /* generated from ids.def: #define PUT_IDS person_id: put_person_id, … */
#define put(out, x) _Generic((x), \
    char *: put_str, const char *: put_str, bool: put_bool, \
    int: put_int, unsigned: put_int, long: put_int, long long: put_int, \
    unsigned long: put_int, unsigned long long: put_int, \
    struct html: put_html, struct msg: put_msg, \
    instant: put_instant, day: put_day, minute: put_minute, \
    PUT_IDS unsigned char: put_int)((out), (x))
/* clang-format on */

#endif
