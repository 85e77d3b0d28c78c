/* remind.c: tells many students at a time: before their window opens, that their plan is not handed in; after a
   draw, what came of it. The draw itself does not wait for it.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "deciding.h"
#include "items.h"
#include "jobs.h"
#include "reply.h"
#include "plan.h"
#include "told.h"

#define BEFORE     DAYS(1)
#define SOME       60  /* plans judged in one transaction */
#define SOME_DRAWN 400 /* receipts told in one */

static person_id after_of(const char *text)
{
    int64_t v = 0;

    return (person_id){str_int(text, 0, INT64_MAX, &v) == OK ? v : 0};
}

static err again(struct db *db, const char *job, int64_t arg, person_id after)
{
    return job_add(db, job, db_now(db), arg, arena_printf(db_arena(db), "%lld", (long long)after.v));
}

/* --- Before the opening -------------------------------------------------------------------------- */

err studymap_remind(struct db *db, int64_t, const char *)
{
    struct studymap_window_soon_list soon = {};
    int64_t changed = 0;

    TRY(studymap_q_reminders_sweep(db, db_now(db), &changed));
    TRY(studymap_q_windows_soon(db, db_now(db), instant_add(db_now(db), BEFORE), &soon));
    for (size_t i = 0; i < soon.n; i++)
        TRY(again(db, STUDYMAP_REMIND_SOME, soon.v[i].id.v, (person_id){}));
    return OK;
}

/* The rules for her, with what she has done when a course of the plan asks for it. */
static err limits_of(struct deciding *d, struct student *me, const struct studymap_item_list *items,
                     struct studymap_limits *ret)
{
    struct studymap_together all = {
        .v = ARENA_ARRAY(db_arena(d->db), items->n, const struct records_section *)};
    bool asks = false;

    for (size_t i = 0; i < items->n; i++) {
        const struct records_section *s = records_sheet_section(d->sheet, items->v[i].section);

        asks = asks || (s && !str_empty(s->rule));
        all.v[all.n++] = s;
    }
    return student_limits(d, me, &all, asks, ret);
}

/* How many courses of a plan would be refused as it is now, whatever the seats. */
static err refused_in(struct deciding *d, const struct studymap_unarmed *plan, int64_t *ret)
{
    struct studymap_item_list items = {};
    struct studymap_limits limits = {};
    struct student me = {};

    *ret = 0;
    TRY(studymap_items_read(d->db, plan->id, &items));
    TRY(student_read(d, plan->person, &me));
    TRY(limits_of(d, &me, &items, &limits));
    struct studymap_held held = student_held(d, &me, &(struct besides){}, items.n);
    for (size_t i = 0; i < items.n; i++) {
        const struct records_section *s = records_sheet_section(d->sheet, items.v[i].section);

        if (studymap_judge(&limits, &held, s).reason == STUDYMAP_FITS)
            studymap_hold(&held, s);
        else
            ++*ret;
    }
    return OK;
}

static err notice_of(struct deciding *d, const struct studymap_window_soon *w,
                     const struct records_term *term, const struct studymap_unarmed *plan, struct notice *ret)
{
    struct arena *a = db_arena(d->db);
    struct notice_arg *args = ARENA_ARRAY(a, 3, struct notice_arg);
    int64_t refused = 0;

    TRY(refused_in(d, plan, &refused));
    args[0] = NOTICE_ARG_TEXT(term->code);
    args[1] = NOTICE_ARG_INSTANT(w->opens);
    args[2] = NOTICE_ARG_NUMBER(refused);
    *ret = (struct notice){
        .kind = refused > 0 ? &told_problems : &told_opens,
        .person = plan->person,
        .thing = w->id.v,
        .path = arena_printf(a, "/plan/%s", url_seg(a, term->code)),
        .args = args,
        .n_args = refused > 0 ? 3 : 2,
    };
    return OK;
}

/* Those of `some` for whom this window is the one that counts. */
static err tell_some(struct db *db, const struct studymap_window_soon *w, const struct studymap_unarmed_list *some)
{
    const struct studymap_settings *settings = settings_of(app_settings(db_app(db)), &studymap_settings_group);
    struct arena *a = db_arena(db);
    person_id *who = ARENA_ARRAY(a, some->n, person_id);
    struct records_window *windows = ARENA_ARRAY(a, some->n, struct records_window);
    struct notice *v = ARENA_ARRAY(a, some->n, struct notice);
    struct studymap_reminder_in *told = ARENA_ARRAY(a, some->n, struct studymap_reminder_in);
    struct records_term term = {};
    struct deciding d = {};
    int64_t changed = 0;
    size_t n = 0;

    TRY(records_term_of_id(db, LANG_EN, w->term, &term));
    TRY(deciding_begin(db, settings, w->term, &d));
    for (size_t i = 0; i < some->n; i++)
        who[i] = some->v[i].person;
    TRY(records_windows_at(db, w->term, db_now(db), who, some->n, windows));
    for (size_t i = 0; i < some->n; i++) {
        if (windows[i].id.v != w->id.v)
            continue;
        TRY(notice_of(&d, w, &term, &some->v[i], &v[n]));
        told[n++] = (struct studymap_reminder_in){w->id, who[i], db_now(db)};
    }
    TRY(notice_send_many(db, v, n));
    return n > 0 ? studymap_q_reminders_add(db, told, n, &changed) : OK;
}

err studymap_remind_some(struct db *db, int64_t window, const char *after)
{
    struct studymap_window_soon *w = NULL;
    struct studymap_unarmed_list some = {};

    TRY(studymap_q_window_soon(db, (window_id){window}, db_now(db), &w));
    if (!w || w->opens.v > instant_add(db_now(db), BEFORE).v)
        return OK; /* moved meanwhile */
    TRY(studymap_q_unarmed_plans(db, w->term, w->id, after_of(after), SOME, &some));
    if (some.n == 0)
        return OK;
    TRY(tell_some(db, w, &some));
    return some.n == SOME ? again(db, STUDYMAP_REMIND_SOME, window, some.v[some.n - 1].person) : OK;
}

/* --- After a draw -------------------------------------------------------------------------------- */

err studymap_tell_drawn(struct db *db, int64_t draw, const char *after)
{
    struct arena *a = db_arena(db);
    struct studymap_drawn_told_list some = {};

    TRY(studymap_q_drawn_to_tell(db, (draw_id){draw}, after_of(after), SOME_DRAWN, &some));
    struct notice *v = ARENA_ARRAY(a, some.n, struct notice);
    for (size_t i = 0; i < some.n; i++) {
        struct notice_arg *args = ARENA_ARRAY(a, 3, struct notice_arg);

        args[0] = NOTICE_ARG_NUMBER(some.v[i].enrolled);
        args[1] = NOTICE_ARG_NUMBER(some.v[i].waiting);
        args[2] = NOTICE_ARG_NUMBER(some.v[i].refused);
        v[i] = (struct notice){
            .kind = &told_drawn,
            .person = some.v[i].person,
            .thing = draw,
            .path = arena_printf(a, "/receipts/%s", some.v[i].number),
            .args = args,
            .n_args = 3,
        };
    }
    TRY(notice_send_many(db, v, some.n));
    return some.n == SOME_DRAWN ? again(db, STUDYMAP_TELL_DRAWN, draw, some.v[some.n - 1].person) : OK;
}
