/* slow_test.c: who sends a byte now and then is shut out, who is waited for by us is not.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "slow.h"
#include "check.h"
#include "clock.h"
#include <sys/socket.h>
#include <unistd.h>

#define IDLE 30

static bool shut(int peer)
{
    char c;

    return recv(peer, &c, 1, MSG_DONTWAIT) == 0;
}

static int64_t after(int64_t s)
{
    return clock_us() + s * 1000000;
}

static void only_those_that_take_too_long(void)
{
    struct slow *all = slow_new();
    struct slow_one v[3] = {0};
    int pair[3][2];

    for (int i = 0; i < 3; i++) {
        CHECK_INT(socketpair(AF_UNIX, SOCK_STREAM, 0, pair[i]), 0);
        slow_add(all, &v[i], pair[i][0]);
    }
    slow_arrived(&v[1]);               /* waits for us */
    slow_got(&v[2], (size_t)SLOW_RATE * 100); /* sends slowly, but sends */
    CHECK_INT(slow_shut(all, after(IDLE + SLOW_LAST_S - 2), IDLE), 0);
    CHECK_INT(slow_shut(all, after(IDLE + SLOW_LAST_S + 2), IDLE), 1);
    CHECK(shut(pair[0][1]) && !shut(pair[1][1]) && !shut(pair[2][1]));
    slow_remove(all, &v[0]);
    CHECK_INT(slow_shut(all, after(IDLE + SLOW_LAST_S + 102), IDLE), 1);
    CHECK(!shut(pair[1][1]) && shut(pair[2][1]));
    slow_remove(all, &v[2]);
    slow_answered(&v[1]); /* its next request does not come */
    CHECK_INT(slow_shut(all, after(IDLE + SLOW_LAST_S + 2), IDLE), 1);
    slow_remove(all, &v[1]);
    slow_free(all);
    for (int i = 0; i < 3; i++) {
        close(pair[i][0]);
        close(pair[i][1]);
    }
}

CHECKS(web_slow, TEST(only_those_that_take_too_long))
