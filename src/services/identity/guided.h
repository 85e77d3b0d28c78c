/* guided.h: setting up second factors step by step: /account/security/start.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_GUIDED_H
#define IDENTITY_GUIDED_H
#include "rq.h"
#include <stdint.h>

/* Where the steps go on in the end, of a form that is one of them; NULL: it is none. */
const char *guided_field(struct rq *rq);
/* Where a form that adds a second factor leads: to the next step, to its `next`, or to the security page. */
const char *guided_onward(struct rq *rq);
/* The page that such a form is on: a page_after(). */
[[nodiscard]] err guided_page(struct rq *rq);
/* Whole days until then, rounded up. */
int64_t guided_days(instant due, instant now);
/* The card of the home page: nothing, unless she needs a second factor and has none. */
[[nodiscard]] err identity_second_card(struct rq *rq);

#endif
