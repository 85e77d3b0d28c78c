/* security_models.h: what identity's views of second factors show; a part of models.h.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_SECURITY_MODELS_H
#define IDENTITY_SECURITY_MODELS_H
#include "clock.h"
#include "confirm_models.h"
#include "i18n.h"
#include "ids.h"
#include "view.h"
#include "sorts_models.h"
#include <stdbool.h>
#include <stddef.h>

struct identity_factors_held { /* which second factors somebody has */
    bool app, passkey, codes, device;
};

enum identity_manual { MANUAL_SET_UP, MANUAL_NEW_PHONE, MANUAL_LOST_PHONE };

/* What a browser needs to sign in with a passkey. */
struct identity_ask_view {
    const char *challenge, *rp, *next;
    int level;        /* 0: none is asked for */
    bool again;
    bool conditional; /* offered in the field of the user name */
};
/* What a browser needs to make one. */
struct identity_make_view {
    const char *challenge, *rp, *campus, *handle, *login, *name;
    const char *have; /* ids of credentials that she has, with blanks between */
    const char *next;
    const char *start; /* a step of setting up: where it goes on in the end; NULL: it is none */
    const char *typed_name, *typed_code; /* of somebody who opens her account with it; NULL: she is signed in */
};

/* What somebody who is signed in may prove besides. */
struct identity_more_view {
    const char *next;
    const char *login;
    int level;
    bool again;
    bool password, code; /* what is asked */
    bool passkey, device; /* she has one */
    struct identity_ask_view ask;
    bool out_of_reach; /* she has nothing with which to reach the level */
};

/* The second step of signing in. */
struct identity_second_view {
    const char *next;
    bool code;    /* she has an app or recovery codes */
    bool passkey, device; /* she has one */
    struct identity_ask_view ask;
    int64_t days; /* for which this browser may be remembered; 0: it may not */
};

/* Until when somebody has time to set up a second factor; due zero: she needs none. */
struct identity_deadline_view {
    instant due;
    int64_t days; /* left, rounded up */
};

/* Setting up what an account needs, step by step. */
struct identity_ready_line {
    struct msg title, purpose;
    const char *path, *icon;
};
struct identity_ready_lines {
    struct identity_ready_line *v;
    size_t n;
};
struct identity_start_view {
    const char *next;   /* where she was going */
    const char *onward; /* the same, for a query */
    int step;           /* 1 to 3 */
    bool must;          /* she can go nowhere else */
    bool pass;          /* she is signed in by a pass: what she has is lost */
    struct identity_deadline_view deadline;
    size_t apps, passkeys, devices;
    int64_t codes_left;
    struct identity_make_view make;
    struct identity_confirm_make_view confirm_make;
    struct identity_ready_lines ready;
};

/* Something of an account that its owner does not know: what it is, and what is done about it. */
struct identity_not_me_view {
    const char *field;  /* "session", "device", "line" */
    int64_t id;
    session_id session; /* it is a browser that is signed in */
    struct msg what;    /* of a line; icon NULL: it is none */
    const char *icon, *address, *device;
    instant at;
    bool second; /* she has a second factor */
};

/* The security page of one's account. */
struct identity_app_line {
    otp_id id;
    const char *action, *field; /* where it is renamed, and by which field */
    const char *name;
    instant made_at, used_at;
};
struct identity_app_lines {
    struct identity_app_line *v;
    size_t n;
};
struct identity_passkey_line {
    passkey_id id;
    const char *action, *field; /* as of an app */
    const char *name;
    instant made_at, used_at; /* zero: never */
    bool copyable;
};
struct identity_passkey_lines {
    struct identity_passkey_line *v;
    size_t n;
};
struct identity_remembered_line {
    device_id id;
    const char *words;
    instant made_at, ends_at;
};
struct identity_remembered_lines {
    struct identity_remembered_line *v;
    size_t n;
};
struct identity_happened_line {
    happened_id id;
    bool hers; /* a device did it, so that it may have been somebody else */
    struct msg text;
    const char *icon, *address, *device;
    instant at;
};
struct identity_happened_lines {
    struct identity_happened_line *v;
    size_t n;
};
struct identity_security_view {
    int level; /* of this login */
    bool second; /* a second factor is asked of her */
    struct identity_sorts_view sorts;
    struct identity_deadline_view deadline;
    struct identity_app_lines apps;
    struct identity_passkey_lines passkeys;
    struct identity_make_view make;
    struct identity_confirmer_lines confirmers;
    struct identity_confirm_make_view confirm_make;
    int64_t codes_left, codes_made;
    instant codes_at;
    struct identity_remembered_lines remembered;
    bool doors; /* a service here takes app passwords */
    size_t app_passwords;
    struct identity_happened_lines timeline;
    const char *private_mail; /* NULL: none */
    instant private_at;
    bool private_waits; /* an address waits for its code */
};
struct identity_timeline_view {
    struct identity_happened_lines lines;
    const char *more; /* the address of older ones, or NULL */
};
/* An app that is being set up, or taken away. */
struct identity_app_view {
    otp_id id;
    passkey_id passkey;
    const char *name;
    struct html qr;
    const char *start;  /* as in identity_make_view */
    const char *secret; /* as one types it: "ABCD EFGH …" */
    bool last; /* the last second factor is taken away */
};
/* Recovery codes, shown once. */
struct identity_code_line {
    const char *text;
};
struct identity_code_lines {
    struct identity_code_line *v;
    size_t n;
};
struct identity_recovery_view {
    const char *login, *home, *campus;
    const char *next; /* where it goes on */
    struct identity_code_lines codes;
    instant at;
};

#endif
