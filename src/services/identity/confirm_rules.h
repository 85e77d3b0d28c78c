/* confirm_rules.h: when a device may be asked to confirm a sign-in, and what a typed number does. Pure.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_CONFIRM_RULES_H
#define IDENTITY_CONFIRM_RULES_H
#include "clock.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CONFIRM_LIFE      MINUTES(2)
#define CONFIRM_TRIES     3 /* wrong numbers that end it */
#define CONFIRM_MOST      3 /* without a right number within … */
#define CONFIRM_WINDOW    MINUTES(10)
#define CONFIRM_SHUT      HOURS(1) /* after "this was not me", for that household */
#define CONFIRM_KEPT      DAYS(1)
#define CONFIRM_LOWEST    10
#define CONFIRM_NUMBERS   90 /* 10 … 99 */
#define CONFIRMERS_MOST   5  /* devices of one person */
#define CONFIRMER_DAYS    365 /* without being used */

/* What stands in identity_confirm.state. */
enum confirm_state { CONFIRM_OPEN, CONFIRM_RIGHT, CONFIRM_WRONG, CONFIRM_NOT_ME };

/* One time that her devices were asked. */
struct confirm_seen {
    enum confirm_state state;
    bool stands; /* the sign-in still waits */
    bool mine;   /* it is this sign-in's */
    bool here;   /* it came from this household */
    instant made_at, ends_at;
};
enum confirm_may {
    CONFIRM_ASK,
    CONFIRM_ASKED,  /* they are asked already, for this sign-in */
    CONFIRM_NOBODY, /* she has no device */
    CONFIRM_BUSY,   /* they are asked for another sign-in */
    CONFIRM_TIRED,  /* they were asked too often */
    CONFIRM_CLOSED, /* she said that a sign-in from this household was not she */
};
/* May her devices be asked? `v`: of the last hour, the latest first. */
enum confirm_may confirm_judge(const struct confirm_seen *v, size_t n, size_t devices, instant now);

/* What a wrong or right number makes of one that is open; *wrong counts up. */
enum confirm_state confirm_typed(int64_t number, int64_t typed, int64_t *wrong);
/* A number as somebody types it, blanks forgiven; -1: it is none of two digits. */
int64_t confirm_number(const char *typed);

#endif
