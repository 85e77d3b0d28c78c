/* told.c: what people are told of changes of the timetable.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "told.h"
#include "records.h"
#include "records_q.h"

static const struct notice_topic timetable = {
    .name = "records.timetable",
    .title = _("Changes of your timetable"),
    .what = _("The times or rooms of a group in which you have a place change, or a class is cancelled."),
    .mail = NOTICE_MAIL_DAILY,
};
static const struct notice_kind changed = {
    .name = "records.changed",
    .topic = &timetable,
    .icon = "timetable",
    .text = _("Times or rooms of %s, group %s, changed. Look at your timetable."),
};

const struct notice_kind *const records_notices[RECORDS_NOTICES] = {&changed};

err records_hear_changed(struct db *db, const struct event *e)
{
    section_id id = {e->about};
    struct records_section_person_list people = {};
    struct records_sections found = {};

    TRY(records_sections_by_id(db, &id, 1, &found));
    TRY(records_q_section_people(db, id, &people));
    if (found.n == 0)
        return OK; /* withdrawn: its places are gone too */
    struct notice_arg args[] = {
        NOTICE_ARG_TEXT(arena_printf(db_arena(db), "%s %s", found.v[0].course_code, found.v[0].course_name)),
        NOTICE_ARG_TEXT(found.v[0].code),
    };
    struct notice n = {.kind = &changed, .thing = e->about, .path = "/timetable", .args = args, .n_args = 2};
    for (size_t i = 0; i < people.n; i++) {
        n.person = people.v[i].person;
        TRY(notice_send(db, &n));
    }
    return OK;
}
