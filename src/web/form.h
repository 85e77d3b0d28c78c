/* form.h: fields of the query and the body, typed and limited where they enter.
   A bad field notes an error in the person's language and gives a harmless value; check form_bad()
   once, then show the page again: what was typed stays.

     const char *name = form_text(rq, "name", 1, 80);
     int64_t seats = form_int(rq, "seats", 0, 10000);
     if (form_bad(rq))
         return page_after(rq, false, offering_edit_get);
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_FORM_H
#define WEB_FORM_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "clock.h"
#include "rq.h"
#include "str.h"

/* Text of min..max characters, blanks at the ends cut, UTF-8 checked. Never NULL. */
const char *form_text(struct rq *rq, const char *name, size_t min, size_t max);
/* The same with line ends allowed and blanks kept: text areas, passwords. */
const char *form_raw(struct rq *rq, const char *name, size_t min, size_t max);
int64_t form_int(struct rq *rq, const char *name, int64_t min, int64_t max);
/* Like form_int, but `otherwise` when the field is absent or empty. */
int64_t form_int_or(struct rq *rq, const char *name, int64_t min, int64_t max, int64_t otherwise);
bool form_flag(struct rq *rq, const char *name); /* a check box */
day form_day(struct rq *rq, const char *name);
instant form_instant(struct rq *rq, const char *name); /* datetime-local, on the campus clock */
/* One of the words, as its index; -1 and an error otherwise. */
int form_choice(struct rq *rq, const char *name, const char *const *words, size_t n);
#define FORM_ID(rq, type, name) ((type){form_int((rq), (name), 1, INT64_MAX)})
#define FORM_ID_OR_NONE(rq, type, name) ((type){form_int_or((rq), (name), 1, INT64_MAX, 0)})
/* All values of a repeated field, at most `max_n` (an error if more). */
struct str_list form_all(struct rq *rq, const char *name, size_t max_n);

/* The raw value as typed, "" if absent: what a form shows again. */
const char *form_typed(const struct rq *rq, const char *name);
bool form_has(const struct rq *rq, const char *name);

struct upload {
    const char *filename; /* as sent, UTF-8, without path */
    const char *type;
    struct str bytes;
};
const struct upload *form_file(const struct rq *rq, const char *name); /* NULL if absent */
/* The raw body, for JSON routes. */
struct str form_body(const struct rq *rq);

/* Errors. */
[[gnu::format(printf, 3, 4)]] void form_error(struct rq *rq, const char *name, const char *fmt, ...);
bool form_bad(const struct rq *rq);
const char *form_error_of(const struct rq *rq, const char *name); /* NULL: the field is good */
struct form_problem {
    const char *name;  /* field */
    const char *label; /* of the field, in the person's language; NULL: not said */
    const char *text; /* in the person's language */
};
struct form_problems {
    const struct form_problem *v;
    size_t n;
};
struct form_problems form_problems(const struct rq *rq);
/* What the fields are called, in the form's order: so the problems are listed, each with its field. `v` is static. */
struct form_name {
    const char *name;
    struct msg label;
};
void form_names(struct rq *rq, const struct form_name *v, size_t n);

/* The query string of this request with one field changed ("" takes it out): links of filters. */
const char *form_link(const struct rq *rq, const char *name, const char *value);

#endif
