/* rules.h: the identity provider's decisions: pure, no database, no HTTP, no XML.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SAML_RULES_H
#define SAML_RULES_H
#include <stdbool.h>
#include <stddef.h>
#include "arena.h"
#include "clock.h"
#include "i18n.h"
#include "str.h"

/* Why a message is not taken. NULL pointers mean "none". */
struct saml_fault {
    const char *status; /* below; NULL: a page says it, and nobody is led anywhere */
    const char *why;    /* for the service's administrator: English, ASCII */
};

/* --- Words and addresses --- */

bool saml_has(const char *list, const char *word);
/* The words of `asked` that are in `allowed`, each once, in their order. */
const char *saml_both(struct arena *a, const char *asked, const char *allowed);
/* An address that people may be sent to: https, or http on this very machine; printable, at most 1024 bytes. */
bool saml_uri_fine(const char *uri);
/* An entityID: 1 to 1024 printable bytes without blanks and quotes. */
bool saml_entity_fine(const char *entity);
/* An ID of a message (an NCName of at most 256 bytes). */
bool saml_id_fine(const char *id);
/* "2026-11-24T12:00:00.123Z". False: it is none. */
bool saml_instant(struct arena *a, const char *text, instant *ret);

/* "PT6H", "P1DT30M": milliseconds. False: it is none, has years or months, or is longer than 45 days. */
bool saml_duration(const char *text, int64_t *ret_ms);

/* --- Who somebody is in a service --- */

#define SAML_FORMAT_PERSISTENT  "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
#define SAML_FORMAT_TRANSIENT   "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
#define SAML_FORMAT_MAIL        "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
#define SAML_FORMAT_UNSPECIFIED "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"
/* "persistent", "transient" or "mail" of what is asked (NULL or unspecified: `otherwise`); NULL: none that is given here. */
const char *saml_format(const char *asked, const char *otherwise);
const char *saml_format_uri(const char *word);

/* --- What a service may know --- */

struct saml_attribute {
    const char *word; /* its friendly name: "mail" */
    const char *name; /* "urn:oid:0.9.2342.19200300.100.1.3" */
    struct msg text;  /* "Your mail address"; none: goes without saying with the one before it */
    struct msg title; /* "Mail address": for administrators */
};
extern const struct saml_attribute saml_attributes[];
extern const size_t saml_n_attributes;
/* The word of an attribute as metadata names it (oid, mace or friendly name); NULL: none that is known here. */
const char *saml_attribute_of(const char *name);

/* What somebody has. */
struct saml_values {
    const char *word;
    struct str_list v;
};
struct saml_person {
    struct saml_values *v;
    size_t n;
};
const struct str_list *saml_values_of(const struct saml_person *p, const char *word); /* NULL: none */
/* "Prof. Eva de Smit" -> "Eva", "de Smit"; a single word is both. */
void saml_name_parts(struct arena *a, const char *name, const char **ret_given, const char **ret_sn);

/* SURFconext's rules for what an identity provider sends. `stops`: nobody gets in; else they warn. */
struct saml_finding {
    bool stops;
    const char *word;
    struct msg text;
};
#define SAML_FINDINGS 24
/* `scope` is the campus's domain. How many. */
size_t saml_preflight(const struct saml_person *p, const char *scope, struct saml_finding v[static SAML_FINDINGS]);

/* --- Levels of a login --- */

#define SAML_AC_PASSWORD "urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport"
#define SAML_AC_MFA      "https://refeds.org/profile/mfa"
/* What a service asks of the login: classes between blanks, "exact", "minimum", "better", "maximum". */
struct saml_context {
    const char *classes, *comparison;
};
/* The level that a login must have; 0: none of it is known here. Nothing asked: 1. */
int saml_level(struct arena *a, const struct saml_context *c);
/* The class that is said of a login of that level. */
const char *saml_class(struct arena *a, const struct saml_context *c, int level);

/* --- A request --- */

#define SAML_STATUS(word) "urn:oasis:names:tc:SAML:2.0:status:" word
#define SAML_SKEW  MINUTES(3) /* that a service's clock may be wrong */
#define SAML_FRESH MINUTES(5) /* how old a request may be */
bool saml_fresh(instant issued, instant now);

struct saml_request {
    const char *id, *acs, *relay; /* relay: NULL when none was sent */
    const char *subject;          /* the name of whom it is about; NULL: anybody */
    bool force, passive, create;
    struct saml_context context;
    const char *format;           /* "persistent", "transient", "mail" */
    int level;                    /* of the login, at least: also what the service's administrator said */
};

enum saml_next { SAML_ISSUE, SAML_SIGN_IN, SAML_AGAIN, SAML_SET_UP, SAML_STEP_UP, SAML_CONSENT, SAML_REFUSE };
/* Who stands there. */
struct saml_standing {
    bool signed_in;
    bool held;        /* she must set up a second factor before anything else */
    bool other;       /* not the one whom the request names */
    bool unknown;     /* she has no name there, and none may be made */
    instant login_at; /* her last proof */
    int level;
    bool agreed, answered;
    instant asked_at, now;
};
enum saml_next saml_decide(const struct saml_request *r, const struct saml_standing *s, struct saml_fault *ret_fault);

/* --- Presets --- */

/* A vanity name of Zoom: letters, digits, dashes. */
bool saml_zoom_fine(const char *vanity);
/* What such a service says of itself. */
const char *saml_zoom(struct arena *a, const char *vanity);
/* What a federation says that a service is, and what that gets; words NULL: what it asks for. */
struct saml_category {
    const char *category, *words;
};
extern const struct saml_category saml_categories[];
extern const size_t saml_n_categories;
/* What a service of a federation gets by what its federation says that it is; `asks`: what it asks for. Of the first of
   Research and Scholarship, Code of Conduct, Personalized, Pseudonymous, Anonymous that it is; else nothing. */
const char *saml_release(struct arena *a, const char *categories, const char *asks);
/* What a service is told when its categories release `now` in place of `then`: as before, without what was taken from it; all that is
   released, if it was told no more and no less. */
const char *saml_released_anew(struct arena *a, const char *told, const char *then, const char *now);
/* Attributes that a kind of service gets ("zoom", "learning", "library", "surfconext"); NULL: no such kind. */
const char *saml_preset(const char *kind);

#endif
