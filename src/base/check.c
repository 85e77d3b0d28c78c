/* check.c: runs tests and counts what failed.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>
#include <stdlib.h>

static int failures; /* of the running test */
static int passed;
static const char *case_name;

void check_fail(const char *file, int line, const char *fmt, ...)
{
    va_list ap;

    failures++;
    printf("  %s:%d: ", file, line);
    if (case_name)
        printf("[%s] ", case_name);
    va_start(ap, fmt);
    vprintf(fmt, ap);
    va_end(ap);
    putchar('\n');
}

bool check_true(bool ok, const char *file, int line, const char *text)
{
    if (!ok)
        check_fail(file, line, "%s is false", text);
    return ok;
}

bool check_int(int64_t got, int64_t want, const char *file, int line, const char *text)
{
    if (got != want)
        check_fail(file, line, "%s is %" PRId64 ", not %" PRId64, text, got, want);
    return got == want;
}

bool check_str(const char *got, const char *want, const char *file, int line, const char *text)
{
    bool same = got && want ? strcmp(got, want) == 0 : got == want;

    if (!same)
        check_fail(file, line, "%s is \"%s\", not \"%s\"", text, got ? got : "(null)",
                   want ? want : "(null)");
    return same;
}

void check_case(const char *name)
{
    case_name = name;
}

int check_file(int argc, char **argv, const struct check_test *tests, const char *file)
{
    const char *only = argc > 1 ? argv[1] : "";
    int failed = 0;

    for (; tests->name; tests++) {
        if (!strstr(tests->name, only))
            continue;
        failures = 0;
        case_name = NULL;
        tests->run();
        printf("%s %s: %s\n", failures ? "FAILED" : "ok", file, tests->name);
        (void)fflush(stdout);
        failed += failures > 0;
        passed += failures == 0;
    }
    return failed;
}

int check_end(int failed)
{
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0 || passed == 0;
}

bool check_under_valgrind(void)
{
    const char *with = getenv("LD_PRELOAD");

    return with && strstr(with, "vgpreload");
}
