/* blob_in.h: what the files of the content store share; not for others.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DATA_BLOB_IN_H
#define DATA_BLOB_IN_H
#include "hash.h"

struct blobs {
    int root;  /* STATE/blobs */
    int fresh; /* STATE/blobs/new */
};

#define BLOB_PATH 71 /* "ab/cd/" and 64 digits */
/* The path under the root. */
void blob_path(const struct digest *id, char ret[BLOB_PATH]);

#endif
