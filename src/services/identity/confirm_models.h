/* confirm_models.h: what identity's views of devices that confirm sign-ins show; a part of models.h.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_CONFIRM_MODELS_H
#define IDENTITY_CONFIRM_MODELS_H
#include "clock.h"
#include "ids.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a browser needs to become such a device. */
struct identity_confirm_make_view {
    const char *key;   /* with which it subscribes; NULL: it may not become one */
    const char *start; /* as in identity_make_view */
};

/* The devices on the security page. */
struct identity_confirmer_line {
    confirmer_id id;
    const char *action, *field; /* where it is renamed, and by which field */
    const char *name;
    instant made_at, used_at; /* zero: never */
    bool here; /* this browser */
    bool lost; /* its push service does not know it any more */
};
struct identity_confirmer_lines {
    struct identity_confirmer_line *v;
    size_t n;
};
struct identity_confirmer_remove_view {
    confirmer_id id;
    const char *name;
    bool last; /* the last second factor */
};

/* Where she signs in: the number, until it was typed. */
struct identity_asked_view {
    const char *next;
    int level;        /* of a login that is proved anew */
    bool again, more; /* more: she is signed in already */
    const char *ways; /* the page with the other ways */
    bool waits, right, wrong;
    int64_t number;
    const char *address; /* of the page on the device */
    int64_t days;        /* for which this browser may be remembered; 0: it may not */
};

/* On the device. */
struct identity_confirm_view {
    const char *name, *login;
    confirm_id id; /* zero: nothing is asked */
    const char *service, *device, *address;
    bool known; /* she signed in from that address before */
    instant at;
    int64_t left;  /* tries, after a wrong number; else 0 */
    bool done; /* she confirmed one just now */
};

#endif
