/* times.c: what a room, a lecturer or a course has between two days; free rooms; finding them; and
   what meetings were before they changed.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "records_times.h"
#include "records_q.h"
#include "str.h"
#include <string.h>

#define SOME  12 /* ids that one query takes */

static struct records_section section_from(const struct records_t_class *r)
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
    };
}

static struct records_meeting meeting_from(const struct records_t_class *r)
{
    return (struct records_meeting){
        .id = r->meeting,
        .section = r->id,
        .kind = r->kind,
        .weekday = (int)r->weekday,
        .first = r->first,
        .last = r->last,
        .starts = r->starts,
        .ends = r->ends,
        .room = r->room,
        .building = r->building,
        .address = r->address,
        .building_code = r->building_code,
        .off = r->off,
        .sequence = r->sequence,
        .changed_at = r->changed_at,
    };
}

/* Rows of a section stand together. */
static struct records_sections sections_from(struct arena *a, const struct records_t_class_list *rows)
{
    struct records_sections all = {ARENA_ARRAY(a, rows->n, struct records_section), 0};
    struct records_meeting *meetings = ARENA_ARRAY(a, rows->n, struct records_meeting);

    for (size_t i = 0; i < rows->n; i++) {
        if (all.n == 0 || all.v[all.n - 1].id.v != rows->v[i].id.v) {
            all.v[all.n] = section_from(&rows->v[i]);
            all.v[all.n++].meetings.v = meetings + i;
        }
        meetings[i] = meeting_from(&rows->v[i]);
        all.v[all.n - 1].meetings.n++;
    }
    return all;
}

static struct records_room room_from(const struct records_t_room *r)
{
    return (struct records_room){r->id, r->building_code, r->building, r->address, r->code, r->seats};
}

err records_room_of(struct db *db, const char *building, const char *code, struct records_room *ret)
{
    struct records_t_room *row;

    TRY(records_q_room_of(db, building, code, &row));
    if (row == NULL)
        return ERR_NOT_FOUND;
    *ret = room_from(row);
    return OK;
}

err records_rooms_in(struct db *db, const char *building, struct records_rooms *ret)
{
    struct records_t_room_list rows;

    TRY(records_q_rooms_in(db, building, &rows));
    *ret = (struct records_rooms){ARENA_ARRAY(db_arena(db), rows.n, struct records_room), rows.n};
    for (size_t i = 0; i < rows.n; i++)
        ret->v[i] = room_from(&rows.v[i]);
    return OK;
}

err records_in_room(struct db *db, room_id room, day from, day to, struct records_sections *ret)
{
    struct records_t_class_list rows;

    TRY(records_q_classes_in_room(db, room, from, to, &rows));
    *ret = sections_from(db_arena(db), &rows);
    return OK;
}

static const char *between(struct db *db, const char *lecturer)
{
    return arena_printf(db_arena(db), ", %s,", lecturer);
}

err records_given_by(struct db *db, const char *lecturer, day from, day to,
                     struct records_sections *ret)
{
    struct records_t_class_list rows;

    TRY(records_q_classes_by(db, between(db, lecturer), from, to, &rows));
    *ret = sections_from(db_arena(db), &rows);
    return OK;
}

err records_lecturer_known(struct db *db, const char *lecturer, bool *ret)
{
    int64_t n = 0;

    TRY(records_q_lecturer_known(db, between(db, lecturer), &n));
    *ret = n > 0 && *lecturer != '\0';
    return OK;
}

err records_course_of(struct db *db, const char *code, struct records_course *ret)
{
    struct records_r_course *row;

    TRY(records_q_course_of_code(db, code, false, &row));
    if (row == NULL)
        return ERR_NOT_FOUND;
    *ret = (struct records_course){row->id, row->code, row->name};
    return OK;
}

err records_of_course(struct db *db, course_id course, day from, day to,
                      struct records_sections *ret)
{
    struct records_t_class_list rows;

    TRY(records_q_classes_of_course(db, course, from, to, &rows));
    *ret = sections_from(db_arena(db), &rows);
    return OK;
}

err records_rooms_used(struct db *db, const char *building, day on, struct records_uses *ret)
{
    struct records_t_use_list rows;
    struct records_uses uses = {0};

    TRY(records_q_rooms_used(db, building, day_weekday(on), on, &rows));
    uses.v = ARENA_ARRAY(db_arena(db), rows.n, struct records_use);
    for (size_t i = 0; i < rows.n; i++) {
        const struct records_meeting m = {.off = rows.v[i].off};

        if (!records_meeting_off(&m, on))
            uses.v[uses.n++] =
                (struct records_use){rows.v[i].room, rows.v[i].starts, rows.v[i].ends};
    }
    *ret = uses;
    return OK;
}

err records_buildings(struct db *db, struct records_buildings *ret)
{
    struct records_t_building_list rows;

    TRY(records_q_buildings(db, &rows));
    *ret = (struct records_buildings){ARENA_ARRAY(db_arena(db), rows.n, struct records_building),
                                      rows.n};
    for (size_t i = 0; i < rows.n; i++)
        ret->v[i] = (struct records_building){rows.v[i].code, rows.v[i].name};
    return OK;
}

static int by_name(const void *pa, const void *pb)
{
    return strcmp(*(const char *const *)pa, *(const char *const *)pb);
}

err records_lecturers(struct db *db, struct records_lecturers *ret)
{
    struct arena *a = db_arena(db);
    struct records_t_lecturer_list rows;
    struct records_lecturers all = {0};
    const char **v;
    size_t n = 0, room = 0;

    TRY(records_q_find_lecturers(db, &rows));
    for (size_t i = 0; i < rows.n; i++)
        room += str_split(a, rows.v[i].lecturer, ',').n;
    v = ARENA_ARRAY(a, room + 1, const char *);
    for (size_t i = 0; i < rows.n; i++) {
        struct str_list names = str_split(a, rows.v[i].lecturer, ',');

        for (size_t k = 0; k < names.n; k++)
            v[n++] = str_trim(a, names.v[k]);
    }
    if (n > 1)
        qsort(v, n, sizeof *v, by_name);
    for (size_t i = 0; i < n; i++)
        if (*v[i] != '\0' && (all.n == 0 || !str_eq(v[all.n - 1], v[i])))
            v[all.n++] = v[i];
    all.v = v;
    *ret = all;
    return OK;
}

static struct records_earlier earlier_from(const struct records_t_earlier *r)
{
    return (struct records_earlier){
        .section = {.id = r->section,
                    .offering = r->offering,
                    .course = r->course,
                    .course_code = r->course_code,
                    .course_name = r->course_name,
                    .code = r->section_code,
                    .lecturer = ""},
        .meeting = {.id = r->meeting,
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
                    .building_code = r->building_code,
                    .off = r->off,
                    .sequence = r->sequence,
                    .changed_at = r->at},
        .gone = r->gone,
    };
}

/* The rows of up to twelve offerings behind those that are there. */
static err earlier_some(struct db *db, const offering_id *ids, size_t n, instant since,
                        struct records_earliers *ret)
{
    offering_id i[SOME] = {{0}};
    struct records_t_earlier_list rows;
    struct records_earlier *v;

    memcpy(i, ids, n * sizeof *ids);
    TRY(records_q_earlier_of(db, since, i[0], i[1], i[2], i[3], i[4], i[5], i[6], i[7], i[8], i[9],
                             i[10], i[11], &rows));
    v = ARENA_ARRAY(db_arena(db), ret->n + rows.n, struct records_earlier);
    if (ret->n > 0)
        memcpy(v, ret->v, ret->n * sizeof *v);
    for (size_t k = 0; k < rows.n; k++)
        v[ret->n + k] = earlier_from(&rows.v[k]);
    *ret = (struct records_earliers){v, ret->n + rows.n};
    return OK;
}

static int latest_first(const void *pa, const void *pb)
{
    const struct records_earlier *a = pa, *b = pb;

    if (a->meeting.changed_at.v != b->meeting.changed_at.v)
        return a->meeting.changed_at.v > b->meeting.changed_at.v ? -1 : 1;
    return a->meeting.id.v < b->meeting.id.v ? -1 : a->meeting.id.v > b->meeting.id.v;
}

err records_earlier_of(struct db *db, const offering_id *offerings, size_t n, instant since,
                       struct records_earliers *ret)
{
    struct records_earliers all = {0};

    for (size_t i = 0; i < n; i += SOME)
        TRY(earlier_some(db, offerings + i, n - i < SOME ? n - i : SOME, since, &all));
    if (all.n > 1)
        qsort(all.v, all.n, sizeof *all.v, latest_first);
    *ret = all;
    return OK;
}

err records_own_digest(struct db *db, person_id who, struct records_digest *ret)
{
    struct records_t_digest row;

    TRY(records_q_own_digest(db, who, &row));
    ret->places = row.places;
    ret->taught = row.taught;
    ret->changed_at = row.placed.v > row.imported.v ? row.placed : row.imported;
    ret->text = arena_printf(db_arena(db), "%lld %lld %lld %lld %lld %lld %lld", (long long)row.places,
                             (long long)row.taught, (long long)row.placed.v,
                             (long long)row.imported.v, (long long)row.least.v,
                             (long long)row.most.v, (long long)row.imports);
    return OK;
}
