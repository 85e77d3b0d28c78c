/* models.h: the view-models of the templates under tests/viewc.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_VIEWC_MODELS_H
#define TESTS_VIEWC_MODELS_H
#include "ids.h"

struct records_offer {
    offering_id id;
    const char *title;
    int64_t seats_left;
    bool on;
};
struct records_offer_list {
    struct records_offer *v;
    size_t n;
};
struct records_offers_view {
    struct records_offer_list offers;
    int n;
};

#endif
