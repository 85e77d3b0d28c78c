/* activate.h: a one-time code and what it opens: a password (activate.c) or a passkey without one (activate_passkey.c).
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_ACTIVATE_H
#define IDENTITY_ACTIVATE_H
#include "identity_q.h"
#include "rq.h"
#include "str.h"
#include "throttle.h"

/* One try: whom and which code it means, and the new password's text. */
struct activation {
    const char *name;
    struct identity_person *person; /* NULL: nobody, or closed */
    code_id code;                   /* zero: not a code of hers */
    pass_id pass;                   /* zero: not a pass of the service desk */
    struct str recovery;            /* of a recovery code of hers the SHA-256; n zero: it is none */
    const char *text;               /* made by .prepare when the code was right */
    int64_t wait;                   /* ms until anything is tried again */
};
/* Reads who and what the form means, as it stands in this snapshot or transaction: *a and *t are written. */
[[nodiscard]] err activation_look(struct rq *rq, struct activation *a, struct throttle *t);
/* Do name and code belong together? */
bool activation_right(const struct activation *a);
/* The code is used, once: ERR_CONFLICT when it was meanwhile. In a WRITE. */
[[nodiscard]] err activation_use_up(struct rq *rq, const struct activation *a);
/* The code was wrong: it counts, and the form is shown again. In a WRITE. */
[[nodiscard]] err activation_wrong(struct rq *rq, const struct activation *a, const struct throttle *t);
/* The code was right, and a passkey is wanted in place of a password: the page that makes one, or the form with the reason
   why not. Nothing is written. In a WRITE. */
[[nodiscard]] err activation_by_passkey(struct rq *rq, const struct activation *a);

#endif
