/* told.c: what students are told of what happens to their plans and places by itself.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "told.h"
#include "json.h"
#include "lines.h"
#include "records.h"
#include "reply.h"
#include "str.h"
#include "studymap_q.h"

static const struct notice_topic wait_lists = {
    .name = "studymap.wait_lists",
    .title = _("Wait-lists"),
    .what = _("You get a place, a change of yours comes through, or you are passed over and why."),
    .mail = NOTICE_MAIL_NOW,
};
static const struct notice_topic opening = {
    .name = "studymap.opening",
    .title = _("Opening of enrolment"),
    .what = _("The day before, when your plan is not handed in; and what came of a plan that was."),
    .mail = NOTICE_MAIL_NOW,
};
static const struct notice_topic by_hand = {
    .name = "studymap.by_hand",
    .title = _("Places by hand"),
    .what = _("The student administration enrols you, or ends a place of yours."),
    .mail = NOTICE_MAIL_NOW,
};
static const struct notice_topic room = {
    .name = "studymap.room",
    .title = _("Waiting room"),
    .what = _("Your turn comes while you are not there."),
    .mail = NOTICE_MAIL_NOW,
    .prompt = true,
};
static const struct notice_topic alerts = {
    .name = "studymap.alerts",
    .title = _("Seat alerts"),
    .what = _("A seat is free in a group of which you asked to be told."),
    .mail = NOTICE_MAIL_NOW,
};

const struct notice_kind told_moved = {
    .name = "studymap.moved",
    .topic = &wait_lists,
    .icon = "positive",
    .text = _("You now have a place in %s, group %s: a seat came free."),
};
const struct notice_kind told_swapped = {
    .name = "studymap.swapped",
    .topic = &wait_lists,
    .icon = "swap",
    .text = _("Your change came through: you now have a place in %s, group %s, and gave up %s, group %s."),
};
const struct notice_kind told_passed = {
    .name = "studymap.passed",
    .topic = &wait_lists,
    .icon = "waiting",
    .text = _("A seat came free in %s, group %s, but you were passed over: %s You keep your place on the wait-list."),
};
const struct notice_kind told_drawn = {
    .name = "studymap.drawn",
    .topic = &opening,
    .icon = "receipt",
    .text = _("Your plan was submitted at the opening. Places: %s. Wait-lists: %s. Refused: %s."),
};
const struct notice_kind told_opens = {
    .name = "studymap.opens",
    .topic = &opening,
    .icon = "deadline",
    .text = _("Enrolment (%s) opens for you on %s. Your plan is not handed in: hand it in before, or submit it "
              "yourself then."),
};
const struct notice_kind told_problems = {
    .name = "studymap.problems",
    .topic = &opening,
    .icon = "warning",
    .text = _("Enrolment (%s) opens for you on %s. Your plan is not handed in, and of its courses %s would be "
              "refused as it is now."),
};
const struct notice_kind told_called = {
    .name = "studymap.called",
    .topic = &room,
    .icon = "waiting",
    .text = _("It is your turn in the waiting room: come before %s, and you are the next to go in."),
};
const struct notice_kind told_seat = {
    .name = "studymap.seat",
    .topic = &alerts,
    .icon = "seat",
    .text = _("A seat was free in %s, group %s, a moment ago. It is not kept for you: who enrols first has it."),
};
const struct notice_kind told_seat_kept = {
    .name = "studymap.seat_kept",
    .topic = &alerts,
    .icon = "seat",
    .text = _("A seat that is kept for your programme was free in %s, group %s, a moment ago. It is not kept for you "
              "alone: who enrols first has it."),
};

const struct notice_kind told_given = {
    .name = "studymap.given",
    .topic = &by_hand,
    .icon = "positive",
    .text = _("The student administration enrolled you in %s, group %s. Why: %s"),
};
const struct notice_kind told_ended = {
    .name = "studymap.ended",
    .topic = &by_hand,
    .icon = "warning",
    .text = _("The student administration ended your place in %s, group %s. Why: %s"),
};

const struct notice_kind *const studymap_notices[STUDYMAP_NOTICES] = {
    &told_moved, &told_swapped, &told_passed, &told_drawn, &told_opens, &told_problems, &told_called, &told_seat,
    &told_seat_kept, &told_given, &told_ended,
};

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

/* "CSE 12 Logic and Sets" */
static struct notice_arg course_arg(struct db *db, const char *code, const char *name)
{
    return NOTICE_ARG_TEXT(arena_printf(db_arena(db), "%s %s", code, name));
}

/* The section of the event; n is 0 when it was withdrawn meanwhile. */
static err section_of(struct db *db, const struct event *e, struct records_sections *ret)
{
    section_id id = {e->about};

    return records_sections_by_id(db, &id, 1, ret);
}

/* `why` may be none. */
static err tell(struct db *db, const struct event *e, const struct notice_kind *kind, struct msg why)
{
    struct records_sections found = {};
    struct records_term term = {};

    TRY(section_of(db, e, &found));
    if (found.n == 0)
        return OK;
    TRY(records_term_of_id(db, LANG_EN, found.v[0].term, &term));
    struct notice_arg args[] = {
        course_arg(db, found.v[0].course_code, found.v[0].course_name),
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

static const struct studymap_line *line_left(const struct studymap_lines *l)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->v[i].outcome == STUDYMAP_LEFT)
            return &l->v[i];
    return NULL;
}

/* What she gave up for it, and the receipt that says so; *ret_line NULL: nothing. */
static err given_up(struct db *db, const struct event *e, const struct studymap_line **ret_line,
                    const char **ret_number)
{
    struct studymap_lines *lines = ARENA_NEW(db_arena(db), struct studymap_lines);
    struct studymap_receipt_told *r = NULL;

    *ret_line = NULL;
    TRY(studymap_q_receipt_get(db, (receipt_id){e->more}, &r));
    if (!r)
        return OK;
    TRY(studymap_lines_read(db_arena(db), r->lines, lines));
    *ret_line = line_left(lines);
    *ret_number = r->number;
    return OK;
}

err studymap_hear_moved(struct db *db, const struct event *e)
{
    const struct studymap_line *left = NULL;
    struct records_sections found = {};
    const char *number = NULL;

    TRY(given_up(db, e, &left, &number));
    if (!left)
        return tell(db, e, &told_moved, msg_none());
    TRY(section_of(db, e, &found));
    if (found.n == 0)
        return OK;
    struct notice_arg args[] = {
        course_arg(db, found.v[0].course_code, found.v[0].course_name),
        NOTICE_ARG_TEXT(found.v[0].code),
        course_arg(db, left->code, left->name),
        NOTICE_ARG_TEXT(left->group),
    };
    struct notice n = {
        .kind = &told_swapped,
        .person = e->person,
        .thing = e->about,
        .path = arena_printf(db_arena(db), "/receipts/%s", number),
        .args = args,
        .n_args = 4,
    };
    return notice_send(db, &n);
}

err studymap_hear_by_hand(struct db *db, const struct event *e)
{
    struct studymap_lines *lines = ARENA_NEW(db_arena(db), struct studymap_lines);
    struct studymap_receipt_told *r = NULL;

    TRY(studymap_q_receipt_get(db, (receipt_id){e->more}, &r));
    if (!r)
        return OK;
    TRY(studymap_lines_read(db_arena(db), r->lines, lines));
    if (lines->n == 0)
        return OK;
    struct notice_arg args[] = {
        course_arg(db, lines->v[0].code, lines->v[0].name),
        NOTICE_ARG_TEXT(lines->v[0].group),
        NOTICE_ARG_TEXT(r->because),
    };
    struct notice n = {
        .kind = str_eq(r->kind, "give") ? &told_given : &told_ended,
        .person = e->person,
        .thing = e->about,
        .path = arena_printf(db_arena(db), "/receipts/%s", r->number),
        .args = args,
        .n_args = 3,
    };
    return notice_send(db, &n);
}

err studymap_hear_passed(struct db *db, const struct event *e)
{
    return tell(db, e, &told_passed, reason_words(reason_of(db_arena(db), e->text)));
}
