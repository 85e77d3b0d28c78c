/* lint.c: checks what a compiler does not: walls between floors, bans, portable SQL, promises, texts.
     lint FILE…      every file of the tree; paths relative to the root, which is the current folder
   Each finding is `file:line: message`. Exit code 1 on findings. A line that ends in the comment
   `lint: allow REASON` (a reason of two words or more) is passed over.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct file {
    const char *path, *base; /* base: after the last slash */
    char *text;
};

struct tree {
    struct file *v;
    size_t n;
    int findings;
};

static const char *const floors[] = {"base", "data", "web", "campus", "engines", "services", "main"};
enum { FLOOR_BASE, FLOOR_DATA, FLOOR_WEB, FLOOR_CAMPUS, FLOOR_ENGINES, FLOOR_SERVICES, FLOOR_MAIN,
       FLOOR_NONE };

static void *must(void *p)
{
    if (!p) {
        fputs("lint: out of memory\n", stderr);
        exit(2);
    }
    return p;
}

[[gnu::format(printf, 4, 5)]] static void finding(struct tree *t, const struct file *f, int line,
                                                  const char *fmt, ...)
{
    va_list ap;

    printf("%s:%d: ", f->path, line);
    va_start(ap, fmt);
    vprintf(fmt, ap);
    va_end(ap);
    putchar('\n');
    t->findings++;
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

static bool starts(const char *s, const char *head)
{
    return strncmp(s, head, strlen(head)) == 0;
}

static bool ends(const char *s, const char *tail)
{
    size_t n = strlen(s), t = strlen(tail);
    return n >= t && strcmp(s + n - t, tail) == 0;
}

static bool is_c(const struct file *f)
{
    return ends(f->path, ".c") || ends(f->path, ".h");
}

static bool is_test(const struct file *f)
{
    return ends(f->path, "_test.c") || starts(f->path, "tests/") || starts(f->path, "fuzz/") ||
           starts(f->path, "bench/");
}

/* The floor that a path stands on. */
static int floor_of(const char *path)
{
    if (!starts(path, "src/"))
        return FLOOR_NONE;
    for (int i = 0; i < FLOOR_NONE; i++) {
        size_t n = strlen(floors[i]);
        if (strncmp(path + 4, floors[i], n) == 0 && path[4 + n] == '/')
            return i;
    }
    return FLOOR_NONE;
}

/* "identity" of "src/services/identity/pages.c"; "" elsewhere. */
static void service_of(const char *path, char out[64])
{
    const char *s = starts(path, "src/services/") ? path + strlen("src/services/") : "";
    size_t n = strcspn(s, "/");

    (void)snprintf(out, 64, "%.*s", (int)(n < 63 ? n : 63), s);
}

static const struct file *find(const struct tree *t, const char *path)
{
    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->v[i].path, path) == 0)
            return &t->v[i];
    return NULL;
}

/* Is the word one of the words of the text? */
static bool has_word(const char *text, const char *word)
{
    size_t n = strlen(word);

    for (const char *s = text ? text : ""; (s = strstr(s, word)); s += n) {
        bool before = s == text || isspace((unsigned char)s[-1]);
        if (before && (s[n] == '\0' || isspace((unsigned char)s[n])))
            return true;
    }
    return false;
}

static bool needs(const struct tree *t, const char *service, const char *other)
{
    char path[160];

    (void)snprintf(path, sizeof path, "src/services/%s/needs", service);
    const struct file *f = find(t, path);
    return f && has_word(f->text, other);
}

/* --- Walls -------------------------------------------------------------------------------- */

static bool same_folder(const struct file *a, const struct file *b)
{
    size_t n = (size_t)(a->base - a->path);
    return n == (size_t)(b->base - b->path) && strncmp(a->path, b->path, n) == 0;
}

/* NAME.h, and what is too much for one header: NAME_more.h (mk/gen.mk). */
static bool is_public(const char *base, const char *service)
{
    size_t n = strlen(service);

    return strncmp(base, service, n) == 0 && (base[n] == '_' || strcmp(base + n, ".h") == 0);
}

static void one_include(struct tree *t, const struct file *f, int line, const struct file *to)
{
    int from_floor = floor_of(f->path), to_floor = floor_of(to->path);
    char mine[64], theirs[64];

    if (same_folder(f, to) || to_floor == FLOOR_NONE || to_floor < from_floor)
        return;
    if (to_floor > from_floor) {
        finding(t, f, line, "the floor %s does not see %s", floors[from_floor], to->path);
        return;
    }
    if (from_floor != FLOOR_SERVICES)
        return;
    service_of(f->path, mine);
    service_of(to->path, theirs);
    if (strcmp(mine, theirs) != 0 && (!needs(t, mine, theirs) || !is_public(to->base, theirs)))
        finding(t, f, line, "%s may not see %s: name it in needs, and only its public headers", mine,
                to->path);
}

/* The file that `#include "name"` in f means: in its own folder first. */
static const struct file *included(const struct tree *t, const struct file *f, const char *name)
{
    const struct file *other = NULL;

    for (size_t i = 0; i < t->n; i++)
        if (strcmp(t->v[i].base, name) == 0 && floor_of(t->v[i].path) != FLOOR_NONE) {
            if (same_folder(&t->v[i], f))
                return &t->v[i];
            other = &t->v[i];
        }
    return other;
}

static void walls(struct tree *t, const struct file *f, const char *s, int line)
{
    char name[100];

    if (floor_of(f->path) == FLOOR_NONE || sscanf(s, "#include \"%99[^\"]\"", name) != 1)
        return;
    const struct file *to = included(t, f, name);
    if (to)
        one_include(t, f, line, to);
}

/* --- Bans --------------------------------------------------------------------------------- */

struct ban {
    const char *word;
    const char *may[4]; /* path prefixes where it is at home */
    const char *why;
};
static const struct ban bans[] = {
    {"sqlite3_", {"src/data/", "tools/", "fuzz/"}, "SQLite is named in data only"},
    {"PQ", {"src/data/", "tools/"}, "libpq is named in data only"},
    {"MHD_", {"src/web/http"}, "libmicrohttpd is named in web/http.c only"},
    {"malloc(", {"src/base/", "src/data/", "src/web/", "tools/"}, "take memory from an arena"},
    {"calloc(", {"src/base/", "src/data/", "src/web/", "tools/"}, "take memory from an arena"},
    {"realloc(", {"src/base/", "src/data/", "src/web/", "tools/"}, "take memory from an arena"},
    {"free(", {"src/base/", "src/data/", "src/web/", "tools/"}, "what an arena gave is not freed"},
    {"alloca(", {NULL}, "no alloca"},
    {"setlocale(", {NULL}, "the language belongs to the request"},
};

static bool at_home(const struct file *f, const struct ban *b)
{
    for (size_t i = 0; i < 4 && b->may[i]; i++)
        if (starts(f->path, b->may[i]))
            return true;
    return false;
}

static bool begins_word(const char *line, const char *s)
{
    return s == line || !(isalnum((unsigned char)s[-1]) || s[-1] == '_');
}

static void banned(struct tree *t, const struct file *f, const char *code, int line)
{
    if (is_test(f))
        return;
    for (size_t i = 0; i < sizeof bans / sizeof bans[0]; i++) {
        const char *s = strstr(code, bans[i].word);
        bool function = s && bans[i].word[0] == 'P' ? isupper((unsigned char)s[2]) == 0 &&
                                                          isalpha((unsigned char)s[2])
                                                    : s != NULL;
        if (function && begins_word(code, s) && !at_home(f, &bans[i]))
            finding(t, f, line, "%s: %s", bans[i].word, bans[i].why);
    }
    const char *go = strstr(code, "goto ");
    if (go && begins_word(code, go) && !starts(go, "goto out;"))
        finding(t, f, line, "goto only forward, to out:");
    if (starts(code, "#if 0"))
        finding(t, f, line, "code that is switched off goes away");
}

/* A mutable variable that outlives its function, outside the files that keep the process's few. */
static void mutable_static(struct tree *t, const struct file *f, const char *code, int line)
{
    static const char *const homes[] = {"src/base/clock.c", "src/base/zone.c", "src/base/rand.c",
                                        "src/base/log.c", "src/base/check.c",
                                        "src/data/wal_file.c", "src/main/"};
    const char *s = code + strspn(code, " ");
    size_t end = strcspn(s, "(=;");

    if (!starts(s, "static ") || is_test(f) || starts(f->path, "tools/") || s[end] == '(')
        return;
    if (strstr(s, "const ") && !strchr(s, '*'))
        return;
    const char *star = strrchr(s, '*');
    if (strstr(s, "const ") && star && (starts(star, "*const ") || s[end] == '='))
        return;
    for (size_t i = 0; i < sizeof homes / sizeof homes[0]; i++)
        if (starts(f->path, homes[i]))
            return;
    if (s[end] == '=' || s[end] == ';')
        finding(t, f, line, "a mutable static: state belongs to the app or the request");
}

/* --- Words in any text ----------------------------------------------------------------------- */

static void words(struct tree *t, const struct file *f, const char *s, int line)
{
    static const char *const unfinished[] = {"TO" "DO", "FIX" "ME", "XX" "X:", "HA" "CK:"};
    static const char *const places[] = {"/wo" "rk/", "/ro" "ot/", "registry.npm" "js",
                                         "deb.debian" ".org", "pypi" ".org"};

    for (size_t i = 0; i < sizeof unfinished / sizeof unfinished[0]; i++)
        if (strstr(s, unfinished[i]))
            finding(t, f, line, "%s: finish it, or open an issue and leave it out", unfinished[i]);
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (strstr(s, places[i]))
            finding(t, f, line, "%s: no path or host of one machine", places[i]);
}

/* --- SQL and views --------------------------------------------------------------------------- */

static void sql(struct tree *t, const struct file *f, const char *s, int line)
{
    static const char *const foreign[] = {"LIKE", "ILIKE",    "GLOB",   "AUTOINCREMENT", "TRIGGER",
                                          "TRUE", "FALSE",    "IFNULL", "RANDOM",        "NOW",
                                          "DATETIME", "SERIAL", "VARCHAR", "ROWID"};
    const char *end = strstr(s, "--");
    size_t n = end ? (size_t)(end - s) : strlen(s);

    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++)
        for (size_t k = 0; k + strlen(foreign[i]) <= n; k++) {
            size_t w = strlen(foreign[i]);
            if (strncasecmp(s + k, foreign[i], w) == 0 && begins_word(s, s + k) &&
                (k == 0 || (s[k - 1] != '"' && s[k - 1] != ':' && s[k - 1] != '.')) &&
                !isalnum((unsigned char)s[k + w]) && s[k + w] != '_')
                finding(t, f, line, "%s: not the same on both databases", foreign[i]);
        }
    if (strstr(s, "::"))
        finding(t, f, line, "::type is PostgreSQL's own; write CAST");
}

static void view(struct tree *t, const struct file *f, const char *s, int line)
{
    static const char *const inline_code[] = {" style=", "<style", " onclick=", " onchange=",
                                              " onsubmit=", "javascript:"};

    for (size_t i = 0; i < sizeof inline_code / sizeof inline_code[0]; i++)
        if (strstr(s, inline_code[i]))
            finding(t, f, line, "%s: the content security policy refuses inline code",
                    inline_code[i]);
    const char *script = strstr(s, "<script");
    if (script && !strstr(script, "src="))
        finding(t, f, line, "<script> without src: the content security policy refuses it");
}

/* --- A file --------------------------------------------------------------------------------- */

/* The line without comments and the insides of strings; `in_comment` goes on over lines. */
static void code_of(const char *s, size_t n, char *out, bool *in_comment)
{
    size_t k = 0;
    char quote = '\0';

    for (size_t i = 0; i < n; i++) {
        bool last = i + 1 >= n;
        if (*in_comment) {
            if (s[i] == '*' && !last && s[i + 1] == '/')
                *in_comment = false, i++;
        } else if (quote) {
            if (s[i] == '\\')
                i++;
            else if (s[i] == quote)
                quote = '\0', out[k++] = s[i];
        } else if (s[i] == '/' && !last && s[i + 1] == '*') {
            *in_comment = true, i++;
        } else if (s[i] == '/' && !last && s[i + 1] == '/') {
            break;
        } else {
            quote = s[i] == '"' || s[i] == '\'' ? s[i] : '\0';
            out[k++] = s[i];
        }
    }
    out[k] = '\0';
}

static bool excused(const char *line)
{
    const char *s = strstr(line, "lint: allow ");
    return s && strchr(s + strlen("lint: allow "), ' ');
}

static void one_line(struct tree *t, const struct file *f, const char *s, int line, char *code)
{
    words(t, f, s, line);
    if (ends(f->path, ".sql") && starts(f->path, "src/"))
        sql(t, f, s, line);
    if (ends(f->path, ".tmpl") && starts(f->path, "src/"))
        view(t, f, s, line);
    if (!is_c(f))
        return;
    walls(t, f, s, line);
    banned(t, f, code, line);
    mutable_static(t, f, code, line);
}

static void lines(struct tree *t, const struct file *f)
{
    bool in_comment = false;
    int line = 1;

    for (const char *s = f->text; *s; line++) {
        size_t n = strcspn(s, "\n");
        char *whole = must(malloc(2 * n + 2)), *code = whole + n + 1;

        memcpy(whole, s, n);
        whole[n] = '\0';
        code_of(s, n, code, &in_comment);
        if (!excused(whole))
            one_line(t, f, whole, line, code);
        free(whole);
        s += n + (s[n] == '\n');
    }
}

/* Every C file introduces itself: its name, a sentence, the licence. */
static void introduction(struct tree *t, const struct file *f)
{
    char want[160];
    const char *end = strstr(f->text, "*/");

    (void)snprintf(want, sizeof want, "/* %s: ", f->base);
    if (!starts(f->text, want))
        finding(t, f, 1, "begins with `%s` and one sentence", want);
    const char *spdx = strstr(f->text, "SPDX-License-Identifier: AGPL-3.0-or-later");
    if (!spdx || !end || spdx > end)
        finding(t, f, 1, "the licence stands at the end of the first comment");
}

/* Every story that docs/promises.md names exists, and every promise has one of the three states. */
static void promises(struct tree *t)
{
    const struct file *f = find(t, "docs/promises.md");
    int line = 0;

    for (const char *s = f ? f->text : ""; *s; s += strcspn(s, "\n") + (strchr(s, '\n') != NULL)) {
        char row[2000], name[100], path[160];
        line++;
        (void)snprintf(row, sizeof row, "%.*s", (int)strcspn(s, "\n"), s);
        char *bar = strrchr(row, '|');
        if (!starts(row, "| P") || starts(row, "| promise") || !bar)
            continue;
        *bar = '\0';
        char *cell = strrchr(row, '|');
        for (char *w = cell ? cell + 1 : bar; sscanf(w, " %99[a-z0-9-]", name) == 1;) {
            (void)snprintf(path, sizeof path, "tests/stories/%s.story", name);
            if (!find(t, path))
                finding(t, f, line, "there is no story %s", path);
            w = strchr(w, ',');
            if (!w++)
                break;
        }
        if (!strstr(row, "| works |") && !strstr(row, "| part |") && !strstr(row, "| not yet |"))
            finding(t, f, line, "the state is works, part or not yet");
        if (strstr(row, "| works |") && cell && strspn(cell + 1, " ") == strlen(cell + 1))
            finding(t, f, line, "a promise that works has a story that proves it");
    }
}

/* No service reaches itself by its needs. */
static void circle(struct tree *t, const struct file *start, const char *service, int depth)
{
    char path[160], mine[64];
    const struct file *f;

    service_of(start->path, mine);
    (void)snprintf(path, sizeof path, "src/services/%s/needs", service);
    f = find(t, path);
    if (!f || depth > 30)
        return;
    for (const char *s = f->text; *s;) {
        char word[64];
        s += strspn(s, " \n");
        size_t n = strcspn(s, " \n");
        (void)snprintf(word, sizeof word, "%.*s", (int)(n < 63 ? n : 63), s);
        s += n;
        if (n == 0)
            continue;
        if (strcmp(word, mine) == 0)
            finding(t, start, 1, "%s needs itself by way of %s", mine, service);
        else
            circle(t, start, word, depth + 1);
    }
}

static bool is_text(const char *path)
{
    static const char *const kinds[] = {".c",   ".h",   ".def", ".sql",  ".tmpl", ".md",   ".mk",
                                        ".sh",  ".js",  ".mjs", ".css",  ".po",   ".json", ".story",
                                        "needs", "Makefile", ".conf", ".py", ".yml"};

    if (starts(path, "samples/") && ends(path, ".csv"))
        return false;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (ends(path, kinds[i]))
            return true;
    return starts(path, "script/") || starts(path, ".ci/") || starts(path, "bench/");
}

int main(int argc, char **argv)
{
    struct tree t = {.v = must(calloc((size_t)argc, sizeof(struct file)))};

    for (int i = 1; i < argc; i++) {
        if (!is_text(argv[i]) || starts(argv[i], "tests/lint/"))
            continue;
        const char *slash = strrchr(argv[i], '/');
        struct file f = {argv[i], slash ? slash + 1 : argv[i], read_file(argv[i])};
        if (f.text)
            t.v[t.n++] = f;
    }
    for (size_t i = 0; i < t.n; i++) {
        const struct file *f = &t.v[i];
        char service[64];

        lines(&t, f);
        if (is_c(f) && !starts(f->path, "tests/queryc/") && !starts(f->path, "tests/viewc/"))
            introduction(&t, f);
        service_of(f->path, service);
        if (strcmp(f->base, "needs") == 0)
            circle(&t, f, service, 0);
    }
    promises(&t);
    printf("%zu files read, %d findings\n", t.n, t.findings);
    for (size_t i = 0; i < t.n; i++)
        free(t.v[i].text);
    free(t.v);
    return t.findings > 0;
}
