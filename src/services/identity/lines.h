/* lines.h: the lists that both the account page and the administrator's page show.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_LINES_H
#define IDENTITY_LINES_H
#include "err.h"
#include "models.h"
#include "rights.h"
#include "rq.h"

/* "s1234567", "s1234567@campus", "s1234567@office.campus". */
struct identity_name_forms name_forms_of(struct rq *rq, const char *login);
[[nodiscard]] err device_lines_of(struct rq *rq, person_id who,
                                  struct identity_device_lines *ret);
/* "Firefox on Linux", of a User-Agent header. */
const char *device_words(struct rq *rq, const char *agent);
/* Roles in words; may_take where the acting person may take it. */
[[nodiscard]] err role_lines_of(struct rq *rq, person_id who, struct identity_role_lines *ret);
struct msg role_words(enum role role);
/* May the acting person give and take this role? Only system administrators make their like. */
bool may_hand_out(const struct rq *rq, enum role role);

#endif
