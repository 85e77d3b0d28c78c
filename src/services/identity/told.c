/* told.c: what somebody is told of her account's safety; it goes by mail at once and cannot be turned off.
   It leads to the services' page, not to her account: no mail leads to where a password is typed.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "told.h"
#include "mailed.h"
#include "rights.h"

#define WHERE "/"

static const struct notice_topic safety = {
    .name = "identity.safety",
    .title = _("The safety of your account"),
    .what = _("Your password or a second factor is changed, somebody signs in as you from a new place, or guesses."),
    .mail = NOTICE_MAIL_NOW,
    .fixed = true,
};
static const struct notice_kind password = {
    .name = "identity.password",
    .topic = &safety,
    .icon = "key",
    .text = _("Your password was changed on %s. Was it not you? Tell the service desk at once."),
};
static const struct notice_kind place = {
    .name = "identity.place",
    .topic = &safety,
    .icon = "shield",
    .text = _("Somebody signed in as you from a new place (%s), on %s. Was it not you? Tell the service desk at once."),
};
static const struct notice_kind added = {
    .name = "identity.factor_added",
    .topic = &safety,
    .icon = "add",
    .text = _("%1$s was added to your account as a second factor, on %2$s. Was it not you? Tell the service desk at once."),
};
static const struct notice_kind removed = {
    .name = "identity.factor_removed",
    .topic = &safety,
    .icon = "remove",
    .text = _("%1$s is no longer a second factor of your account, since %2$s. Was it not you? Tell the service desk at once."),
};
static const struct notice_kind recovery = {
    .name = "identity.recovery_used",
    .topic = &safety,
    .icon = "key",
    .text = _("A recovery code of your account was used on %1$s; codes left: %2$s. Was it not you? Tell the service desk at once."),
};
static const struct notice_kind guessed = {
    .name = "identity.guessed",
    .topic = &safety,
    .icon = "warning",
    .text = _("Somebody (%1$s) got past the first step of signing in as you and typed wrong codes at the second, on %2$s. Was it not you? Tell the service desk at once."),
};

static const struct notice_kind reset = {
    .name = "identity.factors_reset",
    .topic = &safety,
    .icon = "warning",
    .text = _("The service desk took all second factors of your account away, on %s. Did you not ask for it? Tell the service desk at once."),
};
static const struct notice_kind app_password = {
    .name = "identity.app_password",
    .topic = &safety,
    .icon = "key",
    .text = _("An app password was made for your account (%1$s), on %2$s. Was it not you? Tell the service desk at once."),
};

static const struct notice_kind declined = {
    .name = "identity.declined",
    .topic = &safety,
    .icon = "warning",
    .text = _("You said on your device that a sign-in was not you (%1$s, on %2$s). Whoever it was knows your password: choose a new one."),
};

static const struct notice_kind private_added = {
    .name = "identity.private_added",
    .topic = &safety,
    .icon = "mail",
    .text = _("%1$s is the private mail address of your account from now on (%2$s). Was it not you? Tell the service desk at once."),
};
static const struct notice_kind private_removed = {
    .name = "identity.private_removed",
    .topic = &safety,
    .icon = "mail",
    .text = _("%1$s is no longer the private mail address of your account (%2$s). Was it not you? Tell the service desk at once."),
};

static const struct notice_kind pass = {
    .name = "identity.pass",
    .topic = &safety,
    .icon = "warning",
    .text = _("Two people of the service desk gave out a pass for your account, on %s. Were you not there? Tell the service desk at once."),
};
static const struct notice_kind replaced = {
    .name = "identity.factors_replaced",
    .topic = &safety,
    .icon = "warning",
    .text = _("With a pass of the service desk a new second factor was set up on %s, and all earlier ones were taken away. Was it not you? Tell the service desk at once."),
};

static const struct notice_topic reports = {
    .name = "identity.reports",
    .title = _("Reports of misused accounts"),
    .what = _("Somebody says that a device or a change in the own account was not hers: for who runs accounts."),
    .mail = NOTICE_MAIL_NOW,
};
static const struct notice_kind not_me = {
    .name = "identity.not_me",
    .topic = &reports,
    .icon = "warning",
    .text = _("%1$s does not know something in the own account: %2$s, %3$s. It was ended; look whether more is wrong."),
};

const struct notice_kind *const identity_notices[IDENTITY_NOTICES] = {
    &password, &place, &added, &removed, &recovery, &guessed, &reset, &not_me, &private_added, &private_removed,
    &app_password, &pass, &replaced, &declined};

const struct notice_kind *told_sample(void)
{
    return &password;
}

/* In the page and at the university's address; at her private one too, in case that somebody else reads the first. */
static err tell(struct db *db, const struct notice *n)
{
    TRY(notice_send(db, n));
    return mailed_private(db, n);
}


err told_password(struct db *db, person_id who)
{
    struct notice_arg args[] = {NOTICE_ARG_INSTANT(db_now(db))};
    struct notice n = {.kind = &password, .person = who, .path = WHERE, .args = args, .n_args = 1};

    return tell(db, &n);
}

err told_new_place(struct rq *rq, person_id who)
{
    struct notice_arg args[] = {NOTICE_ARG_TEXT(rq->address), NOTICE_ARG_INSTANT(rq->now)};
    struct notice n = {.kind = &place, .person = who, .path = WHERE, .args = args, .n_args = 2};

    return tell(rq->db, &n);
}

err told_factor_in(struct db *db, person_id who, bool is_new, struct msg what)
{
    instant now = db_now(db);
    struct notice_arg args[] = {NOTICE_ARG_MSG(what), NOTICE_ARG_INSTANT(now)};
    struct notice n = {.kind = is_new ? &added : &removed,
                       .person = who,
                       .path = WHERE,
                       .thing = now.v,
                       .args = args,
                       .n_args = 2};

    return tell(db, &n);
}

err told_factor(struct rq *rq, person_id who, bool is_new, struct msg what)
{
    return told_factor_in(rq->db, who, is_new, what);
}

err told_declined(struct rq *rq, person_id who, const char *address)
{
    struct notice_arg args[] = {NOTICE_ARG_TEXT(address), NOTICE_ARG_INSTANT(rq->now)};
    struct notice n = {.kind = &declined, .person = who, .path = WHERE, .thing = rq->now.v, .args = args, .n_args = 2};

    return tell(rq->db, &n);
}

err told_app_password(struct rq *rq, person_id who, const char *device)
{
    struct notice_arg args[] = {NOTICE_ARG_TEXT(device), NOTICE_ARG_INSTANT(rq->now)};
    struct notice n = {.kind = &app_password, .person = who, .path = WHERE, .thing = rq->now.v, .args = args, .n_args = 2};

    return tell(rq->db, &n);
}

err told_reset(struct db *db, person_id who)
{
    struct notice_arg args[] = {NOTICE_ARG_INSTANT(db_now(db))};
    struct notice n = {
        .kind = &reset, .person = who, .path = WHERE, .thing = db_now(db).v, .args = args, .n_args = 1};

    return tell(db, &n);
}

err told_recovery(struct rq *rq, person_id who, int64_t left)
{
    struct notice_arg args[] = {NOTICE_ARG_INSTANT(rq->now), NOTICE_ARG_NUMBER(left)};
    struct notice n = {
        .kind = &recovery, .person = who, .path = WHERE, .thing = left, .args = args, .n_args = 2};

    return tell(rq->db, &n);
}

err told_guessed(struct rq *rq, person_id who)
{
    struct notice_arg args[] = {NOTICE_ARG_TEXT(rq->address), NOTICE_ARG_INSTANT(rq->now)};
    struct notice n = {.kind = &guessed, .person = who, .path = WHERE, .args = args, .n_args = 2};

    return tell(rq->db, &n);
}

err told_private(struct rq *rq, const char *mail, bool is_new)
{
    struct notice_arg args[] = {NOTICE_ARG_TEXT(mail), NOTICE_ARG_INSTANT(rq->now)};
    struct notice n = {.kind = is_new ? &private_added : &private_removed,
                       .person = rq->me,
                       .path = WHERE,
                       .thing = rq->now.v,
                       .args = args,
                       .n_args = 2};

    return tell(rq->db, &n);
}

static err tell_when(struct db *db, const struct notice_kind *kind, person_id who)
{
    struct notice_arg args[] = {NOTICE_ARG_INSTANT(db_now(db))};
    struct notice n = {.kind = kind, .person = who, .path = WHERE, .thing = db_now(db).v, .args = args, .n_args = 1};

    return tell(db, &n);
}

err told_pass(struct db *db, person_id who)
{
    return tell_when(db, &pass, who);
}

err told_replaced(struct rq *rq, person_id who)
{
    return tell_when(rq->db, &replaced, who);
}

err told_not_me(struct rq *rq, person_id desk, const struct told_device *d)
{
    struct notice_arg args[] = {NOTICE_ARG_TEXT(arena_printf(rq->arena, "%s (%s)", d->name, d->login)),
                                NOTICE_ARG_TEXT(d->device), NOTICE_ARG_INSTANT(d->at)};
    struct notice n = {.kind = &not_me,
                       .person = desk,
                       .path = arena_printf(rq->arena, "/admin/people/%lld", (long long)d->who.v),
                       .thing = d->who.v,
                       .args = args,
                       .n_args = 3};

    return notice_send(rq->db, &n);
}
