/* shop_fixture.c: a tiny schema and its queries, as tools/queryc writes them.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "shop_fixture.h"

const struct migration shop_migrations[] = {
    {.service = "shop",
     .name = "0001_shop",
     .sqlite = "CREATE TABLE shop_thing (id INTEGER NOT NULL PRIMARY KEY, name TEXT UNIQUE,"
               " \"left\" INTEGER CHECK (\"left\" >= 0) NOT NULL,"
               " open INTEGER CHECK (open IN (0, 1)) NOT NULL, at INTEGER, \"on\" INTEGER,"
               " \"from\" INTEGER CHECK (\"from\" BETWEEN 0 AND 1440) NOT NULL, raw BLOB) STRICT;"
               "CREATE TABLE shop_taken (thing INTEGER NOT NULL REFERENCES shop_thing (id),"
               " who INTEGER NOT NULL, PRIMARY KEY (thing, who)) WITHOUT ROWID, STRICT;",
     .postgres = "CREATE TABLE shop_thing (id rb_course_id NOT NULL PRIMARY KEY, name rb_text UNIQUE,"
                 " \"left\" rb_amount NOT NULL, open rb_flag NOT NULL, at rb_instant, \"on\" rb_day,"
                 " \"from\" rb_minute NOT NULL, raw rb_bytes);"
                 "CREATE TABLE shop_taken (thing rb_course_id NOT NULL REFERENCES shop_thing (id),"
                 " who rb_person_id NOT NULL, PRIMARY KEY (thing, who));",
     .sha256 = "1"},
};

static const struct db_col thing_cols[] = {
    {"id",   DB_I64,   true,  offsetof(struct shop_thing, id)  },
    {"name", DB_TEXT,  true,  offsetof(struct shop_thing, name)},
    {"left", DB_I64,   false, offsetof(struct shop_thing, left)},
    {"open", DB_BOOL,  false, offsetof(struct shop_thing, open)},
    {"at",   DB_I64,   true,  offsetof(struct shop_thing, at)  },
    {"on",   DB_I32,   true,  offsetof(struct shop_thing, on)  },
    {"from", DB_I32,   false, offsetof(struct shop_thing, from)},
    {"raw",  DB_BYTES, true,  offsetof(struct shop_thing, raw) },
};
static const struct db_col value_col[] = {{"value", DB_I64, false, 0}};

#define COLUMNS "id, name, \"left\", open, at, \"on\", \"from\", raw"

const struct db_query shop_queries[] = {
    [SHOP_ADD] = {.name = "shop_add",
                  .params = "ktiiiiib",
                  .writes = true,
                  .sqlite = "INSERT INTO shop_thing (" COLUMNS
                            ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                  .postgres = "INSERT INTO shop_thing (" COLUMNS
                              ") VALUES ($1::bigint, $2::text, $3::bigint, $4::bigint, $5::bigint,"
                              " $6::bigint, $7::bigint, $8::bytea)"},
    [SHOP_LIST] = {.name = "shop_list",
                   .params = "",
                   .cols = thing_cols,
                   .n_cols = 8,
                   .row = sizeof(struct shop_thing),
                   .sqlite = "SELECT " COLUMNS " FROM shop_thing ORDER BY id",
                   .postgres = "SELECT " COLUMNS " FROM shop_thing ORDER BY id"},
    [SHOP_GET] = {.name = "shop_get",
                  .params = "i",
                  .cols = thing_cols,
                  .n_cols = 8,
                  .row = sizeof(struct shop_thing),
                  .sqlite = "SELECT " COLUMNS " FROM shop_thing WHERE id = ?1",
                  .postgres = "SELECT " COLUMNS " FROM shop_thing WHERE id = $1::bigint"},
    [SHOP_TAKE] = {.name = "shop_take",
                   .params = "i",
                   .writes = true,
                   .sqlite = "UPDATE shop_thing SET \"left\" = \"left\" - 1"
                             " WHERE id = ?1 AND \"left\" > 0",
                   .postgres = "UPDATE shop_thing SET \"left\" = \"left\" - 1"
                               " WHERE id = $1::bigint AND \"left\" > 0"},
    [SHOP_TAKEN] = {.name = "shop_taken",
                    .params = "ii",
                    .writes = true,
                    .sqlite = "INSERT INTO shop_taken (thing, who) VALUES (?1, ?2)",
                    .postgres = "INSERT INTO shop_taken (thing, who) VALUES ($1::bigint, $2::bigint)"},
    [SHOP_LEFT] = {.name = "shop_left",
                   .params = "i",
                   .cols = value_col,
                   .n_cols = 1,
                   .sqlite = "SELECT \"left\" FROM shop_thing WHERE id = ?1",
                   .postgres = "SELECT \"left\" FROM shop_thing WHERE id = $1::bigint"},
    [SHOP_COUNT] = {.name = "shop_count",
                    .params = "",
                    .cols = value_col,
                    .n_cols = 1,
                    .sqlite = "SELECT count(*) FROM shop_thing",
                    .postgres = "SELECT count(*) FROM shop_thing"},
};

static void thing_bind(const void *row, struct db_value *to)
{
    const struct shop_thing *t = row;

    to[0] = db_v_zero(t->id.v);
    to[1] = db_v_text(t->name);
    to[2] = db_v_int(t->left);
    to[3] = db_v_int(t->open ? 1 : 0);
    to[4] = db_v_zero(t->at.v);
    to[5] = db_v_zero(t->on.v);
    to[6] = db_v_int(t->from.v);
    to[7] = db_v_bytes(t->raw);
}

err shop_add(struct db *db, const struct shop_thing *t)
{
    struct db_value p[8];

    thing_bind(t, p);
    return db_nothing(db, &shop_queries[SHOP_ADD], p);
}

err shop_add_all(struct db *db, const struct shop_thing *v, size_t n, int64_t *ret)
{
    const struct db_rows rows = {v, n, sizeof *v, thing_bind};

    return db_bulk(db, &shop_queries[SHOP_ADD], &rows, ret);
}

err shop_list(struct db *db, struct shop_things *ret)
{
    void *v = NULL;
    size_t n = 0;

    TRY(db_many(db, &shop_queries[SHOP_LIST], NULL, &v, &n));
    *ret = (struct shop_things){v, n};
    return OK;
}

err shop_get(struct db *db, course_id id, struct shop_thing **ret)
{
    const struct db_value p[] = {db_v_zero(id.v)};
    void *v = NULL;

    TRY(db_maybe(db, &shop_queries[SHOP_GET], p, &v));
    *ret = v;
    return OK;
}

err shop_take(struct db *db, course_id id, int64_t *ret)
{
    const struct db_value p[] = {db_v_zero(id.v)};

    return db_changed(db, &shop_queries[SHOP_TAKE], p, ret);
}

err shop_taken(struct db *db, course_id id, person_id who)
{
    const struct db_value p[] = {db_v_zero(id.v), db_v_zero(who.v)};

    return db_nothing(db, &shop_queries[SHOP_TAKEN], p);
}

err shop_left(struct db *db, course_id id, int64_t *ret)
{
    const struct db_value p[] = {db_v_zero(id.v)};

    return db_one(db, &shop_queries[SHOP_LEFT], p, ret, sizeof *ret);
}

err shop_count(struct db *db, int64_t *ret)
{
    return db_one(db, &shop_queries[SHOP_COUNT], NULL, ret, sizeof *ret);
}
