/* confirm.c: where somebody signs in: her devices are asked, a number is shown, and the page goes on when it was typed
   there. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "confirm.h"
#include "app.h"
#include "audit.h"
#include "form.h"
#include "identity.h"
#include "identity_v.h"
#include "json.h"
#include "pages.h"
#include "prompts.h"
#include "proving.h"
#include "proxies.h"
#include "rand.h"
#include "reply.h"
#include "rules.h"
#include "service.h"
#include "session.h"
#include "str.h"

#define LOOK_AGAIN 8 /* seconds, where no script runs */

/* --- Where it comes from and leads to ------------------------------------------------------------ */

/* Fields that the page of the second step was opened with, for a query. */
static const char *fields(struct rq *rq)
{
    const char *next = url_seg(rq->arena, next_of(rq));

    if (rq->me.v == 0)
        return arena_printf(rq->arena, "next=%s", next);
    return arena_printf(rq->arena, "level=%lld%s&next=%s", (long long)form_int_or(rq, "level", 1, 3, 2),
                        form_flag(rq, "again") ? "&again=1" : "", next);
}

/* The page with all ways. */
static const char *ways(struct rq *rq)
{
    return arena_printf(rq->arena, "%s?%s", rq->me.v != 0 ? "/sign-in/more" : "/sign-in/second", fields(rq));
}

static err back(struct rq *rq)
{
    return see_other(rq, "%s", ways(rq));
}

/* What she signs in to: the name of another software, the English title of one of our services, or the campus. */
static err service_of(struct rq *rq, const char **ret)
{
    const struct app *app = rq_app(rq);
    const char *next = next_of(rq), *found = NULL;
    size_t most = 0;

    *ret = campus_of(rq)->name;
    if (rq->me.v != 0)
        return OK; /* a login of ours proves more: that opens more than one page */
    for (size_t s = 0; s < app->n_services && !found; s++)
        if (app->services[s]->headed)
            TRY(app->services[s]->headed(rq->db, next, &found));
    *ret = found ? found : campus_of(rq)->name;
    for (size_t s = 0; s < app->n_services && !found; s++)
        for (size_t i = 0; i < app->services[s]->n_guide; i++) {
            const struct guide_entry *g = &app->services[s]->guide[i];
            size_t n = g->path ? strlen(g->path) : 0;

            if (n > 1 && n > most && str_starts(next, g->path) && strchr("/?", next[n])) {
                most = n;
                *ret = g->title.one;
            }
        }
    return OK;
}

/* --- Asking --------------------------------------------------------------------------------------- */

static err judge(struct rq *rq, const struct proving *t, const struct identity_confirmer_list *devices, enum confirm_may *ret)
{
    const char *household = address_household(rq->arena, rq->address);
    struct identity_confirm_seen_list rows;

    TRY(identity_q_confirms_lately(rq->db, t->person, rq->now, instant_add(rq->now, -CONFIRM_SHUT), &rows));
    struct confirm_seen *v = ARENA_ARRAY(rq->arena, rows.n + 1, struct confirm_seen);
    for (size_t i = 0; i < rows.n; i++) {
        const struct identity_confirm_seen *r = &rows.v[i];
        v[i] = (struct confirm_seen){.state = (enum confirm_state)r->state,
                                     .stands = r->stands,
                                     .mine = t->id.v != 0 && r->trial.v == t->id.v,
                                     .here = str_eq(r->household, household),
                                     .made_at = r->made_at,
                                     .ends_at = r->ends_at};
    }
    *ret = confirm_judge(v, rows.n, devices->n, rq->now);
    return OK;
}

/* Nothing of the sign-in but that there is one: what it is about is on the page that opens. */
static err prompt_all(struct rq *rq, const struct identity_person *p, const struct identity_confirmer_list *devices)
{
    enum lang lang = lang_of(p->lang, rq->lang);

    TRY(prompts_end(rq->db, p->id)); /* only the last question counts */
    for (size_t i = 0; i < devices->n; i++) {
        const struct identity_confirmer *c = &devices->v[i];
        struct prompt prompt = {.person = p->id,
                                .device = c->id.v,
                                .to = {c->endpoint, c->key, c->auth, c->name},
                                .lang = lang,
                                .text = tr(lang, "Somebody signs in as you. Is it you? Open this to confirm it, or to say that it is not."),
                                .path = "/confirm",
                                .tag = "confirm",
                                .ends = instant_add(rq->now, CONFIRM_LIFE)};
        if (c->lost_at.v == 0)
            TRY(prompt_send(rq->db, &prompt));
    }
    return OK;
}

static err ask(struct rq *rq, struct proving *t, const struct identity_confirmer_list *devices)
{
    struct identity_person p;
    const char *service = NULL;

    TRY(identity_q_person(rq->db, t->person, &p));
    TRY(service_of(rq, &service));
    if (t->id.v == 0)
        TRY(proving_begin(rq, t));
    TRY(identity_q_confirm_add(rq->db, NEW_ID(rq->db, confirm_id), p.id, t->id, CONFIRM_LOWEST + (int64_t)rand_below(CONFIRM_NUMBERS),
                               service, rq->address, address_household(rq->arena, rq->address), session_agent(rq), rq->now,
                               instant_add(rq->now, CONFIRM_LIFE)));
    TRY(prompt_all(rq, &p, devices));
    return audit(rq->db, &(struct audit_entry){.what = "identity.confirm_asked",
                                               .about = "person",
                                               .id = p.id.v,
                                               .request = rq->id,
                                               .address = rq->address});
}

/* The same words whatever the reason: who knows a password learns nothing of her devices. */
static err not_now(struct rq *rq)
{
    flash(rq, TONE_WARNING, "No device can be asked now. Use another way, or try it again in ten minutes.");
    return back(rq);
}

static err too_late(struct rq *rq)
{
    flash(rq, TONE_INFO, "Signing in took too long, or was finished already. Begin again.");
    return see_other(rq, "/sign-in?next=%s", url_seg(rq->arena, next_of(rq)));
}

err identity_ask_post(struct rq *rq)
{
    struct identity_confirmer_list devices;
    enum confirm_may may;
    struct proving t;
    err e = proving_of(rq, &t);

    if (e == ERR_NOT_FOUND)
        return too_late(rq);
    TRY(e);
    if (t.id.v == 0 && identity_level(t.proofs) >= 2)
        return identity_more(rq, 2, true); /* a device alone makes no old login fresh */
    TRY(identity_q_confirmers(rq->db, t.person, &devices));
    TRY(judge(rq, &t, &devices, &may));
    if (may != CONFIRM_ASK && may != CONFIRM_ASKED)
        return not_now(rq);
    if (may == CONFIRM_ASK)
        TRY(ask(rq, &t, &devices));
    return see_other(rq, "/sign-in/asked?%s", fields(rq));
}

/* --- Waiting -------------------------------------------------------------------------------------- */

/* What this browser's sign-in asked last; NULL: nothing, or it is over altogether. */
static err asked_of(struct rq *rq, struct proving *t, struct identity_confirm **ret)
{
    err e = proving_of(rq, t);

    *ret = NULL;
    if (e != OK || t->id.v == 0)
        return e == ERR_NOT_FOUND ? OK : e;
    return identity_q_confirm_of_trial(rq->db, t->id, ret);
}

static bool waits(struct rq *rq, const struct identity_confirm *c)
{
    return c->state == CONFIRM_OPEN && c->ends_at.v > rq->now.v;
}

/* The right number, and not long ago. */
static bool answered(struct rq *rq, const struct identity_confirm *c)
{
    return c->state == CONFIRM_RIGHT && rq->now.v - c->answered_at.v < CONFIRM_LIFE;
}

err identity_asked_get(struct rq *rq)
{
    struct identity_confirm *c = NULL;
    struct proving t = {0};

    TRY(asked_of(rq, &t, &c));
    if (!c)
        return rq->me.v == 0 && t.id.v == 0 ? too_late(rq) : back(rq);
    struct identity_asked_view view = {.next = next_of(rq),
                                       .level = (int)form_int_or(rq, "level", 1, 3, 2),
                                       .again = form_flag(rq, "again"),
                                       .more = rq->me.v != 0,
                                       .ways = ways(rq),
                                       .waits = waits(rq, c),
                                       .right = answered(rq, c),
                                       .wrong = c->state == CONFIRM_WRONG,
                                       .number = c->number,
                                       .address = url_absolute(rq, "/confirm"),
                                       .days = rq->me.v != 0 ? 0 : device_days(rq, t.shared)};

    reply_header(rq, "Cache-Control", "no-store");
    if (view.waits)
        reply_again(rq, LOOK_AGAIN);
    return identity_v_asked(rq->out, &view);
}

err identity_asked_state_get(struct rq *rq)
{
    struct identity_confirm *c = NULL;
    struct proving t = {0};

    TRY(asked_of(rq, &t, &c));
    struct json_out j = json_begin(rq->out->buf);
    json_object(&j, NULL);
    json_str(&j, "state", c && answered(rq, c) ? "right" : c && waits(rq, c) ? "waits" : "over");
    json_end(&j, '}');
    reply_header(rq, "Cache-Control", "no-store");
    return reply_json(rq);
}

err identity_asked_post(struct rq *rq)
{
    struct identity_confirm *c = NULL;
    struct proving t = {0};

    TRY(asked_of(rq, &t, &c));
    if (!c)
        return rq->me.v == 0 && t.id.v == 0 ? too_late(rq) : back(rq);
    if (!answered(rq, c)) {
        if (waits(rq, c))
            flash(rq, TONE_INFO, "The number was not typed on your device yet.");
        return see_other(rq, "/sign-in/asked?%s", fields(rq));
    }
    TRY(proving_done(rq, &t, IDENTITY_PUSH));
    return see_other(rq, "%s", next_of(rq));
}
