/* draw_rules_test.c: the order of a draw, with answers that were worked out by another program.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "draw_rules.h"
#include "rand.h"
#include <string.h>

static void known_answers(void)
{
    static const uint32_t want[5][3] = {
        {1, 0, 2},
        {1, 2, 0},
        {0, 1, 2},
        {0, 1, 2},
        {0, 2, 1}
    };
    struct arena *a = arena_new(1 << 16);
    struct draw_ticket tickets[3];
    struct digest seed;

    for (uint8_t i = 0; i < 32; i++)
        seed.b[i] = i;
    memset(tickets[0].b, 0xaa, 16);
    memset(tickets[1].b, 0x11, 16);
    memcpy(tickets[2].b, seed.b, 16);
    struct digest d = draw_commitment(&seed);
    CHECK_STR(draw_hex(a, &d),
              "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd");
    struct draw_ticket sorted[3] = {tickets[0], tickets[1], tickets[2]};
    qsort(sorted, 3, sizeof *sorted, draw_ticket_compare);
    struct digest digest = draw_digest(sorted, 3);
    CHECK_STR(draw_hex(a, &digest),
              "c891872629c13dc1ed5bea998cc8f24c773d689146728e2795214ebc92fc93a4");
    struct digest final = draw_final(&seed, &digest);
    CHECK_STR(draw_hex(a, &final),
              "bbd09cc9bfa27d960049493089a8b34902b88bc0f90066240698211517371bbd");
    const struct hash_key *key = hash_key_of(a, final.b, sizeof final.b);
    for (int rank = 1; rank <= 5; rank++) {
        struct draw_turn turns[3] = {{.who = 0}, {.who = 1}, {.who = 2}};
        draw_order(key, rank, tickets, turns, 3);
        for (int i = 0; i < 3; i++) {
            CHECK_INT(turns[i].who, want[rank - 1][i]);
            if (rank == 1 && turns[i].who == 0)
                CHECK_STR(draw_hex(a, &turns[i].key),
                          "5d66b1263f7cbd25cb6348ecd3ea9bf9a2f91ec6fda8e709510e3148e2e695ba");
        }
    }
    arena_free(a);
}

/* Everybody is as often in front as anybody else, at every rank. */
static void nobody_is_favoured(void)
{
    enum { PEOPLE = 8, DRAWS = 4000 };
    struct arena *a = arena_new(4 << 20);
    struct draw_ticket tickets[PEOPLE];
    int first[2][PEOPLE] = {};

    rand_seed(7);
    for (int i = 0; i < PEOPLE; i++)
        tickets[i] = draw_ticket_new();
    for (int i = 0; i < DRAWS; i++) {
        struct digest seed = draw_seed_new();
        const struct hash_key *key = hash_key_of(a, seed.b, sizeof seed.b);
        for (int rank = 1; rank <= 2; rank++) {
            struct draw_turn turns[PEOPLE];
            for (uint32_t k = 0; k < PEOPLE; k++)
                turns[k].who = k;
            draw_order(key, rank, tickets, turns, PEOPLE);
            first[rank - 1][turns[0].who]++;
        }
    }
    rand_seed(0);
    for (int i = 0; i < PEOPLE; i++) {
        CHECK(first[0][i] > 400 && first[0][i] < 600);
        CHECK(first[1][i] > 400 && first[1][i] < 600);
    }
    arena_free(a);
}

static void texts(void)
{
    static const struct {
        const char *name, *text;
        err want;
    } cases[] = {
        {"whole",     "00112233445566778899aabbccddeeff",  OK       },
        {"too short", "00112233445566778899aabbccddeef",   ERR_PARSE},
        {"too long",  "00112233445566778899aabbccddeeff0", ERR_PARSE},
        {"capitals",  "00112233445566778899AABBCCDDEEFF",  ERR_PARSE},
        {"a blank",   " 0112233445566778899aabbccddeeff",  ERR_PARSE},
        {"behind f",  "0011223344556677889gaabbccddeeff",  ERR_PARSE},
        {"empty",     "",                                  ERR_PARSE},
        {"none",      NULL,                                ERR_PARSE},
    };
    struct arena *a = arena_new(1 << 16);

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct draw_ticket t = {};
        struct digest d = {};
        check_case(cases[i].name);
        CHECK_INT(draw_ticket_read(cases[i].text, &t), cases[i].want);
        CHECK_INT(draw_hex_read(cases[i].text, &d), ERR_PARSE);
        if (cases[i].want == OK)
            CHECK_STR(draw_ticket_hex(a, &t), cases[i].text);
    }
    check_case(NULL);
    arena_free(a);
}

CHECKS(studymap_draw_rules, TEST(known_answers), TEST(nobody_is_favoured), TEST(texts))
