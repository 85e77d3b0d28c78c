/* mailout.c: makes mails of views and queues them; the table of the mail-out.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mailout_in.h"
#include "app.h"
#include "audit.h"
#include "bus.h"
#include "campus_q.h"
#include "campus_v.h"
#include "log.h"
#include "service.h"

#define MAIL_MAX  ((size_t)200 << 10) /* bytes of a mail's page */
#define KEPT      DAYS(28)
#define SWEEP_MOST 500

/* --- Who gets it ----------------------------------------------------------------------------- */

void campus_addressees_by(struct app *app, err (*of)(struct db *db, person_id who, struct addressee *ret))
{
    app->addressee = of;
}

void campus_names_by(struct app *app, err (*named)(struct db *db, const char *typed, person_id *ret))
{
    app->named = named;
}

err mail_addressee(struct db *db, person_id who, struct addressee *ret)
{
    const struct app *app = db_app(db);

    return app->addressee != NULL ? app->addressee(db, who, ret) : ERR_NOT_FOUND;
}

/* --- What it holds --------------------------------------------------------------------------- */

static const char *base_of(const struct app *app)
{
    const struct campus_settings *c = settings_of(app_settings(app), &campus_group);

    return c->url;
}

const char *mail_url(const struct app *app, struct arena *a, const char *path)
{
    const char *base = base_of(app);
    size_t n = strlen(base);

    while (n > 0 && base[n - 1] == '/')
        n--;
    return n == 0 || !mail_path_ok(path) ? NULL : arena_printf(a, "%.*s%s", (int)n, base, path);
}

/* A name is never a link, whatever a program that shows mail takes for one. */
static const char *harmless(struct arena *a, const char *s)
{
    char *t = arena_dup(a, s ? s : "");

    for (char *c = strstr(t, "://"); c != NULL; c = strstr(c, "://"))
        *c = ' ';
    return t;
}

err mailout_page(const struct app *app, struct arena *a, const struct addressee *to, const struct mail *m,
                 const char **ret_html)
{
    const struct campus_settings *c = settings_of(app_settings(app), &campus_group);
    struct buf body = buf_in(a, MAIL_MAX), page = buf_in(a, MAIL_MAX);
    struct out inner = {.buf = &body, .arena = a, .lang = to->lang, .escape = ESCAPE_HTML};
    struct out outer = {.buf = &page, .arena = a, .lang = to->lang, .escape = ESCAPE_HTML};
    struct campus_mail_view v = {
        .campus = c->name,
        .name = harmless(a, to->name),
        .title = m->subject,
        .why = m->kind->why,
        .change = m->kind->chosen ? mail_url(app, a, "/notices/settings") : NULL,
    };

    TRY(m->body(&inner, m->model));
    v.body = (struct html){body.s};
    TRY(campus_v_mail(&outer, &v));
    if (!buf_ok(&body) || !buf_ok(&page))
        return ERR_TOO_LARGE;
    *ret_html = page.s;
    return OK;
}

/* --- Queueing -------------------------------------------------------------------------------- */

static bool in_a_table(const struct app *app, const struct mail_kind *k)
{
    for (size_t s = 0; s < app->n_services; s++)
        for (size_t i = 0; i < app->services[s]->n_mails; i++)
            if (app->services[s]->mails[i] == k)
                return true;
    return false;
}

static err has_room(struct db *db, const struct app *app)
{
    const struct mailout_settings *s = settings_of(app_settings(app), &mailout_group);
    int64_t over = 0;

    TRY(campus_q_mail_over(db, s->queue_max, &over));
    return over > 0 ? ERR_BUSY : OK;
}

/* Under the same id always: who gets it twice after a crash can tell. */
static const char *message_id(struct db *db, const struct app *app, mail_id id)
{
    const struct campus_settings *c = settings_of(app_settings(app), &campus_group);

    return arena_printf(db_arena(db), "%llx.%s@%s", (unsigned long long)id.v, c->key, c->domain);
}

static err queue(struct db *db, const struct addressee *to, const struct mail *m, const char *html)
{
    const struct app *app = db_app(db);
    mail_id id = NEW_ID(db, mail_id);
    struct mail_address address;

    if (mail_address_of(db_arena(db), to->address, &address) != OK)
        return campus_q_fail_mail(db, id, m->kind->name, to->person, to->address, to->name, lang_code(to->lang),
                                  m->subject, message_id(db, app, id), db_now(db), "no mail address");
    TRY(campus_q_add_mail(db, id, m->kind->name, to->person, address.text, to->name, lang_code(to->lang), m->subject,
                          mail_plain(db_arena(db), html), html, message_id(db, app, id), db_now(db)));
    bus_tell(db, BUS_MAIL, 0);
    return OK;
}

err mail_send(struct db *db, const struct addressee *to, const struct mail *m)
{
    const struct app *app = db_app(db);
    const char *html = NULL, *fault = NULL;

    if (to->closed)
        return OK;
    if (!in_a_table(app, m->kind)) {
        log_line(LOG_ERROR, "mail.unknown_kind", LS("kind", m->kind->name));
        return ERR_INTERNAL;
    }
    TRY(mailout_page(app, db_arena(db), to, m, &html));
    fault = mail_fault(db_arena(db), html, base_of(app));
    if (fault != NULL) {
        log_line(LOG_ERROR, "mail.fault", LS("kind", m->kind->name), LS("fault", fault));
        return ERR_INTERNAL;
    }
    if (!m->kind->urgent)
        TRY(has_room(db, app));
    return queue(db, to, m, html);
}

/* --- The table ------------------------------------------------------------------------------- */

static void hear(void *ctx, const struct bus_message *m)
{
    (void)m;
    task_wake(ctx, MAILOUT_TASK);
}

static err start(struct app *app)
{
    return bus_hear(app, BUS_MAIL, hear, app);
}

static err sweep(struct db *db, int64_t arg, const char *text)
{
    int64_t swept = 0;

    (void)arg, (void)text;
    return campus_q_sweep_mails(db, instant_add(db_now(db), -KEPT), SWEEP_MOST, &swept);
}

static const struct job_kind jobs[] = {
    {"mailout.sweep", sweep, MINUTES(10), "Forgets mails that were sent or given up four weeks ago."},
};

static const struct task_kind tasks[] = {{MAILOUT_TASK, mailout_round}};

static const struct route routes[] = {
    {GET, READ, "/admin/mail", mailout_get, MAY_MANAGE_SYSTEM},
    {POST, WRITE, "/admin/mail/test", mailout_test_post, MAY_MANAGE_SYSTEM},
    {POST, WRITE, "/admin/mail/again", mailout_all_again_post, MAY_MANAGE_SYSTEM},
    {POST, WRITE, "/admin/mail/{mail}/again", mailout_again_post, MAY_MANAGE_SYSTEM},
    {POST, WRITE, "/admin/mail/{mail}/drop", mailout_drop_post, MAY_MANAGE_SYSTEM},
};

static err export_mails(struct db *db, person_id who, struct json_out *j)
{
    struct campus_mail_row_list rows;

    TRY(campus_q_mails_of(db, who, &rows));
    json_array(j, "mails");
    for (size_t i = 0; i < rows.n; i++) {
        json_object(j, NULL);
        json_str(j, "to", rows.v[i].address);
        json_str(j, "subject", rows.v[i].subject);
        json_str(j, "made", instant_iso(db_arena(db), rows.v[i].made_at));
        json_str(j, "state", rows.v[i].state);
        json_end(j, '}');
    }
    json_end(j, ']');
    return OK;
}

static const struct personal_data personal_data[] = {
    {_("The mails that we sent you: when, to which address, and about what"),
     _("Four weeks; the text only until the mail is sent"), export_mails},
};

static const struct mail_kind *const mails[] = {&mailout_test_kind};

const struct service mailout_service = {
    .name = "mailout",
    .routes = routes,
    .n_routes = COUNT(routes),
    .settings = &mailout_group,
    .jobs = jobs,
    .n_jobs = COUNT(jobs),
    .tasks = tasks,
    .n_tasks = COUNT(tasks),
    .mails = mails,
    .n_mails = COUNT(mails),
    .personal_data = personal_data,
    .n_personal_data = COUNT(personal_data),
    .start = start,
};
