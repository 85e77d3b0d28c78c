/* mailout_send.c: the task that hands waiting mails to the relay. A batch is claimed in one transaction, handed over
   outside any, and what came of it is written in another: who is killed in between has the relay get some of
   a batch again, under the same Message-ID. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "campus_q.h"
#include "log.h"
#include "mailout_in.h"
#include "str.h"

#define BATCH      32
#define BATCH_US   20000000 /* no further mail is begun after so long */
#define CLAIM_MS   MINUTES(2)
#define MAIL_BYTES ((size_t)1 << 20)
#define BATCHES    50 /* over one connection; then its memory is given back */

int64_t mailout_back_off(int64_t tries)
{
    return tries >= 7 ? HOURS(1) : MINUTES((int64_t)1 << (tries > 0 ? tries - 1 : 0));
}

int64_t mailout_relay_wait(int64_t tries)
{
    return tries >= 7 ? MINUTES(5) : SECONDS((int64_t)5 << (tries > 0 ? tries : 0));
}

enum outcome { UNTRIED, SENT, LATER, FAILED };
struct tried {
    enum outcome outcome;
    const char *problem;
};
struct handing {
    struct task *task;
    const struct settings *settings;
    struct campus_mail_claim_list mails;
    struct tried *tried;
    bool relay_ok;            /* it took or judged one */
    const char *relay_problem; /* it takes none at present */
    int64_t relay_tries;
};

/* --- Claiming -------------------------------------------------------------------------------- */

static err claim(struct db *db, void *ctx)
{
    struct handing *h = ctx;

    return campus_q_claim_mails(db, db_now(db), instant_add(db_now(db), CLAIM_MS), task_app(h->task)->holder, BATCH,
                                &h->mails);
}

/* Is there anything to do? An idle campus writes nothing. */
static err look(struct task *t, struct handing *h, bool *ret_due, instant *ret_next)
{
    struct db *db = NULL;
    struct campus_relay_row relay = {0};
    int64_t due = 0;
    bool found = false;

    TRY(task_read(t, &db));
    instant now = db_now(db);
    err e = campus_q_relay(db, &relay);
    if (e == OK)
        e = campus_q_mail_due(db, now, task_app(t)->holder, &due);
    if (e == OK && due == 0)
        e = campus_q_mail_next(db, now, ret_next, &found);
    store_release(db);
    TRY(e);
    h->relay_tries = relay.tries;
    *ret_due = due > 0 && relay.again_at.v <= now.v;
    if (due > 0 && !*ret_due)
        *ret_next = relay.again_at;
    return OK;
}

/* --- Handing over ---------------------------------------------------------------------------- */

static bool stops(void *ctx)
{
    return task_stops(ctx);
}

static err bytes_of(struct handing *h, const struct campus_mail_claim *m, struct buf *b)
{
    struct arena *a = task_arena(h->task);
    const struct campus_settings *c = settings_of(h->settings, &campus_group);
    struct mime_mail mail = {
        .from = mailout_from(h->settings, a),
        .from_name = c->name,
        .to_name = m->name,
        .reply_to = mailout_reply_to(h->settings, a),
        .subject = m->subject,
        .list = arena_printf(a, "campus.%s", c->domain),
        .lang = m->lang,
        .date = m->made_at,
        .text = m->plain,
        .html = m->html,
    };

    TRY(mail_address_of(a, m->address, &mail.to));
    TRY(mail_address_of(a, m->message_id, &mail.message_id));
    return mime_put(b, &mail);
}

/* Notes what the relay said; false: it takes no more at present. */
static bool judge(struct handing *h, struct tried *t, const struct smtp_answer *said)
{
    t->problem = said->why;
    switch (said->end) {
    case SMTP_TAKEN:
        t->outcome = SENT;
        break;
    case SMTP_LATER:
        t->outcome = LATER;
        break;
    case SMTP_REFUSED:
        t->outcome = FAILED;
        break;
    case SMTP_RELAY:
        h->relay_problem = said->why;
        return false;
    case SMTP_STOPPED:
        return false;
    }
    h->relay_ok = true;
    return true;
}

static void hand_over(struct handing *h, struct smtp *smtp)
{
    struct arena *a = task_arena(h->task);
    struct mail_address from = mailout_from(h->settings, a);
    struct buf b = buf_in(a, MAIL_BYTES);
    int64_t began = clock_us();
    bool more = true;

    for (size_t i = 0; i < h->mails.n && more && clock_us() - began < BATCH_US && !task_stops(h->task); i++) {
        const struct campus_mail_claim *m = &h->mails.v[i];
        struct smtp_answer said = {0};
        struct mail_address to = {0};

        buf_clear(&b);
        if (mail_address_of(a, m->address, &to) != OK || bytes_of(h, m, &b) != OK) {
            h->tried[i] = (struct tried){FAILED, "this mail cannot be written"};
            continue;
        }
        smtp_send(smtp, from, to, (struct str){b.s, b.n}, &said);
        more = judge(h, &h->tried[i], &said);
    }
}

/* --- What came of it ------------------------------------------------------------------------- */

static err keep_one(struct db *db, struct handing *h, size_t i)
{
    const struct mailout_settings *s = settings_of(h->settings, &mailout_group);
    const struct campus_mail_claim *m = &h->mails.v[i];
    const struct tried *t = &h->tried[i];
    instant now = db_now(db), wait = instant_add(now, mailout_back_off(m->tries));

    if (t->outcome == SENT)
        return campus_q_mail_sent(db, m->id, now);
    if (t->outcome == FAILED)
        return campus_q_mail_failed(db, m->id, now, t->problem);
    if (now.v - m->made_at.v > s->give_up)
        return campus_q_mail_failed(db, m->id, now,
                                    t->problem ? t->problem : h->relay_problem ? h->relay_problem : "given up");
    if (t->outcome == LATER)
        return campus_q_mail_later(db, m->id, wait, m->tries, t->problem);
    return campus_q_mail_later(db, m->id, now, m->tries - 1, NULL); /* it had no try */
}

static err keep(struct db *db, void *ctx)
{
    struct handing *h = ctx;
    instant now = db_now(db);

    for (size_t i = 0; i < h->mails.n; i++)
        TRY(keep_one(db, h, i));
    if (h->relay_problem)
        return campus_q_relay_down(db, now, instant_add(now, mailout_relay_wait(h->relay_tries + 1)), h->relay_problem);
    return h->relay_ok ? campus_q_relay_ok(db, now) : OK;
}

static void tell(const struct handing *h)
{
    for (size_t i = 0; i < h->mails.n; i++)
        if (h->tried[i].outcome == FAILED)
            log_line(LOG_WARNING, "mail.failed", LI("mail", h->mails.v[i].id.v), LS("kind", h->mails.v[i].kind),
                     LS("why", h->tried[i].problem));
    if (h->relay_problem && h->relay_tries == 0)
        log_line(LOG_WARNING, "mail.relay_down", LS("why", h->relay_problem));
}

static err batch(struct handing *h, struct smtp *smtp)
{
    TRY(task_write(h->task, claim, h));
    h->tried = ARENA_ARRAY(task_arena(h->task), h->mails.n, struct tried);
    h->relay_ok = false;
    h->relay_problem = smtp ? NULL : "libcurl cannot be set up";
    if (smtp)
        hand_over(h, smtp);
    TRY(task_write(h->task, keep, h));
    tell(h);
    return OK;
}

err mailout_round(struct task *t, instant *ret_next)
{
    struct arena *a = task_arena(t);
    struct handing h = {.task = t, .settings = app_settings(task_app(t))};
    struct smtp_relay relay;
    struct smtp *smtp = NULL;
    bool due = true;

    if (!mailout_relay(h.settings, a, &relay))
        return OK;
    for (int i = 0; i < BATCHES && !task_stops(t); i++) {
        TRY(look(t, &h, &due, ret_next));
        if (!due)
            return OK;
        if (!smtp)
            smtp = smtp_open(a, &relay, stops, t);
        TRY(batch(&h, smtp));
    }
    *ret_next = clock_now(); /* there is more */
    return OK;
}
