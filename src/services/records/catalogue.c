/* catalogue.c: what other services ask of the register: terms, windows, sections, programmes.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "inside.h"
#include "records_q.h"
#include "rules.h"
#include <string.h>

/* Ids that one query takes. */
#define SOME 12

static struct records_term term_from(const struct records_r_term *r)
{
    return (struct records_term){r->id, r->code, r->name, r->first, r->last};
}

err records_terms(struct db *db, enum lang lang, struct records_terms *ret)
{
    struct records_r_term_list rows;

    TRY(records_q_terms(db, lang == LANG_NL, &rows));
    ret->v = ARENA_ARRAY(db_arena(db), rows.n, struct records_term);
    ret->n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        ret->v[i] = term_from(&rows.v[i]);
    return OK;
}

err records_term_of_code(struct db *db, enum lang lang, const char *code,
                         struct records_term *ret)
{
    struct records_r_term *row = NULL;

    TRY(records_q_term_by_code(db, code, lang == LANG_NL, &row));
    if (!row)
        return ERR_NOT_FOUND;
    *ret = term_from(row);
    return OK;
}

err records_term_of_id(struct db *db, enum lang lang, term_id id, struct records_term *ret)
{
    struct records_terms all;

    TRY(records_terms(db, lang, &all));
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].id.v == id.v) {
            *ret = all.v[i];
            return OK;
        }
    return ERR_NOT_FOUND;
}

static struct term_span *spans_of(struct arena *a, const struct records_terms *all,
                                  const struct records_r_span_list *windows)
{
    struct term_span *v = ARENA_ARRAY(a, all->n, struct term_span);

    for (size_t i = 0; i < all->n; i++) {
        v[i] = (struct term_span){.first = all->v[i].first, .last = all->v[i].last};
        for (size_t j = 0; j < windows->n; j++)
            if (windows->v[j].term.v == all->v[i].id.v) {
                v[i].opens = windows->v[j].opens;
                v[i].closes = windows->v[j].closes;
            }
    }
    return v;
}

err records_term_now(struct db *db, enum lang lang, struct records_term *ret)
{
    struct records_r_span_list none = {0};
    struct records_terms all;

    TRY(records_terms(db, lang, &all));
    if (all.n == 0)
        return ERR_NOT_FOUND;
    *ret =
        all.v[term_now(spans_of(db_arena(db), &all, &none), all.n, civil_of(db_now(db)).day)];
    return OK;
}

err records_plan_of(struct db *db, const struct records_terms *all, struct records_term *ret)
{
    struct records_r_span_list windows;

    if (all->n == 0)
        return ERR_NOT_FOUND;
    TRY(records_q_window_spans(db, &windows));
    *ret = all->v[term_to_plan(spans_of(db_arena(db), all, &windows), all->n, db_now(db),
                               civil_of(db_now(db)).day)];
    return OK;
}

err records_term_to_plan(struct db *db, enum lang lang, struct records_term *ret)
{
    struct records_terms all;

    TRY(records_terms(db, lang, &all));
    return records_plan_of(db, &all, ret);
}

struct span records_span_of(const struct records_r_window *w)
{
    bool group = w->faculty.v != 0 || w->degree[0] != '\0' || w->cohort != 0;

    return (struct span){w->programme.v != 0 ? SPAN_PROGRAMME
                         : group             ? SPAN_GROUP
                                             : SPAN_EVERYBODY,
                         w->id, w->opens, w->closes};
}

err records_window_for(struct db *db, person_id who, term_id term, struct records_window *ret)
{
    struct records_r_window_list rows;
    struct span *v;

    TRY(records_q_windows_of_person(db, term, who, civil_of(db_now(db)).day, &rows));
    v = ARENA_ARRAY(db_arena(db), rows.n, struct span);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = records_span_of(&rows.v[i]);
    *ret = span_choose(v, rows.n, db_now(db));
    return OK;
}

static struct records_meeting meeting_from(const struct records_r_meeting *r)
{
    return (struct records_meeting){
        .id = r->id,
        .section = r->section,
        .kind = r->kind,
        .weekday = (int)r->weekday,
        .first = r->first,
        .last = r->last,
        .starts = r->starts,
        .ends = r->ends,
        .room = r->room,
        .building = r->building,
        .address = r->address,
        .sequence = r->sequence,
        .changed_at = r->changed_at,
        .off = r->off,
        .building_code = r->building_code,
    };
}

static struct records_section section_from(const struct records_r_section *r)
{
    return (struct records_section){
        .id = r->id,
        .offering = r->offering,
        .term = r->term,
        .course = r->course,
        .course_code = r->course_code,
        .course_name = r->course_name,
        .credits = r->credits,
        .code = r->code,
        .lecturer = r->lecturer,
        .seats = r->seats,
        .unlimited = r->unlimited,
        .taken = r->taken,
        .waiting = r->waiting,
        .kept = r->kept,
        .promote_due = r->promote_due,
        .rule = r->rule,
    };
}

/* The rows of one section stand together: gives it its piece of the whole. */
static void meetings_join(struct records_section *s, const struct records_meetings *all)
{
    size_t from = 0;

    while (from < all->n && all->v[from].section.v != s->id.v)
        from++;
    s->meetings.v = all->v + from;
    while (from + s->meetings.n < all->n && s->meetings.v[s->meetings.n].section.v == s->id.v)
        s->meetings.n++;
}

static bool meets_before(const struct records_meeting *a, const struct records_meeting *b)
{
    if (a->first.v != b->first.v)
        return a->first.v < b->first.v;
    if (a->weekday != b->weekday)
        return a->weekday < b->weekday;
    return a->starts.v < b->starts.v;
}

/* A section's meetings in order of time; those of one moment stay as they were. */
static void meetings_sort(struct records_meetings *m)
{
    for (size_t i = 1; i < m->n; i++)
        for (size_t k = i; k > 0 && meets_before(&m->v[k], &m->v[k - 1]); k--) {
            struct records_meeting later = m->v[k - 1];

            m->v[k - 1] = m->v[k];
            m->v[k] = later;
        }
}

static struct records_meetings meetings_from(struct arena *a,
                                             const struct records_r_meeting_list *rows)
{
    struct records_meetings all = {ARENA_ARRAY(a, rows->n, struct records_meeting), rows->n};

    for (size_t i = 0; i < rows->n; i++)
        all.v[i] = meeting_from(&rows->v[i]);
    return all;
}

static struct records_sections sections_from(struct arena *a,
                                             const struct records_r_section_list *rows,
                                             const struct records_r_meeting_list *meeting_rows)
{
    struct records_meetings all = meetings_from(a, meeting_rows);
    struct records_sections list = {ARENA_ARRAY(a, rows->n, struct records_section), rows->n};

    for (size_t i = 0; i < rows->n; i++) {
        list.v[i] = section_from(&rows->v[i]);
        meetings_join(&list.v[i], &all);
    }
    return list;
}

err records_sections_of(struct db *db, offering_id offering, struct records_sections *ret)
{
    struct records_r_section_list rows;
    struct records_r_meeting_list meetings;

    TRY(records_q_sections_of(db, offering, &rows));
    TRY(records_q_meetings_of(db, offering, &meetings));
    *ret = sections_from(db_arena(db), &rows, &meetings);
    return OK;
}

/* Both stand by section; what has no meeting gets an empty piece. */
err records_sections_of_term(struct db *db, term_id term, struct records_sections *ret)
{
    struct records_r_section_list rows;
    struct records_r_meeting_list meeting_rows;
    struct records_meetings rest;

    TRY(records_q_sheet_sections(db, term, &rows));
    TRY(records_q_sheet_meetings(db, term, &meeting_rows));
    rest = meetings_from(db_arena(db), &meeting_rows);
    *ret = (struct records_sections){ARENA_ARRAY(db_arena(db), rows.n, struct records_section),
                                     rows.n};
    for (size_t i = 0; i < rows.n; i++) {
        struct records_section *s = &ret->v[i];

        *s = section_from(&rows.v[i]);
        s->meetings.v = rest.v;
        while (s->meetings.n < rest.n && rest.v[s->meetings.n].section.v == s->id.v)
            s->meetings.n++;
        rest.v += s->meetings.n;
        rest.n -= s->meetings.n;
    }
    return OK;
}

err records_taught_by(struct db *db, person_id who, term_id term, struct records_sections *ret)
{
    struct records_r_section_list rows;
    struct records_r_meeting_list meetings;

    TRY(records_q_sections_taught(db, who, term, &rows));
    TRY(records_q_meetings_taught(db, who, term, &meetings));
    *ret = sections_from(db_arena(db), &rows, &meetings);
    return OK;
}

static err some(struct db *db, const section_id *ids, size_t n, struct records_sections *ret)
{
    section_id i[SOME] = {{0}};
    struct records_r_section_list rows;
    struct records_r_meeting_list meeting_rows;
    struct records_meetings all;

    memcpy(i, ids, n * sizeof *ids);
    TRY(records_q_sections_some(db, i[0], i[1], i[2], i[3], i[4], i[5], i[6], i[7], i[8], i[9],
                                i[10], i[11], &rows));
    TRY(records_q_meetings_some(db, i[0], i[1], i[2], i[3], i[4], i[5], i[6], i[7], i[8], i[9],
                                i[10], i[11], &meeting_rows));
    all = meetings_from(db_arena(db), &meeting_rows);
    for (size_t k = 0; k < n; k++)
        for (size_t r = 0; r < rows.n; r++)
            if (rows.v[r].id.v == ids[k].v) {
                ret->v[ret->n] = section_from(&rows.v[r]);
                meetings_join(&ret->v[ret->n++], &all);
            }
    return OK;
}

err records_sections_by_id(struct db *db, const section_id *ids, size_t n,
                           struct records_sections *ret)
{
    struct records_sections found = {ARENA_ARRAY(db_arena(db), n, struct records_section), 0};

    for (size_t i = 0; i < n; i += SOME)
        TRY(some(db, ids + i, n - i < SOME ? n - i : SOME, &found));
    *ret = found;
    return OK;
}

err records_places_of(struct db *db, person_id who, term_id term, struct records_places *ret)
{
    struct records_r_place_list rows;
    struct records_r_meeting_list meeting_rows;
    struct records_meetings all;

    TRY(records_q_places(db, who, term, &rows));
    TRY(records_q_meetings_of_places(db, who, term, &meeting_rows));
    all = meetings_from(db_arena(db), &meeting_rows);
    *ret = (struct records_places){ARENA_ARRAY(db_arena(db), rows.n, struct records_place),
                                   rows.n};
    for (size_t i = 0; i < rows.n; i++) {
        const struct records_r_place *r = &rows.v[i];
        struct records_place *p = &ret->v[i];

        p->at = r->at;
        p->gives_up = r->gives_up;
        p->skipped = r->skipped;
        p->waiting_at = r->waiting_order == 0 ? 0 : r->before_me + 1;
        p->section = (struct records_section){
            .id = r->id,
            .offering = r->offering,
            .term = r->term,
            .course = r->course,
            .course_code = r->course_code,
            .course_name = r->course_name,
            .credits = r->credits,
            .code = r->code,
            .lecturer = r->lecturer,
            .seats = r->seats,
            .unlimited = r->unlimited,
            .taken = r->taken,
            .waiting = r->waiting,
            .kept = r->kept,
            .promote_due = r->promote_due,
            .rule = r->rule,
        };
        meetings_join(&p->section, &all);
        meetings_sort(&p->section.meetings);
    }
    return OK;
}

err records_studies_of(struct db *db, enum lang lang, person_id who,
                       struct records_studies *ret)
{
    struct records_r_study_list rows;

    TRY(records_q_studies(db, who, lang == LANG_NL, &rows));
    *ret = (struct records_studies){ARENA_ARRAY(db_arena(db), rows.n, struct records_study),
                                    rows.n};
    for (size_t i = 0; i < rows.n; i++) {
        const struct records_r_study *r = &rows.v[i];

        ret->v[i] = (struct records_study){r->programme, r->code,    r->name, r->degree,
                                           r->faculty,   r->credits, r->since};
    }
    return OK;
}

err records_requirements_of(struct db *db, enum lang lang, programme_id programme,
                            struct records_requirements *ret)
{
    struct records_r_group_list groups;
    struct records_r_member_list members;
    course_id *courses;

    TRY(records_q_groups(db, programme, lang == LANG_NL, &groups));
    TRY(records_q_group_courses(db, programme, &members));
    courses = ARENA_ARRAY(db_arena(db), members.n, course_id);
    for (size_t i = 0; i < members.n; i++)
        courses[i] = members.v[i].course;
    *ret = (struct records_requirements){
        ARENA_ARRAY(db_arena(db), groups.n, struct records_requirement), groups.n};
    for (size_t i = 0; i < groups.n; i++) {
        const struct records_r_group *g = &groups.v[i];
        struct rule rule;
        size_t from = 0, n = 0;

        TRY(rule_parse(db_arena(db), g->rule, &rule));
        while (from < members.n && members.v[from].requirement.v != g->id.v)
            from++;
        while (from + n < members.n && members.v[from + n].requirement.v == g->id.v)
            n++;
        ret->v[i] = (struct records_requirement){g->id,          g->name, g->credits,
                                                 courses + from, n,       rule.any};
    }
    return OK;
}
