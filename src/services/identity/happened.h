/* happened.h: the security timeline of each account. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_HAPPENED_H
#define IDENTITY_HAPPENED_H
#include "err.h"
#include "i18n.h"
#include "rq.h"

enum identity_happening {
    HAPPENED_SIGNED_IN,
    HAPPENED_SIGNED_IN_SECOND,
    HAPPENED_SIGNED_IN_REMEMBERED,
    HAPPENED_ACTIVATED,
    HAPPENED_PASSWORD,
    HAPPENED_PROVED,
    HAPPENED_SECOND_WRONG,
    HAPPENED_OTP_ADDED,
    HAPPENED_OTP_REMOVED,
    HAPPENED_RECOVERY_MADE,
    HAPPENED_RECOVERY_USED,
    HAPPENED_REMEMBERED,
    HAPPENED_FORGOTTEN,
    HAPPENED_SIGNED_OUT,
    HAPPENED_SIGNED_IN_PASSKEY,
    HAPPENED_PASSKEY_ADDED,
    HAPPENED_PASSKEY_REMOVED,
    HAPPENED_FACTORS_RESET,
    HAPPENED_NOT_ME,
    HAPPENED_FORGOTTEN_PASSWORD,
    HAPPENED_PRIVATE_ADDED,
    HAPPENED_PRIVATE_REMOVED,
    HAPPENED_APP_MADE,
    HAPPENED_APP_ENDED,
    HAPPENED_APPS_ENDED,
    HAPPENED_PASS,
    HAPPENED_PASS_USED,
    HAPPENED_REPLACED,
    HAPPENED_CONFIRMER_ADDED,
    HAPPENED_CONFIRMER_REMOVED,
    HAPPENED_CONFIRMER_GONE,
    HAPPENED_CONFIRMER_LOST,
    HAPPENED_CONFIRM_WRONG,
    HAPPENED_CONFIRM_NOT_ME,
    HAPPENED_COUNT
};
/* For the row's word; false: there is no such one. */
bool happened_words(const char *word, struct msg *ret_text, const char **ret_icon);
/* A line for this person, of this request. In a WRITE. */
[[nodiscard]] err happened(struct rq *rq, person_id who, enum identity_happening what);
/* The same, done by who runs accounts: of no device of hers. */
[[nodiscard]] err happened_to(struct db *db, person_id who, enum identity_happening what);
#define HAPPENED_KEPT DAYS(365)

#endif
