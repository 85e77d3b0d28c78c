/* issuer.h: who this campus says it is to other servers. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_ISSUER_H
#define CAMPUS_ISSUER_H
#include "rq.h"

/* "https://campus.example", without a slash at the end; NULL: campus.url is not set, and the request does not come
   from this very machine, whose name nobody can forge. */
const char *campus_issuer(struct rq *rq);

#endif
