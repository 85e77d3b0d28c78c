/* session.h: signed-in browsers: who asks, signing in, and ending sessions.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_SESSION_H
#define IDENTITY_SESSION_H
#include "db.h"
#include "err.h"
#include "rq.h"
#include <stdbool.h>

/* The who() hook: one query for the cookie's session, its person and her roles. */
[[nodiscard]] err identity_who(struct rq *rq);
/* Signs this browser in (and its old session out): a row, and the cookie. In a WRITE. */
[[nodiscard]] err session_begin(struct rq *rq, person_id who, bool shared);
/* Signs one browser of somebody out; *ret_n 0: there was none. */
[[nodiscard]] err session_end(struct db *db, session_id id, person_id who, int64_t *ret_n);
/* Signs somebody out everywhere but in the session to keep (zero: none). */
[[nodiscard]] err session_end_all(struct db *db, person_id who, session_id keep,
                                  int64_t *ret_n);
/* Takes the cookie away. */
void session_forget(struct rq *rq);

#endif
