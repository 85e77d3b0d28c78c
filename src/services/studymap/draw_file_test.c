/* draw_file_test.c: the public file of a draw: written, read back, and every tampering is told.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "draw_file.h"
#include "file.h"
#include <string.h>

#define FIXTURE "tests/fixtures/draw/held.json"

/* Seven plans with 3, 1, 2, 3, 1, 2 and 3 choices. */
static struct draw_file draw_held(struct arena *a)
{
    static const size_t choices[7] = {3, 1, 2, 3, 1, 2, 3};
    struct draw_file f = {.id = "1201",
                          .term = "2026-2",
                          .opens = "2027-01-15T12:00:00Z",
                          .held = true,
                          .n = 7,
                          .ranks = 3};

    for (uint8_t i = 0; i < 32; i++)
        f.seed.b[i] = (uint8_t)(i * 7);
    f.tickets = ARENA_ARRAY(a, f.n, struct draw_ticket);
    for (size_t i = 0; i < f.n; i++)
        memset(f.tickets[i].b, (int)(0x11 + 0x21 * i), 16);
    f.commitment = draw_commitment(&f.seed);
    f.digest = draw_digest(f.tickets, f.n);
    f.final = draw_final(&f.seed, &f.digest);
    const struct hash_key *final = hash_key_of(a, f.final.b, sizeof f.final.b);
    for (size_t rank = 0; rank < f.ranks; rank++) {
        struct draw_turn turns[7];
        struct draw_line *line = &f.order[rank];

        for (uint32_t i = 0; i < f.n; i++)
            if (choices[i] > rank)
                turns[line->n++].who = i;
        draw_order(final, (int)rank + 1, f.tickets, turns, line->n);
        line->who = ARENA_ARRAY(a, line->n, uint32_t);
        for (size_t i = 0; i < line->n; i++)
            line->who[i] = turns[i].who;
    }
    return f;
}

static const char *text_of(struct arena *a, const struct draw_file *f)
{
    struct buf b = buf_in(a, DRAW_FILE_MAX);

    draw_file_write(&b, f);
    buf_putc(&b, '\n');
    return b.s;
}

/* tests/draw.sh lets the command and the script of docs/draw.md read the same file. */
static void the_file_is_the_one_of_the_other_tests(void)
{
    struct arena *a = arena_new(1 << 20);
    struct draw_file f = draw_held(a);
    struct str s = {};

    CHECK_OK(file_read(a, FIXTURE, 1 << 20, &s));
    CHECK_STR(text_of(a, &f), s.s);
    arena_free(a);
}

static void it_comes_back(void)
{
    struct arena *a = arena_new(1 << 20);
    struct draw_file f = draw_held(a), back = {};
    const char *text = text_of(a, &f);
    const char *why = NULL;

    CHECK_OK(draw_file_read(a, text, strlen(text), &back, &why));
    CHECK_STR(text_of(a, &back), text);
    CHECK(draw_file_wrong(a, &back) == NULL);
    CHECK_INT(draw_file_place(&back, 0, &f.tickets[f.order[0].who[3]]), 4);
    CHECK_INT(draw_file_place(&back, 1, &f.tickets[1]), 0);
    CHECK_INT(draw_file_place(&back, 3, &f.tickets[0]), 0);
    f.held = false;
    text = text_of(a, &f);
    CHECK(strstr(text, "seed") == NULL);
    CHECK_OK(draw_file_read(a, text, strlen(text), &back, &why));
    CHECK(strstr(draw_file_wrong(a, &back), "not held yet") != NULL);
    arena_free(a);
}

/* The text with the first `from` made `to`. */
static const char *with(struct arena *a, const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);

    if (!CHECK(at != NULL))
        return text;
    return arena_printf(a, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static void tampering_is_told(void)
{
    static const struct {
        const char *name, *from, *to, *says;
    } cases[] = {
        {"another seed",       "\"seed\":\"0007",                      "\"seed\":\"0107",             "not the one that was promised"                        },
        {"another ticket",     "1111\",\"3232",                        "1112\",\"3232",
         "The digest is not that of these 7"                                                                                                                 },
        {"a ticket twice",     "\"32323232323232323232323232323232\"",
         "\"11111111111111111111111111111111\"",                                                      "Ticket 2 of the list stands twice or out of its order"},
        {"another final seed", "\"final\":\"",                         "\"final\":\"0000\",\"x\":\"", NULL                                                   },
        {"no order",           "\"order\":[[",                         "\"order\":[],\"x\":[[",       "There is no order"                                    },
    };
    struct arena *a = arena_new(4 << 20);
    struct draw_file f = draw_held(a);
    const char *text = text_of(a, &f);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *bad = with(a, text, cases[i].from, cases[i].to);
        struct draw_file back = {};
        const char *why = NULL;
        err e = draw_file_read(a, bad, strlen(bad), &back, &why);

        check_case(cases[i].name);
        CHECK_INT(e, cases[i].says ? OK : ERR_PARSE);
        if (cases[i].says)
            CHECK(strstr(draw_file_wrong(a, &back), cases[i].says) != NULL);
        else
            CHECK(strstr(why, "\"final\"") != NULL);
    }
    check_case(NULL);
    arena_free(a);
}

static void another_order_is_told(void)
{
    struct arena *a = arena_new(4 << 20);
    struct draw_file f = draw_held(a);
    uint32_t first = f.order[1].who[0];
    const char *wrong = NULL;

    f.final.b[31] ^= 1;
    CHECK(strstr(draw_file_wrong(a, &f), "The final seed does not follow") != NULL);
    f.final.b[31] ^= 1;
    f.order[1].who[0] = f.order[1].who[1];
    CHECK(strstr(draw_file_wrong(a, &f), "has two turns") != NULL);
    f.order[1].who[1] = first;
    wrong = draw_file_wrong(a, &f);
    CHECK(strstr(wrong, "At rank 2, place 1 belongs to ticket") != NULL);
    CHECK(strstr(wrong, draw_ticket_hex(a, &f.tickets[first])) != NULL);
    f.order[1].who[1] = f.order[1].who[0];
    f.order[1].who[0] = first;
    f.order[0].n--;
    CHECK_STR(draw_file_wrong(a, &f), "At rank 1 there are 6 turns for 7 tickets.");
    f.order[0].n++;
    f.order[2].who[0] = 1; /* she had one choice */
    CHECK(strstr(draw_file_wrong(a, &f), "and had none before") != NULL);
    arena_free(a);
}

static void what_is_no_draw(void)
{
    static const struct {
        const char *name, *text, *says;
    } cases[] = {
        {"nothing",            "",                                                          "not JSON"        },
        {"a list",             "[]",                                                        "\"format\""      },
        {"of another kind",    "{\"format\":\"x\"}",                                        "rapenburg-draw-1"},
        {"without a name",     "{\"format\":\"rapenburg-draw-1\"}",                         "\"draw\""        },
        {"without commitment",
         "{\"format\":\"rapenburg-draw-1\",\"draw\":\"1\",\"term\":\"t\",\"opens\":\"o\"}", "\"commitment\""  },
        {"an order of nobody",
         "{\"format\":\"rapenburg-draw-1\",\"draw\":\"1\",\"term\":\"t\",\"opens\":\"o\","
         "\"commitment\":"
         "\"0000000000000000000000000000000000000000000000000000000000000000\",\"seed\":"
         "\"0000000000000000000000000000000000000000000000000000000000000000\",\"digest\":"
         "\"0000000000000000000000000000000000000000000000000000000000000000\",\"final\":"
         "\"0000000000000000000000000000000000000000000000000000000000000000\",\"tickets\":[],"
         "\"order\":[[0]]}",                                                                "names no ticket" },
    };
    struct arena *a = arena_new(4 << 20);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct draw_file f = {};
        const char *why = "";

        check_case(cases[i].name);
        CHECK_INT(draw_file_read(a, cases[i].text, strlen(cases[i].text), &f, &why), ERR_PARSE);
        CHECK(strstr(why, cases[i].says) != NULL);
    }
    check_case(NULL);
    arena_free(a);
}

CHECKS(studymap_draw_file, TEST(the_file_is_the_one_of_the_other_tests), TEST(it_comes_back),
       TEST(tampering_is_told), TEST(another_order_is_told), TEST(what_is_no_draw))
