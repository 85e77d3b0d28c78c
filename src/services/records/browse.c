/* browse.c: a course has a mask of the filters that it fails, and a set of such masks of its groups: so what
   dropping a filter brings is known from one look. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "browse.h"
#include "records_times.h"
#include "str.h"

#define BIT(f) (1U << (f))
#define GROUP_BITS 3
_Static_assert(BROWSE_FITS - BROWSE_TIMES + 1 == GROUP_BITS, "masks of groups are bits of eight");

struct look {
    const struct browse_world *world;
    const struct browse_wish *wish;
};
struct verdict {
    unsigned fails;  /* bits of the filters on the course */
    unsigned groups; /* bit m: a group fails the mask m of BROWSE_TIMES … */
};

/* --- Groups ------------------------------------------------------------------------------------ */

/* All weekly meetings on these days, between these times; there must be one. */
static bool times_fit(const struct browse_wish *w, const struct records_section *s)
{
    bool weekly = false;

    for (size_t i = 0; i < s->meetings.n; i++) {
        const struct records_meeting *m = &s->meetings.v[i];

        if (m->first.v == m->last.v)
            continue;
        weekly = true;
        if (w->days != 0 && (w->days & BIT(m->weekday)) == 0)
            return false;
        if (m->starts.v < w->from.v || (w->until.v > 0 && m->ends.v > w->until.v))
            return false;
    }
    return weekly;
}

static bool clash(const struct records_meeting *m, const struct engagement *e)
{
    struct records_meeting other;

    if (m->weekday != e->weekday || m->starts.v >= e->ends.v || e->starts.v >= m->ends.v)
        return false;
    other = (struct records_meeting){.weekday = e->weekday,
                                     .first = e->first,
                                     .last = e->last,
                                     .starts = e->starts,
                                     .ends = e->ends,
                                     .off = e->off};
    return records_meetings_clash(m, &other);
}

static bool fits(const struct engaged *engaged, const struct records_section *s)
{
    for (size_t i = 0; i < engaged->n; i++)
        for (size_t k = 0; engaged->v[i].about != s->offering.v && k < s->meetings.n; k++)
            if (clash(&s->meetings.v[k], &engaged->v[i]))
                return false;
    return true;
}

static bool asks_times(const struct browse_wish *w)
{
    return w->days != 0 || w->from.v > 0 || w->until.v > 0;
}

static unsigned asked_of_groups(const struct browse_wish *w)
{
    return (asks_times(w) ? BIT(BROWSE_TIMES) : 0U) | (w->free ? BIT(BROWSE_FREE) : 0U) |
           (w->fits ? BIT(BROWSE_FITS) : 0U);
}

static unsigned group_fails(const struct look *l, const struct records_section *s)
{
    const struct browse_wish *w = l->wish;
    unsigned fails = 0;

    if (asks_times(w) && !times_fit(w, s))
        fails |= BIT(BROWSE_TIMES);
    if (w->free && !l->world->free[s - l->world->list->sheet->v])
        fails |= BIT(BROWSE_FREE);
    if (w->fits && !fits(l->world->engaged, s))
        fails |= BIT(BROWSE_FITS);
    return fails;
}

/* --- Courses ----------------------------------------------------------------------------------- */

static bool counts_for(const struct records_listed *c, programme_id programme)
{
    for (size_t i = 0; i < c->n_programmes; i++)
        if (c->programmes[i].v == programme.v)
            return true;
    return false;
}

static bool ready(const struct look *l, const struct records_listed *c)
{
    if (*c->rule == '\0')
        return true;
    return records_prereq_check(l->world->arena, c->rule, c->id, l->world->known).ready != RECORDS_NOT_READY;
}

static unsigned course_fails(const struct look *l, const struct records_listed *c)
{
    const struct browse_wish *w = l->wish;
    unsigned fails = 0;

    if (w->faculty.v != 0 && c->faculty.v != w->faculty.v)
        fails |= BIT(BROWSE_FACULTY);
    if (w->programme.v != 0 && !counts_for(c, w->programme))
        fails |= BIT(BROWSE_PROGRAMME);
    if (w->level != 0 && c->level != w->level)
        fails |= BIT(BROWSE_LEVEL);
    if (w->credits >= 0 && c->credits != w->credits)
        fails |= BIT(BROWSE_CREDITS);
    if (*w->language != '\0' && !str_eq(c->language, w->language))
        fails |= BIT(BROWSE_LANGUAGE);
    if (w->ready && !ready(l, c))
        fails |= BIT(BROWSE_READY);
    if (w->given && c->offering.v == 0)
        fails |= BIT(BROWSE_GIVEN);
    return fails;
}

static struct verdict judge(const struct look *l, const struct records_listed *c)
{
    bool asks = asked_of_groups(l->wish) != 0;
    struct verdict v = {course_fails(l, c), 0};

    if (!asks) /* without groups it is fine, too */
        v.groups = BIT(0);
    else if (c->n_sections == 0)
        v.groups = BIT(asked_of_groups(l->wish) >> BROWSE_TIMES);
    for (size_t i = 0; asks && i < c->n_sections; i++)
        v.groups |= BIT(group_fails(l, c->sections[i]) >> BROWSE_TIMES);
    return v;
}

/* Does it fit, when these filters do not count? */
static bool passes(const struct verdict *v, unsigned without)
{
    if ((v->fails & ~without) != 0)
        return false;
    for (unsigned m = 0; m < BIT(GROUP_BITS); m++)
        if ((v->groups & BIT(m)) != 0 && ((m << BROWSE_TIMES) & ~without) == 0)
            return true;
    return false;
}

/* --- Counting ---------------------------------------------------------------------------------- */

static void tally(struct browse_tally *t, int64_t value)
{
    size_t i = 0;

    while (i < t->n && t->v[i].value != value)
        i++;
    if (i == sizeof t->v / sizeof t->v[0])
        return;
    if (i == t->n)
        t->v[t->n++].value = value;
    t->v[i].n++;
}

int64_t browse_tallied(const struct browse_tally *t, int64_t value)
{
    for (size_t i = 0; i < t->n; i++)
        if (t->v[i].value == value)
            return t->v[i].n;
    return 0;
}

static void count(struct browse_found *f, const struct verdict *v, const struct records_listed *c)
{
    for (unsigned k = 0; k < BROWSE_FILTERS; k++)
        f->without[k] += passes(v, BIT(k));
    if (passes(v, BIT(BROWSE_FACULTY)))
        tally(&f->faculties, c->faculty.v);
    if (passes(v, BIT(BROWSE_LEVEL)))
        tally(&f->levels, c->level);
    if (passes(v, BIT(BROWSE_CREDITS)))
        tally(&f->credits, c->credits);
    if (passes(v, BIT(BROWSE_LANGUAGE)))
        tally(&f->languages, str_eq(c->language, "nl"));
    for (size_t i = 0; passes(v, BIT(BROWSE_PROGRAMME)) && i < c->n_programmes; i++)
        tally(&f->programmes, c->programmes[i].v);
}

const struct browse_found *browse(const struct browse_world *world, const struct browse_wish *wish, const uint32_t *of,
                           size_t n)
{
    struct look l = {world, wish};
    struct browse_found *f = ARENA_NEW(world->arena, struct browse_found);

    f->v = ARENA_ARRAY(world->arena, n + 1, uint32_t);
    for (size_t i = 0; i < n; i++) {
        const struct records_listed *c = &world->list->v[of[i]];
        struct verdict v = judge(&l, c);

        if (passes(&v, 0))
            f->v[f->n++] = of[i];
        count(f, &v, c);
    }
    return f;
}

const struct records_section *browse_group(const struct browse_world *world, const struct browse_wish *wish,
                                           const struct records_listed *c)
{
    struct look l = {world, wish};

    for (size_t i = 0; i < c->n_sections; i++)
        if (group_fails(&l, c->sections[i]) == 0)
            return c->sections[i];
    return NULL;
}
