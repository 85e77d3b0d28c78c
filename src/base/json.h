/* json.h: writing JSON into a buffer, and reading it into a tree that lives in an arena.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_JSON_H
#define BASE_JSON_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "arena.h"
#include "buf.h"
#include "err.h"

/* Writer: commas are put by itself. `key` NULL inside arrays. Nesting at most 32. */
struct json_out {
    struct buf *b;
    uint32_t some; /* bit per depth: has this level an element already? */
    int depth;
};
struct json_out json_begin(struct buf *b);
void json_object(struct json_out *j, const char *key);
void json_array(struct json_out *j, const char *key);
void json_end(struct json_out *j, char bracket); /* '}' or ']' */
void json_str(struct json_out *j, const char *key, const char *s); /* NULL writes null */
void json_int(struct json_out *j, const char *key, int64_t v);
void json_bool(struct json_out *j, const char *key, bool v);
void json_id(struct json_out *j, const char *key, int64_t v); /* ids are strings in JSON */

/* Reader: a value of a parsed text. Limits: 1 MiB of text unless told, depth 32, no duplicate keys,
   only well-formed UTF-8. ERR_PARSE, ERR_TOO_LARGE. The tree lives as long as the arena. */
struct json;
[[nodiscard]] err json_parse(struct arena *a, const char *s, size_t n, size_t max,
                             const struct json **ret_j);
const struct json *json_get(const struct json *j, const char *key); /* NULL if absent */
/* The members of an object, by their keys; 0 of anything else. */
size_t json_members(const struct json *j);
const struct json *json_member(const struct json *j, size_t i, const char **ret_key);
size_t json_len(const struct json *j);                              /* of an array; else 0 */
const struct json *json_at(const struct json *j, size_t i);
const char *json_text(const struct json *j);            /* NULL if it is no string */
bool json_number(const struct json *j, int64_t *ret_v); /* false if it is no whole number */
bool json_truth(const struct json *j, bool *ret_v);

#endif
