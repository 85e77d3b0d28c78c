/* migrate_test.c: places and receipts of the first versions, brought to the present schema, on both
   databases. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "items.h"
#include "lines.h"
#include "query.h"
#include "service.h"
#include "studymap.h"
#include "studymap_q.h"
#include "db_fixture.h"

extern const struct service campus_service, identity_service;

static const char *const old_rows[] = {
    "INSERT INTO identity_person (id, org, login, name, sort_key, mail, lang, created_at) VALUES"
    " (1, 1, 's1', 'S', 's', '', 'en', 1), (2, 1, 's2', 'T', 't', '', 'en', 1)",
    "INSERT INTO records_faculty VALUES (1, 'F', 'Faculty', 'Faculteit')",
    "INSERT INTO records_term VALUES (1, '2026-2', 'Semester 2', 'Semester 2', 20270201, 20270625)",
    "INSERT INTO records_course (id, code, sort_key, search, subject, name, faculty, level, credits,"
    " language) VALUES (1, 'CSE 1', 'cse 1', 'cse 1', 'CSE', 'Logic', 1, 100, 6, 'en'),"
    " (2, 'LAT 4', 'lat 4', 'lat 4', 'LAT', 'Latin', 1, 100, 5, 'en')",
    "INSERT INTO records_offering (id, course, term) VALUES (11, 1, 1), (14, 2, 1)",
    "INSERT INTO records_section (id, offering, code, lecturer, seats, unlimited, taken, waiting,"
    " last_order) VALUES (111, 11, 'A01', '', 1, 0, 1, 1, 7), (141, 14, 'A01', '', 0, 1, 1, 0, 0)",
    "INSERT INTO records_enrolment (id, person, offering, section, waiting_order, at) VALUES"
    " (1, 1, 11, 111, 0, 5), (2, 2, 11, 111, 7, 6), (3, 1, 14, 141, 0, 8)",
    "INSERT INTO studymap_plan (id, person, term, version, changed_at) VALUES (1, 1, 1, 3, 5),"
    " (2, 2, 1, 2, 5)",
    "INSERT INTO studymap_item (id, plan, offering, section, label, at) VALUES"
    " (1, 1, 11, 111, 'CSE 1 A01', 4), (2, 1, 14, 141, 'LAT 4 A01', 3)",
    "INSERT INTO studymap_receipt (id, number, person, term, plan, plan_version, at) VALUES"
    " (1, '2027-000001', 1, 1, 1, 2, 5), (2, '2027-000002', 2, 1, 2, 1, 6)",
    "INSERT INTO studymap_line VALUES"
    " (1, 1, 11, 'CSE 1', 'Logic \"and\" \\ Sets', 'A01', 6, 'enrolled', 0, '', '', 0, 0),"
    " (1, 2, 14, 'LAT 4', 'Latin', 'A\\01', 5, 'refused', 0, 'clash', 'It''s \"\\\"', 10900105, 10960108),"
    " (2, 1, 11, 'CSE 1', 'Grüße', 'A01', 6, 'waiting', 1, '', '', 0, 0)",
};

static enum wrote write_old(struct db *db, void *)
{
    for (size_t i = 0; i < COUNT(old_rows); i++) {
        /* A connection keeps a prepared sentence by its address. */
        struct db_query *q = ARENA_NEW(db_arena(db), struct db_query);

        *q = (struct db_query){.name = "fixture", .params = "", .writes = true, .sqlite = old_rows[i],
                               .postgres = old_rows[i]};
        if (!CHECK_OK(db_nothing(db, q, NULL)))
            return WROTE_FAILED;
    }
    return WROTE_DONE;
}

/* The migrations of the services, of records and studymap no more than so many. */
static size_t migrations(struct migration *ret, size_t of_records, size_t of_studymap)
{
    static const struct service *const all[] = {&campus_service, &identity_service,
                                                &records_service, &studymap_service};
    size_t n = 0;

    for (size_t s = 0; s < COUNT(all); s++)
        for (size_t i = 0; i < all[s]->n_migrations; i++)
            if ((all[s] != &records_service || i < of_records) &&
                (all[s] != &studymap_service || i < of_studymap))
                ret[n++] = all[s]->migrations[i];
    return n;
}

static void check_lines(struct db *db)
{
    struct studymap_export_receipt_list list = {};
    struct studymap_lines lines = {};

    CHECK_OK(studymap_q_export_receipts(db, (person_id){1}, &list));
    CHECK_INT(list.n, 1);
    CHECK_STR(list.v[0].kind, "submit");
    CHECK_OK(studymap_lines_read(db_arena(db), list.v[0].lines, &lines));
    CHECK_INT(lines.n, 2);
    CHECK_INT(lines.enrolled * 100 + lines.waiting * 10 + lines.refused, 101);
    CHECK_INT(lines.v[0].offering.v, 11);
    CHECK_STR(lines.v[0].name, "Logic \"and\" \\ Sets");
    CHECK_STR(lines.v[1].group, "A\\01");
    CHECK_INT(lines.v[1].why.reason, STUDYMAP_CLASH);
    CHECK_STR(lines.v[1].why.other, "It's \"\\\"");
    CHECK_INT(lines.v[1].why.theirs.ends.v, 108);
    CHECK_INT(lines.v[1].credits, 5);
    CHECK_OK(studymap_q_export_receipts(db, (person_id){2}, &list));
    CHECK_OK(studymap_lines_read(db_arena(db), list.v[0].lines, &lines));
    CHECK_STR(lines.v[0].name, "Grüße");
    CHECK_INT(lines.v[0].waiting_at, 1);
}

static void check_rows(struct db *db)
{
    struct studymap_receipt_sum_list sums = {};
    struct studymap_item_list items = {};
    struct records_places places = {};
    struct buf out = buf_in(db_arena(db), 4096);

    CHECK_OK(studymap_q_receipts_of(db, (person_id){1}, (instant){0}, (receipt_id){0}, 50, &sums));
    CHECK_INT(sums.v[0].enrolled * 100 + sums.v[0].waiting * 10 + sums.v[0].refused, 101);
    CHECK_OK(studymap_items_read(db, (plan_id){1}, &items));
    CHECK_STR(items.v[0].label, "LAT 4 A01"); /* still in the order in which they were made */
    CHECK_OK(records_places_of(db, (person_id){1}, (term_id){1}, &places));
    CHECK_INT(places.n, 2);
    CHECK_OK(records_places_of(db, (person_id){2}, (term_id){1}, &places));
    CHECK_INT(places.v[0].waiting_at, 1);
    buf_puts(&out, "");
    CHECK_OK(records_service.check(db, &out));
    buf_puts(&out, ";");
    CHECK_STR(out.s, ";");
}

static void old_rows_test(int which)
{
    struct fixture_place place;
    struct arena *a = arena_new(64U << 20);
    struct migration all[64];
    const char *why = "";
    struct store *s;
    struct db *db = NULL;

    fixture_place(which, &place);
    s = fixture_store(&place, all, migrations(all, 3, 1));
    CHECK_OK(store_write_now(s, a, (instant){1000}, write_old, NULL));
    CHECK_OK(store_migrate(s, all, migrations(all, 99, 99), a, &why));
    CHECK_STR(why, NULL);
    CHECK_OK(store_reader(s, a, (instant){1000}, &db));
    check_lines(db);
    check_rows(db);
    store_release(db);
    store_close(s);
    fixture_clear(&place);
    arena_free(a);
}

static void places_and_receipts_of_old(void)
{
    for (int i = 0; i < fixture_databases(); i++) {
        check_case(i ? "PostgreSQL" : "SQLite");
        old_rows_test(i);
    }
    check_case(NULL);
}

CHECKS(studymap_migrate, TEST(places_and_receipts_of_old))
