/* blob.c: the content store in a local folder: putting, reading, removing one blob.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "blob.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include "blob_in.h"
#include "file.h"
#include "rand.h"

struct blob_put {
    struct blobs *in;
    int fd;           /* -1: ended, or failed */
    const char *name; /* in STATE/blobs/new */
    struct hash_run *hash;
    uint64_t n, max;
    err failed;
};

err blobs_open(const char *state, struct blobs **ret_b)
{
    struct arena *a = arena_new(64U << 10);
    const char *root = file_join(a, state, "blobs");
    struct blobs *b = malloc(sizeof *b);
    err e = b ? file_mkdirs(file_join(a, root, "new"), 0700) : ERR_MEMORY;

    if (e == OK) {
        b->root = open(root, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        b->fresh = b->root < 0 ? -1 : openat(b->root, "new", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        e = b->fresh < 0 ? file_err(errno) : file_sync_folder(state);
    } else if (b) {
        b->root = b->fresh = -1;
    }
    arena_free(a);
    if (e == OK)
        *ret_b = b;
    else
        blobs_close(b);
    return e;
}

void blobs_close(struct blobs *b)
{
    if (!b)
        return;
    if (b->fresh >= 0)
        close(b->fresh);
    if (b->root >= 0)
        close(b->root);
    free(b);
}

/* --- Putting ------------------------------------------------------------------------------- */

static void put_drop(void *ctx)
{
    struct blob_put *p = ctx;

    if (p->fd < 0)
        return;
    (void)unlinkat(p->in->fresh, p->name, 0);
    close(p->fd);
    p->fd = -1;
}

static err put_fails(struct blob_put *p, err e)
{
    put_drop(p);
    p->failed = e;
    return e;
}

/* A file of its own. The lock tells a sweep, of any process, that somebody writes it; one that was swept
   between its making and its locking has no name any more. */
static err fresh_file(struct blob_put *p)
{
    struct stat st;
    int fd = openat(p->in->fresh, p->name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

    if (fd < 0)
        return file_err(errno);
    if (flock(fd, LOCK_EX) != 0 || fstat(fd, &st) != 0) {
        err e = file_err(errno);

        (void)unlinkat(p->in->fresh, p->name, 0);
        close(fd);
        return e;
    }
    if (st.st_nlink == 0) {
        close(fd);
        return ERR_RETRY;
    }
    p->fd = fd;
    return OK;
}

err blob_begin(struct blobs *b, struct arena *a, uint64_t max, struct blob_put **ret_p)
{
    struct blob_put *p = ARENA_NEW(a, struct blob_put);
    err e = ERR_RETRY;

    *p = (struct blob_put){.in = b, .fd = -1, .hash = hash_begin(a), .max = max};
    arena_at_end(a, put_drop, p);
    for (int tries = 0; tries < 8 && e == ERR_RETRY; tries++) {
        p->name = rand_token(a, 12);
        e = fresh_file(p);
    }
    if (e == OK)
        *ret_p = p;
    return e;
}

err blob_add(struct blob_put *p, const void *bytes, size_t n)
{
    const char *s = bytes;

    if (p->fd < 0)
        return p->failed;
    if (n > p->max - p->n)
        return put_fails(p, ERR_TOO_LARGE);
    hash_add(p->hash, s, n);
    p->n += n;
    while (n > 0) {
        ssize_t done = write(p->fd, s, n);

        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return put_fails(p, file_err(errno));
        s += done;
        n -= (size_t)done;
    }
    return OK;
}

void blob_path(const struct digest *id, char ret[BLOB_PATH])
{
    static const char digits[] = "0123456789abcdef";
    char hex[65] = "";

    for (size_t i = 0; i < sizeof id->b; i++) {
        hex[2 * i] = digits[id->b[i] >> 4];
        hex[2 * i + 1] = digits[id->b[i] & 15];
    }
    (void)snprintf(ret, BLOB_PATH, "%.2s/%.2s/%s", hex, hex + 2, hex);
}

/* What a folder names is on the disk only when the folder is. */
static err sync_at(int root, const char *path)
{
    int fd = openat(root, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    err e = fd >= 0 && fsync(fd) == 0 ? OK : file_err(errno);

    if (fd >= 0)
        close(fd);
    return e;
}

static err folder_at(int root, const char *path)
{
    return mkdirat(root, path, 0700) == 0 || errno == EEXIST ? OK : file_err(errno);
}

/* Moves the file to its address. The folders above are synced also when they were there: another put
   may have made them a moment ago and not be that far yet. */
static err settle(struct blob_put *p, const char *path)
{
    char above[3] = "", folder[6] = "";
    int root = p->in->root;

    memcpy(above, path, 2);
    memcpy(folder, path, 5);
    TRY(folder_at(root, above));
    TRY(folder_at(root, folder));
    if (renameat(p->in->fresh, p->name, root, path) != 0)
        return file_err(errno);
    close(p->fd);
    p->fd = -1;
    TRY(sync_at(root, folder));
    TRY(sync_at(root, above));
    return sync_at(root, ".");
}

err blob_end(struct blob_put *p, struct digest *ret_id, uint64_t *ret_size)
{
    char path[BLOB_PATH];

    if (p->fd < 0)
        return p->failed;
    if (fchmod(p->fd, 0400) != 0 || fsync(p->fd) != 0)
        return put_fails(p, file_err(errno));
    struct digest id = hash_end(p->hash);
    blob_path(&id, path);
    err e = settle(p, path);
    if (e != OK)
        return put_fails(p, e);
    p->failed = ERR_CONFLICT; /* of what is added to it now */
    *ret_id = id;
    if (ret_size)
        *ret_size = p->n;
    return OK;
}

err blob_put(struct blobs *b, struct arena *a, struct str bytes, struct digest *ret_id)
{
    struct blob_put *p = NULL;

    TRY(blob_begin(b, a, bytes.n, &p));
    TRY(blob_add(p, bytes.s, bytes.n));
    return blob_end(p, ret_id, NULL);
}

/* --- Reading ------------------------------------------------------------------------------- */

err blob_open(struct blobs *b, const struct digest *id, int *ret_fd, uint64_t *ret_size)
{
    char path[BLOB_PATH];
    struct stat st;

    blob_path(id, path);
    int fd = openat(b->root, path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return file_err(errno);
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return ERR_IO;
    }
    *ret_fd = fd;
    if (ret_size)
        *ret_size = (uint64_t)st.st_size;
    return OK;
}

/* Exactly n bytes. */
static err read_whole(int fd, char *s, size_t n)
{
    while (n > 0) {
        ssize_t got = read(fd, s, n);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return ERR_IO;
        s += got;
        n -= (size_t)got;
    }
    return OK;
}

/* The arena may leave for lack of memory: nothing is taken from it while the file is open. */
err blob_read(struct blobs *b, struct arena *a, const struct digest *id, size_t max, struct str *ret_s)
{
    uint64_t size = 0, again = 0;
    int fd = -1;

    TRY(blob_open(b, id, &fd, &size));
    close(fd);
    if (size > max)
        return ERR_TOO_LARGE;
    char *s = arena_alloc(a, (size_t)size + 1);
    TRY(blob_open(b, id, &fd, &again));
    err e = again == size ? read_whole(fd, s, (size_t)size) : ERR_IO;
    close(fd);
    TRY(e);
    struct digest got = hash_sha256(s, (size_t)size);
    if (!hash_same(got.b, id->b, sizeof got.b))
        return ERR_IO;
    *ret_s = (struct str){s, (size_t)size};
    return OK;
}

bool blob_has(struct blobs *b, const struct digest *id)
{
    char path[BLOB_PATH];

    blob_path(id, path);
    return faccessat(b->root, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

err blob_delete(struct blobs *b, const struct digest *id)
{
    char path[BLOB_PATH];

    blob_path(id, path);
    return unlinkat(b->root, path, 0) == 0 ? OK : file_err(errno);
}

const char *blob_name(struct arena *a, const struct digest *id)
{
    return hash_hex(a, id->b, sizeof id->b);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

err blob_of(const char *name, struct digest *ret_id)
{
    struct digest id = {};

    if (strlen(name) != 2 * sizeof id.b)
        return ERR_PARSE;
    for (size_t i = 0; i < sizeof id.b; i++) {
        int high = hex_digit(name[2 * i]), low = hex_digit(name[2 * i + 1]);

        if (high < 0 || low < 0)
            return ERR_PARSE;
        id.b[i] = (uint8_t)(high * 16 + low);
    }
    *ret_id = id;
    return OK;
}
