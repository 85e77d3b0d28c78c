/* seed.c: makes the students of a rush in a state folder that has the sample university: accounts,
   studies, sessions and plans, and seats such that a fifth of the wished sections is oversubscribed.
   It opens the campus as `rapenburg serve` does and uses identity's own functions; the running server
   has no such door. Writes a line a student: the session cookie, the form token, the login.
   With SESSIONS each has so many, and the further cookies and tokens follow in the line.
   seed STATE DATABASE STUDENTS SEED OUT [SESSIONS] -> `seed=… students=… wishes=… …`
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include "app.h"
#include "identity.h"
#include "identity_settings.h"
#include "log.h"
#include "query.h"
#include "rand.h"
#include "records.h"
#include "records_q.h"
#include "records_seats.h"
#include "seed.h"
#include "service.h"
#include "session.h"
#include "str.h"

extern const struct service *const services[];
extern const size_t n_services;

#define TERM "2026-2"
#define CHUNK 250 /* students in one transaction */

static void need(err e, const char *what, const char *why)
{
    if (e == OK)
        return;
    fprintf(stderr, "seed: %s: %s %s\n", what, err_text(e), why ? why : "");
    exit(1);
}

/* --- What is taught ----------------------------------------------------------------------------- */

static const struct db_col id_col[] = {{"id", DB_I64, false, 0}};
static const struct db_query offerings_of = {
    .name = "seed_offerings",
    .params = "i",
    .cols = id_col,
    .n_cols = 1,
    .row = sizeof(int64_t),
    .sqlite = "SELECT id FROM records_offering WHERE term = ?1 ORDER BY id",
    .postgres = "SELECT id FROM records_offering WHERE term = $1 ORDER BY id",
};

/* Every section of the term that has seats, with its meetings. */
static err read_sections(struct db *db, struct campus_in *in)
{
    struct db_value term;
    void *rows = NULL;
    size_t n = 0;

    TRY(records_term_of_code(db, LANG_EN, TERM, &in->term));
    term = db_v_int(in->term.id.v);
    TRY(db_many(db, &offerings_of, &term, &rows, &n));
    for (size_t i = 0; i < n; i++) {
        struct records_sections s = {0};

        TRY(records_sections_of(db, (offering_id){((int64_t *)rows)[i]}, &s));
        for (size_t k = 0; k < s.n && in->n < SECTIONS_MAX; k++)
            if (!s.v[k].unlimited && s.v[k].seats > 0)
                in->v[in->n++].section = s.v[k];
    }
    return records_q_programmes(db, false, &in->programmes);
}

/* --- Writing it --------------------------------------------------------------------------------- */

struct job {
    const struct app *app;
    const struct campus_in *in;
    size_t from, to; /* students */
    int64_t sessions; /* of each */
    struct buf *out;
};

static const struct db_query drop_windows = {
    .name = "seed_windows",
    .params = "i",
    .writes = true,
    .sqlite = "DELETE FROM records_window WHERE term = ?1",
    .postgres = "DELETE FROM records_window WHERE term = $1",
};
static const struct db_query window_add = {
    .name = "seed_window",
    .params = "iiii",
    .writes = true,
    .sqlite = "INSERT INTO records_window (id, term, opens, closes) VALUES (?1, ?2, ?3, ?4)",
    .postgres = "INSERT INTO records_window (id, term, opens, closes) VALUES ($1, $2, $3, $4)",
};
static const struct db_query plan_add = {
    .name = "seed_plan",
    .params = "iiii",
    .writes = true,
    .sqlite = "INSERT INTO studymap_plan (id, person, term, version, changed_at)"
              " VALUES (?1, ?2, ?3, 1, ?4)",
    .postgres = "INSERT INTO studymap_plan (id, person, term, version, changed_at)"
                " VALUES ($1, $2, $3, 1, $4)",
};
static const struct db_query item_add = {
    .name = "seed_item",
    .params = "iiiiti",
    .writes = true,
    .sqlite = "INSERT INTO studymap_item (id, plan, offering, section, label, at)"
              " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    .postgres = "INSERT INTO studymap_item (id, plan, offering, section, label, at)"
                " VALUES ($1, $2, $3, $4, $5, $6)",
};

/* Everybody's window is open, and the seats are scaled. */
static err open_term(struct db *db, const struct campus_in *in)
{
    struct db_value term = db_v_int(in->term.id.v);
    struct db_value window[] = {db_v_int(db_new_id(db)), term,
                                db_v_int(instant_add(db_now(db), -HOURS(1)).v),
                                db_v_int(instant_add(db_now(db), DAYS(30)).v)};

    TRY(db_nothing(db, &drop_windows, &term));
    TRY(db_nothing(db, &window_add, window));
    for (size_t i = 0; i < in->n; i++) {
        TRY(records_seats_set(db, in->v[i].section.id, in->v[i].seats, false, NULL));
    }
    return OK;
}

static enum wrote open_run(struct db *db, void *ctx)
{
    const struct job *j = ctx;

    return open_term(db, j->in) == OK ? WROTE_DONE : WROTE_FAILED;
}

static err plan_of(struct db *db, const struct campus_in *in, size_t student, person_id who)
{
    int64_t plan = db_new_id(db);
    struct db_value p[] = {db_v_int(plan), db_v_int(who.v), db_v_int(in->term.id.v),
                           db_v_int(db_now(db).v)};

    TRY(db_nothing(db, &plan_add, p));
    for (size_t k = 0; k < CHOICES; k++) {
        const struct records_section *s = &in->v[in->wishes[student * CHOICES + k]].section;
        const char *label = arena_printf(db_arena(db), "%s, group %s", s->course_code, s->code);
        struct db_value i[] = {db_v_int(db_new_id(db)), db_v_int(plan),
                               db_v_int(s->offering.v), db_v_int(s->id.v),
                               db_v_text(label),        db_v_int(db_now(db).v + (int64_t)k)};

        TRY(db_nothing(db, &item_add, i));
    }
    return OK;
}

static err student_add(struct db *db, const struct job *j, size_t i)
{
    struct arena *a = db_arena(db);
    const struct identity_settings *s = settings_of(app_settings(j->app), &identity_settings_group);
    struct identity_row row = {.login = arena_printf(a, "r%06zu", i + 1),
                               .name = arena_printf(a, "Rush Student %06zu", i + 1),
                               .role = "student"};
    struct session_new browser = {.address = "127.0.0.1", .agent = "rush"};
    const struct records_r_programme *p = &j->in->programmes.v[i % j->in->programmes.n];
    enum identity_change change;
    const char *cookie = NULL;

    TRY(identity_import(db, &row, &browser.who, &change));
    TRY(records_q_study_put(db, browser.who, p->id, (day){civil_of(db_now(db)).day.v - 400}));
    TRY(session_make(db, s, &browser, &cookie));
    TRY(plan_of(db, j->in, i, browser.who));
    buf_printf(j->out, "%s\t%s\t%s", cookie, session_form_token(a, cookie), row.login);
    for (int64_t k = 1; k < j->sessions; k++) {
        TRY(session_make(db, s, &browser, &cookie));
        buf_printf(j->out, "\t%s\t%s", cookie, session_form_token(a, cookie));
    }
    buf_puts(j->out, "\n");
    return OK;
}

static enum wrote students_run(struct db *db, void *ctx)
{
    const struct job *j = ctx;

    buf_clear(j->out);
    for (size_t i = j->from; i < j->to; i++)
        if (student_add(db, j, i) != OK)
            return WROTE_FAILED;
    return WROTE_DONE;
}

static void write_all(struct app *app, struct campus_in *in, int64_t sessions, FILE *out)
{
    struct arena *a = arena_new(256U << 20);
    struct buf lines = buf_new(1U << 20);
    struct job j = {.app = app, .in = in, .out = &lines, .sessions = sessions};

    need(store_write_now(app->store, a, clock_now(), open_run, &j), "seats and window", NULL);
    while (j.from < in->students) {
        j.to = j.from + CHUNK < in->students ? j.from + CHUNK : in->students;
        arena_reset(a);
        need(store_write_now(app->store, a, clock_now(), students_run, &j), "students", NULL);
        if (lines.n == 0)
            need(ERR_DB, "students", "nothing was written");
        fwrite(lines.s, 1, lines.n, out);
        j.from = j.to;
    }
    /* Nothing of the making is left to do when the rush begins. */
    while (app_work_once(app, clock_now()))
        ;
    buf_free(&lines);
    arena_free(a);
}

int main(int argc, char **argv)
{
    struct arena *a = arena_new(256U << 20);
    struct campus_in in = {.v = ARENA_ARRAY(a, SECTIONS_MAX, struct seat)};
    struct app *app = NULL;
    struct db *db = NULL;
    const char *why = NULL;
    int64_t seed = 0, students = 0, sessions = 1;

    if (argc < 6 || argc > 7 || str_int(argv[3], 1, 1000000, &students) != OK ||
        str_int(argv[4], 1, INT64_MAX, &seed) != OK ||
        (argc == 7 && str_int(argv[6], 1, 8, &sessions) != OK)) {
        fprintf(stderr, "usage: seed STATE DATABASE STUDENTS SEED OUT [SESSIONS]\n");
        return 2;
    }
    struct app_options o = {.state = argv[1],
                            .database = argv[2][0] ? argv[2] : NULL,
                            .services = services,
                            .n_services = n_services,
                            .own = true};
    log_level_set(LOG_WARNING);
    need(app_open(&o, &app, &why), argv[1], why);
    need(store_reader(app->store, a, clock_now(), &db), "reading", NULL);
    need(read_sections(db, &in), "the sample university", TERM);
    store_release(db);
    rand_seed((uint64_t)seed);
    in.students = (size_t)students;
    wishes_make(a, &in);
    printf("seed=%lld students=%lld wishes=%zu sections=%zu wished=%zu oversubscribed=%zu"
           " p95_per_seat=%.2f worst_per_seat=%.1f clashing_plans=%zu\n",
           (long long)seed, (long long)students, in.students * CHOICES, in.n, in.wished,
           in.oversubscribed, in.p95, in.worst, in.clashing);
    rand_seed(0);
    FILE *out = fopen(argv[5], "w");
    if (!out)
        need(ERR_IO, argv[5], NULL);
    write_all(app, &in, sessions, out);
    if (fclose(out) != 0)
        need(ERR_IO, argv[5], NULL);
    app_close(app);
    arena_free(a);
    return 0;
}
