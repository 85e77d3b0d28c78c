/* audit_pages.c: the audit log as people read it: names for numbers, words for codes, links to what is meant.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "admin.h"
#include "app.h"
#include "campus_v.h"
#include "form.h"
#include "json.h"
#include "keys.h"
#include "mailout_in.h"
#include "reply.h"
#include "rights.h"
#include "service.h"

#define AUDIT_PAGE 50
#define DETAIL_MAX ((size_t)64 * 1024)
#define MEANT_MOST 12

/* --- Words for codes ----------------------------------------------------------------------------- */

/* Those of the campus itself; services bring theirs. */
static const struct audit_word own_words[] = {
    {"campus.job_retried", _("Ran a job again")},
    {"campus.delivery_retried", _("Handed an event over again")},
    {"mailout.tried", _("Sent a mail to try it")},
    {"mailout.retried", _("Sent a mail again")},
    {"mailout.all_retried", _("Sent all failed mails again")},
    {"mailout.dropped", _("Dropped a mail")},
    {"notices.read", _("Read notices")},
    {"notices.chosen", _("Chose which notices to get")},
};
#define OWN (sizeof own_words / sizeof *own_words)

static const struct audit_word *words_of(const struct app *app, const char *what)
{
    for (size_t i = 0; i < OWN; i++)
        if (str_eq(own_words[i].what, what))
            return &own_words[i];
    for (size_t s = 0; s < app->n_services; s++)
        for (size_t i = 0; i < app->services[s]->n_audit_words; i++)
            if (str_eq(app->services[s]->audit_words[i].what, what))
                return &app->services[s]->audit_words[i];
    return NULL;
}

static void choice_add(struct campus_audit_view *v, const struct audit_word *w)
{
    v->choices.v[v->choices.n++] =
        (struct campus_audit_choice){w->what, w->text, str_eq(w->what, v->what)};
}

/* What one may filter by: everything that has words. */
static void choices_in(struct rq *rq, struct campus_audit_view *v)
{
    const struct app *app = rq_app(rq);
    size_t n = OWN;

    for (size_t s = 0; s < app->n_services; s++)
        n += app->services[s]->n_audit_words;
    v->choices.v = ARENA_ARRAY(rq->arena, n, struct campus_audit_choice);
    for (size_t s = 0; s < app->n_services; s++)
        for (size_t i = 0; i < app->services[s]->n_audit_words; i++)
            choice_add(v, &app->services[s]->audit_words[i]);
    for (size_t i = 0; i < OWN; i++)
        choice_add(v, &own_words[i]);
    v->other = !str_empty(v->what) && words_of(app, v->what) == NULL;
}

/* --- The detail ---------------------------------------------------------------------------------- */

static struct msg key_words(const char *key)
{
    static const struct {
        const char *key;
        struct msg text;
    } keys[] = {
        {"because", _("Why")},       {"reason", _("Why")},         {"overrules", _("Overruled")},
        {"role", _("Role")},         {"before", _("Before")},      {"after", _("After")},
        {"seats", _("Seats")},       {"course", _("Course")},      {"term", _("Term")},
        {"programme", _("Programme")}, {"section", _("Group")},    {"decisions", _("Decisions")},
        {"faults", _("Faults")},     {"until", _("Until")},        {"opens", _("Opens")},
        {"closes", _("Closes")},     {"mode", _("Mode")},          {"count", _("Number")},
        {"changed", _("Changed")},   {"added", _("Added")},        {"removed", _("Removed")},
        {"group", _("Group")},       {"kept", _("Kept")},          {"subject", _("Subject")},
        {"sent", _("Sent to")},      {"scope", _("Only for")},     {"taken", _("Taken")},
        {"waiting", _("Waiting")},   {"hours", _("Hours")},        {"lets", _("At once")},      {"level", _("Level")},
    };

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (str_eq(keys[i].key, key))
            return keys[i].text;
    return msg_none();
}

static const char *value_words(struct rq *rq, const struct json *j)
{
    const char *text = json_text(j);
    const char *all = "";
    int64_t n = 0;

    if (text != NULL)
        return text;
    if (json_number(j, &n))
        return arena_printf(rq->arena, "%lld", (long long)n);
    for (size_t i = 0; i < json_len(j); i++) {
        const char *one = json_text(json_at(j, i));

        all = arena_printf(rq->arena, "%s%s%s", all, i > 0 ? ", " : "", one != NULL ? one : "…");
    }
    return all;
}

/* What a role is for, or a programme that is named by its number; NULL: no such number. */
static err numbered_words(struct rq *rq, const struct json *doc, const char *key, const char *value,
                          const char **ret)
{
    const char *kind = str_eq(key, "programme") ? key : NULL;
    const char *word = json_text(json_get(doc, "role"));
    struct thing t = {0};
    enum role role;
    int64_t id = 0;

    *ret = NULL;
    if (str_eq(key, "scope") && word != NULL && role_parse(word, &role))
        kind = role_scope(role);
    if (kind == NULL || str_int(value, 1, INT64_MAX, &id) != OK)
        return OK;
    TRY(thing_show(rq, kind, id, &t));
    *ret = t.text;
    return OK;
}

/* "Why: …" for each member; what is no object of ours stays as it is. */
static err detail_in(struct rq *rq, const char *detail, struct campus_audit_line *line)
{
    const struct json *doc = NULL;

    if (str_empty(detail))
        return OK;
    line->raw = detail;
    if (json_parse(rq->arena, detail, strlen(detail), DETAIL_MAX, &doc) != OK || json_members(doc) == 0)
        return OK;
    line->raw = NULL;
    line->details.v = ARENA_ARRAY(rq->arena, json_members(doc), const char *);
    for (size_t i = 0; i < json_members(doc); i++) {
        const char *key = NULL;
        const struct json *member = json_member(doc, i, &key);
        const char *value = value_words(rq, member);
        struct msg known = key_words(key);
        const char *named = NULL;

        if (str_empty(value) || (str_eq(key, "scope") && str_eq(value, "0")))
            continue;
        TRY(numbered_words(rq, doc, key, value, &named));
        if (named != NULL)
            value = named;
        line->details.v[line->details.n++] =
            arena_printf(rq->arena, "%s: %s", known.one != NULL ? say_msg(rq, known) : key, value);
    }
    return OK;
}

/* --- Whom and what ------------------------------------------------------------------------------- */

static err name_of(struct rq *rq, int64_t id, const char **ret)
{
    struct addressee who = {0};
    err e = id ? mail_addressee(rq->db, (person_id){id}, &who) : ERR_NOT_FOUND;

    *ret = e == OK ? who.name : NULL;
    return e == ERR_NOT_FOUND ? OK : e;
}

/* The same as of a line before is not asked twice. */
static const struct campus_audit_line *line_with(const struct campus_audit_lines *lines,
                                                 const struct campus_audit_row *r)
{
    for (size_t i = 0; i < lines->n; i++)
        if (str_eq(lines->v[i].row->about, r->about) && lines->v[i].row->about_id == r->about_id)
            return &lines->v[i];
    return NULL;
}

static err who_in(struct rq *rq, const struct campus_audit_lines *lines, struct campus_audit_line *line)
{
    for (size_t i = 0; i < lines->n; i++)
        if (lines->v[i].row->who.v == line->row->who.v) {
            line->who = lines->v[i].who;
            return OK;
        }
    return name_of(rq, line->row->who.v, &line->who);
}

static struct msg own_kind(const char *kind)
{
    if (str_eq(kind, "mail"))
        return _("Mail");
    if (str_eq(kind, "job"))
        return _("Job");
    return str_eq(kind, "event") ? _("Event") : msg_none();
}

static err about_in(struct rq *rq, const struct campus_audit_lines *lines, struct campus_audit_line *line)
{
    const struct campus_audit_row *r = line->row;
    const struct campus_audit_line *before = r->about != NULL ? line_with(lines, r) : NULL;
    const struct thing_kind *kind;
    struct thing t = {0};

    if (r->about == NULL)
        return OK;
    if (before != NULL) {
        line->about = before->about;
        line->path = before->path;
        line->kind = before->kind;
        return OK;
    }
    if (str_eq(r->about, "person")) {
        line->kind = _("Person");
        line->path = arena_printf(rq->arena, "/admin/people/%lld", (long long)r->about_id);
        return name_of(rq, r->about_id, &line->about);
    }
    kind = thing_kind_of(rq, r->about);
    line->kind = kind != NULL ? kind->name : own_kind(r->about);
    TRY(thing_show(rq, r->about, r->about_id, &t));
    line->about = t.text;
    line->path = t.path;
    return OK;
}

static err lines_in(struct rq *rq, const struct campus_audit_row_list *rows,
                    struct campus_audit_lines *ret)
{
    *ret = (struct campus_audit_lines){ARENA_ARRAY(rq->arena, rows->n, struct campus_audit_line), 0};
    for (size_t i = 0; i < rows->n; i++) {
        const struct audit_word *w = words_of(rq_app(rq), rows->v[i].what);
        struct campus_audit_line line = {.row = &rows->v[i], .words = w != NULL ? w->text : msg_none()};

        TRY(who_in(rq, ret, &line));
        TRY(about_in(rq, ret, &line));
        TRY(detail_in(rq, rows->v[i].detail, &line));
        ret->v[ret->n++] = line;
    }
    return OK;
}

/* --- The filter ---------------------------------------------------------------------------------- */

static const char *page_link(struct rq *rq, const struct campus_audit_view *v, const char *who)
{
    return arena_printf(rq->arena, "/admin/system/audit?what=%s&who=%s", url_seg(rq->arena, v->what),
                        url_seg(rq->arena, who));
}

/* People whose names have these words; one alone is who is meant. */
static err by_name(struct rq *rq, const char *typed, struct campus_audit_view *v, person_id *ret)
{
    struct search_hits hits = {0};
    err e = search_find(rq->db, "person", typed, MEANT_MOST, &hits);

    if (e == ERR_NOT_FOUND)
        return OK;
    TRY(e);
    if (hits.n == 1 && !hits.similar) {
        ret->v = hits.v[0].id;
        return OK;
    }
    v->meant.v = ARENA_ARRAY(rq->arena, hits.n, struct campus_audit_person);
    for (size_t i = 0; i < hits.n; i++) {
        struct addressee who = {0};

        e = mail_addressee(rq->db, (person_id){hits.v[i].id}, &who);
        if (e == ERR_NOT_FOUND)
            continue;
        TRY(e);
        v->meant.v[v->meant.n++] = (struct campus_audit_person){
            who.name, page_link(rq, v, arena_printf(rq->arena, "%lld", (long long)hits.v[i].id))};
    }
    return OK;
}

/* Who is meant: a user name, a name, or the number that stands in the log. */
static err who_asked(struct rq *rq, struct campus_audit_view *v, person_id *ret)
{
    const char *typed = form_text(rq, "who", 0, 80);
    const struct app *app = rq_app(rq);

    *ret = (person_id){0};
    if (str_empty(typed) || form_error_of(rq, "who") != NULL)
        return OK;
    if (str_int(typed, 1, INT64_MAX, &ret->v) == OK)
        return name_of(rq, ret->v, &v->who);
    err e = app->named ? app->named(rq->db, typed, ret) : ERR_NOT_FOUND;
    if (e != ERR_NOT_FOUND)
        return e;
    TRY(by_name(rq, typed, v, ret));
    if (ret->v == 0) {
        form_error(rq, "who", v->meant.n > 0 ? "Several people could be meant: choose one."
                                             : "Nobody has this name or user name.");
        reply_status(rq, 422);
        ret->v = -1;
        return OK;
    }
    return name_of(rq, ret->v, &v->who);
}

static const char *older_link(struct rq *rq, const struct campus_audit_view *v,
                              const struct campus_audit_row *last)
{
    return arena_printf(rq->arena, "%s&before=%lld&id=%lld", page_link(rq, v, form_typed(rq, "who")),
                        (long long)last->at.v, (long long)last->id.v);
}

/* Lines go out newest first; "older" names the last one shown. */
err campus_audit_get(struct rq *rq)
{
    instant before = {form_int_or(rq, "before", 1, INT64_MAX, 0)};
    audit_id before_id = FORM_ID_OR_NONE(rq, audit_id, "id");
    person_id who = {0};
    struct campus_audit_row_list rows = {0};
    const char *what = form_text(rq, "what", 0, 80);
    struct campus_seal_row *tip = NULL;
    struct campus_audit_view v = {.what = what};

    choices_in(rq, &v);
    TRY(who_asked(rq, &v, &who));
    TRY(campus_q_audit_page(rq->db, before, before_id, str_empty(what) ? NULL : what, who, AUDIT_PAGE + 1,
                            &rows));
    if (rows.n > AUDIT_PAGE) {
        rows.n = AUDIT_PAGE;
        v.older = older_link(rq, &v, &rows.v[AUDIT_PAGE - 1]);
    }
    TRY(lines_in(rq, &rows, &v.lines));
    TRY(campus_q_audit_tip(rq->db, &tip));
    if (tip != NULL) {
        v.sealed = tip->seq;
        v.tip = tip->hash;
        v.sealed_at = tip->at;
    }
    v.key = keys_public(rq->arena, rq_app(rq)->keys);
    return campus_v_audit(rq->out, &v);
}
