/* golden.c: compares the main part of a page with tests/golden/NAME.expected.html, one tag a line,
   what differs from run to run replaced by fixed words.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "file.h"
#include "story.h"
#include <ctype.h>

#define SHOWN 6

/* Values that this process, this database or this version gives. */
static size_t known(const struct story *s, const char *at, struct buf *b)
{
    const struct {
        const char *value, *word;
    } words[] = {
        {s->app->holder, "PROCESS" },
        {s->state,       "STATE"   },
        {"PostgreSQL",   "DATABASE"},
        {"SQLite",       "DATABASE"}
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (!str_starts(at, words[i].value))
            continue;
        buf_puts(b, words[i].word);
        return strlen(words[i].value);
    }
    return 0;
}

/* Digits that are an id (long, or a part of a path: a failed try may have used one up) or the room
   on the disk of this machine. */
static bool is_number(const char *at, size_t n, char before)
{
    if (n == 0 || strspn(at, "0123456789") != n)
        return false;
    return n >= 15 || str_starts(at + n, " MiB free") ||
           (before == '/' && (at[n] == '/' || at[n] == '"'));
}

/* The id of a live number (data-seats and the like): short, and another with each new migration or job; or the number that is
   typed on a device, made by chance.
   What is compared stands in <main>, so there is enough text before it. */
static bool live_id(const char *at)
{
    static const char *const names[] = {"data-seats=\"", "data-full=\"", "data-offering=\"", "id=\"number\">"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (memcmp(at - strlen(names[i]), names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

/* The id of a draw, as the name of its public file. */
static bool of_draw(const char *at, size_t n)
{
    return n > 0 && strspn(at, "0123456789") == n && str_starts(at + n, ".json");
}

/* up-127-35 and down-127-35, the buttons of an option: the first number is of the offering. How much of it
   goes before the last number; 0 when it is something else. */
static size_t button(const char *at)
{
    size_t n = str_starts(at, "up-") ? 3 : str_starts(at, "down-") ? 5 : 0;
    size_t digits = n > 0 ? strspn(at + n, "0123456789") : 0;

    return digits > 0 && at[n + digits] == '-' ? n + digits : 0;
}

/* A run of letters and digits: an id, a hash, a request's number and a token become a word.
   `before` is the character that stands before it. */
static size_t run(const char *at, char before, struct buf *b)
{
    static const char letters[] =
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-";
    size_t n = before == '"' ? button(at) : 0;

    if (n > 0) {
        buf_printf(b, "%.*sID", (int)strcspn(at, "0123456789"), at);
        return n;
    }
    n = strspn(at, letters);
    bool number = is_number(at, n, before) || ((before == '"' || before == '>') && live_id(at)) || of_draw(at, n);
    bool request = n > 9 && strspn(at, "0123456789abcdef") == 8 && at[8] == '-' &&
                   strspn(at + 9, "0123456789abcdef") == n - 9;
    bool hash = (n >= 32 || (n == 10 && before == '.' && at[n] == '.')) &&
                strspn(at, "0123456789abcdef") == n;
    bool mixed = false;

    for (size_t i = 0; n >= 20 && i < n; i++)
        mixed = mixed || isupper((unsigned char)at[i]);
    if (number || request || hash || mixed)
        buf_puts(b, number ? "ID" : request ? "REQUEST" : "RANDOM");
    else
        buf_put(b, at, n);
    return n;
}

/* Ends a line without its last blanks. */
static void end_line(struct buf *b)
{
    while (b->n > 0 && b->s[b->n - 1] == ' ')
        b->n--;
    if (b->n > 0 && b->s[b->n - 1] != '\n')
        buf_putc(b, '\n');
}

static void normalise(const struct story *s, const char *at, const char *end, struct buf *b)
{
    while (at < end) {
        size_t n = strspn(at, " \t\r\n");

        if (n > 0 && b->n > 0 && b->s[b->n - 1] != '\n')
            buf_putc(b, ' ');
        at += n;
        if (*at == '<')
            end_line(b);
        if (at >= end)
            break;
        n = known(s, at, b);
        n = n > 0 ? n : run(at, at[-1], b);
        if (n == 0)
            buf_putc(b, *at);
        at += n > 0 ? n : 1;
    }
    end_line(b);
}

static void show(char sign, struct str_list l, size_t from, size_t to)
{
    for (size_t i = from; i < to && i < from + SHOWN; i++)
        printf("    %c%zu: %s\n", sign, i + 1, l.v[i]);
    if (to > from + SHOWN)
        printf("    %c… %zu more\n", sign, to - from - SHOWN);
}

/* The lines between the first and the last that differ. */
static void differences(struct story *s, const char *want, const char *got)
{
    struct str_list a = str_split(s->arena, want, '\n');
    struct str_list b = str_split(s->arena, got, '\n');
    size_t from = 0;
    size_t last = 0;

    while (from < a.n && from < b.n && strcmp(a.v[from], b.v[from]) == 0)
        from++;
    while (last < a.n - from && last < b.n - from &&
           strcmp(a.v[a.n - 1 - last], b.v[b.n - 1 - last]) == 0)
        last++;
    show('-', a, from, a.n - last);
    show('+', b, from, b.n - last);
}

void golden(struct story *s, const char *name)
{
    const char *path = arena_printf(s->arena, "tests/golden/%s.expected.html", name);
    const char *from = strstr(s->answer.body.s, "<main");
    const char *end = from ? strstr(from, "</main>") : NULL;
    bool piece = !strstr(s->answer.body.s, "<head");
    struct str want = {"", 0};
    struct buf b = buf_new(4 << 20);

    if (s->hurt || s->lost)
        return;
    if (piece) {
        from = s->answer.body.s;
        end = from + s->answer.body.n;
    }
    if (!end) {
        story_fault(s, "golden %s: the answer has no main part", name);
        return;
    }
    from += strcspn(from, ">") + 1;
    normalise(s, from, end, &b);
    const char *got = arena_dupn(s->arena, b.s ? b.s : "", b.n);
    if (getenv("UPDATE_GOLDEN") && s->injury == INJURE_NOTHING) {
        if (file_mkdirs("tests/golden", 0755) != OK || file_write(path, got, b.n, 0644) != OK)
            story_fault(s, "%s cannot be written", path);
    } else if (file_read(s->arena, path, 4 << 20, &want) != OK) {
        story_fault(s, "%s cannot be read; UPDATE_GOLDEN=1 writes it", path);
    } else if (strcmp(want.s, got) != 0) {
        story_fault(s, "not as %s (UPDATE_GOLDEN=1 writes it anew)", path);
        differences(s, want.s, got);
    }
    buf_free(&b);
}
