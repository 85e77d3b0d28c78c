/* search.h: finding things by what one types: an index in memory, one shelf for each source of a service, in
   every process.
   What is found is as true as the request's snapshot: a WRITE that changes what can be found numbers its
   change (search_changed), and who searches first reads on to the number that her snapshot shows. So it is
   on both databases, in any number of processes, and beside commands.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_SEARCH_H
#define CAMPUS_SEARCH_H
#include "db.h"
#include "err.h"
#include "i18n.h"
#include "may.h"
#include "search_index.h"

struct app;
struct rq;
struct search_walk;

/* One line of an answer. */
struct search_line {
    const char *title; /* NULL: it is there no more, or not for her */
    const char *code;  /* before the title, or NULL */
    const char *more;  /* a second line, or NULL */
    const char *path;
};

/* What a service lets people find: `.search` of its table. */
struct search_source {
    const char *name;    /* "course": unique in the campus */
    const char *subject; /* under which its changes are numbered: "catalogue" */
    struct msg title; /* "Courses": over its results */
    const char *icon;
    enum may may;     /* who finds it at all */
    int weight;       /* lighter ones come first */
    const char *all;  /* a page that takes ?q= and shows them all, or NULL */
    /* Puts (search_put) all documents, in the order in which equals are shown; with `one` only that. A
       document that may not be found is not put. Rows go to an arena of the walk. */
    err (*walk)(struct db *db, int64_t one, struct search_walk *w);
    /* What is shown of these ids, read now. NULL: what the walk put is shown. */
    err (*show)(struct rq *rq, const int64_t *ids, size_t n, struct search_line *ret);
};

/* In a walk. Its strings are the database's arena's. False: there is no room for more. */
bool search_put(struct search_walk *w, const struct search_doc *d);

/* In a WRITE: of this subject one thing changed, came or went; 0: any number of them. */
[[nodiscard]] err search_changed(struct db *db, const char *subject, int64_t about);

struct search_hit {
    int64_t id;
    int32_t score;
    const struct search_doc *doc; /* NULL when the source shows by itself */
};
struct search_hits {
    struct search_hit *v; /* the best first, equals in the order of the walk */
    size_t n;
    size_t all;   /* found, `most` or not */
    bool similar; /* nothing has these words: these are near */
};
/* The best `most` of a source for what was typed. Looks at no right: the caller has. What it gives lives as
   long as the arena of `db`. Inside a WRITE the index is as it was before. */
[[nodiscard]] err search_find(struct db *db, const char *source, const char *typed, size_t most,
                              struct search_hits *ret);

/* The best `most` of each source that rq->me may find, those with hits, the lightest first; `lines` is what is
   shown, as long as `hits`. One query, and those of the sources that show by themselves. */
struct search_group {
    const struct search_source *source;
    struct search_hits hits;
    struct search_line *lines;
};
struct search_groups {
    struct search_group *v;
    size_t n;
};
#define SEARCH_SHOWN 12 /* `most` at most */
[[nodiscard]] err search_groups_of(struct rq *rq, const char *typed, size_t most, struct search_groups *ret);

/* For app.c: made before services start; and for a round of the campus's own task: all shelves up to now. */
void search_open(struct app *app);
void search_close(struct app *app);
struct task;
[[nodiscard]] err search_round(struct task *t, instant *ret_next);

struct search_size {
    size_t docs, bytes;
};
/* What all shelves hold now. */
struct search_size search_size(const struct app *app);
/* The sources of all services, the lightest first. */
const struct search_source *const *search_sources(const struct app *app, size_t *ret_n);

#endif
