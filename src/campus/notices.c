/* notices.c: keeps what people are told, as they chose; the table of the notices.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stddef.h>
#include "app.h"
#include "bus.h"
#include "campus_q.h"
#include "log.h"
#include "notices_in.h"
#include "service.h"

#define SAME        MINUTES(30) /* within this, the same of the same thing is one */
#define SOON        MINUTES(1)  /* what comes together goes in one mail */
#define KEPT        DAYS(120)
#define SWEEP_MOST  500

/* --- Tables ---------------------------------------------------------------------------------- */

const struct notice_kind *notice_kind_named(const struct app *app, const char *name)
{
    for (size_t s = 0; s < app->n_services; s++)
        for (size_t i = 0; i < app->services[s]->n_notices; i++)
            if (str_eq(app->services[s]->notices[i]->name, name))
                return app->services[s]->notices[i];
    return NULL;
}

struct notice_topics notice_topics_of(const struct app *app, struct arena *a)
{
    struct notice_topics t = {0};
    size_t n = 0;

    for (size_t s = 0; s < app->n_services; s++)
        n += app->services[s]->n_notices;
    t.v = ARENA_ARRAY(a, n, const struct notice_topic *);
    for (size_t s = 0; s < app->n_services; s++)
        for (size_t i = 0; i < app->services[s]->n_notices; i++) {
            const struct notice_topic *one = app->services[s]->notices[i]->topic;
            bool known = false;

            for (size_t k = 0; k < t.n; k++)
                known = known || t.v[k] == one;
            if (!known)
                t.v[t.n++] = one;
        }
    return t;
}

/* --- Sending --------------------------------------------------------------------------------- */

static err refused(const struct notice *n, const char *why)
{
    log_line(LOG_ERROR, "notice.refused", LS("kind", n->kind->name), LS("why", why));
    return ERR_INTERNAL;
}

/* When its mail goes, if one does. */
struct when {
    instant soon, again, daily, push;
};
static struct when when_of(struct db *db, const struct notice_topic *topic)
{
    const struct notices_settings *s = settings_of(app_settings(db_app(db)), &notices_group);
    instant now = db_now(db);

    if (topic->fixed)
        return (struct when){now, now, now, now};
    return (struct when){
        .soon = topic->prompt ? now : notice_not_quiet(s, instant_add(now, SOON)),
        .again = topic->prompt ? now : notice_not_quiet(s, instant_add(now, SAME)),
        .daily = notice_at_hour(now, s->digest_hour),
        .push = topic->prompt ? now : notice_not_quiet(s, now),
    };
}

static err fits(struct db *db, const struct notice *n)
{
    if (notice_kind_named(db_app(db), n->kind->name) != n->kind)
        return refused(n, "the kind is in no table");
    if (!mail_path_ok(n->path) || n->n_args > NOTICE_ARGS)
        return refused(n, "the path or the number of arguments");
    return OK;
}

static const char *mail_word(const struct notice_topic *t)
{
    return notice_mail_word(t->fixed ? NOTICE_MAIL_NOW : t->mail);
}

err notice_send(struct db *db, const struct notice *n)
{
    const struct notice_topic *t = n->kind->topic;
    const char *args = notice_args_write(db_arena(db), n->args, n->n_args);
    const char *mail = mail_word(t);
    struct when w = when_of(db, t);
    instant now = db_now(db);
    int64_t changed = 0;

    TRY(fits(db, n));
    if (!t->fixed)
        TRY(campus_q_notice_again(db, n->person, n->kind->name, n->thing, args, n->path, instant_add(now, -SAME), now,
                                  w.again, w.daily, t->name, mail, &changed));
    if (changed == 0)
        TRY(campus_q_notice_add(db, NEW_ID(db, notice_id), n->person, n->kind->name, n->thing, args, n->path, now,
                                w.soon, w.daily, w.push, t->name, true, mail, &changed));
    if (changed > 0)
        bus_tell(db, BUS_NOTICES, n->person.v);
    if (t->fixed || t->prompt)
        bus_tell(db, BUS_MAIL, 0); /* its mail does not wait for the next look */
    return OK;
}

static struct campus_notice_once once_of(struct db *db, const struct notice *n)
{
    const struct notice_topic *t = n->kind->topic;
    instant now = db_now(db);
    struct when w = when_of(db, t);

    return (struct campus_notice_once){
        .person = n->person,
        .kind = n->kind->name,
        .thing = n->thing,
        .args = notice_args_write(db_arena(db), n->args, n->n_args),
        .path = n->path,
        .since = t->fixed ? now : instant_add(now, -SAME),
        .now = now,
        .again = w.again,
        .daily = w.daily,
        .topic = t->name,
        .mail = mail_word(t),
    };
}

err notice_send_many(struct db *db, const struct notice *v, size_t n)
{
    struct campus_notice_once *again = ARENA_ARRAY(db_arena(db), n, struct campus_notice_once);
    struct campus_notice_in *add = ARENA_ARRAY(db_arena(db), n, struct campus_notice_in);
    int64_t changed = 0;

    for (size_t i = 0; i < n; i++) {
        TRY(fits(db, &v[i]));
        again[i] = once_of(db, &v[i]);
        const struct campus_notice_once *x = &again[i];
        struct when w = when_of(db, v[i].kind->topic);
        add[i] = (struct campus_notice_in){NEW_ID(db, notice_id), x->person, x->kind, x->thing, x->args, x->path,
                                           x->since, x->now, w.soon, x->daily, w.push, x->topic, x->mail};
        bus_tell(db, BUS_NOTICES, v[i].person.v);
        if (v[i].kind->topic->fixed || v[i].kind->topic->prompt)
            bus_tell(db, BUS_MAIL, 0);
    }
    if (n == 0)
        return OK;
    TRY(campus_q_notices_again(db, again, n, &changed));
    return campus_q_notices_add(db, add, n, &changed);
}

/* --- Settings -------------------------------------------------------------------------------- */

#define AT(field) offsetof(struct notices_settings, field)

static const struct setting rows[] = {
    {"digest_hour", SETTING_NUMBER, AT(digest_hour), "17", 0, 23, true,
     .text = "The hour of the campus's clock at which the daily mail with notices goes."},
    {"quiet_from", SETTING_NUMBER, AT(quiet_from), "22", 0, 23, true,
     .text = "From this hour on no notice goes by mail, but for the safety of an account."},
    {"quiet_to", SETTING_NUMBER, AT(quiet_to), "7", 0, 23, true,
     .text = "At this hour they go again; the same as quiet_from: there is no quiet."},
};

const struct settings_group notices_group = {
    .name = "notices",
    .rows = rows,
    .n_rows = COUNT(rows),
    .size = sizeof(struct notices_settings),
};

/* --- The table ------------------------------------------------------------------------------- */

static void hear(void *ctx, const struct bus_message *m)
{
    (void)m;
    task_wake(ctx, NOTICES_TASK);
}

static err start(struct app *app)
{
    TRY(notices_live_start(app));
    return bus_hear(app, BUS_MAIL, hear, app);
}

static err sweep(struct db *db, int64_t arg, const char *text)
{
    int64_t swept = 0;

    (void)arg, (void)text;
    return campus_q_sweep_notices(db, instant_add(db_now(db), -KEPT), SWEEP_MOST, &swept);
}

static const struct job_kind jobs[] = {
    {"notices.sweep", sweep, MINUTES(10), "Forgets notices after four months."},
};

static const struct task_kind tasks[] = {{NOTICES_TASK, notices_round}, {NOTICES_LIVE, notices_live_round}};

static const struct route routes[] = {
    {GET, READ, "/notices", notices_get, MAY_SIGNED_IN},
    {GET, STREAM, "/notices/live", notices_live_get, MAY_SIGNED_IN, .machine = true},
    {GET, READ, "/notices/{notice}/open", notices_open_get, MAY_SIGNED_IN},
    {POST, WRITE, "/notices/read", notices_read_post, MAY_SIGNED_IN},
    {GET, READ, "/notices/settings", notices_settings_get, MAY_SIGNED_IN},
    {POST, WRITE, "/notices/settings", notices_settings_post, MAY_SIGNED_IN},
};

static const struct personal_data personal_data[] = {
    {_("What you were told here, and what you chose to be told"), _("Notices four months; your choices as long as you have an account"),
     notices_export},
};

static const struct mail_kind *const mails[] = {&notices_mail_kind, &notices_safety_kind};

const struct service notices_service = {
    .name = "notices",
    .routes = routes,
    .n_routes = COUNT(routes),
    .settings = &notices_group,
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
