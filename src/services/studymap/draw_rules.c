/* draw_rules.c: commitment, digest, final seed and the order at each rank.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "draw_rules.h"
#include "rand.h"
#include <string.h>

struct draw_ticket draw_ticket_new(void)
{
    struct draw_ticket t;

    rand_bytes(t.b, sizeof t.b);
    return t;
}

void draw_tickets_new(struct draw_ticket *v, size_t n)
{
    rand_bytes(v, n * sizeof *v);
}

int draw_ticket_compare(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct draw_ticket));
}

struct digest draw_seed_new(void)
{
    struct digest seed;

    rand_bytes(seed.b, sizeof seed.b);
    return seed;
}

struct digest draw_commitment(const struct digest *seed)
{
    return hash_sha256(seed->b, sizeof seed->b);
}

struct digest draw_digest(const struct draw_ticket *sorted, size_t n)
{
    return hash_sha256(sorted, n * sizeof *sorted);
}

struct digest draw_final(const struct digest *seed, const struct digest *tickets)
{
    struct digest both[2] = {*seed, *tickets};

    return hash_sha256(both, sizeof both);
}

static int by_key(const void *a, const void *b)
{
    const struct draw_turn *x = a;
    const struct draw_turn *y = b;

    return memcmp(x->key.b, y->key.b, sizeof x->key.b);
}

void draw_order(const struct hash_key *final, int rank, const struct draw_ticket *tickets,
                struct draw_turn *turns, size_t n)
{
    uint8_t said[4 + sizeof(struct draw_ticket)] = {0, 0, 0, (uint8_t)rank};

    _Static_assert(DRAW_RANKS < 256);
    for (size_t i = 0; i < n; i++) {
        memcpy(said + 4, tickets[turns[i].who].b, sizeof tickets->b);
        turns[i].key = hash_keyed(final, said, sizeof said);
    }
    if (n > 0)
        qsort(turns, n, sizeof *turns, by_key);
}

const char *draw_hex(struct arena *a, const struct digest *d)
{
    return hash_hex(a, d->b, sizeof d->b);
}

const char *draw_ticket_hex(struct arena *a, const struct draw_ticket *t)
{
    return hash_hex(a, t->b, sizeof t->b);
}

static int nibble(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Exactly n bytes. */
static err hex_read(const char *s, uint8_t *to, size_t n)
{
    if (s == NULL || strlen(s) != 2 * n)
        return ERR_PARSE;
    for (size_t i = 0; i < n; i++) {
        int high = nibble(s[2 * i]);
        int low = nibble(s[2 * i + 1]);

        if (high < 0 || low < 0)
            return ERR_PARSE;
        to[i] = (uint8_t)(high << 4 | low);
    }
    return OK;
}

err draw_hex_read(const char *s, struct digest *ret)
{
    return hex_read(s, ret->b, sizeof ret->b);
}

err draw_ticket_read(const char *s, struct draw_ticket *ret)
{
    return hex_read(s, ret->b, sizeof ret->b);
}
