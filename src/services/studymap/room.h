/* room.h: the waiting room before the plan's pages: a last resort when the campus is overloaded, so that the
   rest of it stays quick. Closed it costs a request one read of an atomic. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_ROOM_H
#define STUDYMAP_ROOM_H
#include "decide.h"
#include "room_rules.h"
#include "rq.h"
#include "tasks.h"
#include <pthread.h>
#include <stdatomic.h>

struct app;
struct studymap_room;
struct studymap_ticket;

/* Also the name of its lease: who holds it lets people in. */
#define STUDYMAP_ROOM "studymap.room"
#define ROOM_PATH     "/plan/waiting"

/* How many signs of people are kept in memory; then the oldest are written and forgotten. */
#define ROOM_SIGNS   (1 << 16)
#define ROOM_SAMPLES 12 /* of the load, a second each */
#define ROOM_COUNTS  31 /* of who went, ten seconds each */

struct room_sign {
    int64_t person, seen, written;
};
/* Where somebody stands; sorted by person. */
struct room_place {
    person_id person;
    int64_t ahead, here; /* who wait before her; of these are here */
    bool in;             /* she is in, or a place is held for her */
};
struct room_sample {
    instant at;
    int64_t requests, slow, refused;
};
struct room_count {
    instant at;
    int64_t went; /* how many ever gave their place to the next */
};
/* What a process knows of the waiting room; soft: the truth is in the database. */
struct room {
    struct app *app;
    atomic_bool open;
    pthread_mutex_t lock;
    struct room_sign *signs; /* ROOM_SIGNS, by person; made when it opens first */
    size_t n_signs;
    struct arena *arenas[2]; /* of the places, in turn */
    int at;
    const struct room_place *places;
    size_t n_places;
    struct room_sums sums;
    struct room_count counts[ROOM_COUNTS]; /* the newest last */
    size_t n_counts;
    /* The task's own. */
    struct room_sample samples[ROOM_SAMPLES];
    size_t n_samples;
    struct room_load load;
    enum room_state state;
    int busy; /* rounds in a row */
    instant written_at, seen_at;
};
/* NULL in a program without it. */
struct room *room_of(const struct app *app);
[[nodiscard]] err studymap_room_start(struct app *app);
err studymap_room_round(struct task *t, instant *ret_next);

/* A sign of somebody: in memory, written by the task. */
void room_sign(struct room *r, person_id who, instant now);
/* When this process saw her last, or 0; the caller holds the lock. */
int64_t room_seen(struct room *r, person_id who);
/* Where she stands; false: the last round did not see her ticket. */
bool room_place_of(struct room *r, person_id who, struct room_place *ret);
/* So many gave their place to the next within so many ms, in the last five minutes. Not who came in: those
   who filled the plans when it opened say nothing of how long the others wait. */
void room_rate(struct room *r, int64_t *ret_went, int64_t *ret_ms);

/* Is she in, or is a place held for her? NULL: she has no ticket. */
bool room_may_pass(const struct studymap_ticket *t, instant now);
/* Is the waiting room open, and she in? For pages that then offer to let the next one in. */
[[nodiscard]] err room_others_wait(struct rq *rq, bool *ret);
/* Shows `page` to who is in, or while it is closed; leads everybody else to the waiting room. */
[[nodiscard]] err room_before(struct rq *rq, err (*page)(struct rq *rq));
/* In a WRITE: must what she asks wait until her turn comes? Then it is kept, and *ret_to leads there. */
[[nodiscard]] err room_keeps(struct rq *rq, const struct studymap_asked *asked,
                             const char **ret_to);

/* How many may be in: as was set by hand, while it is kept open by hand; else by the settings. */
struct studymap_settings;
int64_t room_least(const struct studymap_room *row, const struct studymap_settings *s, instant now);
int64_t room_most(const struct studymap_room *row, const struct studymap_settings *s, instant now);
/* "auto", "open" or "shut", whatever was set by hand and has not run out. */
const char *room_mode(const struct studymap_room *row, instant now);
/* In a write transaction: it opens; it closes, and what was kept is asked now. */
[[nodiscard]] err room_opens(struct db *db, const char *why, int64_t lets);
[[nodiscard]] err room_closes(struct db *db);

/* Pages. */
err room_plan_get(struct rq *rq);
err room_submit_get(struct rq *rq);
err room_groups_get(struct rq *rq);
err studymap_room_get(struct rq *rq);
err studymap_room_forget_post(struct rq *rq);
err studymap_room_done_post(struct rq *rq);
err studymap_room_live_get(struct rq *rq);
err studymap_room_admin_get(struct rq *rq);
err studymap_room_admin_post(struct rq *rq);
void room_streams(struct app *app, struct room *r, instant now);

#endif
