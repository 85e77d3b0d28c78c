/* html.c: looks at every page that a story gets: well-formed, every field with its label, every
   reference with its target, nothing inline that the policy refuses, every form with its token.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <ctype.h>
#include "story.h"

#define DEEPEST 64
#define IDS_MAX 2000

struct word {
    const char *s;
    size_t n;
};

/* An id that stands on the page, or that something refers to. */
struct reference {
    struct word id;
    const char *from; /* the attribute that refers; NULL: it stands here */
};

struct page {
    struct story *story;
    struct word open[DEEPEST];
    size_t depth;
    struct reference ids[IDS_MAX];
    size_t n_ids;
    int h1, mains, faults;
    bool in_label, lang, post, token;
};

static void fault(struct page *p, const char *what, struct word w)
{
    if (p->faults++ < 5)
        story_fault(p->story, "the page: %s: %.*s", what, (int)(w.n < 120 ? w.n : 120), w.s);
}

static bool is(struct word w, const char *name)
{
    return strlen(name) == w.n && memcmp(w.s, name, w.n) == 0;
}

static bool same(struct word a, struct word b)
{
    return a.n == b.n && memcmp(a.s, b.s, a.n) == 0;
}

static bool among(struct word w, const char *const *names)
{
    for (; *names; names++)
        if (is(w, *names))
            return true;
    return false;
}

/* The value of an attribute within a tag; .s is NULL without it. */
static struct word attribute(struct word tag, const char *name)
{
    size_t n = strlen(name);

    for (const char *at = tag.s; at + n + 1 < tag.s + tag.n; at++) {
        if (*at == '"') {
            const char *end = memchr(at + 1, '"', (size_t)(tag.s + tag.n - at - 1));

            at = end ? end : tag.s + tag.n;
            continue;
        }
        if (!isspace((unsigned char)*at) || strncmp(at + 1, name, n) != 0)
            continue;
        if (at[n + 1] != '=')
            continue;
        const char *from = at + n + 3;
        const char *end = memchr(from, '"', (size_t)(tag.s + tag.n - from));
        return (struct word){from, end ? (size_t)(end - from) : 0};
    }
    return (struct word){NULL, 0};
}

static void add_id(struct page *p, struct word id, const char *from)
{
    if (id.s && id.n > 0 && p->n_ids < IDS_MAX)
        p->ids[p->n_ids++] = (struct reference){id, from};
}

/* Every word of aria-describedby and its like. */
static void add_ids(struct page *p, struct word list, const char *from)
{
    while (list.n > 0) {
        const char *blank = memchr(list.s, ' ', list.n);
        size_t n = blank ? (size_t)(blank - list.s) : list.n;

        add_id(p, (struct word){list.s, n}, from);
        list.s += blank ? n + 1 : n;
        list.n -= blank ? n + 1 : n;
    }
}

static void look_references(struct page *p, struct word tag)
{
    static const char *const lists[] = {"aria-describedby", "aria-labelledby", "aria-controls"};
    struct word href = attribute(tag, "href");

    add_id(p, attribute(tag, "id"), NULL);
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
        add_ids(p, attribute(tag, lists[i]), lists[i]);
    if (href.s && href.n > 1 && href.s[0] == '#')
        add_id(p, (struct word){href.s + 1, href.n - 1}, "href");
}

static void look_field(struct page *p, struct word name, struct word tag)
{
    static const char *const fields[] = {"input", "select", "textarea", NULL};
    struct word type = attribute(tag, "type");
    struct word id = attribute(tag, "id");

    if (!among(name, fields) || is(type, "hidden") || is(type, "submit"))
        return;
    if (p->in_label || attribute(tag, "aria-label").n > 0 ||
        attribute(tag, "aria-labelledby").n > 0 || is(attribute(tag, "aria-hidden"), "true"))
        return;
    if (!id.s)
        fault(p, "a field without a label", tag);
    else
        add_id(p, id, "field");
}

static void look_form(struct page *p, struct word name, struct word tag)
{
    if (is(name, "form")) {
        /* A form to another site gets no token of ours. */
        struct word to = attribute(tag, "action");
        p->post = is(attribute(tag, "method"), "post") && !(to.n > 8 && memcmp(to.s, "https://", 8) == 0);
        p->token = false;
    }
    if (is(name, "input") && is(attribute(tag, "name"), CSRF_FIELD))
        p->token = true;
}

static void look_tag(struct page *p, struct word name, struct word tag)
{
    static const char *const inlines[] = {"onclick", "onload", "onchange", "onsubmit", "style"};

    p->h1 += is(name, "h1");
    p->mains += is(name, "main");
    p->lang = p->lang || (is(name, "html") && attribute(tag, "lang").n > 0);
    p->in_label = p->in_label || is(name, "label");
    if (is(name, "label"))
        add_id(p, attribute(tag, "for"), "for");
    if (is(name, "img") && !attribute(tag, "alt").s)
        fault(p, "an image without alt", tag);
    if (is(name, "script") && attribute(tag, "src").n == 0)
        fault(p, "a script in the page", tag);
    for (size_t i = 0; i < sizeof inlines / sizeof inlines[0]; i++)
        if (attribute(tag, inlines[i]).s)
            fault(p, "the policy refuses", tag);
    look_references(p, tag);
    look_field(p, name, tag);
    look_form(p, name, tag);
}

/* Elements that close by themselves when another begins or their parent ends. */
static bool may_stay_open(struct word name)
{
    static const char *const names[] = {"p",  "li", "dt", "dd", "tr",    "td",    "th",
                                        "option", "thead", "tbody", "tfoot", NULL};

    return among(name, names);
}

static void opens(struct page *p, struct word name, struct word tag)
{
    static const char *const empty[] = {"meta", "link", "input",  "br", "hr",
                                        "img",  "wbr",  "source", "col", NULL};

    look_tag(p, name, tag);
    if (among(name, empty) || tag.s[tag.n - 1] == '/' || tag.s[0] == '!')
        return;
    if (p->depth == DEEPEST)
        fault(p, "nested too deep", tag);
    else
        p->open[p->depth++] = name;
}

static void closes(struct page *p, struct word name)
{
    if (is(name, "label"))
        p->in_label = false;
    if (is(name, "form") && p->post && !p->token)
        fault(p, "a form without its token", name);
    while (p->depth > 0 && !same(p->open[p->depth - 1], name) &&
           may_stay_open(p->open[p->depth - 1]))
        p->depth--;
    if (p->depth > 0 && same(p->open[p->depth - 1], name))
        p->depth--;
    else
        fault(p, "closed, but not opened last", name);
}

static bool stands(const struct page *p, struct word id, const char *as)
{
    for (size_t i = 0; i < p->n_ids; i++)
        if (same(p->ids[i].id, id) && (as ? p->ids[i].from && strcmp(p->ids[i].from, as) == 0
                                          : !p->ids[i].from))
            return true;
    return false;
}

static void look_whole(struct page *p)
{
    for (size_t i = 0; i < p->n_ids; i++) {
        const struct reference *r = &p->ids[i];

        if (r->from && strcmp(r->from, "field") == 0 && !stands(p, r->id, "for"))
            fault(p, "a field without a label", r->id);
        else if (r->from && !stands(p, r->id, NULL))
            fault(p, r->from, r->id);
        for (size_t k = 0; !r->from && k < i; k++)
            if (!p->ids[k].from && same(p->ids[k].id, r->id))
                fault(p, "an id stands twice", r->id);
    }
    if (p->depth > 0)
        fault(p, "never closed", p->open[p->depth - 1]);
    if (!strstr(p->story->answer.body.s, "<head")) /* a piece of a page */
        return;
    if (p->h1 != 1)
        fault(p, "not one h1", (struct word){"", 0});
    if (p->mains != 1)
        fault(p, "not one main", (struct word){"", 0});
    if (!p->lang)
        fault(p, "no language", (struct word){"", 0});
}

void html_look(struct story *s)
{
    const char *type = answer_header(s, "Content-Type");
    struct page *p = ARENA_NEW(s->arena, struct page);

    p->story = s;
    if (!type || !str_starts(type, "text/html") || s->answer.body.n == 0)
        return;
    for (const char *at = strchr(s->answer.body.s, '<'); at; at = strchr(at, '<')) {
        struct word tag = {at + 1, strcspn(at + 1, ">")};
        bool end = tag.s[0] == '/';
        struct word name = {tag.s + end, strcspn(tag.s + end, "> \n/")};

        if (end)
            closes(p, name);
        else
            opens(p, name, tag);
        at = tag.s + tag.n;
    }
    look_whole(p);
}
