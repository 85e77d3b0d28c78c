/* load.c: what the database has, in the form of an import's files, so that the two can be
   compared. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "import.h"
#include "records_q.h"
#include <string.h>

#define TEXT_CELL(text) ((struct cell){.s = (text)})
#define INT_CELL(value) ((struct cell){.s = "", .v = (value)})

/* A record of the database with these cells. */
static struct rec *have(struct import *imp, enum sort s, int64_t id, const struct cell *cells)
{
    const struct sort_of_file *f = &sorts[s];
    struct rec *rec = ARENA_NEW(imp->arena, struct rec);

    rec->id = id;
    rec->cells = ARENA_ARRAY(imp->arena, f->n, struct cell);
    memcpy(rec->cells, cells, f->n * sizeof *cells);
    rec->key = key_of(imp->arena, f->columns, rec->cells, f->n_key);
    recs_add(&imp->base[s], imp->arena, rec);
    index_put(&imp->by_key[s], imp->arena, rec);
    return rec;
}
#define HAVE(sort, id, ...)                                                                    \
    have(imp, (sort), (id), (const struct cell[MOST_COLUMNS]){__VA_ARGS__})

static int64_t word_index(const char *const *words, const char *word)
{
    int64_t i = 0;

    while (words[i] != NULL && strcmp(words[i], word) != 0)
        i++;
    return words[i] == NULL ? 0 : i;
}
#define WORD_CELL(sort, column, word)                                                          \
    INT_CELL(word_index(sorts[sort].columns[column].words, (word)))

static err load_faculties(struct import *imp)
{
    struct records_o_faculty_list l;

    TRY(records_q_old_faculties(imp->db, &l));
    for (const struct records_o_faculty *r = l.v; r < l.v + l.n; r++)
        HAVE(FACULTIES, r->id.v, TEXT_CELL(r->code), TEXT_CELL(r->name), TEXT_CELL(r->name_nl));
    return OK;
}

static err load_programmes(struct import *imp)
{
    struct records_o_programme_list l;

    TRY(records_q_old_programmes(imp->db, &l));
    for (const struct records_o_programme *r = l.v; r < l.v + l.n; r++)
        HAVE(PROGRAMMES, r->id.v, TEXT_CELL(r->code), TEXT_CELL(r->faculty), TEXT_CELL(r->name),
             TEXT_CELL(r->name_nl), WORD_CELL(PROGRAMMES, 4, r->degree), INT_CELL(r->credits));
    return OK;
}

static err load_courses(struct import *imp)
{
    struct records_o_course_list l;

    TRY(records_q_old_courses(imp->db, &l));
    for (const struct records_o_course *r = l.v; r < l.v + l.n; r++)
        HAVE(COURSES, r->id.v, TEXT_CELL(r->code), TEXT_CELL(r->name), TEXT_CELL(r->faculty),
             INT_CELL(r->level), INT_CELL(r->credits), WORD_CELL(COURSES, 5, r->language));
    return OK;
}

static err load_groups(struct import *imp)
{
    struct records_o_group_list l;

    TRY(records_q_old_groups(imp->db, &l));
    for (const struct records_o_group *r = l.v; r < l.v + l.n; r++)
        HAVE(GROUPS, r->id.v, TEXT_CELL(r->programme), INT_CELL(r->number), TEXT_CELL(r->name),
             TEXT_CELL(r->name_nl), INT_CELL(r->credits), TEXT_CELL(r->rule));
    return OK;
}

static err load_prerequisites(struct import *imp)
{
    struct records_o_prerequisite_list l;

    TRY(records_q_old_prerequisites(imp->db, &l));
    for (const struct records_o_prerequisite *r = l.v; r < l.v + l.n; r++)
        HAVE(PREREQUISITES, r->id.v, TEXT_CELL(r->code), TEXT_CELL(r->rule));
    return OK;
}

static err load_terms(struct import *imp)
{
    struct records_o_term_list l;

    TRY(records_q_old_terms(imp->db, &l));
    for (const struct records_o_term *r = l.v; r < l.v + l.n; r++)
        HAVE(TERMS, r->id.v, TEXT_CELL(r->code), TEXT_CELL(r->name), TEXT_CELL(r->name_nl),
             INT_CELL(r->first.v), INT_CELL(r->last.v));
    return OK;
}

static err load_holidays(struct import *imp)
{
    struct records_o_holiday_list l;

    TRY(records_q_old_holidays(imp->db, &l));
    for (const struct records_o_holiday *r = l.v; r < l.v + l.n; r++)
        HAVE(HOLIDAYS, r->id.v, TEXT_CELL(r->term), INT_CELL(r->first.v), INT_CELL(r->last.v),
             TEXT_CELL(r->name), TEXT_CELL(r->name_nl));
    return OK;
}

static err load_buildings(struct import *imp)
{
    struct records_o_building_list l;

    TRY(records_q_old_buildings(imp->db, &l));
    for (const struct records_o_building *r = l.v; r < l.v + l.n; r++)
        HAVE(BUILDINGS, r->id.v, TEXT_CELL(r->code), TEXT_CELL(r->name), TEXT_CELL(r->address));
    return OK;
}

static err load_rooms(struct import *imp)
{
    struct records_o_room_list l;

    TRY(records_q_old_rooms(imp->db, &l));
    for (const struct records_o_room *r = l.v; r < l.v + l.n; r++)
        HAVE(ROOMS, r->id.v, TEXT_CELL(r->building), TEXT_CELL(r->code), INT_CELL(r->seats));
    return OK;
}

static err load_offerings(struct import *imp)
{
    struct records_o_offering_list l;

    TRY(records_q_old_offerings(imp->db, &l));
    for (const struct records_o_offering *r = l.v; r < l.v + l.n; r++)
        HAVE(OFFERINGS, r->id.v, TEXT_CELL(r->term), TEXT_CELL(r->course));
    return OK;
}

static err load_sections(struct import *imp)
{
    struct records_o_section_list l;

    TRY(records_q_old_sections(imp->db, &l));
    for (const struct records_o_section *r = l.v; r < l.v + l.n; r++) {
        struct rec *rec = HAVE(SECTIONS, r->id.v, TEXT_CELL(r->term), TEXT_CELL(r->course),
                               TEXT_CELL(r->code), TEXT_CELL(r->lecturer),
                               INT_CELL(r->unlimited ? -1 : r->seats));

        rec->taken = r->taken;
        rec->waiting = r->waiting;
    }
    return OK;
}

static err load_meetings(struct import *imp)
{
    struct records_o_meeting_list l;

    TRY(records_q_old_meetings(imp->db, &l));
    for (const struct records_o_meeting *r = l.v; r < l.v + l.n; r++) {
        struct rec *rec = HAVE(MEETINGS, r->id.v, TEXT_CELL(r->term), TEXT_CELL(r->course), TEXT_CELL(r->section),
             INT_CELL(r->number), WORD_CELL(MEETINGS, 4, r->kind), INT_CELL(r->weekday),
             INT_CELL(r->first.v), INT_CELL(r->last.v), INT_CELL(r->starts.v),
             INT_CELL(r->ends.v), TEXT_CELL(r->building), TEXT_CELL(r->room));

        rec->off = r->off;
    }
    return OK;
}

static err load_windows(struct import *imp)
{
    struct records_o_window_list l;

    TRY(records_q_old_windows(imp->db, &l));
    for (const struct records_o_window *r = l.v; r < l.v + l.n; r++)
        HAVE(WINDOWS, r->id.v, TEXT_CELL(r->term), TEXT_CELL(r->programme),
             INT_CELL(r->opens.v), INT_CELL(r->closes.v));
    return OK;
}

static err load_studies(struct import *imp)
{
    struct records_o_study_list l;

    TRY(records_q_old_studies(imp->db, &l));
    for (const struct records_o_study *r = l.v; r < l.v + l.n; r++)
        HAVE(STUDIES, 0, TEXT_CELL(r->login), TEXT_CELL(r->programme), INT_CELL(r->since.v));
    return OK;
}

static err load_admins(struct import *imp)
{
    struct records_o_admin_list l;

    TRY(records_q_old_admins(imp->db, &l));
    for (const struct records_o_admin *r = l.v; r < l.v + l.n; r++)
        HAVE(ADMINS, 0, TEXT_CELL(r->login), TEXT_CELL(r->programme));
    return OK;
}

/* Of a teacher the two ids are kept on records of their own, for when she is taken away. */
static struct rec *only_id(struct import *imp, int64_t id)
{
    struct rec *rec = ARENA_NEW(imp->arena, struct rec);

    rec->id = id;
    return rec;
}

static err load_teaching(struct import *imp)
{
    struct records_o_teaching_list l;

    TRY(records_q_old_teaching(imp->db, &l));
    for (const struct records_o_teaching *r = l.v; r < l.v + l.n; r++) {
        struct rec *rec =
            HAVE(TEACHING, 0, TEXT_CELL(r->login), TEXT_CELL(r->term), TEXT_CELL(r->course));

        rec->link[0] = only_id(imp, r->person.v);
        rec->link[1] = only_id(imp, r->offering.v);
    }
    return OK;
}

static err load_places(struct import *imp)
{
    struct records_o_place_list l;

    TRY(records_q_old_places(imp->db, &l));
    for (const struct records_o_place *r = l.v; r < l.v + l.n; r++)
        HAVE(PLACES, 0, TEXT_CELL(r->login), TEXT_CELL(r->term), TEXT_CELL(r->course),
             TEXT_CELL(r->section));
    return OK;
}

static err load_results(struct import *imp)
{
    struct records_o_result_list l;

    TRY(records_q_old_results(imp->db, &l));
    for (const struct records_o_result *r = l.v; r < l.v + l.n; r++)
        HAVE(RESULTS, 0, TEXT_CELL(r->login), TEXT_CELL(r->course), INT_CELL(r->at.v),
             INT_CELL(r->grade), INT_CELL(r->passed));
    return OK;
}

err import_load(struct import *imp, enum sort s)
{
    static err (*const loads[SORTS])(struct import *) = {
        [FACULTIES] = load_faculties, [PROGRAMMES] = load_programmes,
        [COURSES] = load_courses,     [GROUPS] = load_groups,
        [TERMS] = load_terms,         [HOLIDAYS] = load_holidays,
        [BUILDINGS] = load_buildings,
        [ROOMS] = load_rooms,         [OFFERINGS] = load_offerings,
        [SECTIONS] = load_sections,   [MEETINGS] = load_meetings,
        [WINDOWS] = load_windows,     [STUDIES] = load_studies,
        [ADMINS] = load_admins,       [TEACHING] = load_teaching,
        [PLACES] = load_places,       [RESULTS] = load_results,
        [PREREQUISITES] = load_prerequisites,
    };

    return loads[s] == NULL ? OK : loads[s](imp); /* people are identity's: asked row by row */
}
