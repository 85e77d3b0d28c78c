/* models.h: what the identity provider's views show. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SAML_MODELS_H
#define SAML_MODELS_H
#include <stdbool.h>
#include <stddef.h>
#include "clock.h"
#include "i18n.h"
#include "ids.h"
#include "str.h"

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

/* --- For administrators --- */

struct saml_service_line {
    saml_sp_id id;
    const char *title, *entity, *problem; /* problem "": none */
    bool disabled;
};
struct saml_service_lines {
    struct saml_service_line *v;
    size_t n;
};
struct saml_key_line {
    instant signs_at, ends_at; /* ends_at zero: the newest */
    bool signs;                /* now */
    bool waits;                /* it will */
};
struct saml_key_lines {
    struct saml_key_line *v;
    size_t n;
};
struct saml_federation_line {
    const char *source, *problem; /* problem "": none */
    int64_t n;
    instant until; /* zero: nothing was read yet */
    bool over, asked; /* asked: of one service at a time */
};
struct saml_federation_lines {
    struct saml_federation_line *v;
    size_t n;
};
struct saml_services_view {
    struct saml_federation_lines federations;
    struct saml_service_lines all;
    struct saml_key_lines keys;
    const char *entity;
    bool no_url; /* campus.url is not set */
};

struct saml_choice {
    const char *value;
    struct msg text;
    bool on;
    const char *code; /* what the standards call it; NULL: nothing */
    bool asked;       /* the service asks for it */
};
struct saml_choices {
    struct saml_choice *v;
    size_t n;
};
struct saml_new_view {
    struct saml_choices kinds;
    const char *vanity, *url, *text;
};

struct saml_service_view {
    saml_sp_id id;
    const char *title, *entity, *source, *problem, *url, *text;
    const char *leaves; /* where it is told that somebody leaves; NULL: nowhere */
    bool disabled, signs;
    instant fetched_at, until;
    int64_t keys;
    struct str_list answers; /* where people come back to */
    struct saml_choices attributes, formats, sorts, levels, flags;
    int64_t people; /* who let it know who they are */
};
struct saml_remove_view {
    saml_sp_id id;
    const char *title, *entity;
    int64_t people;
};

struct saml_preview_line {
    const char *word, *name;
    struct str_list values;
};
struct saml_preview_lines {
    struct saml_preview_line *v;
    size_t n;
};
struct saml_preview_finding {
    bool stops;
    const char *word;
    struct msg text;
};
struct saml_preview_findings {
    struct saml_preview_finding *v;
    size_t n;
};
struct saml_preview_view {
    saml_sp_id id;
    const char *title, *person; /* person: as typed */
    const char *name, *login;   /* NULL: nobody was named, or there is nobody of that name */
    struct msg format;
    const char *known_as; /* NULL: made when she first goes there */
    bool changes;         /* another one each time */
    struct msg asked;
    struct saml_preview_lines lines;
    bool surfconext; /* its rules are looked at */
    struct saml_preview_findings findings;
};

#endif
