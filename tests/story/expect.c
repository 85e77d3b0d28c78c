/* expect.c: what must come back: status, place, words, headers, budgets, and values kept for later.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "story.h"

const char *story_quoted(struct story *s, const char *rest, const char **ret_after)
{
    struct buf b = buf_new(65536);

    if (*rest != '"') {
        *ret_after = "";
        return rest;
    }
    for (rest++; *rest && *rest != '"'; rest++) {
        bool escaped = *rest == '\\' && rest[1] != '\0';

        rest += escaped;
        buf_putc(&b, (char)(escaped && *rest == 'n' ? '\n' : *rest));
    }
    *ret_after = *rest == '"' ? rest + 1 + strspn(rest + 1, " ") : rest;
    const char *text = arena_dupn(s->arena, b.s ? b.s : "", b.n);
    buf_free(&b);
    return text;
}

static bool holds(const struct story *s, const char *text)
{
    return (s->words && strstr(s->words, text)) ||
           memmem(s->answer.body.s, s->answer.body.n, text, strlen(text)) != NULL;
}

static void shorten(struct story *s)
{
    const char *words = s->words ? s->words : "";

    if (!s->quiet)
        printf("    it said: %.*s\n", 700, words);
}

static void expect_words(struct story *s, const char *rest, bool want)
{
    const char *after = "";
    const char *text = story_quoted(s, rest, &after);

    if (holds(s, text) == want)
        return;
    story_fault(s, want ? "does not say \"%s\"" : "says \"%s\", which it should lack", text);
    shorten(s);
}

static void expect_status(struct story *s, const char *rest)
{
    int64_t want = 0;

    if (str_int(rest, 0, 999, &want) != OK) {
        story_fault(s, "status is a number");
        return;
    }
    if (s->answer.status == want)
        return;
    story_fault(s, "%s %d, not %lld", s->spoke ? "exit code" : "status", s->answer.status,
                (long long)want);
    shorten(s);
}

static void expect_header(struct story *s, const char *rest)
{
    size_t n = strcspn(rest, " ");
    const char *name = arena_dupn(s->arena, rest, n);
    const char *got = answer_header(s, name);
    const char *want = rest[n] ? rest + n + 1 : "";

    if (strcmp(want, "absent") == 0 ? got != NULL : !got || !strstr(got, want))
        story_fault(s, "header %s is %s", name, got ? got : "absent");
}

static void expect_place(struct story *s, const char *rest)
{
    const char *to = s->step.who ? s->step.who->to : NULL;

    if (!to || strcmp(to, rest) != 0)
        story_fault(s, "leads to %s, not to %s", to ? to : "nowhere", rest);
}

/* What stands between two texts of `in`, at or behind the first place of a third ("" for the start); an empty second
   one is its end. */
static const char *value_between(struct story *s, struct str in, const char *mark, const char *texts)
{
    const char *after = "";
    const char *from = story_quoted(s, texts, &after);
    const char *to = story_quoted(s, after, &after);
    const char *at = memmem(in.s, in.n, mark, strlen(mark));

    at = at ? strstr(at, from) : NULL;
    if (!at)
        return NULL;
    at += strlen(from);
    const char *end = *to ? strstr(at, to) : at + strlen(at);
    return end ? arena_dupn(s->arena, at, (size_t)(end - at)) : NULL;
}

/* keep NAME [behind "mark"] between "before" "after"; keep NAME header Etag; keep NAME place [between …] */
static void keep(struct story *s, const char *rest)
{
    size_t n = strcspn(rest, " ");
    const char *name = arena_dupn(s->arena, rest, n);
    const char *how = rest + n + (rest[n] == ' ');
    const char *mark = "";
    const char *value = NULL;

    if (str_starts(how, "behind "))
        mark = story_quoted(s, how + 7, &how);
    if (str_starts(how, "header "))
        value = answer_header(s, how + 7);
    else if (str_starts(how, "between "))
        value = value_between(s, s->answer.body, mark, how + 8);
    else if (str_starts(how, "place"))
        value = s->step.who ? s->step.who->to : NULL;
    if (value && str_starts(how, "place between "))
        value = value_between(s, str_of(value), mark, how + 14);
    if (!value) {
        story_fault(s, "nothing to keep as %s", name);
        shorten(s);
        value = "";
    }
    story_keep(s, name, value);
}

/* queries <= 4, bytes <= 20k */
static void expect_budget(struct story *s, const char *what, uint64_t got, const char *rest)
{
    int64_t most = 0;
    bool kilo = str_ends(rest, "k");
    const char *number = arena_dupn(s->arena, rest + 3, strlen(rest) - 3 - kilo);

    if (str_int(number, 0, INT32_MAX, &most) != OK) {
        story_fault(s, "write %s <= NUMBER", what);
        return;
    }
    most *= kilo ? 1024 : 1;
    if (s->injury == INJURE_NOTHING && got > (uint64_t)most)
        story_fault(s, "%llu %s, at most %lld", (unsigned long long)got, what, (long long)most);
}

static bool judge(struct story *s, const char *word, const char *rest)
{
    const struct {
        const char *word;
        uint64_t got;
    } budgets[] = {{"queries", s->answer.queries},
                   {"allocations", s->answer.allocations},
                   {"bytes", s->answer.body.n}};

    for (size_t i = 0; i < sizeof budgets / sizeof budgets[0]; i++) {
        if (strcmp(word, budgets[i].word) != 0 || !str_starts(rest, "<= "))
            continue;
        expect_budget(s, word, budgets[i].got, rest);
        return true;
    }
    if (strcmp(word, "status") == 0 || strcmp(word, "exit") == 0)
        expect_status(s, rest);
    else if (strcmp(word, "says") == 0 || strcmp(word, "lacks") == 0)
        expect_words(s, rest, word[0] == 's');
    else if (strcmp(word, "to") == 0)
        expect_place(s, rest);
    else if (strcmp(word, "header") == 0)
        expect_header(s, rest);
    else if (strcmp(word, "keep") == 0)
        keep(s, rest);
    else if (strcmp(word, "golden") == 0)
        golden(s, rest);
    else
        return false;
    return true;
}

bool expect(struct story *s, const char *word, const char *rest)
{
    s->quiet = s->lost;
    bool known = judge(s, word, rest);
    s->quiet = false;
    return known;
}
