/* blob_walk.c: the content store as a whole: sweep, all its blobs, check, copy.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include "blob.h"
#include "blob_in.h"
#include "file.h"

/* Bytes read at a time. */
#define PIECE ((size_t)64 << 10)

static DIR *folder_open(int at, const char *path)
{
    int fd = openat(at, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *d = fd < 0 ? NULL : fdopendir(fd);

    if (!d && fd >= 0)
        close(fd);
    return d;
}

/* The next name but "." and "..". */
static const char *folder_next(DIR *d)
{
    for (struct dirent *entry = readdir(d); entry; entry = readdir(d))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            return entry->d_name;
    return NULL;
}

static bool left_over(int fresh, const char *name)
{
    int fd = openat(fresh, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    bool gone = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && unlinkat(fresh, name, 0) == 0;

    if (fd >= 0)
        close(fd);
    return gone;
}

err blobs_sweep(struct blobs *b, size_t *ret_removed)
{
    DIR *d = folder_open(b->fresh, ".");
    size_t n = 0;

    if (!d)
        return file_err(errno);
    for (const char *name = folder_next(d); name; name = folder_next(d))
        n += left_over(b->fresh, name);
    closedir(d);
    *ret_removed = n;
    return OK;
}

/* --- All of them --------------------------------------------------------------------------- */

struct walk {
    struct blobs *b;
    err (*each)(const struct blob_item *i, void *ctx);
    void *ctx;
};

static err stray(const struct walk *w, const char *path)
{
    return w->each(&(struct blob_item){.stray = path}, w->ctx);
}

static err walk_file(const struct walk *w, const char *folder, const char *name)
{
    struct blob_item i = {};
    struct stat st;
    char want[BLOB_PATH], path[BLOB_PATH + 256];

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    if (blob_of(name, &i.id) != OK)
        return stray(w, path);
    blob_path(&i.id, want);
    if (strcmp(want, path) != 0)
        return stray(w, path);
    if (fstatat(w->b->root, path, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? OK : file_err(errno); /* deleted meanwhile */
    if (!S_ISREG(st.st_mode))
        return stray(w, path);
    i.size = (uint64_t)st.st_size;
    i.at.v = (int64_t)st.st_mtim.tv_sec * 1000 + st.st_mtim.tv_nsec / 1000000;
    return w->each(&i, w->ctx);
}

static bool is_shard(const char *name)
{
    return strlen(name) == 2 && strspn(name, "0123456789abcdef") == 2;
}

/* A folder of two digits, at depth 1 or 2. */
static err walk_folder(const struct walk *w, const char *folder, int depth)
{
    DIR *d = folder_open(w->b->root, folder);
    err e = OK;

    if (!d)
        return errno == ENOTDIR || errno == ELOOP ? stray(w, folder) : file_err(errno);
    for (const char *name = folder_next(d); name && e == OK; name = folder_next(d)) {
        char path[BLOB_PATH + 256];

        (void)snprintf(path, sizeof path, "%s/%s", folder, name);
        if (depth == 2)
            e = walk_file(w, folder, name);
        else
            e = is_shard(name) ? walk_folder(w, path, 2) : stray(w, path);
    }
    closedir(d);
    return e;
}

err blobs_each(struct blobs *b, err (*each)(const struct blob_item *i, void *ctx), void *ctx)
{
    const struct walk w = {.b = b, .each = each, .ctx = ctx};
    DIR *d = folder_open(b->root, ".");
    err e = OK;

    if (!d)
        return file_err(errno);
    for (const char *name = folder_next(d); name && e == OK; name = folder_next(d))
        if (strcmp(name, "new") != 0)
            e = is_shard(name) ? walk_folder(&w, name, 1) : stray(&w, name);
    closedir(d);
    return e;
}

/* --- Check and copy ------------------------------------------------------------------------ */

/* What reads one blob after the other. */
struct reading {
    struct blobs *b, *to;
    struct arena *a; /* of one blob */
    char *piece;
    struct buf *out;
    struct blobs_report r;
};

/* Gives the bytes, piece by piece, to `take`. */
static err each_piece(struct reading *r, const struct digest *id, err (*take)(void *, const void *, size_t),
                      void *ctx)
{
    err e = OK;
    int fd = -1;

    TRY(blob_open(r->b, id, &fd, NULL));
    while (e == OK) {
        ssize_t got = read(fd, r->piece, PIECE);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) {
            e = got == 0 ? OK : ERR_IO;
            break;
        }
        e = take(ctx, r->piece, (size_t)got);
    }
    close(fd);
    return e;
}

static err take_hash(void *ctx, const void *p, size_t n)
{
    hash_add(ctx, p, n);
    return OK;
}

static err check_one(const struct blob_item *i, void *ctx)
{
    struct reading *r = ctx;

    if (i->stray) {
        r->r.faults++;
        buf_printf(r->out, "blobs/%s is no blob\n", i->stray);
        return OK;
    }
    arena_reset(r->a);
    struct hash_run *h = hash_begin(r->a);
    err e = each_piece(r, &i->id, take_hash, h);
    if (e == ERR_NOT_FOUND)
        return OK;
    struct digest got = hash_end(h);
    r->r.blobs++;
    r->r.bytes += i->size;
    if (e == OK && hash_same(got.b, i->id.b, sizeof got.b))
        return OK;
    r->r.faults++;
    buf_printf(r->out, "blob %s %s\n", blob_name(r->a, &i->id),
               e == OK ? "does not hold what its address says" : "cannot be read");
    return OK;
}

static err take_put(void *ctx, const void *p, size_t n)
{
    return blob_add(ctx, p, n);
}

static err copy_one(const struct blob_item *i, void *ctx)
{
    struct reading *r = ctx;
    struct blob_put *p = NULL;
    struct digest got;

    if (i->stray || blob_has(r->to, &i->id))
        return OK;
    arena_reset(r->a);
    TRY(blob_begin(r->to, r->a, i->size, &p));
    err e = each_piece(r, &i->id, take_put, p);
    if (e == ERR_NOT_FOUND)
        return OK;
    TRY(e);
    TRY(blob_end(p, &got, NULL));
    if (hash_same(got.b, i->id.b, sizeof got.b))
        return OK;
    (void)blob_delete(r->to, &got);
    return ERR_IO;
}

static err read_all(struct reading *r, err (*one)(const struct blob_item *, void *))
{
    r->piece = malloc(PIECE);
    if (!r->piece)
        return ERR_MEMORY;
    r->a = arena_new(64U << 10);
    err e = blobs_each(r->b, one, r);
    arena_free(r->a);
    free(r->piece);
    return e;
}

err blobs_check(struct blobs *b, struct buf *out, struct blobs_report *ret_r)
{
    struct reading r = {.b = b, .out = out};

    TRY(read_all(&r, check_one));
    *ret_r = r.r;
    return OK;
}

err blobs_copy(struct blobs *b, struct blobs *to)
{
    struct reading r = {.b = b, .to = to};

    return read_all(&r, copy_one);
}
