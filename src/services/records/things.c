/* things.c: groups, courses, programmes and windows by their numbers: campus/things.h.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "inside.h"
#include "records_q.h"
#include "records_seats.h"
#include "reply.h"
#include "things.h"

static bool nl(const struct rq *rq)
{
    return rq->lang == LANG_NL;
}

static err section_show(struct rq *rq, int64_t id, struct thing *ret)
{
    struct records_t_section *s = NULL;

    TRY(records_q_section_thing(rq->db, (section_id){id}, nl(rq), &s));
    if (s)
        *ret = (struct thing){arena_printf(rq->arena, "%s %s, %s", s->course, s->code, s->term),
                              arena_printf(rq->arena, "/admin/sections/%lld", (long long)id)};
    return OK;
}

static err offering_show(struct rq *rq, int64_t id, struct thing *ret)
{
    struct records_t_offering *o = NULL;

    TRY(records_q_offering_thing(rq->db, (offering_id){id}, nl(rq), &o));
    if (o)
        *ret = (struct thing){arena_printf(rq->arena, "%s %s, %s", o->course, o->name, o->term),
                              arena_printf(rq->arena, "/admin/offerings/%lld", (long long)id)};
    return OK;
}

static err programme_show(struct rq *rq, int64_t id, struct thing *ret)
{
    struct records_t_named *p = NULL;

    TRY(records_q_programme_thing(rq->db, (programme_id){id}, nl(rq), &p));
    if (p)
        *ret = (struct thing){arena_printf(rq->arena, "%s (%s)", p->name, p->code),
                              arena_printf(rq->arena, "/programmes/%s", url_seg(rq->arena, p->code))};
    return OK;
}

static err faculty_show(struct rq *rq, int64_t id, struct thing *ret)
{
    struct records_t_named *f = NULL;

    TRY(records_q_faculty_thing(rq->db, (faculty_id){id}, nl(rq), &f));
    if (f)
        *ret = (struct thing){f->name, NULL};
    return OK;
}

static err term_show(struct rq *rq, int64_t id, struct thing *ret)
{
    struct records_term term = {};
    err e = records_term_of_id(rq->db, rq->lang, (term_id){id}, &term);

    if (e == OK)
        *ret = (struct thing){term.name, arena_printf(rq->arena, "/admin/decisions?term=%s",
                                                      url_seg(rq->arena, term.code))};
    return e == ERR_NOT_FOUND ? OK : e;
}

static err window_show(struct rq *rq, int64_t id, struct thing *ret)
{
    struct records_t_window *w = NULL;

    TRY(records_q_window_thing(rq->db, (window_id){id}, nl(rq), &w));
    if (w)
        *ret = (struct thing){say(rq, "%s, from %s", w->term, instant_words(rq->arena, rq->lang, w->opens)),
                              "/admin/windows"};
    return OK;
}

/* --- As somebody types them ------------------------------------------------------------------------ */

/* As codes are written: capitals. */
static const char *code_of(struct rq *rq, const char *typed)
{
    char *code = str_trim(rq->arena, typed);

    for (char *p = code; *p; p++)
        *p = (char)(*p >= 'a' && *p <= 'z' ? *p - 'a' + 'A' : *p);
    return code;
}

static err programme_find(struct rq *rq, const char *typed, int64_t *ret_id)
{
    programme_id id = {};
    bool found = false;

    TRY(records_q_programme_of_code(rq->db, code_of(rq, typed), &id, &found));
    *ret_id = found ? id.v : 0;
    return OK;
}

static err faculty_find(struct rq *rq, const char *typed, int64_t *ret_id)
{
    faculty_id id = {};
    bool found = false;

    TRY(records_q_faculty_of_code(rq->db, code_of(rq, typed), &id, &found));
    *ret_id = found ? id.v : 0;
    return OK;
}

/* Blanks and case are forgiven. */
static bool same_code(const char *a, const char *b)
{
    for (;; a++, b++) {
        a += strspn(a, " ");
        b += strspn(b, " ");
        if (*a == '\0' || *b == '\0')
            return *a == *b;
        if ((*a | 0x20) != (*b | 0x20))
            return false;
    }
}

/* The term that the last word names, and the words before it; or the term that runs or comes, and all. */
static err term_named(struct rq *rq, const char *typed, const char **ret_code, struct records_term *ret)
{
    const char *last = strrchr(typed, ' ');
    err e = last ? records_term_of_code(rq->db, rq->lang, last + 1, ret) : ERR_NOT_FOUND;

    *ret_code = e == OK ? arena_dupn(rq->arena, typed, (size_t)(last - typed)) : typed;
    return e == ERR_NOT_FOUND ? records_term_now(rq->db, rq->lang, ret) : e;
}

static err offering_find(struct rq *rq, const char *typed, int64_t *ret_id)
{
    const struct records_sheet *sheet = NULL;
    struct records_term term = {};
    const char *code = NULL;
    err e = term_named(rq, code_of(rq, typed), &code, &term);

    if (e != OK)
        return e == ERR_NOT_FOUND ? OK : e;
    TRY(records_sheet_get(rq->db, term.id, &sheet));
    for (size_t i = 0; i < sheet->n && *ret_id == 0; i++)
        if (same_code(sheet->v[i].course_code, code))
            *ret_id = sheet->v[i].offering.v;
    return OK;
}

const struct thing_kind records_things[RECORDS_THINGS] = {
    {"section", _("Group"), section_show, NULL},
    {"offering", _("Course"), offering_show, offering_find},
    {"programme", _("Programme"), programme_show, programme_find},
    {"faculty", _("Faculty"), faculty_show, faculty_find},
    {"term", _("Term"), term_show, NULL},
    {"window", _("Enrolment window"), window_show, NULL},
    {"import", _("Import"), NULL, NULL},
};

const struct audit_word records_audit_words[RECORDS_AUDIT_WORDS] = {
    {"records.imported", _("Imported the catalogue")},
    {"records.seats_changed", _("Changed the seats of a group")},
    {"records.seats_kept", _("Kept seats for a programme")},
    {"records.window_set", _("Set an enrolment window")},
    {"records.window_removed", _("Removed an enrolment window")},
    {"records.leaving_set", _("Set until when places can be left")},
    {"records.prerequisite_waived", _("Waived a prerequisite")},
    {"records.waiver_removed", _("Took a waiver back")},
    {"records.participants_exported", _("Took along a list of participants")},
};
