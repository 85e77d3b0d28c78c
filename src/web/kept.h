/* kept.h: what somebody typed in a form when her session had ended, or when more proof was asked, comes back after she
   signed in again or proved it: sealed in a cookie, for her alone, and sent again only when she presses the button.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_KEPT_H
#define WEB_KEPT_H
#include <stdbool.h>
#include "rq.h"

/* Whose browser this is, after signing in, until it closes; zero: nobody's any more. Not for shared computers. */
void kept_whose(struct rq *rq, person_id who);

/* --- For life.c, http.c and answer.c ---------------------------------------------------------- */

struct rq_inner;
/* Nobody is signed in any more: is the form that is still to come worth waiting for? */
bool kept_waits(struct rq_inner *in);
/* Keeps the form that is here now for the page `path`; false: nothing of it is kept. */
bool kept_put(struct rq_inner *in, const char *path);
/* Fills in what was kept for this page, once. */
void kept_fill(struct rq_inner *in);

#endif
