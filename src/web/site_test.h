/* site_test.h: a small site for the tests of web: its routes, hooks and store.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_SITE_TEST_H
#define WEB_SITE_TEST_H
#include "web.h"

struct site {
    struct store *store; /* NULL: without */
    struct web *web;
    struct arena *arena;
    char dir[64];
};
/* `o` may be NULL. With a store if `stored`. */
struct site site_open(const struct web_options *o, bool stored);
/* The same, listening on a port of its own. */
struct site site_serve(const struct web_options *o, bool stored);
void site_close(struct site *s);
/* From now on nobody is signed in, whatever the cookie says; false: again as it says. */
void site_sign_out(bool all);
/* GET /hold keeps its thread from now on until false is said. */
void site_hold(bool on);
void site_wait_held(void); /* until one is kept */
/* A connection to it, which waits ten seconds at most for bytes; sending. */
int site_dial(const struct site *s);
void site_say(int fd, const char *s, size_t n);
/* One question; headers "Name: value\n…" or NULL. */
struct web_answer site_ask(struct site *s, enum method m, const char *target,
                           const char *headers, const char *body);
/* The value of an answer's header, NULL if absent; of the last one if repeated. */
const char *site_header(struct site *s, const struct web_answer *answer, const char *name);

#endif
