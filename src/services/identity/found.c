/* found.c: people as those who manage them find them: campus/search.h.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "found.h"
#include <stdlib.h>
#include <string.h>
#include "identity_q.h"
#include "rq.h"
#include "service.h"
#include "str.h"

/* What stands before the "@" of an address that is not made of the login. */
static const char *mail_name(struct arena *a, const char *mail, const char *login)
{
    const char *at = strchr(mail, '@');
    const char *name = at == NULL ? mail : arena_dupn(a, mail, (size_t)(at - mail));

    return str_eq(name, login) ? NULL : name;
}

static bool put_one(struct db *db, const struct identity_found *p, struct search_walk *w)
{
    const struct search_doc d = {.id = p->id.v,
                                 .code = p->login,
                                 .title = p->name,
                                 .body = mail_name(db_arena(db), p->mail, p->login)};

    return search_put(w, &d);
}

/* Everybody, for who puts them in the order of their surnames. */
struct everybody {
    struct by_surname {
        const char *key;
        struct identity_found p;
    } *v;
    size_t n, room;
};

static void add(struct arena *a, struct everybody *all, const struct identity_found *p)
{
    if (all->n == all->room) {
        struct by_surname *v = ARENA_ARRAY(a, all->room * 2 + 256, struct by_surname);

        if (all->n > 0)
            memcpy(v, all->v, all->n * sizeof *v);
        all->v = v;
        all->room = all->room * 2 + 256;
    }
    all->v[all->n++] = (struct by_surname){str_person_key(a, p->name), *p};
}

static int in_order(const void *a, const void *b)
{
    const struct by_surname *x = a, *y = b;
    int order = strcmp(x->key, y->key);

    return order != 0 ? order : (x->p.id.v > y->p.id.v) - (x->p.id.v < y->p.id.v);
}

static err walk(struct db *db, int64_t one, struct search_walk *w)
{
    struct identity_found_list rows;
    struct everybody all = {0};
    const char *after = "";
    person_id after_id = {0};
    bool more = true;

    if (one != 0) {
        TRY(identity_q_person_found(db, (person_id){one}, &rows));
        for (size_t i = 0; i < rows.n; i++)
            (void)put_one(db, &rows.v[i], w);
        return OK;
    }
    for (; more; after = more ? rows.v[rows.n - 1].sort_key : after) {
        TRY(identity_q_people_found(db, after, after_id, &rows));
        more = rows.n > 0;
        for (size_t i = 0; i < rows.n; i++)
            add(db_arena(db), &all, &rows.v[i]);
        if (more)
            after_id = rows.v[rows.n - 1].id;
    }
    if (all.n > 1)
        qsort(all.v, all.n, sizeof *all.v, in_order);
    for (size_t i = 0; i < all.n && put_one(db, &all.v[i].p, w); i++) {
    }
    return OK;
}

err identity_listed_of(struct db *db, const int64_t *ids, size_t n, struct identity_listed **ret)
{
    struct identity_listed_list rows;
    person_id p[12] = {0};

    for (size_t i = 0; i < n && i < 12; i++)
        p[i].v = ids[i];
    TRY(identity_q_people_some(db, p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], p[8], p[9], p[10], p[11],
                               &rows));
    for (size_t i = 0; i < n && i < 12; i++) {
        ret[i] = NULL;
        for (size_t k = 0; k < rows.n; k++)
            if (rows.v[k].id.v == ids[i])
                ret[i] = &rows.v[k];
    }
    return OK;
}

static err show(struct rq *rq, const int64_t *ids, size_t n, struct search_line *ret)
{
    struct identity_listed *people[SEARCH_SHOWN];

    TRY(identity_listed_of(rq->db, ids, n, people));
    for (size_t i = 0; i < n; i++) {
        const struct identity_listed *p = people[i];

        ret[i] = (struct search_line){0};
        if (p != NULL)
            ret[i] = (struct search_line){
                .title = p->name,
                .more = p->disabled_at.v != 0 ? say(rq, "%s · %s · closed", p->login, p->mail)
                                              : arena_printf(rq->arena, "%s · %s", p->login, p->mail),
                .path = arena_printf(rq->arena, "/admin/people/%lld", (long long)p->id.v)};
    }
    return OK;
}

const struct search_source identity_found[] = {
    {.name = "person", .subject = IDENTITY_PEOPLE, .title = _("People"), .icon = "people",
     .may = MAY_MANAGE_PEOPLE, .weight = 50, .all = "/admin/people", .walk = walk, .show = show},
};
