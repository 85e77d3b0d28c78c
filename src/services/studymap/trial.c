/* trial.c: what a round of the decider is about, on disk before it begins; and what is made of the mark that a
   process left which ended in the middle. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "trial.h"
#include "app.h"
#include "log.h"
#include "str.h"

/* Those who wait in a section that is suspect are asked one section after another; after so many crashes not
   for a day, until somebody has looked at it. */
#define TURN_LATER SECONDS(10)
#define TURN_PARKED DAYS(1)

struct found {
    const struct studymap_trial_now *mark;
};

static err each_request(struct db *db, const char *ids)
{
    struct str_list v = str_split(db_arena(db), ids, ',');
    int64_t id = 0, changed = 0;

    for (size_t i = 0; i < v.n; i++) {
        if (str_int(v.v[i], 1, INT64_MAX, &id) != OK)
            continue;
        TRY(studymap_q_request_crashed(db, (request_id){id}, &changed));
    }
    return OK;
}

static err each_turn(struct db *db, const char *ids)
{
    struct str_list v = str_split(db_arena(db), ids, ',');
    int64_t id = 0, changed = 0;

    for (size_t i = 0; i < v.n; i++) {
        if (str_int(v.v[i], 1, INT64_MAX, &id) != OK)
            continue;
        TRY(studymap_q_turn_crashed(db, (section_id){id},
                                    instant_add(db_now(db), (int64_t)(i + 1) * TURN_LATER), &changed));
        TRY(studymap_q_turn_parked(db, (section_id){id}, instant_add(db_now(db), TURN_PARKED),
                                   TRIAL_CRASHES, &changed));
    }
    return OK;
}

static err count_them(struct db *db, void *ctx)
{
    const struct found *f = ctx;

    TRY(each_request(db, f->mark->requests));
    TRY(each_turn(db, f->mark->turns));
    return trial_end(db);
}

err trial_found(struct task *t, const struct studymap_trial *x, bool *ret)
{
    struct found f = {&x->before};

    *ret = *x->before.holder != '\0' && !str_eq(x->before.holder, task_app(t)->holder);
    if (!*ret)
        return OK;
    TRY(task_write_fenced(t, count_them, &f));
    log_line(LOG_WARNING, "decider.crashed", LS("holder", x->before.holder),
             LS("requests", x->before.requests), LS("sections", x->before.turns));
    return OK;
}

void trial_choose(struct studymap_trial *x)
{
    size_t n = 0;

    if (x->turns->n > 0 && x->turns->v[0].crashes > 0) {
        x->turns->n = 1;
        x->due->n = 0;
        return;
    }
    while (n < x->turns->n && x->turns->v[n].crashes == 0)
        n++;
    x->turns->n = n;
    if (x->due->n > 0 && x->due->v[0].crashes > 0) {
        x->turns->n = 0;
        x->due->n = 1;
        return;
    }
    for (n = 0; n < x->due->n && x->due->v[n].crashes == 0;)
        n++;
    x->due->n = n;
}

static err mark(struct db *db, void *ctx)
{
    const struct studymap_trial *x = ctx;
    struct buf requests = buf_in(db_arena(db), 64U << 10), turns = buf_in(db_arena(db), 64U << 10);

    for (size_t i = 0; i < x->due->n; i++)
        buf_printf(&requests, "%s%lld", i ? "," : "", (long long)x->due->v[i].id.v);
    for (size_t i = 0; i < x->turns->n; i++)
        buf_printf(&turns, "%s%lld", i ? "," : "", (long long)x->turns->v[i].section.v);
    buf_puts(&requests, "");
    buf_puts(&turns, "");
    return buf_ok(&requests) && buf_ok(&turns)
               ? studymap_q_trial_put(db, db_app(db)->holder, requests.s, turns.s)
               : ERR_MEMORY;
}

err trial_begin(struct task *t, const struct studymap_trial *x)
{
    return task_write_fenced(t, mark, (void *)(uintptr_t)x);
}

err trial_end(struct db *db)
{
    return studymap_q_trial_put(db, "", "", "");
}
