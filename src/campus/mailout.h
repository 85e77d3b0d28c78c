/* mailout.h: mails of the campus: queued in the transaction of what they tell, handed to the relay of the
   settings by a task, at least once and under one Message-ID.
   No mail asks for a password or leads to a page that does (P2.3). So a mail goes out only of a kind in a
   service's table: a test renders every kind with its sample and judges it. What a mail may hold is told by
   mail_fault(), which judges each one again before it is queued.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_MAILOUT_H
#define CAMPUS_MAILOUT_H
#include "db.h"
#include "err.h"
#include "i18n.h"
#include "view.h"

struct app;
struct mail;

/* One kind of mail; in the table `.mails` of its service. */
struct mail_kind {
    const char *name; /* "campus.mail_test": stable, stands in the rows */
    struct msg why;   /* "You get this because …": stands at its end */
    bool chosen;      /* the person may choose: the end of the mail leads to the page where */
    bool urgent;      /* goes before the queue's bound: security */
    /* Fills a mail with what is hard to write: long, strange, in this language. For the test over all mails. */
    err (*sample)(struct app *app, struct arena *a, enum lang l, struct mail *ret);
};

struct mail {
    const struct mail_kind *kind;
    const char *subject; /* in the recipient's language; also the mail's heading */
    err (*body)(struct out *out, const void *model); /* a view: markup without frame */
    const void *model;
};

/* Somebody with a mail address. */
struct addressee {
    person_id person;
    const char *name, *address;
    enum lang lang;
    bool closed; /* the account is: nothing is sent */
};
/* For the start() of the service that knows people. ERR_NOT_FOUND: there is no such person. */
void campus_addressees_by(struct app *app,
                          err (*of)(struct db *db, person_id who, struct addressee *ret));
[[nodiscard]] err mail_addressee(struct db *db, person_id who, struct addressee *ret);

/* Queues it. In a WRITE, a job, a listener or a task. ERR_BUSY: the queue is full, and the kind is not urgent;
   ERR_INTERNAL: the kind is in no table, or the mail holds what it may not (the log says what). To a closed account
   nothing goes; for an address that is none the queue keeps a failure, for the administrator. */
[[nodiscard]] err mail_send(struct db *db, const struct addressee *to, const struct mail *m);

/* The whole address of a path of this campus, for the views of mails; NULL while campus.url is not set. */
const char *mail_url(const struct app *app, struct arena *a, const char *path);

/* May a mail lead there? Not to a page that asks for a password or a code, not to another server. */
bool mail_path_ok(const char *path);
/* What is wrong with a mail's page, in English; NULL: nothing. `url` is campus.url. */
const char *mail_fault(struct arena *a, const char *html, const char *url);
/* The same as text: paragraphs, lists and links, lines of at most 72 characters where they can be broken. */
const char *mail_plain(struct arena *a, const char *html);

#endif
