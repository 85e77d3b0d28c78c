/* about.c: what a service is told of somebody. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "hash.h"
#include "idp.h"
#include "rand.h"
#include "rights.h"

#define NAME 16 /* random bytes: 32 letters and digits, which no service takes for something else */

err saml_name_of(struct db *db, person_id who, const char *sector, bool make, const char **ret)
{
    unsigned char chance[NAME];
    bool found = false;

    *ret = NULL;
    TRY(saml_q_name(db, who, sector, ret, &found));
    if (found || !make)
        return OK;
    rand_bytes(chance, sizeof chance);
    *ret = hash_hex(db_arena(db), chance, sizeof chance);
    return saml_q_name_add(db, who, sector, *ret);
}

/* What everything is made of. */
struct about {
    struct arena *a;
    struct identity_info p;
    const char *domain, *everywhere, *there; /* her names; NULL: not made yet */
    const struct held_role *roles;
    size_t n_roles;
};

static bool holds(const struct about *w, enum role r)
{
    for (size_t i = 0; i < w->n_roles; i++)
        if (w->roles[i].role == r)
            return true;
    return false;
}

static struct str_list just(struct arena *a, const char *value)
{
    struct str_list l = {ARENA_ARRAY(a, 1, const char *), 0};

    if (!str_empty(value))
        l.v[l.n++] = value;
    return l;
}

/* The words of the eduPerson schema; with our domain behind each when they are scoped. */
static struct str_list affiliations(const struct about *w, bool scoped)
{
    bool student = holds(w, ROLE_STUDENT), lecturer = holds(w, ROLE_LECTURER);
    bool staff = holds(w, ROLE_PROGRAMME_ADMIN) || holds(w, ROLE_CATALOGUE_ADMIN) || holds(w, ROLE_PEOPLE_ADMIN) ||
                 holds(w, ROLE_HELPDESK) ||
                 holds(w, ROLE_SYSTEM_ADMIN);
    const struct {
        bool is;
        const char *word;
    } words[] = {{student, "student"}, {lecturer, "faculty"}, {staff, "staff"}, {staff || lecturer, "employee"},
                 {student || staff || lecturer, "member"}, {!student && !staff && !lecturer, "affiliate"}};
    struct str_list l = {ARENA_ARRAY(w->a, COUNT(words), const char *), 0};

    for (size_t i = 0; i < COUNT(words); i++)
        if (words[i].is)
            l.v[l.n++] = scoped ? arena_printf(w->a, "%s@%s", words[i].word, w->domain) : words[i].word;
    return l;
}

static const char *with_domain(const struct about *w, const char *name)
{
    return name ? arena_printf(w->a, "%s@%s", name, w->domain) : NULL;
}

static const char *one_value(const struct about *w, const char *word)
{
    const char *given = NULL, *sn = NULL;

    saml_name_parts(w->a, w->p.name, &given, &sn);
    const struct {
        const char *word, *value;
    } all[] = {
        {"uid", w->p.login},
        {"displayName", w->p.name},
        {"cn", w->p.name},
        {"givenName", given},
        {"sn", sn},
        {"mail", w->p.mail},
        {"preferredLanguage", *w->p.lang ? w->p.lang : "en"},
        {"eduPersonPrincipalName", with_domain(w, w->p.login)},
        {"schacHomeOrganization", w->domain},
        {"schacHomeOrganizationType", "urn:mace:terena.org:schac:homeOrganizationType:eu:higherEducationInstitution"},
        {"eduPersonUniqueId", with_domain(w, w->everywhere)},
        {"subject-id", with_domain(w, w->everywhere)},
        {"pairwise-id", with_domain(w, w->there)},
    };

    for (size_t i = 0; i < COUNT(all); i++)
        if (str_eq(all[i].word, word))
            return all[i].value;
    return NULL;
}

static struct str_list values(const struct about *w, const char *word)
{
    if (str_eq(word, "eduPersonAffiliation"))
        return affiliations(w, false);
    if (str_eq(word, "eduPersonScopedAffiliation"))
        return affiliations(w, true);
    return just(w->a, one_value(w, word));
}

err saml_about(struct db *db, const struct saml_to *to, struct saml_person *ret)
{
    const struct campus_settings *campus = settings_of(app_settings(db_app(db)), &campus_group);
    struct about w = {.a = db_arena(db), .domain = campus->domain};

    TRY(identity_by_id(db, to->who, &w.p));
    TRY(identity_roles_of(db, to->who, &w.roles, &w.n_roles));
    if (saml_has(to->words, "eduPersonUniqueId") || saml_has(to->words, "subject-id"))
        TRY(saml_name_of(db, to->who, "", to->make, &w.everywhere));
    if (saml_has(to->words, "pairwise-id"))
        TRY(saml_name_of(db, to->who, to->entity, to->make, &w.there));
    ret->v = ARENA_ARRAY(w.a, saml_n_attributes, struct saml_values);
    ret->n = 0;
    for (size_t i = 0; i < saml_n_attributes; i++)
        if (saml_has(to->words, saml_attributes[i].word))
            ret->v[ret->n++] = (struct saml_values){saml_attributes[i].word, values(&w, saml_attributes[i].word)};
    return OK;
}
