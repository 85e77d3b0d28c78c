/* policy.c: from when which role needs a second factor: /admin/second-factors.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "form.h"
#include "identity_q.h"
#include "identity_v.h"
#include "lines.h"
#include "pages.h"
#include "reply.h"
#include "rights.h"
#include "sorts.h"
#include "str.h"

#define GRACE      14  /* days, when nothing else is said */
#define GRACE_MOST 365

static const char *field_of(struct rq *rq, const char *what, enum role role)
{
    return arena_printf(rq->arena, "%s_%s", what, role_word(role));
}

/* How many hold the role, and how many of these are ready. */
static void count_in(const struct identity_role_factors_list *counts, struct identity_policy_line *line)
{
    for (size_t i = 0; i < counts->n; i++)
        if (str_eq(counts->v[i].role, line->word)) {
            line->people = counts->v[i].people;
            line->have = counts->v[i].have;
        }
}

static void policy_in(struct rq *rq, const struct identity_policy_list *rows, struct identity_policy_line *line)
{
    for (size_t i = 0; i < rows->n; i++)
        if (str_eq(rows->v[i].role, line->word)) {
            line->from = day_iso(rq->arena, civil_of(rows->v[i].starts_at).day);
            line->grace = arena_printf(rq->arena, "%lld", (long long)rows->v[i].grace);
        }
}

err identity_policy_get(struct rq *rq)
{
    struct identity_policy_view view = {.lines = {ARENA_ARRAY(rq->arena, ROLE_COUNT, struct identity_policy_line), 0}};
    struct identity_role_factors_list counts;
    struct identity_policy_list rows;

    TRY(identity_q_role_factors(rq->db, &counts));
    TRY(identity_q_policies(rq->db, &rows));
    for (unsigned r = 0; r < ROLE_COUNT; r++) {
        struct identity_policy_line *line = &view.lines.v[view.lines.n++];

        *line = (struct identity_policy_line){.word = role_word((enum role)r),
                                              .text = role_words((enum role)r),
                                              .from_field = field_of(rq, "from", (enum role)r),
                                              .grace_field = field_of(rq, "grace", (enum role)r),
                                              .from = "",
                                              .grace = arena_printf(rq->arena, "%d", GRACE)};
        count_in(&counts, line);
        policy_in(rq, &rows, line);
    }
    TRY(sorts_of(rq, 1, &view.sorts));
    return identity_v_policy(rq->out, &view);
}

/* One line of the form. */
struct policy_typed {
    instant starts; /* zero: no second factor is needed */
    int64_t grace;
};

static struct policy_typed typed_of(struct rq *rq, enum role role)
{
    struct policy_typed t = {.grace = form_int_or(rq, field_of(rq, "grace", role), 0, GRACE_MOST, GRACE)};

    if (!str_empty(form_typed(rq, field_of(rq, "from", role)))) {
        day d = form_day(rq, field_of(rq, "from", role));

        t.starts = d.v ? instant_of(d, (minute){0}) : (instant){0};
    }
    return t;
}

static err keep(struct rq *rq, enum role role, const struct policy_typed *t)
{
    int64_t n = 0;

    if (t->starts.v)
        TRY(identity_q_policy_put(rq->db, role_word(role), t->starts, t->grace, rq->now, rq->me, &n));
    else
        TRY(identity_q_policy_drop(rq->db, role_word(role), &n));
    if (n == 0)
        return OK;
    const char *from = t->starts.v ? day_iso(rq->arena, civil_of(t->starts).day) : "";

    return audit_rq(rq, "identity.policy_set", NULL, 0,
                    arena_printf(rq->arena, "{\"role\":\"%s\",\"from\":\"%s\",\"grace\":\"%lld\"}", role_word(role), from,
                                 (long long)t->grace));
}

err identity_policy_post(struct rq *rq)
{
    struct policy_typed typed[ROLE_COUNT];

    for (unsigned r = 0; r < ROLE_COUNT; r++)
        typed[r] = typed_of(rq, (enum role)r);
    if (form_bad(rq))
        return page_after(rq, false, identity_policy_get);
    for (unsigned r = 0; r < ROLE_COUNT; r++)
        TRY(keep(rq, (enum role)r, &typed[r]));
    flash(rq, TONE_POSITIVE, "Kept. Who needs a second factor and has none reads it on the home page, with the days that are left.");
    return see_other(rq, "/admin/second-factors");
}
