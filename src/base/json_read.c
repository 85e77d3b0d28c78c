/* json_read.c: reads JSON (RFC 8259), strictly, into a tree in an arena.
   Our own, because every C library for it keeps its tree outside the arena and takes the short names
   (json_object, json_array) for the whole program.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "json.h"
#include "str.h"

#define DEPTH_MAX   32
#define MAX_DEFAULT ((size_t)1024 * 1024)

enum kind { NOTHING, TRUTH, WHOLE, FRACTION, TEXT, ARRAY, OBJECT };

struct json {
    enum kind kind;
    int64_t number; /* a whole number, or a truth */
    const char *text;
    const char *key; /* in an object */
    struct json *first;
    struct json *next;
    struct json **items; /* of an array */
    size_t n;
};

struct reader {
    struct arena *arena;
    const char *s;
    const char *end;
    int depth;
};

static err read_value(struct reader *r, struct json *ret_j);

static void blanks(struct reader *r)
{
    while (r->s < r->end && strchr(" \t\r\n", *r->s) && *r->s)
        r->s++;
}

static bool take(struct reader *r, char c)
{
    bool here = r->s < r->end && *r->s == c;

    r->s += here;
    return here;
}

static bool take_word(struct reader *r, const char *word)
{
    size_t n = strlen(word);

    if ((size_t)(r->end - r->s) < n || memcmp(r->s, word, n) != 0)
        return false;
    r->s += n;
    return true;
}

static err read_hex4(struct reader *r, uint32_t *ret)
{
    uint32_t v = 0;

    if (r->end - r->s < 4)
        return ERR_PARSE;
    for (int i = 0; i < 4; i++) {
        static const char digits[] = "0123456789abcdef";
        char c = *r->s++;
        const char *d = memchr(digits, c >= 'A' && c <= 'F' ? c + 32 : c, 16);
        if (!d)
            return ERR_PARSE;
        v = v << 4 | (uint32_t)(d - digits);
    }
    *ret = v;
    return OK;
}

static char *put_utf8(char *p, uint32_t c)
{
    if (c < 0x80) {
        *p++ = (char)c;
    } else if (c < 0x800) {
        *p++ = (char)(0xC0 | c >> 6);
        *p++ = (char)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        *p++ = (char)(0xE0 | c >> 12);
        *p++ = (char)(0x80 | (c >> 6 & 0x3F));
        *p++ = (char)(0x80 | (c & 0x3F));
    } else {
        *p++ = (char)(0xF0 | c >> 18);
        *p++ = (char)(0x80 | (c >> 12 & 0x3F));
        *p++ = (char)(0x80 | (c >> 6 & 0x3F));
        *p++ = (char)(0x80 | (c & 0x3F));
    }
    return p;
}

/* A \u escape, with the second half of a surrogate pair; a lone half and U+0000 are refused. */
static err read_unicode(struct reader *r, uint32_t *ret)
{
    uint32_t high = 0;
    uint32_t low = 0;

    TRY(read_hex4(r, &high));
    if (high == 0 || (high >= 0xDC00 && high <= 0xDFFF))
        return ERR_PARSE;
    if (high >= 0xD800 && high <= 0xDBFF) {
        if (!take_word(r, "\\u"))
            return ERR_PARSE;
        TRY(read_hex4(r, &low));
        if (low < 0xDC00 || low > 0xDFFF)
            return ERR_PARSE;
        high = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
    }
    *ret = high;
    return OK;
}

static err read_escape(struct reader *r, uint32_t *ret)
{
    static const char from[] = "\"\\/bfnrt";
    static const char to[] = "\"\\/\b\f\n\r\t";

    if (r->s >= r->end)
        return ERR_PARSE;
    if (take(r, 'u'))
        return read_unicode(r, ret);
    const char *at = memchr(from, *r->s++, sizeof from - 1);
    if (!at)
        return ERR_PARSE;
    *ret = (uint32_t)to[at - from];
    return OK;
}

/* Behind the opening quotation mark. The text in memory is never longer than as written. */
static err read_text(struct reader *r, const char **ret)
{
    const char *close = r->s;

    while (close < r->end && *close != '"')
        close += *close == '\\' ? 2 : 1;
    if (close >= r->end)
        return ERR_PARSE;
    char *out = arena_alloc(r->arena, (size_t)(close - r->s) + 1);
    char *p = out;
    while (r->s < close) {
        uint32_t c = 0;
        if ((unsigned char)*r->s < 0x20)
            return ERR_PARSE;
        if (*r->s != '\\') {
            *p++ = *r->s++;
            continue;
        }
        r->s++;
        TRY(read_escape(r, &c));
        p = put_utf8(p, c);
    }
    r->s = close + 1;
    *ret = out;
    return OK;
}

static size_t digits(struct reader *r)
{
    const char *from = r->s;

    while (r->s < r->end && *r->s >= '0' && *r->s <= '9')
        r->s++;
    return (size_t)(r->s - from);
}

static err read_number(struct reader *r, struct json *j)
{
    const char *from = r->s;
    bool whole = true;

    (void)take(r, '-');
    const char *first = r->s;
    size_t n = digits(r);
    if (n == 0 || (n > 1 && *first == '0'))
        return ERR_PARSE;
    if (take(r, '.')) {
        whole = false;
        if (digits(r) == 0)
            return ERR_PARSE;
    }
    if (take(r, 'e') || take(r, 'E')) {
        whole = false;
        if (!take(r, '-'))
            (void)take(r, '+');
        if (digits(r) == 0)
            return ERR_PARSE;
    }
    const char *text = arena_dupn(r->arena, from, (size_t)(r->s - from));
    whole = whole && str_int(text, INT64_MIN, INT64_MAX, &j->number) == OK;
    j->kind = whole ? WHOLE : FRACTION;
    return OK;
}

static err read_array(struct reader *r, struct json *j)
{
    struct json **tail = &j->first;

    j->kind = ARRAY;
    blanks(r);
    if (!take(r, ']')) {
        do {
            *tail = ARENA_NEW(r->arena, struct json);
            TRY(read_value(r, *tail));
            tail = &(*tail)->next;
            j->n++;
        } while (take(r, ','));
        if (!take(r, ']'))
            return ERR_PARSE;
    }
    j->items = ARENA_ARRAY(r->arena, j->n, struct json *);
    size_t i = 0;
    for (struct json *item = j->first; item; item = item->next)
        j->items[i++] = item;
    return OK;
}

static int by_key(const void *a, const void *b)
{
    return strcmp((*(struct json *const *)a)->key, (*(struct json *const *)b)->key);
}

/* Sorts the members by key, for looking up; two of one key are refused. */
static err index_keys(struct reader *r, struct json *j)
{
    size_t n = 0;

    j->items = ARENA_ARRAY(r->arena, j->n, struct json *);
    for (struct json *m = j->first; m; m = m->next)
        j->items[n++] = m;
    if (n > 1)
        qsort(j->items, n, sizeof(struct json *), by_key);
    for (size_t i = 1; i < n; i++) {
        if (str_eq(j->items[i - 1]->key, j->items[i]->key))
            return ERR_PARSE;
    }
    return OK;
}

static err read_object(struct reader *r, struct json *j)
{
    struct json **tail = &j->first;

    j->kind = OBJECT;
    blanks(r);
    if (take(r, '}'))
        return index_keys(r, j);
    do {
        const char *key = NULL;
        blanks(r);
        if (!take(r, '"'))
            return ERR_PARSE;
        TRY(read_text(r, &key));
        blanks(r);
        if (!take(r, ':'))
            return ERR_PARSE;
        *tail = ARENA_NEW(r->arena, struct json);
        TRY(read_value(r, *tail));
        (*tail)->key = key;
        tail = &(*tail)->next;
        j->n++;
    } while (take(r, ','));
    return take(r, '}') ? index_keys(r, j) : ERR_PARSE;
}

static err read_scalar(struct reader *r, struct json *j)
{
    if (take(r, '"')) {
        j->kind = TEXT;
        return read_text(r, &j->text);
    }
    if (take_word(r, "true")) {
        *j = (struct json){.kind = TRUTH, .number = 1};
        return OK;
    }
    if (take_word(r, "false")) {
        *j = (struct json){.kind = TRUTH};
        return OK;
    }
    return take_word(r, "null") ? OK : read_number(r, j);
}

static err read_value(struct reader *r, struct json *ret_j)
{
    err e = OK;

    if (++r->depth > DEPTH_MAX)
        return ERR_PARSE;
    blanks(r);
    if (take(r, '{'))
        e = read_object(r, ret_j);
    else if (take(r, '['))
        e = read_array(r, ret_j);
    else
        e = read_scalar(r, ret_j);
    blanks(r);
    r->depth--;
    return e;
}

err json_parse(struct arena *a, const char *s, size_t n, size_t max, const struct json **ret_j)
{
    struct reader r = {.arena = a, .s = s, .end = s + n};

    if (n > (max ? max : MAX_DEFAULT))
        return ERR_TOO_LARGE;
    if (!str_utf8_ok(s, n))
        return ERR_PARSE;
    struct json *j = ARENA_NEW(a, struct json);
    TRY(read_value(&r, j));
    if (r.s != r.end)
        return ERR_PARSE;
    *ret_j = j;
    return OK;
}

size_t json_members(const struct json *j)
{
    return j && j->kind == OBJECT ? j->n : 0;
}

const struct json *json_member(const struct json *j, size_t i, const char **ret_key)
{
    *ret_key = j->items[i]->key;
    return j->items[i];
}

const struct json *json_get(const struct json *j, const char *key)
{
    size_t low = 0;
    size_t high = j && j->kind == OBJECT ? j->n : 0;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = strcmp(j->items[mid]->key, key);
        if (order == 0)
            return j->items[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

size_t json_len(const struct json *j)
{
    return j && j->kind == ARRAY ? j->n : 0;
}

const struct json *json_at(const struct json *j, size_t i)
{
    return i < json_len(j) ? j->items[i] : NULL;
}

const char *json_text(const struct json *j)
{
    return j && j->kind == TEXT ? j->text : NULL;
}

bool json_number(const struct json *j, int64_t *ret_v)
{
    if (!j || j->kind != WHOLE)
        return false;
    *ret_v = j->number;
    return true;
}

bool json_truth(const struct json *j, bool *ret_v)
{
    if (!j || j->kind != TRUTH)
        return false;
    *ret_v = j->number != 0;
    return true;
}
