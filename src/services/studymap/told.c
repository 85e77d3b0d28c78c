/* told.c: what students are told of what happens to their places by itself.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "told.h"
#include "json.h"
#include "records.h"
#include "reply.h"
#include "rules.h"
#include "str.h"

static const struct notice_topic wait_lists = {
    .name = "studymap.wait_lists",
    .title = _("Wait-lists"),
    .what = _("You get a place, or are passed over and why."),
    .mail = NOTICE_MAIL_NOW,
};
static const struct notice_kind moved = {
    .name = "studymap.moved",
    .topic = &wait_lists,
    .icon = "positive",
    .text = _("You now have a place in %s, group %s: a seat came free."),
};
static const struct notice_kind passed = {
    .name = "studymap.passed",
    .topic = &wait_lists,
    .icon = "waiting",
    .text = _("A seat came free in %s, group %s, but you were passed over: %s You keep your place on the wait-list."),
};

const struct notice_kind *const studymap_notices[STUDYMAP_NOTICES] = {&moved, &passed};

static struct msg reason_words(enum studymap_reason r)
{
    switch (r) {
    case STUDYMAP_HELD:
        return _("you have a place in this course already.");
    case STUDYMAP_GONE:
        return _("the group is no longer offered.");
    case STUDYMAP_CLASH:
        return _("it clashes with a course in which you have a place.");
    case STUDYMAP_LOAD:
        return _("you would have more credits in this term than you may.");
    case STUDYMAP_PREREQUISITE:
        return _("you do not meet its prerequisites.");
    case STUDYMAP_FULL:
    case STUDYMAP_FITS:
    case STUDYMAP_REASONS:
        break;
    }
    return _("the seat is kept for others.");
}

/* The reason of an event's text; STUDYMAP_REASONS: none that we know. */
static enum studymap_reason reason_of(struct arena *a, const char *text)
{
    const struct json *j = NULL;
    const char *word = NULL;

    if (text && json_parse(a, text, strlen(text), 1000, &j) == OK && json_get(j, "why"))
        word = json_text(json_get(j, "why"));
    for (unsigned r = 0; word && r < STUDYMAP_REASONS; r++)
        if (str_eq(word, studymap_reason_word((enum studymap_reason)r)))
            return (enum studymap_reason)r;
    return STUDYMAP_REASONS;
}

static err tell(struct db *db, const struct event *e, const struct notice_kind *kind, struct msg why)
{
    section_id id = {e->about};
    struct records_sections found = {};
    struct records_term term = {};

    TRY(records_sections_by_id(db, &id, 1, &found));
    if (found.n == 0)
        return OK; /* withdrawn meanwhile */
    TRY(records_term_of_id(db, LANG_EN, found.v[0].term, &term));
    struct notice_arg args[] = {
        NOTICE_ARG_TEXT(arena_printf(db_arena(db), "%s %s", found.v[0].course_code, found.v[0].course_name)),
        NOTICE_ARG_TEXT(found.v[0].code),
        NOTICE_ARG_MSG(why),
    };
    struct notice n = {
        .kind = kind,
        .person = e->person,
        .thing = e->about,
        .path = arena_printf(db_arena(db), "/plan/%s", url_seg(db_arena(db), term.code)),
        .args = args,
        .n_args = why.one ? 3 : 2,
    };
    return notice_send(db, &n);
}

err studymap_hear_moved(struct db *db, const struct event *e)
{
    return tell(db, e, &moved, msg_none());
}

err studymap_hear_passed(struct db *db, const struct event *e)
{
    return tell(db, e, &passed, reason_words(reason_of(db_arena(db), e->text)));
}
