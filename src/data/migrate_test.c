/* migrate_test.c: migrations forward only, backup, and the database's check of itself.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include "db_fixture.h"
#include "file.h"
#include "shop_fixture.h"
#include "store.h"
#include <string.h>

static const instant now = {1700000000000};

static void forward_body(struct store *s, struct arena *a)
{
    const struct migration good = {"shop", "0002_more", "CREATE TABLE shop_more (a INTEGER)",
                                   "CREATE TABLE shop_more (a BIGINT)", "2"};
    const struct migration bad = {"shop", "0003_bad", "CREATE TABLE shop_half (a INTEGER); NONSENSE",
                                  "CREATE TABLE shop_half (a BIGINT); NONSENSE", "3"};
    struct migration m[3] = {shop_migrations[0], good, bad};
    const char *why = NULL;

    CHECK_OK(store_migrate(s, m, 1, a, &why)); /* again: nothing to do */
    CHECK_INT(store_migrate(s, m, 3, a, &why), ERR_DB);
    CHECK(why && strstr(why, "shop/0003_bad") && strstr(why, "NONSENSE"));
    CHECK_OK(store_migrate(s, m, 2, a, &why)); /* nothing of the failed one stayed */
    m[0].sha256 = "other";
    CHECK_INT(store_migrate(s, m, 2, a, &why), ERR_CONFLICT);
    CHECK(why && strstr(why, "shop/0001_shop") && strstr(why, "changed"));
    CHECK_INT(store_migrate(s, shop_migrations, 1, a, &why), ERR_CONFLICT);
    CHECK(why && strstr(why, "shop/0002_more") && strstr(why, "unknown"));
}

static void forward(void)
{
    fixture_each(shop_migrations, SHOP_MIGRATIONS, forward_body);
}

static enum wrote add_one(struct db *db, void *ctx)
{
    struct shop_thing t = {.id = {5}, .name = ctx};

    CHECK_OK(shop_add(db, &t));
    return WROTE_DONE;
}

/* SQLite's copy opens as a database; PostgreSQL's is a dump of its own program. */
static void backup_body(struct store *s, struct arena *a)
{
    struct fixture_place p;
    struct shop_thing *t = NULL;
    const char *why = "", *path;
    char name[] = "kept";
    struct str dump = {0};
    struct db *db;

    fixture_place(0, &p);
    path = file_join(a, p.state, "campus.db");
    CHECK_OK(store_write_now(s, a, now, add_one, name));
    CHECK_OK(store_backup(s, path, a, &why));
    CHECK_STR(why, "");
    if (store_is_postgres(s)) {
        CHECK_OK(file_read(a, path, 8 << 20, &dump));
        CHECK(dump.n > 5 && memcmp(dump.s, "PGDMP", 5) == 0);
    } else {
        struct store *copy = fixture_store(&p, shop_migrations, SHOP_MIGRATIONS);

        CHECK_OK(store_reader(copy, a, now, &db));
        CHECK_OK(shop_get(db, (course_id){5}, &t));
        CHECK_STR(t ? t->name : NULL, "kept");
        store_release(db);
        store_close(copy);
    }
    CHECK(store_backup(s, "/nonexistent/x", a, &why) != OK);
    CHECK(*why != 0);
    fixture_clear(&p);
}

static void backup(void)
{
    fixture_each(shop_migrations, SHOP_MIGRATIONS, backup_body);
}

static void sound_body(struct store *s, struct arena *a)
{
    const char *why = NULL;

    CHECK_OK(store_ping(s));
    CHECK_OK(store_check(s, a, &why));
    if (store_is_postgres(s))
        CHECK_OK(s->of->exec(s->w.db[0], "ALTER TABLE shop_taken ADD CONSTRAINT late"
                                         " CHECK (who > 0) NOT VALID"));
    else
        CHECK_OK(s->of->exec(s->w.db[0], "PRAGMA foreign_keys=OFF;"
                                         "INSERT INTO shop_taken (thing, who) VALUES (77, 1);"
                                         "PRAGMA foreign_keys=ON"));
    CHECK_INT(store_check(s, a, &why), ERR_DB);
    CHECK(why && *why);
}

static void sound(void)
{
    fixture_each(shop_migrations, SHOP_MIGRATIONS, sound_body);
}

CHECKS(data_migrate, TEST(forward), TEST(backup), TEST(sound))
