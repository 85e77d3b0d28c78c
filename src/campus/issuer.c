/* issuer.c: who this campus says it is to other servers. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "issuer.h"
#include <string.h>
#include <strings.h>
#include "reply.h"
#include "settings.h"

/* On this very machine nobody else decides what the Host header says. */
static bool loopback(const char *host)
{
    static const char *const names[] = {"localhost", "127.0.0.1", "[::1]"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t n = strlen(names[i]);
        if (strncasecmp(host, names[i], n) == 0 && (!host[n] || host[n] == ':'))
            return true;
    }
    return false;
}

const char *campus_issuer(struct rq *rq)
{
    const char *host = rq_header(rq, "Host");

    if (!*campus_of(rq)->url && *host && !loopback(host))
        return NULL;
    return url_absolute(rq, "");
}
