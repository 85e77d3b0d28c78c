/* play.c: the rush itself: what changed between two looks at a section becomes submissions, leavings,
   swaps and changes of seats, each decided and judged on its own.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "query.h"
#include "records_seats.h"
#include "replay.h"
#include <stdio.h>
#include <string.h>

#define ROUND    480  /* seconds: a look at every section */
#define STEPS    4000 /* of a round */
#define CATCH_UP 60   /* not exact: at most so many at once */

enum act { JOIN, LEAVE, SWAP, WISH, MOVE };
struct step {
    enum act act;
    int groups[4], n; /* JOIN: these; LEAVE: of the first; SWAP: the first for the second */
};
struct round {
    struct play *p;
    const struct change *v; /* of this look, a section at most once */
    size_t n;
    struct step steps[STEPS];
    int n_steps;
    int joins[STEPS], n_joins;
    bool ran;
};

/* --- Asking ------------------------------------------------------------------------------------- */

static err ask(struct play *p, int human, struct studymap_asked *asked)
{
    struct studymap_decided decided = {};

    asked->person = (person_id){person_of(human)};
    asked->term = (term_id){1};
    TRY(studymap_decide(p->db, &p->settings, asked, &decided));
    if (decided.gate != STUDYMAP_GO || !decided.number)
        fault(p, "nothing came of what %d asked", human);
    return mirror_look(p);
}

static const struct db_query plan_add = {
    .name = "replay_plan",
    .params = "ii",
    .writes = true,
    .sqlite = "INSERT INTO studymap_plan (id, person, term, version, changed_at)"
              " VALUES (?1, ?2, 1, 1, 1)",
    .postgres = "INSERT INTO studymap_plan (id, person, term, version, changed_at)"
                " VALUES ($1, $2, 1, 1, 1)",
};
static const struct db_query item_add = {
    .name = "replay_item",
    .params = "iiiii",
    .writes = true,
    .sqlite = "INSERT INTO studymap_item (id, plan, offering, section, label, at)"
              " VALUES (?1, ?2, ?3, ?4, '', ?5)",
    .postgres = "INSERT INTO studymap_item (id, plan, offering, section, label, at)"
                " VALUES ($1, $2, $3, $4, '', $5)",
};
static const struct db_query items_clear = {
    .name = "replay_clear",
    .params = "i",
    .writes = true,
    .sqlite = "DELETE FROM studymap_item WHERE plan = ?1",
    .postgres = "DELETE FROM studymap_item WHERE plan = $1",
};

static err submit(struct play *p, int human, const int *groups, int n)
{
    struct human *h = &p->humans[human];
    struct studymap_asked asked = {.kind = STUDYMAP_SUBMIT};

    mirror_begin(p, human, -1);
    if (h->plan == 0) {
        h->plan = db_new_id(p->db);
        h->version = 1;
        TRY(db_nothing(p->db, &plan_add,
                       (struct db_value[]){db_v_int(h->plan), db_v_int(person_of(human))}));
    }
    for (int i = 0; i < n; i++) {
        struct db_value v[] = {db_v_int(db_new_id(p->db)), db_v_int(h->plan),
                               db_v_int(offering_of(p->groups[groups[i]].offering)),
                               db_v_int(section_of(groups[i])), db_v_int(i)};

        TRY(db_nothing(p->db, &item_add, v));
        mirror_touch(p, groups[i]);
        p->groups[groups[i]].wants++;
    }
    asked.plan = (plan_id){h->plan};
    asked.version = h->version++;
    TRY(ask(p, human, &asked));
    p->sum.submits++;
    p->sum.choices += n;
    struct db_value plan = db_v_int(h->plan); /* what was refused stays: she gives it up */
    return db_nothing(p->db, &items_clear, &plan);
}

static err leave(struct play *p, int human, int group)
{
    int offering = p->groups[group].offering;
    const struct hold *place = hold_in(p, human, offering, false);
    struct studymap_asked asked = {
        .kind = STUDYMAP_LEAVE,
        .offering = {offering_of(offering)},
        .waits = !place || place->section != group,
    };

    mirror_begin(p, human, group);
    p->groups[group].wants--;
    p->sum.leaves++;
    return ask(p, human, &asked);
}

static err swap(struct play *p, int human, const int *groups, bool waits)
{
    struct studymap_asked asked = {
        .kind = STUDYMAP_SWAP,
        .offering = {offering_of(p->groups[groups[0]].offering)},
        .section = {section_of(groups[1])},
        .waits = waits,
    };

    mirror_begin(p, human, groups[0]);
    mirror_touch(p, groups[1]);
    p->sum.swaps++;
    return ask(p, human, &asked);
}

/* --- Who ---------------------------------------------------------------------------------------- */

static bool free_for(const struct play *p, int human, int group)
{
    int offering = p->groups[group].offering;

    return p->humans[human].n < HOLDS - 4 && !hold_in(p, human, offering, false) &&
           !hold_in(p, human, offering, true);
}

/* Somebody without this course; -1: there is nobody. One in five does not look whether it fits. */
static int who_joins(struct play *p, int group)
{
    bool looks = !p->exact && chance(p, 5) > 0;
    int from = (int)chance(p, PEOPLE);

    for (int i = 0; i < PEOPLE; i++) {
        int human = (from + i * 7919) % PEOPLE;

        if (!free_for(p, human, group))
            continue;
        if (!looks || i > 200 || human_fits(p, human, group, -1, false))
            return human;
    }
    return -1;
}

static err one_joins(struct play *p, const struct step *s)
{
    int human = who_joins(p, s->groups[0]);
    struct step others = {.act = JOIN}; /* the courses for somebody else */
    int groups[4], n = 0;

    if (human < 0) {
        fault(p, "nobody is left for %s", p->series->names[s->groups[0]]);
        return OK;
    }
    for (int i = 0; i < s->n; i++) {
        bool twice = !free_for(p, human, s->groups[i]);

        for (int k = 0; k < n; k++)
            twice = twice || p->groups[groups[k]].offering == p->groups[s->groups[i]].offering;
        if (twice)
            others.groups[others.n++] = s->groups[i];
        else
            groups[n++] = s->groups[i];
    }
    TRY(submit(p, human, groups, n));
    return others.n ? one_joins(p, &others) : OK;
}

static err one_leaves(struct play *p, int group)
{
    struct group *g = &p->groups[group];
    int all = g->n_placed + g->n;

    if (all == 0) {
        if (p->exact)
            fault(p, "%s: nobody is left to leave", p->series->names[group]);
        return OK;
    }
    int i = (int)chance(p, (uint64_t)all);
    return leave(p, i < g->n_placed ? g->placed[i] : g->list[i - g->n_placed].human, group);
}

/* From one group of the course to the other: by a swap if it can be, else by leaving and joining. */
static err one_swaps(struct play *p, const int *groups)
{
    struct group *from = &p->groups[groups[0]], *to = &p->groups[groups[1]];

    if (from->n_placed > 0 && to->n == 0 && to->taken < to->seats && !to->due) {
        int human = from->placed[chance(p, (uint64_t)from->n_placed)];

        from->wants--;
        to->wants++;
        if (!hold_in(p, human, to->offering, true))
            return swap(p, human, groups, false);
        from->wants++;
        to->wants--;
    }
    TRY(one_leaves(p, groups[0]));
    return one_joins(p, &(struct step){JOIN, {groups[1]}, 1});
}

/* Somebody would give what she has for something else, and waits for it if need be. */
static err one_wishes(struct play *p)
{
    int human = (int)chance(p, PEOPLE);
    const struct human *h = &p->humans[human];
    int groups[2] = {-1, (int)chance(p, (uint64_t)p->series->n_sections)};

    for (int i = 0; i < h->n && groups[0] < 0; i++)
        groups[0] = h->v[i].waits ? -1 : h->v[i].section;
    if (groups[0] < 0 || groups[0] == groups[1] || h->n >= HOLDS - 1)
        return OK;
    return swap(p, human, groups, chance(p, 3) > 0);
}

/* A course meets at another time: those who wait are asked again, as the job does every minute. */
static err one_moves(struct play *p, int group)
{
    TRY(slot_move(p, group));
    p->sum.met_again++;
    mirror_begin(p, -1, group);
    for (int i = 0; i < p->series->n_sections; i++) {
        struct group *g = &p->groups[i];

        if (g->n == 0 || g->taken >= g->seats)
            continue;
        mirror_touch(p, i);
        TRY(studymap_promote(p->db, &p->settings, (section_id){section_of(i)}, 0));
    }
    return mirror_look(p);
}

/* --- Seats -------------------------------------------------------------------------------------- */

/* The university's number of seats, or as few as are taken. The campus refuses fewer. */
static err seats_set(struct play *p, int group, int64_t seats)
{
    struct group *g = &p->groups[group];
    section_id id = {section_of(group)};

    mirror_begin(p, -1, group);
    if (seats < g->taken) {
        p->sum.cut_refused += g->refused != seats;
        g->refused = seats;
        TRY(db_mark(p->db));
        if (records_seats_set(p->db, id, seats, false, NULL) != ERR_CONFLICT)
            fault(p, "%s: %lld seats were cut to %lld", p->series->names[group],
                  (long long)g->taken, (long long)seats);
        TRY(db_undo(p->db));
        seats = g->taken;
    }
    if (seats == g->seats)
        return OK;
    *(seats > g->seats ? &p->sum.raised : &p->sum.cut) += 1;
    TRY(records_seats_set(p->db, id, seats, false, NULL));
    return mirror_look(p);
}

/* --- A round ------------------------------------------------------------------------------------ */

static void add(struct round *r, struct step s)
{
    if (r->n_steps < STEPS)
        r->steps[r->n_steps++] = s;
    else
        fault(r->p, "too much in one round");
}

/* How many more or fewer are in this section now; and some come and go between two looks. */
static void wishes_of(struct round *r, const struct change *c)
{
    struct play *p = r->p;
    struct group *g = &p->groups[c->section];
    int64_t have = p->exact ? g->wants : g->taken + g->n;
    int64_t d = c->total - c->free + c->waiting - have;

    if (!p->exact && d > CATCH_UP)
        d = CATCH_UP;
    if (have > 0 && chance(p, 8) == 0) {
        add(r, (struct step){LEAVE, {c->section}, 1});
        d++;
    }
    for (; d < 0; d++)
        add(r, (struct step){LEAVE, {c->section}, 1});
    for (; d > 0 && r->n_joins < STEPS; d--)
        r->joins[r->n_joins++] = c->section;
}

/* Whoever leaves one group of a course while another is joined: may be the same person. */
static void pair_swaps(struct round *r)
{
    for (int i = 0; i < r->n_steps; i++) {
        struct step *s = &r->steps[i];

        for (int k = 0; s->act == LEAVE && k < r->n_joins; k++) {
            if (r->joins[k] == s->groups[0] ||
                r->p->groups[r->joins[k]].offering != r->p->groups[s->groups[0]].offering)
                continue;
            *s = (struct step){
                SWAP, {s->groups[0], r->joins[k]},
                 2
            };
            r->joins[k] = r->joins[--r->n_joins];
        }
    }
}

/* The rest is shared out: one to four courses a plan. */
static void share_out(struct round *r)
{
    struct play *p = r->p;

    for (int i = r->n_joins - 1; i > 0; i--) {
        int k = (int)chance(p, (uint64_t)i + 1), x = r->joins[i];

        r->joins[i] = r->joins[k];
        r->joins[k] = x;
    }
    for (int i = 0; i < r->n_joins;) {
        struct step s = {JOIN, {}, 1 + (int)chance(p, 4)};
        int n = 0;

        for (; n < s.n && i < r->n_joins; n++)
            s.groups[n] = r->joins[i++];
        s.n = n;
        add(r, s);
    }
    if (!p->exact) {
        add(r, (struct step){WISH, {}, 0});
        if (chance(p, 10) == 0)
            add(r, (struct step){MOVE, {(int)chance(p, (uint64_t)p->series->n_sections)}, 1});
    }
    for (int i = r->n_steps - 1; i > 0; i--) {
        int k = (int)chance(p, (uint64_t)i + 1);
        struct step x = r->steps[i];

        r->steps[i] = r->steps[k];
        r->steps[k] = x;
    }
}

static err do_step(struct play *p, const struct step *s)
{
    switch (s->act) {
    case JOIN:
        return one_joins(p, s);
    case LEAVE:
        return one_leaves(p, s->groups[0]);
    case SWAP:
        return one_swaps(p, s->groups);
    case WISH:
        return one_wishes(p);
    case MOVE:
        return one_moves(p, s->groups[0]);
    }
    return OK;
}

static err decide_all(struct round *r)
{
    struct play *p = r->p;

    for (size_t i = 0; i < r->n; i++) {
        struct group *g = &p->groups[r->v[i].section];

        g->real_seats = r->v[i].total;
        if (g->real_seats > g->seats)
            TRY(seats_set(p, r->v[i].section, g->real_seats));
    }
    for (int i = 0; i < r->n_steps; i++)
        TRY(do_step(p, &r->steps[i]));
    for (int i = 0; i < p->series->n_sections; i++) {
        if (p->groups[i].real_seats < p->groups[i].seats)
            TRY(seats_set(p, i, p->groups[i].real_seats));
    }
    return p->sum.rounds % 200 == 0 ? mirror_all(p) : OK;
}

static enum wrote decide_run(struct db *db, void *ctx)
{
    struct round *r = ctx;

    r->p->db = db;
    if (r->ran)
        fault(r->p, "the transaction was run again");
    r->ran = true;
    err e = decide_all(r);
    if (e != OK)
        fault(r->p, "%s: %s", err_text(e), db_words(db));
    return e == OK ? WROTE_DONE : WROTE_FAILED;
}

/* Jobs and events of what happened: those who wait are asked for the seats that were added. */
static enum wrote look_run(struct db *db, void *ctx)
{
    struct play *p = ctx;
    err e;

    p->db = db;
    mirror_begin(p, -1, -1);
    for (int i = 0; i < p->series->n_sections; i++) {
        if (p->groups[i].due || p->groups[i].n > 0)
            mirror_touch(p, i);
    }
    e = mirror_look(p);
    if (e != OK)
        fault(p, "%s: %s", err_text(e), db_words(db));
    return WROTE_DONE;
}

static bool due(const struct play *p)
{
    for (int i = 0; i < p->series->n_sections; i++) {
        if (p->groups[i].due)
            return true;
    }
    return false;
}

static void work(struct play *p, struct arena *a)
{
    while (app_work_once(p->app, p->now))
        ;
    if (store_write_now(p->app->store, a, p->now, look_run, p) != OK)
        fault(p, "looking again failed");
    if (due(p))
        fault(p, "those who wait were not asked");
}

/* What the university counted, against what is here. */
static void compare(struct play *p, const struct change *c)
{
    struct group *g = &p->groups[c->section];
    int64_t placed = c->total - c->free;

    p->sum.instants++;
    if (g->taken > c->total && g->seats == c->total)
        fault(p, "%s: more than %lld", p->series->names[c->section], (long long)c->total);
    if (!p->exact)
        return;
    if (g->seats != c->total)
        p->sum
            .held_back++; /* a cut that was refused: more have a place than the university's */
    else if (g->taken == placed && g->n == c->waiting)
        p->sum.equal++;
    else if (c->free > 0 && c->waiting > 0 &&
             g->taken == placed + (c->free < c->waiting ? c->free : c->waiting) &&
             g->taken + g->n == placed + c->waiting)
        p->sum
            .idle++; /* seats were free there while people waited; here nobody waits beside one */
    else
        fault(p, "%s: %lld placed and %d wait, there were %lld and %lld",
              p->series->names[c->section], (long long)g->taken, g->n, (long long)placed,
              (long long)c->waiting);
}

static void play_round(struct play *p, const struct change *v, size_t n, struct arena *a)
{
    struct round *r = ARENA_NEW(a, struct round);

    *r = (struct round){.p = p, .v = v, .n = n};
    p->now = (instant){SECONDS(v[n - 1].at)};
    p->sum.rounds++;
    for (size_t i = 0; i < n; i++)
        wishes_of(r, &v[i]);
    pair_swaps(r);
    share_out(r);
    if (store_write_now(p->app->store, a, p->now, decide_run, r) != OK)
        fault(p, "the round was not kept");
    if (due(p))
        work(p, a);
    for (size_t i = 0; i < n; i++)
        compare(p, &v[i]);
}

void play_all(struct play *p)
{
    const struct series *s = p->series;
    struct arena *a = arena_new(256U << 20);
    int64_t *seen = ARENA_ARRAY(p->arena, 1000, int64_t);

    for (size_t from = 0, to = 0; from < s->n && p->faults == 0; from = to) {
        while (to < s->n && s->v[to].at < s->v[from].at + ROUND &&
               seen[s->v[to].section] != (int64_t)from + 1)
            seen[s->v[to++].section] = (int64_t)from + 1;
        arena_reset(a);
        play_round(p, s->v + from, to - from, a);
    }
    work(p, a);
    arena_free(a);
}
