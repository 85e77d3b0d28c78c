/* limits.c: measures functions, files, views and headers against the budgets of docs/style.md.
     limits ALLOW_FILE FILE…
   Prints the 25 longest functions and the medians, always; a finding for what is over a failing mark, unless
   ALLOW_FILE has a line `FILE NAME REASON…` for it. Exit code 1 on findings. Heuristic: relies on the
   layout that clang-format gives (a function's braces stand in the first column).
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LINES_MAX = 80,
    COMPLEXITY_MAX = 15,
    PARAMETERS_MAX = 6,
    NESTING_MAX = 4,
    FILE_MAX = 800,
    HEADER_MAX = 200,
    VIEW_MAX = 150,
    WORST = 25,
};

struct function {
    char name[80];
    const char *file;
    int line, lines, complexity, parameters, nesting;
};

struct report {
    struct function *v;
    size_t n, room;
    char *allow;
    int findings;
};

static void *must(void *p)
{
    if (!p) {
        fputs("limits: out of memory\n", stderr);
        exit(2);
    }
    return p;
}

static char *read_file(const char *path)
{
    FILE *f = fopen(path, "rb");
    size_t n = 0, room = 1UL << 16;
    char *s = must(malloc(room + 1));

    if (!f) {
        free(s);
        return NULL;
    }
    for (size_t got; (got = fread(s + n, 1, room - n, f)) > 0;) {
        n += got;
        if (n == room)
            s = must(realloc(s, (room *= 2) + 1));
    }
    fclose(f);
    s[n] = '\0';
    return s;
}

/* Blanks out comments and the insides of strings, so that words in them do not count. */
static void blank(char *s)
{
    while (*s) {
        if (s[0] == '/' && s[1] == '*') {
            for (; *s && !(s[0] == '*' && s[1] == '/'); s++)
                *s = *s == '\n' ? '\n' : ' ';
            if (*s)
                *s++ = ' ', *s++ = ' ';
        } else if (s[0] == '/' && s[1] == '/') {
            for (; *s && *s != '\n'; s++)
                *s = ' ';
        } else if (*s == '"' || *s == '\'') {
            char q = *s++;
            for (; *s && *s != q && *s != '\n'; s++) {
                if (*s == '\\' && s[1] && s[1] != '\n')
                    *s++ = ' ';
                *s = ' ';
            }
            if (*s)
                s++;
        } else {
            s++;
        }
    }
}

static bool word_at(const char *s, const char *start, const char *word)
{
    size_t n = strlen(word);

    if (strncmp(s, word, n) != 0 || isalnum((unsigned char)s[n]) || s[n] == '_')
        return false;
    return s == start || !(isalnum((unsigned char)s[-1]) || s[-1] == '_');
}

static int complexity(const char *from, const char *to)
{
    static const char *const words[] = {"if", "for", "while", "switch"};
    int n = 1;

    for (const char *s = from; s < to; s++) {
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            n += word_at(s, from, words[i]);
        n += strncmp(s, "&&", 2) == 0 || strncmp(s, "||", 2) == 0 || *s == '?';
    }
    return n;
}

/* How deep control statements stand inside each other, by their indentation. */
static int nesting(const char *from, const char *to)
{
    static const char *const words[] = {"if", "for", "while", "switch", "do"};
    int deepest = 0;

    for (const char *line = from; line < to;) {
        const char *s = line + strspn(line, " ");
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
            if (word_at(s, s, words[i]) && (int)(s - line) / 4 > deepest)
                deepest = (int)(s - line) / 4;
        const char *end = strchr(line, '\n');
        if (!end)
            break;
        line = end + 1;
    }
    return deepest;
}

/* The signature that ends right before `brace`: its name and how many parameters it has. */
static bool signature(const char *text, const char *brace, struct function *f)
{
    const char *close = brace;

    while (close > text && close[-1] != ')' && close[-1] != ';' && close[-1] != '}')
        close--;
    if (close == text || close[-1] != ')')
        return false;
    int depth = 0, commas = 0;
    const char *s = close - 1, *open = NULL;
    for (; s >= text; s--) {
        depth += *s == ')' ? 1 : *s == '(' ? -1 : 0;
        commas += *s == ',' && depth == 1;
        if (depth == 0) {
            open = s;
            break;
        }
    }
    if (!open)
        return false;
    const char *end = open, *start;
    while (end > text && isspace((unsigned char)end[-1]))
        end--;
    for (start = end; start > text && (isalnum((unsigned char)start[-1]) || start[-1] == '_');)
        start--;
    if (start == end || (size_t)(end - start) >= sizeof f->name)
        return false;
    memcpy(f->name, start, (size_t)(end - start));
    f->name[end - start] = '\0';
    bool none = strncmp(open + 1, "void)", 5) == 0 || open + 1 == close - 1;
    f->parameters = none ? 0 : commas + 1;
    return true;
}

static int line_of(const char *text, const char *s)
{
    int n = 1;

    for (; text < s; text++)
        n += *text == '\n';
    return n;
}

static void functions(struct report *r, const char *file, const char *text)
{
    for (const char *s = strstr(text, "\n{\n"); s; s = strstr(s + 1, "\n{\n")) {
        const char *end = strstr(s, "\n}");
        struct function f = {.file = file};

        if (!end || !signature(text, s, &f))
            continue;
        f.line = line_of(text, s + 1);
        f.lines = line_of(s + 3, end) - 1 + (end > s + 2);
        f.complexity = complexity(s, end);
        f.nesting = nesting(s + 3, end);
        if (r->n == r->room)
            r->v = must(realloc(r->v, (r->room = r->room ? 2 * r->room : 256) * sizeof *r->v));
        r->v[r->n++] = f;
    }
}

static bool allowed(const struct report *r, const char *file, const char *name)
{
    size_t nf = strlen(file), nn = strlen(name);

    for (const char *l = r->allow; l && *l; l = strchr(l, '\n') ? strchr(l, '\n') + 1 : NULL)
        if (strncmp(l, file, nf) == 0 && l[nf] == ' ' && strncmp(l + nf + 1, name, nn) == 0 &&
            l[nf + 1 + nn] == ' ' && isalpha((unsigned char)l[nf + 2 + nn]))
            return true;
    return false;
}

static void over(struct report *r, const struct function *f, const char *what, int got, int max)
{
    if (got <= max || allowed(r, f->file, f->name))
        return;
    printf("%s:%d: %s: %s %d, at most %d\n", f->file, f->line, f->name, what, got, max);
    r->findings++;
}

static bool ends(const char *s, const char *tail)
{
    size_t n = strlen(s), t = strlen(tail);
    return n >= t && strcmp(s + n - t, tail) == 0;
}

static void whole_file(struct report *r, const char *path, const char *text)
{
    int max = ends(path, ".tmpl") ? VIEW_MAX : ends(path, ".h") ? HEADER_MAX : FILE_MAX;
    struct function f = {.name = "file", .file = path, .line = 1};

    over(r, &f, "lines of file", line_of(text, text + strlen(text)) - 1, max);
}

static int longest_first(const void *a, const void *b)
{
    return ((const struct function *)b)->lines - ((const struct function *)a)->lines;
}

static void table(const struct report *r)
{
    printf("%-52s %5s %5s %5s %5s\n", "function", "lines", "compl", "param", "nest");
    for (size_t i = 0; i < r->n && i < WORST; i++) {
        char where[200];
        (void)snprintf(where, sizeof where, "%s:%d %s", r->v[i].file, r->v[i].line, r->v[i].name);
        printf("%-52s %5d %5d %5d %5d\n", where, r->v[i].lines, r->v[i].complexity,
               r->v[i].parameters, r->v[i].nesting);
    }
    if (r->n > 0)
        printf("%zu functions, median %d lines, 90th percentile %d\n", r->n, r->v[r->n / 2].lines,
               r->v[r->n / 10].lines);
}

int main(int argc, char **argv)
{
    struct report r = {0};

    if (argc < 2) {
        fputs("usage: limits ALLOW_FILE FILE…\n", stderr);
        return 2;
    }
    r.allow = read_file(argv[1]);
    for (int i = 2; i < argc; i++) {
        char *text = read_file(argv[i]);
        if (!text) {
            printf("%s:1: cannot be read\n", argv[i]);
            r.findings++;
            continue;
        }
        whole_file(&r, argv[i], text);
        if (ends(argv[i], ".c")) {
            blank(text);
            functions(&r, argv[i], text);
        }
        free(text);
    }
    if (r.n > 0)
        qsort(r.v, r.n, sizeof *r.v, longest_first);
    for (size_t i = 0; i < r.n; i++) {
        over(&r, &r.v[i], "lines", r.v[i].lines, LINES_MAX);
        over(&r, &r.v[i], "complexity", r.v[i].complexity, COMPLEXITY_MAX);
        over(&r, &r.v[i], "parameters", r.v[i].parameters, PARAMETERS_MAX);
        over(&r, &r.v[i], "nesting", r.v[i].nesting, NESTING_MAX);
    }
    table(&r);
    if (r.findings > 0)
        printf("%d over the limits; they stand above the table\n", r.findings);
    free(r.v);
    free(r.allow);
    return r.findings > 0;
}
