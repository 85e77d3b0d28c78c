/* happened.c: the security timeline of each account. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "happened.h"
#include "identity_q.h"
#include "session.h"
#include "str.h"

static const struct {
    const char *word, *icon;
    struct msg text;
} kinds[HAPPENED_COUNT] = {
    [HAPPENED_SIGNED_IN] = {"signed-in", "sign-in", _("You signed in with your password.")},
    [HAPPENED_SIGNED_IN_SECOND] = {"signed-in-second", "sign-in", _("You signed in with your password and a second factor.")},
    [HAPPENED_SIGNED_IN_REMEMBERED] = {"signed-in-remembered", "sign-in", _("You signed in with your password, in a browser that is remembered.")},
    [HAPPENED_ACTIVATED] = {"activated", "key", _("You chose a password with a one-time code.")},
    [HAPPENED_PASSWORD] = {"password", "key", _("Your password was changed.")},
    [HAPPENED_PROVED] = {"proved", "shield", _("You proved once more that it was you.")},
    [HAPPENED_SECOND_WRONG] = {"second-wrong", "warning", _("Your password was right, but the code after it was wrong.")},
    [HAPPENED_OTP_ADDED] = {"otp-added", "add", _("An authenticator app was added.")},
    [HAPPENED_OTP_REMOVED] = {"otp-removed", "remove", _("An authenticator app was taken away.")},
    [HAPPENED_RECOVERY_MADE] = {"recovery-made", "key", _("New recovery codes were made; the older ones no longer work.")},
    [HAPPENED_RECOVERY_USED] = {"recovery-used", "warning", _("A recovery code was used.")},
    [HAPPENED_REMEMBERED] = {"remembered", "device", _("A browser was remembered: the second factor is not asked there.")},
    [HAPPENED_FORGOTTEN] = {"forgotten", "device", _("Browsers that were remembered are forgotten.")},
    [HAPPENED_SIGNED_OUT] = {"signed-out", "sign-out", _("Your other devices were signed out.")},
    [HAPPENED_SIGNED_IN_PASSKEY] = {"signed-in-passkey", "sign-in", _("You signed in with a passkey.")},
    [HAPPENED_PASSKEY_ADDED] = {"passkey-added", "add", _("A passkey was added.")},
    [HAPPENED_PASSKEY_REMOVED] = {"passkey-removed", "remove", _("A passkey was taken away.")},
    [HAPPENED_FACTORS_RESET] = {"factors-reset", "warning", _("The service desk took all your second factors away.")},
    [HAPPENED_NOT_ME] = {"not-me", "warning", _("You reported something that was not you; it was ended.")},
    [HAPPENED_FORGOTTEN_PASSWORD] = {"forgotten-password", "mail", _("A code for a new password went to your private mail address.")},
    [HAPPENED_PRIVATE_ADDED] = {"private-added", "add", _("A private mail address was added, for the day that you forget your password.")},
    [HAPPENED_PRIVATE_REMOVED] = {"private-removed", "remove", _("Your private mail address was taken away.")},
    [HAPPENED_APP_MADE] = {"app-made", "key", _("An app password was made.")},
    [HAPPENED_APP_ENDED] = {"app-ended", "remove", _("An app password was ended.")},
    [HAPPENED_APPS_ENDED] = {"apps-ended", "remove", _("All your app passwords were ended.")},
    [HAPPENED_PASS] = {"pass", "warning", _("The service desk gave out a pass for your account.")},
    [HAPPENED_PASS_USED] = {"pass-used", "warning", _("A pass of the service desk took the place of your second factor.")},
    [HAPPENED_REPLACED] = {"replaced", "remove", _("Your earlier second factors were taken away: a new one was set up with a pass.")},
    [HAPPENED_CONFIRMER_ADDED] = {"confirmer-added", "add", _("A device that confirms sign-ins was added.")},
    [HAPPENED_CONFIRMER_REMOVED] = {"confirmer-removed", "remove", _("A device that confirms sign-ins was taken away.")},
    [HAPPENED_CONFIRMER_GONE] = {"confirmer-gone", "remove", _("A device that confirms sign-ins could not be reached any more, or was set up for somebody else; it was taken away.")},
    [HAPPENED_CONFIRMER_LOST] = {"confirmer-lost", "warning", _("Your device that confirms sign-ins cannot be reached any more. Set it up anew.")},
    [HAPPENED_CONFIRM_WRONG] = {"confirm-wrong", "warning", _("A wrong number was typed three times on a device that confirms sign-ins.")},
    [HAPPENED_CONFIRM_NOT_ME] = {"confirm-not-me", "warning", _("You said on your device that a sign-in was not you; everything that your password opened was ended.")},
};

bool happened_words(const char *word, struct msg *ret_text, const char **ret_icon)
{
    for (int i = 0; i < HAPPENED_COUNT; i++) {
        if (!str_eq(kinds[i].word, word))
            continue;
        *ret_text = kinds[i].text;
        *ret_icon = kinds[i].icon;
        return true;
    }
    return false;
}

err happened(struct rq *rq, person_id who, enum identity_happening what)
{
    return identity_q_happened_add(rq->db, NEW_ID(rq->db, happened_id), who, kinds[what].word, rq->now,
                                   rq->address, session_agent(rq));
}

err happened_to(struct db *db, person_id who, enum identity_happening what)
{
    return identity_q_happened_add(db, NEW_ID(db, happened_id), who, kinds[what].word, db_now(db), "", "");
}
