/* notices_in.h: between the files of the notices; not for others.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_NOTICES_IN_H
#define CAMPUS_NOTICES_IN_H
#include "json.h"
#include "mailout.h"
#include "notices.h"
#include "rq.h"
#include "settings.h"
#include "tasks.h"

struct service;
extern const struct service notices_service;

struct notices_settings {
    int64_t digest_hour, quiet_from, quiet_to; /* hours of the campus's clock; equal: no quiet */
};
extern const struct settings_group notices_group;
#define NOTICES_TASK "notices.mail"
#define NOTICES_LIVE "notices.live"

/* notices_rules.c: pure. */
const char *notice_args_write(struct arena *a, const struct notice_arg *v, size_t n);
/* The sentence with its arguments put in: %s in turn, %2$s by number; any other per cent sign stays. */
const char *notice_fill(struct arena *a, const char *text, const char *const *args, size_t n);
/* The next full hour `hour` behind `t`, on the campus's clock. */
instant notice_at_hour(instant t, int64_t hour);
/* `t`, or when the quiet hours that it falls in are over. */
instant notice_not_quiet(const struct notices_settings *s, instant t);
const char *notice_mail_word(enum notice_mail m);
bool notice_mail_parse(const char *word, enum notice_mail *ret);

/* notices.c */
const struct notice_kind *notice_kind_named(const struct app *app, const char *name);
/* Every topic of a running program, in the order of the services. */
struct notice_topics {
    const struct notice_topic **v;
    size_t n;
};
struct notice_topics notice_topics_of(const struct app *app, struct arena *a);

/* notices_mail.c */
[[nodiscard]] err notices_round(struct task *t, instant *ret_next);
extern const struct mail_kind notices_mail_kind, notices_safety_kind;

/* notices_live.c */
[[nodiscard]] err notices_live_start(struct app *app);
[[nodiscard]] err notices_live_get(struct rq *rq);
[[nodiscard]] err notices_live_round(struct task *t, instant *ret_next);

/* notices_pages.c */
[[nodiscard]] err notices_get(struct rq *rq);
[[nodiscard]] err notices_open_get(struct rq *rq);
[[nodiscard]] err notices_read_post(struct rq *rq);
[[nodiscard]] err notices_settings_get(struct rq *rq);
[[nodiscard]] err notices_settings_post(struct rq *rq);
[[nodiscard]] err notices_export(struct db *db, person_id who, struct json_out *j);
/* How many are new, for the frame; 0 when nobody is signed in. */
[[nodiscard]] err notices_new(struct rq *rq, int64_t *ret);

#endif
