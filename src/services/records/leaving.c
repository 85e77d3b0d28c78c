/* leaving.c: until when places of a term can be left, when enrolment has closed.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "inside.h"
#include "records_q.h"
#include "rules.h"
#include "show.h"

err records_leave_until(struct db *db, term_id term, instant *ret)
{
    bool found = false;

    *ret = (instant){0};
    return records_q_leaving_of(db, term, ret, &found);
}

static const struct form_name fields[] = {{"until", _("Places can be left until")}};

static err set(struct rq *rq, const struct records_term *term, instant until)
{
    const char *when = until.v ? arena_printf(rq->arena, "\"%s\"", instant_iso(rq->arena, until)) : "null";

    TRY(until.v ? records_q_leaving_put(rq->db, term->id, until) : records_q_leaving_remove(rq->db, term->id));
    TRY(audit_rq(rq, "records.leaving_set", "term", term->id.v, arena_printf(rq->arena, "{\"until\":%s}", when)));
    if (until.v)
        flash(rq, TONE_POSITIVE, "When enrolment has closed, places in %s can be left until %s.", term->name,
              instant_words(rq->arena, rq->lang, until));
    else
        flash(rq, TONE_POSITIVE, "Places in %s can be left as long as the term lasts.", term->name);
    return OK;
}

/* `until` empty: as long as the term lasts. */
err records_leaving_post(struct rq *rq)
{
    struct records_term term = {0};
    instant until = {0};

    form_names(rq, fields, COUNT(fields));
    err e = records_term_of_code(rq->db, rq->lang, form_text(rq, "term", 1, 20), &term);
    if (e == ERR_NOT_FOUND)
        return fail(rq, e, "There is no such term.");
    TRY(e);
    if (!str_empty(form_typed(rq, "until")))
        until = form_instant(rq, "until");
    if (!form_bad(rq) && until.v && civil_of(until).day.v > term.last.v)
        form_error(rq, "until", "%s is over then: choose a moment before its last day ends, or none.", term.name);
    if (form_bad(rq))
        return page_after(rq, false, records_windows_get);
    TRY(set(rq, &term, until));
    return see_other(rq, "/admin/windows?term=%s", url_seg(rq->arena, term.code));
}
