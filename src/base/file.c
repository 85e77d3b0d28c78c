/* file.c: whole files and folders.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "file.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include "rand.h"

err file_err(int code)
{
    if (code == ENOENT || code == ENOTDIR)
        return ERR_NOT_FOUND;
    if (code == ENOSPC || code == EDQUOT || code == EFBIG)
        return ERR_DISK_FULL;
    return ERR_IO;
}

/* Reads to the end: what a file says of its size is a hint only (/proc, a growing log). */
static err read_all(int fd, char *s, size_t room, size_t *ret_n)
{
    size_t n = 0;

    for (;;) {
        ssize_t got = read(fd, s + n, room + 1 - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return ERR_IO;
        n += (size_t)got;
        if (got == 0 || n > room)
            break;
    }
    if (n > room)
        return ERR_TOO_LARGE;
    s[n] = '\0';
    *ret_n = n;
    return OK;
}

/* The arena may leave for lack of memory: nothing is taken from it while the file is open. */
err file_read(struct arena *a, const char *path, size_t max, struct str *ret_s)
{
    struct stat st;
    size_t n = 0;

    if (stat(path, &st) != 0)
        return file_err(errno);
    if (S_ISDIR(st.st_mode))
        return ERR_IO;
    if (st.st_size > 0 && (uint64_t)st.st_size > max)
        return ERR_TOO_LARGE;
    size_t room = S_ISREG(st.st_mode) && st.st_size > 0 ? (size_t)st.st_size : max;
    char *s = arena_alloc(a, room + 1);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return file_err(errno);
    err e = read_all(fd, s, room, &n);
    close(fd);
    if (e == OK)
        *ret_s = (struct str){s, n};
    return e;
}

static err write_synced(int fd, const char *s, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, s, n);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return file_err(errno);
        s += done;
        n -= (size_t)done;
    }
    return fsync(fd) == 0 ? OK : file_err(errno);
}

err file_sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool done = fd >= 0 && fsync(fd) == 0;

    if (fd >= 0)
        close(fd);
    return done ? OK : ERR_IO;
}

/* A rename is only safe on disk when its folder is. */
static err sync_folder_of(const char *path)
{
    struct arena *a = arena_new(64 * 1024);
    const char *slash = strrchr(path, '/');
    err e = file_sync_folder(slash ? arena_dupn(a, path, (size_t)(slash - path) + 1) : ".");

    arena_free(a);
    return e;
}

static err write_beside(const char *path, const char *beside, struct str bytes, unsigned mode)
{
    int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);

    if (fd < 0)
        return file_err(errno);
    err e = write_synced(fd, bytes.s, bytes.n);
    if (close(fd) != 0 && e == OK)
        e = file_err(errno);
    if (e == OK && rename(beside, path) != 0)
        e = file_err(errno);
    if (e != OK)
        (void)unlink(beside);
    return e;
}

err file_write(const char *path, const void *s, size_t n, unsigned mode)
{
    struct arena *a = arena_new(64 * 1024);
    const char *beside = arena_printf(a, "%s.%s.new", path, rand_token(a, 9));
    err e = write_beside(path, beside, (struct str){s, n}, mode);

    arena_free(a);
    return e == OK ? sync_folder_of(path) : e;
}

static err mkdir_one(const char *path, unsigned mode)
{
    struct stat st;

    if (mkdir(path, (mode_t)mode) == 0)
        return OK;
    int code = errno;
    if (code == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return OK;
    return file_err(code);
}

err file_mkdirs(const char *path, unsigned mode)
{
    struct arena *a = arena_new(64 * 1024);
    char *part = arena_dup(a, path);
    err e = OK;

    for (char *p = part + 1; e == OK && *part && *p; p++) {
        if (*p != '/')
            continue;
        *p = '\0';
        e = mkdir_one(part, mode);
        *p = '/';
    }
    if (e == OK)
        e = mkdir_one(path, mode);
    arena_free(a);
    return e;
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names and bytes that a folder needs in memory. */
static err folder_size(const char *path, size_t *ret_names, size_t *ret_bytes)
{
    DIR *d = opendir(path);

    if (!d)
        return file_err(errno);
    for (struct dirent *entry = readdir(d); entry; entry = readdir(d)) {
        *ret_names += 1;
        *ret_bytes += strlen(entry->d_name) + 1;
    }
    closedir(d);
    return OK;
}

/* As with files: measured first, so that nothing is taken from the arena while the folder is open. */
err file_list(struct arena *a, const char *path, struct str_list *ret_names)
{
    size_t names = 0;
    size_t bytes = 0;

    TRY(folder_size(path, &names, &bytes));
    struct str_list list = {.v = ARENA_ARRAY(a, names + 1, const char *)};
    char *text = arena_alloc(a, bytes + 1);
    DIR *d = opendir(path);
    if (!d)
        return file_err(errno);
    for (struct dirent *entry = readdir(d); entry && list.n < names; entry = readdir(d)) {
        size_t n = strlen(entry->d_name) + 1;
        if (entry->d_name[0] == '.' || n > bytes)
            continue;
        memcpy(text, entry->d_name, n);
        list.v[list.n++] = text;
        text += n;
        bytes -= n;
    }
    closedir(d);
    if (list.n > 0)
        qsort(list.v, list.n, sizeof *list.v, by_bytes);
    *ret_names = list;
    return OK;
}

const char *file_join(struct arena *a, const char *dir, const char *name)
{
    return arena_printf(a, "%s%s%s", dir, str_ends(dir, "/") ? "" : "/", name);
}
