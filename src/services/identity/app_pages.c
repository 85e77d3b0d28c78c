/* app_pages.c: one's app passwords: made, shown once, ended. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "app_passwords.h"
#include "audit.h"
#include "form.h"
#include "happened.h"
#include "identity_v.h"
#include "pages.h"
#include "reply.h"
#include "rights.h"
#include "service.h"
#include "str.h"
#include "told.h"

static const struct form_name names[] = {
    {"door", _("What it opens")},
    {"device", _("For which device")},
};

/* The door of this word, as its service declares it; NULL: no service here has it. */
static const struct door *door_of(struct rq *rq, const char *word)
{
    const struct app *app = rq_app(rq);

    for (size_t s = 0; s < app->n_services; s++)
        for (size_t i = 0; i < app->services[s]->n_doors; i++)
            if (str_eq(app->services[s]->doors[i].word, word))
                return &app->services[s]->doors[i];
    return NULL;
}

static struct identity_doors doors_of(struct rq *rq)
{
    const char *chosen = form_typed(rq, "door");
    const struct app *app = rq_app(rq);
    struct identity_doors ret = {0};
    size_t n = 0;

    for (size_t s = 0; s < app->n_services; s++)
        n += app->services[s]->n_doors;
    ret.v = ARENA_ARRAY(rq->arena, n + 1, struct identity_door);
    for (size_t s = 0; s < app->n_services; s++)
        for (size_t i = 0; i < app->services[s]->n_doors; i++) {
            const struct door *d = &app->services[s]->doors[i];
            ret.v[ret.n] = (struct identity_door){d->word, d->title, *chosen ? str_eq(chosen, d->word) : ret.n == 0};
            ret.n++;
        }
    return ret;
}

err app_passwords_seen(struct rq *rq, bool *ret_doors, size_t *ret_n)
{
    struct identity_app_password_list rows;

    TRY(identity_q_app_passwords(rq->db, rq->me, &rows));
    *ret_doors = doors_of(rq).n > 0;
    *ret_n = rows.n;
    return OK;
}

err identity_app_passwords_get(struct rq *rq)
{
    struct identity_app_passwords_view view = {.doors = doors_of(rq)};
    struct identity_app_password_list rows;

    form_names(rq, names, COUNT(names));
    TRY(identity_q_app_passwords(rq->db, rq->me, &rows));
    view.lines.v = ARENA_ARRAY(rq->arena, rows.n + 1, struct identity_app_password_line);
    for (; view.lines.n < rows.n; view.lines.n++) {
        const struct identity_app_password *r = &rows.v[view.lines.n];
        const struct door *d = door_of(rq, r->door);
        view.lines.v[view.lines.n] = (struct identity_app_password_line){
            .id = r->id, .name = r->name, .door = d ? d->title : msg_none(), .made_at = r->made_at, .used_at = r->used_at,
            .used_from = r->used_from};
    }
    view.full = rows.n >= APP_PASSWORDS_MOST;
    return identity_v_app_passwords(rq->out, &view);
}

/* Shown once, after it was made: rq->prepared holds it. */
static err made_get(struct rq *rq)
{
    reply_header(rq, "Cache-Control", "no-store");
    return identity_v_app_password_made(rq->out, rq->prepared);
}

err identity_app_passwords_post(struct rq *rq)
{
    const char *device = form_text(rq, "device", 1, 40);
    const struct door *door = door_of(rq, form_typed(rq, "door"));
    struct identity_app_password_made_view *view = ARENA_NEW(rq->arena, struct identity_app_password_made_view);
    struct identity_app_password_list rows;
    const char *shown = NULL;

    if (!door)
        form_error(rq, "door", "Choose what the password opens.");
    if (form_bad(rq) || !door)
        return page_after(rq, false, identity_app_passwords_get);
    TRY(proved_lately(rq));
    TRY(identity_q_app_passwords(rq->db, rq->me, &rows));
    if (rows.n >= APP_PASSWORDS_MOST)
        return fail(rq, ERR_CONFLICT, "You have as many app passwords as one can have. End one that you no longer use.");
    TRY(app_password_make(rq->db, rq->me, device, door->word, &shown));
    TRY(happened(rq, rq->me, HAPPENED_APP_MADE));
    TRY(told_app_password(rq, rq->me, device));
    TRY(audit_rq(rq, "identity.app_password_made", "person", rq->me.v, NULL));
    *view = (struct identity_app_password_made_view){
        .title = say(rq, "The app password of %s", device),
        .door = door->title,
        .how = door->how,
        .address = door->path ? url_absolute(rq, door->path) : NULL,
        .login = rq_person(rq)->login,
        .password = arena_dup(rq->arena, shown)};
    rq->prepared = view;
    return page_after(rq, true, made_get);
}

err identity_app_password_end_post(struct rq *rq)
{
    int64_t n = 0;

    TRY(identity_q_app_password_drop(rq->db, PATH_ID(rq, app_password_id, "password"), rq->me, &n));
    if (n == 0)
        return fail(rq, ERR_NOT_FOUND, "This app password has ended already.");
    TRY(happened(rq, rq->me, HAPPENED_APP_ENDED));
    TRY(audit_rq(rq, "identity.app_password_ended", "person", rq->me.v, NULL));
    flash(rq, TONE_POSITIVE, "The app password opens nothing any more.");
    return see_other(rq, "/account/security/app-passwords");
}
