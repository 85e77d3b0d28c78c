/* models.h: what the identity provider's views show. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SAML_MODELS_H
#define SAML_MODELS_H
#include <stdbool.h>
#include <stddef.h>
#include "clock.h"
#include "i18n.h"
#include "ids.h"

struct saml_fault_view {
    const char *why;
};

/* On to a service: by a form, or (name NULL) by an address. */
struct saml_onward_view {
    const char *url, *name, *value, *relay; /* relay NULL: none */
};

/* An attribute and its present value. */
struct saml_shown {
    struct msg text;
    const char *value;
};
struct saml_shown_list {
    struct saml_shown *v;
    size_t n;
};
struct saml_consent_view {
    const char *handle, *title, *entity, *name, *login;
    struct saml_shown_list shown;
};

/* --- Leaving --- */

struct saml_leaving {
    const char *title;
    bool left, stayed;
};
struct saml_leaving_list {
    struct saml_leaving *v;
    size_t n;
};
struct saml_leave_view {
    struct saml_leaving_list all;
    bool stayed; /* one of them */
};

#endif
