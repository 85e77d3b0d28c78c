/* events.h: what one service tells the others: the outbox.
   Sending writes one delivery row per listener in the sender's transaction; each is handed over at
   least once, after the commit, in a transaction of its own. Listeners are idempotent.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_EVENTS_H
#define CAMPUS_EVENTS_H
#include "db.h"
#include "err.h"
#include "ids.h"

#define X(name, text) name,
enum event_kind {
#include "events.def"
    EVENT_COUNT
};
#undef X
const char *event_name(enum event_kind k);

struct event {
    enum event_kind kind;
    person_id person; /* whom it is about, or zero */
    int64_t about;    /* the id of the thing; events.def says of which kind */
    int64_t more;
    const char *text; /* a JSON object, or NULL */
    instant at;
};

struct listener {
    enum event_kind kind;
    const char *name; /* stable: stands in the delivery rows, "timetable.enrolled" */
    err (*hear)(struct db *db, const struct event *e);
};

/* Tells the listeners of all services. In a WRITE or a job. */
[[nodiscard]] err event_send(struct db *db, const struct event *e);
/* Many of one kind, without text. */
[[nodiscard]] err event_send_many(struct db *db, const struct event *v, size_t n);

#endif
