/* draw_rules.h: the chance of a draw, pure: what is promised before, and the order that follows from it.
   A draw has a secret seed of 32 bytes and one ticket of 16 bytes for each plan in it.
     commitment = SHA-256(seed), shown before the opening
     digest     = SHA-256(all tickets, sorted, one after the other)
     final      = SHA-256(seed, digest)
     key        = HMAC-SHA-256(final, rank as four bytes with the highest first, ticket)
   At each rank of preference the smallest key comes first. docs/draw.md says it for everybody.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_DRAW_RULES_H
#define STUDYMAP_DRAW_RULES_H
#include "arena.h"
#include "err.h"
#include "hash.h"
#include <stddef.h>
#include <stdint.h>

/* Ranks are counted from 1; a plan has no more choices (rules.h). */
#define DRAW_RANKS 20

struct draw_ticket {
    uint8_t b[16];
};
struct draw_ticket draw_ticket_new(void);
void draw_tickets_new(struct draw_ticket *v, size_t n);
int draw_ticket_compare(const void *a, const void *b); /* for qsort() */

struct digest draw_seed_new(void);
struct digest draw_commitment(const struct digest *seed);
/* Of sorted tickets. */
struct digest draw_digest(const struct draw_ticket *sorted, size_t n);
struct digest draw_final(const struct digest *seed, const struct digest *tickets);

/* Somebody's turn at a rank: `who` is the index of her ticket. */
struct draw_turn {
    struct digest key;
    uint32_t who;
};
/* Orders those who have a turn at this rank: `who` is given, the key is filled in. */
void draw_order(const struct hash_key *final, int rank, const struct draw_ticket *tickets,
                struct draw_turn *turns, size_t n);

/* As text and back: small hexadecimal letters only. */
const char *draw_hex(struct arena *a, const struct digest *d);
const char *draw_ticket_hex(struct arena *a, const struct draw_ticket *t);
[[nodiscard]] err draw_hex_read(const char *s, struct digest *ret);
[[nodiscard]] err draw_ticket_read(const char *s, struct draw_ticket *ret);

#endif
