/* mailout_models.h: what the views of mails and of their administrator's page are given.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_MAILOUT_MODELS_H
#define CAMPUS_MAILOUT_MODELS_H
#include "campus_q.h"
#include "view.h"

/* The frame around every mail: mail.tmpl. */
struct campus_mail_view {
    const char *campus; /* the institution's name */
    const char *name;   /* the recipient's */
    const char *title;
    struct html body;
    struct msg why;
    const char *change; /* where to choose what comes by mail, or NULL */
};

struct campus_mail_test {
    const char *name, *relay;
    instant at;
};

/* admin_mail.tmpl */
struct mailout_line {
    mail_id id;
    const char *kind, *address, *name, *subject, *problem;
    instant made_at, due, ended_at;
    int64_t tries;
    bool waiting, failed, sent; /* none of them: dropped */
    bool busy;                  /* waits no more: it is being handed over */
};
struct mailout_lines {
    struct mailout_line *v;
    size_t n;
};
struct campus_mailout_view {
    const char *relay; /* NULL: there is none */
    const char *from;
    bool no_url;       /* campus.url is not set: mails hold no links */
    struct campus_relay_row state;
    struct campus_mail_amounts amounts;
    struct mailout_lines failed, waiting, found;
    const char *older; /* the next page of the failed ones, or NULL */
    const char *to;    /* the address that was looked for */
    const char *mine;  /* where the test goes */
};

#endif
