/* prompts.h: what a device of somebody is asked at once and for some minutes only, by Web Push; a notice (notices.h)
   waits for her, this does not. The devices are the sender's: a push service that does not know one any more is told by
   PROMPT_GONE. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_PROMPTS_H
#define CAMPUS_PROMPTS_H
#include <stdbool.h>
#include "clock.h"
#include "db.h"
#include "err.h"
#include "i18n.h"
#include "ids.h"
#include "rq.h"

/* What a browser says when it subscribes (the Push API), as the form of push.js sends it. */
struct prompt_device {
    const char *endpoint, *key, *auth;
    const char *name; /* "Firefox · Android" */
};
/* From the fields endpoint, key, auth and name; fails the request with words when it is no such thing. */
[[nodiscard]] err prompt_device_read(struct rq *rq, struct prompt_device *ret);
/* The key of the campus with which browsers subscribe; NULL: there is none yet, in the first seconds of a campus. */
[[nodiscard]] err prompt_key(struct db *db, const char **ret);

struct prompt {
    person_id person;
    int64_t device; /* the sender's number of it */
    struct prompt_device to;
    enum lang lang;
    const char *text; /* a sentence; the makers of browsers cannot read it */
    const char *path; /* the page that is opened */
    const char *tag;  /* a later one with the same tag takes its place */
    instant ends;     /* nobody is to be asked after that */
};
/* In a WRITE; told by a task right behind the commit. */
[[nodiscard]] err prompt_send(struct db *db, const struct prompt *p);
/* What this person's devices were not asked yet is asked no more. In a WRITE. */
[[nodiscard]] err prompts_end(struct db *db, person_id who);

struct app;
/* For the start() of the service that asks: is a device asked at this address of a push service? A browser in which
   somebody else is told then keeps it. */
void prompt_asked_by(struct app *app, err (*asked)(struct db *db, const char *endpoint, bool *ret));

#endif
