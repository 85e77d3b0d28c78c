/* holidays.c: days without teaching: which days of a weekly meeting they take, at an import and for
   those who show a timetable. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "import.h"
#include "records_q.h"
#include "records_times.h"
#include <string.h>

void import_pauses(struct import *imp)
{
    const struct index *all = &imp->by_key[HOLIDAYS];

    imp->pauses = ARENA_ARRAY(imp->arena, all->n, struct pause);
    imp->n_pauses = 0;
    for (size_t i = 0; i < all->room; i++) {
        const struct rec *r = all->slots[i];

        if (r != NULL && r->fate != FATE_GONE)
            imp->pauses[imp->n_pauses++] = (struct pause){{(int32_t)r->cells[1].v},
                                                          {(int32_t)r->cells[2].v}};
    }
}

static bool paused(const struct import *imp, day d)
{
    for (size_t i = 0; i < imp->n_pauses; i++)
        if (imp->pauses[i].first.v <= d.v && d.v <= imp->pauses[i].last.v)
            return true;
    return false;
}

const char *import_off(struct import *imp, const struct rec *meeting)
{
    day first = {(int32_t)meeting->cells[6].v}, last = {(int32_t)meeting->cells[7].v};
    const char *off = "";

    if (first.v == last.v || imp->n_pauses == 0)
        return off;
    for (day d = first; d.v <= last.v; d = day_add(d, 7))
        if (paused(imp, d))
            off = arena_printf(imp->arena, "%s%s%d", off, *off == '\0' ? "" : " ", d.v);
    return off;
}

err import_put_off(struct import *imp)
{
    for (size_t i = 0; i < imp->base[MEETINGS].n; i++) {
        struct rec *r = imp->base[MEETINGS].v[i];
        const struct rec *now = index_find(&imp->by_key[MEETINGS], r->key);
        const char *off;

        if (r->fate == FATE_GONE || now == NULL || now->fate == FATE_CHANGED)
            continue; /* gone, or written with its days already */
        off = import_off(imp, r);
        if (strcmp(off, r->off) != 0)
            TRY(records_q_meeting_off(imp->db, (meeting_id){r->id}, off, db_now(imp->db)));
    }
    return OK;
}

err records_holidays(struct db *db, enum lang lang, day from, day to, struct records_holidays *ret)
{
    struct records_t_holiday_list rows;

    TRY(records_q_holidays_between(db, from, to, lang == LANG_NL, &rows));
    *ret = (struct records_holidays){ARENA_ARRAY(db_arena(db), rows.n, struct records_holiday),
                                     rows.n};
    for (size_t i = 0; i < rows.n; i++)
        ret->v[i] = (struct records_holiday){rows.v[i].first, rows.v[i].last, rows.v[i].name};
    return OK;
}
