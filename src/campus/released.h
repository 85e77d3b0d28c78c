/* released.h: what other software was told about somebody, by whatever service: one list on her account's page.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_RELEASED_H
#define CAMPUS_RELEASED_H
#include <stdbool.h>
#include <stddef.h>
#include "clock.h"
#include "err.h"
#include "i18n.h"

struct arena;
struct rq;

/* "Your name": "Noor de Vries" */
struct released_fact {
    struct msg text;
    const char *value;
};
struct released_facts {
    struct released_fact *v;
    size_t n;
};
struct released_line {
    const char *title;
    const char *stop; /* where a POST stops it */
    bool asked;       /* she agreed; else the university decided so */
    bool away;        /* it may ask while she is away */
    instant since, last, ended_at; /* ended_at zero: it stands */
    struct released_facts facts;
};
struct released {
    struct arena *arena;
    struct released_line *v;
    size_t n, room;
};
void released_put(struct released *r, const struct released_line *one);
/* Asks all services about rq->me: what stands first, then what was told last. */
[[nodiscard]] err released_of(struct rq *rq, struct released *ret);

#endif
