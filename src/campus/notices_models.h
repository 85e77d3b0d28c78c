/* notices_models.h: what the views of notices are given. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_NOTICES_MODELS_H
#define CAMPUS_NOTICES_MODELS_H
#include "view.h"

struct notice_line {
    notice_id id;
    const char *icon;
    const char *text; /* in the reader's language */
    struct msg topic;
    instant at;
    int64_t times;
    bool unread;
    const char *url; /* in a mail: the page's address, or NULL */
};
struct notice_lines {
    struct notice_line *v;
    size_t n;
};
struct campus_notices_view {
    struct notice_lines lines;
    bool some_new;
    const char *older; /* the next page, or NULL */
};

struct notice_choice {
    const char *name; /* the topic's */
    struct msg title, what;
    bool page, push, now, daily, never;
};
struct notice_choices {
    struct notice_choice *v;
    size_t n;
};
/* A browser on which she is told. */
struct campus_push_line_view {
    push_id id;
    const char *name;
    instant made_at, told_at;
    bool here; /* last seen in this login */
};
struct campus_push_view {
    const char *key; /* of the campus, as browsers want it; NULL: not yet */
    struct campus_push_line_view *v;
    size_t n;
};
struct campus_notice_settings_view {
    struct notice_choices chosen, fixed;
    struct campus_push_view push;
    const char *address; /* where mails go */
    int64_t digest_hour, quiet_from, quiet_to;
    bool quiet;
};

#endif
