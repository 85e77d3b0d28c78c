/* choices.c: the choices of a plan as the page shows them: in their order, each with its options, what
   stands in the way, and what would come of it now.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "plan.h"

/* What refuses an option that is no place of hers but a choice higher up is said so. */
static const char *twice(struct rq *rq, const struct studymap_state *st, const struct studymap_option *o)
{
    if (o->why.reason != STUDYMAP_HELD || studymap_place_in(st, o->section->offering))
        return NULL;
    return say(rq, "%s stands higher in your plan already.", o->section->course_name);
}

static struct str_list one(struct rq *rq, const char *sentence)
{
    struct str_list list = {ARENA_ARRAY(rq->arena, 1, const char *), 1};

    list.v[0] = sentence;
    return list;
}

static struct studymap_entry option_entry(struct rq *rq, const struct studymap_state *st,
                                          const struct studymap_choice *c, size_t at)
{
    const struct studymap_option *o = &c->options[at];
    struct studymap_held beside = studymap_beside(rq->arena, st, c);
    struct studymap_entry e = {.gone = true, .code = "", .group = "", .name = c->item->label};
    struct studymap_why why;

    if (o->section) {
        const char *higher = twice(rq, st, o);

        e = studymap_entry_of(rq, o->section);
        e.problems = higher ? one(rq, higher) : studymap_problems(rq, o->section, &beside, &o->why);
        e.clashes = o->why.reason == STUDYMAP_FITS && studymap_clash(&beside, o->section, &why);
    } else {
        if (at > 0)
            e.name = say(rq, "This group");
        e.problems = one(rq, studymap_why_words(rq, e.name, &o->why));
    }
    e.section = o->id;
    e.lone = c->n_options == 1;
    e.waits = e.full && e.lone;
    e.later = at > 0;
    e.refused = o->why.reason != STUDYMAP_FITS;
    return e;
}

/* "Now you would get group B02." */
static void outlook(struct rq *rq, const struct studymap_choice *c, struct studymap_choice_view *v)
{
    bool wait_lists = studymap_settings_of(rq)->wait_lists;
    struct studymap_prospect p = studymap_prospect_of(c->options, c->n_options, wait_lists);
    const struct records_section *s = c->options[p.option].section;

    v->waits = wait_lists;
    if (p.outcome == STUDYMAP_ENROLLED) {
        v->outlook = say(rq, "Now you would get %s, group %s.", s->course_code, s->code);
        v->tone = p.option == 0 ? "positive" : "info";
    } else if (p.outcome == STUDYMAP_WAITING) {
        v->outlook = say(rq, "Now you would come on the wait-list of %s, group %s, at place %d.",
                         s->course_code, s->code, (int)s->waiting + 1);
        v->tone = "warning";
    } else {
        v->outlook = s ? say(rq, "Now %s would be refused, and no other option tried.", s->course_code)
                       : say(rq, "Now this course would be refused.");
        v->tone = "danger";
    }
}

static struct studymap_choice_view choice_show(struct rq *rq, const struct studymap_state *st,
                                               const struct studymap_choice *c)
{
    struct studymap_choice_view v = {
        .rank = c - st->v + 1,
        .last = c - st->v + 1 == (ptrdiff_t)st->n,
        .room = c->n_options < STUDYMAP_OPTIONS,
        .options = {ARENA_ARRAY(rq->arena, c->n_options, struct studymap_option_view), c->n_options},
    };

    for (size_t i = 0; i < c->n_options; i++) {
        const struct records_section *s = c->options[i].section;

        v.options.v[i] = (struct studymap_option_view){
            .e = option_entry(rq, st, c, i),
            .number = (int64_t)i + 1,
            .last = i + 1 == c->n_options,
            .another = s && s->offering.v != c->item->offering.v,
            .key = arena_printf(rq->arena, "%lld-%lld", (long long)c->item->id.v,
                                (long long)c->options[i].id.v),
        };
    }
    v.e = v.options.v[0].e;
    v.e.offering = c->item->offering;
    outlook(rq, c, &v);
    return v;
}

struct studymap_choice_views studymap_choices_show(struct rq *rq, const struct studymap_state *st)
{
    struct studymap_choice_views all = {
        ARENA_ARRAY(rq->arena, st->n, struct studymap_choice_view), st->n};

    for (size_t i = 0; i < st->n; i++)
        all.v[i] = choice_show(rq, st, &st->v[i]);
    return all;
}
