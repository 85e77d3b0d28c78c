/* markup.c: follows the markup of a template far enough to know where a value may stand.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "viewc.h"

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

bool is_markup(const struct parser *p)
{
    return p->mode == MODE_HTML || p->mode == MODE_XML;
}

/* The template's own text up to the next braces or the end. */
bool own_text(struct parser *p)
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
