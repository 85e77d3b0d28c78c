/* draw_file.c: a draw as a file: written, read strictly, and proved.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "draw_file.h"
#include "json.h"
#include "str.h"
#include <string.h>

/* --- Writing --------------------------------------------------------------------------------- */

static void hex_write(struct json_out *j, const char *key, const void *p, size_t n)
{
    char text[2 * sizeof(struct digest) + 1];
    static const char digits[] = "0123456789abcdef";
    const uint8_t *b = p;

    for (size_t i = 0; i < n; i++) {
        text[2 * i] = digits[b[i] >> 4];
        text[2 * i + 1] = digits[b[i] & 15];
    }
    text[2 * n] = '\0';
    json_str(j, key, text);
}

static void held_write(struct json_out *j, const struct draw_file *f)
{
    hex_write(j, "seed", f->seed.b, sizeof f->seed.b);
    hex_write(j, "digest", f->digest.b, sizeof f->digest.b);
    hex_write(j, "final", f->final.b, sizeof f->final.b);
    json_array(j, "tickets");
    for (size_t i = 0; i < f->n; i++)
        hex_write(j, NULL, f->tickets[i].b, sizeof f->tickets[i].b);
    json_end(j, ']');
    json_array(j, "order");
    for (size_t r = 0; r < f->ranks; r++) {
        json_array(j, NULL);
        for (size_t i = 0; i < f->order[r].n; i++)
            json_int(j, NULL, f->order[r].who[i]);
        json_end(j, ']');
    }
    json_end(j, ']');
}

void draw_file_write(struct buf *b, const struct draw_file *f)
{
    struct json_out j = json_begin(b);

    json_object(&j, NULL);
    json_str(&j, "format", DRAW_FILE_FORMAT);
    json_str(&j, "draw", f->id);
    json_str(&j, "term", f->term);
    json_str(&j, "opens", f->opens);
    hex_write(&j, "commitment", f->commitment.b, sizeof f->commitment.b);
    if (f->held)
        held_write(&j, f);
    json_end(&j, '}');
}

/* --- Reading --------------------------------------------------------------------------------- */

struct reading {
    struct arena *arena;
    struct draw_file *f;
    const char *why;
};

static err no(struct reading *r, const char *why)
{
    r->why = why;
    return ERR_PARSE;
}

static err text_read(struct reading *r, const struct json *doc, const char *key,
                     const char **ret)
{
    const char *s = json_text(json_get(doc, key));

    if (s == NULL)
        return no(r, arena_printf(r->arena, "it has no text \"%s\"", key));
    *ret = s;
    return OK;
}

static err digest_read(struct reading *r, const struct json *doc, const char *key,
                       struct digest *ret)
{
    if (draw_hex_read(json_text(json_get(doc, key)), ret) != OK)
        return no(r, arena_printf(r->arena, "\"%s\" is not 64 digits of 0-9 and a-f", key));
    return OK;
}

static err tickets_read(struct reading *r, const struct json *list)
{
    struct draw_file *f = r->f;

    f->n = json_len(list);
    f->tickets = ARENA_ARRAY(r->arena, f->n, struct draw_ticket);
    for (size_t i = 0; i < f->n; i++)
        if (draw_ticket_read(json_text(json_at(list, i)), &f->tickets[i]) != OK)
            return no(
                r, arena_printf(r->arena, "ticket %zu is not 32 digits of 0-9 and a-f", i + 1));
    return OK;
}

static err rank_read(struct reading *r, const struct json *list, size_t rank)
{
    struct draw_line *line = &r->f->order[rank];

    line->n = json_len(list);
    line->who = ARENA_ARRAY(r->arena, line->n, uint32_t);
    for (size_t i = 0; i < line->n; i++) {
        int64_t v = -1;

        if (!json_number(json_at(list, i), &v) || v < 0 || (uint64_t)v >= r->f->n)
            return no(r,
                      arena_printf(r->arena, "rank %zu, place %zu names no ticket of the list",
                                   rank + 1, i + 1));
        line->who[i] = (uint32_t)v;
    }
    return OK;
}

static err held_read(struct reading *r, const struct json *doc)
{
    const struct json *order = json_get(doc, "order");

    r->f->held = true;
    TRY(digest_read(r, doc, "seed", &r->f->seed));
    TRY(digest_read(r, doc, "digest", &r->f->digest));
    TRY(digest_read(r, doc, "final", &r->f->final));
    TRY(tickets_read(r, json_get(doc, "tickets")));
    r->f->ranks = json_len(order);
    if (r->f->ranks > DRAW_RANKS)
        return no(r, "it has more ranks than a plan can have choices");
    for (size_t i = 0; i < r->f->ranks; i++)
        TRY(rank_read(r, json_at(order, i), i));
    return OK;
}

static err all_read(struct reading *r, const char *s, size_t n)
{
    const struct json *doc = NULL;
    const char *format = NULL;

    if (json_parse(r->arena, s, n, DRAW_FILE_MAX, &doc) != OK)
        return no(r, "it is not JSON, or too large");
    TRY(text_read(r, doc, "format", &format));
    if (!str_eq(format, DRAW_FILE_FORMAT))
        return no(r, "its \"format\" is not " DRAW_FILE_FORMAT);
    TRY(text_read(r, doc, "draw", &r->f->id));
    TRY(text_read(r, doc, "term", &r->f->term));
    TRY(text_read(r, doc, "opens", &r->f->opens));
    TRY(digest_read(r, doc, "commitment", &r->f->commitment));
    return json_get(doc, "seed") ? held_read(r, doc) : OK;
}

err draw_file_read(struct arena *a, const char *s, size_t n, struct draw_file *ret,
                   const char **ret_why)
{
    struct draw_file f = {};
    struct reading r = {.arena = a, .f = &f};

    if (all_read(&r, s, n) != OK) {
        *ret_why = r.why;
        return ERR_PARSE;
    }
    *ret = f;
    return OK;
}

/* --- The proof ------------------------------------------------------------------------------- */

static bool same(const struct digest *a, const struct digest *b)
{
    return memcmp(a->b, b->b, sizeof a->b) == 0;
}

static const char *seeds_wrong(struct arena *a, const struct draw_file *f)
{
    struct digest d = draw_commitment(&f->seed);

    if (!same(&d, &f->commitment))
        return arena_printf(a,
                            "The seed is not the one that was promised before the opening: its "
                            "SHA-256 is %s, the commitment is %s.",
                            draw_hex(a, &d), draw_hex(a, &f->commitment));
    for (size_t i = 1; i < f->n; i++)
        if (draw_ticket_compare(&f->tickets[i - 1], &f->tickets[i]) >= 0)
            return arena_printf(a, "Ticket %zu of the list stands twice or out of its order.",
                                i + 1);
    d = draw_digest(f->tickets, f->n);
    if (!same(&d, &f->digest))
        return arena_printf(a, "The digest is not that of these %zu tickets, which is %s.",
                            f->n, draw_hex(a, &d));
    d = draw_final(&f->seed, &f->digest);
    if (!same(&d, &f->final))
        return arena_printf(
            a, "The final seed does not follow from seed and digest; it would be %s.",
            draw_hex(a, &d));
    return NULL;
}

/* Has everybody one turn at most, and nobody one who had none at the rank before? `had` holds the last
   rank of each ticket. */
static const char *members_wrong(struct arena *a, const struct draw_file *f, size_t rank,
                                 uint8_t *had)
{
    const struct draw_line *line = &f->order[rank];

    if (rank == 0 && line->n != f->n)
        return arena_printf(a, "At rank 1 there are %zu turns for %zu tickets.", line->n, f->n);
    for (size_t i = 0; i < line->n; i++) {
        uint8_t *last = &had[line->who[i]];

        if (*last > rank)
            return arena_printf(a, "At rank %zu ticket %s has two turns.", rank + 1,
                                draw_ticket_hex(a, &f->tickets[line->who[i]]));
        if (*last < rank)
            return arena_printf(a, "At rank %zu ticket %s has a turn, and had none before.",
                                rank + 1, draw_ticket_hex(a, &f->tickets[line->who[i]]));
        *last = (uint8_t)(rank + 1);
    }
    return NULL;
}

static const char *order_wrong(struct arena *a, const struct draw_file *f,
                               const struct hash_key *final, size_t rank,
                               struct draw_turn *turns)
{
    const struct draw_line *line = &f->order[rank];

    for (size_t i = 0; i < line->n; i++)
        turns[i].who = line->who[i];
    draw_order(final, (int)rank + 1, f->tickets, turns, line->n);
    for (size_t i = 0; i < line->n; i++)
        if (turns[i].who != line->who[i])
            return arena_printf(a, "At rank %zu, place %zu belongs to ticket %s, not to %s.",
                                rank + 1, i + 1, draw_ticket_hex(a, &f->tickets[turns[i].who]),
                                draw_ticket_hex(a, &f->tickets[line->who[i]]));
    return NULL;
}

const char *draw_file_wrong(struct arena *a, const struct draw_file *f)
{
    const char *wrong = NULL;

    if (!f->held)
        return "The draw was not held yet: there is only its commitment.";
    wrong = seeds_wrong(a, f);
    if (!wrong && f->n > 0 && f->ranks == 0)
        wrong = "There is no order.";
    const struct hash_key *final = hash_key_of(a, f->final.b, sizeof f->final.b);
    uint8_t *had = ARENA_ARRAY(a, f->n, uint8_t);
    struct draw_turn *turns = ARENA_ARRAY(a, f->n, struct draw_turn);
    for (size_t rank = 0; rank < f->ranks && !wrong; rank++) {
        wrong = members_wrong(a, f, rank, had);
        if (!wrong)
            wrong = order_wrong(a, f, final, rank, turns);
    }
    return wrong;
}

size_t draw_file_place(const struct draw_file *f, size_t rank, const struct draw_ticket *t)
{
    for (size_t i = 0; rank < f->ranks && i < f->order[rank].n; i++)
        if (draw_ticket_compare(&f->tickets[f->order[rank].who[i]], t) == 0)
            return i + 1;
    return 0;
}
