/* viewc.c: compiles templates (src/ROOM/views/FILE.tmpl) to C functions that write a typed view-model.
   `viewc --out DIR --name NAME FILES.tmpl` writes NAME_v.h and NAME_v.c. A template is read by
   recursive descent; markup is followed far enough to know where a value may stand. Expressions keep
   the template's line and column, so that the C compiler and xgettext speak of the template.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct text {
    char *s;
    size_t n, room;
};

static void text_put(struct text *t, const char *s, size_t n)
{
    if (t->n + n + 1 > t->room) {
        t->room = (t->n + n + 1) * 2;
        t->s = realloc(t->s, t->room);
        if (!t->s)
            abort();
    }
    if (n > 0)
        memcpy(t->s + t->n, s, n);
    t->n += n;
    t->s[t->n] = '\0';
}

[[gnu::format(printf, 2, 3)]] static void text_f(struct text *t, const char *fmt, ...)
{
    char line[1024];
    va_list ap;

    va_start(ap, fmt);
    int n = vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    if (n < 0 || (size_t)n >= sizeof line)
        abort();
    text_put(t, line, (size_t)n);
}

struct pos {
    int line, col;
};

/* Where in the markup we are. */
enum place {
    IN_TEXT,
    IN_OPEN,    /* behind "<" */
    IN_NAME,    /* the name of a tag */
    IN_TAG,     /* between attributes */
    IN_ATTR,    /* the name of an attribute */
    IN_EQUALS,  /* behind "=" */
    IN_VALUE,   /* inside double quotes */
    IN_CLOSE,   /* "</name" or "<!doctype" */
    IN_COMMENT, /* "<!-- … -->" */
    IN_SCRIPT,  /* the content of script and style */
};

enum escape_mode { MODE_HTML, MODE_XML, MODE_JSON, MODE_CONF, MODE_TEXT, MODE_COUNT };
static const char *const mode_words[] = {"html", "xml", "json", "conf", "text"};
static const char *const mode_names[] = {"ESCAPE_HTML", "ESCAPE_XML", "ESCAPE_JSON", "ESCAPE_CONF",
                                         "ESCAPE_TEXT"};

enum tag_kind {
    TAG_COMMENT,
    TAG_VIEW,
    TAG_ESCAPE,
    TAG_IF,
    TAG_ELSE,
    TAG_END,
    TAG_EACH,
    TAG_PAGE,
    TAG_CALL,
    TAG_TOKEN,
    TAG_JSON,
    TAG_F,
    TAG_VALUE,
};

struct tag {
    enum tag_kind kind;
    struct pos at;       /* of its braces */
    struct pos rest_at;  /* of what follows the word */
    const char *rest;    /* without blanks around */
    size_t rest_n;
};

struct parser {
    const char *path;
    const char *s;
    size_t n, at;
    struct pos pos;
    enum escape_mode mode;
    enum place place;
    char word[24]; /* the name of the tag or attribute that is being read */
    size_t word_n;
    struct text lit; /* the template's own text, not yet written */
    struct text *head, *code;
    int depth, loops;
    char *why; /* the first problem, "file:line:col: error: …" */
    size_t why_max;
};

[[gnu::format(printf, 3, 4)]] static bool refuse_at(struct parser *p, struct pos at,
                                                    const char *fmt, ...)
{
    va_list ap;
    int n = snprintf(p->why, p->why_max, "%s:%d:%d: error: ", p->path, at.line, at.col);

    if (n < 0 || (size_t)n >= p->why_max)
        return false;
    va_start(ap, fmt);
    vsnprintf(p->why + n, p->why_max - (size_t)n, fmt, ap);
    va_end(ap);
    return false;
}

/* --- Bytes ---------------------------------------------------------------------------------- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_word(char c)
{
    return is_letter(c) || c == '_' || (c >= '0' && c <= '9');
}

static void step(struct parser *p)
{
    char c = p->s[p->at++];

    if (c == '\n') {
        p->pos.line++;
        p->pos.col = 1;
    } else if (((unsigned char)c & 0xC0) != 0x80) {
        p->pos.col++;
    }
}

static bool looking_at(const struct parser *p, const char *what)
{
    size_t n = strlen(what);

    return p->n - p->at >= n && memcmp(p->s + p->at, what, n) == 0;
}

static bool is(const char *s, size_t n, const char *word)
{
    return strlen(word) == n && memcmp(s, word, n) == 0;
}

/* --- Writing C ------------------------------------------------------------------------------ */

static void put_c_string(struct text *t, const char *s, size_t n)
{
    text_put(t, "\"", 1);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && i % 80 == 0 && ((unsigned char)s[i] & 0xC0) != 0x80)
            text_put(t, "\"\n    \"", 7);
        if (s[i] == '"' || s[i] == '\\')
            text_f(t, "\\%c", s[i]);
        else if (s[i] == '\n')
            text_put(t, "\\n", 2);
        else if ((unsigned char)s[i] < 32 || s[i] == 127)
            text_f(t, "\\%03o", (unsigned)s[i]);
        else
            text_put(t, s + i, 1);
    }
    text_put(t, "\"", 1);
}

static void flush(struct parser *p)
{
    if (p->lit.n == 0)
        return;
    text_f(p->code, "put_raw(out, ");
    put_c_string(p->code, p->lit.s, p->lit.n);
    text_f(p->code, ", %zu);\n", p->lit.n);
    p->lit.n = 0;
}

/* `front`, then the expression on the template's line and column, then `back`. No directive may stand
   between, for `front` may call a macro: where it does not fit before, it counts as the line before. */
static void put_expr(struct parser *p, const char *front, const char *s, size_t n, struct pos at,
                     const char *back)
{
    int front_n = (int)strlen(front);

    if (front_n < at.col)
        text_f(p->code, "#line %d \"%s\"\n%*s%s", at.line, p->path, at.col - 1 - front_n, "",
               front);
    else
        text_f(p->code, "#line %d \"%s\"\n%s\n%*s", at.line - 1, p->path, front, at.col - 1, "");
    text_put(p->code, s, n);
    text_f(p->code, "\n%s", back);
}

/* --- Markup --------------------------------------------------------------------------------- */

static void word_begin(struct parser *p)
{
    p->word_n = 0;
}

static void word_add(struct parser *p, char c)
{
    if (p->word_n < sizeof p->word)
        p->word[p->word_n++] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool open_follows(struct parser *p, char c)
{
    if (c == '/' || c == '?') {
        p->place = IN_CLOSE;
    } else if (c == '!') {
        p->place = looking_at(p, "!--") ? IN_COMMENT : IN_CLOSE;
    } else if (is_letter(c)) {
        p->place = IN_NAME;
        word_begin(p);
        word_add(p, c);
    } else {
        return refuse_at(p, p->pos, "write &lt; for a < that opens no tag");
    }
    return true;
}

static void tag_ends(struct parser *p)
{
    bool script = p->mode == MODE_HTML &&
                  (is(p->word, p->word_n, "script") || is(p->word, p->word_n, "style"));

    p->place = script ? IN_SCRIPT : IN_TEXT;
}

static bool name_follows(struct parser *p, char c)
{
    if (c == '>')
        tag_ends(p);
    else if (is_blank(c) || c == '/')
        p->place = IN_TAG;
    else
        word_add(p, c);
    return true;
}

static bool tag_follows(struct parser *p, char c)
{
    if (c == '>') {
        p->place = IN_TEXT;
    } else if (c == '=' || c == '"' || c == '\'' || c == '<') {
        return refuse_at(p, p->pos, "unexpected %c inside a tag", c);
    } else if (!is_blank(c) && c != '/') {
        p->place = IN_ATTR;
        word_begin(p);
        word_add(p, c);
    }
    return true;
}

/* The policy of the pages allows no code and no style inside the markup. */
static bool attribute_allowed(struct parser *p)
{
    bool handler = p->word_n > 2 && p->word[0] == 'o' && p->word[1] == 'n';

    if (p->mode == MODE_HTML && (handler || is(p->word, p->word_n, "style")))
        return refuse_at(p, p->pos, "no inline script or style: %.*s", (int)p->word_n, p->word);
    return true;
}

static bool attr_follows(struct parser *p, char c)
{
    if (c == '=') {
        p->place = IN_EQUALS;
        return attribute_allowed(p);
    }
    if (c == '>')
        p->place = IN_TEXT;
    else if (is_blank(c) || c == '/')
        p->place = IN_TAG;
    else
        word_add(p, c);
    return true;
}

static bool comment_follows(struct parser *p, char c)
{
    if (c == '>' && p->at >= 2 && p->s[p->at - 1] == '-' && p->s[p->at - 2] == '-')
        p->place = IN_TEXT;
    return true;
}

/* Follows the markup by the byte at p->at. */
static bool markup(struct parser *p)
{
    char c = p->s[p->at];

    switch (p->place) {
    case IN_TEXT:
        if (c == '<')
            p->place = IN_OPEN;
        return true;
    case IN_OPEN:
        return open_follows(p, c);
    case IN_NAME:
        return name_follows(p, c);
    case IN_TAG:
        return tag_follows(p, c);
    case IN_ATTR:
        return attr_follows(p, c);
    case IN_EQUALS:
        p->place = IN_VALUE;
        return c == '"' || refuse_at(p, p->pos, "an attribute's value must be in double quotes");
    case IN_VALUE:
        if (c == '"')
            p->place = IN_TAG;
        return true;
    case IN_CLOSE:
        if (c == '>')
            p->place = IN_TEXT;
        return true;
    case IN_COMMENT:
        return comment_follows(p, c);
    case IN_SCRIPT:
        if (c == '<' && p->at + 1 < p->n && p->s[p->at + 1] == '/')
            p->place = IN_CLOSE;
        return true;
    }
    return true;
}

static bool is_markup(const struct parser *p)
{
    return p->mode == MODE_HTML || p->mode == MODE_XML;
}

/* The template's own text up to the next braces or the end. */
static bool own_text(struct parser *p)
{
    while (p->at < p->n && !looking_at(p, "{{")) {
        char c = p->s[p->at];

        if (c == '\0')
            return refuse_at(p, p->pos, "a NUL byte");
        if (is_markup(p) && !markup(p))
            return false;
        if (!is_markup(p) || !is_blank(c))
            text_put(&p->lit, &c, 1);
        else if (p->lit.n == 0 || p->lit.s[p->lit.n - 1] != ' ')
            text_put(&p->lit, " ", 1);
        step(p);
    }
    return true;
}

/* In plain text a line that holds only a sentence of the template leaves no line behind. */
static void drop_own_line(struct parser *p, const struct tag *tag)
{
    size_t from = p->lit.n;
    size_t to = p->at;

    if (is_markup(p) || tag->kind >= TAG_TOKEN)
        return;
    while (from > 0 && (p->lit.s[from - 1] == ' ' || p->lit.s[from - 1] == '\t'))
        from--;
    if (tag->at.col - 1 != (int)(p->lit.n - from))
        return;
    while (to < p->n && p->s[to] != '\n' && is_blank(p->s[to]))
        to++;
    if (to == p->n || p->s[to] != '\n')
        return;
    p->lit.n = from;
    while (p->at <= to)
        step(p);
}

/* --- Braces --------------------------------------------------------------------------------- */

static bool skip_literal(struct parser *p)
{
    struct pos from = p->pos;
    char quote = p->s[p->at];

    step(p);
    while (p->at < p->n && p->s[p->at] != quote && p->s[p->at] != '\n') {
        if (p->s[p->at] == '\\' && p->at + 1 < p->n)
            step(p);
        step(p);
    }
    if (p->at >= p->n || p->s[p->at] != quote)
        return refuse_at(p, from, "this %c is not closed", quote);
    step(p);
    return true;
}

/* Passes over an expression up to the closing braces. Brackets must match; C blocks are refused. */
static bool skip_expr(struct parser *p, struct pos from)
{
    char open[32];
    size_t n = 0;

    while (p->at < p->n && !(n == 0 && looking_at(p, "}}"))) {
        char c = p->s[p->at];

        if (c == '"' || c == '\'') {
            if (!skip_literal(p))
                return false;
            continue;
        }
        if (c == '\0' || c == ';' || c == '#' || c == '\\' || looking_at(p, "//") ||
            looking_at(p, "/*"))
            return refuse_at(p, p->pos, "only an expression may stand here");
        if (c == '(' || c == '[' || c == '{') {
            if (n == sizeof open)
                return refuse_at(p, p->pos, "brackets nested too deep");
            open[n++] = (char)(c == '(' ? ')' : c + 2);
        } else if ((c == ')' || c == ']' || c == '}') && (n == 0 || open[--n] != c)) {
            return refuse_at(p, p->pos, "unexpected %c", c);
        }
        step(p);
    }
    if (p->at >= p->n)
        return refuse_at(p, from, "this {{ is not closed");
    return true;
}

static bool skip_comment(struct parser *p, struct tag *tag)
{
    while (p->at < p->n && !looking_at(p, "#}}"))
        step(p);
    if (p->at >= p->n)
        return refuse_at(p, tag->at, "this comment is not closed by #}}");
    for (int i = 0; i < 3; i++)
        step(p);
    tag->kind = TAG_COMMENT;
    return true;
}

static const struct {
    const char *word;
    enum tag_kind kind;
    bool call; /* its brackets belong to it */
} tag_words[] = {
    {"view",   TAG_VIEW,   false},
    {"escape", TAG_ESCAPE, false},
    {"if",     TAG_IF,     false},
    {"else",   TAG_ELSE,   false},
    {"end",    TAG_END,    false},
    {"each",   TAG_EACH,   false},
    {"page",   TAG_PAGE,   false},
    {"call",   TAG_CALL,   false},
    {"token",  TAG_TOKEN,  false},
    {"json",   TAG_JSON,   true },
    {"f_",     TAG_F,      true },
};

static size_t word_length(const char *s, size_t n)
{
    size_t i = 0;

    while (i < n && is_word(s[i]))
        i++;
    return i;
}

/* What kind of sentence it is, and how many bytes its word takes. */
static enum tag_kind kind_of(const char *s, size_t n, size_t *ret_word)
{
    size_t w = word_length(s, n);

    *ret_word = w;
    for (size_t i = 0; i < sizeof tag_words / sizeof tag_words[0]; i++) {
        if (!is(s, w, tag_words[i].word))
            continue;
        if (tag_words[i].call ? w < n && s[w] == '(' && s[n - 1] == ')'
                              : w == n || is_blank(s[w]) || s[w] == '(')
            return tag_words[i].kind;
    }
    *ret_word = 0;
    return TAG_VALUE;
}

/* Cuts the word, the brackets of a call, and blanks off; keeps the position. */
static void cut(struct tag *tag, size_t front, size_t back)
{
    tag->rest_n -= back;
    while (front > 0 || (tag->rest_n > 0 && is_blank(tag->rest[0]))) {
        if (tag->rest[0] == '\n')
            tag->rest_at = (struct pos){.line = tag->rest_at.line + 1, .col = 1};
        else if (((unsigned char)tag->rest[0] & 0xC0) != 0x80)
            tag->rest_at.col++;
        tag->rest++;
        tag->rest_n--;
        front -= front > 0;
    }
    while (tag->rest_n > 0 && is_blank(tag->rest[tag->rest_n - 1]))
        tag->rest_n--;
}

/* Reads the sentence between the braces at p->at. */
static bool read_tag(struct parser *p, struct tag *ret_tag)
{
    struct tag tag = {.at = p->pos};
    size_t word = 0;

    step(p);
    step(p);
    if (p->at < p->n && p->s[p->at] == '#') {
        if (!skip_comment(p, &tag))
            return false;
    } else {
        tag.rest = p->s + p->at;
        tag.rest_at = p->pos;
        if (!skip_expr(p, tag.at))
            return false;
        tag.rest_n = (size_t)(p->s + p->at - tag.rest);
        step(p);
        step(p);
        cut(&tag, 0, 0);
        if (tag.rest_n == 0)
            return refuse_at(p, tag.at, "nothing stands between the braces");
        tag.kind = kind_of(tag.rest, tag.rest_n, &word);
        bool call = tag.kind == TAG_JSON || tag.kind == TAG_F;
        cut(&tag, word + call, call);
    }
    drop_own_line(p, &tag);
    *ret_tag = tag;
    return true;
}

/* --- Sentences ------------------------------------------------------------------------------- */

static bool block(struct parser *p, struct tag *ret_stop);

/* A sentence may stand between attributes; a value only in text or between double quotes. */
static bool place_allows(struct parser *p, const struct tag *tag)
{
    bool value = tag->kind >= TAG_PAGE;

    if (p->place == IN_TEXT || !is_markup(p))
        return true;
    if (p->place == IN_EQUALS)
        return refuse_at(p, tag->at, "an attribute's value must be in double quotes");
    if (value && p->place == IN_VALUE && tag->kind >= TAG_JSON)
        return true;
    if (value)
        return refuse_at(p, tag->at, "a value may stand in text or between double quotes only");
    if (p->place == IN_NAME || p->place == IN_ATTR)
        p->place = IN_TAG;
    if (p->place == IN_TAG || p->place == IN_VALUE || tag->kind == TAG_COMMENT)
        return true;
    return refuse_at(p, tag->at, "this may not stand inside a tag's name, a comment or a script");
}

static bool same_place(struct parser *p, enum place want, struct pos at)
{
    if (p->place == IN_ATTR || p->place == IN_NAME)
        p->place = IN_TAG;
    return p->place == want || !is_markup(p) ||
           refuse_at(p, at, "a part opened here ends in another place of the markup than it began");
}

static bool needs_rest(struct parser *p, const struct tag *tag, const char *what)
{
    return tag->rest_n > 0 || refuse_at(p, tag->at, "%s is missing", what);
}

static bool put_condition(struct parser *p, const struct tag *tag, const char *front)
{
    if (!needs_rest(p, tag, "the condition"))
        return false;
    put_expr(p, front, tag->rest, tag->rest_n, tag->rest_at, ") {\n");
    return true;
}

static bool else_part(struct parser *p, struct tag *stop, bool *ret_last)
{
    flush(p);
    *ret_last = stop->rest_n == 0;
    if (*ret_last) {
        text_f(p->code, "} else {\n");
        return true;
    }
    if (word_length(stop->rest, stop->rest_n) != 2 || memcmp(stop->rest, "if", 2) != 0)
        return refuse_at(p, stop->rest_at, "write else or else if");
    cut(stop, 2, 0);
    return put_condition(p, stop, "} else if (");
}

static bool if_part(struct parser *p, const struct tag *tag)
{
    enum place begin = p->place;
    enum place want = begin;
    struct tag stop = {0};
    bool last = false;

    flush(p);
    if (!put_condition(p, tag, "if (") || !block(p, &stop))
        return false;
    if (stop.kind == TAG_ELSE) {
        same_place(p, p->place, tag->at);
        want = p->place;
    }
    while (stop.kind == TAG_ELSE) {
        if (last)
            return refuse_at(p, stop.at, "an else after the last else");
        if (!same_place(p, want, tag->at) || !else_part(p, &stop, &last))
            return false;
        p->place = begin;
        if (!block(p, &stop))
            return false;
    }
    if (!last && want != begin)
        return refuse_at(p, tag->at, "without an else this must end where in the markup it began");
    flush(p);
    text_f(p->code, "}\n");
    return same_place(p, want, tag->at);
}

/* A part that only `end` closes. */
static bool until_end(struct parser *p, const struct tag *tag)
{
    enum place begin = p->place;
    struct tag stop = {0};

    if (!block(p, &stop))
        return false;
    if (stop.kind != TAG_END)
        return refuse_at(p, stop.at, "an else without an if");
    flush(p);
    return same_place(p, begin, tag->at);
}

static bool each_part(struct parser *p, const struct tag *tag)
{
    struct tag list = *tag;
    size_t name_n = word_length(tag->rest, tag->rest_n);
    int i = ++p->loops;

    flush(p);
    cut(&list, name_n, 0);
    if (name_n == 0 || name_n > 64 || list.rest_n < 3 || memcmp(list.rest, "in", 2) != 0 ||
        !is_blank(list.rest[2]))
        return refuse_at(p, tag->at, "write each x in LIST");
    cut(&list, 2, 0);
    if (!needs_rest(p, &list, "the list"))
        return false;
    char front[64];
    snprintf(front, sizeof front, "{ const __auto_type list_%d = ", i);
    put_expr(p, front, list.rest, list.rest_n, list.rest_at, ";\n");
    text_f(p->code,
           "for (size_t i_%d = 0; i_%d < list_%d.n; i_%d++) {\n"
           "const typeof(list_%d.v[0]) *%.*s = &list_%d.v[i_%d];\n(void)%.*s;\n",
           i, i, i, i, i, (int)name_n, tag->rest, i, i, (int)name_n, tag->rest);
    if (!until_end(p, tag))
        return false;
    text_f(p->code, "}}\n");
    return true;
}

static bool page_part(struct parser *p, const struct tag *tag)
{
    flush(p);
    if (!needs_rest(p, tag, "the page's title"))
        return false;
    put_expr(p, "page_open(out,", tag->rest, tag->rest_n, tag->rest_at, ");\n");
    if (!until_end(p, tag))
        return false;
    text_f(p->code, "page_end(out);\n");
    return true;
}

/* Splits `name(arguments)`: what stands before and within the brackets. */
static bool split_call(struct parser *p, const struct tag *tag, struct tag *ret_args,
                       size_t *ret_name)
{
    size_t n = word_length(tag->rest, tag->rest_n);
    struct tag args = *tag;

    if (n == 0 || n > 128 || n + 2 > tag->rest_n || tag->rest[n] != '(' ||
        tag->rest[tag->rest_n - 1] != ')')
        return refuse_at(p, tag->at, "write the view's name and its arguments in brackets");
    cut(&args, n + 1, 1);
    *ret_args = args;
    *ret_name = n;
    return true;
}

static bool call_part(struct parser *p, const struct tag *tag)
{
    struct tag args = {0};
    size_t n = 0;

    flush(p);
    if (!split_call(p, tag, &args, &n))
        return false;
    put_expr(p, "{ err err_ = ", tag->rest, n, tag->rest_at, args.rest_n > 0 ? "" : "(out)");
    if (args.rest_n > 0)
        put_expr(p, "(out,", args.rest, args.rest_n, args.rest_at, ")");
    text_f(p->code, ";\nif (err_ != OK) {\nout->escape = escape_;\nreturn err_;\n}}\n");
    return true;
}

static bool value_part(struct parser *p, const struct tag *tag)
{
    const char *front = tag->kind == TAG_JSON ? "put_json(out,"
                        : tag->kind == TAG_F  ? "put_f(out,"
                                              : "put(out,";

    flush(p);
    if (!needs_rest(p, tag, "the value"))
        return false;
    put_expr(p, front, tag->rest, tag->rest_n, tag->rest_at, ");\n");
    return true;
}

static bool sentence(struct parser *p, const struct tag *tag)
{
    if (!place_allows(p, tag))
        return false;
    switch (tag->kind) {
    case TAG_COMMENT:
        return true;
    case TAG_IF:
        return if_part(p, tag);
    case TAG_EACH:
        return each_part(p, tag);
    case TAG_PAGE:
        return page_part(p, tag);
    case TAG_CALL:
        return call_part(p, tag);
    case TAG_TOKEN:
        flush(p);
        text_f(p->code, "put_token(out);\n");
        return tag->rest_n == 0 || refuse_at(p, tag->rest_at, "token takes nothing");
    case TAG_JSON:
    case TAG_F:
    case TAG_VALUE:
        return value_part(p, tag);
    case TAG_VIEW:
        return refuse_at(p, tag->at, "a view inside a view");
    case TAG_ESCAPE:
        return refuse_at(p, tag->at, "escape stands on the first line only");
    case TAG_ELSE:
    case TAG_END:
        break;
    }
    return false;
}

/* Text and sentences up to an `end` or `else`, which the caller judges. */
static bool block(struct parser *p, struct tag *ret_stop)
{
    struct tag tag = {0};

    if (++p->depth > 32)
        return refuse_at(p, p->pos, "nested too deep");
    for (;;) {
        if (!own_text(p))
            return false;
        if (p->at >= p->n)
            return refuse_at(p, p->pos, "an {{ end }} is missing");
        if (!read_tag(p, &tag))
            return false;
        if (tag.kind == TAG_END || tag.kind == TAG_ELSE)
            break;
        if (!sentence(p, &tag))
            return false;
    }
    if (tag.kind == TAG_END && tag.rest_n > 0)
        return refuse_at(p, tag.rest_at, "end takes nothing");
    p->depth--;
    *ret_stop = tag;
    return true;
}

static bool view(struct parser *p, const struct tag *tag)
{
    struct tag args = {0};
    size_t n = 0;

    if (!split_call(p, tag, &args, &n))
        return false;
    p->place = IN_TEXT;
    p->loops = 0;
    const char *comma = args.rest_n > 0 ? ", " : "";
    text_f(p->head, "[[nodiscard]] err %.*s(struct out *out%s", (int)n, tag->rest, comma);
    text_put(p->head, args.rest, args.rest_n);
    text_f(p->head, ");\n");
    text_f(p->code, "\n");
    put_expr(p, "err ", tag->rest, n, tag->rest_at, "");
    put_expr(p, args.rest_n > 0 ? "(struct out *out, " : "(struct out *out", args.rest, args.rest_n,
             args.rest_at, ")\n{\n");
    text_f(p->code,
           "struct rq *rq = out->rq;\n(void)rq;\nenum escape escape_ = out->escape;\n"
           "out->escape = %s;\n",
           mode_names[p->mode]);
    if (!until_end(p, tag))
        return false;
    text_f(p->code, "out->escape = escape_;\n"
                    "return buf_ok(out->buf) ? OK : ERR_TOO_LARGE;\n}\n");
    return true;
}

static bool set_escape(struct parser *p, const struct tag *tag)
{
    if (tag->at.line != 1 || tag->at.col != 1)
        return refuse_at(p, tag->at, "escape stands on the first line only");
    for (size_t i = 0; i < MODE_COUNT; i++) {
        if (!is(tag->rest, tag->rest_n, mode_words[i]))
            continue;
        p->mode = (enum escape_mode)i;
        return true;
    }
    return refuse_at(p, tag->rest_at, "escape takes html, xml, json, conf or text");
}

static bool template(struct parser *p)
{
    struct tag tag = {0};

    for (;;) {
        while (p->at < p->n && is_blank(p->s[p->at]))
            step(p);
        if (p->at >= p->n)
            return true;
        if (!looking_at(p, "{{"))
            return refuse_at(p, p->pos, "text outside a view");
        if (!read_tag(p, &tag))
            return false;
        if (tag.kind == TAG_COMMENT)
            continue;
        if (tag.kind == TAG_ESCAPE ? !set_escape(p, &tag)
            : tag.kind == TAG_VIEW ? !view(p, &tag)
                                   : !refuse_at(p, tag.at, "this stands outside a view"))
            return false;
    }
}

/* Compiles one template: prototypes go to `head`, functions to `code`; false leaves the first problem
   in `why`. Never stops the program, whatever the bytes: fuzz/template_fuzz.c calls it. */
static bool viewc_compile(const char *path, const char *s, size_t n, struct text *head,
                          struct text *code, char *why, size_t why_max)
{
    struct parser p = {
        .path = path,
        .s = s,
        .n = n,
        .pos = {1, 1},
        .head = head,
        .code = code,
        .why = why,
        .why_max = why_max,
    };
    bool ok = template(&p);

    free(p.lit.s);
    return ok;
}

#ifndef VIEWC_LIBRARY
static bool read_file(const char *path, struct text *ret_text)
{
    char bytes[8192];
    size_t n = 0;
    FILE *f = fopen(path, "rb");

    if (!f)
        return false;
    while ((n = fread(bytes, 1, sizeof bytes, f)) > 0)
        text_put(ret_text, bytes, n);
    text_put(ret_text, "", 0);
    bool ok = !ferror(f);
    fclose(f);
    return ok;
}

static bool write_file(const char *dir, const char *name, const char *ext, const struct text *t)
{
    char path[1024];
    int n = snprintf(path, sizeof path, "%s/%s_v.%s", dir, name, ext);
    FILE *f = n > 0 && (size_t)n < sizeof path ? fopen(path, "wb") : NULL;

    if (!f || fwrite(t->s, 1, t->n, f) != t->n) {
        fprintf(stderr, "viewc: cannot write %s\n", path);
        if (f)
            fclose(f);
        return false;
    }
    return fclose(f) == 0;
}

static bool compile_file(const char *path, struct text *head, struct text *code)
{
    char why[512];
    struct text in = {0};
    bool ok = read_file(path, &in);

    if (!ok)
        fprintf(stderr, "viewc: cannot read %s\n", path);
    else if (!(ok = viewc_compile(path, in.s, in.n, head, code, why, sizeof why)))
        fprintf(stderr, "%s\n", why);
    free(in.s);
    return ok;
}

static void begin_files(const char *name, struct text *head, struct text *code)
{
    text_f(head,
           "/* %s_v.h: written by viewc from the templates of this room.\n"
           "   SPDX-License-Identifier: AGPL-3.0-or-later */\n"
           "#ifndef VIEWS_%s_V_H\n#define VIEWS_%s_V_H\n#include \"page.h\"\n"
           "#if __has_include(\"%s_q.h\")\n#include \"%s_q.h\"\n#endif\n"
           "#if __has_include(\"models.h\")\n#include \"models.h\"\n#endif\n\n",
           name, name, name, name, name);
    text_f(code,
           "/* %s_v.c: written by viewc from the templates of this room.\n"
           "   SPDX-License-Identifier: AGPL-3.0-or-later */\n#include \"%s_v.h\"\n",
           name, name);
}

int main(int argc, char **argv)
{
    struct text head = {0};
    struct text code = {0};
    bool ok = argc >= 5 && strcmp(argv[1], "--out") == 0 && strcmp(argv[3], "--name") == 0 &&
              strlen(argv[4]) < 64;

    if (!ok) {
        fprintf(stderr, "usage: viewc --out DIR --name NAME FILE.tmpl ...\n");
        return 2;
    }
    begin_files(argv[4], &head, &code);
    for (int i = 5; i < argc; i++)
        ok = compile_file(argv[i], &head, &code) && ok;
    text_f(&head, "\n#endif\n");
    ok = ok && write_file(argv[2], argv[4], "h", &head) && write_file(argv[2], argv[4], "c", &code);
    free(head.s);
    free(code.s);
    return ok ? 0 : 1;
}
#endif
