/* search_match.c: which documents have the words, and how well. Each word of the query adds to the documents
   that had all before it: what it is worth there is the class of the match times the field.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include "search_in.h"
#include "search_index.h"
#include "str.h"

enum worth {
    WORTH_WORD = 100,
    WORTH_BEGIN = 60,   /* and up to 30 more the more of the word was typed */
    WORTH_INSIDE = 25,
    WORTH_SLIP = 50,    /* less 12 for each slip; 15 less when it is the beginning of a word */
    WORTH_NEXT = 40,    /* it stands right behind the word before */
    WORTH_FIRST = 30,   /* and the first is the first of the title */
    WORTH_TITLE = 60,   /* the words are all there is of the title */
    WORTH_CODE = 2000,  /* the code itself */
    WORTH_CODES = 400,  /* its beginning */
};
static const int32_t field_times[] = {
    [FIELD_JOINED] = 3, [FIELD_CODE] = 3, [FIELD_TITLE] = 2, [FIELD_BODY] = 1};

/* What a document has so far. */
struct standing {
    int32_t total;
    int16_t now;      /* of the present word */
    uint8_t had;      /* words of the query */
    uint8_t place;    /* of the present word in the title; 0xff: elsewhere */
    uint8_t before;   /* of the word before */
};
struct matching {
    const struct search_part *p;
    struct standing *docs;
    uint32_t *met; /* documents that have the first word */
    size_t n_met;
    size_t k; /* the present word */
};

static const char *word_of(const struct search_part *p, uint32_t w)
{
    return p->text + p->word_at[w];
}

uint32_t search_first_word(const struct search_part *p, const char *s)
{
    uint32_t low = 0, high = p->n_words;

    while (low < high) {
        uint32_t mid = low + (high - low) / 2;

        if (strcmp(word_of(p, mid), s) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static int32_t worth_at(const struct matching *m, const struct standing *d, int32_t worth, uint16_t where)
{
    enum search_field f = WHERE_FIELD(where);
    int32_t sum = worth * field_times[f];

    if (f == FIELD_TITLE && m->k == 0 && WHERE_PLACE(where) % PLACE_NL == 0)
        sum += WORTH_FIRST;
    if (f == FIELD_TITLE && m->k > 0 && d->before != 0xff && WHERE_PLACE(where) == d->before + 1U)
        sum += WORTH_NEXT;
    return sum;
}

/* One document has the present word, worth so much. */
static void credit(struct matching *m, uint32_t doc, int32_t worth, uint16_t where)
{
    struct standing *d = &m->docs[doc];
    int32_t sum;

    if (d->had < m->k)
        return;
    if (d->had == m->k) {
        if (m->k == 0)
            m->met[m->n_met++] = doc;
        d->before = d->place;
        d->had++;
        d->now = 0;
    }
    sum = worth_at(m, d, worth, where);
    if (sum <= d->now)
        return;
    d->total += sum - d->now;
    d->now = (int16_t)sum;
    d->place = WHERE_FIELD(where) == FIELD_TITLE ? (uint8_t)WHERE_PLACE(where) : 0xff;
}

static void credit_word(struct matching *m, uint32_t w, int32_t worth)
{
    const struct search_part *p = m->p;

    for (uint32_t i = p->post_from[w]; i < p->post_from[w + 1]; i++)
        credit(m, p->post_doc[i], worth, p->post_where[i]);
}

/* The word itself, and those that begin with it. */
static void match_begins(struct matching *m, const struct search_word *t)
{
    const struct search_part *p = m->p;

    for (uint32_t w = search_first_word(p, t->s); w < p->n_words; w++) {
        const char *s = word_of(p, w);

        if (strncmp(s, t->s, t->n) != 0)
            break;
        credit_word(m, w,
                    s[t->n] == '\0' ? WORTH_WORD
                                    : WORTH_BEGIN + (int32_t)(30 * t->n / strnlen(s, SEARCH_WORD)));
    }
}

/* Words that have it inside: those of its rarest trigram are looked through. */
static void match_inside(struct matching *m, const struct search_word *t)
{
    const struct search_part *p = m->p;
    uint32_t best = 0, fewest = UINT32_MAX;

    if (t->n < 3)
        return;
    for (size_t i = 0; i + 3 <= t->n; i++) {
        uint32_t g = search_gram(p, t->s + i), n = p->gram_from[g + 1] - p->gram_from[g];

        if (n < fewest) {
            best = g;
            fewest = n;
        }
    }
    for (uint32_t i = p->gram_from[best]; i < p->gram_from[best + 1]; i++) {
        uint32_t w = p->gram_word[i];
        const char *s = word_of(p, w), *found = strstr(s, t->s);

        if (found != NULL && found != s)
            credit_word(m, w, WORTH_INSIDE);
    }
}

/* Codes and numbers are not near a word: most words of people are their logins. */
static bool number(const char *s)
{
    return (s[0] >= '0' && s[0] <= '9') || (s[1] >= '0' && s[1] <= '9');
}

static void try_slips(struct matching *m, const struct search_word *t, uint32_t w, int most)
{
    const char *word = word_of(m->p, w);
    struct search_slip s = {most + 1, most + 1};

    if (!number(word))
        s = search_slip(t, word, most);
    int32_t whole = s.whole <= most ? WORTH_SLIP - 12 * s.whole : 0;
    int32_t prefix = s.prefix <= most ? WORTH_SLIP - 15 - 12 * s.prefix : 0;
    int32_t worth = whole > prefix ? whole : prefix;

    if (worth > 0)
        credit_word(m, w, worth);
}

/* Words that share enough trigrams: a slip spoils at most four. */
static void match_slips(struct matching *m, struct arena *a, const struct search_word *t, int most)
{
    const struct search_part *p = m->p;
    uint8_t *shared = ARENA_ARRAY(a, p->n_words + 1, uint8_t);
    char marked[SEARCH_WORD + 2];
    size_t n = search_marked(t->s, marked);
    int needed = (int)n - 2 - 4 * most;

    if (needed < 1)
        needed = 1;
    for (size_t i = 0; i + 3 <= n; i++) {
        uint32_t g = search_gram(p, marked + i);

        for (uint32_t j = p->gram_from[g]; j < p->gram_from[g + 1]; j++)
            if (++shared[p->gram_word[j]] == needed)
                try_slips(m, t, p->gram_word[j], most);
    }
}

/* A slip may leave a short word no trigram at all: those with its first letter are looked through. */
static void match_short(struct matching *m, const struct search_word *t, int most)
{
    const struct search_part *p = m->p;
    char first[2] = {t->s[0], '\0'};

    for (uint32_t w = search_first_word(p, first); w < p->n_words && word_of(p, w)[0] == t->s[0]; w++)
        try_slips(m, t, w, most);
}

/* Codes that begin like this are as good as none when they are so many. */
#define CODES_MOST 4096U

static void credit_code(struct matching *m, const struct search_query *q, uint32_t w, int32_t worth)
{
    const struct search_part *p = m->p;

    for (uint32_t i = p->post_from[w]; i < p->post_from[w + 1]; i++) {
        struct standing *d = &m->docs[p->post_doc[i]];

        if (WHERE_FIELD(p->post_where[i]) != FIELD_JOINED)
            continue;
        if (d->had == 0)
            m->met[m->n_met++] = p->post_doc[i];
        d->had = (uint8_t)q->n;
        d->total += worth;
    }
}

/* The words typed are a code without its blanks, or with others: "cs e8a". */
static void match_code(struct matching *m, const struct search_query *q)
{
    const struct search_part *p = m->p;
    uint32_t first = search_first_word(p, q->joined.s), end = first;

    while (end < p->n_words && strncmp(word_of(p, end), q->joined.s, q->joined.n) == 0 &&
           end - first <= CODES_MOST)
        end++;
    if (first < end && str_eq(word_of(p, first), q->joined.s))
        credit_code(m, q, first++, WORTH_CODE);
    for (uint32_t w = first; end - first < CODES_MOST && w < end; w++)
        credit_code(m, q, w, WORTH_CODES);
}

static void match_word(struct matching *m, struct arena *a, const struct search_word *t, bool similar)
{
    int slips = search_slips(t);

    match_begins(m, t);
    match_inside(m, t);
    if (!similar || slips == 0)
        return;
    match_slips(m, a, t, slips);
    if (t->n < 6)
        match_short(m, t, slips);
}

static int by_doc(const void *pa, const void *pb)
{
    const uint32_t *a = pa, *b = pb;

    return *a < *b ? -1 : *a > *b;
}

/* Few are put in order; of many all documents are looked through, which is faster. */
static void in_order(struct matching *m)
{
    if (m->n_met < m->p->n_docs / 16) {
        if (m->n_met > 1)
            qsort(m->met, m->n_met, sizeof *m->met, by_doc);
        return;
    }
    m->n_met = 0;
    for (uint32_t d = 0; d < m->p->n_docs; d++)
        if (m->docs[d].had > 0)
            m->met[m->n_met++] = d;
}

struct search_matches search_part_match(const struct search_part *p, struct arena *a,
                                        const struct search_query *q, bool similar)
{
    struct matching m = {.p = p};
    struct search_matches ret = {.similar = similar};

    if (q->n == 0 || p->n_docs == 0)
        return ret;
    m.docs = ARENA_ARRAY(a, p->n_docs, struct standing);
    m.met = ARENA_ARRAY(a, p->n_docs, uint32_t);
    for (; m.k < q->n; m.k++)
        match_word(&m, a, &q->v[m.k], similar);
    match_code(&m, q);
    in_order(&m);
    ret.v = ARENA_ARRAY(a, m.n_met + 1, struct search_match);
    for (size_t i = 0; i < m.n_met; i++) {
        const struct standing *d = &m.docs[m.met[i]];

        if (d->had >= q->n)
            ret.v[ret.n++] = (struct search_match){
                m.met[i], d->total + (p->title_words[m.met[i]] == q->n ? WORTH_TITLE : 0)};
    }
    return ret;
}
