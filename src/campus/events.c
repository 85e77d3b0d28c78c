/* events.c: the outbox: sending, and the names of events.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "events.h"
#include "campus_q.h"

const char *event_name(enum event_kind k)
{
    static const char *const names[EVENT_COUNT] = {
#define X(name, text) [name] = #name,
#include "events.def"
#undef X
    };

    return k < EVENT_COUNT ? names[k] : "";
}

err event_send(struct db *db, const struct event *e)
{
    event_id id = NEW_ID(db, event_id);
    const char *kind = event_name(e->kind);
    int64_t heard = 0;

    TRY(campus_q_add_event(db, id, kind, e->person, e->about, e->more, e->text, db_now(db), &heard));
    if (heard == 0)
        return OK;
    return campus_q_add_deliveries(db, id, kind, db_now(db));
}
