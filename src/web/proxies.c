/* proxies.c: trusted proxies, and the client behind them.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "proxies.h"
#include "str.h"
#include <arpa/inet.h>
#include <stdint.h>
#include <string.h>

/* Every address as sixteen bytes; IPv4 in ::ffff:0:0/96. */
struct net {
    uint8_t b[16];
    int bits;
};

struct proxies {
    struct arena *arena;
    struct net *v;
    size_t n;
};

static bool address_parse(const char *s, struct net *ret_net)
{
    struct net net = {.bits = 128};

    if (inet_pton(AF_INET6, s, net.b) == 1) {
        *ret_net = net;
        return true;
    }
    net = (struct net){
        .b = {[10] = 0xFF, [11] = 0xFF},
          .bits = 128
    };
    if (inet_pton(AF_INET, s, net.b + 12) != 1)
        return false;
    *ret_net = net;
    return true;
}

static err net_parse(struct arena *a, const char *s, struct net *ret_net)
{
    struct str_list parts = str_split(a, s, '/');
    int64_t bits = 0;

    if (parts.n > 2 || !address_parse(parts.v[0], ret_net))
        return ERR_PARSE;
    if (parts.n == 1)
        return OK;
    bool four = !strchr(parts.v[0], ':');
    if (str_int(parts.v[1], 0, four ? 32 : 128, &bits) != OK)
        return ERR_PARSE;
    ret_net->bits = (int)bits + (four ? 96 : 0);
    return OK;
}

err proxies_new(const char *list, struct proxies **ret_p)
{
    struct arena *a = arena_new((size_t)1 << 20);
    struct proxies *p = ARENA_NEW(a, struct proxies);
    struct str_list words = str_split(a, list ? list : "", ' ');

    p->arena = a;
    p->v = ARENA_ARRAY(a, words.n + 1, struct net);
    for (size_t i = 0; i < words.n; i++) {
        if (str_empty(words.v[i]))
            continue;
        if (net_parse(a, words.v[i], &p->v[p->n]) != OK) {
            arena_free(a);
            return ERR_PARSE;
        }
        p->n++;
    }
    *ret_p = p;
    return OK;
}

void proxies_free(struct proxies *p)
{
    if (p)
        arena_free(p->arena);
}

bool proxies_any(const struct proxies *p)
{
    return p->n > 0;
}

static bool net_has(const struct net *net, const struct net *address)
{
    int whole = net->bits / 8;
    int rest = net->bits % 8;

    if (memcmp(net->b, address->b, (size_t)whole) != 0)
        return false;
    return rest == 0 || ((net->b[whole] ^ address->b[whole]) >> (8 - rest)) == 0;
}

bool proxies_trust(const struct proxies *p, const char *address)
{
    struct net at;

    if (p->n == 0 || !address_parse(address, &at))
        return false;
    for (size_t i = 0; i < p->n; i++)
        if (net_has(&p->v[i], &at))
            return true;
    return false;
}

const char *proxies_client(const struct proxies *p, struct arena *a, const char *peer,
                           const char *forwarded_for)
{
    struct net parsed;

    if (str_empty(forwarded_for) || !proxies_trust(p, peer))
        return peer;
    struct str_list hops = str_split(a, forwarded_for, ',');
    for (size_t i = hops.n; i > 0; i--) {
        const char *hop = str_trim(a, hops.v[i - 1]);
        if (!address_parse(hop, &parsed))
            return peer;
        if (i == 1 || !proxies_trust(p, hop))
            return hop;
    }
    return peer;
}

const char *address_household(struct arena *a, const char *address)
{
    struct in6_addr six;
    char text[INET6_ADDRSTRLEN];

    if (inet_pton(AF_INET6, address, &six) != 1)
        return arena_dup(a, address);
    if (IN6_IS_ADDR_V4MAPPED(&six)) {
        inet_ntop(AF_INET, &six.s6_addr[12], text, sizeof text);
        return arena_dup(a, text);
    }
    memset(&six.s6_addr[8], 0, 8);
    inet_ntop(AF_INET6, &six, text, sizeof text);
    return arena_printf(a, "%s/64", text);
}
