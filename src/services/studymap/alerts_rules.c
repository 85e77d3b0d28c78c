/* alerts_rules.c: may she ask to be told of a seat? SPDX-License-Identifier: AGPL-3.0-or-later */
#include "alerts.h"

enum alert_answer alert_may(const struct alert_case *c)
{
    if (c->term_over || c->window == RECORDS_WINDOW_CLOSED)
        return ALERT_OVER;
    if (c->has_place)
        return ALERT_PLACE;
    if (c->waits)
        return ALERT_WAITS;
    if (c->seat_free)
        return ALERT_FREE;
    return c->others >= c->most ? ALERT_MANY : ALERT_GO;
}
