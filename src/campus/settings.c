/* settings.c: reads STATE/rapenburg.conf into the structs of the groups; every wrong line is told.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "settings.h"
#include "file.h"
#include "clock.h"
#include "hash.h"
#include "str.h"

#define FILE_MAX (256U * 1024)
#define WHY_MAX (64U * 1024)

struct settings {
    struct arena *arena;
    const struct settings_group *const *groups;
    size_t n;
    char **values; /* one struct a group */
    bool **given;  /* did the file name the row? */
    struct settings *older;
};

/* The reading of one file. */
struct reading {
    struct settings *s;
    const char *file; /* its name, for messages */
    int line;
    struct buf why;
};

static void complain(struct reading *r, const char *key, const char *what)
{
    if (r->why.n > 0)
        buf_putc(&r->why, '\n');
    buf_printf(&r->why, "%s:%d: %s: %s", r->file, r->line, key, what);
}

static bool parse_duration(const char *text, int64_t *ret_ms)
{
    static const struct {
        const char *unit;
        int64_t ms;
    } units[] = {{"ms", 1},         {"s", SECONDS(1)}, {"m", MINUTES(1)},
                 {"h", HOURS(1)}, {"d", DAYS(1)}};
    size_t digits = strspn(text, "0123456789");
    int64_t n = 0;

    if (digits == 0 || digits > 9)
        return false;
    for (size_t i = 0; i < digits; i++)
        n = n * 10 + (text[i] - '0');
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
        if (str_eq(text + digits, units[i].unit)) {
            *ret_ms = n * units[i].ms;
            return true;
        }
    return false;
}

static bool colour_ok(const char *text)
{
    return strlen(text) == 7 && text[0] == '#' && strspn(text + 1, "0123456789abcdefABCDEF") == 6;
}

static const char *put_whole(struct arena *a, const struct setting *row, const char *text, void *at)
{
    bool duration = row->type == SETTING_DURATION;
    int64_t v = 0;

    if (duration ? !parse_duration(text, &v) : str_int(text, INT64_MIN, INT64_MAX, &v) != OK)
        return duration ? arena_printf(a, "\"%s\" is no duration; write 90s, 15m, 8h or 30d", text)
                        : arena_printf(a, "\"%s\" is no whole number", text);
    if ((row->min != 0 || row->max != 0) && (v < row->min || v > row->max))
        return arena_printf(a, "%s is not between %lld and %lld%s", text, (long long)row->min,
                            (long long)row->max, duration ? " ms" : "");
    *(int64_t *)at = v;
    return NULL;
}

/* Puts the text into its field; NULL, or what is wrong with it. */
static const char *put_value(struct arena *a, const struct setting *row, const char *text, void *at)
{
    switch (row->type) {
    case SETTING_TEXT:
        *(const char **)at = arena_dup(a, text);
        return NULL;
    case SETTING_COLOUR:
        if (!colour_ok(text))
            return arena_printf(a, "\"%s\" is no colour; write it like #1d3a6e", text);
        *(const char **)at = arena_dup(a, text);
        return NULL;
    case SETTING_SECRET:
        *(struct secret *)at = (struct secret){arena_dup(a, text), strlen(text)};
        return NULL;
    case SETTING_FLAG:
        if (!str_eq(text, "yes") && !str_eq(text, "no"))
            return arena_printf(a, "\"%s\" is neither yes nor no", text);
        *(bool *)at = str_eq(text, "yes");
        return NULL;
    case SETTING_NUMBER:
    case SETTING_DURATION:
        return put_whole(a, row, text, at);
    }
    return "unknown type";
}

/* The row of a key "group.key"; false: there is none. */
static bool find(const struct settings *s, const char *key, size_t *ret_g, size_t *ret_r)
{
    const char *dot = strchr(key, '.');

    if (dot == NULL)
        return false;
    for (size_t g = 0; g < s->n; g++) {
        const char *name = s->groups[g]->name;

        if (strlen(name) != (size_t)(dot - key) || strncmp(name, key, strlen(name)) != 0)
            continue;
        for (size_t r = 0; r < s->groups[g]->n_rows; r++)
            if (str_eq(s->groups[g]->rows[r].key, dot + 1)) {
                *ret_g = g;
                *ret_r = r;
                return true;
            }
    }
    return false;
}

static void read_line(struct reading *r, const char *line)
{
    struct arena *a = r->s->arena;
    const char *is = strchr(line, '='), *key = NULL, *value = NULL, *wrong = NULL;
    const struct setting *row = NULL;
    size_t g = 0, n = 0;

    if (line[0] == '\0' || line[0] == '#')
        return;
    if (is == NULL) {
        complain(r, line, "no \"=\" here; write group.key = value");
        return;
    }
    key = str_trim(a, arena_dupn(a, line, (size_t)(is - line)));
    value = str_trim(a, is + 1);
    if (!find(r->s, key, &g, &n)) {
        complain(r, key, "there is no such setting; `rapenburg settings --sample` lists all");
        return;
    }
    if (r->s->given[g][n]) {
        complain(r, key, "stands here a second time");
        return;
    }
    row = &r->s->groups[g]->rows[n];
    r->s->given[g][n] = true;
    wrong = put_value(a, row, value, r->s->values[g] + row->at);
    if (wrong != NULL)
        complain(r, key, row->type == SETTING_SECRET ? "cannot be read" : wrong);
}

static struct settings *defaults(const struct settings_group *const *groups, size_t n)
{
    struct arena *a = arena_new(4U << 20);
    struct settings *s = ARENA_NEW(a, struct settings);

    *s = (struct settings){.arena = a, .groups = groups, .n = n};
    s->values = ARENA_ARRAY(a, n, char *);
    s->given = ARENA_ARRAY(a, n, bool *);
    for (size_t g = 0; g < n; g++) {
        s->values[g] = arena_alloc(a, groups[g]->size);
        s->given[g] = ARENA_ARRAY(a, groups[g]->n_rows, bool);
        for (size_t r = 0; r < groups[g]->n_rows; r++) {
            const struct setting *row = &groups[g]->rows[r];

            if (put_value(a, row, row->otherwise, s->values[g] + row->at) != NULL)
                abort(); /* a default that its own row refuses is a defect of ours */
        }
    }
    return s;
}

static err read_file(struct settings *s, const char *path, const char **ret_why)
{
    const char *slash = strrchr(path, '/');
    struct reading r = {.s = s, .file = slash != NULL ? slash + 1 : path, .why = buf_new(WHY_MAX)};
    struct str text = {0};
    struct str_list lines = {0};
    err e = file_read(s->arena, path, FILE_MAX, &text);

    if (e == ERR_NOT_FOUND)
        return OK;
    if (e == OK && !str_utf8_ok(text.s, text.n)) {
        *ret_why = arena_printf(s->arena, "%s: is not UTF-8 text", r.file);
        return ERR_PARSE;
    }
    if (e != OK) {
        *ret_why = arena_printf(s->arena, "%s: %s", path, err_text(e));
        return e;
    }
    lines = str_split(s->arena, text.s, '\n');
    for (size_t i = 0; i < lines.n; i++) {
        r.line = (int)i + 1;
        read_line(&r, str_trim(s->arena, lines.v[i]));
    }
    if (r.why.n > 0) {
        *ret_why = arena_dupn(s->arena, r.why.s, r.why.n);
        e = ERR_PARSE;
    }
    buf_free(&r.why);
    return e;
}

err settings_load(const struct settings_group *const *groups, size_t n, const char *path,
                  struct settings **ret_s, const char **ret_why)
{
    *ret_s = defaults(groups, n);
    return read_file(*ret_s, path, ret_why);
}

static size_t size_of(const struct setting *row)
{
    switch (row->type) {
    case SETTING_TEXT:
    case SETTING_COLOUR:
        return sizeof(const char *);
    case SETTING_NUMBER:
    case SETTING_DURATION:
        return sizeof(int64_t);
    case SETTING_FLAG:
        return sizeof(bool);
    case SETTING_SECRET:
        return sizeof(struct secret);
    }
    return 0;
}

err settings_reload(struct settings *old, const char *path, struct settings **ret_s,
                    const char **ret_why)
{
    struct settings *s = defaults(old->groups, old->n);

    s->older = old;
    *ret_s = s;
    TRY(read_file(s, path, ret_why));
    for (size_t g = 0; g < s->n; g++)
        for (size_t r = 0; r < s->groups[g]->n_rows; r++) {
            const struct setting *row = &s->groups[g]->rows[r];

            if (!row->reload)
                memcpy(s->values[g] + row->at, old->values[g] + row->at, size_of(row));
        }
    return OK;
}

const void *settings_of(const struct settings *s, const struct settings_group *g)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->groups[i] == g)
            return s->values[i];
    return NULL;
}

struct settings *settings_older(const struct settings *s)
{
    return s->older;
}

void settings_free(struct settings *s)
{
    if (s != NULL)
        arena_free(s->arena);
}

static const char *show_duration(struct arena *a, int64_t ms)
{
    if (ms != 0 && ms % DAYS(1) == 0)
        return arena_printf(a, "%lldd", (long long)(ms / DAYS(1)));
    if (ms != 0 && ms % HOURS(1) == 0)
        return arena_printf(a, "%lldh", (long long)(ms / HOURS(1)));
    if (ms != 0 && ms % MINUTES(1) == 0)
        return arena_printf(a, "%lldm", (long long)(ms / MINUTES(1)));
    if (ms % SECONDS(1) == 0)
        return arena_printf(a, "%llds", (long long)(ms / SECONDS(1)));
    return arena_printf(a, "%lldms", (long long)ms);
}

const char *settings_show(struct arena *a, const struct settings *s,
                          const struct settings_group *g, const struct setting *row)
{
    const char *at = (const char *)settings_of(s, g) + row->at;

    switch (row->type) {
    case SETTING_TEXT:
    case SETTING_COLOUR:
        return *(const char *const *)(const void *)at;
    case SETTING_NUMBER:
        return arena_printf(a, "%lld", (long long)*(const int64_t *)(const void *)at);
    case SETTING_DURATION:
        return show_duration(a, *(const int64_t *)(const void *)at);
    case SETTING_FLAG:
        return *(const bool *)at ? "yes" : "no";
    case SETTING_SECRET:
        return ((const struct secret *)(const void *)at)->n > 0 ? "(set)" : "";
    }
    return "";
}
