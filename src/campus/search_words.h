/* search_words.h: what one types, and what is searched, as words: folded, without accents, split at all
   that is neither letter nor digit. Pure.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_SEARCH_WORDS_H
#define CAMPUS_SEARCH_WORDS_H
#include <stdbool.h>
#include <stddef.h>
#include "arena.h"

/* The longest word in bytes, what stands behind is cut off; the most words of one query. */
#define SEARCH_WORD 32
#define SEARCH_WORDS 8

struct search_word {
    char s[SEARCH_WORD + 1];
    size_t n;
};

/* The next word of folded text behind *at; false at the end. */
bool search_next_word(const char *folded, size_t *at, struct search_word *ret);
/* All words of folded text without what is between them: "cse 8a" -> "cse8a"; cut like a word. */
void search_join(const char *folded, struct search_word *ret);

struct search_query {
    struct search_word v[SEARCH_WORDS];
    size_t n;
    struct search_word joined;
};
struct search_query search_query_of(struct arena *a, const char *typed);

/* How many letters may be wrong in a word of this length: none in short ones and in those with digits. */
int search_slips(const struct search_word *w);
/* Letters wrong, missing, too many, or two in the wrong order between a word and `to`, or the beginning of
   `to` that is nearest; more than `most` (2 at most) is told as most + 1. */
struct search_slip {
    int whole, prefix;
};
struct search_slip search_slip(const struct search_word *w, const char *to, int most);

#endif
