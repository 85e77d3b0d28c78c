/* give.c: somebody of the student administration enrols a student: all rules hold, but those that are overruled
   by name; a seat is never overruled.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "buf.h"
#include "deciding.h"
#include "events.h"
#include "json.h"

#define DETAIL_MAX 4096

/* By bit of enum studymap_over. */
static const char *const over_words[] = {"prerequisite", "clash", "load", "window"};

const char *by_hand_detail(struct arena *a, const struct studymap_asked *asked)
{
    struct buf b = buf_in(a, DETAIL_MAX);
    struct json_out j = json_begin(&b);

    if (!asked || !asked->by.v)
        return NULL;
    json_object(&j, NULL);
    json_str(&j, "because", asked->because);
    if (asked->over) {
        json_array(&j, "overrules");
        for (unsigned i = 0; i < sizeof over_words / sizeof *over_words; i++)
            if (asked->over & (1U << i))
                json_str(&j, NULL, over_words[i]);
        json_end(&j, ']');
    }
    json_end(&j, '}');
    return b.s;
}

err by_hand_tell(struct deciding *d, const struct studymap_asked *asked, section_id section,
                 receipt_id receipt)
{
    struct event e = {
        .kind = PLACE_BY_HAND,
        .person = asked->person,
        .about = section.v,
        .more = receipt.v,
        .at = db_now(d->db),
    };

    return event_send(d->db, &e);
}

/* What of the rules is overruled for her; false: it does not fit her even so. */
static err may_have(struct deciding *d, struct student *me, const struct studymap_asked *asked,
                    const struct records_section *s, unsigned *ret_over, bool *ret)
{
    struct besides b = {.waiting = s->offering};
    struct studymap_held held = student_held(d, me, &b, 0);
    struct studymap_limits limits = {};

    TRY(student_limits(d, me, &(struct studymap_together){&s, 1}, !str_empty(s->rule), &limits));
    *ret_over = studymap_objections(&limits, &held, s);
    limits = studymap_overruled(limits, *ret_over & asked->over);
    *ret = studymap_judge(&limits, &held, s).reason == STUDYMAP_FITS;
    return OK;
}

/* She has the seat: what she waited for in its stead ends. */
static err given(struct deciding *d, struct student *me, const struct records_hold *place)
{
    const struct records_hold *w = student_hold(me, place->offering, true);

    if (w) {
        TRY(student_stops(d, w, NULL));
        me->holds.v[w - me->holds.v].waits = false; /* it is no more */
    }
    TRY(records_hold_add(d->db, place));
    return student_again(d, me);
}

err decide_give(struct deciding *d, const struct studymap_asked *asked, struct studymap_decided *ret)
{
    const struct records_section *s = records_sheet_section(d->sheet, asked->section);
    struct studymap_asked done = *asked;
    struct studymap_lines lines = {.v = ARENA_NEW(db_arena(d->db), struct studymap_line)};
    struct records_hold place = {};
    struct studymap_line line;
    struct student me = {};
    bool fits = false, taken = false;

    *ret = (struct studymap_decided){.gate = STUDYMAP_EMPTY};
    if (!s)
        return OK;
    TRY(student_read(d, asked->person, &me));
    TRY(may_have(d, &me, asked, s, &done.over, &fits));
    if (fits)
        TRY(student_seat(d, &me, s, &place, &taken));
    if (!taken)
        return OK;
    done.over |= asked->over & STUDYMAP_OVER_WINDOW;
    line = line_of(s, STUDYMAP_ENROLLED);
    studymap_line_add(&lines, &line);
    TRY(given(d, &me, &place));
    TRY(receipt_keep(d,
                     &(struct keeping){.kind = "give",
                                       .audit = "studymap.given",
                                       .person = asked->person,
                                       .who = asked->by,
                                       .lines = &lines,
                                       .asked = &done,
                                       .me = &me,
                                       .input = {.section = s->id, .over = done.over}},
                     ret));
    TRY(by_hand_tell(d, asked, s->id, ret->receipt));
    return promote_all(d);
}
