/* notices.h: what a person is told: in the page, by mail, as she chose.
   A service has a table of kinds; the words of each stand there, so that they are shown in the language of who reads
   them, and a test can read them all. Sending writes a row in the sender's transaction; the same kind of the same
   thing within half an hour is one notice.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_NOTICES_H
#define CAMPUS_NOTICES_H
#include <stdbool.h>
#include "clock.h"
#include "db.h"
#include "err.h"
#include "i18n.h"
#include "ids.h"

enum notice_mail { NOTICE_MAIL_NOW, NOTICE_MAIL_DAILY, NOTICE_MAIL_NEVER, NOTICE_MAILS };

/* What people choose about: one or more kinds. */
struct notice_topic {
    const char *name;  /* "studymap.wait_list": stable, stands in the rows */
    struct msg title;  /* "Wait-lists" */
    struct msg what;   /* "You get a place, or are passed over and why" */
    enum notice_mail mail; /* until she chooses; in the page always */
    bool fixed;        /* cannot be turned off, and goes by mail at once, also at night: security */
    bool prompt;       /* of use for some minutes only: when by mail at once, then without waiting, also at night */
};
/* In the table `.notices` of its service. */
struct notice_kind {
    const char *name; /* "studymap.moved_up": stable, stands in the rows */
    const struct notice_topic *topic;
    const char *icon; /* of assets/icons.svg */
    struct msg text;  /* a sentence with %s for each argument (or %1$s …); no plural */
};

/* What is filled in. */
struct notice_arg {
    enum { NOTICE_TEXT, NOTICE_NUMBER, NOTICE_DAY, NOTICE_INSTANT, NOTICE_MSG } type;
    const char *text; /* NOTICE_MSG: an English text of the program, translated when read */
    int64_t number;
};
#define NOTICE_ARG_TEXT(s) ((struct notice_arg){.type = NOTICE_TEXT, .text = (s)})
#define NOTICE_ARG_NUMBER(n) ((struct notice_arg){.type = NOTICE_NUMBER, .number = (n)})
#define NOTICE_ARG_DAY(d) ((struct notice_arg){.type = NOTICE_DAY, .number = (d).v})
#define NOTICE_ARG_INSTANT(t) ((struct notice_arg){.type = NOTICE_INSTANT, .number = (t).v})
#define NOTICE_ARG_MSG(m) ((struct notice_arg){.type = NOTICE_MSG, .text = (m).one})
#define NOTICE_ARGS 6

struct notice {
    const struct notice_kind *kind;
    person_id person;
    int64_t thing;    /* what it is about, for making one of many */
    const char *path; /* the page that it is about: mail_path_ok() */
    const struct notice_arg *args;
    size_t n_args;
};
/* In a WRITE, a job, a listener or a task. ERR_INTERNAL: the kind is in no table, the path is none that a mail may
   lead to, or there are too many arguments. */
[[nodiscard]] err notice_send(struct db *db, const struct notice *n);
/* The same for many: a few hundred at a time. */
[[nodiscard]] err notice_send_many(struct db *db, const struct notice *v, size_t n);

/* The sentence; `args` as kept in the row (what is no such text fills in nothing). */
const char *notice_words(struct arena *a, enum lang l, const struct notice_kind *kind, const char *args);
/* The sentence of one that is being sent, for another way to tell it. */
const char *notice_said(struct arena *a, enum lang l, const struct notice *n);

#endif
