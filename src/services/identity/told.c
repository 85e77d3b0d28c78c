/* told.c: what somebody is told of her account's safety; it goes by mail at once and cannot be turned off.
   It leads to the services' page, not to her account: no mail leads to where a password is typed.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "told.h"

#define WHERE "/"

static const struct notice_topic safety = {
    .name = "identity.safety",
    .title = _("The safety of your account"),
    .what = _("Your password is changed, or somebody signs in as you from a new place."),
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

const struct notice_kind *const identity_notices[IDENTITY_NOTICES] = {&password, &place};

err told_password(struct db *db, person_id who)
{
    struct notice_arg args[] = {NOTICE_ARG_INSTANT(db_now(db))};
    struct notice n = {.kind = &password, .person = who, .path = WHERE, .args = args, .n_args = 1};

    return notice_send(db, &n);
}

err told_new_place(struct rq *rq, person_id who)
{
    struct notice_arg args[] = {NOTICE_ARG_TEXT(rq->address), NOTICE_ARG_INSTANT(rq->now)};
    struct notice n = {.kind = &place, .person = who, .path = WHERE, .args = args, .n_args = 2};

    return notice_send(rq->db, &n);
}
