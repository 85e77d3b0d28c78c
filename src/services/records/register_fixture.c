/* register_fixture.c: a campus with identity and records, filled by importing a small folder.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "register_fixture.h"
#include "check.h"
#include "file.h"
#include "identity.h"
#include "log.h"
#include "records.h"
#include "records_q.h"
#include "service.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const struct service identity_service;
static const struct service *const with_register[] = {&identity_service, &records_service};

static const struct {
    const char *name, *text;
} files[] = {
    {"faculties.csv", "faculty,name,name_nl\nF,Faculty of Science,Faculteit\n"},
    {"programmes.csv",
     "programme,faculty,name,name_nl,degree,credits\nB-INF,F,Computer Science,Informatica,bachelor,180\n"
     "M-INF,F,Computer Science,Informatica,master,120\n"},
    {"courses.csv",
     "course,name,faculty,level,credits,language\nCSE 8,Programming,F,100,6,en\n"
     "CSE 12,Data structures,F,100,6,en\nCSE 110,Compilers,F,300,6,en\nMATH 20,Calculus,F,100,6,nl\n"},
    {"requirement_groups.csv",
     "programme,number,name,name_nl,credits,courses\nB-INF,1,First year,Eerste jaar,45,CSE level 100; "
     "MATH 20\nB-INF,2,Electives,Keuze,30,*\n"},
    {"terms.csv", "term,name,name_nl,first,last\n2026-1,Autumn,Najaar,2026-08-31,2027-01-29\n"
                  "2026-2,Spring,Voorjaar,2027-02-01,2027-06-25\n"},
    {"holidays.csv", "term,first,last,name,name_nl\n2026-2,2027-03-29,2027-03-29,Easter Monday,"
                     "Tweede paasdag\n"},
    {"buildings.csv", "building,name,address\nL,Lipsius,Plein 1\n"},
    {"rooms.csv", "building,room,seats\nL,0.04,40\nL,0.05,20\n"},
    {"offerings.csv", "term,course\n2026-2,CSE 8\n2026-2,CSE 12\n2026-2,MATH 20\n"},
    {"sections.csv", "term,course,section,lecturer,seats\n2026-2,CSE 8,A01,Eva Smit,2\n"
                     "2026-2,CSE 8,A02,,1\n2026-2,CSE 12,A01,Eva Smit,unlimited\n"
                     "2026-2,MATH 20,A01,,30\n"},
    {"meetings.csv",
     "term,course,section,number,kind,weekday,first,last,starts,ends,building,room\n"
     "2026-2,CSE 8,A01,1,lecture,1,2027-02-01,2027-05-28,09:00,10:45,L,0.04\n"
     "2026-2,CSE 8,A01,2,exam,2,2027-06-15,2027-06-15,13:00,16:00,L,0.04\n"
     "2026-2,CSE 12,A01,1,lecture,1,2027-02-01,2027-05-28,10:00,11:45,,\n"},
    {"windows.csv", "term,programme,opens,closes\n2026-2,,2026-11-09 13:00,2027-01-27 23:59\n"
                    "2026-2,M-INF,2026-12-14 13:00,2027-01-27 23:59\n"},
    {"people.csv", "login,name,mail,lang,role,password\ns1,Noor de Vries,,en,student,\n"
                   "s2,Bram Jansen,,nl,student,\ns3,Piet Bos,,nl,student,\ns4,An Vos,,nl,student,\n"
                   "l1,Eva Smit,,en,,\na1,Karin Mulder,,en,,\nadmin,Sam Bakker,,en,system-admin,\n"},
    {"studies.csv", "login,programme,since\ns1,B-INF,2025-09-01\ns2,M-INF,2026-09-01\n"},
    {"programme_admins.csv", "login,programme\na1,B-INF\n"},
    {"teaching.csv", "login,term,course\nl1,2026-2,CSE 8\n"},
    {"prerequisites.csv", "course,rule\nCSE 12,CSE 8\n"},
    {"results.csv", "login,course,day,grade,passed\ns1,CSE 8,2026-06-12,6.5,yes\n"},
    {"places.csv", "login,term,course,section\ns3,2026-2,CSE 8,A02\n"},
};

void register_file(struct campus_register *c, const char *name, const char *text)
{
    CHECK_OK(file_write(file_join(c->arena, c->folder, name), text, strlen(text), 0600));
}

void register_edit(struct campus_register *c, const char *name, const char *from, const char *to)
{
    struct str whole = STR("");
    const char *at;

    CHECK_OK(file_read(c->arena, file_join(c->arena, c->folder, name), 1 << 20, &whole));
    at = strstr(whole.s, from);
    if (CHECK(at != NULL))
        register_file(c, name,
                      arena_printf(c->arena, "%.*s%s%s", (int)(at - whole.s), whole.s, to,
                                   at + strlen(from)));
}

struct job {
    struct import *imp;
    bool apply;
    err e;
};

static enum wrote do_import(struct db *db, void *ctx)
{
    struct job *job = ctx;
    struct import fresh = {.db = db,
                           .arena = job->imp->arena,
                           .path = job->imp->path,
                           .folder = job->imp->folder};

    job->e = import_plan(&fresh);
    if (job->e == OK && job->apply)
        job->e = import_apply(&fresh, db);
    *job->imp = fresh;
    return job->apply && job->e == OK ? WROTE_DONE : WROTE_FAILED;
}

struct import *register_import(struct campus_register *c, bool apply, err *ret_e)
{
    struct import *imp = ARENA_NEW(c->arena, struct import);
    struct job job = {.imp = imp, .apply = apply};

    *imp = (struct import){.arena = c->arena, .path = c->folder, .folder = "small"};
    CHECK_OK(store_write_now(c->app->store, c->arena, clock_now(), do_import, &job));
    *ret_e = job.e;
    return imp;
}

struct tally register_sum(const struct import *imp)
{
    struct tally sum = {0};

    for (enum sort s = 0; s < SORTS; s++) {
        sum.added += imp->tally[s].added;
        sum.changed += imp->tally[s].changed;
        sum.removed += imp->tally[s].removed;
    }
    return sum;
}

bool register_says(const struct import *imp, const char *remark)
{
    for (size_t i = 0; i < imp->remarks.n; i++)
        if (strcmp(imp->remarks.v[i].text, remark) == 0)
            return true;
    for (size_t i = 0; i < imp->remarks.n; i++)
        fprintf(stderr, "said: %s\n", imp->remarks.v[i].text);
    return false;
}

struct db *register_reader(struct campus_register *c)
{
    struct db *db = NULL;

    CHECK_OK(store_reader(c->app->store, c->arena, clock_now(), &db));
    return db;
}

void register_write(struct campus_register *c, enum wrote (*run)(struct db *db, void *ctx), void *ctx)
{
    CHECK_OK(store_write_now(c->app->store, c->arena, clock_now(), run, ctx));
}

person_id register_person(struct db *db, const char *login)
{
    struct identity_info info = {0};

    CHECK_OK(identity_by_name(db, login, &info));
    return info.id;
}

section_id register_section(struct db *db, const char *course, const char *code)
{
    struct records_o_section_list all = {0};

    CHECK_OK(records_q_old_sections(db, &all));
    for (size_t i = 0; i < all.n; i++)
        if (str_eq(all.v[i].course, course) && str_eq(all.v[i].code, code))
            return all.v[i].id;
    CHECK(!"the section is there");
    return (section_id){0};
}

/* Who asks stands in a header; the form token is always the same. */
static err who(struct rq *rq)
{
    struct identity_info info;
    struct held_role *roles;
    struct person *p;
    const char *login = rq_header(rq, "X-Person");

    if (*login == '\0' || identity_by_name(rq->db, login, &info) != OK)
        return OK;
    roles = ARENA_ARRAY(rq->arena, 1, struct held_role);
    *roles = (struct held_role){.role = *login == 's'   ? ROLE_STUDENT
                                        : *login == 'l' ? ROLE_LECTURER
                                                        : ROLE_SYSTEM_ADMIN};
    if (str_eq(login, "a1")) {
        struct records_r_programme_list all;

        TRY(records_q_programmes(rq->db, false, &all));
        *roles = (struct held_role){ROLE_PROGRAMME_ADMIN, all.v[0].id.v}; /* B-INF */
    }
    p = ARENA_NEW(rq->arena, struct person);
    *p = (struct person){info.id, info.login, info.name, info.mail, roles, 1};
    rq->me = info.id;
    rq->session = (session_id){1};
    rq->csrf = "same";
    rq->person = p;
    return OK;
}

static struct web_answer ask(struct campus_register *c, const char *login, struct web_ask *a)
{
    struct web_answer answer = {0};

    a->headers = arena_printf(c->arena, "%s%s%s\n%s", login == NULL ? "" : "X-Person: ",
                              login == NULL ? "" : login, login == NULL ? "Accept: */*" : "",
                              a->method == POST
                                  ? "Content-Type: application/x-www-form-urlencoded\n"
                                  : "");
    CHECK_OK(web_ask(c->app->web, c->arena, a, &answer));
    return answer;
}

struct web_answer register_get(struct campus_register *c, const char *login, const char *path)
{
    return ask(c, login, &(struct web_ask){.method = GET, .target = path});
}

struct web_answer register_post(struct campus_register *c, const char *login, const char *path,
                                const char *body)
{
    const char *whole = arena_printf(c->arena, "token=same&%s", body);

    return ask(c, login,
               &(struct web_ask){
                   .method = POST, .target = path, .body = whole, .body_n = strlen(whole)});
}

static struct campus_register open_on(int which)
{
    struct campus_register c = {.arena = arena_new((size_t)256 << 20)};
    const char *why = NULL;
    struct app_options o;
    err e = OK;

    clock_freeze((instant){REGISTER_NOW});
    fixture_place(which, &c.place);
    o = (struct app_options){.state = c.place.state,
                             .database = *c.place.url ? c.place.url : NULL,
                             .services = with_register,
                             .n_services = COUNT(with_register)};
    if (app_open(&o, &c.app, &why) != OK) {
        fprintf(stderr, "campus: %s\n", why ? why : "does not open");
        exit(1);
    }
    log_level_set(LOG_ERROR);
    campus_identify_by(c.app, who);
    c.folder = file_join(c.arena, file_join(c.arena, c.place.state, "import"), "small");
    CHECK_OK(file_mkdirs(c.folder, 0700));
    for (size_t i = 0; i < COUNT(files); i++)
        register_file(&c, files[i].name, files[i].text);
    CHECK_INT(register_import(&c, true, &e)->faults, 0);
    CHECK_OK(e);
    return c;
}

static void close_it(struct campus_register *c)
{
    struct buf faults = buf_new(1 << 16);
    struct db *db = register_reader(c);

    CHECK_OK(records_service.check(db, &faults));
    CHECK_STR(faults.n > 0 ? faults.s : "", "");
    buf_free(&faults);
    store_release(db);
    app_close(c->app);
    fixture_clear(&c->place);
    arena_free(c->arena);
    clock_freeze((instant){0});
}

void register_each(void (*test)(struct campus_register *c))
{
    for (int i = 0; i < fixture_databases(); i++) {
        struct campus_register c = open_on(i);

        check_case(i ? "PostgreSQL" : "SQLite");
        test(&c);
        close_it(&c);
    }
    check_case(NULL);
}
