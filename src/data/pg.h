/* pg.h: between pg.c and pg_dump.c. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DATA_PG_H
#define DATA_PG_H
#include "db.h"

/* pg_dump's custom format into `path`. */
err pg_backup(struct store *s, const char *path, struct arena *a, const char **ret_why);

#endif
