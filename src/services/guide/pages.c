/* pages.c: the ICT services page and the code of conduct.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pages.h"
#include "app.h"
#include "audit.h"
#include "form.h"
#include "guide.h"
#include "guide_v.h"
#include "reply.h"

static const char *conduct_version(const struct rq *rq)
{
    const struct guide_settings *s = settings_of(rq_settings(rq), &guide_group);

    return s->conduct_version;
}

/* A service that cannot say how it is, is down. */
static enum service_state state_of(struct rq *rq, const struct guide_entry *e)
{
    enum service_state s = SERVICE_UP;

    if (e->state != NULL && e->state(rq->db, &s) != OK)
        s = SERVICE_DOWN;
    return s;
}

err guide_services_get(struct rq *rq)
{
    const struct app *app = rq_app(rq);
    struct guide_services_view v = {
        .campus = campus_of(rq)->name,
        .signed_in = rq->me.v != 0,
    };
    size_t n = 0;

    for (size_t s = 0; s < app->n_services; s++)
        n += app->services[s]->n_guide;
    v.services.v = ARENA_ARRAY(rq->arena, n, struct guide_service);
    for (size_t s = 0; s < app->n_services; s++)
        for (size_t i = 0; i < app->services[s]->n_guide; i++) {
            const struct guide_entry *e = &app->services[s]->guide[i];
            enum service_state state = state_of(rq, e);

            v.services.v[v.services.n++] = (struct guide_service){e, state};
            v.n_troubled += state != SERVICE_UP;
        }
    return guide_v_services(rq->out, &v);
}

err guide_conduct_get(struct rq *rq)
{
    struct guide_conduct_view v = {
        .campus = campus_of(rq)->name,
        .version = conduct_version(rq),
        .signed_in = rq->me.v != 0,
    };

    if (v.signed_in)
        TRY(guide_conduct_accepted(rq->db, rq->me, v.version, &v.accepted_at));
    return guide_v_conduct(rq->out, &v);
}

/* Accepts the version that was read; when it changed meanwhile, the new one is shown. */
err guide_conduct_post(struct rq *rq)
{
    const char *version = form_text(rq, "version", 1, 40);
    int64_t changed = 0;

    if (form_bad(rq) || strcmp(version, conduct_version(rq)) != 0) {
        flash(rq, TONE_WARNING,
              "The rules have changed while you read. Please read them again.");
        return see_other(rq, "/conduct");
    }
    TRY(guide_q_accept(rq->db, rq->me, version, rq->now, &changed));
    if (changed > 0)
        TRY(audit_rq(rq, "guide.conduct_accepted", "person", rq->me.v, NULL));
    flash(rq, TONE_POSITIVE, "Thank you. You have accepted the rules.");
    return see_other(rq, "/conduct");
}
