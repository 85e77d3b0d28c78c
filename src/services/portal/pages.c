/* pages.c: the home page. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pages.h"
#include "app.h"
#include "log.h"
#include "portal_v.h"
#include "rights.h"
#include "rules.h"
#include "str.h"

#define DEADLINES_MOST 8

static const char *greeting(struct rq *rq)
{
    const char *first = first_name(rq->arena, rq_person(rq)->name);

    switch (day_part_of(civil_of(rq->now).minute)) {
    case MORNING:
        return say(rq, "Good morning, %s", first);
    case AFTERNOON:
        return say(rq, "Good afternoon, %s", first);
    case EVENING:
        return say(rq, "Good evening, %s", first);
    case NIGHT:
        break;
    }
    return say(rq, "Still awake, %s?", first);
}

/* Writes the frame of a card, lets the service write, and takes all back if it wrote nothing. */
err portal_card(struct out *out, const struct card *c)
{
    size_t before = out->buf->n, begun = 0;
    err e = portal_v_card_head(out, c);

    begun = out->buf->n;
    if (e == OK)
        e = c->body(out->rq);
    if (e != OK) {
        log_line(LOG_WARNING, "portal.card", LS("path", c->path), LS("error", err_name(e)));
        out->buf->n = begun;
        e = portal_v_card_down(out);
    }
    if (out->buf->n == begun) {
        out->buf->n = before;
        return e;
    }
    return e == OK ? portal_v_card_foot(out) : e;
}

static void gather_cards(struct rq *rq, struct portal_cards *ret)
{
    const struct app *app = rq_app(rq);
    size_t n = 0;

    for (size_t s = 0; s < app->n_services; s++)
        n += app->services[s]->n_cards;
    ret->v = ARENA_ARRAY(rq->arena, n, const struct card *);
    for (size_t s = 0; s < app->n_services; s++)
        for (size_t i = 0; i < app->services[s]->n_cards; i++)
            ret->v[ret->n++] = &app->services[s]->cards[i];
    cards_sort(ret);
}

static void join(struct arena *a, struct deadlines *all, struct deadlines more)
{
    struct deadline *v = ARENA_ARRAY(a, all->n + more.n, struct deadline);

    if (more.n == 0)
        return;
    if (all->n > 0)
        memcpy(v, all->v, all->n * sizeof *v);
    memcpy(v + all->n, more.v, more.n * sizeof *v);
    *all = (struct deadlines){v, all->n + more.n};
}

err portal_home_get(struct rq *rq)
{
    const struct app *app = rq_app(rq);
    struct portal_home_view v = {
        .greeting = greeting(rq),
        .today = day_words(rq->arena, rq->lang, civil_of(rq->now).day),
    };

    for (size_t s = 0; s < app->n_services; s++) {
        struct deadlines own = {0};

        if (app->services[s]->deadlines == NULL)
            continue;
        TRY(app->services[s]->deadlines(rq, &own));
        join(rq->arena, &v.deadlines, own);
    }
    v.deadlines = deadlines_next(v.deadlines, rq->now, DEADLINES_MOST);
    gather_cards(rq, &v.cards);
    return portal_v_home(rq->out, &v);
}
