/* run.c: reads stories line by line and plays them. `story [--database URL] [--fail queries|allocations]
   [--seed N] FILE.story …` prints a line for each and ends with `N passed, N failed`.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <ctype.h>
#include <stdarg.h>
#include "clock.h"
#include "file.h"
#include "log.h"
#include "story.h"
#include "otp.h"

void story_fault(struct story *s, const char *fmt, ...)
{
    va_list ap;

    if (s->quiet)
        return;
    s->failures++;
    printf("  %s:%d: ", s->path, s->line);
    va_start(ap, fmt);
    vprintf(fmt, ap);
    va_end(ap);
    putchar('\n');
}

void story_keep(struct story *s, const char *name, const char *value)
{
    size_t i = 0;

    while (i < s->n_vars && strcmp(s->vars[i].name, name) != 0)
        i++;
    if (i == sizeof s->vars / sizeof s->vars[0]) {
        story_fault(s, "too many names");
        return;
    }
    s->vars[i] = (struct variable){name, value};
    if (i == s->n_vars)
        s->n_vars++;
}

static const struct variable *variable(const struct story *s, const char *name, size_t n)
{
    for (size_t i = 0; i < s->n_vars; i++)
        if (strlen(s->vars[i].name) == n && memcmp(s->vars[i].name, name, n) == 0)
            return &s->vars[i];
    return NULL;
}

const char *story_fill(struct story *s, const char *text)
{
    struct buf b = buf_new(1 << 20);

    while (*text) {
        size_t n = 0;

        while (text[0] == '$' && (isalnum((unsigned char)text[n + 1]) || text[n + 1] == '_'))
            n++;
        const struct variable *v = n > 0 ? variable(s, text + 1, n) : NULL;
        if (n > 0 && !v && !s->lost)
            story_fault(s, "nothing was kept as %.*s", (int)n, text + 1);
        if (v)
            buf_puts(&b, v->value);
        else
            buf_putc(&b, *text);
        text += v ? n + 1 : 1;
    }
    const char *filled = arena_dupn(s->arena, b.s ? b.s : "", b.n);
    buf_free(&b);
    return filled;
}

/* --- Lines ------------------------------------------------------------------------------------ */

static void set_clock(struct story *s, const char *rest)
{
    instant t = {0};

    if (instant_parse(rest, &t) != OK)
        story_fault(s, "clock 2026-11-24 13:00");
    else
        clock_freeze(t);
}

/* wait 90s, 15m, 8h, 3d */
/* "NAME SECRET": what an authenticator app with that secret shows now. */
static void code_of(struct story *s, const char *rest)
{
    size_t n = strcspn(rest, " ");
    struct str secret;

    if (otp_from_base32(s->arena, rest + n, &secret) != OK || secret.n == 0)
        story_fault(s, "write code NAME SECRET");
    else
        story_keep(s, arena_dupn(s->arena, rest, n),
                   otp_code(s->arena, secret, otp_step(clock_now()), OTP_DIGITS));
}

static void wait_for(struct story *s, const char *rest)
{
    size_t n = strlen(rest);
    char unit = n > 1 ? rest[n - 1] : ' ';
    int64_t many = 0;
    int64_t one = unit == 's'   ? SECONDS(1)
                  : unit == 'm' ? MINUTES(1)
                  : unit == 'h' ? HOURS(1)
                                : DAYS(1);

    if (!strchr("smhd", unit) ||
        str_int(arena_dupn(s->arena, rest, n > 0 ? n - 1 : 0), 1, 100000, &many) != OK)
        story_fault(s, "wait 90s, 15m, 8h or 3d");
    else
        clock_freeze(instant_add(clock_now(), many * one));
}

/* A line within a request: what is sent, or what must come back. */
static void inner_line(struct story *s, const char *word, const char *rest)
{
    if (strcmp(word, "field") == 0) {
        size_t n = strcspn(rest, " ");

        const char *value = rest + n + (rest[n] == ' ');

        ask_field(s, arena_dupn(s->arena, rest, n), story_quoted(s, value, &value));
    } else if (strcmp(word, "body") == 0) {
        ask_body(s, rest);
    } else if (strcmp(word, "send") == 0) {
        ask_header(s, rest);
    } else if (strcmp(word, "basic") == 0) {
        ask_basic(s, rest);
    } else if (strcmp(word, "from") == 0) {
        s->step.address = rest;
    } else if (strcmp(word, "without") == 0) {
        s->step.no_token = true;
    } else if (strcmp(word, "unhurt") == 0) {
        s->step.unhurt = true;
    } else {
        ask_send(s);
        if (!expect(s, word, rest))
            story_fault(s, "what is \"%s\"?", word);
    }
}

static void outer_line(struct story *s, const char *line, const char *word, const char *rest)
{
    size_t n = strlen(word);

    ask_send(s);
    s->step = (struct step){0};
    if (n > 1 && word[n - 1] == ':') {
        struct actor *who = actor_named(s, word, n - 1);

        if (who)
            ask_begin(s, who, rest);
        else
            story_fault(s, "too many people");
    } else if (strcmp(word, "clock") == 0) {
        set_clock(s, rest);
    } else if (strcmp(word, "wait") == 0) {
        wait_for(s, rest);
    } else if (strcmp(word, "code") == 0) {
        code_of(s, rest);
    } else if (strcmp(word, "command") == 0) {
        stage_command(s, rest);
    } else if (strcmp(word, "work") == 0) {
        stage_work(s);
    } else if (strcmp(word, "mail") == 0) {
        stage_mail(s, rest);
    } else if (strcmp(word, "copy") == 0) {
        stage_copy(s, rest);
    } else {
        story_fault(s, "what is \"%s\"?", line);
    }
}

static void one_line(struct story *s, const char *raw)
{
    bool inner = raw[0] == ' ';
    const char *line = str_trim(s->arena, raw);

    if (*line == '\0' || *line == '#')
        return;
    /* What was begun is sent before a word of the next line is filled in. */
    if (!inner)
        ask_send(s);
    line = story_fill(s, line);
    size_t n = strcspn(line, " ");
    const char *word = arena_dupn(s->arena, line, n);
    const char *rest = line + n + strspn(line + n, " ");
    if (inner)
        inner_line(s, word, rest);
    else
        outer_line(s, line, word, rest);
}

static void play(struct story *s, int number)
{
    struct str text = {"", 0};

    if (file_read(s->arena, s->path, 1 << 20, &text) != OK) {
        story_fault(s, "cannot be read");
        return;
    }
    struct str_list lines = str_split(s->arena, text.s, '\n');
    if (stage_open(s, number)) {
        for (size_t i = 0; i < lines.n; i++) {
            s->line = (int)i + 1;
            one_line(s, lines.v[i]);
        }
        ask_send(s);
        stage_check(s);
    }
    stage_close(s);
}

static bool tell(const struct story *model, const char *path, int number)
{
    struct story s = *model;

    s.arena = arena_new(512UL << 20);
    s.path = path;
    play(&s, number);
    printf("%s %s: %d requests", s.failures > 0 ? "FAIL" : "ok", path, s.requests);
    if (s.injury != INJURE_NOTHING)
        printf(", %llu failures survived", (unsigned long long)s.injuries);
    putchar('\n');
    fflush(stdout);
    arena_free(s.arena);
    return s.failures == 0;
}

static int usage(void)
{
    fprintf(stderr, "usage: story [--database URL] [--fail queries|allocations] [--seed N] FILE…\n");
    return 2;
}

int main(int argc, char **argv)
{
    struct story model = {.seed = 1};
    int passed = 0;
    int failed = 0;
    int i = 1;

    for (; i + 1 < argc && str_starts(argv[i], "--"); i += 2) {
        int64_t n = 0;

        if (strcmp(argv[i], "--database") == 0)
            model.database = argv[i + 1];
        else if (strcmp(argv[i], "--fail") == 0)
            model.injury = argv[i + 1][0] == 'q' ? INJURE_QUERIES : INJURE_ALLOCATIONS;
        else if (strcmp(argv[i], "--seed") == 0 && str_int(argv[i + 1], 1, INT32_MAX, &n) == OK)
            model.seed = (uint64_t)n;
        else
            return usage();
    }
    log_level_set(getenv("STORY_LOG") ? LOG_DEBUG : LOG_ERROR);
    if (model.injury != INJURE_NOTHING)
        log_fd_set(-1);
    for (; i < argc; i++)
        *(tell(&model, argv[i], i) ? &passed : &failed) += 1;
    printf("%d passed, %d failed\n", passed, failed);
    return failed > 0 || passed == 0;
}
