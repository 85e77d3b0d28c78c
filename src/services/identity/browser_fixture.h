/* browser_fixture.h: for tests: a campus with identity only, and browsers with a cookie jar.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_BROWSER_FIXTURE_H
#define IDENTITY_BROWSER_FIXTURE_H
#include "app.h"
#include "db_fixture.h"

struct campus {
    struct fixture_place place;
    struct app *app;
    struct arena *arena;
};
/* Opens a campus on one of the databases, with its people: s1234567 (student), s2345678
   (student, no password), p0001 (people-admin) and admin (system-admin); frozen clock. */
struct campus campus_open(int which);
void campus_close(struct campus *c);
/* Runs a test on each database. */
void campus_each(void (*test)(struct campus *c));
#define PASSWORD "vier losse woorden"
/* Runs in one write transaction, and ends the program when it fails. */
void campus_write(struct campus *c, enum wrote (*run)(struct db *db, void *ctx), void *ctx);
person_id campus_person(struct campus *c, const char *login);

struct browser {
    struct campus *campus;
    const char *address;
    const char *cookies; /* "a=1; b=2" */
    const char *token;   /* of the last page with a form */
    struct web_answer last;
};
struct browser browser_at(struct campus *c, const char *address);
int browser_get(struct browser *b, const char *path);
/* Fields as printf: "name=%s&password=%s"; the token is added. */
[[gnu::format(printf, 3, 4)]] int browser_post(struct browser *b, const char *path,
                                               const char *fmt, ...);
bool browser_sees(const struct browser *b, const char *text);
const char *browser_header(const struct browser *b, const char *name);
/* Opens /sign-in and sends it. */
int browser_sign_in(struct browser *b, const char *name, const char *password);

#endif
