/* decision.c: what each rule said of one option, and the seats that there were, in words.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "decision.h"
#include "plan.h"

const char *decision_seats_words(struct rq *rq, const struct decision_seats *s)
{
    struct arena *a = rq->arena;
    const char *waited = tr_n(a, rq->lang, "%d person waited", "%d people waited", s->waited);
    const char *taken = tr_n(a, rq->lang, "%d place was taken", "%d places were taken", s->taken);

    if (!s->known)
        return arena_printf(a, "%s, %s",
                            s->free == INT64_MAX
                                ? say(rq, "No limit")
                                : tr_n(a, rq->lang, "%d seat was free for everybody", "%d seats were free for everybody", s->free),
                            waited);
    if (s->seats < 0)
        return say(rq, "No limit; %s", taken);
    return arena_printf(
        a, "%s; %s, %s, %s", tr_n(a, rq->lang, "%d seat", "%d seats", s->seats), taken,
        tr_n(a, rq->lang, "%d seat was kept for programmes", "%d seats were kept for programmes", s->kept), waited);
}

static void rule_add(struct studymap_option_line *o, struct msg rule, bool good, const char *words)
{
    o->rules.v[o->rules.n++] = (struct studymap_rule_line){rule, good, words};
}

static const char *prereq_words(struct rq *rq, const struct decision_rules *r)
{
    if (r->lacks)
        return say(rq, "Missing: %s", records_prereq_words(rq->arena, rq->lang, r->lacks));
    if (!r->known)
        return say(rq, "Nothing that is asked was missing");
    if (str_empty(r->rule))
        return say(rq, "Nothing is asked");
    return say(rq, "The student had what is asked: %s", records_prereq_words(rq->arena, rq->lang, r->rule));
}

void decision_rules_in(struct rq *rq, const struct decision_rules *r, const struct decision_seats *seats,
                       struct studymap_option_line *o)
{
    const struct records_section *s = r->section;
    struct studymap_why why = {};
    int64_t total = r->held->credits + s->credits;
    bool has = false, clash = studymap_clash(r->held, s, &why);

    for (size_t i = 0; i < r->held->n; i++)
        has = has || r->held->v[i]->offering.v == s->offering.v;
    o->rules.v = ARENA_ARRAY(rq->arena, 5, struct studymap_rule_line);
    rule_add(o, _("One place in a course"), !has,
             has ? say(rq, "The student had a place or waited in this course already")
                 : say(rq, "The student had none in this course"));
    rule_add(o, _("Prerequisites"), !r->lacks, prereq_words(rq, r));
    rule_add(o, _("Times"), !clash || r->clashes_allowed,
             clash ? studymap_why_words(rq, s->course_name, &why)
                   : say(rq, "It met at other times than all that the student had"));
    rule_add(o, _("Load"), total <= r->credits_most,
             say(rq, "%lld EC with it, of %lld EC at most", (long long)total, (long long)r->credits_most));
    rule_add(o, _("A seat"), seats->open, decision_seats_words(rq, seats));
}
