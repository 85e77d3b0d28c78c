/* file_test.c: whole files and folders. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "file.h"
#include <sys/stat.h>
#include "check.h"

static void there_and_back(void)
{
    char dir[] = "/tmp/rapenburg-file-XXXXXX";
    struct arena *a = arena_new(1 << 20);
    struct str s = {};
    struct stat st;
    if (!CHECK(mkdtemp(dir) != NULL))
        return;
    const char *deep = file_join(a, dir, "a/b");
    const char *path = file_join(a, deep, "x");
    CHECK_INT(file_write(path, "1", 1, 0600), ERR_NOT_FOUND);
    CHECK_OK(file_mkdirs(deep, 0700));
    CHECK_OK(file_mkdirs(deep, 0700));
    CHECK_OK(file_write(path, "old", 3, 0600));
    CHECK_OK(file_write(path, "new\0bytes", 9, 0600));
    CHECK_OK(stat(path, &st));
    CHECK_INT(st.st_mode & 0777, 0600);
    CHECK_OK(file_read(a, path, 9, &s));
    CHECK(s.n == 9 && memcmp(s.s, "new\0bytes", 10) == 0);
    CHECK_INT(file_read(a, path, 8, &s), ERR_TOO_LARGE);
    CHECK_INT(file_read(a, file_join(a, deep, "none"), 8, &s), ERR_NOT_FOUND);
    CHECK_INT(file_read(a, deep, 100, &s), ERR_IO);
    CHECK_INT(file_mkdirs(file_join(a, path, "under"), 0700), ERR_IO);
    CHECK_OK(file_write(file_join(a, deep, "A"), "", 0, 0600));
    CHECK_OK(file_write(file_join(a, deep, ".hidden"), "", 0, 0600));
    CHECK_OK(file_read(a, file_join(a, deep, "A"), 8, &s));
    CHECK_INT(s.n, 0);
    struct str_list names = {};
    CHECK_OK(file_list(a, deep, &names));
    CHECK_INT(names.n, 2);
    CHECK_STR(names.v[0], "A");
    CHECK_STR(names.v[1], "x");
    CHECK(file_exists(path) && !file_exists("/nowhere/at/all"));
    CHECK_INT(file_list(a, "/nowhere", &names), ERR_NOT_FOUND);
    for (const char *const *p = (const char *const[]){"A", ".hidden", "x", NULL}; *p; p++)
        CHECK_OK(unlink(file_join(a, deep, *p)));
    CHECK_OK(rmdir(deep));
    CHECK_OK(rmdir(file_join(a, dir, "a")));
    CHECK_OK(rmdir(dir));
    arena_free(a);
}

static void files_without_a_size_are_read(void)
{
    struct arena *a = arena_new(1 << 16);
    struct str s = {};
    CHECK_OK(file_read(a, "/proc/self/comm", 100, &s));
    CHECK(s.n > 0);
    arena_free(a);
}

CHECKS(base_file, TEST(there_and_back), TEST(files_without_a_size_are_read))
