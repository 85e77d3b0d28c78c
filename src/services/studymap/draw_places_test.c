/* draw_places_test.c: what a draw gives: named cases, and a slow second way that must give the same.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "draw_places.h"
#include "rand.h"
#include <string.h>

enum { MOST_PLANS = 64, MOST_SECTIONS = 16, MOST_CHOICES = 8 * MOST_PLANS, MOST_OPTIONS = 3 };

/* A small draw with room for everything. */
struct world {
    struct draw d;
    struct records_section registered[MOST_SECTIONS];
    struct records_meeting meetings[MOST_SECTIONS];
    struct draw_section sections[MOST_SECTIONS];
    struct draw_reserve reserves[MOST_SECTIONS];
    struct draw_option options[MOST_CHOICES * MOST_OPTIONS];
    struct draw_slice choices[MOST_CHOICES];
    programme_id programmes[MOST_PLANS];
    uint32_t held[MOST_CHOICES + MOST_PLANS * 2];
    struct draw_plan plans[MOST_PLANS];
    struct draw_ticket tickets[MOST_PLANS];
    struct draw_answer answers[MOST_CHOICES];
    struct draw_turn turns[MOST_PLANS];
    uint32_t n_options, n_held, n_programmes, n_reserves;
};

static struct world *world_new(struct arena *a)
{
    struct world *w = ARENA_NEW(a, struct world);

    w->d = (struct draw){
        .limits = {.credits = 30},
        .wait_lists = true,
        .sections = w->sections,
        .reserves = w->reserves,
        .options = w->options,
        .choices = w->choices,
        .programmes = w->programmes,
        .held = w->held,
        .plans = w->plans,
        .tickets = w->tickets,
        .answers = w->answers,
        .turns = w->turns,
    };
    return w;
}

/* On a weekday from hour to hour; seats below zero: unlimited. */
static void section_add(struct world *w, int64_t offering, int64_t seats, int weekday, int from,
                        int to)
{
    size_t i = w->d.n_sections++;

    w->meetings[i] = (struct records_meeting){.weekday = weekday,
                                              .first = {20270201},
                                              .last = {20270528},
                                              .starts = {from * 60},
                                              .ends = {to * 60}};
    w->registered[i] = (struct records_section){
        .id = {(int64_t)i + 1},
        .offering = {               offering             },
        .credits = 6,
        .meetings = { &w->meetings[i],              1},
    };
    w->sections[i] = (struct draw_section){.of = &w->registered[i],
                                           .free = seats < 0 ? DRAW_UNLIMITED : seats};
}

static void reserve_add(struct world *w, uint32_t section, int64_t programme, int64_t seats)
{
    uint32_t i = w->n_reserves++;

    w->reserves[i] = (struct draw_reserve){{i + 1}, {programme}, seats};
    if (w->sections[section].reserves.n++ == 0)
        w->sections[section].reserves.at = i;
}

static void option_add(struct world *w, char c)
{
    struct draw_option *o = &w->options[w->n_options++];

    *o = (struct draw_option){.section = (uint32_t)(c - 'a')};
    if (c == '?')
        *o = (struct draw_option){.section = DRAW_NONE, .refused = STUDYMAP_GONE};
    w->choices[w->d.n_choices - 1].n++;
}

/* "ab c:d": first choice section a and else b, second choice c; d is held already. '?' is withdrawn. */
static struct draw_plan *plan_add(struct world *w, const char *text)
{
    struct draw_plan *p = &w->plans[w->d.n_plans];
    bool fresh = true;

    *p = (struct draw_plan){
        .choices = {(uint32_t)w->d.n_choices, 0},
          .held = {w->n_held,                0}
    };
    w->tickets[w->d.n_plans++] = draw_ticket_new();
    for (; *text && *text != ':'; text++) {
        if (*text != ' ' && fresh) {
            w->choices[w->d.n_choices++] = (struct draw_slice){w->n_options, 0};
            p->choices.n++;
        }
        fresh = *text == ' ';
        if (!fresh)
            option_add(w, *text);
    }
    for (text += *text == ':'; *text; text++)
        w->held[p->held.at + p->held.n++] = (uint32_t)(*text - 'a');
    w->n_held += p->held.n + p->choices.n;
    return p;
}

static void run(struct arena *a, struct world *w, uint8_t seed)
{
    struct digest final = {.b = {seed}};

    draw_prepare(&w->d);
    draw_run(&w->d, hash_key_of(a, final.b, sizeof final.b));
}

/* What came of each choice of a plan: E enrolled, W waiting, R refused, with the option. */
static const char *came(struct arena *a, const struct world *w, size_t plan)
{
    const struct draw_plan *p = &w->plans[plan];
    char *text = ARENA_ARRAY(a, p->choices.n * 3 + 1, char);

    for (uint32_t k = 0; k < p->choices.n; k++) {
        const struct draw_answer *x = &w->answers[p->choices.at + k];
        text[k * 3] = "EWR"[x->outcome];
        text[k * 3 + 1] =
            (char)(x->outcome == STUDYMAP_REFUSED ? ".hgclf"[x->reason] : "123456789"[x->option]);
        text[k * 3 + 2] = ' ';
    }
    if (p->choices.n > 0)
        text[p->choices.n * 3 - 1] = '\0';
    return text;
}

static void named_cases(void)
{
    static const struct {
        const char *name, *plan, *want;
        bool no_lists, clashes;
    } cases[] = {
        {"one course",                                "a",     "E1"                                  },
        {"all that fit",                              "a c d", "E1 E1 E1"                            },
        {"the same course twice: the second is held", "ae e",  "E1 Rh"                               },
        {"full: the second option",                   "ka",    "E2"                                  },
        {"full, full: the third option",              "kla",   "E3"                                  },
        {"all full: waits at the first",              "kl",    "W1"                                  },
        {"all full, no lists: refused at the first",  "kl",    "Rf",                                   .no_lists = true},
        {"a clash is no reason to fall back",                                           "bc:a",                "Rc"     },
        {"the option behind the full one clashes",                                           "kb:a",           "Rc"},
        {"clashes are allowed",                                           "b:a",                              "E1",                          .clashes = true},
        {"held before",                            "a:e",                                   "Rh"                                   },
        {"withdrawn: no fall-back",                                       "?a",            "Rg"},
        {"waiting counts as held",                                       "k b",                                   "W1 E1"                                                           },
        {"too many credits",                                    "a c d f g h",         "E1 E1 E1 E1 E1 Rl"},
        {"without a limit",                        "g",                       "E1"                                                                          },
        {"who waits beside a free seat was passed over: it is free", "i", "E1"},
        {"those who wait were not asked yet",                                       "j",                       "W1"                                                                                  },
        {"right after another",                                       "c:a",                        "E1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *a = arena_new(4 << 20);
        struct world *w = world_new(a);

        section_add(w, 1, 5, 1, 9, 11);  /* a */
        section_add(w, 2, 5, 1, 10, 12); /* b clashes with a */
        section_add(w, 3, 5, 1, 11, 13); /* c right after a */
        section_add(w, 4, 5, 2, 9, 11);  /* d */
        section_add(w, 1, 5, 3, 9, 11);  /* e the same course as a */
        section_add(w, 6, 5, 4, 9, 11);  /* f */
        section_add(w, 7, -1, 5, 9, 11); /* g unlimited */
        section_add(w, 8, 5, 5, 13, 15); /* h */
        section_add(w, 9, 5, 3, 13, 15); /* i somebody waits */
        w->sections[8].waiting = 2;
        section_add(w, 10, 5, 3, 15, 17); /* j is asked first */
        w->sections[9].closed = true;
        section_add(w, 11, 0, 4, 15, 17); /* k full */
        section_add(w, 12, 0, 4, 13, 15); /* l full */
        w->d.wait_lists = !cases[i].no_lists;
        w->d.limits.clashes = cases[i].clashes;
        plan_add(w, cases[i].plan);
        run(a, w, 1);
        check_case(cases[i].name);
        CHECK_STR(came(a, w, 0), cases[i].want);
        arena_free(a);
    }
    check_case(NULL);
}

static void the_answer_says_why(void)
{
    struct arena *a = arena_new(4 << 20);
    struct world *w = world_new(a);

    section_add(w, 1, 5, 1, 9, 11);
    section_add(w, 2, 5, 1, 10, 12);
    section_add(w, 3, 0, 2, 10, 12);
    w->sections[2].waiting = 4;
    w->sections[2].last_order = 9;
    w->d.limits.credits = 14;
    plan_add(w, "b c:a");
    w->registered[0].credits = 5;
    run(a, w, 1);
    CHECK_INT(w->answers[0].clash, 0);
    CHECK_INT(w->answers[1].waiting_at, 5);
    CHECK_INT(w->answers[1].order, 10);
    CHECK_INT(w->answers[1].turn, 1);
    CHECK_INT(w->plans[0].credits, 11);
    plan_add(w, "?");
    w->options[w->n_options - 1] = (struct draw_option){0, STUDYMAP_FULL};
    run(a, w, 1);
    CHECK_STR(came(a, w, 1), "Rf"); /* whatever the seats: the reason that was known before */
    arena_free(a);
}

static void seats_kept_for_a_programme(void)
{
    struct arena *a = arena_new(4 << 20);
    struct world *w = world_new(a);

    section_add(w, 1, 0, 1, 9, 11);
    reserve_add(w, 0, 77, 1);
    section_add(w, 2, 1, 2, 9, 11);
    reserve_add(w, 1, 77, 1);
    w->programmes[0] = (programme_id){77};
    plan_add(w, "a");
    plan_add(w, "a b")->programmes = (struct draw_slice){0, 1};
    plan_add(w, "a b")->programmes = (struct draw_slice){0, 1};
    plan_add(w, "b");
    run(a, w, 1);
    CHECK_STR(came(a, w, 0), "W1");
    CHECK_INT(w->reserves[0].free + w->reserves[1].free, 0);
    /* One of the two of the programme has the kept seat of a, whoever waits for another one. */
    CHECK(w->answers[1].outcome != w->answers[3].outcome);
    CHECK_INT(w->answers[w->answers[1].outcome == STUDYMAP_ENROLLED ? 1 : 3].reserve, 0);
    /* In b, the seat for all goes at rank 1; the kept one to the first of the programme at rank 2. */
    CHECK_STR(came(a, w, 3), "E1");
    CHECK_INT(w->answers[5].reserve, DRAW_NONE);
    CHECK(w->answers[2].outcome != w->answers[4].outcome);
    arena_free(a);
}

/* --- The slow way ---------------------------------------------------------------------------- */

/* What one plan holds and each section gives, without any of the short cuts. */
struct slow {
    int64_t taken[MOST_SECTIONS], waiting[MOST_SECTIONS];
    bool held[MOST_PLANS][MOST_SECTIONS];
    char *came[MOST_PLANS];
};

static char slow_refusal(const struct world *w, const struct slow *x, size_t plan,
                         uint32_t section)
{
    const struct records_meeting *m = NULL;
    const struct records_section *s = &w->registered[section];
    int64_t credits = s->credits;
    char why = '.';

    for (uint32_t k = 0; k < w->d.n_sections; k++) {
        const struct records_section *o = &w->registered[k];

        if (!x->held[plan][k])
            continue;
        credits += o->credits;
        if (o->offering.v == s->offering.v)
            return 'h';
        if (records_sections_clash(s, o, &m, &m))
            why = 'c';
    }
    return (char)(why == '.' && credits > w->d.limits.credits ? 'l' : why);
}

static void slow_choice(const struct world *w, struct slow *x, size_t plan, uint32_t rank)
{
    const struct draw_slice *c = &w->choices[w->plans[plan].choices.at + rank];
    char *to = x->came[plan] + (size_t)rank * 3;

    for (uint32_t i = 0; i < c->n; i++) {
        uint32_t s = w->options[c->at + i].section;

        to[0] = 'R';
        to[1] = slow_refusal(w, x, plan, s);
        if (to[1] != '.')
            return;
        if (x->taken[s] >= w->registered[s].seats)
            continue;
        x->taken[s]++;
        x->held[plan][s] = true;
        memcpy(to, (char[]){'E', (char)('1' + i)}, 2);
        return;
    }
    memcpy(to, "W1", 2);
    x->waiting[w->options[c->at].section]++;
    x->held[plan][w->options[c->at].section] = true;
}

/* The plan whose turn it is: of those that are left, the one with the smallest key. */
static size_t slow_next(const struct world *w, const struct digest *final, uint32_t rank,
                        bool *had)
{
    struct digest best = {};
    size_t next = MOST_PLANS;

    for (size_t i = 0; i < w->d.n_plans; i++) {
        uint8_t said[20] = {0, 0, 0, (uint8_t)(rank + 1)};

        if (had[i] || w->plans[i].choices.n <= rank)
            continue;
        memcpy(said + 4, w->tickets[i].b, 16);
        struct digest key = hash_hmac(final->b, sizeof final->b, said, sizeof said);
        if (next == MOST_PLANS || memcmp(key.b, best.b, sizeof key.b) < 0) {
            best = key;
            next = i;
        }
    }
    if (next < MOST_PLANS)
        had[next] = true;
    return next;
}

static void slow_run(struct arena *a, const struct world *w, uint8_t seed, struct slow *x)
{
    struct digest final = {.b = {seed}};

    for (size_t i = 0; i < w->d.n_plans; i++) {
        const struct draw_plan *p = &w->plans[i];

        x->came[i] = ARENA_ARRAY(a, (size_t)p->choices.n * 3 + 1, char);
        memset(x->came[i], ' ', (size_t)p->choices.n * 3);
        x->came[i][p->choices.n > 0 ? p->choices.n * 3 - 1 : 0] = '\0';
        for (uint32_t k = 0; k < p->held.n; k++)
            x->held[i][w->held[p->held.at + k]] = true;
    }
    for (uint32_t rank = 0; rank < DRAW_RANKS; rank++) {
        bool had[MOST_PLANS] = {};

        for (size_t i = slow_next(w, &final, rank, had); i < MOST_PLANS;
             i = slow_next(w, &final, rank, had))
            slow_choice(w, x, i, rank);
    }
}

static void random_plan(struct world *w)
{
    char text[64];
    size_t n = 0;

    for (uint64_t c = rand_below(8) + 1; c > 0; c--) {
        for (uint64_t o = rand_below(3) + 1; o > 0; o--)
            text[n++] = (char)('a' + (int)rand_below(MOST_SECTIONS));
        text[n++] = ' ';
    }
    text[n - 1] = rand_below(3) == 0 ? ':' : '\0';
    text[n] = (char)('a' + (int)rand_below(MOST_SECTIONS));
    text[n + 1] = '\0';
    plan_add(w, text);
}

static struct world *random_world(struct arena *a)
{
    struct world *w = world_new(a);

    w->d.limits.credits = 12 + 6 * (int64_t)rand_below(6);
    for (int i = 0; i < MOST_SECTIONS; i++) {
        int from = 9 + (int)rand_below(6);
        section_add(w, 1 + (int64_t)rand_below(9), (int64_t)rand_below(12),
                    1 + (int)rand_below(3), from, from + 1 + (int)rand_below(2));
        w->registered[i].seats = w->sections[i].free;
    }
    for (uint64_t n = 1 + rand_below(MOST_PLANS); n > 0; n--)
        random_plan(w);
    return w;
}

/* Who waits, or is refused because it is full, found every option without a seat; and no section gave
   more than it had. */
static void nobody_in_vain(const struct world *w, const struct slow *x)
{
    for (size_t s = 0; s < w->d.n_sections; s++) {
        CHECK(w->sections[s].free >= 0);
        CHECK_INT(w->registered[s].seats - w->sections[s].free, x->taken[s]);
        CHECK_INT(w->sections[s].waiting, x->waiting[s]);
    }
    for (size_t c = 0; c < w->d.n_choices; c++)
        for (uint32_t i = 0; w->answers[c].outcome == STUDYMAP_WAITING && i < w->choices[c].n;
             i++)
            CHECK_INT(w->sections[w->options[w->choices[c].at + i].section].free, 0);
}

/* In the first choices of one option, nobody behind the first who was turned away was served. */
static void order_respected(const struct world *w)
{
    for (size_t i = 0; i < w->d.n_plans; i++)
        for (size_t k = 0; k < w->d.n_plans; k++) {
            uint32_t one = w->plans[i].choices.at, two = w->plans[k].choices.at;
            const struct draw_answer *a = &w->answers[one];
            const struct draw_answer *b = &w->answers[two];

            if (w->options[w->choices[one].at].section ==
                    w->options[w->choices[two].at].section &&
                a->outcome == STUDYMAP_WAITING && b->outcome == STUDYMAP_ENROLLED &&
                b->option == 0)
                CHECK(b->turn < a->turn);
        }
}

static void the_slow_way_gives_the_same(void)
{
    rand_seed(20270115);
    for (int round = 0; round < 300; round++) {
        struct arena *a = arena_new(8 << 20);
        struct world *w = random_world(a);
        struct slow *x = ARENA_NEW(a, struct slow);

        slow_run(a, w, (uint8_t)round, x);
        run(a, w, (uint8_t)round);
        for (size_t i = 0; i < w->d.n_plans; i++)
            CHECK_STR(came(a, w, i), x->came[i]);
        nobody_in_vain(w, x);
        order_respected(w);
        arena_free(a);
    }
    rand_seed(0);
}

/* Days off and single days count by their dates; the grid of quarters only saves the work. */
static void the_grid_misses_no_clash(void)
{
    rand_seed(3);
    for (int i = 0; i < 20000; i++) {
        struct records_meeting m[2];
        struct draw_week weeks[2] = {};
        const struct records_meeting *found = NULL;
        uint64_t both = 0;

        for (int k = 0; k < 2; k++) {
            int from = (int)rand_below(1440);
            m[k] = (struct records_meeting){
                .weekday = 1 + (int)rand_below(7),
                .first = {20270201},
                .last = {20270528},
                .starts = {from},
                .ends = {from + (int)rand_below((uint64_t)(1441 - from))}};
            draw_week_add(&weeks[k], &(struct records_meetings){&m[k], 1});
        }
        struct records_section a =
                                   {
                                       .meetings = {&m[0], 1}
        },
                               b = {.meetings = {&m[1], 1}};
        for (int q = 0; q < DRAW_WEEK; q++)
            both |= weeks[0].quarters[q] & weeks[1].quarters[q];
        if (records_sections_clash(&a, &b, &found, &found))
            CHECK(both != 0);
    }
    rand_seed(0);
}

/* Three for two seats, one of them kept; what each finds at her turn, and that looking changes nothing. */
static void what_somebody_finds(void)
{
    for (uint32_t who = 0; who < 3; who++) {
        struct arena *a = arena_new(4 << 20);
        struct world *w = world_new(a);
        struct draw_seen seen[3];
        struct draw_watch watch = {.plan = who, .v = seen};
        int64_t first = 0;

        section_add(w, 1, 1, 1, 9, 11); /* a: and one more is kept for programme 7 */
        reserve_add(w, 0, 7, 1);
        section_add(w, 2, 0, 2, 9, 11); /* b: two wait, who are asked first */
        w->sections[1].waiting = 2;
        w->sections[1].closed = true;
        for (int i = 0; i < 3; i++)
            (void)plan_add(w, "a? b");
        w->d.watch = &watch;
        run(a, w, 1);
        first = w->answers[w->plans[who].choices.at].turn - 1;
        check_case(arena_printf(a, "who comes %lld", (long long)first));
        CHECK_INT(watch.n, 3);
        CHECK_INT(seen[0].free, first == 0 ? 1 : 0);
        CHECK_INT(seen[0].given, first == 0 ? 0 : 1);
        CHECK_INT(seen[0].kept, 1);
        CHECK(!seen[0].own && !seen[0].closed);
        CHECK_INT(seen[0].waiting, 0); /* the withdrawn option refuses who finds it full */
        CHECK(seen[1].section == DRAW_NONE);
        CHECK(seen[2].closed);
        CHECK_INT(seen[2].waiting, 2 + w->answers[w->plans[who].choices.at + 1].turn - 1);
        CHECK_STR(came(a, w, who), first == 0 ? "E1 W1" : "Rg W1");
        arena_free(a);
    }
    check_case(NULL);
}

CHECKS(studymap_draw_places, TEST(named_cases), TEST(the_answer_says_why), TEST(what_somebody_finds),
       TEST(seats_kept_for_a_programme), TEST(the_slow_way_gives_the_same),
       TEST(the_grid_misses_no_clash))
