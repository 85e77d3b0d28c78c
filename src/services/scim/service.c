/* service.c: what SCIM adds to the campus. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "service.h"
#include "routes.h"
#include "scim.h"
#include "scim_in.h"

#define API .no_csrf = true, .machine = true
#define BODY .no_csrf = true, .machine = true, .body_max = SCIM_BODY_MAX

/* clang-format off: it cannot align these rows */
static const struct route routes[] = {
    {GET,    READ,  "/scim/v2/ServiceProviderConfig", scim_config_get,     MAY_ANYONE, API},
    {GET,    READ,  "/scim/v2/ResourceTypes",         scim_types_get,      MAY_ANYONE, API},
    {GET,    READ,  "/scim/v2/ResourceTypes/{id}",    scim_type_get,       MAY_ANYONE, API},
    {GET,    READ,  "/scim/v2/Schemas",               scim_schemas_get,    MAY_ANYONE, API},
    {GET,    READ,  "/scim/v2/Schemas/{id}",          scim_schema_get,     MAY_ANYONE, API},
    {GET,    SLOW,  "/scim/v2/Users",                 scim_users_get,      MAY_ANYONE, API},
    {POST,   SLOW,  "/scim/v2/Users/.search",         scim_users_search,   MAY_ANYONE, API},
    {POST,   WRITE, "/scim/v2/Users",                 scim_users_post,     MAY_ANYONE, BODY},
    {GET,    READ,  "/scim/v2/Users/{id}",            scim_user_get,       MAY_ANYONE, API},
    {PUT,    WRITE, "/scim/v2/Users/{id}",            scim_user_change,    MAY_ANYONE, BODY},
    {PATCH,  WRITE, "/scim/v2/Users/{id}",            scim_user_change,    MAY_ANYONE, BODY},
    {DELETE, WRITE, "/scim/v2/Users/{id}",            scim_user_change,    MAY_ANYONE, API},
    {GET,    SLOW,  "/scim/v2/Groups",                scim_groups_get,     MAY_ANYONE, API},
    {POST,   SLOW,  "/scim/v2/Groups/.search",        scim_groups_search,  MAY_ANYONE, API},
    {POST,   WRITE, "/scim/v2/Groups",                scim_groups_post,    MAY_ANYONE, BODY},
    {GET,    SLOW,  "/scim/v2/Groups/{id}",           scim_group_get,      MAY_ANYONE, API},
    {PUT,    WRITE, "/scim/v2/Groups/{id}",           scim_group_change,   MAY_ANYONE, BODY},
    {PATCH,  WRITE, "/scim/v2/Groups/{id}",           scim_group_change,   MAY_ANYONE, BODY},
    {DELETE, WRITE, "/scim/v2/Groups/{id}",           scim_group_change,   MAY_ANYONE, API},
    {GET,    READ,  "/scim/v2/Me",                    scim_me,             MAY_ANYONE, API},
    {POST,   READ,  "/scim/v2/Me",                    scim_me,             MAY_ANYONE, BODY},
    {PUT,    READ,  "/scim/v2/Me",                    scim_me,             MAY_ANYONE, BODY},
    {PATCH,  READ,  "/scim/v2/Me",                    scim_me,             MAY_ANYONE, BODY},
    {DELETE, READ,  "/scim/v2/Me",                    scim_me,             MAY_ANYONE, API},
    {POST,   WRITE, "/scim/v2/Bulk",                  scim_bulk_post,      MAY_ANYONE, BODY},
    {GET,    READ,  "/admin/groups",                  scim_teams_get,      MAY_MANAGE_PEOPLE, .searches = true},
    {POST,   WRITE, "/admin/groups",                  scim_teams_post,     MAY_MANAGE_PEOPLE},
    {GET,    READ,  "/admin/groups/{group}",          scim_team_get,       MAY_MANAGE_PEOPLE},
    {POST,   WRITE, "/admin/groups/{group}",          scim_team_post,      MAY_MANAGE_PEOPLE},
    {POST,   WRITE, "/admin/groups/{group}/people",   scim_team_people_post, MAY_MANAGE_PEOPLE},
    {POST,   WRITE, "/admin/groups/{group}/people/{person}/out", scim_team_out_post, MAY_MANAGE_PEOPLE},
    {GET,    READ,  "/admin/groups/{group}/remove",   scim_team_remove_get, MAY_MANAGE_PEOPLE},
    {POST,   WRITE, "/admin/groups/{group}/remove",   scim_team_remove_post, MAY_MANAGE_PEOPLE},
    {GET,    READ,  "/admin/provisioning",            scim_tokens_get,     MAY_MANAGE_SYSTEM},
    {POST,   WRITE, "/admin/provisioning",            scim_tokens_post,    MAY_MANAGE_SYSTEM},
    {POST,   WRITE, "/admin/provisioning/{token}/end", scim_token_end_post, MAY_MANAGE_SYSTEM},
};
/* clang-format on */

static const struct menu_entry menu[] = {
    {_("Groups"), "/admin/groups", MAY_MANAGE_PEOPLE, 92, "people"},
    {_("Accounts from other systems"), "/admin/provisioning", MAY_MANAGE_SYSTEM, 94, "import"},
};

static const struct page_words pages[] = {
    {_("Groups"), "/admin/groups", MAY_MANAGE_PEOPLE, "groups members teams groepen leden",
     _("People together under one name: made, filled and taken away.")},
    {_("Accounts from other systems"), "/admin/provisioning", MAY_MANAGE_SYSTEM,
     "scim provisioning token personnel admissions import identity koppeling personeel toelating",
     _("Tokens with which systems of personnel or admissions keep accounts and groups here, by SCIM.")},
};

static err export_known(struct db *db, person_id who, struct json_out *j)
{
    struct scim_affiliation_list affiliations;
    struct scim_group_of_list groups;
    struct scim_user *u = NULL;
    const struct json *doc = NULL;

    TRY(scim_q_user(db, who, &u));
    TRY(scim_q_affiliations(db, who, &affiliations));
    TRY(scim_q_groups_of(db, who, &groups));
    if (u && u->doc && json_parse(db_arena(db), u->doc, strlen(u->doc), SCIM_DOC_MAX, &doc) == OK)
        node_write(j, "from_other_systems", node_of(db_arena(db), doc));
    json_array(j, "affiliations");
    for (size_t i = 0; i < affiliations.n; i++) {
        json_object(j, NULL);
        json_str(j, "kind", affiliations.v[i].kind);
        if (affiliations.v[i].begins.v)
            json_str(j, "begins", day_iso(db_arena(db), affiliations.v[i].begins));
        if (affiliations.v[i].ends.v)
            json_str(j, "ends", day_iso(db_arena(db), affiliations.v[i].ends));
        json_end(j, '}');
    }
    json_end(j, ']');
    json_array(j, "groups");
    for (size_t i = 0; i < groups.n; i++)
        json_str(j, NULL, groups.v[i].name);
    json_end(j, ']');
    return OK;
}

static const struct personal_data personal_data[] = {
    {_("What the university's personnel and student systems say of you, and your groups"),
     _("As long as you have an account, and two years after"), export_known},
};

static const struct audit_word audit_words[] = {
    {"scim.token_made", _("Made a token for another system")},
    {"scim.token_ended", _("Ended a token of another system")},
    {"scim.user_made", _("Another system made an account")},
    {"scim.user_changed", _("Another system changed an account")},
    {"scim.user_deleted", _("Another system closed an account for good")},
    {"scim.group_made", _("Another system made a group")},
    {"scim.group_changed", _("Another system changed a group")},
    {"scim.team_made", _("Made a group")},
    {"scim.team_renamed", _("Renamed a group")},
    {"scim.team_joined", _("Put people into a group")},
    {"scim.team_left", _("Took somebody out of a group")},
    {"scim.team_removed", _("Took a group away")},
    {"scim.group_deleted", _("Another system took a group away")},
};

static const struct thing_kind things[] = {
    {.kind = "scim_token", .name = _("Token of another system")},
    {.kind = "scim_group", .name = _("Group")},
};

static err account_changed(struct db *db, const struct event *e)
{
    return scim_q_user_touch(db, e->person, e->at);
}

static const struct listener listeners[] = {
    {ACCOUNT_CHANGED, "scim.account_changed", account_changed},
    {ACCOUNT_DISABLED, "scim.account_closed", account_changed},
};

static err follow_affiliations(struct db *db, [[maybe_unused]] int64_t arg, [[maybe_unused]] const char *text)
{
    return scim_students(db, (person_id){0});
}

static err sweep(struct db *db, [[maybe_unused]] int64_t arg, [[maybe_unused]] const char *text)
{
    int64_t n = 0;

    return scim_q_sweep_tokens(db, instant_add(db_now(db), -DAYS(365)), &n);
}

static const struct job_kind jobs[] = {
    {"scim.affiliations", follow_affiliations, MINUTES(10),
     "Gives and takes the role of a student on the days that affiliations begin and end."},
    {"scim.sweep", sweep, HOURS(24), "Takes away tokens that are over for a year."},
};

static err check(struct db *db, struct buf *out)
{
    struct scim_whom_list rows;

    TRY(scim_q_ghosts(db, &rows));
    for (size_t i = 0; i < rows.n; i++)
        buf_printf(out, "scim: person %lld was deleted and is in a group\n", (long long)rows.v[i].person.v);
    return OK;
}

const struct service scim_service = {
    .name = "scim",
    .routes = routes,
    .n_routes = COUNT(routes),
    .migrations = scim_migrations,
    .n_migrations = COUNT(scim_migrations),
    .menu = menu,
    .n_menu = COUNT(menu),
    .pages = pages,
    .n_pages = COUNT(pages),
    .personal_data = personal_data,
    .n_personal_data = COUNT(personal_data),
    .audit_words = audit_words,
    .n_audit_words = COUNT(audit_words),
    .things = things,
    .n_things = COUNT(things),
    .listeners = listeners,
    .n_listeners = COUNT(listeners),
    .jobs = jobs,
    .n_jobs = COUNT(jobs),
    .commands = scim_commands,
    .n_commands = COUNT(scim_commands),
    .check = check,
};
