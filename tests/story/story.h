/* story.h: the story runner: plain-text stories, played in process against a campus of their own.
   The language of stories stands in tests/stories/README.md.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_STORY_H
#define TESTS_STORY_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "app.h"
#include "arena.h"
#include "buf.h"
#include "str.h"
#include "web.h"

/* What `--fail` breaks at each request, again and again, until the request gets through. */
enum injury { INJURE_NOTHING, INJURE_QUERIES, INJURE_ALLOCATIONS };

struct cookie {
    const char *name, *value;
};

/* Somebody with a browser. */
struct actor {
    const char *name;
    struct cookie cookies[12];
    size_t n_cookies;
    const char *token; /* the form token last seen; NULL: none since the cookies changed */
    const char *at;    /* the page last asked for */
    const char *to;    /* where the last answer leads */
};

struct variable {
    const char *name, *value;
};

/* The request that is being put together. */
struct step {
    struct actor *who;
    enum method method;
    const char *target;
    struct buf headers, body;
    const char *address;
    bool no_token, asked;
    bool bare; /* the body is no form */
    bool unhurt; /* spared by --fail */
};

struct story {
    struct arena *arena;
    const char *path;
    int line;
    const char *database; /* NULL: SQLite */
    const char *state;
    struct app *app;
    struct actor actors[8];
    size_t n_actors;
    struct variable vars[64];
    size_t n_vars;
    struct step step;
    struct web_answer answer;
    const char *words; /* the answer as a person reads it */
    bool spoke;        /* the answer is a command's output */
    enum injury injury;
    uint64_t seed, injuries;
    bool lost; /* an answer was lost: what comes back from here on is not judged */
    bool hurt;  /* the answer was made while something was broken on purpose */
    bool quiet; /* faults are not told */
    int failures, requests;
};

/* run.c */
[[gnu::format(printf, 2, 3)]] void story_fault(struct story *s, const char *fmt, ...);
/* Text with every $name replaced. */
const char *story_fill(struct story *s, const char *text);
void story_keep(struct story *s, const char *name, const char *value);

/* stage.c: the campus of one story. */
bool stage_open(struct story *s, int number);
void stage_close(struct story *s);
/* Proves what every service promises of its rows. */
void stage_check(struct story *s);
/* `rapenburg` commands; what they write becomes the answer, the exit code its status. */
void stage_command(struct story *s, const char *line);
void stage_work(struct story *s);
/* The latest mail that waits for an address is handed over; its words become the answer. */
void stage_mail(struct story *s, const char *address);
/* "FROM TO": the files of a folder into one of the state folder. */
void stage_copy(struct story *s, const char *line);

/* ask.c: requests. */
struct actor *actor_named(struct story *s, const char *name, size_t n);
void ask_begin(struct story *s, struct actor *who, const char *what);
void ask_header(struct story *s, const char *line);
void ask_basic(struct story *s, const char *line);
/* "a \"b\"\n" in quotes, or the bare rest of the line; *ret_after is what stands behind. */
const char *story_quoted(struct story *s, const char *rest, const char **ret_after);
void ask_field(struct story *s, const char *name, const char *value);
void ask_body(struct story *s, const char *text); /* in place of a form */
/* Sends what was begun, if it was not sent yet. */
void ask_send(struct story *s);
const char *answer_header(struct story *s, const char *name);

/* html.c: looks at the answer, if it is a page. */
void html_look(struct story *s);

/* golden.c: the main part of the page against tests/golden/NAME.expected.html. */
void golden(struct story *s, const char *name);

/* expect.c: one line of what must come back; false if it is no such line. */
bool expect(struct story *s, const char *word, const char *rest);

#endif
