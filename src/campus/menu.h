/* menu.h: the menu of a person: the entries of all services that she may use, lightest first.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_MENU_H
#define CAMPUS_MENU_H
#include <stdbool.h>
#include <stddef.h>
#include "rq.h"

struct menu_item {
    struct msg text;
    const char *path;
    int weight;
    const char *icon;
    bool here; /* the page shown is of this entry */
};
struct menu_list {
    struct menu_item *v;
    size_t n;
};
struct menu_list menu_of(struct rq *rq);

#endif
