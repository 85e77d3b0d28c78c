/* mirror.c: what each decision changed, read with sentences of its own, and judged: no seat too many, a
   wait-list that keeps its order, nobody overtaken, no free seat beside one who waits and fits.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "query.h"
#include "replay.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define NAME(p, g) ((p)->series->names[g])
#define LEN(a)     (sizeof(a) / sizeof *(a))

void fault(struct play *p, const char *fmt, ...)
{
    va_list ap;

    if (++p->faults > 20)
        return;
    va_start(ap, fmt);
    const char *text = arena_vprintf(p->arena, fmt, ap);
    va_end(ap);
    printf("  FAULT at step %lld: %s\n", (long long)p->step, text);
}

/* splitmix64: the same seed, the same rush. */
uint64_t chance(struct play *p, uint64_t below)
{
    uint64_t z = (p->chance += 0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return below ? (z ^ (z >> 31)) % below : 0;
}

/* --- The test's own rules ----------------------------------------------------------------------- */

static bool clash(const struct slot *a, const struct slot *b)
{
    return (a->days & b->days) && a->starts < b->ends && b->starts < a->ends;
}

const struct hold *hold_in(const struct play *p, int human, int offering, bool waits)
{
    const struct human *h = &p->humans[human];

    for (int i = 0; i < h->n; i++) {
        if (h->v[i].waits == waits && p->groups[h->v[i].section].offering == offering)
            return &h->v[i];
    }
    return NULL;
}

bool human_fits(const struct play *p, int human, int group, int gives_up, bool before)
{
    const struct human *h = &p->humans[human];
    bool was = before && h->step == p->step;
    const struct hold *v = was ? h->was : h->v;
    const struct group *g = &p->groups[group];
    int64_t credits = REPLAY_CREDITS;

    for (int i = 0; i < (was ? h->n_was : h->n); i++) {
        const struct group *o = &p->groups[v[i].section];

        if (v[i].waits || o->offering == gives_up)
            continue;
        if (o->offering == g->offering || (!p->exact && clash(&o->slot, &g->slot)))
            return false;
        credits += REPLAY_CREDITS;
    }
    return credits <= p->settings.credits_most;
}

/* --- Reading ------------------------------------------------------------------------------------ */

#define COL(type, field)                                                                       \
    {                                                                                          \
#field, DB_I64, false, offsetof(struct type, field)                                    \
    }

struct hold_row {
    int64_t section, waits, gives_up;
};
static const struct db_col hold_cols[] = {COL(hold_row, section), COL(hold_row, waits),
                                          COL(hold_row, gives_up)};
static const struct db_query holds_of = {
    .name = "replay_holds",
    .params = "i",
    .cols = hold_cols,
    .n_cols = 3,
    .row = sizeof(struct hold_row),
    .sqlite = "SELECT section, waits, coalesce(gives_up, 0) FROM records_enrolment"
              " WHERE person = ?1 ORDER BY section, waits",
    .postgres = "SELECT section, CAST(waits AS BIGINT), coalesce(gives_up, 0)"
                " FROM records_enrolment WHERE person = $1 ORDER BY section, waits",
};
struct list_row {
    int64_t person, waiting_order, gives_up;
};
static const struct db_col list_cols[] = {COL(list_row, person), COL(list_row, waiting_order),
                                          COL(list_row, gives_up)};
static const struct db_query list_of = {
    .name = "replay_list",
    .params = "i",
    .cols = list_cols,
    .n_cols = 3,
    .row = sizeof(struct list_row),
    .sqlite = "SELECT person, waiting_order, coalesce(gives_up, 0) FROM records_enrolment"
              " WHERE section = ?1 AND waiting_order > 0 ORDER BY waiting_order, person",
    .postgres = "SELECT person, waiting_order, coalesce(gives_up, 0) FROM records_enrolment"
                " WHERE section = $1 AND waiting_order > 0 ORDER BY waiting_order, person",
};
struct seats_row {
    int64_t seats, taken, kept, waiting, due;
};
static const struct db_col seats_cols[] = {COL(seats_row, seats), COL(seats_row, taken),
                                           COL(seats_row, kept), COL(seats_row, waiting),
                                           COL(seats_row, due)};
static const struct db_query seats_of = {
    .name = "replay_seats",
    .params = "i",
    .cols = seats_cols,
    .n_cols = 5,
    .row = sizeof(struct seats_row),
    .sqlite =
        "SELECT seats, taken, kept, waiting, promote_due FROM records_section WHERE id = ?1",
    .postgres = "SELECT seats, taken, kept, waiting, CAST(promote_due AS BIGINT)"
                " FROM records_section WHERE id = $1",
};

static int gives_up_of(int64_t offering)
{
    return offering ? (int)(offering - offering_of(0)) : -1;
}

static void place_remove(struct group *g, int human)
{
    for (int i = 0; i < g->n_placed; i++) {
        if (g->placed[i] == human) {
            g->placed[i] = g->placed[--g->n_placed];
            return;
        }
    }
}

static bool has_place(const struct hold *v, int n, int section)
{
    for (int i = 0; i < n; i++) {
        if (v[i].section == section && !v[i].waits)
            return true;
    }
    return false;
}

/* Her places as they are now; all groups of old and new ones are looked at. */
static err human_read(struct play *p, int human)
{
    struct human *h = &p->humans[human];
    struct db_value who = db_v_int(person_of(human));
    struct hold_row *rows = NULL;
    void *v = NULL;
    size_t n = 0;

    if (h->step == p->step)
        return OK;
    TRY(db_many(p->db, &holds_of, &who, &v, &n));
    if (n > HOLDS || p->n_changed == (int)LEN(p->changed))
        return ERR_RANGE;
    rows = v;
    h->step = p->step;
    memcpy(h->was, h->v, sizeof h->v);
    h->n_was = h->n;
    h->n = (int)n;
    for (size_t i = 0; i < n; i++)
        h->v[i] = (struct hold){(int)(rows[i].section - section_of(0)), rows[i].waits != 0,
                                gives_up_of(rows[i].gives_up)};
    for (int i = 0; i < h->n_was; i++) {
        mirror_touch(p, h->was[i].section);
        if (!h->was[i].waits && !has_place(h->v, h->n, h->was[i].section))
            place_remove(&p->groups[h->was[i].section], human);
    }
    for (int i = 0; i < h->n; i++) {
        struct group *g = &p->groups[h->v[i].section];

        mirror_touch(p, h->v[i].section);
        if (!h->v[i].waits && !has_place(h->was, h->n_was, h->v[i].section))
            g->placed[g->n_placed++] = human;
    }
    p->changed[p->n_changed++] = human;
    return OK;
}

static bool in_list(const struct waiter *v, int n, int human)
{
    for (int i = 0; i < n; i++) {
        if (v[i].human == human)
            return true;
    }
    return false;
}

static err group_read(struct play *p, int group)
{
    struct group *g = &p->groups[group];
    struct db_value id = db_v_int(section_of(group));
    struct seats_row s = {};
    struct list_row *rows = NULL;
    void *v = NULL;
    size_t n = 0;

    TRY(db_one(p->db, &seats_of, &id, &s, sizeof s));
    TRY(db_many(p->db, &list_of, &id, &v, &n));
    if (n > IN_LIST)
        return ERR_RANGE;
    rows = v;
    g->seats = s.seats;
    g->taken = s.taken;
    g->due = s.due != 0;
    g->now_kept = s.kept;
    g->now_waiting = s.waiting;
    g->n_new = (int)n;
    for (size_t i = 0; i < n; i++)
        g->new_list[i] = (struct waiter){(int)(rows[i].person - 1), rows[i].waiting_order,
                                         gives_up_of(rows[i].gives_up)};
    for (int i = 0; i < g->n; i++) {
        if (!in_list(g->new_list, g->n_new, g->list[i].human))
            TRY(human_read(p, g->list[i].human));
    }
    return OK;
}

void mirror_begin(struct play *p, int asker, int group)
{
    p->step++;
    p->asker = asker;
    p->n_queue = 0;
    p->n_changed = 0;
    if (group >= 0)
        mirror_touch(p, group);
}

void mirror_touch(struct play *p, int group)
{
    struct group *g = &p->groups[group];

    if (g->step == p->step || p->n_queue == (int)LEN(p->queue))
        return;
    g->step = p->step;
    p->queue[p->n_queue++] = group;
}

/* --- Judging ------------------------------------------------------------------------------------ */

static bool places_now(const struct play *p, int human, int group)
{
    return has_place(p->humans[human].v, p->humans[human].n, group);
}

static bool placed_before(const struct play *p, int human, int group)
{
    const struct human *h = &p->humans[human];

    return h->step == p->step ? has_place(h->was, h->n_was, group)
                              : has_place(h->v, h->n, group);
}

/* Two gave each other their places: nobody else's matter. */
static bool exchanged(const struct play *p, int human, int group)
{
    for (int i = 0; i < p->n_changed; i++) {
        int other = p->changed[i];

        if (other == human || !placed_before(p, other, group) || places_now(p, other, group))
            continue;
        for (int k = 0; k < p->humans[human].n_was; k++) {
            int old = p->humans[human].was[k].section;

            if (!p->humans[human].was[k].waits && places_now(p, other, old) &&
                !placed_before(p, other, old) && !places_now(p, human, old))
                return true;
        }
    }
    return false;
}

/* Somebody got a place: nobody who was before her in the list, waits still and fits, was passed over. */
static void judge_arrival(struct play *p, int group, int human)
{
    struct group *g = &p->groups[group];
    bool listed = in_list(g->list, g->n, human);

    p->sum.moved += listed;
    if (exchanged(p, human, group)) {
        p->sum.exchanges++;
        return;
    }
    for (int i = 0; i < g->n && g->list[i].human != human; i++) {
        const struct waiter *w = &g->list[i];

        if (!in_list(g->new_list, g->n_new, w->human))
            continue;
        if (human_fits(p, w->human, group, w->gives_up, true) &&
            human_fits(p, w->human, group, w->gives_up, false))
            fault(p, "%s: %d overtook %d", NAME(p, group), human, w->human);
        else
            p->sum.skipped++;
    }
}

/* Who stands in the list no more has the place, or has left it herself, or needs it no more. */
static void judge_gone(struct play *p, int group, const struct waiter *w)
{
    bool gave = w->gives_up >= 0 && !hold_in(p, w->human, w->gives_up, false);

    if (places_now(p, w->human, group) || w->human == p->asker || (gave && !p->exact))
        return;
    fault(p, "%s: %d is not on the list any more and has no place", NAME(p, group), w->human);
}

static void judge_list(struct play *p, int group)
{
    struct group *g = &p->groups[group];
    int64_t before = 0;
    int k = 0;

    for (int i = 0; i < g->n_new; i++) {
        if (g->new_list[i].order <= before)
            fault(p, "%s: two at order %lld", NAME(p, group), (long long)before);
        before = g->new_list[i].order;
    }
    for (int i = 0; i < g->n; i++) {
        if (k < g->n_new && g->new_list[k].human == g->list[i].human &&
            g->new_list[k].order == g->list[i].order)
            k++;
        else if (in_list(g->new_list, g->n_new, g->list[i].human))
            fault(p, "%s: %d stands elsewhere in the list", NAME(p, group), g->list[i].human);
        else
            judge_gone(p, group, &g->list[i]);
    }
    for (int i = k; i < g->n_new; i++) {
        if (g->new_list[i].order <= g->last_order)
            fault(p, "%s: %d came in before others", NAME(p, group), g->new_list[i].human);
    }
    if (g->n_new && g->new_list[g->n_new - 1].order > g->last_order)
        g->last_order = g->new_list[g->n_new - 1].order;
}

static void judge_counts(struct play *p, int group)
{
    struct group *g = &p->groups[group];
    int64_t should = g->wants < g->seats ? g->wants : g->seats;

    if (g->taken > g->seats || g->now_kept != 0)
        fault(p, "%s: %lld of %lld seats are taken", NAME(p, group), (long long)g->taken,
              (long long)g->seats);
    if (g->taken != g->n_placed || g->now_waiting != g->n_new)
        fault(p, "%s: says %lld placed and %lld waiting, and has %d and %d", NAME(p, group),
              (long long)g->taken, (long long)g->now_waiting, g->n_placed, g->n_new);
    if (p->exact && (g->taken + g->n_new != g->wants || (!g->due && g->taken != should)))
        fault(p, "%s: of %lld who want one of %lld seats %lld have one and %d wait",
              NAME(p, group), (long long)g->wants, (long long)g->seats, (long long)g->taken,
              g->n_new);
    for (int i = 0; !g->due && g->taken < g->seats && i < g->n_new; i++) {
        if (human_fits(p, g->new_list[i].human, group, g->new_list[i].gives_up, false))
            fault(p, "%s: %d waits beside a free seat", NAME(p, group), g->new_list[i].human);
    }
}

err mirror_look(struct play *p)
{
    if (p->asker >= 0)
        TRY(human_read(p, p->asker));
    for (int i = 0; i < p->n_queue; i++)
        TRY(group_read(p, p->queue[i]));
    for (int i = 0; i < p->n_changed; i++) {
        const struct human *h = &p->humans[p->changed[i]];

        for (int k = 0; k < h->n; k++) {
            if (!h->v[k].waits && !has_place(h->was, h->n_was, h->v[k].section))
                judge_arrival(p, h->v[k].section, p->changed[i]);
        }
    }
    for (int i = 0; i < p->n_queue; i++) {
        struct group *g = &p->groups[p->queue[i]];
        struct waiter *old = g->list;

        judge_list(p, p->queue[i]);
        judge_counts(p, p->queue[i]);
        g->list = g->new_list;
        g->n = g->n_new;
        g->new_list = old;
    }
    return OK;
}

/* --- Everything --------------------------------------------------------------------------------- */

struct all_row {
    int64_t person, section, waits;
};
static const struct db_col all_cols[] = {COL(all_row, person), COL(all_row, section),
                                         COL(all_row, waits)};
static const struct db_query all_of = {
    .name = "replay_all",
    .params = "",
    .cols = all_cols,
    .n_cols = 3,
    .row = sizeof(struct all_row),
    .sqlite =
        "SELECT person, section, waits FROM records_enrolment ORDER BY person, section, waits",
    .postgres = "SELECT person, section, CAST(waits AS BIGINT) FROM records_enrolment"
                " ORDER BY person, section, waits",
};

err mirror_all(struct play *p)
{
    struct all_row *rows = NULL;
    size_t n = 0, at = 0;
    void *v = NULL;

    TRY(db_many(p->db, &all_of, NULL, &v, &n));
    rows = v;
    for (int h = 0; h < PEOPLE; h++) {
        for (int i = 0; i < p->humans[h].n; i++, at++) {
            const struct hold *o = &p->humans[h].v[i];

            if (at >= n || rows[at].person != person_of(h) ||
                rows[at].section != section_of(o->section) || rows[at].waits != o->waits) {
                fault(p, "places changed that no decision changed (%s)", NAME(p, o->section));
                return OK;
            }
        }
    }
    if (at != n)
        fault(p, "%zu places, seen were %zu", n, at);
    return OK;
}
