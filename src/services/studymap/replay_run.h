/* replay_run.h: a replay for the page and the command: in memory of its own, its result kept.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_REPLAY_RUN_H
#define STUDYMAP_REPLAY_RUN_H
#include "records.h"

struct app;
struct replay_found {
    struct records_term term;
    instant at;
    int64_t decisions, drawn, changes, before, faults, milliseconds;
    const char *first_wrong, *body; /* body: a line for each fault */
};
/* From the snapshot of `db`; what it finds lives in `a`, all else is gone. */
[[nodiscard]] err replay_run(struct db *db, const struct records_term *term, struct arena *a,
                             struct replay_found *ret);
/* In a WRITE. */
[[nodiscard]] err replay_keep(struct db *db, const struct replay_found *found);
/* `rapenburg replay TERM` */
int studymap_replay_command(struct app *app, int argc, char **argv);

#endif
