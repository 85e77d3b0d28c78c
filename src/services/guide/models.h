/* models.h: what the views of guide show. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef GUIDE_MODELS_H
#define GUIDE_MODELS_H
#include "i18n.h"
#include "page.h"
#include "service.h"

struct guide_service {
    const struct guide_entry *entry;
    enum service_state state;
};
struct guide_services {
    struct guide_service *v;
    size_t n;
};
struct guide_services_view {
    const char *campus;
    struct guide_services services;
    size_t n_troubled; /* services that are not up */
    bool signed_in;
};

struct guide_conduct_view {
    const char *campus;
    const char *version;
    bool signed_in;
    instant accepted_at; /* zero: not yet */
};

#endif
