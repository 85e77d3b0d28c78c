/* bus.c: hands what the database tells after a COMMIT to those who asked for it.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "bus.h"
#include "app.h"
#include "bus_in.h"
#include "log.h"
#include "stream.h"

#define HEARERS_MAX 64

static const char *const names[] = {
#define X(topic, text) [topic] = #topic,
#include "bus.def"
#undef X
};

struct hearer {
    enum bus_topic topic;
    void (*hear)(void *ctx, const struct bus_message *m);
    void *ctx;
};

struct bus {
    struct app *app;
    struct hearer v[HEARERS_MAX];
    size_t n; /* atomic: writers tell while services still start */
};

const char *bus_topic_name(enum bus_topic t)
{
    return (unsigned)t < BUS_TOPICS ? names[t] : "";
}

void bus_tell(struct db *db, enum bus_topic t, int64_t number)
{
    db_tell(db, t, number);
}

err bus_hear(struct app *app, enum bus_topic t,
             void (*hear)(void *ctx, const struct bus_message *m), void *ctx)
{
    struct bus *bus = app->bus;
    size_t n = __atomic_load_n(&bus->n, __ATOMIC_RELAXED);

    if (n == HEARERS_MAX)
        return ERR_RANGE;
    bus->v[n] = (struct hearer){t, hear, ctx};
    __atomic_store_n(&bus->n, n + 1, __ATOMIC_RELEASE);
    return OK;
}

static void hand_on(void *ctx, const struct db_heard *h)
{
    struct bus *bus = ctx;
    struct bus_message m = {(enum bus_topic)h->topic, h->number, h->elsewhere};
    size_t n = __atomic_load_n(&bus->n, __ATOMIC_ACQUIRE);

    for (size_t i = 0; i < n; i++)
        if (m.topic == BUS_RESYNC || bus->v[i].topic == m.topic)
            bus->v[i].hear(bus->v[i].ctx, &m);
}

/* --- The campus's own -------------------------------------------------------------------------- */

/* The process that was asked has read its file already. */
static void settings_changed(void *ctx, const struct bus_message *m)
{
    if (m->topic == BUS_SETTINGS && m->elsewhere)
        app_reread(ctx, false);
}

/* Streams opened with a login that is not what it was end; whoever may still see it opens it again, and is
   checked again. After something was missed: all of them. */
static void login_changed(void *ctx, const struct bus_message *m)
{
    const struct app *app = ctx;
    person_id who = {m->topic == BUS_ACCOUNT ? m->number : 0};
    session_id session = {m->topic == BUS_SESSION ? m->number : 0};

    if (app->web != NULL)
        streams_end(app->web, who, session);
}

void bus_open(struct app *app)
{
    struct bus *bus = ARENA_NEW(app->arena, struct bus);

    bus->app = app;
    app->bus = bus;
    store_listen(app->store, hand_on, bus);
}

err bus_start(struct app *app)
{
    TRY(bus_hear(app, BUS_ACCOUNT, login_changed, app));
    TRY(bus_hear(app, BUS_SESSION, login_changed, app));
    return bus_hear(app, BUS_SETTINGS, settings_changed, app);
}
