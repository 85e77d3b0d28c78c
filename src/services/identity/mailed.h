/* mailed.h: the mails that identity sends by itself, to private addresses most of all. They hold no link: what is in them is
   typed on a page that the reader opens herself. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_MAILED_H
#define IDENTITY_MAILED_H
#include "clock.h"
#include "db.h"
#include "err.h"
#include "i18n.h"
#include "identity_q.h"

struct mail_kind;
struct notice;
#define IDENTITY_MAILS 4
extern const struct mail_kind *const identity_mails[IDENTITY_MAILS];

/* Whose mail, where to, in which language ("": English). */
struct mailed_to {
    person_id person;
    const char *name, *mail, *lang;
};
/* A code with which she chooses a new password. In a WRITE or a job. */
[[nodiscard]] err mailed_code(struct db *db, const struct mailed_to *to, const char *code, instant ends);
/* A code that proves that she reads this address. */
[[nodiscard]] err mailed_confirm(struct db *db, const struct mailed_to *to, const char *code, instant ends);
/* The user names of the people with this address. */
[[nodiscard]] err mailed_names(struct db *db, const char *mail, const struct identity_of_mail_list *who);
/* What she is told of her account's safety goes to her private address too, when there is one. */
[[nodiscard]] err mailed_private(struct db *db, const struct notice *n);

#endif
