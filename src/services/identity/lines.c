/* lines.c: names, devices and roles in words.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "things.h"
#include "lines.h"
#include "identity_q.h"
#include "rules.h"
#include "settings.h"

struct identity_name_forms name_forms_of(struct rq *rq, const char *login)
{
    const struct campus_settings *campus = campus_of(rq);

    return (struct identity_name_forms){
        .v = {{login, _("the user name, on every sign-in page of the university")},
              {arena_printf(rq->arena, "%s@%s", login, campus->domain),
               _("with the university behind it: for Wi-Fi, and wherever several universities "
                 "share one sign-in page")},
              {arena_printf(rq->arena, "%s@%s", login, campus->office_domain),
               _("for the office services, which ask for it in this form")}},
        .n = 3,
    };
}

const char *device_words(struct rq *rq, const char *agent)
{
    struct identity_device d = identity_device(agent);

    if (*d.browser && *d.system)
        /* TRANSLATORS: a browser on a system: "Firefox on Linux". */
        return say(rq, "%s on %s", d.browser, d.system);
    if (*d.browser || *d.system)
        return *d.browser ? d.browser : d.system;
    return say(rq, "Unknown device");
}

err device_lines_of(struct rq *rq, person_id who, struct identity_device_lines *ret)
{
    struct identity_browser_list rows;

    TRY(identity_q_sessions(rq->db, who, rq->now, &rows));
    ret->v = ARENA_ARRAY(rq->arena, rows.n + 1, struct identity_device_line);
    ret->n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        ret->v[i] = (struct identity_device_line){
            .id = rows.v[i].id,
            .words = device_words(rq, rows.v[i].agent),
            .address = rows.v[i].address,
            .made_at = rows.v[i].made_at,
            .seen_at = rows.v[i].seen_at,
            .shared = rows.v[i].shared,
            .here = rows.v[i].id.v == rq->session.v,
        };
    return OK;
}

struct msg role_words(enum role role)
{
    switch (role) {
    case ROLE_STUDENT:
        return _("Student");
    case ROLE_LECTURER:
        return _("Lecturer");
    case ROLE_PROGRAMME_ADMIN:
        return _("Programme administrator");
    case ROLE_CATALOGUE_ADMIN:
        return _("Catalogue administrator");
    case ROLE_PEOPLE_ADMIN:
        return _("Administrator of people");
    case ROLE_HELPDESK:
        return _("Service desk");
    case ROLE_SYSTEM_ADMIN:
        return _("System administrator");
    case ROLE_COUNT:
        break;
    }
    return msg_none();
}

bool may_hand_out(const struct rq *rq, enum role role)
{
    const struct person *me = rq_person(rq);

    return role != ROLE_SYSTEM_ADMIN ||
           (me && may_at_all(me->roles, me->n_roles, MAY_MANAGE_SYSTEM));
}

err role_lines_of(struct rq *rq, person_id who, struct identity_role_lines *ret)
{
    struct identity_held_list rows;
    enum role role;

    TRY(identity_q_roles(rq->db, who, &rows));
    ret->v = ARENA_ARRAY(rq->arena, rows.n + 1, struct identity_role_line);
    ret->n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        struct thing only = {0};

        if (!role_parse(rows.v[i].role, &role))
            continue;
        TRY(thing_show(rq, role_scope(role), rows.v[i].scope, &only));
        if (rows.v[i].scope != 0 && only.text == NULL)
            only.text = say(rq, "something that is gone (number %lld)", (long long)rows.v[i].scope);
        ret->v[ret->n++] = (struct identity_role_line){
            .word = role_word(role),
            .text = role_words(role),
            .scope = rows.v[i].scope,
            .only = only.text,
            .may_take =
                may_hand_out(rq, role) && !(role == ROLE_SYSTEM_ADMIN && who.v == rq->me.v),
        };
    }
    return OK;
}
