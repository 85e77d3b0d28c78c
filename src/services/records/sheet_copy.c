/* sheet_copy.c: a sheet that something was decided by, kept as a document.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "buf.h"
#include "hash.h"
#include "inside.h"
#include "json.h"
#include "records_log.h"
#include "records_q.h"
#include "sheet.h"
#include "tasks.h"
#include <stdatomic.h>
#include <string.h>

#define COPY_MAX ((size_t)128 << 20)

/* --- Writing ---------------------------------------------------------------------------------- */

static void meeting_write(struct json_out *j, const struct records_meeting *m)
{
    json_array(j, NULL);
    json_int(j, NULL, m->weekday);
    json_int(j, NULL, m->first.v);
    json_int(j, NULL, m->last.v);
    json_int(j, NULL, m->starts.v);
    json_int(j, NULL, m->ends.v);
    json_str(j, NULL, m->off);
    json_end(j, ']');
}

/* What decisions look at, and how people call it. */
static void section_write(struct json_out *j, const struct records_section *s)
{
    json_array(j, NULL);
    json_int(j, NULL, s->id.v);
    json_int(j, NULL, s->offering.v);
    json_int(j, NULL, s->course.v);
    json_int(j, NULL, s->credits);
    json_str(j, NULL, s->course_code);
    json_str(j, NULL, s->course_name);
    json_str(j, NULL, s->code);
    json_str(j, NULL, s->rule);
    json_array(j, NULL);
    for (size_t i = 0; i < s->meetings.n; i++)
        meeting_write(j, &s->meetings.v[i]);
    json_end(j, ']');
    json_end(j, ']');
}

static const char *digest_of(struct arena *a, const char *text)
{
    struct digest d = hash_sha256(text, strlen(text));

    return hash_hex(a, d.b, sizeof d.b);
}

static const char *sections_write(struct arena *a, const struct records_sheet *sheet)
{
    struct buf b = buf_in(a, COPY_MAX);
    struct json_out j = json_begin(&b);

    json_array(&j, NULL);
    for (size_t i = 0; i < sheet->n; i++)
        section_write(&j, &sheet->v[i]);
    json_end(&j, ']');
    return b.s;
}

static const char *reserves_write(struct arena *a, const struct records_sheet *sheet)
{
    struct buf b = buf_in(a, COPY_MAX);
    struct json_out j = json_begin(&b);

    json_array(&j, NULL);
    for (size_t i = 0; i < sheet->n_reserves; i++) {
        const struct records_reserved *r = &sheet->reserves[i];

        json_array(&j, NULL);
        json_int(&j, NULL, r->id.v);
        json_int(&j, NULL, r->section.v);
        json_int(&j, NULL, r->programme.v);
        json_end(&j, ']');
    }
    json_end(&j, ']');
    return b.s;
}

err records_sheet_keep(struct db *db, const struct records_sheet *sheet)
{
    struct arena *a = db_arena(db);
    const char *sections;
    const char *sha256;
    int64_t kept = 0;

    if (atomic_load_explicit(&sheet->copied->done, memory_order_relaxed))
        return OK;
    TRY(records_q_version_kept(db, sheet->term, sheet->version, &kept));
    if (kept)
        return OK;
    sections = sections_write(a, sheet);
    sha256 = digest_of(a, sections);
    TRY(records_q_copy_add(db, sha256, sections));
    return records_q_version_add(db, sheet->term, sheet->version, sha256,
                                 reserves_write(a, sheet), db_now(db));
}

/* --- Reading ---------------------------------------------------------------------------------- */

static int64_t number_at(const struct json *j, size_t i)
{
    int64_t v = 0;

    return json_number(json_at(j, i), &v) ? v : 0;
}

static const char *text_at(const struct json *j, size_t i)
{
    const char *s = json_text(json_at(j, i));

    return s ? s : "";
}

static void meetings_read(struct arena *a, const struct json *list, struct records_section *s)
{
    s->meetings.v = ARENA_ARRAY(a, json_len(list), struct records_meeting);
    s->meetings.n = json_len(list);
    for (size_t i = 0; i < json_len(list); i++) {
        const struct json *m = json_at(list, i);

        s->meetings.v[i] = (struct records_meeting){
            .section = s->id,
            .kind = "",
            .weekday = (int)number_at(m, 0),
            .first = {(int32_t)number_at(m, 1)},
            .last = {(int32_t)number_at(m, 2)},
            .starts = {(int32_t)number_at(m, 3)},
            .ends = {(int32_t)number_at(m, 4)},
            .off = text_at(m, 5),
            .room = "",
            .building = "",
            .address = "",
            .building_code = "",
        };
    }
}

static err sections_read(struct arena *a, const char *text, struct records_sheet *sheet)
{
    const struct json *doc = NULL;
    struct records_section *v;

    TRY(json_parse(a, text, strlen(text), COPY_MAX, &doc));
    v = ARENA_ARRAY(a, json_len(doc), struct records_section);
    for (size_t i = 0; i < json_len(doc); i++) {
        const struct json *s = json_at(doc, i);

        v[i] = (struct records_section){
            .id = {number_at(s, 0)},
            .offering = {number_at(s, 1)},
            .term = sheet->term,
            .course = {number_at(s, 2)},
            .credits = number_at(s, 3),
            .course_code = text_at(s, 4),
            .course_name = text_at(s, 5),
            .code = text_at(s, 6),
            .rule = text_at(s, 7),
            .lecturer = "",
        };
        meetings_read(a, json_at(s, 8), &v[i]);
    }
    sheet->v = v;
    sheet->n = json_len(doc);
    return OK;
}

static err reserves_read(struct arena *a, const char *text, struct records_sheet *sheet)
{
    const struct json *doc = NULL;
    struct records_reserved *v;

    TRY(json_parse(a, text, strlen(text), COPY_MAX, &doc));
    v = ARENA_ARRAY(a, json_len(doc), struct records_reserved);
    for (size_t i = 0; i < json_len(doc); i++) {
        const struct json *r = json_at(doc, i);

        v[i] =
            (struct records_reserved){{number_at(r, 0)}, {number_at(r, 1)}, {number_at(r, 2)}};
    }
    sheet->reserves = v;
    sheet->n_reserves = json_len(doc);
    return OK;
}

err records_sheet_kept(struct db *db, term_id term, int64_t version, struct records_sheet *ret)
{
    struct arena *a = db_arena(db);
    struct records_r_version *row = NULL;
    struct records_term t = {0};

    TRY(records_q_version_of(db, term, version, &row));
    if (row == NULL)
        return ERR_NOT_FOUND;
    if (!str_eq(digest_of(a, row->body), row->sections))
        return ERR_PARSE;
    TRY(records_term_of_id(db, LANG_EN, term, &t));
    *ret = (struct records_sheet){.term = term, .last = t.last, .version = version};
    TRY(sections_read(a, row->body, ret));
    return reserves_read(a, row->reserves, ret);
}

/* --- By itself, before it is needed -------------------------------------------------------------- */

/* A snapshot sees only what is on disk: what it finds needs not be looked for again. */
static err look(struct task *t, const struct records_sheet *sheet, bool *ret_kept)
{
    struct db *db = NULL;
    int64_t kept = 0;
    err e;

    TRY(task_read(t, &db));
    e = records_q_version_kept(db, sheet->term, sheet->version, &kept);
    store_release(db);
    *ret_kept = kept > 0;
    return e;
}

static err keep(struct db *db, void *ctx)
{
    return records_sheet_keep(db, ctx);
}

err sheets_round(struct task *t, instant *ret_next)
{
    struct sheets_held all = sheets_hold(task_app(t), task_arena(t));

    *ret_next = (instant){0};
    for (size_t i = 0; i < all.n; i++) {
        struct records_sheet *sheet = ARENA_NEW(task_arena(t), struct records_sheet);
        bool kept = false;
        err e;

        *sheet = *all.v[i];
        if (atomic_load_explicit(&sheet->copied->done, memory_order_relaxed))
            continue;
        TRY(look(t, sheet, &kept));
        if (kept) {
            atomic_store_explicit(&sheet->copied->done, true, memory_order_relaxed);
            continue;
        }
        e = task_write(t, keep, sheet);
        if (e != OK && e != ERR_CONFLICT)
            return e;
    }
    return OK;
}
