/* alerts_rules_test.c: who may ask to be told of a seat. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "alerts.h"
#include "check.h"

static void who_may_ask(void)
{
    static const struct {
        const char *name;
        struct alert_case c;
        enum alert_answer want;
    } cases[] = {
        {"full, while enrolment is open", {.window = RECORDS_WINDOW_OPEN, .most = 20}, ALERT_GO},
        {"before it opens", {.window = RECORDS_WINDOW_FUTURE, .most = 20}, ALERT_GO},
        {"no window is set yet", {.window = RECORDS_WINDOW_NONE, .most = 20}, ALERT_GO},
        {"after it closed", {.window = RECORDS_WINDOW_CLOSED, .most = 20}, ALERT_OVER},
        {"the term is over", {.term_over = true, .window = RECORDS_WINDOW_OPEN, .most = 20}, ALERT_OVER},
        {"she has a place", {.has_place = true, .seat_free = true, .window = RECORDS_WINDOW_OPEN, .most = 20}, ALERT_PLACE},
        {"she waits", {.waits = true, .window = RECORDS_WINDOW_OPEN, .most = 20}, ALERT_WAITS},
        {"a seat is free", {.seat_free = true, .window = RECORDS_WINDOW_OPEN, .most = 20}, ALERT_FREE},
        {"one more than the most", {.others = 20, .window = RECORDS_WINDOW_OPEN, .most = 20}, ALERT_MANY},
        {"the last that she may", {.others = 19, .window = RECORDS_WINDOW_OPEN, .most = 20}, ALERT_GO},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_case(cases[i].name);
        CHECK_INT(alert_may(&cases[i].c), cases[i].want);
    }
    check_case(NULL);
}

CHECKS(studymap_alerts_rules, TEST(who_may_ask))
