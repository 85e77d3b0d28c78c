/* compile.c: the sentences of a template, by recursive descent, as C.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "viewc.h"

static const char *const mode_words[] = {"html", "xml", "json", "conf", "text"};
static const char *const mode_names[] = {"ESCAPE_HTML", "ESCAPE_XML", "ESCAPE_JSON", "ESCAPE_CONF",
                                         "ESCAPE_TEXT"};

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
    put_expr(p, front, tag, tag->rest_n, ") {\n");
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
    put_expr(p, front, &list, list.rest_n, ";\n");
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
    put_expr(p, "page_open(out,", tag, tag->rest_n, ");\n");
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
    put_expr(p, "{ err err_ = ", tag, n, args.rest_n > 0 ? "" : "(out)");
    if (args.rest_n > 0)
        put_expr(p, "(out,", &args, args.rest_n, ")");
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
    put_expr(p, front, tag, tag->rest_n, ");\n");
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
    put_expr(p, "err ", tag, n, "");
    put_expr(p, args.rest_n > 0 ? "(struct out *out, " : "(struct out *out", &args,
             args.rest_n, ")\n{\n");
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

/* Views and comments, and first of all the escaping. */
static bool sentences(struct parser *p)
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

bool viewc_compile(struct template *t)
{
    struct parser p = {
        .path = t->path,
        .s = t->s,
        .n = t->n,
        .pos = {1, 1},
        .head = t->head,
        .code = t->code,
        .why = t->why,
        .why_max = sizeof t->why,
    };
    bool ok = sentences(&p);

    free(p.lit.s);
    return ok;
}
