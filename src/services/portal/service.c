/* service.c: what portal adds to the campus. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "service.h"
#include "pages.h"
#include "portal.h"

static const struct route routes[] = {
    {GET, READ, "/home", portal_home_get, MAY_SIGNED_IN},
};

static const struct guide_entry guide[] = {
    {
     .title = _("Home"),
     .purpose =
            _("Your day on one page: what is due, where to be, and how your studies stand."),
     .path = "/home",
     .icon = "home",
     .account = true,
     .off_campus = true,
     }
};

static const struct menu_entry menu[] = {
    {_("Home"), "/home", MAY_SIGNED_IN, 0, "home"},
};

static const struct page_words pages[] = {
    {_("Home"), "/home", MAY_SIGNED_IN, "start dashboard today begin vandaag startpagina"},
};

const struct service portal_service = {
    .name = "portal",
    .routes = routes,
    .pages = pages,
    .n_pages = COUNT(pages),
    .n_routes = COUNT(routes),
    .guide = guide,
    .n_guide = COUNT(guide),
    .menu = menu,
    .n_menu = COUNT(menu),
};
