/* push_in.h: between the files of the pushing; not for others. Notices reach browsers that are not open, by Web Push.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_PUSH_IN_H
#define CAMPUS_PUSH_IN_H
#include "campus_q.h"
#include "events.h"
#include "fetch.h"
#include "json.h"
#include "notices.h"
#include "rq.h"
#include "settings.h"
#include "tasks.h"

struct service;
extern const struct service push_service;

struct push_settings {
    const char *allow;   /* addresses that are not public and may be pushed to */
    int64_t most;        /* browsers of one person */
    int64_t give_up;     /* milliseconds */
};
extern const struct settings_group push_group;
extern const struct notice_kind push_tried;
#define PUSH_TASK "push.send"
#define PUSH_ENDPOINT 1000 /* bytes of the address that a browser gives, at most */

/* push_pages.c */
struct campus_push_view;
/* What the settings of notices show of it; `key` NULL: browsers cannot be told (yet). */
[[nodiscard]] err push_of(struct rq *rq, struct campus_push_view *ret);
[[nodiscard]] err push_add_post(struct rq *rq);
[[nodiscard]] err push_here_post(struct rq *rq);
[[nodiscard]] err push_remove_post(struct rq *rq);
[[nodiscard]] err push_try_post(struct rq *rq);
[[nodiscard]] err push_worker_get(struct rq *rq);
[[nodiscard]] err push_manifest_get(struct rq *rq);
[[nodiscard]] err push_export(struct db *db, person_id who, struct json_out *j);
/* A login ended: browsers that were last seen in it are told no more. */
[[nodiscard]] err push_hear_ended(struct db *db, const struct event *e);

/* push_one.c */
struct guard;
struct sign_key;
struct push_sender {
    struct sign_key **key;
    const struct guard *guard;
    const char *contact;
    int64_t deadline_ms; /* for one message; 0: as usual */
};
struct push_message {
    int64_t number; /* for the log */
    const char *endpoint, *key, *auth;
    const char *text; /* NULL: nothing is told */
    int64_t seconds;  /* for which its push service keeps it */
};
enum push_outcome { PUSH_UNTRIED, PUSH_TOLD, PUSH_LATER, PUSH_DROPPED, PUSH_GONE };
struct push_messages {
    const struct push_message *v;
    enum push_outcome *outcomes; /* of each; PUSH_UNTRIED when the program ends */
    size_t n;
};
/* The key pair is made once. In a WRITE. */
[[nodiscard]] err push_key_make(struct db *db);
/* In the arena of `db`. ERR_NOT_FOUND: there is no key yet. */
[[nodiscard]] err push_sender_open(struct db *db, struct push_sender *ret);
enum push_outcome push_one(const struct push_sender *s, struct arena *a, const struct push_message *m, const char **ret_problem);
/* By some threads, outside any transaction. */
void push_tell_all(struct task *task, const struct push_sender *s, const struct push_messages *m);

/* prompts.c */
#define PROMPTS_TASK "push.prompts"
[[nodiscard]] err prompts_start(struct app *app);
[[nodiscard]] err prompts_round(struct task *t, instant *ret_next);
int64_t prompt_back_off(int64_t tries); /* milliseconds */
/* Is a device asked at this address? */
[[nodiscard]] err prompt_is_asked(struct db *db, const char *endpoint, bool *ret);

/* push_send.c */
[[nodiscard]] err push_round(struct task *t, instant *ret_next);
int64_t push_back_off(int64_t tries); /* milliseconds */
/* What is told, as the service worker reads it: at most PUSH_TEXT_MOST bytes. */
struct push_words {
    const char *title, *text, *url, *tag, *lang;
};
struct str push_text(struct arena *a, const struct push_words *w);

#endif
