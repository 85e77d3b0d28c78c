/* folder.c: reads one file of an import: its bytes, header and cells, with a remark for each
   fault. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "csv.h"
#include "file.h"
#include "identity.h"
#include "import.h"
#include "prereq.h"
#include <string.h>

#define FILE_MAX        ((size_t)64 << 20)
#define UNLIMITED_SEATS 9999 /* how many systems write "no limit" */

/* One row on its way from the file. */
struct reading {
    struct import *imp;
    enum sort sort;
    int line;
    size_t at[MOST_COLUMNS]; /* where each column stands in the file */
};

static bool is_unknown(const char *s)
{
    return *s == '\0' || strcmp(s, "TBA") == 0 || strcmp(s, "N/A") == 0;
}

static bool is_no_time(const char *s)
{
    return is_unknown(s) || strcmp(s, "0:00") == 0 || strcmp(s, "00:00") == 0;
}

static void read_text(struct reading *rd, const struct column *c, struct cell *cell)
{
    size_t n = str_utf8_len(cell->s);

    if (n == 0 && c->min > 0)
        import_fault(rd->imp, rd->sort, rd->line, c->name,
                     tr(rd->imp->lang, "nothing stands here, and something must"));
    else if (n > (size_t)c->max)
        import_fault(rd->imp, rd->sort, rd->line, c->name,
                     tr_f(rd->imp->arena, rd->imp->lang, "longer than %lld characters",
                          (long long)c->max));
}

static void read_number(struct reading *rd, const struct column *c, struct cell *cell)
{
    if (str_int(cell->s, c->min, c->max, &cell->v) != OK)
        import_fault(rd->imp, rd->sort, rd->line, c->name,
                     tr_f(rd->imp->arena, rd->imp->lang,
                          "“%s” is not a number from %lld to %lld", cell->s, (long long)c->min,
                          (long long)c->max));
}

static void read_seats(struct reading *rd, const struct column *c, struct cell *cell)
{
    int64_t n = 0;

    cell->v = -1;
    if (strcmp(cell->s, "unlimited") == 0)
        return;
    if (str_int(cell->s, UNLIMITED_SEATS, UNLIMITED_SEATS, &n) == OK) {
        import_note(rd->imp, rd->sort, rd->line, c->name,
                    tr(rd->imp->lang, "9999 is read as “unlimited”"));
        return;
    }
    read_number(rd, c, cell);
}

static void read_word(struct reading *rd, const struct column *c, struct cell *cell)
{
    const char *all = "";

    for (int64_t i = 0; c->words[i] != NULL; i++) {
        if (strcmp(c->words[i], cell->s) == 0) {
            cell->v = i;
            return;
        }
        all = arena_printf(rd->imp->arena, "%s%s%s", all, i > 0 ? ", " : "", c->words[i]);
    }
    import_fault(rd->imp, rd->sort, rd->line, c->name,
                 tr_f(rd->imp->arena, rd->imp->lang, "“%s” is none of: %s", cell->s, all));
}

static void read_grade(struct reading *rd, const struct column *c, struct cell *cell)
{
    cell->v = 0;
    if (!str_empty(cell->s) && prereq_grade(rd->imp->arena, cell->s, &cell->v) != OK)
        import_fault(rd->imp, rd->sort, rd->line, c->name,
                     tr_f(rd->imp->arena, rd->imp->lang, "“%s” is not a grade from 1.0 to 10.0",
                          cell->s));
}

static void read_when(struct reading *rd, const struct column *c, struct cell *cell)
{
    day d = {0};
    minute m = {0};
    instant t = {0};
    struct import *imp = rd->imp;

    if (c->type == CELL_DAY && day_parse(cell->s, &d) != OK)
        import_fault(imp, rd->sort, rd->line, c->name,
                     tr_f(imp->arena, imp->lang, "“%s” is not a day like 2027-02-01", cell->s));
    if (c->type == CELL_TIME && minute_parse(cell->s, &m) != OK)
        import_fault(imp, rd->sort, rd->line, c->name,
                     tr_f(imp->arena, imp->lang, "“%s” is not a time like 09:15", cell->s));
    if (c->type == CELL_MOMENT && instant_parse(cell->s, &t) != OK)
        import_fault(
            imp, rd->sort, rd->line, c->name,
            tr_f(imp->arena, imp->lang, "“%s” is not a moment like 2026-11-09 13:00", cell->s));
    cell->v = c->type == CELL_DAY ? d.v : c->type == CELL_TIME ? m.v : t.v;
}

static void read_cell(struct reading *rd, const struct column *c, struct cell *cell)
{
    switch (c->type) {
    case CELL_TEXT:
        read_text(rd, c, cell);
        break;
    case CELL_NUMBER:
        read_number(rd, c, cell);
        break;
    case CELL_SEATS:
        read_seats(rd, c, cell);
        break;
    case CELL_GRADE:
        read_grade(rd, c, cell);
        break;
    case CELL_WORD:
        read_word(rd, c, cell);
        break;
    case CELL_DAY:
    case CELL_TIME:
    case CELL_MOMENT:
        read_when(rd, c, cell);
        break;
    }
}

/* What timetabling systems write for "not known yet" becomes what it means. False: pass over
 * the row. */
static bool meeting_known(struct reading *rd, struct cell *cells)
{
    struct import *imp = rd->imp;

    if (is_no_time(cells[8].s) && is_no_time(cells[9].s)) {
        import_note(imp, rd->sort, rd->line, "starts",
                    tr(imp->lang, "no times: read as “by arrangement”, without a meeting"));
        return false;
    }
    if ((*cells[10].s != '\0' || *cells[11].s != '\0') &&
        (is_unknown(cells[10].s) || is_unknown(cells[11].s))) {
        import_note(imp, rd->sort, rd->line, "room", tr(imp->lang, "read as “no room yet”"));
        cells[10].s = cells[11].s = "";
    }
    return true;
}

/* The first and last day on which it really meets. */
static void meeting_days(struct reading *rd, struct cell *cells)
{
    day first = {(int32_t)cells[6].v}, last = {(int32_t)cells[7].v};
    int weekday = (int)cells[5].v;

    if (!day_ok(first) || !day_ok(last) || weekday < 1 || weekday > 7)
        return; /* said already */
    first = day_add(first, (weekday - day_weekday(first) + 7) % 7);
    last = day_add(last, -((day_weekday(last) - weekday + 7) % 7));
    cells[6].v = first.v;
    cells[7].v = last.v;
    if (first.v > last.v)
        import_fault(rd->imp, rd->sort, rd->line, "last",
                     tr(rd->imp->lang, "this weekday does not come between the two days"));
    if (cells[8].v >= cells[9].v)
        import_fault(rd->imp, rd->sort, rd->line, "ends",
                     tr(rd->imp->lang, "it ends before it begins"));
}

static void check_person(struct reading *rd, const struct cell *cells)
{
    struct identity_row row = {cells[0].s, cells[1].s, cells[2].s,
                               cells[3].s, cells[4].s, cells[5].s};
    const char *why = identity_row_problem(&row);

    if (why != NULL)
        import_fault(rd->imp, rd->sort, rd->line, NULL, tr(rd->imp->lang, why));
}

/* A prerequisite is kept in its canonical form. */
static void check_prerequisite(struct reading *rd, struct cell *cell)
{
    struct import *imp = rd->imp;
    const struct prereq *p = NULL;
    size_t at = 0;

    if (prereq_parse(imp->arena, cell->s, &p, &at) == OK)
        cell->s = prereq_print(imp->arena, p);
    else
        import_fault(imp, rd->sort, rd->line, "rule",
                     tr_f(imp->arena, imp->lang, "not understood from “%s” on", cell->s + at));
}

/* What concerns several cells of one row. */
static void check_row(struct reading *rd, struct cell *cells)
{
    struct rule rule;

    if (rd->sort == MEETINGS)
        meeting_days(rd, cells);
    if (rd->sort == PEOPLE)
        check_person(rd, cells);
    if (rd->sort == PREREQUISITES)
        check_prerequisite(rd, &cells[1]);
    if (rd->sort == TERMS && cells[3].v > cells[4].v)
        import_fault(rd->imp, rd->sort, rd->line, "last",
                     tr(rd->imp->lang, "it ends before it begins"));
    if (rd->sort == HOLIDAYS && cells[1].v > cells[2].v)
        import_fault(rd->imp, rd->sort, rd->line, "last",
                     tr(rd->imp->lang, "it ends before it begins"));
    if (rd->sort == WINDOWS && cells[2].v >= cells[3].v)
        import_fault(rd->imp, rd->sort, rd->line, "closes",
                     tr(rd->imp->lang, "it ends before it begins"));
    if (rd->sort == GROUPS && rule_parse(rd->imp->arena, cells[5].s, &rule) != OK)
        import_fault(rd->imp, rd->sort, rd->line, "courses",
                     tr(rd->imp->lang, "not a list like “CSE 12; CSE level 300; MATH”"));
}

static void take_row(struct reading *rd, const struct csv_row *row)
{
    struct import *imp = rd->imp;
    const struct sort_of_file *f = &sorts[rd->sort];
    struct cell *cells = ARENA_ARRAY(imp->arena, f->n, struct cell);
    struct rec *rec = ARENA_NEW(imp->arena, struct rec);
    const struct rec *twin;

    for (size_t i = 0; i < f->n; i++)
        cells[i].s = rd->at[i] < row->n ? str_trim(imp->arena, row->v[rd->at[i]]) : "";
    if (rd->sort == PEOPLE || strcmp(f->columns[0].name, "login") == 0)
        cells[0].s = str_lower(imp->arena, cells[0].s);
    if (rd->sort == MEETINGS && !meeting_known(rd, cells))
        return;
    for (size_t i = 0; i < f->n; i++)
        read_cell(rd, &f->columns[i], &cells[i]);
    check_row(rd, cells);
    rec->line = rd->line;
    rec->cells = cells;
    rec->key = key_of(imp->arena, f->columns, cells, f->n_key);
    twin = index_find(&imp->by_key[rd->sort], rec->key);
    if (twin != NULL && twin->line > 0) {
        import_fault(imp, rd->sort, rd->line, NULL,
                     tr_f(imp->arena, imp->lang, "the same as line %d", twin->line));
        return;
    }
    rec->old = index_put(&imp->by_key[rd->sort], imp->arena, rec);
    recs_add(&imp->file[rd->sort], imp->arena, rec);
}

/* Finds the columns in the header; false if one is missing. */
static bool read_header(struct reading *rd, const struct csv_row *head)
{
    const struct sort_of_file *f = &sorts[rd->sort];
    bool whole = true;

    for (size_t i = 0; i < f->n; i++) {
        size_t j = 0;

        while (j < head->n &&
               strcmp(str_trim(rd->imp->arena, head->v[j]), f->columns[i].name) != 0)
            j++;
        rd->at[i] = j;
        if (j < head->n)
            continue;
        whole = false;
        rd->imp->unread[rd->sort] = true;
        import_fault(rd->imp, rd->sort, rd->line, f->columns[i].name,
                     tr(rd->imp->lang, "this column is missing"));
    }
    return whole;
}

/* The line of the first bytes that are not UTF-8; 0: all are good. */
static int wrong_line(const struct str *s)
{
    int line = 1;

    if (str_utf8_ok(s->s, s->n))
        return 0;
    for (size_t from = 0; from < s->n; line++) {
        const char *end = memchr(s->s + from, '\n', s->n - from);
        size_t n = end == NULL ? s->n - from : (size_t)(end - s->s) - from;

        if (!str_utf8_ok(s->s + from, n))
            return line;
        from += n + 1;
    }
    return line;
}

static void read_rows(struct reading *rd, struct csv *csv)
{
    bool head = true;
    struct csv_row row;

    for (;;) {
        err e = csv_next(csv, &row);

        rd->line = csv->line;
        if (e == ERR_NOT_FOUND)
            break;
        if (e != OK) {
            import_fault(rd->imp, rd->sort, csv->line, NULL, tr(rd->imp->lang, csv->problem));
            continue;
        }
        if (head && !read_header(rd, &row))
            return;
        if (!head)
            take_row(rd, &row);
        head = false;
    }
    if (head)
        import_fault(rd->imp, rd->sort, 1, NULL, tr(rd->imp->lang, "the file is empty"));
}

err import_read(struct import *imp, enum sort s)
{
    struct reading rd = {.imp = imp, .sort = s};
    struct str bytes;
    struct csv csv;
    err e = file_read(imp->arena, file_join(imp->arena, imp->path, sorts[s].file), FILE_MAX,
                      &bytes);
    int wrong;

    if (e == ERR_NOT_FOUND)
        return OK;
    if (e == ERR_TOO_LARGE) {
        import_fault(imp, s, 1, NULL, tr(imp->lang, "the file is larger than 64 MiB"));
        return OK;
    }
    TRY(e);
    imp->present[s] = true;
    wrong = wrong_line(&bytes);
    if (wrong > 0) {
        imp->unread[s] = true;
        import_fault(imp, s, wrong, NULL,
                     tr(imp->lang, "these bytes are not UTF-8; save the file as UTF-8"));
        return OK;
    }
    csv = csv_open(imp->arena, bytes.s, bytes.n);
    read_rows(&rd, &csv);
    return OK;
}
