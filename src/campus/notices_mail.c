/* notices_mail.c: the task that puts what is due into mails: one for each person, and one for what concerns the
   safety of her account. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "campus_q.h"
#include "campus_v.h"
#include "log.h"
#include "notices_in.h"
#include "service.h"
#include "str.h"

#define PEOPLE 20 /* in one transaction */
#define EACH   50 /* notices in one mail */
#define ROUNDS 50

/* --- The mail -------------------------------------------------------------------------------- */

static err body(struct out *out, const void *model)
{
    return campus_v_mail_notices(out, model);
}

/* What looks like an address in somebody's words is no link in a mail. */
static const char *harmless(struct arena *a, const char *s)
{
    char *t = arena_dup(a, s);

    for (char *c = strstr(t, "://"); c != NULL; c = strstr(c, "://"))
        *c = ' ';
    return t;
}

static struct mail mail_of(struct arena *a, enum lang l, const struct notice_lines *lines, bool safety)
{
    return (struct mail){
        .kind = safety ? &notices_safety_kind : &notices_mail_kind,
        .subject = lines->n == 1 ? lines->v[0].text : tr_n(a, l, "%d new notice", "%d new notices", (int64_t)lines->n),
        .body = body,
        .model = lines,
    };
}

static struct notice_line line_of(const struct app *app, struct arena *a, enum lang l, const struct notice_kind *k,
                                  const struct campus_notice_row *r)
{
    return (struct notice_line){
        .id = r->id,
        .icon = k->icon,
        .text = harmless(a, notice_words(a, l, k, r->args)),
        .topic = k->topic->title,
        .at = r->changed_at,
        .times = r->times,
        .url = mail_url(app, a, r->path),
    };
}

/* --- Its samples: every kind of notice, with what is hard to write ---------------------------- */

static void sample_lines(const struct app *app, struct arena *a, enum lang l, bool safety, struct notice_lines *ret)
{
    static const struct notice_arg hard[] = {
        NOTICE_ARG_TEXT("Zoë’s \"<b>\" & https://evil.example/ 漢字"), NOTICE_ARG_TEXT("<a href=\"x\">A01</a>"),
        NOTICE_ARG_TEXT("ten"), NOTICE_ARG_TEXT("%s %n"), NOTICE_ARG_TEXT(""), NOTICE_ARG_TEXT("six"),
    };
    struct campus_notice_row r = {.args = notice_args_write(a, hard, NOTICE_ARGS), .path = "/plan", .times = 2,
                                  .changed_at = instant_of((day){20270201}, (minute){785})};
    size_t n = 0;

    for (size_t s = 0; s < app->n_services; s++)
        n += app->services[s]->n_notices;
    ret->v = ARENA_ARRAY(a, n, struct notice_line);
    for (size_t s = 0; s < app->n_services; s++)
        for (size_t i = 0; i < app->services[s]->n_notices; i++)
            if (app->services[s]->notices[i]->topic->fixed == safety)
                ret->v[ret->n++] = line_of(app, a, l, app->services[s]->notices[i], &r);
}

static err sample(struct app *app, struct arena *a, enum lang l, bool safety, struct mail *ret)
{
    struct notice_lines *lines = ARENA_NEW(a, struct notice_lines);

    sample_lines(app, a, l, safety, lines);
    *ret = mail_of(a, l, lines, safety);
    return OK;
}

static err mail_sample(struct app *app, struct arena *a, enum lang l, struct mail *ret)
{
    return sample(app, a, l, false, ret);
}

static err safety_sample(struct app *app, struct arena *a, enum lang l, struct mail *ret)
{
    return sample(app, a, l, true, ret);
}

const struct mail_kind notices_mail_kind = {
    .name = "notices.mail",
    .why = _("You get this because you chose, or did not turn off, to be told of it by mail."),
    .chosen = true,
    .sample = mail_sample,
};
const struct mail_kind notices_safety_kind = {
    .name = "notices.safety",
    .why = _("You get this because it concerns the safety of your account; such mails cannot be turned off."),
    .urgent = true,
    .sample = safety_sample,
};

/* --- The task -------------------------------------------------------------------------------- */

struct round {
    const struct app *app;
    struct campus_notice_person_list people;
    bool full; /* the queue of mails takes no more */
};

/* Those of one sort in one mail. */
static err send_lines(struct db *db, struct round *r, const struct addressee *to, const struct campus_notice_row_list *rows,
                      bool safety)
{
    struct arena *a = db_arena(db);
    struct notice_lines lines = {.v = ARENA_ARRAY(a, rows->n, struct notice_line)};
    struct campus_notice_mailed *gone = ARENA_ARRAY(a, rows->n, struct campus_notice_mailed);
    size_t n_gone = 0;
    int64_t changed = 0;

    for (size_t i = 0; i < rows->n; i++) {
        const struct notice_kind *k = notice_kind_named(r->app, rows->v[i].kind);

        if ((k != NULL && k->topic->fixed) != safety)
            continue;
        gone[n_gone++] = (struct campus_notice_mailed){rows->v[i].id};
        if (k != NULL && to != NULL)
            lines.v[lines.n++] = line_of(r->app, a, to->lang, k, &rows->v[i]);
    }
    if (lines.n > 0) {
        struct mail m = mail_of(a, to->lang, &lines, safety);
        err e = mail_send(db, to, &m);

        r->full = r->full || e == ERR_BUSY;
        if (e == ERR_BUSY)
            return OK;
        if (e != ERR_INTERNAL) /* that was logged, and would come again every round */
            TRY(e);
    }
    return n_gone > 0 ? campus_q_notice_mailed(db, gone, n_gone, &changed) : OK;
}

static err send_person(struct db *db, struct round *r, person_id who)
{
    struct campus_notice_row_list rows = {0};
    struct addressee to = {0};
    err e = mail_addressee(db, who, &to);

    if (e != OK && e != ERR_NOT_FOUND)
        return e;
    TRY(campus_q_notices_due(db, who, db_now(db), EACH, &rows));
    TRY(send_lines(db, r, e == OK ? &to : NULL, &rows, true));
    return send_lines(db, r, e == OK ? &to : NULL, &rows, false);
}

static err send_all(struct db *db, void *ctx)
{
    struct round *r = ctx;

    r->full = false;
    for (size_t i = 0; i < r->people.n && !r->full; i++)
        TRY(send_person(db, r, r->people.v[i].person));
    return OK;
}

static err look(struct task *t, struct round *r, instant *ret_next)
{
    struct db *db = NULL;
    bool found = false;

    TRY(task_read(t, &db));
    err e = campus_q_notice_people(db, db_now(db), PEOPLE, &r->people);
    if (e == OK && r->people.n == 0)
        e = campus_q_notice_next(db, db_now(db), ret_next, &found);
    store_release(db);
    return e;
}

err notices_round(struct task *t, instant *ret_next)
{
    struct round r = {.app = task_app(t)};

    for (int i = 0; i < ROUNDS && !task_stops(t); i++) {
        TRY(look(t, &r, ret_next));
        if (r.people.n == 0)
            return OK;
        TRY(task_write(t, send_all, &r));
        if (r.full)
            return OK;
    }
    *ret_next = clock_now();
    return OK;
}
