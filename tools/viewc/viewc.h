/* viewc.h: the parts of the template compiler: text that grows, the parser's state, its steps.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TOOLS_VIEWC_H
#define TOOLS_VIEWC_H
#include <stdbool.h>
#include <stddef.h>

struct text {
    char *s;
    size_t n, room;
};

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

/* text.c: bytes, and writing C. */
void text_put(struct text *t, const char *s, size_t n);
[[gnu::format(printf, 2, 3)]] void text_f(struct text *t, const char *fmt, ...);
/* Notes what is wrong and where, and gives false. */
[[gnu::format(printf, 3, 4)]] bool refuse_at(struct parser *p, struct pos at, const char *fmt, ...);
bool is_blank(char c);
bool is_letter(char c);
bool is(const char *s, size_t n, const char *word);
size_t word_length(const char *s, size_t n);
void step(struct parser *p);
bool looking_at(const struct parser *p, const char *what);
/* The template's own text, as a literal. */
void flush(struct parser *p);
/* `front`, the expression of the tag (its first n bytes) at the template's line and column, `back`. */
void put_expr(struct parser *p, const char *front, const struct tag *tag, size_t n,
              const char *back);

/* markup.c: the template's own text up to the next braces or the end. */
bool own_text(struct parser *p);
bool is_markup(const struct parser *p);

/* tags.c: reads the sentence between the braces at p->at. */
bool read_tag(struct parser *p, struct tag *ret_tag);
/* Cuts bytes and blanks off both ends of what follows the word; keeps the position. */
void cut(struct tag *tag, size_t front, size_t back);

/* compile.c: one template: prototypes go to `head`, functions to `code`. On false, `why` has the first
   problem. Never stops the program, whatever the bytes. */
struct template {
    const char *path;
    const char *s;
    size_t n;
    struct text *head, *code;
    char why[512];
};
bool viewc_compile(struct template *t);

#endif
