/* str.h: counted strings and the few operations on text that the campus needs.
   A `struct str` does not own its bytes; they live in an arena or are static. Text is UTF-8.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_STR_H
#define BASE_STR_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "arena.h"
#include "err.h"

/* Pointer and length; arena-made ones have a NUL behind them. */
struct str {
    const char *s;
    size_t n;
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
struct str str_of(const char *s); /* NULL gives the empty string */
bool str_is(struct str a, const char *b);
bool str_eq(const char *a, const char *b); /* NULL equals only NULL */
bool str_starts(const char *s, const char *prefix);
bool str_ends(const char *s, const char *suffix);
bool str_empty(const char *s); /* NULL or "" */

/* A copy without blanks at both ends. */
char *str_trim(struct arena *a, const char *s);
/* ASCII letters made small. */
char *str_lower(struct arena *a, const char *s);

/* Is it well-formed UTF-8 without NUL and without control characters but tab and line ends? */
bool str_utf8_ok(const char *s, size_t n);
/* Characters (code points) of well-formed UTF-8. */
size_t str_utf8_len(const char *s);
/* The form for searching: case-folded, without diacritics, blanks squeezed. */
char *str_fold(struct arena *a, const char *s);
/* The form for sorting, the same on every database: str_fold with digits padded to six places
   ("CSE 8A" < "CSE 12"). */
char *str_sort_key(struct arena *a, const char *s);

/* The form for sorting people: "Prof. Eva de Smit" sorts as "smit eva de": the surname without what stands before it,
   then the rest, without titles (words that end in a point, or are known ones). */
char *str_person_key(struct arena *a, const char *name);

/* Whole decimal numbers only: no blanks, no sign but '-', nothing behind. ERR_RANGE outside
   min..max, ERR_PARSE for anything else. */
[[nodiscard]] err str_int(const char *s, int64_t min, int64_t max, int64_t *ret_v);

/* Pieces of `s` between `sep`; empty pieces stay. */
struct str_list {
    const char **v;
    size_t n;
};
struct str_list str_split(struct arena *a, const char *s, char sep);

#endif
