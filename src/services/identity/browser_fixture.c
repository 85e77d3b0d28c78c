/* browser_fixture.c: a campus with identity only, and browsers with a cookie jar, for tests.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "browser_fixture.h"
#include "check.h"
#include "identity.h"
#include "log.h"
#include "service.h"
#include "str.h"
#include <string.h>

extern const struct service identity_service;
static const struct service *const with_identity[] = {&identity_service};

static enum wrote add_people(struct db *db, [[maybe_unused]] void *ctx)
{
    static const struct identity_row rows[] = {
        {.login = "s1234567",    .name = "Noor de Vries", .role = "student",    .password = PASSWORD},
        {.login = "s2345678",    .name = "Bram Jansen",   .role = "student"   },
        {.login = "p0001",
         .name = "Pim Personen",
         .role = "people-admin",
         .password = PASSWORD                    },
        {.login = "admin",  .name = "Sam Bakker",  .role = "system-admin", .password = PASSWORD                                                 },
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        person_id id;
        enum identity_change change;

        if (identity_import(db, &rows[i], &id, &change) != OK)
            return WROTE_FAILED;
    }
    return WROTE_DONE;
}

struct campus campus_open(int which)
{
    struct campus c = {.arena = arena_new(64 << 20)};
    const char *why = NULL;

    clock_freeze((instant){1800000000000});
    fixture_place(which, &c.place);
    if (app_open(&(struct app_options){.state = c.place.state,
                                       .database = *c.place.url ? c.place.url : NULL,
                                       .services = with_identity,
                                       .n_services = COUNT(with_identity)},
                 &c.app, &why) != OK) {
        fprintf(stderr, "campus: %s\n", why ? why : "does not open");
        exit(1);
    }
    log_level_set(LOG_ERROR);
    campus_write(&c, add_people, NULL);
    return c;
}

void campus_close(struct campus *c)
{
    app_close(c->app);
    fixture_clear(&c->place);
    arena_free(c->arena);
    clock_freeze((instant){0});
}

void campus_each(void (*test)(struct campus *c))
{
    for (int i = 0; i < fixture_databases(); i++) {
        struct campus c = campus_open(i);

        check_case(i ? "PostgreSQL" : "SQLite");
        test(&c);
        campus_close(&c);
    }
    check_case(NULL);
}

void campus_write(struct campus *c, enum wrote (*run)(struct db *db, void *ctx), void *ctx)
{
    struct arena *a = arena_new(64 << 20);

    CHECK_OK(store_write_now(c->app->store, a, clock_now(), run, ctx));
    arena_free(a);
}

person_id campus_person(struct campus *c, const char *login)
{
    struct identity_info info = {0};
    struct db *db = NULL;

    CHECK_OK(store_reader(c->app->store, c->arena, clock_now(), &db));
    CHECK_OK(identity_by_name(db, login, &info));
    store_release(db);
    return info.id;
}

/* --- Browsers -------------------------------------------------------------------------------
 */

struct browser browser_at(struct campus *c, const char *address)
{
    return (struct browser){.campus = c, .address = address, .cookies = "", .token = ""};
}

/* The jar with one cookie put in, replaced or (empty value) taken out. */
static const char *jar_with(struct arena *a, const char *jar, const char *set)
{
    struct str_list had = str_split(a, jar, ';');
    size_t name = strcspn(set, "=") + 1, value = strcspn(set, ";") - name;
    const char *out = value > 0 ? arena_dupn(a, set, name + value) : "";

    for (size_t i = 0; i < had.n; i++) {
        const char *one = str_trim(a, had.v[i]);

        if (*one && strncmp(one, set, name) != 0)
            out = *out ? arena_printf(a, "%s; %s", out, one) : one;
    }
    return out;
}

static int keep(struct browser *b)
{
    static const char mark[] = "name=\"token\" value=\"";
    struct arena *a = b->campus->arena;
    struct str_list lines = str_split(a, b->last.headers, '\n');
    const char *token = strstr(b->last.body.s, mark);

    for (size_t i = 0; i < lines.n; i++)
        if (str_starts(lines.v[i], "Set-Cookie: "))
            b->cookies = jar_with(a, b->cookies, lines.v[i] + strlen("Set-Cookie: "));
    if (token)
        b->token =
            arena_dupn(a, token + sizeof mark - 1, strcspn(token + sizeof mark - 1, "\""));
    return b->last.status;
}

static int ask(struct browser *b, enum method method, const char *path, const char *body)
{
    struct arena *a = b->campus->arena;

    CHECK_OK(
        web_ask(b->campus->app->web, a,
                &(struct web_ask){
                    .method = method,
                    .target = path,
                    .headers = arena_printf(
                        a,
                        "Host: localhost\nUser-Agent: Mozilla/5.0 (X11; Linux) Firefox/128\n"
                        "Content-Type: application/x-www-form-urlencoded\nCookie: %s\n",
                        b->cookies),
                    .body = body,
                    .body_n = strlen(body),
                    .address = b->address,
                },
                &b->last));
    return keep(b);
}

int browser_get(struct browser *b, const char *path)
{
    return ask(b, GET, path, "");
}

int browser_post(struct browser *b, const char *path, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    const char *fields = arena_vprintf(b->campus->arena, fmt, ap);
    va_end(ap);
    return ask(b, POST, path, arena_printf(b->campus->arena, "token=%s&%s", b->token, fields));
}

bool browser_sees(const struct browser *b, const char *text)
{
    return strstr(b->last.body.s, text) != NULL;
}

const char *browser_header(const struct browser *b, const char *name)
{
    struct arena *a = b->campus->arena;
    struct str_list lines = str_split(a, b->last.headers, '\n');
    const char *start = arena_printf(a, "%s: ", name);

    for (size_t i = 0; i < lines.n; i++)
        if (str_starts(lines.v[i], start))
            return lines.v[i] + strlen(start);
    return "";
}

int browser_sign_in(struct browser *b, const char *name, const char *password)
{
    browser_get(b, "/sign-in");
    return browser_post(b, "/sign-in", "name=%s&password=%s", name, password);
}
