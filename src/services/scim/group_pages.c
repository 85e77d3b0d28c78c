/* group_pages.c: groups, as administrators see and change them. SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include "audit.h"
#include "form.h"
#include "reply.h"
#include "routes.h"
#include "scim_in.h"
#include "scim_v.h"
#include "str.h"

#define NAME_MAX_CHARS 120
#define SHOWN          100 /* groups at once; queries.sql has that of members */
#define ADDED_MOST     200 /* people at once */

/* --- All of them ------------------------------------------------------------------------------------ */

err scim_teams_get(struct rq *rq)
{
    struct scim_teams_view view = {.q = form_text(rq, "q", 0, 80)};
    const char *want = str_lower(rq->arena, view.q);
    struct scim_team_list rows;

    TRY(scim_q_teams(rq->db, &rows));
    view.teams.v = ARENA_ARRAY(rq->arena, rows.n + 1, struct scim_team);
    view.all = rows.n;
    for (size_t i = 0; i < rows.n; i++) {
        if (!strstr(str_lower(rq->arena, rows.v[i].name), want))
            continue;
        view.found++;
        if (view.teams.n < SHOWN)
            view.teams.v[view.teams.n++] = rows.v[i];
    }
    return scim_v_teams(rq->out, &view);
}

err scim_teams_post(struct rq *rq)
{
    const char *name = form_text(rq, "name", 1, NAME_MAX_CHARS);
    int64_t id = db_new_id(rq->db);

    if (form_bad(rq))
        return page_after(rq, false, scim_teams_get);
    TRY(scim_q_group_add(rq->db, id, name, NULL, rq->now));
    TRY(audit_rq(rq, "scim.team_made", "scim_group", id, NULL));
    flash(rq, TONE_POSITIVE, "The group is made. Now put people into it.");
    return see_other(rq, "/admin/groups/%lld", (long long)id);
}

/* --- One -------------------------------------------------------------------------------------------- */

static err asked(struct rq *rq, struct scim_group **ret)
{
    TRY(scim_q_group_one(rq->db, path_int(rq, "group"), ret));
    return *ret ? OK : fail(rq, ERR_NOT_FOUND, "This group is there no more.");
}

static const char *page_from(struct rq *rq, int64_t group, const struct scim_in_team *last)
{
    return arena_printf(rq->arena, "/admin/groups/%lld?after=%s&id=%lld", (long long)group, url_seg(rq->arena, last->sort_key),
                        (long long)last->person.v);
}

err scim_team_get(struct rq *rq)
{
    const char *after = form_typed(rq, "after");
    struct scim_team_view view = {0};
    struct scim_group *g;

    TRY(asked(rq, &g));
    TRY(scim_q_members_count(rq->db, g->id, &view.n));
    TRY(scim_q_members_page(rq->db, g->id, after, FORM_ID_OR_NONE(rq, person_id, "id"), &view.people));
    view.id = g->id;
    view.name = g->name;
    view.elsewhere = !str_empty(g->external_id);
    if (view.people.n == SCIM_MEMBERS_SHOWN)
        view.more = page_from(rq, g->id, &view.people.v[view.people.n - 1]);
    return scim_v_team(rq->out, &view);
}

/* Who was put in or out, for the audit line. */
static err noted(struct rq *rq, int64_t group, const char *what, person_id who)
{
    return audit_rq(rq, what, "scim_group", group, arena_printf(rq->arena, "{\"person\":\"%lld\"}", (long long)who.v));
}

static err changed(struct rq *rq, const struct scim_group *g, const char *name)
{
    return scim_q_group_change(rq->db, g->id, name, g->external_id, rq->now);
}

err scim_team_post(struct rq *rq)
{
    const char *name = form_text(rq, "name", 1, NAME_MAX_CHARS);
    struct scim_group *g;

    TRY(asked(rq, &g));
    if (form_bad(rq))
        return page_after(rq, false, scim_team_get);
    TRY(changed(rq, g, name));
    TRY(audit_rq(rq, "scim.team_renamed", "scim_group", g->id, NULL));
    flash(rq, TONE_POSITIVE, "The group has its new name.");
    return see_other(rq, "/admin/groups/%lld", (long long)g->id);
}

/* --- People ----------------------------------------------------------------------------------------- */

/* User names with commas, blanks or line ends between. */
static struct str_list typed_names(struct rq *rq)
{
    char *text = arena_dup(rq->arena, form_raw(rq, "people", 1, 8000));

    for (char *c = text; *c; c++)
        if (strchr(",;\t\r\n", *c))
            *c = ' ';
    return str_split(rq->arena, text, ' ');
}

/* Puts one in; *ret_known false: nobody of ours is called so. */
static err put_in(struct rq *rq, int64_t group, const char *name, bool *ret_known, int64_t *added)
{
    struct identity_info who;
    struct scim_user *u = NULL;
    int64_t n = 0;
    err e = identity_by_name(rq->db, name, &who);

    *ret_known = false;
    if (e == ERR_NOT_FOUND)
        return OK;
    TRY(e);
    TRY(scim_q_user(rq->db, who.id, &u));
    *ret_known = u && u->deleted_at.v == 0;
    if (*ret_known)
        TRY(scim_q_member_add(rq->db, group, who.id, &n));
    *added += n;
    return n > 0 ? noted(rq, group, "scim.team_joined", who.id) : OK;
}

static err put_all_in(struct rq *rq, int64_t group, const struct str_list *names, int64_t *ret_added)
{
    size_t n = 0;
    const char *unknown = "";

    for (size_t i = 0; i < names->n; i++) {
        bool known = true;

        if (!*names->v[i])
            continue;
        if (++n <= ADDED_MOST)
            TRY(put_in(rq, group, names->v[i], &known, ret_added));
        if (!known && strlen(unknown) < 300)
            unknown = arena_printf(rq->arena, "%s%s%s", unknown, *unknown ? ", " : "", names->v[i]);
    }
    if (n > ADDED_MOST)
        form_error(rq, "people", "Put in at most %d people at once.", ADDED_MOST);
    if (*unknown)
        form_error(rq, "people", "Nobody here has this user name: %s. Nobody was put in.", unknown);
    return OK;
}

err scim_team_people_post(struct rq *rq)
{
    struct str_list names = typed_names(rq);
    struct scim_group *g;
    int64_t added = 0;

    TRY(asked(rq, &g));
    if (!form_bad(rq))
        TRY(put_all_in(rq, g->id, &names, &added));
    if (form_bad(rq))
        return page_after(rq, false, scim_team_get);
    if (added > 0)
        TRY(changed(rq, g, g->name));
    flash(rq, TONE_POSITIVE, "%s", say_msg(rq, n_("One person was put into the group.", "%d people were put into the group.", added)));
    return see_other(rq, "/admin/groups/%lld", (long long)g->id);
}

err scim_team_out_post(struct rq *rq)
{
    const person_id who = PATH_ID(rq, person_id, "person");
    struct scim_group *g;
    int64_t n = 0;

    TRY(asked(rq, &g));
    TRY(scim_q_member_drop(rq->db, g->id, who, &n));
    if (n == 0)
        return fail(rq, ERR_NOT_FOUND, "This person is not in the group any more.");
    TRY(changed(rq, g, g->name));
    TRY(noted(rq, g->id, "scim.team_left", who));
    flash(rq, TONE_POSITIVE, "The person is not in the group any more.");
    return see_other(rq, "/admin/groups/%lld", (long long)g->id);
}

/* --- Taking one away -------------------------------------------------------------------------------- */

err scim_team_remove_get(struct rq *rq)
{
    struct scim_team_view view = {0};
    struct scim_group *g;

    TRY(asked(rq, &g));
    TRY(scim_q_members_count(rq->db, g->id, &view.n));
    view.id = g->id;
    view.name = g->name;
    view.elsewhere = !str_empty(g->external_id);
    return scim_v_team_remove(rq->out, &view);
}

err scim_team_remove_post(struct rq *rq)
{
    struct scim_group *g;
    int64_t n = 0;

    TRY(asked(rq, &g));
    TRY(scim_q_members_drop(rq->db, g->id));
    TRY(scim_q_group_drop(rq->db, g->id, &n));
    TRY(audit_rq(rq, "scim.team_removed", "scim_group", g->id, NULL));
    flash(rq, TONE_POSITIVE, "The group is taken away.");
    return see_other(rq, "/admin/groups");
}
