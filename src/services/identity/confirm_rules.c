/* confirm_rules.c: when a device may be asked, and what a typed number does. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "confirm_rules.h"

enum confirm_may confirm_judge(const struct confirm_seen *v, size_t n, size_t devices, instant now)
{
    bool right = false; /* what is older than a right number tires nobody */
    int64_t lately = 0;

    if (devices == 0)
        return CONFIRM_NOBODY;
    for (size_t i = 0; i < n; i++)
        if (v[i].here && v[i].state == CONFIRM_NOT_ME && now.v - v[i].made_at.v < CONFIRM_SHUT)
            return CONFIRM_CLOSED;
    for (size_t i = 0; i < n; i++)
        if (v[i].state == CONFIRM_OPEN && v[i].stands && v[i].ends_at.v > now.v)
            return v[i].mine ? CONFIRM_ASKED : CONFIRM_BUSY;
    for (size_t i = 0; i < n && !right; i++) {
        right = v[i].state == CONFIRM_RIGHT;
        lately += !right && now.v - v[i].made_at.v < CONFIRM_WINDOW;
    }
    return lately < CONFIRM_MOST ? CONFIRM_ASK : CONFIRM_TIRED;
}

enum confirm_state confirm_typed(int64_t number, int64_t typed, int64_t *wrong)
{
    if (number == typed)
        return CONFIRM_RIGHT;
    return ++*wrong < CONFIRM_TRIES ? CONFIRM_OPEN : CONFIRM_WRONG;
}

int64_t confirm_number(const char *typed)
{
    int64_t number = 0, digits = 0;

    for (const char *p = typed; *p; p++) {
        if (*p == ' ')
            continue;
        if (*p < '0' || *p > '9' || ++digits > 2)
            return -1;
        number = number * 10 + (*p - '0');
    }
    return digits == 2 ? number : -1;
}
