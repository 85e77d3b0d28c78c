/* db_fixture.c: fresh databases for tests.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "db_fixture.h"
#include "check.h"
#include <dirent.h>
#include <libpq-fe.h>
#include <string.h>

[[gnu::noreturn]] static void give_up(const char *what, const char *why)
{
    fprintf(stderr, "fixture: %s: %s\n", what, why);
    exit(1);
}

static const char *test_url(void)
{
    const char *url = getenv("RAPENBURG_TEST_PG");

    return url && *url ? url : NULL;
}

int fixture_databases(void)
{
    return test_url() ? 2 : 1;
}

static void run_sql(const char *fmt, const char *schema)
{
    PGconn *c = PQconnectdb(test_url());
    char sql[128];
    PGresult *r;

    snprintf(sql, sizeof sql, fmt, schema);
    if (PQstatus(c) != CONNECTION_OK)
        give_up(test_url(), PQerrorMessage(c));
    PQclear(PQexec(c, "SET client_min_messages = error"));
    r = PQexec(c, sql);
    if (PQresultStatus(r) != PGRES_COMMAND_OK)
        give_up(sql, PQerrorMessage(c));
    PQclear(r);
    PQfinish(c);
}

void fixture_place(int which, struct fixture_place *ret_p)
{
    const char *shm = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";

    *ret_p = (struct fixture_place){0};
    snprintf(ret_p->state, sizeof ret_p->state, "%s/rapenburg-XXXXXX", shm);
    if (!mkdtemp(ret_p->state))
        give_up(ret_p->state, "cannot be made");
    if (which == 0)
        return;
    snprintf(ret_p->schema, sizeof ret_p->schema, "t_%ld_%s", (long)getpid(),
             ret_p->state + strlen(ret_p->state) - 6);
    run_sql("CREATE SCHEMA \"%s\"", ret_p->schema);
    snprintf(ret_p->url, sizeof ret_p->url, "%s%soptions=-csearch_path%%3D%%22%s%%22", test_url(),
             strchr(test_url(), '?') ? "&" : "?", ret_p->schema);
}

static void remove_folder(const char *path, int depth)
{
    DIR *d = opendir(path);
    struct dirent *e;

    while (d && (e = readdir(d))) {
        char inner[512];

        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        snprintf(inner, sizeof inner, "%s/%s", path, e->d_name);
        if (e->d_type == DT_DIR && depth < 5)
            remove_folder(inner, depth + 1);
        else
            unlink(inner);
    }
    if (d)
        closedir(d);
    rmdir(path);
}

void fixture_clear(const struct fixture_place *p)
{
    remove_folder(p->state, 0);
    if (*p->schema)
        run_sql("DROP SCHEMA \"%s\" CASCADE", p->schema);
}

struct store *fixture_store(const struct fixture_place *p, const struct migration *m, size_t n)
{
    struct arena *a = arena_new(1 << 20);
    struct store_options o = {.state = p->state, .database = p->url, .arena = a};
    const char *why = "";
    struct store *s = NULL;

    if (store_open(&o, &s, &why) != OK || store_migrate(s, m, n, a, &why) != OK)
        give_up(p->state, why);
    arena_free(a);
    return s;
}

void fixture_each(const struct migration *m, size_t n, void (*test)(struct store *s, struct arena *a))
{
    for (int i = 0; i < fixture_databases(); i++) {
        struct arena *a = arena_new(64 << 20);
        struct fixture_place p;
        struct store *s;

        check_case(i ? "PostgreSQL" : "SQLite");
        fixture_place(i, &p);
        s = fixture_store(&p, m, n);
        test(s, a);
        store_close(s);
        fixture_clear(&p);
        arena_free(a);
    }
    check_case(NULL);
}
