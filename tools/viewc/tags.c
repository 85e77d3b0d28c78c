/* tags.c: reads what stands between braces.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "viewc.h"

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

/* Brackets that are open, each as the one that closes it. */
struct brackets {
    char close[32];
    size_t n;
};

static bool bracket(struct parser *p, struct brackets *b, char c)
{
    if (c == '(' || c == '[' || c == '{') {
        if (b->n == sizeof b->close)
            return refuse_at(p, p->pos, "brackets nested too deep");
        b->close[b->n++] = (char)(c == '(' ? ')' : c + 2);
    } else if (c == ')' || c == ']' || c == '}') {
        if (b->n == 0 || b->close[--b->n] != c)
            return refuse_at(p, p->pos, "unexpected %c", c);
    }
    return true;
}

static bool no_expression(const struct parser *p)
{
    return strchr(";#\\", p->s[p->at]) || looking_at(p, "//") || looking_at(p, "/*");
}

/* Passes over an expression up to the closing braces. Brackets must match; C blocks are refused. */
static bool skip_expr(struct parser *p, struct pos from)
{
    struct brackets open = {.n = 0};

    while (p->at < p->n && !(open.n == 0 && looking_at(p, "}}"))) {
        char c = p->s[p->at];

        if (c == '"' || c == '\'') {
            if (!skip_literal(p))
                return false;
            continue;
        }
        if (no_expression(p))
            return refuse_at(p, p->pos, "only an expression may stand here");
        if (!bracket(p, &open, c))
            return false;
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

void cut(struct tag *tag, size_t front, size_t back)
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
bool read_tag(struct parser *p, struct tag *ret_tag)
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
