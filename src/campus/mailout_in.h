/* mailout_in.h: between the files of the mail-out; not for others.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_MAILOUT_IN_H
#define CAMPUS_MAILOUT_IN_H
#include "hash.h"
#include "mailout.h"
#include "rq.h"
#include "settings.h"
#include "smtp.h"
#include "tasks.h"

struct service;
extern const struct service mailout_service;

struct mailout_settings {
    const char *relay;
    const char *tls; /* "required", "if-offered", "never" */
    const char *user;
    struct secret secret;
    const char *ca;
    const char *from, *reply_to;
    const char *helo;
    int64_t give_up;   /* milliseconds */
    int64_t queue_max;
};
extern const struct settings_group mailout_group;
#define MAILOUT_TASK "mailout.send"

/* Are the settings such that a relay can be asked? Else *ret_why names the setting, for the start. An empty relay
   is fine: mails wait. */
[[nodiscard]] err mailout_settings_ok(struct arena *a, const struct settings *s, const char **ret_why);
/* The relay of the settings; false: there is none. */
bool mailout_relay(const struct settings *s, struct arena *a, struct smtp_relay *ret_r);
/* Addresses of the settings; from is no-reply@ the campus's domain unless set. */
struct mail_address mailout_from(const struct settings *s, struct arena *a);
struct mail_address mailout_reply_to(const struct settings *s, struct arena *a); /* .text NULL: none */

/* mailout_send.c: one round of handing over. */
[[nodiscard]] err mailout_round(struct task *t, instant *ret_next);
int64_t mailout_back_off(int64_t tries);  /* of one mail */
int64_t mailout_relay_wait(int64_t tries); /* of a relay that is down */

/* mailout_pages.c */
[[nodiscard]] err mailout_get(struct rq *rq);
[[nodiscard]] err mailout_test_post(struct rq *rq);
[[nodiscard]] err mailout_again_post(struct rq *rq);
[[nodiscard]] err mailout_drop_post(struct rq *rq);
[[nodiscard]] err mailout_all_again_post(struct rq *rq);
extern const struct mail_kind mailout_test_kind;
/* What is wrong with mails, in the person's language; NULL: nothing. For the system's page. */
[[nodiscard]] err mailout_trouble(struct rq *rq, const char **ret);

/* The whole page of a mail: frame and body. */
[[nodiscard]] err mailout_page(const struct app *app, struct arena *a, const struct addressee *to, const struct mail *m,
                               const char **ret_html);

#endif
