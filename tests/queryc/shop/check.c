/* check.c: uses what tools/queryc wrote for tests/queryc/shop, so that its types are held to.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "shop_q.h"

err check_types(struct db *db, struct grant grant);
err check_types(struct db *db, struct grant grant)
{
    struct shop_offer_list offers = {0};
    struct shop_one one = {0}, *maybe = NULL;
    const char *title = NULL;
    bool found = false;
    int64_t n = 0;
    offering_id id = {1};

    TRY(shop_q_open_offers(db, (term_id){1}, "a", true, 10, &offers));
    for (size_t i = 0; i < offers.n; i++)
        n += offers.v[i].seats_left + offers.v[i].opened_at.v + offers.v[i].first_day.v;
    TRY(shop_q_take(db, grant, id, (person_id){2}, (instant){3}, &n));
    TRY(shop_q_find(db, id, &maybe));
    TRY(shop_q_get(db, id, &one));
    TRY(shop_q_title(db, one.id, &title, &found));
    TRY(shop_q_full_offers(db, &n));
    TRY(shop_q_drop(db, id));
    TRY(shop_q_add_places(db, &(struct shop_place_in){id, (person_id){2}, (instant){3}, 400}, 1, &n));
    return shop_q_add(db, id, title, (term_id){1}, (minute){60}, (struct str){NULL, 0}, &id);
}
