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

static err hearings_add(struct db *db, const struct campus_hearer_list *who,
                        const struct campus_event_in *events, size_t n)
{
    struct campus_hearing_in *rows =
        ARENA_ARRAY(db_arena(db), n * who->n, struct campus_hearing_in);
    int64_t changed = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < who->n; k++)
            rows[i * who->n + k] =
                (struct campus_hearing_in){events[i].id, who->v[k].name, db_now(db)};
    return campus_q_add_hearings(db, rows, n * who->n, &changed);
}

err event_send_many(struct db *db, const struct event *v, size_t n)
{
    struct campus_event_in *rows = ARENA_ARRAY(db_arena(db), n, struct campus_event_in);
    struct campus_hearer_list who = {0};
    int64_t changed = 0;

    if (n == 0)
        return OK;
    TRY(campus_q_hearers(db, event_name(v[0].kind), &who));
    if (who.n == 0)
        return OK;
    for (size_t i = 0; i < n; i++)
        rows[i] = (struct campus_event_in){.id = NEW_ID(db, event_id),
                                           .kind = event_name(v[0].kind),
                                           .person = v[i].person,
                                           .about = v[i].about,
                                           .more = v[i].more,
                                           .at = db_now(db)};
    TRY(campus_q_add_events(db, rows, n, &changed));
    return hearings_add(db, &who, rows, n);
}
