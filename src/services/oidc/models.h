/* models.h: what the provider's views show. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OIDC_MODELS_H
#define OIDC_MODELS_H
#include "clock.h"
#include "i18n.h"
#include "ids.h"
#include "released.h"
#include <stdbool.h>
#include <stddef.h>

struct oidc_fault_view {
    const char *error, *why;
};

/* On to the application: by an address, or by a form. */
struct oidc_onward_field {
    const char *name, *value;
};
struct oidc_onward_view {
    const char *uri;
    const struct oidc_onward_field *v;
    size_t n;
};

/* An attribute and its present value. */
struct oidc_shown {
    struct msg text;
    const char *value;
};
struct oidc_shown_list {
    struct oidc_shown *v;
    size_t n;
};

struct oidc_consent_view {
    const char *handle, *title, *uri, *host, *name, *login;
    bool offline;
    struct oidc_shown_list shown;
};

struct oidc_gone_view {
    const char *uri, *title; /* or NULL */
};
struct oidc_sure_view {
    const char *hint, *uri, *state, *title; /* or NULL */
};

struct oidc_device_view {
    const char *code;
};
struct oidc_device_sure_view {
    const char *code, *title, *address, *name, *login;
    bool here; /* asked from this network */
    bool offline;
    instant made_at;
    struct oidc_shown_list shown;
};
struct oidc_device_done_view {
    const char *title;
    bool allowed;
};

/* --- For administrators --- */

struct oidc_client_line {
    oidc_client_id id;
    const char *title, *key;
    bool disabled, fapi;
    struct msg proof;
};
struct oidc_clients_view {
    struct oidc_client_line *v;
    size_t n;
    const char *discovery;
    bool no_url; /* campus.url is not set */
};

struct oidc_choice {
    const char *value;
    struct msg text;
    bool on;
};
struct oidc_choices {
    struct oidc_choice *v;
    size_t n;
};
struct oidc_answer_line {
    instant at;
    int64_t tries;
    const char *problem; /* "": taken, or still waiting */
    bool done;
};
struct oidc_answers {
    struct oidc_answer_line *v;
    size_t n;
};
struct oidc_client_view {
    oidc_client_id id; /* zero: a new one */
    const char *key;
    bool disabled, has_secret;
    instant old_ends;
    const char *title, *uri, *contact, *redirects, *logouts, *logout_uri, *jwks;
    struct oidc_choices auths, algs, sorts, levels, scopes, flags;
    struct oidc_answers answers;
    const char *test; /* where a test login begins, or NULL */
};
struct oidc_secret_view {
    oidc_client_id id;
    const char *title, *key, *secret, *issuer;
    instant old_ends; /* of the secret before; zero: none */
};

#endif
