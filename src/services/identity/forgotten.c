/* forgotten.c: a forgotten password or user name. Whoever asks gets the same answer after the same work, whether there is
   such an account or not: what is special about one is done by a job behind the commit.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "forgotten.h"
#include "account.h"
#include "audit.h"
#include "ceremony.h"
#include "form.h"
#include "happened.h"
#include "identity_v.h"
#include "mailed.h"
#include "pages.h"
#include "reply.h"
#include "rules.h"
#include "str.h"
#include "throttle.h"

#define CODE_LIFE HOURS(1)
#define MAILS     3 /* in that time, to one person */

/* --- Asking ----------------------------------------------------------------------------------------- */

err identity_forgotten_get(struct rq *rq)
{
    struct identity_forgotten_view view = {.passkey = ceremony_ask(rq, "/account/password/new")};

    if (rq->me.v != 0)
        return see_other(rq, "/account#password");
    return identity_v_forgotten(rq->out, &view);
}

/* Counts a mail that is asked for from here, and one to this address ("" for any); false: too many were, and the form says so. */
static err counted(struct rq *rq, const char *field, const char *to, bool *ret)
{
    struct throttle t;
    int64_t wait = 0;

    throttle_asked(rq, (person_id){0}, &t);
    if (*to)
        throttle_asked_to(rq, to, &t);
    TRY(throttle_wait(rq, &t, &wait));
    *ret = wait <= 0;
    if (*ret)
        return throttle_failed(rq, &t);
    form_error(rq, field, "%s", throttle_words(rq, wait));
    return OK;
}

/* Whose name it is; zero: nobody's. Every name costs the same queries. */
static err meant(struct rq *rq, const char *typed, person_id *ret)
{
    struct identity_person p = {0};
    const char *name = typed_name(rq, typed);
    err e = identity_q_person_named(rq->db, name, &p);

    *ret = e == OK ? p.id : (person_id){0};
    return e == ERR_NOT_FOUND ? OK : e;
}

err identity_forgotten_post(struct rq *rq)
{
    const char *name = form_text(rq, "name", 1, IDENTITY_TYPED_MAX);
    bool may = false;
    person_id who;

    if (!form_bad(rq))
        TRY(counted(rq, "name", "", &may));
    if (form_bad(rq))
        return page_after(rq, false, identity_forgotten_get);
    TRY(meant(rq, name, &who));
    TRY(job_add(rq->db, FORGOTTEN_JOB, rq->now, who.v, rq->address));
    return see_other(rq, "/forgotten/code?name=%s", url_seg(rq->arena, name));
}

err identity_forgotten_code_get(struct rq *rq)
{
    return rq->me.v != 0 ? see_other(rq, "/account#password") : identity_v_forgotten_code(rq->out);
}

/* --- What the job does -------------------------------------------------------------------------------- */

/* In the language that she chose. */
static err send_code(struct db *db, const struct identity_person *p, const char *mail)
{
    instant ends = instant_add(db_now(db), CODE_LIFE);
    struct mailed_to to = {p->id, p->name, mail, p->lang};
    const char *code = NULL;

    TRY(account_mailed_code(db, p->id, ends, &code));
    return mailed_code(db, &to, code, ends);
}

err forgotten_job(struct db *db, int64_t arg, const char *text)
{
    struct identity_private *to = NULL;
    struct identity_person p;
    int64_t mailed = 0;
    err e = identity_q_person(db, (person_id){arg}, &p);

    if (e != OK)
        return e == ERR_NOT_FOUND ? OK : e;
    TRY(identity_q_private(db, p.id, &to));
    TRY(identity_q_codes_mailed(db, p.id, instant_add(db_now(db), -CODE_LIFE), &mailed));
    if (to == NULL || p.disabled_at.v != 0 || mailed >= MAILS)
        return OK;
    TRY(send_code(db, &p, to->mail));
    TRY(happened_to(db, p.id, HAPPENED_FORGOTTEN_PASSWORD));
    return audit(db, &(struct audit_entry){
                         .what = "identity.code_mailed", .about = "person", .id = p.id.v, .address = text});
}

/* --- The user name -------------------------------------------------------------------------------------- */

err identity_forgotten_name_get(struct rq *rq)
{
    return rq->me.v != 0 ? see_other(rq, "/account") : identity_v_forgotten_name(rq->out);
}

err identity_forgotten_name_post(struct rq *rq)
{
    const char *mail = str_lower(rq->arena, form_text(rq, "mail", 1, IDENTITY_MAIL_MAX));
    struct identity_of_mail_list who;
    bool may = false;

    if (!form_bad(rq) && !strchr(mail, '@'))
        form_error(rq, "mail", "This is no mail address: it has an @ in it, for instance noor@mail.example.");
    if (!form_bad(rq))
        TRY(counted(rq, "mail", mail, &may));
    if (form_bad(rq))
        return page_after(rq, false, identity_forgotten_name_get);
    TRY(identity_q_of_mail(rq->db, mail, &who));
    TRY(job_add(rq->db, FORGOTTEN_NAME_JOB, rq->now, 0, who.n > 0 ? mail : ""));
    flash(rq, TONE_INFO, "If an account has this address, its user name is on its way there. It takes a minute; look among unwanted mail too.");
    return see_other(rq, "/sign-in");
}

err forgotten_name_job(struct db *db, [[maybe_unused]] int64_t arg, const char *text)
{
    struct identity_of_mail_list who;

    if (str_empty(text))
        return OK;
    TRY(identity_q_of_mail(db, text, &who));
    TRY(mailed_names(db, text, &who));
    for (size_t i = 0; i < who.n; i++)
        TRY(audit(db, &(struct audit_entry){.what = "identity.name_mailed", .about = "person", .id = who.v[i].id.v}));
    return OK;
}
