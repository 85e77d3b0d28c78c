/* search_in.h: how a part of the index lies in memory: between search_index.c and search_match.c.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_SEARCH_IN_H
#define CAMPUS_SEARCH_IN_H
#include "search_index.h"

/* Where a word stands: its field, and its place in it. */
enum search_field { FIELD_JOINED, FIELD_CODE, FIELD_TITLE, FIELD_BODY };
#define WHERE(field, place) ((uint16_t)((unsigned)(field) << 8 | (place)))
#define WHERE_FIELD(w) ((enum search_field)((w) >> 8))
#define WHERE_PLACE(w) ((w)&0xffU)
#define PLACE_NL 100U /* Dutch titles stand behind the English ones */

struct search_part {
    size_t n_docs;
    const int64_t *ids;
    const struct search_doc *docs; /* NULL: not kept */
    const uint8_t *title_words;
    /* The words that differ, in order: word w is text + word_at[w]. */
    uint32_t n_words;
    const char *text;
    const uint32_t *word_at;
    /* Word w stands in the documents post_doc[post_from[w]] … , in their order. */
    const uint32_t *post_from, *post_doc;
    const uint16_t *post_where;
    /* Words by their trigrams, "^ab" too, hashed: those of slot g are gram_word[gram_from[g]] … */
    uint32_t gram_mask;
    const uint32_t *gram_from, *gram_word;
};

uint32_t search_gram(const struct search_part *p, const char *three);
/* The word with its mark "^" in front; gives its length. `to` has SEARCH_WORD + 2 bytes. */
size_t search_marked(const char *word, char *to);
/* The first word that is not before `s`. */
uint32_t search_first_word(const struct search_part *p, const char *s);

#endif
