/* mailout_pages.c: the administrator's page of mails: what waits, what failed and why.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "audit.h"
#include "bus.h"
#include "campus_v.h"
#include "form.h"
#include "mailout_in.h"
#include "reply.h"
#include "service.h"

#define PAGE 50

/* --- The mail to try it ---------------------------------------------------------------------- */

static err test_body(struct out *out, const void *model)
{
    return campus_v_mail_test(out, model);
}

static err test_sample(struct app *app, struct arena *a, enum lang l, struct mail *ret)
{
    struct campus_mail_test *v = ARENA_NEW(a, struct campus_mail_test);

    (void)app;
    *v = (struct campus_mail_test){
        .name = "Sæmundur \"<b>\" Þorláksson & Zoë van ’t Hoff-Świętosławski",
        .relay = "smtp://mail.sint-maarten.example:587",
        .at = instant_of((day){20270201}, (minute){785}),
    };
    *ret = (struct mail){.kind = &mailout_test_kind, .subject = tr(l, "A mail to try it"), .body = test_body, .model = v};
    return OK;
}

const struct mail_kind mailout_test_kind = {
    .name = "mailout.test",
    .why = _("You get this because you asked for it on the page of mails."),
    .urgent = true,
    .sample = test_sample,
};

err mailout_test_post(struct rq *rq)
{
    struct addressee to = {0};
    struct smtp_relay relay = {.url = "–"};
    struct campus_mail_test v = {.at = rq->now};
    struct mail m = {.kind = &mailout_test_kind, .subject = say(rq, "A mail to try it"), .body = test_body, .model = &v};

    TRY(mail_addressee(rq->db, rq->me, &to));
    to.lang = rq->lang;
    v.name = to.name;
    bool goes = mailout_relay(rq_settings(rq), rq->arena, &relay);
    v.relay = relay.url;
    TRY(mail_send(rq->db, &to, &m));
    TRY(audit_rq(rq, "mailout.tried", "person", rq->me.v, NULL));
    if (goes)
        flash(rq, TONE_INFO, "A mail to %s is on its way. Here you see when it has left.", to.address);
    else
        flash(rq, TONE_WARNING, "A mail to %s waits: it leaves when a mail server is set.", to.address);
    return see_other(rq, "/admin/mail");
}

/* --- The page -------------------------------------------------------------------------------- */

static struct mailout_lines lines_of(struct rq *rq, const struct campus_mail_row_list *rows)
{
    struct mailout_lines l = {ARENA_ARRAY(rq->arena, rows->n, struct mailout_line), rows->n};

    for (size_t i = 0; i < rows->n; i++) {
        const struct campus_mail_row *r = &rows->v[i];

        l.v[i] = (struct mailout_line){
            .id = r->id,
            .kind = r->kind,
            .address = r->address,
            .name = r->name,
            .subject = r->subject,
            .problem = r->problem,
            .made_at = r->made_at,
            .due = r->due,
            .ended_at = r->ended_at,
            .tries = r->tries,
            .waiting = str_eq(r->state, "waiting"),
            .failed = str_eq(r->state, "failed"),
            .sent = str_eq(r->state, "sent"),
            .busy = r->busy,
        };
    }
    return l;
}

static err load_failed(struct rq *rq, struct campus_mailout_view *v)
{
    instant before = {form_int_or(rq, "before", 1, INT64_MAX, 0)};
    mail_id before_id = FORM_ID_OR_NONE(rq, mail_id, "id");
    struct campus_mail_row_list rows = {0};

    TRY(campus_q_mails_failed(rq->db, before, before_id, PAGE + 1, &rows));
    if (rows.n > PAGE) {
        rows.n = PAGE;
        v->older = arena_printf(rq->arena, "/admin/mail?before=%lld&id=%lld", (long long)rows.v[PAGE - 1].ended_at.v,
                                (long long)rows.v[PAGE - 1].id.v);
    }
    v->failed = lines_of(rq, &rows);
    return OK;
}

err mailout_get(struct rq *rq)
{
    struct smtp_relay relay = {0};
    struct campus_mail_row_list rows = {0};
    struct addressee me = {0};
    struct campus_mailout_view v = {
        .relay = mailout_relay(rq_settings(rq), rq->arena, &relay) ? relay.url : NULL,
        .from = mailout_from(rq_settings(rq), rq->arena).text,
        .no_url = str_empty(campus_of(rq)->url),
        .to = form_text(rq, "to", 0, 254),
    };

    TRY(mail_addressee(rq->db, rq->me, &me));
    v.mine = me.address;
    TRY(campus_q_relay(rq->db, &v.state));
    TRY(campus_q_mail_amounts(rq->db, instant_add(rq->now, -DAYS(1)), &v.amounts));
    TRY(load_failed(rq, &v));
    TRY(campus_q_mails_waiting(rq->db, PAGE, &rows));
    v.waiting = lines_of(rq, &rows);
    if (v.to[0] != '\0') {
        TRY(campus_q_mails_to(rq->db, v.to, PAGE, &rows));
        v.found = lines_of(rq, &rows);
    }
    return campus_v_mailout(rq->out, &v);
}

err mailout_trouble(struct rq *rq, const char **ret)
{
    struct smtp_relay relay = {0};
    struct campus_relay_row state = {0};
    struct campus_mail_amounts n = {0};

    *ret = NULL;
    TRY(campus_q_relay(rq->db, &state));
    TRY(campus_q_mail_amounts(rq->db, instant_add(rq->now, -DAYS(1)), &n));
    if (!mailout_relay(rq_settings(rq), rq->arena, &relay))
        *ret = say(rq, "No mail server is set: mails wait.");
    else if (state.down_since.v != 0)
        *ret = say(rq, "The mail server takes no mails: they wait.");
    else if (n.failed > 0)
        *ret = tr_n(rq->arena, rq->lang, "%d mail could not be delivered.", "%d mails could not be delivered.", n.failed);
    return OK;
}

/* --- What the administrator does ------------------------------------------------------------- */

err mailout_again_post(struct rq *rq)
{
    mail_id id = PATH_ID(rq, mail_id, "mail");
    int64_t n = 0;

    TRY(campus_q_mail_again(rq->db, id, rq->now, &n));
    if (n == 0)
        return fail(rq, ERR_NOT_FOUND, "This mail does not wait for you any more, or its text is gone.");
    TRY(campus_q_relay_again(rq->db));
    TRY(audit_rq(rq, "mailout.retried", "mail", id.v, NULL));
    bus_tell(rq->db, BUS_MAIL, 0);
    flash(rq, TONE_POSITIVE, "The mail is tried again now.");
    return see_other(rq, "/admin/mail");
}

err mailout_all_again_post(struct rq *rq)
{
    int64_t n = 0;

    TRY(campus_q_mails_again(rq->db, rq->now, &n));
    TRY(campus_q_relay_again(rq->db));
    TRY(audit_rq(rq, "mailout.all_retried", "mail", n, NULL));
    bus_tell(rq->db, BUS_MAIL, 0);
    flash(rq, TONE_POSITIVE, "All mails whose text is still here are tried again now.");
    return see_other(rq, "/admin/mail");
}

err mailout_drop_post(struct rq *rq)
{
    mail_id id = PATH_ID(rq, mail_id, "mail");
    int64_t n = 0;

    TRY(campus_q_mail_drop(rq->db, id, rq->now, &n));
    if (n == 0)
        return fail(rq, ERR_NOT_FOUND, "This mail does not wait any more, or is being handed over at this moment.");
    TRY(audit_rq(rq, "mailout.dropped", "mail", id.v, NULL));
    flash(rq, TONE_POSITIVE, "The mail is dropped.");
    return see_other(rq, "/admin/mail");
}
