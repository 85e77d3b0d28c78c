/* mail_rules.c: what a mail may hold and where it may lead; and its markup as plain text.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mailout.h"
#include "str.h"

#define WIDTH 72

/* --- Reading our own markup ------------------------------------------------------------------ */

struct attr {
    const char *name, *value;
};
/* A tag, or text (name NULL). */
struct token {
    const char *name; /* small letters */
    bool closes;
    struct attr attrs[8];
    size_t n_attrs;
    const char *text; /* decoded */
    bool bad;         /* no markup of ours */
};
struct scan {
    struct arena *a;
    const char *at;
};

static const char *decoded(struct arena *a, const char *s, size_t n)
{
    static const struct {
        const char *code;
        char c;
    } rows[] = {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
    char *out = arena_alloc(a, n + 1);
    size_t k = 0;

    for (size_t i = 0; i < n; k++) {
        size_t skip = 1;

        out[k] = s[i];
        for (size_t r = 0; r < sizeof rows / sizeof *rows && s[i] == '&'; r++)
            if (n - i >= strlen(rows[r].code) && strncmp(s + i, rows[r].code, strlen(rows[r].code)) == 0) {
                out[k] = rows[r].c;
                skip = strlen(rows[r].code);
                break;
            }
        i += skip;
    }
    return out;
}

static size_t name_n(const char *s)
{
    return strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-:!");
}

/* One attribute: name, or name="value". */
static void read_attr(struct scan *s, struct token *t)
{
    size_t n = name_n(s->at);
    struct attr at = {str_lower(s->a, arena_dupn(s->a, s->at, n)), ""};

    t->bad = t->bad || n == 0 || t->n_attrs == 8;
    s->at += n > 0 ? n : 1;
    if (s->at[0] == '=' && s->at[1] == '"') {
        n = strcspn(s->at + 2, "\"");
        at.value = decoded(s->a, s->at + 2, n);
        t->bad = t->bad || s->at[2 + n] != '"';
        s->at += 2 + n + (s->at[2 + n] == '"' ? 1 : 0);
    } else if (s->at[0] == '=') {
        t->bad = true;
        s->at++;
    }
    if (t->n_attrs < 8)
        t->attrs[t->n_attrs++] = at;
}

static bool next(struct scan *s, struct token *t)
{
    *t = (struct token){};
    if (*s->at == '\0')
        return false;
    if (*s->at != '<') {
        size_t n = strcspn(s->at, "<");

        t->text = decoded(s->a, s->at, n);
        s->at += n;
        return true;
    }
    s->at++;
    t->closes = *s->at == '/';
    s->at += t->closes ? 1 : 0;
    size_t n = name_n(s->at);
    t->name = str_lower(s->a, arena_dupn(s->a, s->at, n));
    t->bad = n == 0;
    s->at += n;
    while (*s->at != '\0' && *s->at != '>') {
        if (strchr(" \t\r\n", *s->at))
            s->at++;
        else
            read_attr(s, t);
    }
    t->bad = t->bad || *s->at == '\0';
    s->at += *s->at == '>' ? 1 : 0;
    return true;
}

static bool among(const char *word, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(word, words[i]))
            return true;
    return false;
}
#define AMONG(word, words) among((word), (words), sizeof(words) / sizeof(words)[0])

static const char *attr_of(const struct token *t, const char *name)
{
    for (size_t i = 0; i < t->n_attrs; i++)
        if (str_eq(t->attrs[i].name, name))
            return t->attrs[i].value;
    return NULL;
}

/* --- What a mail may hold -------------------------------------------------------------------- */

bool mail_path_ok(const char *path)
{
    /* Where a password or a code is typed. src/main/mails_test.c opens all pages that need no sign-in and looks for
       more of them. */
    static const char *const asks[] = {"/sign-in", "/sign-out", "/activate", "/account", "/forgotten"};

    if (path[0] != '/' || path[1] == '/' || strlen(path) > 500)
        return false;
    for (const char *c = path; *c; c++)
        if (*c <= ' ' || *c >= 127 || strchr("\"'<>\\`", *c))
            return false;
    if (strstr(path, "/../") || strstr(path, "/./") || str_ends(path, "/..") || strchr(path, '%') == path + 1)
        return false;
    for (size_t i = 0; i < sizeof asks / sizeof *asks; i++) {
        size_t n = strlen(asks[i]);

        if (strncmp(path, asks[i], n) == 0 && strchr("/?#", path[n]))
            return false;
    }
    return true;
}

static const char *href_fault(struct arena *a, const char *href, const char *url)
{
    size_t n = strlen(url);

    if (n == 0 || strncmp(href, url, n) != 0 || href[n] != '/')
        return arena_printf(a, "a link that does not lead to this campus: %s", href);
    if (!mail_path_ok(href + n))
        return arena_printf(a, "a link to where no mail may lead: %s", href);
    return NULL;
}

static const char *tag_fault(struct arena *a, const struct token *t, const char *url)
{
    static const char *const tags[] = {"!doctype", "html", "head", "meta", "title",  "body", "h1", "h2", "p",   "ul", "ol",
                                       "li",       "dl",   "dt",   "dd",   "strong", "em",   "br", "hr", "div", "span", "time"};
    static const char *const attrs[] = {"lang", "charset", "datetime", "html", "name", "content"};

    if (t->bad)
        return "markup that cannot be read";
    if (!AMONG(t->name, tags) && !str_eq(t->name, "a"))
        return arena_printf(a, "the tag <%s>", t->name);
    for (size_t i = 0; i < t->n_attrs; i++)
        if (!AMONG(t->attrs[i].name, attrs) && !(str_eq(t->name, "a") && str_eq(t->attrs[i].name, "href")))
            return arena_printf(a, "the attribute %s of <%s>", t->attrs[i].name, t->name);
    if (str_eq(t->name, "meta") && attr_of(t, "name") && !str_eq(attr_of(t, "name"), "color-scheme"))
        return "a meta tag that no mail needs";
    if (str_eq(t->name, "a") && !t->closes)
        return attr_of(t, "href") ? href_fault(a, attr_of(t, "href"), url) : "a link to nowhere";
    return NULL;
}

const char *mail_fault(struct arena *a, const char *html, const char *url)
{
    struct scan s = {a, html};
    struct token t;

    while (next(&s, &t)) {
        const char *fault = t.name || t.bad ? tag_fault(a, &t, url) : NULL;

        if (fault)
            return fault;
        /* Programs that show mail make links of what looks like one. */
        if (t.text && (strstr(t.text, "http://") || strstr(t.text, "https://")))
            return "an address in the text that is no link of ours";
    }
    return NULL;
}

/* --- As text --------------------------------------------------------------------------------- */

struct plain {
    struct arena *a;
    struct buf b;
    size_t column, indent;
    int gap;      /* line ends owed before the next word */
    bool blank;   /* a blank is owed */
    bool skip;    /* inside the head */
    const char *href;
    bool said;    /* something stands in the link */
};

static void lines(struct plain *p, int n)
{
    p->gap = p->gap < n ? n : p->gap;
    p->blank = false;
}

static void begin_line(struct plain *p)
{
    if (p->b.n > 0)
        for (; p->gap > 0; p->gap--)
            buf_putc(&p->b, '\n');
    p->gap = 0;
    p->column = p->indent;
    for (size_t i = 0; i < p->indent; i++)
        buf_putc(&p->b, ' ');
}

static void word(struct plain *p, const char *s, size_t n)
{
    size_t width = str_utf8_len(arena_dupn(p->a, s, n));

    if (p->gap > 0 || p->b.n == 0) {
        begin_line(p);
    } else if (p->blank && p->column + 1 + width > WIDTH) {
        p->gap = 1;
        begin_line(p);
    } else if (p->blank) {
        buf_putc(&p->b, ' ');
        p->column++;
    }
    p->blank = false;
    buf_put(&p->b, s, n);
    p->column += width;
}

static void words(struct plain *p, const char *s)
{
    static const char blanks[] = " \t\r\n";

    while (s && *s) {
        size_t n = strcspn(s, blanks);

        if (n > 0)
            word(p, s, n);
        s += n;
        if (*s)
            p->blank = p->gap == 0 && p->b.n > 0;
        s += strspn(s, blanks);
    }
}

/* The address of a link stands behind its words, on a line of its own. */
static void link_ends(struct plain *p)
{
    if (!p->href)
        return;
    lines(p, 1);
    word(p, p->href, strlen(p->href));
    lines(p, 1);
    p->href = NULL;
}

static void tag(struct plain *p, const struct token *t)
{
    static const char *const blocks[] = {"p", "h1", "h2", "ul", "ol", "dl", "div"};

    if (str_eq(t->name, "head")) {
        p->skip = !t->closes;
    } else if (str_eq(t->name, "li") || str_eq(t->name, "dd")) {
        lines(p, 1);
        p->indent = 0;
        if (!t->closes && str_eq(t->name, "li")) {
            word(p, "-", 1);
            p->blank = true;
        }
        p->indent = t->closes ? 0 : 2;
    } else if (str_eq(t->name, "dt") || str_eq(t->name, "br")) {
        lines(p, 1);
    } else if (str_eq(t->name, "hr")) {
        lines(p, 2);
        word(p, "-- ", 3);
        lines(p, 1);
    } else if (str_eq(t->name, "a") && !t->closes) {
        p->href = attr_of(t, "href");
    } else if (str_eq(t->name, "a")) {
        link_ends(p);
    } else if (AMONG(t->name, blocks)) {
        lines(p, 2);
    }
}

const char *mail_plain(struct arena *a, const char *html)
{
    struct scan s = {a, html};
    struct plain p = {.a = a, .b = buf_in(a, 4 * strlen(html) + 1000)};
    struct token t;

    while (next(&s, &t)) {
        if (t.name)
            tag(&p, &t);
        else if (!p.skip)
            words(&p, t.text);
    }
    buf_putc(&p.b, '\n');
    return p.b.s;
}
