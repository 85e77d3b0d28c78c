/* desk_models.h: what the views of the service desk show; a part of models.h. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_DESK_MODELS_H
#define IDENTITY_DESK_MODELS_H
#include "security_models.h"

/* Where a pass stands. */
enum identity_pass_state { PASS_WAITS, PASS_WORKS, PASS_USED, PASS_OVER };
struct identity_pass_line {
    pass_id id;
    person_id person;
    const char *name, *login, *asker, *confirmer;
    struct msg seen;
    instant asked_at, confirmed_at, ends_at;
    enum identity_pass_state state;
    bool waits, works, password, factor; /* of the state; what it was used for */
    bool mine;   /* rq->me asked for it */
    bool may_confirm;
    const char *code; /* only for who asked, while it works */
};
struct identity_pass_lines {
    struct identity_pass_line *v;
    size_t n;
};
struct identity_desk_view {
    const char *q;
    bool nobody; /* has the name that was typed */
    struct identity_pass_lines passes;
};
struct identity_seen_line {
    const char *word;
    struct msg text;
};
struct identity_seen_lines {
    const struct identity_seen_line *v;
    size_t n;
};
struct identity_desk_person_view {
    person_id id;
    const char *name, *login;
    bool ready, disabled;
    bool private_mail; /* she has one: a forgotten password needs no pass */
    struct identity_factors_held factors;
    struct identity_seen_lines seen;
    pass_id pass;      /* that waits or works; zero: none */
    struct msg why_not; /* no pass can be asked for; NULL text: it can */
};

#endif
