/* tell.h: the messages of a transaction, for src/data only. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DATA_TELL_H
#define DATA_TELL_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "buf.h"
#include "err.h"

struct db;
struct store;

struct tell {
    int topic;
    int64_t number;
};
/* What the open transaction leaves to be told. `missed`: too many to say which. */
struct tells {
    struct tell *v;
    size_t n, room;
    bool missed;
};

void tells_clear(struct tells *t);
/* In order of topic and number, each once. */
void tells_sort(struct tells *t);
/* Writes as many as one payload takes, from the given one on; gives the first that is left. */
size_t tells_payload(const struct tells *t, size_t from, uint64_t origin, struct buf *out);
/* Reads a payload back; false when it is none of ours. `ret->v` is the caller's to free. */
[[nodiscard]] bool tells_read(const char *payload, uint64_t *ret_origin, struct tells *ret);

/* Before COMMIT: to the other processes, in the same transaction. */
[[nodiscard]] err tells_notify(struct db *db);
/* After COMMIT: to this process; the list is empty then. */
void tells_out(struct db *db);
/* To the hearer of store_listen(). */
void tells_hear(struct store *s, const struct tells *t, bool elsewhere);

#endif
