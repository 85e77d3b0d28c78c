/* users.c: people with an account, as other systems see and change them. Name, mail address, language and whether the
   account is open are identity's; the rest is kept beside it. SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <strings.h>
#include "hash.h"
#include "scim_in.h"
#include "str.h"

/* --- As a tree --- */

/* The name that follows from the parts; NULL: none does. */
static const char *name_by_parts(struct arena *a, const struct node *n)
{
    const struct node *name = node_get(n, "name");
    const char *whole = node_str(name, "formatted"), *given = node_str(name, "givenName");
    const char *family = node_str(name, "familyName");

    if (!str_empty(whole))
        return whole;
    if (!str_empty(given) && !str_empty(family))
        return arena_printf(a, "%s %s", given, family);
    return !str_empty(family) ? family : !str_empty(given) ? given : NULL;
}

static const char *name_of(struct arena *a, const struct node *n)
{
    const char *name = node_str(n, "displayName");

    if (str_empty(name))
        name = name_by_parts(a, n);
    return str_empty(name) ? node_str(n, "userName") : name;
}

/* The address that the campus writes to: the primary one, or the first. */
static struct node *main_mail(const struct node *n)
{
    const struct node *list = node_get(n, "emails");
    struct node *first = list ? list->first : NULL;

    for (struct node *i = first; i; i = i->next) {
        const struct node *p = node_get(i, "primary");
        if (p && p->number)
            return i;
    }
    return first;
}

static void overlay_mail(struct arena *a, struct node *n, const char *mail)
{
    struct node *one = main_mail(n);

    if (one) {
        if (!str_eq(node_str(one, "value"), mail))
            node_set_text(a, one, "value", mail);
        return;
    }
    struct node *list = node_new(a, NODE_LIST), *yes = node_new(a, NODE_BOOL);

    yes->number = true;
    one = node_new(a, NODE_OBJECT);
    node_set_text(a, one, "value", mail);
    node_set_text(a, one, "type", "work");
    node_put(one, "primary", yes);
    node_put(list, NULL, one);
    node_set(n, "emails", list);
}

/* What may be written of her, as it is now. */
static err tree_of(struct arena *a, const struct scim_user *u, struct node **ret)
{
    struct node *n = node_new(a, NODE_OBJECT), *active = node_new(a, NODE_BOOL);
    const struct json *j = NULL;

    node_set_text(a, n, "externalId", u->external_id);
    node_set_text(a, n, "userName", u->login);
    if (u->doc) {
        TRY(json_parse(a, u->doc, strlen(u->doc), SCIM_DOC_MAX, &j));
        for (const struct node *i = node_of(a, j)->first; i; i = i->next)
            node_put(n, i->key, node_copy(a, i));
    }
    if (!str_eq(name_of(a, n), u->name))
        node_set_text(a, n, "displayName", u->name);
    if (*u->lang && !str_starts(node_str(n, "preferredLanguage") ? node_str(n, "preferredLanguage") : "", u->lang))
        node_set_text(a, n, "preferredLanguage", u->lang);
    overlay_mail(a, n, u->mail);
    active->number = u->disabled_at.v == 0;
    node_set(n, "active", active);
    *ret = n;
    return OK;
}

static const char *version_of(struct arena *a, const struct node *n)
{
    const char *json = node_json(a, n, 4 * SCIM_DOC_MAX);
    struct digest d = hash_sha256(json ? json : "", json ? strlen(json) : 0);

    return arena_printf(a, "\"%.20s\"", hash_hex(a, d.b, sizeof d.b));
}

static err groups_put(struct rq *rq, person_id who, struct node *to)
{
    struct node *list = node_new(rq->arena, NODE_LIST);
    struct scim_group_of_list rows;

    TRY(scim_q_groups_of(rq->db, who, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        struct node *g = node_new(rq->arena, NODE_OBJECT);
        const char *id = arena_printf(rq->arena, "%lld", (long long)rows.v[i].id);
        node_set_text(rq->arena, g, "value", id);
        node_set_text(rq->arena, g, "$ref", arena_printf(rq->arena, "%s/Groups/%s", scim_base(rq), id));
        node_set_text(rq->arena, g, "display", rows.v[i].name);
        node_set_text(rq->arena, g, "type", "direct");
        node_put(list, NULL, g);
    }
    node_set(to, "groups", list);
    return OK;
}

err scim_user_shown(struct rq *rq, const struct scim_user *u, bool deep, struct node **ret)
{
    struct node *n = NULL;

    TRY(tree_of(rq->arena, u, &n));
    struct scim_outer o = {&scim_users, u->id.v, u->created_at, u->changed_at, version_of(rq->arena, n)};

    if (!node_get(n, "displayName"))
        node_set_text(rq->arena, n, "displayName", u->name);
    if (deep)
        TRY(groups_put(rq, u->id, n));
    *ret = scim_outer(rq, &o, n);
    return OK;
}

/* --- Keeping --- */

static const char *lang_of_user(const struct node *n)
{
    const char *s = node_str(n, "preferredLanguage");

    if (s && strncasecmp(s, "nl", 2) == 0)
        return "nl";
    return s && strncasecmp(s, "en", 2) == 0 ? "en" : "";
}

static day day_of(const char *s)
{
    day d = {0};

    return s && day_parse(s, &d) == OK ? d : (day){0};
}

static bool affiliations_fine(const struct node *list, struct scim_said *said)
{
    for (const struct node *i = list ? list->first : NULL; i; i = i->next) {
        day begin = day_of(node_str(i, "begin")), end = day_of(node_str(i, "end"));
        if (begin.v && end.v && end.v < begin.v)
            return scim_refuse(said, 400, "invalidValue", "affiliations: an end lies before its begin");
    }
    return true;
}

static err affiliations_put(struct db *db, person_id who, const struct node *list)
{
    TRY(scim_q_affiliations_drop(db, who));
    for (const struct node *i = list ? list->first : NULL; i; i = i->next)
        TRY(scim_q_affiliation_add(db, who, node_str(i, "value"), day_of(node_str(i, "begin")), day_of(node_str(i, "end"))));
    return scim_students(db, who);
}

err scim_students(struct db *db, person_id who)
{
    day today = civil_of(db_now(db)).day;
    struct scim_whom_list give, take;

    TRY(scim_q_students_to_give(db, who, today, &give));
    TRY(scim_q_students_to_take(db, who, today, &take));
    for (size_t i = 0; i < give.n; i++) {
        bool changed = false;
        TRY(identity_role_give(db, give.v[i].person, ROLE_STUDENT, 0, &changed));
        if (changed) /* who had it from elsewhere keeps it */
            TRY(scim_q_user_student(db, give.v[i].person, true));
    }
    for (size_t i = 0; i < take.n; i++) {
        TRY(identity_role_take(db, take.v[i].person, ROLE_STUDENT, 0, NULL));
        TRY(scim_q_user_student(db, take.v[i].person, false));
    }
    return OK;
}

static err is_admin(struct db *db, person_id who, bool *ret)
{
    const struct held_role *v = NULL;
    size_t n = 0;

    *ret = false;
    TRY(identity_roles_of(db, who, &v, &n));
    for (size_t i = 0; i < n; i++)
        *ret = *ret || v[i].role == ROLE_SYSTEM_ADMIN;
    return OK;
}

/* The text that is kept beside identity; NULL: it is too long. */
static const char *doc_of(struct arena *a, const struct node *n)
{
    struct node *rest = node_copy(a, n);

    node_set(rest, "userName", NULL);
    node_set(rest, "externalId", NULL);
    node_set(rest, "active", NULL);
    return node_json(a, rest, SCIM_DOC_MAX);
}

static bool row_of(struct rq *rq, const struct node *n, struct identity_row *ret, struct scim_said *said)
{
    const struct node *mail = main_mail(n);
    struct identity_row row = {
        .login = node_str(n, "userName"),
        .name = name_of(rq->arena, n),
        .mail = mail ? node_str(mail, "value") : "",
        .lang = lang_of_user(n),
    };
    const char *problem = identity_row_problem(&row);

    if (problem)
        return scim_refuse(said, 400, "invalidValue", problem);
    *ret = row;
    return true;
}

/* Makes or changes her; `was` NULL: new. */
static err keep(struct rq *rq, const struct scim_ask *ask, const struct scim_user *was, const struct node *n,
                struct scim_said *said)
{
    const struct node *active = node_get(n, "active"), *told = node_get(node_get(n, SCIM_CAMPUS), "affiliations");
    bool open = active ? active->number != 0 : !was || was->disabled_at.v == 0, changed = false, admin = false;
    const char *doc = doc_of(rq->arena, n);
    enum identity_change change;
    struct identity_row row = {.mail = ""};
    person_id id = {0};
    struct scim_user *now = NULL;

    if (!doc && !scim_refuse(said, 400, "invalidValue", "the user is too large"))
        return OK;
    if (!row_of(rq, n, &row, said) || !affiliations_fine(told, said))
        return OK;
    if (was)
        TRY(is_admin(rq->db, was->id, &admin));
    if (admin && (!open || (*row.mail && !str_eq(row.mail, was->mail)))) {
        scim_refuse(said, 403, NULL, "the account of a system administrator is closed, and its address changed, by people only");
        return OK;
    }
    TRY(identity_import(rq->db, &row, &id, &change));
    TRY(scim_q_user_put(rq->db, id, node_str(n, "externalId"), doc, rq->now));
    TRY(open ? identity_open(rq->db, id, &changed) : identity_close(rq->db, id, &changed));
    TRY(affiliations_put(rq->db, id, told));
    TRY(scim_note(rq, was ? "scim.user_changed" : "scim.user_made", "person", id.v, ask->token));
    TRY(scim_q_user(rq->db, id, &now));
    return now ? scim_user_shown(rq, now, true, &said->resource) : ERR_INTERNAL;
}

/* --- What may be asked --- */

static err make(struct rq *rq, const struct scim_ask *ask, struct scim_said *said)
{
    struct node *n = scim_clean(rq->arena, &scim_users, ask->body, &said->fault);
    struct scim_user *was = NULL;
    struct identity_info who;

    if (!n)
        return OK;
    node_set_text(rq->arena, n, "userName", str_lower(rq->arena, node_str(n, "userName")));
    err e = identity_by_name(rq->db, node_str(n, "userName"), &who);

    if (e != OK && e != ERR_NOT_FOUND)
        return e;
    if (e == OK)
        TRY(scim_q_user(rq->db, who.id, &was));
    if (e == OK && (!was || was->deleted_at.v == 0 || !str_eq(was->login, node_str(n, "userName")))) {
        scim_refuse(said, 409, "uniqueness", "there is somebody of this user name");
        return OK;
    }
    if (was) { /* who was deleted comes back under her number, open unless it says otherwise */
        was->disabled_at = (instant){0};
        was->doc = NULL;
    }
    said->status = 201;
    return keep(rq, ask, was, n, said);
}

static err replace(struct rq *rq, const struct scim_ask *ask, const struct scim_user *was, struct scim_said *said)
{
    struct node *n = scim_clean(rq->arena, &scim_users, ask->body, &said->fault);

    if (!n)
        return OK;
    if (strcasecmp(node_str(n, "userName"), was->login) != 0) {
        scim_refuse(said, 400, "mutability", "a user name stays");
        return OK;
    }
    node_set_text(rq->arena, n, "userName", was->login);
    return keep(rq, ask, was, n, said);
}

static err patch(struct rq *rq, const struct scim_ask *ask, const struct scim_user *was, struct scim_said *said)
{
    struct scim_ask as_put = *ask;
    struct node *n = NULL, *before = NULL;
    struct patches p;

    TRY(tree_of(rq->arena, was, &n));
    before = node_copy(rq->arena, n);
    if (!patch_read(rq->arena, ask->body, &p, &said->fault))
        return OK;
    for (size_t i = 0; i < p.n; i++)
        if (!patch_apply(rq->arena, &scim_users, &p.v[i], n, &said->fault))
            return OK;
    /* A name that was made of the parts follows them. */
    const char *shown = node_str(before, "displayName");

    if (shown && str_eq(shown, node_str(n, "displayName")) && str_eq(shown, name_by_parts(rq->arena, before)))
        node_set(n, "displayName", NULL);
    as_put.body = n;
    return replace(rq, &as_put, was, said);
}

static err drop(struct rq *rq, const struct scim_ask *ask, const struct scim_user *was, struct scim_said *said)
{
    bool admin = false, changed = false;

    TRY(is_admin(rq->db, was->id, &admin));
    if (admin) {
        scim_refuse(said, 403, NULL, "the account of a system administrator is closed by people only");
        return OK;
    }
    TRY(identity_close(rq->db, was->id, &changed));
    TRY(scim_q_user_delete(rq->db, was->id, rq->now));
    TRY(scim_q_groups_touch(rq->db, was->id, rq->now));
    TRY(scim_q_member_leave(rq->db, was->id));
    TRY(scim_students(rq->db, was->id));
    said->status = 204;
    return scim_note(rq, "scim.user_deleted", "person", was->id.v, ask->token);
}

err scim_user_do(struct rq *rq, const struct scim_ask *ask, struct scim_said *ret)
{
    struct scim_user *was = NULL;
    struct node *n = NULL;
    int64_t id = scim_id(ask->id);

    if (!ask->id)
        return make(rq, ask, ret);
    if (id)
        TRY(scim_q_user(rq->db, (person_id){id}, &was));
    if (!was || was->deleted_at.v != 0) {
        scim_refuse(ret, 404, NULL, "there is no such user");
        return OK;
    }
    TRY(tree_of(rq->arena, was, &n));
    if (ask->if_match && *ask->if_match && !scim_matches(ask->if_match, version_of(rq->arena, n))) {
        scim_refuse(ret, 412, NULL, "the user was changed since");
        return OK;
    }
    ret->status = 200;
    if (ask->method == DELETE)
        return drop(rq, ask, was, ret);
    return ask->method == PATCH ? patch(rq, ask, was, ret) : replace(rq, ask, was, ret);
}
