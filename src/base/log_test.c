/* log_test.c: the form of a log line. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "log.h"
#include "arena.h"
#include "check.h"

/* What one call writes. */
static size_t caught(char *out, size_t room, const char *text)
{
    int ends[2];
    if (!CHECK_OK(pipe(ends)))
        return 0;
    log_fd_set(ends[1]);
    log_line(LOG_INFO, "test.event", LS("text", text), LI("n", -3));
    log_line(LOG_DEBUG, "test.quiet");
    log_fd_set(2);
    close(ends[1]);
    size_t n = 0;
    for (ssize_t got = 1; got > 0 && n + 1 < room; n += (size_t)got) {
        got = read(ends[0], out + n, room - 1 - n);
        if (got < 0)
            break;
    }
    close(ends[0]);
    out[n] = '\0';
    return n;
}

static void one_line_with_escapes(void)
{
    char out[1024];
    log_context("r7");
    caught(out, sizeof out, "a\"b\nc\\d\x1B é");
    log_context(NULL);
    CHECK(strlen(out) > 24 && out[10] == 'T' && out[23] == 'Z');
    CHECK_STR(out + 24, " info test.event id=\"r7\" text=\"a\\\"b\\nc\\\\d\\x1b é\" n=-3\n");
}

static void too_long_is_cut(void)
{
    static char out[40000];
    struct arena *a = arena_new(1 << 20);
    char *text = arena_alloc(a, 30001);
    memset(text, 'x', 30000);
    size_t n = caught(out, sizeof out, text);
    CHECK(n > 16000 && n < 16500);
    CHECK_STR(out + n - 7, " cut=1\n");
    arena_free(a);
}

CHECKS(base_log, TEST(one_line_with_escapes), TEST(too_long_is_cut))
