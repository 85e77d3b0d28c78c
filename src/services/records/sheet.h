/* sheet.h: where the sheets of a process are kept. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_SHEET_H
#define RECORDS_SHEET_H
#include "err.h"

#include <stdatomic.h>
#include <stddef.h>
#include "clock.h"

struct app;
struct arena;
struct records_sheet;
struct task;

/* Is a copy of the sheet on disk, for certain? */
struct records_copied {
    atomic_bool done;
};
/* For the service's start(). */
[[nodiscard]] err sheets_start(struct app *app);
/* The sheets that are in memory now; they stay until the arena ends. */
struct sheets_held {
    const struct records_sheet **v;
    size_t n;
};
struct sheets_held sheets_hold(struct app *app, struct arena *a);
/* Who knows of plans: records_wished_by(); NULL: nobody. */
struct records_wishing;
const struct records_wishing *sheets_wishing(struct app *app);
/* sheet_copy.c: keeps copies of those sheets, before somebody decides by them. */
[[nodiscard]] err sheets_round(struct task *t, instant *ret_next);

#endif
