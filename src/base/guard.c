/* guard.c: public addresses, and exceptions.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guard.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <strings.h>
#include "str.h"

/* A network, or a host with a port. */
struct exception {
    const char *host; /* NULL: the network */
    uint16_t port;
    int family;
    uint8_t net[16];
    unsigned bits;
};

struct guard {
    struct exception *v;
    size_t n;
};

struct range {
    uint8_t net[16];
    unsigned bits;
};

/* The special-purpose registries of IANA (RFC 6890 and later). */
static const struct range closed4[] = {
    {{0}, 8},              /* this network */
    {{10}, 8},             /* private */
    {{100, 64}, 10},       /* carrier's address translation */
    {{127}, 8},            /* loopback */
    {{169, 254}, 16},      /* link-local; metadata of clouds */
    {{172, 16}, 12},       /* private */
    {{192, 0, 0}, 24},     /* protocol assignments */
    {{192, 0, 2}, 24},     /* documentation */
    {{192, 88, 99}, 24},   /* 6to4 relays */
    {{192, 168}, 16},      /* private */
    {{198, 18}, 15},       /* benchmarks */
    {{198, 51, 100}, 24},  /* documentation */
    {{203, 0, 113}, 24},   /* documentation */
    {{224}, 4},            /* multicast */
    {{240}, 4},            /* reserved, broadcast */
};
static const struct range open6 = {{0x20}, 3};
static const struct range closed6[] = {
    {{0x20, 0x01, 0x00}, 23},       /* protocol assignments, Teredo among them */
    {{0x20, 0x01, 0x0d, 0xb8}, 32}, /* documentation */
    {{0x20, 0x02}, 16},             /* 6to4: an IPv4 address inside */
    {{0x3f, 0xff}, 20},             /* documentation */
};

static bool within(const uint8_t *address, const uint8_t *net, unsigned bits)
{
    unsigned whole = bits / 8, rest = bits % 8;

    if (memcmp(address, net, whole) != 0)
        return false;
    return rest == 0 || ((address[whole] ^ net[whole]) >> (8 - rest)) == 0;
}

static bool in_any(const uint8_t *address, const struct range *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (within(address, v[i].net, v[i].bits))
            return true;
    return false;
}

/* The bytes of the address in network order, and its port; NULL for another family. */
static const uint8_t *bytes_of(const struct sockaddr *sa, uint16_t *ret_port)
{
    if (sa->sa_family == AF_INET) {
        const struct sockaddr_in *in = (const void *)sa;

        *ret_port = ntohs(in->sin_port);
        return (const uint8_t *)&in->sin_addr;
    }
    if (sa->sa_family == AF_INET6) {
        const struct sockaddr_in6 *in = (const void *)sa;

        *ret_port = ntohs(in->sin6_port);
        return in->sin6_addr.s6_addr;
    }
    return NULL;
}

bool guard_public(const struct sockaddr *sa)
{
    uint16_t port = 0;
    const uint8_t *b = bytes_of(sa, &port);

    if (!b)
        return false;
    if (sa->sa_family == AF_INET)
        return !in_any(b, closed4, sizeof closed4 / sizeof *closed4);
    return within(b, open6.net, open6.bits) && !in_any(b, closed6, sizeof closed6 / sizeof *closed6);
}

void guard_text(const struct sockaddr *sa, char *ret)
{
    uint16_t port = 0;
    const uint8_t *b = bytes_of(sa, &port);

    ret[0] = '\0';
    if (b)
        (void)inet_ntop(sa->sa_family, b, ret, GUARD_TEXT);
}

static err read_network(struct arena *a, const char *word, struct exception *ret_x)
{
    const char *slash = strchr(word, '/');
    const char *address = slash ? arena_dupn(a, word, (size_t)(slash - word)) : word;
    struct exception x = {.family = strchr(address, ':') ? AF_INET6 : AF_INET};
    int64_t most = x.family == AF_INET ? 32 : 128, bits = most;

    if (inet_pton(x.family, address, x.net) != 1)
        return ERR_PARSE;
    if (slash && str_int(slash + 1, 0, most, &bits) != OK)
        return ERR_PARSE;
    x.bits = (unsigned)bits;
    *ret_x = x;
    return OK;
}

/* "host:port" or "[address]:port"; the colon is at `colon`. */
static err read_host(struct arena *a, const char *word, const char *colon, struct exception *ret_x)
{
    int64_t port = 0;
    bool square = word[0] == '[' && colon > word && colon[-1] == ']';
    size_t n = (size_t)(colon - word) - (square ? 2 : 0);

    if (n == 0 || n > 253 || str_int(colon + 1, 1, 65535, &port) != OK)
        return ERR_PARSE;
    const char *host = arena_dupn(a, square ? word + 1 : word, n);
    if (strpbrk(host, square ? "/[]" : "/[]:"))
        return ERR_PARSE;
    *ret_x = (struct exception){.host = host, .port = (uint16_t)port};
    return OK;
}

static err read_word(struct arena *a, const char *word, struct exception *ret_x)
{
    const char *first = strchr(word, ':'), *last = strrchr(word, ':');

    if (last && (word[0] == '[' || first == last))
        return read_host(a, word, last, ret_x);
    return read_network(a, word, ret_x);
}

err guard_new(struct arena *a, const char *list, struct guard **ret_g)
{
    struct str_list words = str_split(a, list ? list : "", ' ');
    struct guard *g = ARENA_NEW(a, struct guard);

    g->v = ARENA_ARRAY(a, words.n, struct exception);
    for (size_t i = 0; i < words.n; i++)
        if (words.v[i][0] != '\0')
            TRY(read_word(a, words.v[i], &g->v[g->n++]));
    *ret_g = g;
    return OK;
}

bool guard_allows(const struct guard *g, const char *host, const struct sockaddr *sa)
{
    uint16_t port = 0;
    const uint8_t *b = bytes_of(sa, &port);

    if (!b)
        return false;
    for (size_t i = 0; i < g->n; i++) {
        const struct exception *x = &g->v[i];

        if (x->host && host && x->port == port && strcasecmp(x->host, host) == 0)
            return true;
        if (!x->host && x->family == sa->sa_family && within(b, x->net, x->bits))
            return true;
    }
    return guard_public(sa);
}
