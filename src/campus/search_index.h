/* search_index.h: documents in memory with the words they hold and the trigrams of those words, never
   changed once made: any number of threads look at once. Pure.

   The bound: a part holds at most SEARCH_DOCS documents, SEARCH_POSTINGS words in them, of which
   SEARCH_TEXT words differ; what comes behind is left out, and told. That is at most 96 MiB; 40,000 people and
   the sample university take 6 MiB.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_SEARCH_INDEX_H
#define CAMPUS_SEARCH_INDEX_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "arena.h"
#include "search_words.h"

#define SEARCH_DOCS 200000U
#define SEARCH_POSTINGS 2000000U
#define SEARCH_TEXT 500000U
#define SEARCH_DOC_WORDS 60U

/* What can be found. The strings live as long as what they are given to. */
struct search_doc {
    int64_t id;
    const char *code;     /* "CSE 8A", "s1234567": found without its blanks, too; or NULL */
    const char *title;    /* "Data Structures" */
    const char *title_nl; /* its Dutch name, or NULL */
    const char *body;     /* other words to find it by: a faculty, an address; or NULL */
    const char *path;     /* where it leads; NULL: the source says (search.h) */
    const char *more;     /* a second line to show; or NULL */
    const char *more_nl;  /* and in Dutch; or NULL: the same */
};

struct search_part;
/* Makes a part of documents, in the order in which equals are shown. `keep`: the part's own documents can
   be asked for, else they only have their ids. It lives in `a`. *ret_left: documents left out. */
[[nodiscard]] const struct search_part *search_part_make(struct arena *a, const struct search_doc *v,
                                                         size_t n, bool keep, size_t *ret_left);
size_t search_part_docs(const struct search_part *p);
int64_t search_part_id(const struct search_part *p, uint32_t doc);
/* NULL when they were not kept. */
const struct search_doc *search_part_doc(const struct search_part *p, uint32_t doc);

struct search_match {
    uint32_t doc;
    int32_t score; /* the higher the better; above zero */
};
struct search_matches {
    struct search_match *v; /* in the order of documents */
    size_t n;
    bool similar; /* no document has these words: they are near */
};
/* Documents that have every word of the query: as a word, its beginning, or inside. `similar`: words with
   slips count as well. Without words nothing is found. */
struct search_matches search_part_match(const struct search_part *p, struct arena *a,
                                        const struct search_query *q, bool similar);

#endif
