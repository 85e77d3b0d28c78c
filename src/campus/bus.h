/* bus.h: what changed, told at once to every part of every process of the campus: a closed account, an
   ended session, new settings, seats. A message says "look at this again", no more: what is true stands
   in the database, and what must not be lost goes through the outbox (events.h).
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_BUS_H
#define CAMPUS_BUS_H
#include <stdbool.h>
#include "db.h"
#include "err.h"

#define X(topic, text) topic,
enum bus_topic {
#include "bus.def"
    BUS_TOPICS
};
#undef X
const char *bus_topic_name(enum bus_topic t);

struct app;

struct bus_message {
    enum bus_topic topic; /* the one that was asked for, or BUS_RESYNC */
    int64_t number;       /* bus.def says of what */
    bool elsewhere;       /* from another process */
};

/* In a WRITE, a job or a listener: told after its COMMIT, never when it rolls back; less than a
   microsecond; the same twice in a batch is told once. */
void bus_tell(struct db *db, enum bus_topic t, int64_t number);

/* In a service's start(): `hear` is called for every message of the topic, and for BUS_RESYNC, on the
   thread that committed or listens. It must only hand over: no database, no waiting. ERR_RANGE when
   there are too many hearers. */
[[nodiscard]] err bus_hear(struct app *app, enum bus_topic t,
                           void (*hear)(void *ctx, const struct bus_message *m), void *ctx);

#endif
