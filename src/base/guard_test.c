/* guard_test.c: every guarded range, at its edges. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "guard.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include "check.h"

static const struct sockaddr *address(const char *text, uint16_t port, struct sockaddr_storage *room)
{
    *room = (struct sockaddr_storage){};
    if (strchr(text, ':')) {
        struct sockaddr_in6 *in = (void *)room;

        *in = (struct sockaddr_in6){.sin6_family = AF_INET6, .sin6_port = htons(port)};
        CHECK_INT(inet_pton(AF_INET6, text, &in->sin6_addr), 1);
    } else {
        struct sockaddr_in *in = (void *)room;

        *in = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port)};
        CHECK_INT(inet_pton(AF_INET, text, &in->sin_addr), 1);
    }
    return (const struct sockaddr *)room;
}

static void closed_ranges(void)
{
    static const char *const v[] = {
        "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255",
        "127.0.0.1", "127.255.255.255", "169.254.0.0", "169.254.169.254", "169.254.255.255",
        "172.16.0.0", "172.31.255.255", "192.0.0.0", "192.0.0.255", "192.0.2.0", "192.0.2.255",
        "192.88.99.0", "192.88.99.255", "192.168.0.0", "192.168.255.255", "198.18.0.0",
        "198.19.255.255", "198.51.100.0", "198.51.100.255", "203.0.113.0", "203.0.113.255",
        "224.0.0.0", "239.255.255.255", "240.0.0.0", "255.255.255.255",
        "::", "::1", "::2", "::7f00:1", "::ffff:0.0.0.0", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "::ffff:192.168.1.1", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1", "64:ff9b::", "64:ff9b::7f00:1",
        "64:ff9b::8.8.8.8", "64:ff9b:1::1", "100::", "100::1", "1fff:ffff::1", "2001::", "2001::1",
        "2001:0:7f00:1::", "2001:10::1", "2001:20::1", "2001:1ff:ffff::", "2001:db8::",
        "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "2002::", "2002:7f00:1::", "2002:ffff::1", "3fff::",
        "3fff:fff:ffff::1", "4000::", "5f00::1", "fc00::", "fd00:ec2::254",
        "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "fe80::", "fe80::1", "febf:ffff::1", "fec0::1",
        "ff00::", "ff02::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"};
    struct sockaddr_storage room;

    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        check_case(v[i]);
        CHECK(!guard_public(address(v[i], 80, &room)));
    }
}

static void open_ones_beside_them(void)
{
    static const char *const v[] = {
        "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
        "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0",
        "191.255.255.255", "192.0.1.0", "192.0.3.0", "192.88.98.255", "192.88.100.0",
        "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "198.51.99.255",
        "198.51.101.0", "203.0.112.255", "203.0.114.0", "223.255.255.255", "132.229.1.1",
        "2000::1", "2001:200::", "2001:db7::1", "2001:db9::1", "2001:610:188::1", "2003::1",
        "2a00:1450::1", "3ffe:ffff::1", "3fff:1000::1"};
    struct sockaddr_storage room;

    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        check_case(v[i]);
        CHECK(guard_public(address(v[i], 80, &room)));
    }
}

static void exceptions(void)
{
    struct arena *a = arena_new(1U << 16);
    struct sockaddr_storage room;
    struct guard *g = NULL;

    CHECK_OK(guard_new(a, " 10.1.0.0/16 192.168.7.7  fd00:1::/32 LDAP.campus.example:8443 [::1]:8080 127.0.0.1:99", &g));
    static const struct {
        const char *host, *address;
        uint16_t port;
        bool ok;
    } rows[] = {
        {"x", "10.1.255.255", 80, true},
        {"x", "10.2.0.0", 80, false},
        {NULL, "10.1.0.0", 1, true},
        {"x", "192.168.7.7", 80, true},
        {"x", "192.168.7.6", 80, false},
        {"x", "fd00:1:2::3", 80, true},
        {"x", "fd00:2::3", 80, false},
        {"ldap.Campus.example", "10.9.9.9", 8443, true},
        {"ldap.campus.example", "10.9.9.9", 443, false},
        {"ldap.campus.example.evil", "10.9.9.9", 8443, false},
        {"::1", "::1", 8080, true},
        {"::1", "::1", 8081, false},
        {"localhost", "::1", 8080, false},
        {"127.0.0.1", "127.0.0.1", 99, true},
        {NULL, "127.0.0.1", 99, false},
        {"x", "::ffff:10.1.0.1", 80, false},
        {"x", "8.8.8.8", 80, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        check_case(rows[i].address);
        CHECK(guard_allows(g, rows[i].host, address(rows[i].address, rows[i].port, &room)) == rows[i].ok);
    }
    check_case(NULL);
    CHECK_OK(guard_new(a, "0.0.0.0/0 ::/0", &g));
    CHECK(guard_allows(g, NULL, address("127.0.0.1", 1, &room)));
    CHECK(guard_allows(g, NULL, address("::1", 1, &room)));
    const struct sockaddr local = {.sa_family = AF_UNIX};
    CHECK(!guard_allows(g, "x", &local));
    CHECK_OK(guard_new(a, NULL, &g));
    CHECK(!guard_allows(g, "127.0.0.1", address("127.0.0.1", 80, &room)));
    arena_free(a);
}

static void lists_that_are_none(void)
{
    static const char *const bad[] = {
        "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0", "fd00::/129", "host", "host:", ":80",
        "host:0", "host:65536", "host:80:80", "a/b:80", "[::1]", "[]:80", "[::1:80", "10.0.0.1,10.0.0.2",
        "10.0.0.0/8 host"};
    struct arena *a = arena_new(1U << 16);
    struct guard *g = NULL;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        check_case(bad[i]);
        CHECK_INT(guard_new(a, bad[i], &g), ERR_PARSE);
    }
    arena_free(a);
}

CHECKS(base_guard, TEST(closed_ranges), TEST(open_ones_beside_them), TEST(exceptions),
       TEST(lists_that_are_none))
