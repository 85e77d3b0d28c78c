/* rules.c: decisions of portal: how to greet, what comes first.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules.h"
#include "str.h"

enum day_part day_part_of(minute m)
{
    if (m.v < 5 * 60)
        return NIGHT;
    if (m.v < 12 * 60)
        return MORNING;
    return m.v < 18 * 60 ? AFTERNOON : EVENING;
}

const char *first_name(struct arena *a, const char *name)
{
    struct str_list words = str_split(a, name, ' ');

    for (size_t i = 0; i < words.n; i++)
        if (words.v[i][0] && !str_ends(words.v[i], "."))
            return words.v[i];
    return name;
}

/* Two services may tell of the same moment. */
static bool told(const struct deadline *v, size_t n, const struct deadline *d)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].at.v == d->at.v && str_eq(v[i].text, d->text))
            return true;
    return false;
}

struct deadlines deadlines_next(struct deadlines all, instant now, size_t most)
{
    size_t n = 0;

    for (size_t i = 0; i < all.n; i++) {
        struct deadline d = all.v[i];
        size_t k = n;

        if (d.at.v < now.v || told(all.v, n, &d))
            continue;
        for (; k > 0 && all.v[k - 1].at.v > d.at.v; k--)
            all.v[k] = all.v[k - 1];
        all.v[k] = d;
        n++;
    }
    all.n = n < most ? n : most;
    return all;
}

void cards_sort(struct portal_cards *cards)
{
    for (size_t i = 1; i < cards->n; i++) {
        const struct card *c = cards->v[i];
        size_t k = i;

        for (; k > 0 && cards->v[k - 1]->weight > c->weight; k--)
            cards->v[k] = cards->v[k - 1];
        cards->v[k] = c;
    }
}
