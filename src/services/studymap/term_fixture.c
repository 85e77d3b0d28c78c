/* term_fixture.c: a campus with one term to plan, and students who ask, for tests.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "term_fixture.h"
#include "check.h"
#include "log.h"
#include "query.h"
#include "records.h"
#include "rights.h"
#include "service.h"
#include "studymap.h"

extern const struct service identity_service;
static const struct service *const with_term[] = {&identity_service, &records_service,
                                                  &studymap_service};

static const char *const sentences[] = {
    "INSERT INTO records_faculty VALUES (1, 'F', 'Faculty', 'Faculteit')",
    "INSERT INTO records_term VALUES (1, '2026-2', 'Semester 2', 'Semester 2', 20270201, "
    "20270625)",
    "INSERT INTO records_course (id, code, sort_key, search, subject, name, faculty, level, "
    "credits,"
    " language) VALUES"
    " (1, 'CSE 1', 'cse 1', 'cse 1 logic and sets', 'CSE', 'Logic and Sets', 1, 100, 6, 'en'),"
    " (2, 'MATH 2', 'math 2', 'math 2 calculus 1', 'MATH', 'Calculus 1', 1, 100, 6, 'en'),"
    " (3, 'HIS 3', 'his 3', 'his 3 history of rome', 'HIS', 'History of Rome', 1, 100, 40, "
    "'en'),"
    " (4, 'LAT 4', 'lat 4', 'lat 4 latin', 'LAT', 'Latin', 1, 100, 5, 'en')",
    "INSERT INTO records_offering (id, course, term) VALUES (11, 1, 1), (12, 2, 1), (13, 3, 1),"
    " (14, 4, 1)",
    "INSERT INTO records_section (id, offering, code, lecturer, seats, unlimited, taken, "
    "waiting,"
    " last_order) VALUES (111, 11, 'A01', 'Eva Smit', 5, 0, 0, 0, 0), (112, 11, 'A02', '', 5, "
    "0, 0,"
    " 0, 0), (121, 12, 'A01', '', 30, 0, 0, 0, 0), (131, 13, 'A01', '', 0, 1, 0, 0, 0),"
    " (141, 14, 'A01', '', 1, 0, 0, 0, 0)",
    "INSERT INTO records_meeting (id, section, number, kind, weekday, first, last, starts, "
    "ends,"
    " sequence, changed_at) VALUES"
    " (1, 111, 1, 'lecture', 1, 20270201, 20270528, 540, 645, 0, 1),"
    " (2, 112, 1, 'lecture', 2, 20270202, 20270528, 540, 645, 0, 1),"
    " (3, 121, 1, 'lecture', 1, 20270201, 20270528, 600, 720, 0, 1),"
    " (4, 131, 1, 'lecture', 3, 20270203, 20270528, 540, 645, 0, 1),"
    " (5, 141, 1, 'lecture', 4, 20270204, 20270528, 540, 645, 0, 1),"
    " (6, 141, 2, 'exam', 2, 20270601, 20270601, 540, 720, 0, 1)",
    "INSERT INTO records_programme VALUES (1, 'B-INF', 1, 'Informatics', 'Informatica', "
    "'bachelor', 180)",
    "INSERT INTO records_window (id, term, opens, closes) VALUES (1, 1, 1799000000000,"
    " 1801000000000)",
};

/* Connections keep a prepared sentence by its address, so each has one of its own. */
static struct db_query *sentence(struct term_campus *c, const char *sql)
{
    struct db_query *q = ARENA_NEW(c->arena, struct db_query);

    *q = (struct db_query){.name = "fixture", .params = "", .sqlite = arena_dup(c->arena, sql)};
    q->postgres = q->sqlite;
    return q;
}

static enum wrote do_one(struct db *db, void *ctx)
{
    return CHECK_OK(db_nothing(db, ctx, NULL)) ? WROTE_DONE : WROTE_FAILED;
}

void term_do(struct term_campus *c, const char *sql)
{
    struct db_query *q = sentence(c, sql);

    q->writes = true;
    CHECK_OK(store_write_now(c->app->store, c->arena, clock_now(), do_one, q));
    /* So far that no version is one that an id gives later. */
    q = sentence(c, "UPDATE records_stamp SET version = version + 1000000007");
    q->writes = true;
    CHECK_OK(store_write_now(c->app->store, c->arena, clock_now(), do_one, q));
}

int64_t term_count(struct term_campus *c, const char *sql)
{
    static const struct db_col col = {.name = "n", .kind = DB_I64};
    struct db_query *q = sentence(c, sql);
    struct db *db = NULL;
    int64_t n = -1;
    bool found = false;

    q->cols = &col;
    q->n_cols = 1;
    CHECK_OK(store_reader(c->app->store, c->arena, clock_now(), &db));
    CHECK_OK(db_maybe_word(db, q, NULL, &(struct db_found){&n, sizeof n, &found}));
    store_release(db);
    return n;
}

const char *term_faults(struct term_campus *c)
{
    struct buf out = buf_new(1 << 16);
    struct db *db = NULL;

    CHECK_OK(store_reader(c->app->store, c->arena, clock_now(), &db));
    CHECK_OK(studymap_service.check(db, &out));
    store_release(db);
    const char *text = arena_dup(c->arena, out.s ? out.s : "");
    buf_free(&out);
    return text;
}

/* Who asks stands in a header; the form token is always the same. */
static err who(struct rq *rq)
{
    static const struct held_role student = {.role = ROLE_STUDENT};
    int64_t id = 0;

    if (str_int(rq_header(rq, "X-Student"), 1, 10000, &id) != OK)
        return OK;
    struct person *p = ARENA_NEW(rq->arena, struct person);
    *p = (struct person){
        .id = {id},
        .login = "s1234567",
        .name = "Noor de Vries",
        .mail = "",
        .roles = &student,
        .n_roles = 1,
    };
    rq->me = p->id;
    rq->session = (session_id){1};
    rq->csrf = "same";
    rq->person = p;
    return OK;
}

struct app *term_another(const struct term_campus *c)
{
    struct app *app = NULL;
    const char *why = NULL;
    struct app_options o = {
        .state = c->place.state,
        .database = *c->place.url ? c->place.url : NULL,
        .services = with_term,
        .n_services = COUNT(with_term),
    };
    if (app_open(&o, &app, &why) != OK) {
        fprintf(stderr, "campus: %s\n", why ? why : "does not open");
        exit(1);
    }
    campus_identify_by(app, who);
    log_level_set(LOG_ERROR);
    return app;
}

struct term_campus term_open(int which)
{
    struct term_campus c = {.arena = arena_new((size_t)256 << 20)};

    clock_freeze((instant){TERM_NOW});
    fixture_place(which, &c.place);
    c.app = term_another(&c);
    for (size_t i = 0; i < COUNT(sentences); i++)
        term_do(&c, sentences[i]);
    for (int i = 901; i <= 940; i++)
        term_do(&c, arena_printf(
                        c.arena,
                        "INSERT INTO identity_person (id, org, login, name, sort_key, mail,"
                        " lang, created_at) VALUES (%d, 1, 's%d', 'S', 's', '', 'en', 1)",
                        i, i));
    return c;
}

void term_close(struct term_campus *c)
{
    CHECK_STR(term_faults(c), "");
    app_close(c->app);
    fixture_clear(&c->place);
    arena_free(c->arena);
    clock_freeze((instant){0});
}

void term_each(void (*test)(struct term_campus *c))
{
    for (int i = 0; i < fixture_databases(); i++) {
        struct term_campus c = term_open(i);

        check_case(i ? "PostgreSQL" : "SQLite");
        test(&c);
        term_close(&c);
    }
    check_case(NULL);
}

static struct web_answer ask(struct term_campus *c, int64_t student, struct web_ask ask)
{
    struct web_answer answer = {};

    ask.headers = arena_printf(c->arena,
                               "Host: localhost\nX-Student: %lld\nAccept-Language: en\n"
                               "Content-Type: application/x-www-form-urlencoded\n",
                               (long long)student);
    CHECK_OK(web_ask(c->app->web, c->arena, &ask, &answer));
    return answer;
}

struct web_answer term_get(struct term_campus *c, int64_t student, const char *path)
{
    return ask(c, student, (struct web_ask){.method = GET, .target = path});
}

struct web_answer term_post(struct term_campus *c, int64_t student, const char *path,
                            const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    const char *fields = arena_vprintf(c->arena, fmt, ap);
    va_end(ap);
    const char *body = arena_printf(c->arena, "token=same&%s", fields);
    return ask(
        c, student,
        (struct web_ask){.method = POST, .target = path, .body = body, .body_n = strlen(body)});
}

bool term_sees(const struct web_answer *a, const char *text)
{
    return strstr(a->body.s, text) != NULL;
}

const char *term_leads(struct term_campus *c, const struct web_answer *a)
{
    struct str_list lines = str_split(c->arena, a->headers, '\n');

    for (size_t i = 0; i < lines.n; i++) {
        if (str_starts(lines.v[i], "Location: "))
            return str_trim(c->arena, lines.v[i] + strlen("Location: "));
    }
    return "";
}

int64_t term_version(struct term_campus *c, int64_t student)
{
    static const char mark[] = "name=\"version\" value=\"";
    struct web_answer page = term_get(c, student, "/plan/2026-2");
    const char *at = strstr(page.body.s, mark);

    return at ? strtoll(at + sizeof mark - 1, NULL, 10) : -1;
}

void term_choose(struct term_campus *c, int64_t student, int64_t section)
{
    struct web_answer a =
        term_post(c, student, "/plan/2026-2/add", "section=%lld", (long long)section);

    CHECK_INT(a.status, 303);
    CHECK_STR(term_leads(c, &a), "/plan/2026-2");
}

const char *term_submit(struct term_campus *c, int64_t student)
{
    struct web_answer a = term_post(c, student, "/plan/2026-2/submit", "version=%lld",
                                    (long long)term_version(c, student));

    CHECK_INT(a.status, 303);
    return term_leads(c, &a);
}
