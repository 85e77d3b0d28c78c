/* search_index.c: makes a part: words are numbered as they come, put in order, and counted into their
   places. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "search_index.h"
#include <string.h>
#include "search_in.h"
#include "str.h"

/* A word as it was met: numbered by its first time. */
struct met {
    const char *s;
    uint32_t number;
};
/* One standing of a word in a document. */
struct standing {
    uint32_t word, doc;
    uint16_t where;
};

struct making {
    struct arena *a;       /* of what stays */
    struct arena *scratch; /* of what goes */
    struct met *met;
    uint32_t n_met, met_room;
    uint32_t *slots; /* hash table: number + 1 */
    uint32_t slots_mask;
    struct standing *v;
    uint32_t n, room;
    size_t text;
    bool full;
};

static uint32_t hash(const char *s, size_t n)
{
    uint32_t h = 2166136261U; /* FNV-1a */

    for (size_t i = 0; i < n; i++)
        h = (h ^ (uint8_t)s[i]) * 16777619U;
    return h ^ h >> 15;
}

static uint32_t *slot_of(const struct making *m, const char *s, size_t n)
{
    uint32_t i = hash(s, n) & m->slots_mask;

    while (m->slots[i] != 0 && !str_eq(m->met[m->slots[i] - 1].s, s))
        i = (i + 1) & m->slots_mask;
    return &m->slots[i];
}

static void more_slots(struct making *m)
{
    uint32_t room = m->slots_mask == 0 ? 1024 : (m->slots_mask + 1) * 2;

    m->slots = ARENA_ARRAY(m->scratch, room, uint32_t);
    m->slots_mask = room - 1;
    for (uint32_t i = 0; i < m->n_met; i++)
        *slot_of(m, m->met[i].s, strlen(m->met[i].s)) = i + 1;
}

static uint32_t number_of(struct making *m, const struct search_word *w)
{
    uint32_t *slot;

    if (m->slots_mask == 0 || m->n_met * 2 > m->slots_mask)
        more_slots(m);
    slot = slot_of(m, w->s, w->n);
    if (*slot != 0)
        return *slot - 1;
    if (m->n_met == m->met_room) {
        struct met *wider = ARENA_ARRAY(m->scratch, m->met_room == 0 ? 512 : m->met_room * 2, struct met);

        if (m->n_met > 0)
            memcpy(wider, m->met, m->n_met * sizeof *wider);
        m->met = wider;
        m->met_room = m->met_room == 0 ? 512 : m->met_room * 2;
    }
    m->met[m->n_met] = (struct met){arena_dupn(m->scratch, w->s, w->n), m->n_met};
    m->text += w->n + 1;
    *slot = m->n_met + 1;
    return m->n_met++;
}

static void stand(struct making *m, const struct search_word *w, uint32_t doc, uint16_t where)
{
    if (m->n == m->room) {
        uint32_t room = m->room == 0 ? 4096 : m->room * 2;
        struct standing *wider = ARENA_ARRAY(m->scratch, room, struct standing);

        if (m->n > 0)
            memcpy(wider, m->v, m->n * sizeof *wider);
        m->v = wider;
        m->room = room;
    }
    m->v[m->n++] = (struct standing){number_of(m, w), doc, where};
}

/* The words of one text; gives how many. */
static unsigned put_text(struct making *m, uint32_t doc, const char *text, unsigned where)
{
    struct search_word w;
    const char *folded;
    unsigned k = 0;
    size_t at = 0;

    if (str_empty(text))
        return 0;
    folded = str_fold(m->scratch, text);
    while (k < SEARCH_DOC_WORDS && search_next_word(folded, &at, &w))
        stand(m, &w, doc, (uint16_t)(where + k++));
    return k;
}

static unsigned put_doc(struct making *m, uint32_t doc, const struct search_doc *d)
{
    struct search_word joined;
    unsigned title;

    if (!str_empty(d->code)) {
        if (put_text(m, doc, d->code, WHERE(FIELD_CODE, 0)) > 0) {
            search_join(str_fold(m->scratch, d->code), &joined);
            stand(m, &joined, doc, WHERE(FIELD_JOINED, 0));
        }
    }
    title = put_text(m, doc, d->title, WHERE(FIELD_TITLE, 0));
    if (d->title_nl != NULL && !str_eq(d->title, d->title_nl))
        (void)put_text(m, doc, d->title_nl, WHERE(FIELD_TITLE, PLACE_NL));
    (void)put_text(m, doc, d->body, WHERE(FIELD_BODY, 0));
    return title;
}

/* --- In order --------------------------------------------------------------------------------- */

static int by_word(const void *pa, const void *pb)
{
    const struct met *a = pa, *b = pb;

    return strcmp(a->s, b->s);
}

/* From sums of counts to beginnings: counts[i + 1] held the number of i. */
static void add_up(uint32_t *counts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        counts[i + 1] += counts[i];
}

static void put_words(struct making *m, struct search_part *p)
{
    char *text = arena_alloc(m->a, m->text + 1), *to = text;
    uint32_t *at = ARENA_ARRAY(m->a, m->n_met + 1, uint32_t);
    uint32_t *now = ARENA_ARRAY(m->scratch, m->n_met + 1, uint32_t);

    if (m->n_met > 1)
        qsort(m->met, m->n_met, sizeof *m->met, by_word);
    for (uint32_t i = 0; i < m->n_met; i++) {
        size_t n = strlen(m->met[i].s) + 1;

        at[i] = (uint32_t)(to - text);
        memcpy(to, m->met[i].s, n);
        to += n;
        now[m->met[i].number] = i;
    }
    for (uint32_t i = 0; i < m->n; i++)
        m->v[i].word = now[m->v[i].word];
    p->n_words = m->n_met;
    p->text = text;
    p->word_at = at;
}

static void put_postings(struct making *m, struct search_part *p)
{
    uint32_t *from = ARENA_ARRAY(m->a, p->n_words + 1, uint32_t);
    uint32_t *next = ARENA_ARRAY(m->scratch, p->n_words + 1, uint32_t);
    uint32_t *doc = ARENA_ARRAY(m->a, m->n + 1, uint32_t);
    uint16_t *where = ARENA_ARRAY(m->a, m->n + 1, uint16_t);

    for (uint32_t i = 0; i < m->n; i++)
        from[m->v[i].word + 1]++;
    add_up(from, p->n_words);
    memcpy(next, from, (p->n_words + 1) * sizeof *next);
    for (uint32_t i = 0; i < m->n; i++) {
        uint32_t to = next[m->v[i].word]++;

        doc[to] = m->v[i].doc;
        where[to] = m->v[i].where;
    }
    p->post_from = from;
    p->post_doc = doc;
    p->post_where = where;
}

uint32_t search_gram(const struct search_part *p, const char *three)
{
    return hash(three, 3) & p->gram_mask;
}

size_t search_marked(const char *word, char *to)
{
    size_t n = strnlen(word, SEARCH_WORD);

    to[0] = '^';
    memcpy(to + 1, word, n);
    to[n + 1] = '\0';
    return n + 1;
}

static void put_grams(struct making *m, struct search_part *p)
{
    char word[SEARCH_WORD + 2];
    uint32_t *from, *next, *grams, total = 0;

    p->gram_mask = 255;
    while (p->gram_mask < p->n_words * 2 && p->gram_mask < 0xffff)
        p->gram_mask = p->gram_mask * 2 + 1;
    from = ARENA_ARRAY(m->a, (size_t)p->gram_mask + 2, uint32_t);
    next = ARENA_ARRAY(m->scratch, (size_t)p->gram_mask + 2, uint32_t);
    for (uint32_t w = 0; w < p->n_words; w++) {
        size_t n = search_marked(p->text + p->word_at[w], word);

        for (size_t i = 0; i + 3 <= n; i++, total++)
            from[search_gram(p, word + i) + 1]++;
    }
    add_up(from, (size_t)p->gram_mask + 1);
    memcpy(next, from, ((size_t)p->gram_mask + 2) * sizeof *next);
    grams = ARENA_ARRAY(m->a, (size_t)total + 1, uint32_t);
    for (uint32_t w = 0; w < p->n_words; w++) {
        size_t n = search_marked(p->text + p->word_at[w], word);

        for (size_t i = 0; i + 3 <= n; i++)
            grams[next[search_gram(p, word + i)]++] = w;
    }
    p->gram_from = from;
    p->gram_word = grams;
}

/* --- Making ----------------------------------------------------------------------------------- */

static const char *kept(struct arena *a, const char *s)
{
    return s == NULL ? NULL : arena_dup(a, s);
}

static const struct search_doc *keep_docs(struct arena *a, const struct search_doc *v, size_t n)
{
    struct search_doc *docs = ARENA_ARRAY(a, n + 1, struct search_doc);

    for (size_t i = 0; i < n; i++)
        docs[i] = (struct search_doc){.id = v[i].id,
                                      .code = kept(a, v[i].code),
                                      .title = kept(a, v[i].title),
                                      .title_nl = kept(a, v[i].title_nl),
                                      .body = kept(a, v[i].body),
                                      .path = kept(a, v[i].path),
                                      .more = kept(a, v[i].more),
                                      .more_nl = kept(a, v[i].more_nl)};
    return docs;
}

const struct search_part *search_part_make(struct arena *a, const struct search_doc *v, size_t n,
                                           bool keep, size_t *ret_left)
{
    struct search_part *p = ARENA_NEW(a, struct search_part);
    struct making m = {.a = a, .scratch = arena_new((size_t)512 << 20)};
    size_t most = n < SEARCH_DOCS ? n : SEARCH_DOCS;
    int64_t *ids = ARENA_ARRAY(a, most + 1, int64_t);
    uint8_t *title_words = ARENA_ARRAY(a, most + 1, uint8_t);

    for (; p->n_docs < most && m.n + 4 * SEARCH_DOC_WORDS < SEARCH_POSTINGS &&
           m.n_met + 4 * SEARCH_DOC_WORDS < SEARCH_TEXT;
         p->n_docs++) {
        ids[p->n_docs] = v[p->n_docs].id;
        title_words[p->n_docs] = (uint8_t)put_doc(&m, (uint32_t)p->n_docs, &v[p->n_docs]);
    }
    p->ids = ids;
    p->title_words = title_words;
    p->docs = keep ? keep_docs(a, v, p->n_docs) : NULL;
    put_words(&m, p);
    put_postings(&m, p);
    put_grams(&m, p);
    arena_free(m.scratch);
    *ret_left = n - p->n_docs;
    return p;
}

size_t search_part_docs(const struct search_part *p)
{
    return p->n_docs;
}

int64_t search_part_id(const struct search_part *p, uint32_t doc)
{
    return p->ids[doc];
}

const struct search_doc *search_part_doc(const struct search_part *p, uint32_t doc)
{
    return p->docs == NULL ? NULL : &p->docs[doc];
}
