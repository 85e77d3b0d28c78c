/* fetch.c: an address, and a redirect from it: "URL\nLocation"; also as a list of exceptions.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fetch.h"
#include "fuzz.h"

/* What was read is of http, names no one, and is read the same again. */
static void sound(struct arena *a, const struct fetch_url *u)
{
    struct fetch_url again = {};

    FUZZ_MUST(str_eq(u->scheme, "http") || str_eq(u->scheme, "https"));
    FUZZ_MUST(u->host[0] && !strpbrk(u->host, " /@\r\n") && u->port >= 1 && u->port <= 65535);
    FUZZ_MUST(!strpbrk(u->text, "\r\n #"));
    FUZZ_MUST(fetch_url(a, NULL, u->text, &again) == OK);
    FUZZ_MUST(str_eq(u->host, again.host) && u->port == again.port && str_eq(u->scheme, again.scheme));
}

static void parse(struct arena *a, const char *s, size_t n)
{
    const char *end = memchr(s, '\n', n);
    const char *first = end ? arena_dupn(a, s, (size_t)(end - s)) : s;
    struct fetch_url from = {}, to = {};
    struct guard *g = NULL;

    if (guard_new(a, first, &g) == OK)
        (void)guard_allows(g, "127.0.0.1", &(struct sockaddr){.sa_family = AF_UNIX});
    if (fetch_url(a, NULL, first, &from) != OK)
        return;
    sound(a, &from);
    if (end && fetch_url(a, from.text, end + 1, &to) == OK)
        sound(a, &to);
}

FUZZ(parse)
