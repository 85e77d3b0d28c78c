/* shop_fixture.h: a tiny schema and its queries, for the tests of src/data.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DATA_SHOP_FIXTURE_H
#define DATA_SHOP_FIXTURE_H
#include "query.h"

struct shop_thing {
    course_id id;
    const char *name;
    int64_t left;
    bool open;
    instant at;
    day on;
    minute from;
    struct str raw;
};
struct shop_things {
    struct shop_thing *v;
    size_t n;
};

extern const struct migration shop_migrations[];
enum { SHOP_MIGRATIONS = 1 };
extern const struct db_query shop_queries[];
enum { SHOP_ADD, SHOP_LIST, SHOP_GET, SHOP_TAKE, SHOP_TAKEN, SHOP_LEFT, SHOP_COUNT, SHOP_QUERIES };

[[nodiscard]] err shop_add(struct db *db, const struct shop_thing *t);
/* Adds many at once. */
[[nodiscard]] err shop_add_all(struct db *db, const struct shop_thing *v, size_t n, int64_t *ret);
[[nodiscard]] err shop_list(struct db *db, struct shop_things *ret);
[[nodiscard]] err shop_get(struct db *db, course_id id, struct shop_thing **ret);
/* Lowers `left` by one where it is above zero. */
[[nodiscard]] err shop_take(struct db *db, course_id id, int64_t *ret);
/* Notes who took: refers to the thing. */
[[nodiscard]] err shop_taken(struct db *db, course_id id, person_id who);
[[nodiscard]] err shop_left(struct db *db, course_id id, int64_t *ret);
[[nodiscard]] err shop_count(struct db *db, int64_t *ret);

#endif
