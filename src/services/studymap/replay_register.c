/* replay_register.c: the register of a term in memory. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "replay_register.h"
#include <string.h>

/* Things by id: open addressing, at most half full. */
struct table {
    void **v; /* in the order in which they came */
    size_t n, room;
    uint32_t *slots; /* index + 1, 0: none */
    size_t n_slots;
};
struct rg {
    struct arena *a;
    struct table people, sections;
};

static size_t spread(int64_t id, size_t n)
{
    return (size_t)(((uint64_t)id * 0x9e3779b97f4a7c15U) >> 20) & (n - 1);
}

/* The id is the first member of both. */
static int64_t id_of(const void *what)
{
    int64_t id;

    memcpy(&id, what, sizeof id);
    return id;
}

static void *table_find(const struct table *t, int64_t id)
{
    for (size_t i = spread(id, t->n_slots); t->n_slots && t->slots[i];
         i = (i + 1) & (t->n_slots - 1))
        if (id_of(t->v[t->slots[i] - 1]) == id)
            return t->v[t->slots[i] - 1];
    return NULL;
}

static void slot_put(struct table *t, size_t index)
{
    size_t i = spread(id_of(t->v[index]), t->n_slots);

    while (t->slots[i])
        i = (i + 1) & (t->n_slots - 1);
    t->slots[i] = (uint32_t)index + 1;
}

static void table_add(struct rg *g, struct table *t, void *what)
{
    if (t->n == t->room) {
        void **more = ARENA_ARRAY(g->a, t->room ? t->room * 2 : 256, void *);

        if (t->n)
            memcpy(more, t->v, t->n * sizeof *more);
        t->v = more;
        t->room = t->room ? t->room * 2 : 256;
        t->n_slots = t->room * 2;
        t->slots = ARENA_ARRAY(g->a, t->n_slots, uint32_t);
        memset(t->slots, 0, t->n_slots * sizeof *t->slots);
        for (size_t i = 0; i < t->n; i++)
            slot_put(t, i);
    }
    t->v[t->n] = what;
    slot_put(t, t->n++);
}

struct rg *rg_new(struct arena *a)
{
    struct rg *g = ARENA_NEW(a, struct rg);

    *g = (struct rg){.a = a};
    return g;
}

struct arena *rg_arena(const struct rg *g)
{
    return g->a;
}

struct rg_person *rg_person(struct rg *g, person_id id)
{
    struct rg_person *p = table_find(&g->people, id.v);

    if (p)
        return p;
    p = ARENA_NEW(g->a, struct rg_person);
    *p = (struct rg_person){.id = id};
    table_add(g, &g->people, p);
    return p;
}

struct rg_section *rg_section(struct rg *g, section_id id)
{
    struct rg_section *s = table_find(&g->sections, id.v);

    if (s)
        return s;
    s = ARENA_NEW(g->a, struct rg_section);
    *s = (struct rg_section){.id = id};
    table_add(g, &g->sections, s);
    return s;
}

size_t rg_sections(const struct rg *g)
{
    return g->sections.n;
}

struct rg_section *rg_section_at(const struct rg *g, size_t i)
{
    return g->sections.v[i];
}

size_t rg_people(const struct rg *g)
{
    return g->people.n;
}

struct rg_person *rg_person_at(const struct rg *g, size_t i)
{
    return g->people.v[i];
}

struct rg_hold *rg_hold(const struct rg_person *p, offering_id offering, bool waits)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->v[i].offering.v == offering.v && p->v[i].waits == waits)
            return &p->v[i];
    return NULL;
}

/* --- Seats --------------------------------------------------------------------------------------- */

int64_t rg_kept(const struct rg_section *s)
{
    int64_t kept = 0;

    for (size_t i = 0; i < s->n_reserves; i++)
        kept += s->reserves[i].seats - s->reserves[i].taken;
    return kept;
}

int64_t rg_free(const struct rg_section *s)
{
    return s->seats < 0 ? INT64_MAX : s->seats - s->taken - rg_kept(s);
}

struct rg_reserve *rg_reserve(struct rg_section *s, reserve_id id)
{
    for (size_t i = 0; i < s->n_reserves; i++)
        if (s->reserves[i].id.v == id.v)
            return &s->reserves[i];
    return NULL;
}

/* In the order of their ids, as the sheet has them. */
struct rg_reserve *rg_reserve_for(struct rg_section *s, const struct records_programmes *p,
                                  instant now)
{
    struct rg_reserve *best = NULL;

    for (size_t i = 0; i < s->n_reserves; i++) {
        struct rg_reserve *r = &s->reserves[i];
        bool hers = false;

        for (size_t k = 0; k < p->n; k++)
            hers = hers || p->v[k].v == r->programme.v;
        if (hers && r->taken < r->seats && (r->until.v == 0 || r->until.v > now.v) &&
            (!best || r->id.v < best->id.v))
            best = r;
    }
    return best;
}

/* --- What decisions do --------------------------------------------------------------------------- */

static void hold_add(struct rg *g, struct rg_person *p, const struct rg_hold *h)
{
    if (p->n == p->room) {
        struct rg_hold *more = ARENA_ARRAY(g->a, p->room ? p->room * 2 : 8, struct rg_hold);

        if (p->n)
            memcpy(more, p->v, p->n * sizeof *more);
        p->v = more;
        p->room = p->room ? p->room * 2 : 8;
    }
    p->v[p->n++] = *h;
}

static void waiter_add(struct rg *g, struct rg_section *s, struct rg_person *p)
{
    if (s->n_waiters == s->room) {
        struct rg_person **more = ARENA_ARRAY(g->a, s->room ? s->room * 2 : 8, struct rg_person *);

        if (s->n_waiters)
            memcpy(more, s->waiters, s->n_waiters * sizeof *more);
        s->waiters = more;
        s->room = s->room ? s->room * 2 : 8;
    }
    s->waiters[s->n_waiters++] = p;
}

static void waiter_end(struct rg_section *s, const struct rg_person *p)
{
    for (size_t i = 0; i < s->n_waiters; i++)
        if (s->waiters[i] == p) {
            memmove(&s->waiters[i], &s->waiters[i + 1],
                    (--s->n_waiters - i) * sizeof *s->waiters);
            return;
        }
}

static bool seat_take(struct rg_section *s, reserve_id reserve, const char **ret_why)
{
    struct rg_reserve *r = reserve.v ? rg_reserve(s, reserve) : NULL;

    if (reserve.v && (!r || r->taken == r->seats)) {
        *ret_why = "the kept seat that was taken is not there";
        return false;
    }
    if (!r && rg_free(s) <= 0) {
        *ret_why = "no seat was free";
        return false;
    }
    s->taken++;
    if (r)
        r->taken++;
    return true;
}

bool rg_place(struct rg *g, person_id who, const struct rg_hold *h, const char **ret_why)
{
    struct rg_section *s = rg_section(g, h->section);
    struct rg_person *p = rg_person(g, who);

    if (!s->there) {
        *ret_why = "the group was not there";
        return false;
    }
    if (rg_hold(p, h->offering, h->waits)) {
        *ret_why = "she had one in this course already";
        return false;
    }
    if (!h->waits && !seat_take(s, h->reserve, ret_why))
        return false;
    if (h->waits)
        waiter_add(g, s, p);
    hold_add(g, p, h);
    return true;
}

bool rg_leave(struct rg *g, person_id who, offering_id offering, bool waits, instant now,
              const char **ret_why)
{
    struct rg_person *p = rg_person(g, who);
    struct rg_hold *h = rg_hold(p, offering, waits);
    struct rg_section *s;
    struct rg_reserve *r;

    if (!h) {
        *ret_why = waits ? "she did not wait in this course" : "she had no place in this course";
        return false;
    }
    s = rg_section(g, h->section);
    r = h->reserve.v ? rg_reserve(s, h->reserve) : NULL;
    if (waits)
        waiter_end(s, p);
    else
        s->taken--;
    if (r && !waits) {
        r->taken--;
        r->seats -= r->until.v != 0 && r->until.v <= now.v;
    }
    if (!waits && s->n_waiters)
        s->asking = true;
    *h = p->v[--p->n];
    return true;
}

/* --- What was changed beside them ---------------------------------------------------------------- */

static bool change_seats(struct rg_section *s, const struct records_change *c, const char **ret_why)
{
    if (!s->there || s->seats != c->before) {
        *ret_why = "the seats before it are not those that there were";
        return false;
    }
    if (c->after >= 0 && c->after < s->taken + rg_kept(s)) {
        *ret_why = "more places are taken and kept than there would be seats";
        return false;
    }
    s->seats = c->after;
    s->asking = s->n_waiters > 0;
    return true;
}

static bool change_kept(struct rg *g, struct rg_section *s, const struct records_change *c,
                        const char **ret_why)
{
    struct rg_reserve *r = rg_reserve(s, c->reserve);
    struct rg_reserve *more;

    if ((r ? r->seats : 0) != c->before && c->at.v != 0) {
        *ret_why = "the kept seats before it are not those that there were";
        return false;
    }
    if (!r) {
        more = ARENA_ARRAY(g->a, s->n_reserves + 1, struct rg_reserve);
        if (s->n_reserves)
            memcpy(more, s->reserves, s->n_reserves * sizeof *more);
        s->reserves = more;
        r = &s->reserves[s->n_reserves++];
        *r = (struct rg_reserve){.id = c->reserve, .programme = c->programme};
    }
    r->seats = c->after;
    r->until = c->until;
    s->asking = s->n_waiters > 0;
    if (rg_free(s) < 0) {
        *ret_why = "more seats are kept than were free";
        return false;
    }
    return true;
}

bool rg_change(struct rg *g, const struct records_change *c, const char **ret_why)
{
    struct rg_section *s = rg_section(g, c->section);
    struct rg_hold h = {.offering = c->offering,
                        .section = c->section,
                        .waits = c->kind == RECORDS_WAITS,
                        .reserve = c->reserve};

    switch (c->kind) {
    case RECORDS_ADDED:
        s->there = true;
        s->offering = c->offering;
        s->seats = c->after;
        return true;
    case RECORDS_REMOVED:
        s->there = false;
        return true;
    case RECORDS_SEATS:
        return change_seats(s, c, ret_why);
    case RECORDS_KEPT:
        return change_kept(g, s, c, ret_why);
    case RECORDS_PLACED:
    case RECORDS_WAITS:
        return rg_place(g, c->person, &h, ret_why);
    case RECORDS_LEFT:
        return rg_leave(g, c->person, c->offering, false, c->at, ret_why);
    case RECORDS_UNWAITS:
        break;
    }
    return rg_leave(g, c->person, c->offering, true, c->at, ret_why);
}
