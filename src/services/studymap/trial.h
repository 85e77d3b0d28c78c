/* trial.h: a request that ends the process is tried three times, not for ever: what a round is about to decide is
   on disk before it begins. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_TRIAL_H
#define STUDYMAP_TRIAL_H
#include "studymap_q.h"
#include "tasks.h"

/* So often a process may end while a request is decided; then the answer is that nothing came of it. */
#define TRIAL_CRASHES 3

struct studymap_trial {
    struct studymap_turn_row_list *turns;
    struct studymap_request_row_list *due;
    struct studymap_trial_now before; /* as it was read with them */
};
/* Did another process end in the middle of a round? Then all that it was about is counted, and *ret: read anew. */
[[nodiscard]] err trial_found(struct task *t, const struct studymap_trial *x, bool *ret);
/* Leaves in `due` and `turns` what this round decides: what is suspect goes alone. */
void trial_choose(struct studymap_trial *x);
/* Writes down what that is. */
[[nodiscard]] err trial_begin(struct task *t, const struct studymap_trial *x);
/* In the transaction that decided it. */
[[nodiscard]] err trial_end(struct db *db);

#endif
