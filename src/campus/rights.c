/* rights.c: which rights a role gives, and whether a person has one.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rights.h"
#include "str.h"

static const struct {
    const char *word;
    uint32_t gives; /* a bit for each right */
} roles[ROLE_COUNT] = {
    [ROLE_STUDENT] = {"student", 1U << MAY_STUDY},
    [ROLE_LECTURER] = {"lecturer", 1U << MAY_TEACH},
    [ROLE_PROGRAMME_ADMIN] = {"programme-admin", 1U << MAY_MANAGE_PROGRAMME},
    [ROLE_CATALOGUE_ADMIN] = {"catalogue-admin",
                              1U << MAY_MANAGE_CATALOGUE | 1U << MAY_MANAGE_PROGRAMME},
    [ROLE_PEOPLE_ADMIN] = {"people-admin", 1U << MAY_MANAGE_PEOPLE | 1U << MAY_HELP},
    [ROLE_HELPDESK] = {"helpdesk", 1U << MAY_HELP},
    [ROLE_SYSTEM_ADMIN] = {"system-admin",
                           1U << MAY_MANAGE_SYSTEM | 1U << MAY_MANAGE_CATALOGUE |
                               1U << MAY_MANAGE_PROGRAMME | 1U << MAY_MANAGE_PEOPLE | 1U << MAY_HELP},
};
_Static_assert(MAY_COUNT <= 32, "the rights of a role are bits of 32");

const char *role_word(enum role r)
{
    return r < ROLE_COUNT ? roles[r].word : "";
}

const char *role_scope(enum role r)
{
    switch (r) {
    case ROLE_LECTURER:
        return "offering";
    case ROLE_PROGRAMME_ADMIN:
        return "programme";
    case ROLE_CATALOGUE_ADMIN:
        return "faculty";
    case ROLE_STUDENT:
    case ROLE_PEOPLE_ADMIN:
    case ROLE_HELPDESK:
    case ROLE_SYSTEM_ADMIN:
    case ROLE_COUNT:
        break;
    }
    return NULL;
}

bool role_parse(const char *word, enum role *ret_r)
{
    for (unsigned i = 0; i < ROLE_COUNT; i++)
        if (str_eq(roles[i].word, word)) {
            *ret_r = (enum role)i;
            return true;
        }
    return false;
}

static bool gives(enum role r, enum may m)
{
    return r < ROLE_COUNT && m < MAY_COUNT && (roles[r].gives >> m & 1U) != 0;
}

bool may_manages(enum may m)
{
    return m == MAY_MANAGE_PROGRAMME || m == MAY_MANAGE_CATALOGUE || m == MAY_MANAGE_PEOPLE ||
           m == MAY_MANAGE_SYSTEM || m == MAY_HELP;
}

/* What these allow touches the whole campus: a role within a scope does not give them to a route. */
static bool whole(enum may m)
{
    return m == MAY_MANAGE_CATALOGUE || m == MAY_MANAGE_PEOPLE || m == MAY_MANAGE_SYSTEM || m == MAY_HELP;
}

bool may_at_all(const struct held_role *held, size_t n, enum may m)
{
    for (size_t i = 0; i < n; i++)
        if (gives(held[i].role, m) && (held[i].scope == 0 || !whole(m)))
            return true;
    return false;
}

bool may_in(const struct held_role *held, size_t n, enum may m, int64_t scope)
{
    for (size_t i = 0; i < n; i++)
        if (gives(held[i].role, m) && (held[i].scope == 0 || held[i].scope == scope))
            return true;
    return false;
}

const struct person *rq_person(const struct rq *rq)
{
    return rq->me.v != 0 ? rq->person : NULL;
}

err may_check(struct rq *rq, enum may m, int64_t scope, struct grant *ret_grant)
{
    const struct person *me = rq_person(rq);

    if (me == NULL)
        return fail(rq, ERR_SIGN_IN, "Please sign in first.");
    if (m != MAY_ANYONE && m != MAY_SIGNED_IN && !may_in(me->roles, me->n_roles, m, scope))
        return fail(rq, ERR_FORBIDDEN, "You may not do this here.");
    *ret_grant = (struct grant){.may = m};
    return OK;
}
