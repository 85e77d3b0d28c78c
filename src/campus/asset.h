/* asset.h: the files of assets/ inside the program, written by tools/assets, and their route.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_ASSET_H
#define CAMPUS_ASSET_H
#include "rq.h"
#include <stddef.h>

struct asset_file {
    const char *name;    /* "app.css" */
    const char *address; /* "/assets/app.3f2a91b0c4.css" */
    const char *type;
    const unsigned char *plain, *gzip, *brotli; /* NULL: not worth it */
    size_t plain_n, gzip_n, brotli_n;
};
extern const struct asset_file asset_files[];
extern const size_t n_asset_files;

/* "app.css"; NULL: there is no such file. */
const struct asset_file *asset_file_named(const char *name);
/* GET /assets/{name}: for ever, compressed beforehand. */
err asset_get(struct rq *rq);

#endif
