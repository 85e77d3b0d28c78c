/* alerts_task.c: tells those who asked of seats that are free and that nobody who waits takes. What is told is what a
   read saw: nothing is locked, no seat is promised. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "alerts.h"
#include "app.h"
#include "audit.h"
#include "told.h"

#define SECTIONS 40  /* looked at in a round */
#define SOME     300 /* people told in one transaction */

struct telling {
    const struct studymap_alert_section *at;
    struct studymap_alert_due_list due;
    bool *open; /* may enrol now or later */
    struct records_sections section;
    const char *path;
};

static err read_one(struct db *db, struct telling *t)
{
    day today = civil_of(db_now(db)).day;
    struct arena *a = db_arena(db);
    struct records_term term = {};

    TRY(studymap_q_alerts_due(db, t->at->id, t->at->everybodys, today, db_now(db), SOME, &t->due));
    if (t->due.n == 0)
        return OK;
    person_id *who = ARENA_ARRAY(a, t->due.n, person_id);
    struct records_window *w = ARENA_ARRAY(a, t->due.n, struct records_window);
    for (size_t i = 0; i < t->due.n; i++)
        who[i] = t->due.v[i].person;
    TRY(records_windows_at(db, t->at->term, db_now(db), who, t->due.n, w));
    TRY(records_sections_by_id(db, &t->at->id, 1, &t->section));
    TRY(records_term_of_id(db, LANG_EN, t->at->term, &term));
    t->path = arena_printf(a, "/plan/%s/groups/%lld", url_seg(a, term.code), (long long)t->at->offering.v);
    t->open = ARENA_ARRAY(a, t->due.n, bool);
    for (size_t i = 0; i < t->due.n; i++)
        t->open[i] = w[i].state != RECORDS_WINDOW_CLOSED && !studymap_term_over(term.last, today);
    return OK;
}

static struct notice notice_of(const struct telling *t, const struct studymap_alert_due *d,
                               const struct notice_arg *args)
{
    return (struct notice){
        .kind = d->kept ? &told_seat_kept : &told_seat,
        .person = d->person,
        .thing = t->at->id.v,
        .path = t->path,
        .args = args,
        .n_args = 2,
    };
}

static err write_one(struct db *db, void *ctx)
{
    const struct telling *t = ctx;
    struct arena *a = db_arena(db);
    const struct records_section *s = &t->section.v[0];
    struct notice *v = ARENA_ARRAY(a, t->due.n, struct notice);
    struct studymap_alert_end *end = ARENA_ARRAY(a, t->due.n, struct studymap_alert_end);
    struct audit_entry *lines = ARENA_ARRAY(a, t->due.n, struct audit_entry);
    struct notice_arg args[] = {
        NOTICE_ARG_TEXT(arena_printf(a, "%s %s", s->course_code, s->course_name)), NOTICE_ARG_TEXT(s->code)};
    int64_t changed = 0;
    size_t n = 0;

    for (size_t i = 0; i < t->due.n; i++) {
        end[i] = (struct studymap_alert_end){t->due.v[i].person, t->at->id};
        if (!t->open[i])
            continue;
        lines[n] = (struct audit_entry){.what = "studymap.alert_told", .about = "person", .id = end[i].person.v};
        v[n++] = notice_of(t, &t->due.v[i], args);
    }
    TRY(studymap_q_alerts_end(db, end, t->due.n, &changed));
    TRY(notice_send_many(db, v, n));
    return n > 0 ? audit_many(db, lines, n) : OK;
}

static err look(struct task *t, struct studymap_alert_section_list *ret)
{
    struct db *db = NULL;

    TRY(task_read(t, &db));
    err e = studymap_q_alert_sections(db, SECTIONS, ret);
    store_release(db);
    return e;
}

static err tell_of(struct task *t, const struct studymap_alert_section *at, bool *ret_more)
{
    struct telling x = {.at = at};
    struct db *db = NULL;

    TRY(task_read(t, &db));
    err e = read_one(db, &x);
    store_release(db);
    TRY(e);
    *ret_more = x.due.n == SOME;
    if (x.due.n == 0 || x.section.n == 0)
        return OK;
    e = task_write(t, write_one, &x);
    return e == ERR_CONFLICT ? OK : e; /* another process tells them */
}

err studymap_alerts_round(struct task *t, instant *ret_next)
{
    struct studymap_alert_section_list free = {};
    bool more = false;

    TRY(look(t, &free));
    for (size_t i = 0; i < free.n && !task_stops(t); i++) {
        bool here = false;

        TRY(tell_of(t, &free.v[i], &here));
        more = more || here;
    }
    if (more)
        *ret_next = clock_now();
    return OK;
}

err studymap_alerts_sweep(struct db *db, int64_t, const char *)
{
    int64_t changed = 0;

    return studymap_q_alerts_sweep(db, civil_of(db_now(db)).day, db_now(db), &changed);
}
