/* claims.c: what an application is told of somebody. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "provider.h"
#include "rights.h"
#include "settings.h"
#include "str.h"

/* What everything is made of. */
struct about {
    struct identity_info p;
    const char *domain;
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

/* eduPersonScopedAffiliation: the words of the eduPerson schema, each with our domain. */
static void affiliations(struct arena *a, struct json_out *out, const struct about *w)
{
    bool student = holds(w, ROLE_STUDENT), lecturer = holds(w, ROLE_LECTURER);
    bool staff = holds(w, ROLE_PROGRAMME_ADMIN) || holds(w, ROLE_CATALOGUE_ADMIN) ||
                 holds(w, ROLE_PEOPLE_ADMIN) || holds(w, ROLE_HELPDESK) || holds(w, ROLE_SYSTEM_ADMIN);
    const struct {
        bool is;
        const char *word;
    } words[] = {{student, "student"}, {lecturer, "faculty"}, {staff, "staff"}, {staff || lecturer, "employee"},
                 {student || staff || lecturer, "member"}, {!student && !staff && !lecturer, "affiliate"}};

    json_array(out, "eduperson_scoped_affiliation");
    for (size_t i = 0; i < COUNT(words); i++)
        if (words[i].is)
            json_str(out, NULL, arena_printf(a, "%s@%s", words[i].word, w->domain));
    json_end(out, ']');
}

static void put_one(struct arena *a, struct json_out *out, const struct about *w, const char *word)
{
    if (str_eq(word, "eduperson_scoped_affiliation"))
        affiliations(a, out, w);
    else if (str_eq(word, "email_verified"))
        json_bool(out, word, true); /* the university gave it */
    else if (str_eq(word, "locale"))
        json_str(out, word, *w->p.lang ? w->p.lang : "en");
    else if (str_eq(word, "name"))
        json_str(out, word, w->p.name);
    else if (str_eq(word, "email"))
        json_str(out, word, w->p.mail);
    else if (str_eq(word, "eduperson_principal_name"))
        json_str(out, word, arena_printf(a, "%s@%s", w->p.login, w->domain));
    else if (str_eq(word, "schac_home_organization"))
        json_str(out, word, w->domain);
    else
        json_str(out, word, w->p.login);
}

err oidc_claims_put(struct db *db, struct json_out *out, person_id who, const char *words)
{
    const struct campus_settings *campus = settings_of(app_settings(db_app(db)), &campus_group);
    struct about w = {.domain = campus->domain};

    if (!*words)
        return OK;
    TRY(identity_by_id(db, who, &w.p));
    if (oidc_has(words, "eduperson_scoped_affiliation"))
        TRY(identity_roles_of(db, who, &w.roles, &w.n_roles));
    for (size_t i = 0; i < oidc_n_attributes; i++)
        if (oidc_has(words, oidc_attributes[i].word))
            put_one(db_arena(db), out, &w, oidc_attributes[i].word);
    return OK;
}
