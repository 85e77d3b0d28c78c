/* rules.h: decisions of portal. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PORTAL_RULES_H
#define PORTAL_RULES_H
#include "models.h"

enum day_part { MORNING, AFTERNOON, EVENING, NIGHT };
enum day_part day_part_of(minute m);

/* "Eva" of "Prof. Eva Smit": titles end with a dot. The whole when nothing else is left. */
const char *first_name(struct arena *a, const char *name);

/* Those that are still to come, soonest first, each once, at most `most`. */
struct deadlines deadlines_next(struct deadlines all, instant now, size_t most);
/* Lightest first; equal ones stay in the services' order. */
void cards_sort(struct portal_cards *cards);

#endif
