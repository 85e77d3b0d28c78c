/* apply.c: writes what an import planned: one statement a row, in the order in which they refer
   to each other, all in the caller's transaction. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "events.h"
#include "identity.h"
#include "import.h"
#include "inside.h"
#include "records_q.h"
#include "records_seats.h"

#define ID(type, rec) ((type){(rec)->id})

static err put_faculty(struct import *imp, struct rec *r)
{
    return records_q_faculty_put(imp->db, ID(faculty_id, r), r->cells[0].s, r->cells[1].s,
                                 r->cells[2].s);
}

static err put_programme(struct import *imp, struct rec *r)
{
    return records_q_programme_put(
        imp->db, ID(programme_id, r), r->cells[0].s, ID(faculty_id, r->link[0]), r->cells[2].s,
        r->cells[3].s, sorts[PROGRAMMES].columns[4].words[r->cells[4].v], r->cells[5].v);
}

static err put_course(struct import *imp, struct rec *r)
{
    struct arena *a = imp->arena;
    const char *code = r->cells[0].s, *name = r->cells[1].s;

    return records_q_course_put(imp->db, ID(course_id, r), code, str_sort_key(a, code),
                                str_fold(a, arena_printf(a, "%s %s", code, name)),
                                subject_of(a, code), name, ID(faculty_id, r->link[0]),
                                r->cells[3].v, r->cells[4].v,
                                sorts[COURSES].columns[5].words[r->cells[5].v]);
}

static err put_group(struct import *imp, struct rec *r)
{
    return records_q_group_put(imp->db, ID(group_id, r), ID(programme_id, r->link[0]),
                               r->cells[1].v, r->cells[2].s, r->cells[3].s, r->cells[4].v,
                               r->cells[5].s);
}

static err put_prerequisite(struct import *imp, struct rec *r)
{
    return records_q_prerequisite_put(imp->db, ID(course_id, r->link[0]), r->cells[1].s);
}

static err put_term(struct import *imp, struct rec *r)
{
    return records_q_term_put(imp->db, ID(term_id, r), r->cells[0].s, r->cells[1].s,
                              r->cells[2].s, (day){(int32_t)r->cells[3].v},
                              (day){(int32_t)r->cells[4].v});
}

static err put_holiday(struct import *imp, struct rec *r)
{
    return records_q_holiday_put(imp->db, ID(holiday_id, r), ID(term_id, r->link[0]),
                                 (day){(int32_t)r->cells[1].v}, (day){(int32_t)r->cells[2].v},
                                 r->cells[3].s, r->cells[4].s);
}

static err put_building(struct import *imp, struct rec *r)
{
    return records_q_building_put(imp->db, ID(building_id, r), r->cells[0].s, r->cells[1].s,
                                  r->cells[2].s);
}

static err put_room(struct import *imp, struct rec *r)
{
    return records_q_room_put(imp->db, ID(room_id, r), ID(building_id, r->link[0]),
                              r->cells[1].s, r->cells[2].v);
}

static err put_offering(struct import *imp, struct rec *r)
{
    return records_q_offering_add(imp->db, ID(offering_id, r), ID(course_id, r->link[1]),
                                  ID(term_id, r->link[0]));
}

static err put_section(struct import *imp, struct rec *r)
{
    bool unlimited = r->cells[4].v < 0;
    int64_t seats = unlimited ? 0 : r->cells[4].v;

    struct records_seats was = {0};
    struct change change = {.section = ID(section_id, r),
                            .kind = "seats",
                            .after = unlimited ? -1 : seats,
                            .by = imp->who};

    if (r->fate == FATE_NEW) {
        TRY(records_q_section_add(imp->db, ID(section_id, r), ID(offering_id, r->link[0]),
                                  r->cells[2].s, r->cells[3].s, seats, unlimited));
        change.kind = "added";
        return change_keep(imp->db, &change);
    }
    TRY(records_seats_of(imp->db, change.section, &was));
    change.before = was.unlimited ? -1 : was.seats;
    TRY(records_q_section_change(imp->db, ID(section_id, r), r->cells[3].s, seats, unlimited));
    if (change.before == change.after)
        return OK;
    TRY(change_keep(imp->db, &change));
    return seats_freed(imp->db, ID(section_id, r));
}

/* Who follows a section hears once that its meetings changed; of a new one nobody does. */
static err tell_section(struct import *imp, struct rec *section)
{
    struct event e = {.kind = SECTION_CHANGED, .about = section->id, .at = db_now(imp->db)};

    if (section->told || section->fate == FATE_NEW || section->fate == FATE_GONE)
        return OK;
    section->told = true;
    return event_send(imp->db, &e);
}

static err put_meeting(struct import *imp, struct rec *r)
{
    const struct cell *c = r->cells;
    const char *kind = sorts[MEETINGS].columns[4].words[c[4].v];
    room_id room = {r->link[1] == NULL ? 0 : r->link[1]->id};
    day first = {(int32_t)c[6].v}, last = {(int32_t)c[7].v};
    minute starts = {(int32_t)c[8].v}, ends = {(int32_t)c[9].v};

    const char *off = import_off(imp, r);

    TRY(tell_section(imp, r->link[0]));
    if (r->fate == FATE_NEW)
        return records_q_meeting_add(imp->db, ID(meeting_id, r), ID(section_id, r->link[0]),
                                     c[3].v, kind, c[5].v, first, last, starts, ends, room,
                                     off, db_now(imp->db));
    TRY(records_q_meeting_keep(imp->db, ID(meeting_id, r), false, db_now(imp->db)));
    return records_q_meeting_change(imp->db, ID(meeting_id, r), kind, c[5].v, first, last,
                                    starts, ends, room, off, db_now(imp->db));
}

static err put_window(struct import *imp, struct rec *r)
{
    struct event e = {.kind = WINDOW_CHANGED, .about = r->id, .at = db_now(imp->db)};
    programme_id programme = {r->link[1] == NULL ? 0 : r->link[1]->id};
    instant opens = {r->cells[2].v}, closes = {r->cells[3].v};

    if (r->fate == FATE_NEW)
        TRY(records_q_window_add(imp->db, ID(window_id, r), ID(term_id, r->link[0]), programme,
                                 (faculty_id){0}, "", 0, opens, closes));
    else
        TRY(records_q_window_change(imp->db, ID(window_id, r), opens, closes));
    return event_send(imp->db, &e);
}

static err put_person(struct import *imp, struct rec *r)
{
    struct identity_row row = {r->cells[0].s, r->cells[1].s, r->cells[2].s,
                               r->cells[3].s, r->cells[4].s, r->cells[5].s};
    enum identity_change change;
    person_id id = {0};

    TRY(identity_import(imp->db, &row, &id, &change));
    r->id = id.v;
    return OK;
}

static err put_study(struct import *imp, struct rec *r)
{
    return records_q_study_put(imp->db, ID(person_id, r->link[0]), ID(programme_id, r->link[1]),
                               (day){(int32_t)r->cells[2].v});
}

static err put_admin(struct import *imp, struct rec *r)
{
    return identity_role_give(imp->db, ID(person_id, r->link[0]), ROLE_PROGRAMME_ADMIN,
                              r->link[1]->id, NULL);
}

static err put_teacher(struct import *imp, struct rec *r)
{
    TRY(records_q_teacher_add(imp->db, ID(offering_id, r->link[1]), ID(person_id, r->link[0])));
    return identity_role_give(imp->db, ID(person_id, r->link[0]), ROLE_LECTURER, r->link[1]->id,
                              NULL);
}

static err put_place(struct import *imp, struct rec *r)
{
    struct records_ask ask = {.person = ID(person_id, r->link[0]),
                              .section = ID(section_id, r->link[1])};
    struct records_given given;

    TRY(records_take(imp->db, &ask, &given));
    if (given.answer != RECORDS_FULL)
        return OK;
    import_fault(imp, PLACES, r->line, "section",
                 tr_f(imp->arena, imp->lang, "no seat is left in %s",
                      key_words(imp->arena, r->link[1]->key)));
    return ERR_CONFLICT;
}

static err put_result(struct import *imp, struct rec *r)
{
    return records_q_result_put(imp->db, ID(person_id, r->link[0]), ID(course_id, r->link[1]),
                                (day){(int32_t)r->cells[2].v}, r->cells[3].v,
                                r->cells[4].v == 1);
}

static err remove_group(struct import *imp, struct rec *r)
{
    return records_q_group_remove(imp->db, ID(group_id, r));
}

static err remove_offering(struct import *imp, struct rec *r)
{
    TRY(records_q_teachers_clear(imp->db, ID(offering_id, r)));
    return records_q_offering_remove(imp->db, ID(offering_id, r));
}

static err remove_section(struct import *imp, struct rec *r)
{
    TRY(change_keep(imp->db, &(struct change){
                                 .section = ID(section_id, r), .kind = "removed", .by = imp->who}));
    TRY(records_q_meetings_keep(imp->db, ID(section_id, r), db_now(imp->db)));
    TRY(records_q_meetings_clear(imp->db, ID(section_id, r)));
    return records_q_section_remove(imp->db, ID(section_id, r));
}

static err remove_meeting(struct import *imp, struct rec *r)
{
    struct rec *section = index_find(&imp->by_key[SECTIONS],
                                     key_of(imp->arena, sorts[MEETINGS].columns, r->cells, 3));

    if (section != NULL)
        TRY(tell_section(imp, section));
    TRY(records_q_meeting_keep(imp->db, ID(meeting_id, r), true, db_now(imp->db)));
    return records_q_meeting_remove(imp->db, ID(meeting_id, r));
}

static err remove_holiday(struct import *imp, struct rec *r)
{
    return records_q_holiday_remove(imp->db, ID(holiday_id, r));
}

static err remove_teacher(struct import *imp, struct rec *r)
{
    TRY(records_q_teacher_remove(imp->db, ID(offering_id, r->link[1]),
                                 ID(person_id, r->link[0])));
    return identity_role_take(imp->db, ID(person_id, r->link[0]), ROLE_LECTURER, r->link[1]->id,
                              NULL);
}

/* Only the sorts with a mirror lose rows. */
static err (*const removes[SORTS])(struct import *, struct rec *) = {
    [GROUPS] = remove_group,     [HOLIDAYS] = remove_holiday,
    [OFFERINGS] = remove_offering, [SECTIONS] = remove_section,
    [MEETINGS] = remove_meeting, [TEACHING] = remove_teacher,
};

static err put_sort(struct import *imp, enum sort s)
{
    static err (*const puts[SORTS])(struct import *, struct rec *) = {
        [FACULTIES] = put_faculty, [PROGRAMMES] = put_programme, [COURSES] = put_course,
        [GROUPS] = put_group,      [TERMS] = put_term,           [HOLIDAYS] = put_holiday,
        [BUILDINGS] = put_building,
        [ROOMS] = put_room,        [OFFERINGS] = put_offering,   [SECTIONS] = put_section,
        [MEETINGS] = put_meeting,  [WINDOWS] = put_window,       [PEOPLE] = put_person,
        [STUDIES] = put_study,     [ADMINS] = put_admin,         [TEACHING] = put_teacher,
        [PLACES] = put_place,      [RESULTS] = put_result,
        [PREREQUISITES] = put_prerequisite,
    };

    for (size_t i = 0; i < imp->file[s].n; i++) {
        struct rec *r = imp->file[s].v[i];

        if (r->fate == FATE_NEW)
            r->id = db_new_id(imp->db);
        if (r->fate != FATE_SAME)
            TRY(puts[s](imp, r));
    }
    return OK;
}

static err add_members(struct import *imp, const struct rec *group)
{
    struct arena *a = imp->arena;
    const struct index *courses = &imp->by_key[COURSES];
    struct rule rule;

    TRY(rule_parse(a, group->cells[5].s, &rule));
    for (size_t i = 0; i < courses->room && rule.n > 0; i++) {
        const struct rec *c = courses->slots[i];

        if (c != NULL && rule_means(&rule, c->key, subject_of(a, c->key), c->cells[3].v))
            TRY(records_q_member_add(imp->db, ID(group_id, group), ID(course_id, c)));
    }
    return OK;
}

/* Which courses count for which group, worked out anew when courses or groups changed. */
static err put_members(struct import *imp)
{
    const struct index *groups = &imp->by_key[GROUPS];

    for (size_t i = 0; i < groups->room; i++)
        if (groups->slots[i] != NULL && groups->slots[i]->fate != FATE_GONE)
            TRY(add_members(imp, groups->slots[i]));
    return OK;
}

static err remember(struct import *imp)
{
    struct event e = {.kind = CATALOGUE_CHANGED, .at = db_now(imp->db)};
    struct audit_entry line = {.what = "records.imported", .who = imp->who, .about = "import"};
    struct tally sum = {0};

    for (enum sort s = 0; s < SORTS; s++) {
        sum.added += imp->tally[s].added;
        sum.changed += imp->tally[s].changed;
        sum.removed += imp->tally[s].removed;
    }
    imp->id = NEW_ID(imp->db, import_id);
    e.about = line.id = imp->id.v;
    line.detail =
        arena_printf(imp->arena, "{\"added\":%lld,\"changed\":%lld,\"removed\":%lld}",
                     (long long)sum.added, (long long)sum.changed, (long long)sum.removed);
    TRY(records_q_import_add(imp->db, imp->id, imp->folder, imp->who, db_now(imp->db),
                             sum.added, sum.changed, sum.removed));
    TRY(audit(imp->db, &line));
    return event_send(imp->db, &e);
}

static bool touched(const struct import *imp, enum sort s)
{
    return imp->tally[s].added + imp->tally[s].changed + imp->tally[s].removed > 0;
}

/* It may run again after a conflict: nothing was told yet. */
static void untold(struct import *imp)
{
    for (size_t i = 0; i < imp->file[SECTIONS].n; i++)
        imp->file[SECTIONS].v[i]->told = false;
    for (size_t i = 0; i < imp->base[SECTIONS].n; i++)
        imp->base[SECTIONS].v[i]->told = false;
}

static err remove_all(struct import *imp)
{
    for (enum sort s = SORTS; s-- > 0;)
        for (size_t i = 0; i < imp->gone[s].n; i++)
            if (removes[s])
                TRY(removes[s](imp, imp->gone[s].v[i]));
    return OK;
}

err import_apply(struct import *imp, struct db *db)
{
    bool members = touched(imp, COURSES) || touched(imp, GROUPS);

    untold(imp);
    imp->db = db;
    if (imp->faults > 0)
        return ERR_CONFLICT;
    if (!import_changes(imp))
        return OK;
    if (members)
        TRY(records_q_members_clear(db));
    TRY(remove_all(imp));
    import_pauses(imp);
    for (enum sort s = 0; s < SORTS; s++)
        TRY(put_sort(imp, s));
    if (touched(imp, HOLIDAYS))
        TRY(import_put_off(imp));
    if (members)
        TRY(put_members(imp));
    TRY(records_sheet_changed(db));
    TRY(search_changed(db, RECORDS_CATALOGUE, 0));
    return remember(imp);
}
