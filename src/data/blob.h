/* blob.h: the content store: bytes under the SHA-256 of themselves, in a folder of the state.
   STATE/blobs/ab/cd/abcd… (64 hexadecimal digits); what is being written is in STATE/blobs/new. Content
   never changes under its address, so it may be kept, sent and copied without a lock. What blob_end()
   gave an address is whole and on the disk: a kill -9, a lost machine or a full disk leaves all of it or
   nothing. The same bytes put twice, or by two at once, are stored once.

   A path is made of a digest only: nothing that a user says can lead out of the folder. All functions
   may be called by many threads and processes at once; a `struct blob_put` belongs to one thread.

   Who may see a blob, and what it is called, stands in the tables of the service that owns it. A service
   commits the row that names a blob after blob_end(); so what is not named by any row yet may be about
   to be: remove orphans that are a day old only (`at` is renewed when the bytes are put again).
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DATA_BLOB_H
#define DATA_BLOB_H
#include <stdbool.h>
#include <stdint.h>
#include "arena.h"
#include "buf.h"
#include "clock.h"
#include "err.h"
#include "hash.h"
#include "str.h"

struct blobs;

/* The store in the state folder; makes its folders. ERR_IO, ERR_DISK_FULL. Closed by blobs_close();
   NULL is allowed there. Puts must have ended before. */
[[nodiscard]] err blobs_open(const char *state, struct blobs **ret_b);
void blobs_close(struct blobs *b);

/* Removes what crashed writers left half; leaves what is being written now, by any process. */
[[nodiscard]] err blobs_sweep(struct blobs *b, size_t *ret_removed);

/* Putting: begin, add as bytes come, end. Without blob_end() all of it goes when the arena ends. After
   an error the rest of the put gives the same error, and its bytes are off the disk already. */
struct blob_put;
/* `max`: the most bytes it may get. */
[[nodiscard]] err blob_begin(struct blobs *b, struct arena *a, uint64_t max, struct blob_put **ret_p);
/* ERR_TOO_LARGE, ERR_DISK_FULL, ERR_IO. */
[[nodiscard]] err blob_add(struct blob_put *p, const void *bytes, size_t n);
/* On the disk for good, once it is OK. ret_size (bytes) may be NULL. */
[[nodiscard]] err blob_end(struct blob_put *p, struct digest *ret_id, uint64_t *ret_size);
/* All three in one. */
[[nodiscard]] err blob_put(struct blobs *b, struct arena *a, struct str bytes, struct digest *ret_id);

/* For streaming: a descriptor to read from, which the caller closes, and the size in bytes (may be
   NULL). It stays readable when the blob is deleted meanwhile. ERR_NOT_FOUND. */
[[nodiscard]] err blob_open(struct blobs *b, const struct digest *id, int *ret_fd, uint64_t *ret_size);
/* The whole, in the arena, compared with its address. ERR_NOT_FOUND, ERR_TOO_LARGE over `max`; ERR_IO
   also when the disk gives other bytes than were put. */
[[nodiscard]] err blob_read(struct blobs *b, struct arena *a, const struct digest *id, size_t max,
                            struct str *ret_s);
bool blob_has(struct blobs *b, const struct digest *id);
/* ERR_NOT_FOUND when it is not there. */
[[nodiscard]] err blob_delete(struct blobs *b, const struct digest *id);

/* The address in text, 64 small hexadecimal digits, out and in; ERR_PARSE for anything else. */
const char *blob_name(struct arena *a, const struct digest *id);
[[nodiscard]] err blob_of(const char *name, struct digest *ret_id);

/* Calls `each` for every blob, in no order, until it gives an error, which is given back. It may delete
   the one it is called for. */
struct blob_item {
    struct digest id;
    uint64_t size; /* bytes */
    instant at;    /* put last */
    const char *stray; /* not NULL: the path of what is no blob of ours; the rest means nothing then */
};
[[nodiscard]] err blobs_each(struct blobs *b, err (*each)(const struct blob_item *i, void *ctx),
                             void *ctx);

/* Reads every blob and compares it with its address; writes a line to `out` for each that differs or
   cannot be read, and for each file that does not belong here. */
struct blobs_report {
    uint64_t blobs, bytes, faults;
};
[[nodiscard]] err blobs_check(struct blobs *b, struct buf *out, struct blobs_report *ret_r);
/* Puts every blob into `to` too, compared with its address on the way: for backup. ERR_IO when one is
   broken (blobs_check() says which). */
[[nodiscard]] err blobs_copy(struct blobs *b, struct blobs *to);

#endif
