/* hooks.c: the web asks, the campus answers: identity, rights, error pages, language.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hooks.h"
#include "app.h"
#include "campus_v.h"
#include "form.h"
#include "page.h"
#include "reply.h"
#include "rights.h"
#include "service.h"
#include "str.h"

#define LANGUAGE_COOKIE "language"
#define LANGUAGE_DAYS 365

struct app *rq_app(const struct rq *rq)
{
    return web_owner(rq->web);
}

const struct settings *rq_settings(const struct rq *rq)
{
    return app_settings(rq_app(rq));
}

const struct campus_settings *campus_of(const struct rq *rq)
{
    return settings_of(rq_settings(rq), &campus_group);
}

void campus_identify_by(struct app *app, err (*who)(struct rq *rq))
{
    app->identify = who;
}

/* The language is this browser's own choice, else the account's, else the browser's setting. */
err campus_who(struct rq *rq)
{
    const struct app *app = rq_app(rq);

    if (app->identify != NULL)
        TRY(app->identify(rq));
    rq->lang = lang_of(rq_cookie(rq, LANGUAGE_COOKIE), rq->lang);
    return OK;
}

/* Does her login prove enough for what she asks? */
static err proved(struct rq *rq, const struct person *me, enum may m)
{
    int level = rq->route != NULL ? rq->route->level : 0;

    if (may_manages(m) && me->managing > level)
        level = me->managing;
    if (me->first != NULL && rq->route != NULL && !rq->route->unproved)
        rq->elsewhere = me->first;
    else if (me->level < level)
        rq->elsewhere = arena_printf(rq->arena, "/sign-in/more?level=%d", level);
    else
        return OK;
    return ERR_PROVE;
}

err campus_may(struct rq *rq, enum may m)
{
    const struct person *me = rq_person(rq);

    if (m == MAY_ANYONE)
        return OK;
    if (me == NULL)
        return ERR_SIGN_IN;
    if (m == MAY_SIGNED_IN || may_at_all(me->roles, me->n_roles, m))
        return proved(rq, me, m);
    return ERR_FORBIDDEN;
}

static struct msg error_title(err e)
{
    int status = err_status(e);

    if (status == 404 || status == 410)
        return _("This page is not here");
    if (status == 401)
        return _("Please sign in");
    if (status == 403)
        return _("This is not for you to open");
    if (status == 409)
        return _("That does not fit together");
    if (status == 429)
        return _("Too many tries");
    if (status == 503 || status == 507)
        return _("Not possible at this moment");
    if (status >= 500)
        return _("Something went wrong with us");
    return _("We could not understand that");
}

err campus_error_page(struct rq *rq, err e, const char *text)
{
    struct campus_error_view v = {
        .status = err_status(e),
        .title = error_title(e),
        .text = text,
        .request = rq->id,
    };

    return campus_v_error(rq->out, &v);
}

/* A path of this campus, as it would stand in an address bar; else "/". */
static const char *safe_path(const char *path)
{
    if (path[0] != '/' || path[1] == '/' || path[1] == '\\')
        return "/";
    for (const char *c = path; *c != '\0'; c++)
        if (*c <= ' ' || *c >= 127 || *c == '"' || *c == '<' || *c == '>' || *c == '\\')
            return "/";
    return path;
}

err campus_language_post(struct rq *rq)
{
    static const char *const codes[] = {"en", "nl"};
    int i = form_choice(rq, "language", codes, COUNT(codes));
    const char *back = safe_path(form_text(rq, "back", 0, 2000));

    if (i >= 0)
        reply_cookie(rq, LANGUAGE_COOKIE, codes[i], LANGUAGE_DAYS);
    return see_other(rq, "%s", back);
}

err campus_theme_post(struct rq *rq)
{
    static const char *const themes[] = {"system", "light", "dark"};
    int i = form_choice(rq, "theme", themes, COUNT(themes));
    const char *back = safe_path(form_text(rq, "back", 0, 2000));

    if (i >= 0)
        reply_cookie(rq, THEME_COOKIE, i > 0 ? themes[i] : NULL, LANGUAGE_DAYS);
    return see_other(rq, "%s", back);
}
