/* check.h: the test macros. A test program is a list of functions; it prints one line a test and ends
   with `N passed, N failed`.

     static void adds(void) { CHECK_INT(1 + 1, 2); }
     CHECKS(base_adding, TEST(adds))

   tests/main.sh makes the main() of a floor's test program of all its *_test.c files; the name in
   CHECKS must be unique in the floor.

   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_CHECK_H
#define BASE_CHECK_H
#include <stdbool.h>
#include <stdint.h>

struct check_test {
    const char *name;
    void (*run)(void);
};
/* Notes a failure of the running test; the test goes on. */
void check_fail(const char *file, int line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
bool check_true(bool ok, const char *file, int line, const char *text);
bool check_int(int64_t got, int64_t want, const char *file, int line, const char *text);
bool check_str(const char *got, const char *want, const char *file, int line, const char *text);
/* Names the case of a table that runs now, for the message. */
void check_case(const char *name);
/* Runs a file's tests (up to the row without name) whose name contains argv[1], all without; gives
   the number that failed. */
int check_file(int argc, char **argv, const struct check_test *tests, const char *file);
/* Prints `N passed, N failed`; gives the exit code. */
int check_end(int failed);

#define CHECK(expr) check_true((expr), __FILE__, __LINE__, #expr)
#define CHECK_INT(got, want) check_int((int64_t)(got), (int64_t)(want), __FILE__, __LINE__, #got)
#define CHECK_STR(got, want) check_str((got), (want), __FILE__, __LINE__, #got)
#define CHECK_OK(expr) check_int((int64_t)(expr), 0, __FILE__, __LINE__, #expr)
#define TEST(fn) {#fn, fn}
/* Makes a test file a part of its floor's test program: its tests, under the file's name. */
#define CHECKS(name, ...)                                                                          \
    extern const struct check_test checks_##name[];                                                \
    const struct check_test checks_##name[] = {__VA_ARGS__, {0, 0}};

/* Does valgrind run this? Its own memory does not fit within a child's limits (child.h). */
bool check_under_valgrind(void);

#endif
