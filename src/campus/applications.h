/* applications.h: other software to which people sign in with their account here, told by whatever service knows it, in two
   sorts, each with a policy of its own (identity). SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_APPLICATIONS_H
#define CAMPUS_APPLICATIONS_H
#include <stdbool.h>
#include <stddef.h>
#include "err.h"

struct arena;
struct rq;

/* Office services, which know people by the name form with the office domain; and all others. */
enum application_sort { APPLICATION_OFFICE, APPLICATION_OTHER, APPLICATION_SORTS };
/* "office", "other": in rows, forms and commands. */
const char *application_sort_word(enum application_sort s);
bool application_sort_parse(const char *word, enum application_sort *ret);

struct application {
    const char *title;
    enum application_sort sort;
    int level; /* of a login, that it asks for by itself: 1 to 3 */
};
struct applications {
    struct arena *arena;
    struct application *v;
    size_t n, room;
};
void applications_put(struct applications *to, const struct application *one);
/* Asks all services: those that are turned on, by title. */
[[nodiscard]] err applications_of(struct rq *rq, struct applications *ret);

#endif
