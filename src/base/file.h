/* file.h: whole files and folders.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_FILE_H
#define BASE_FILE_H
#include <stdbool.h>
#include <stddef.h>
#include "arena.h"
#include "err.h"
#include "str.h"

/* The whole file, NUL-terminated. ERR_NOT_FOUND, ERR_TOO_LARGE over `max`, ERR_IO. */
[[nodiscard]] err file_read(struct arena *a, const char *path, size_t max, struct str *ret_s);
/* Writes beside it, fsyncs, renames: the old or the new content, never half. Mode like 0600. */
[[nodiscard]] err file_write(const char *path, const void *s, size_t n, unsigned mode);
[[nodiscard]] err file_mkdirs(const char *path, unsigned mode);
/* What a folder names is on the disk. ERR_IO. */
[[nodiscard]] err file_sync_folder(const char *path);
/* The error of an errno of a file: ERR_NOT_FOUND, ERR_DISK_FULL (also over a quota or the largest size),
   else ERR_IO. */
err file_err(int code);
bool file_exists(const char *path);
/* Names in a folder (no dot files), sorted by bytes. */
[[nodiscard]] err file_list(struct arena *a, const char *path, struct str_list *ret_names);
const char *file_join(struct arena *a, const char *dir, const char *name);

#endif
