/* wal_file.c: SQLite writes a frame of its WAL by two system calls, one for 24 bytes; a rush writes seven
   frames for a submission. Here the frames of a transaction are gathered and written by one.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "wal_file.h"
#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Bytes at most; SQLite's own layer takes less than 128 KiB at once. */
#define GATHERED ((sqlite3_int64)124 << 10)

/* A WAL; the file of the layer below follows it in memory. */
struct wal_file {
    sqlite3_file file;
    unsigned char *s; /* what is gathered, from `at` on */
    sqlite3_int64 at, n;
    _Alignas(sqlite3_file) unsigned char below[];
};

static sqlite3_vfs *root; /* the layer below */
static sqlite3_vfs layer;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int known;

static struct wal_file *wal_of(sqlite3_file *f)
{
    return (struct wal_file *)(void *)f;
}

static sqlite3_file *below_of(sqlite3_file *f)
{
    return (sqlite3_file *)(void *)wal_of(f)->below;
}

/* What cannot be written is gone, as SQLite is told: a transaction whose sync fails is undone. */
static int write_out(sqlite3_file *f)
{
    struct wal_file *w = wal_of(f);
    sqlite3_int64 n = w->n;

    w->n = 0;
    return n == 0 ? SQLITE_OK : below_of(f)->pMethods->xWrite(below_of(f), w->s, (int)n, w->at);
}

static int wal_close(sqlite3_file *f)
{
    int rc = write_out(f), closed = below_of(f)->pMethods->xClose(below_of(f));

    free(wal_of(f)->s);
    return rc == SQLITE_OK ? closed : rc;
}

static int wal_read(sqlite3_file *f, void *to, int n, sqlite3_int64 at)
{
    int rc = write_out(f);

    return rc == SQLITE_OK ? below_of(f)->pMethods->xRead(below_of(f), to, n, at) : rc;
}

static int wal_write(sqlite3_file *f, const void *s, int n, sqlite3_int64 at)
{
    struct wal_file *w = wal_of(f);

    if (w->n > 0 && (at != w->at + w->n || w->n + n > GATHERED)) {
        int rc = write_out(f);

        if (rc != SQLITE_OK)
            return rc;
    }
    if (!w->s)
        w->s = malloc((size_t)GATHERED);
    if (!w->s || n > GATHERED)
        return below_of(f)->pMethods->xWrite(below_of(f), s, n, at);
    if (w->n == 0)
        w->at = at;
    memcpy(w->s + w->n, s, (size_t)n);
    w->n += n;
    return SQLITE_OK;
}

static int wal_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    int rc = write_out(f);

    return rc == SQLITE_OK ? below_of(f)->pMethods->xTruncate(below_of(f), size) : rc;
}

static int wal_sync(sqlite3_file *f, int flags)
{
    int rc = write_out(f);

    return rc == SQLITE_OK ? below_of(f)->pMethods->xSync(below_of(f), flags) : rc;
}

static int wal_size(sqlite3_file *f, sqlite3_int64 *ret)
{
    int rc = write_out(f);

    return rc == SQLITE_OK ? below_of(f)->pMethods->xFileSize(below_of(f), ret) : rc;
}

static int wal_lock(sqlite3_file *f, int how)
{
    return below_of(f)->pMethods->xLock(below_of(f), how);
}

static int wal_unlock(sqlite3_file *f, int how)
{
    return below_of(f)->pMethods->xUnlock(below_of(f), how);
}

static int wal_reserved(sqlite3_file *f, int *ret)
{
    return below_of(f)->pMethods->xCheckReservedLock(below_of(f), ret);
}

static int wal_control(sqlite3_file *f, int what, void *with)
{
    int rc = write_out(f);

    return rc == SQLITE_OK ? below_of(f)->pMethods->xFileControl(below_of(f), what, with) : rc;
}

static int wal_sector(sqlite3_file *f)
{
    return below_of(f)->pMethods->xSectorSize(below_of(f));
}

static int wal_traits(sqlite3_file *f)
{
    return below_of(f)->pMethods->xDeviceCharacteristics(below_of(f));
}

static const sqlite3_io_methods wal_methods = {
    .iVersion = 1, /* no shared or mapped memory: that is the database's, not its WAL's */
    .xClose = wal_close,
    .xRead = wal_read,
    .xWrite = wal_write,
    .xTruncate = wal_truncate,
    .xSync = wal_sync,
    .xFileSize = wal_size,
    .xLock = wal_lock,
    .xUnlock = wal_unlock,
    .xCheckReservedLock = wal_reserved,
    .xFileControl = wal_control,
    .xSectorSize = wal_sector,
    .xDeviceCharacteristics = wal_traits,
};

/* Every other file is the layer below's own. */
static int open_file(sqlite3_vfs *, const char *name, sqlite3_file *f, int flags, int *ret_flags)
{
    if (!(flags & SQLITE_OPEN_WAL))
        return root->xOpen(root, name, f, flags, ret_flags);
    *wal_of(f) = (struct wal_file){};
    int rc = root->xOpen(root, name, below_of(f), flags, ret_flags);

    if (below_of(f)->pMethods)
        f->pMethods = &wal_methods; /* it is to be closed, even when it is not open */
    return rc;
}

static void make_known(void)
{
    known = sqlite3_initialize();
    if (known != SQLITE_OK)
        return;
    root = sqlite3_vfs_find(NULL);
    if (!root) {
        known = SQLITE_ERROR;
        return;
    }
    layer = *root;
    layer.pNext = NULL;
    layer.zName = WAL_FILES;
    layer.szOsFile = root->szOsFile + (int)sizeof(struct wal_file);
    layer.xOpen = open_file;
    known = sqlite3_vfs_register(&layer, 0);
}

int wal_files(void)
{
    if (pthread_once(&once, make_known) != 0)
        return SQLITE_ERROR;
    return known;
}
