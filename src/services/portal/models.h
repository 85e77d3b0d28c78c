/* models.h: what the view of portal shows. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PORTAL_MODELS_H
#define PORTAL_MODELS_H
#include "page.h"
#include "service.h"

struct portal_cards {
    const struct card **v;
    size_t n;
};
struct portal_home_view {
    const char *greeting; /* "Good morning, Noor" */
    const char *today;    /* "Tue 24 Nov 2026" */
    struct portal_cards cards;
    struct deadlines deadlines; /* the next ones, soonest first */
};

/* A card with what its service writes; nothing when that writes nothing. For home.tmpl. */
[[nodiscard]] err portal_card(struct out *out, const struct card *c);

#endif
