/* slo.c: leaving: services ask that somebody is signed out, we sign her out and lead her browser past the others
   (Single Logout, by addresses and forms). She is signed out here first, whatever the others do.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "idp.h"
#include "rand.h"
#include "reply.h"
#include "saml_v.h"

#define HERE      "/saml/slo"
#define PAGE(why) ((struct saml_fault){NULL, (why)})
#define PARTLY    SAML_STATUS("PartialLogout")

/* --- A session that ended -------------------------------------------------------------------------------- */

static err sweep_person(struct db *db, person_id who)
{
    struct saml_link_list links;
    struct identity_login login;
    int64_t n = 0;

    TRY(saml_q_links_of_person(db, who, (saml_sp_id){0}, &links));
    for (size_t i = 0; i < links.n; i++) {
        err e = identity_login_of(db, links.v[i].session, &login);
        if (e == ERR_NOT_FOUND)
            e = saml_q_link_end(db, links.v[i].id, db_now(db), &n);
        TRY(e);
    }
    return OK;
}

err saml_session_over(struct db *db, person_id who, session_id session)
{
    struct saml_link_list links;
    int64_t n = 0;

    if (session.v == 0)
        return sweep_person(db, who);
    TRY(saml_q_links_of_session(db, session, &links));
    for (size_t i = 0; i < links.n; i++)
        TRY(saml_q_link_end(db, links.v[i].id, db_now(db), &n));
    return OK;
}

/* --- On the way past the services --------------------------------------------------------------------------- */

/* A browser on its way. */
struct way {
    saml_leave_id id;
    const char *handle;
    saml_sp_id sp; /* who asked; zero: we did */
    const char *asked, *relay; /* "" : none */
    bool page;
};

/* All that these sign-ins gave is to be left, but for what the asker left itself. */
static err begin(struct rq *rq, struct way *w, const struct saml_link_list *links)
{
    w->handle = rand_token(rq->arena, SAML_TOKEN);
    w->id = NEW_ID(rq->db, saml_leave_id);
    TRY(saml_q_leave_add(rq->db, w->id, saml_hash(rq->arena, w->handle), w->sp, w->asked, w->relay, rq->now,
                         instant_add(rq->now, SAML_LEAVE_LIFE)));
    for (size_t i = 0; i < links->n; i++)
        if (links->v[i].sp.v != w->sp.v)
            TRY(saml_q_passing_add(rq->db, w->id, links->v[i].id, "next"));
    return OK;
}

static err ask_to_leave(struct rq *rq, const struct way *w, const struct saml_passing *p, const struct saml_slo *slo)
{
    struct arena *a = rq->arena;
    bool post = !slo->redirect;
    struct saml_head h = {.name = "LogoutRequest", .id = saml_new_id(a), .to = post ? slo->post : slo->redirect};
    bool ours = str_eq(p->format, SAML_FORMAT_PERSISTENT) || str_eq(p->format, SAML_FORMAT_TRANSIENT);
    const char *of = ours ? arena_printf(a, " NameQualifier=\"%s\" SPNameQualifier=\"%s\"", xml_escape(a, saml_entity(rq)),
                                         xml_escape(a, p->entity))
                          : "";

    TRY(saml_q_passing_set(rq->db, w->id, p->link, h.id, "sent"));
    return saml_send(rq, &(struct saml_out){
                             .name = "SAMLRequest",
                             .url = h.to,
                             .relay = w->handle,
                             .head = saml_message_head(rq, &h),
                             .tail = arena_printf(a,
                                                  "<saml:NameID Format=\"%s\"%s>%s</saml:NameID>"
                                                  "<samlp:SessionIndex>%s</samlp:SessionIndex></samlp:LogoutRequest>",
                                                  p->format, of, xml_escape(a, p->name), p->mark),
                             .post = post,
                             .page = w->page,
                         });
}

/* The answer to who asked. */
static err answer(struct rq *rq, const struct way *w, bool stayed, bool *ret_sent)
{
    struct saml_sp sp;
    struct saml_meta m;
    const char *why = NULL;

    TRY(saml_q_sp(rq->db, w->sp, &sp));
    TRY(saml_meta_read(rq->arena, str_of(sp.metadata), &m, &why));
    bool post = !m.slo.redirect_answer;
    const char *to = post ? m.slo.post_answer : m.slo.redirect_answer;
    *ret_sent = to != NULL;
    if (!to)
        return OK;
    struct saml_head h = {.name = "LogoutResponse", .id = saml_new_id(rq->arena), .to = to, .in_response = w->asked};
    const char *status = saml_status(rq->arena, stayed ? PARTLY : NULL, "some services could not be told");
    return saml_send(rq, &(struct saml_out){.name = "SAMLResponse",
                                            .url = to,
                                            .relay = *w->relay ? w->relay : NULL,
                                            .head = saml_message_head(rq, &h),
                                            .tail = arena_printf(rq->arena, "%s</samlp:LogoutResponse>", status),
                                            .post = post,
                                            .page = w->page});
}

static err gone_page(struct rq *rq)
{
    const struct saml_leave_view *v = rq->prepared;

    return saml_v_gone(rq->out, v);
}

static err finish(struct rq *rq, const struct way *w, const struct saml_passing_list *all)
{
    struct saml_leave_view *v = ARENA_NEW(rq->arena, struct saml_leave_view);
    bool sent = false;

    v->all.v = ARENA_ARRAY(rq->arena, all->n + 1, struct saml_leaving);
    for (size_t i = 0; i < all->n; i++) {
        bool left = str_eq(all->v[i].state, "left");
        v->all.v[v->all.n++] = (struct saml_leaving){all->v[i].title, left, !left};
        v->stayed = v->stayed || !left;
    }
    if (w->sp.v != 0)
        TRY(answer(rq, w, v->stayed, &sent));
    if (sent)
        return OK;
    rq->prepared = v;
    return page_after(rq, true, gone_page);
}

/* On to the next one; those that cannot be told stay. */
static err go_on(struct rq *rq, const struct way *w)
{
    struct saml_passing_list all;
    const char *why = NULL;

    TRY(saml_q_passing(rq->db, w->id, &all));
    for (size_t i = 0; i < all.n; i++) {
        struct saml_meta m = {0};
        if (!str_eq(all.v[i].state, "next"))
            continue;
        TRY(saml_meta_read(rq->arena, str_of(all.v[i].metadata), &m, &why));
        if (m.slo.redirect || m.slo.post)
            return ask_to_leave(rq, w, &all.v[i], &m.slo);
        all.v[i].state = "stayed";
        TRY(saml_q_passing_set(rq->db, w->id, all.v[i].link, "", "stayed"));
    }
    return finish(rq, w, &all);
}

/* --- A service asks ------------------------------------------------------------------------------------------- */

/* The sign-in that a request means: by its SessionIndex, and the name must be that of it. *ret NULL: none that stands. */
static err meant(struct rq *rq, const struct saml_message *m, const struct saml_from *from, struct saml_link **ret)
{
    struct saml_farewell f;
    struct saml_link *l = NULL;

    *ret = NULL;
    saml_farewell_read(rq->arena, m, &f);
    for (size_t i = 0; i < f.marks.n && !*ret; i++) {
        TRY(saml_q_link_marked(rq->db, f.marks.v[i], &l));
        if (l && l->sp.v == from->sp.id.v && l->ended_at.v == 0 && str_eq(l->name, f.name))
            *ret = l;
    }
    return OK;
}

/* Her session ends, here and now. */
static err sign_out(struct rq *rq, const struct saml_link *l)
{
    TRY(saml_session_over(rq->db, l->person, l->session));
    if (rq->session.v == l->session.v)
        return identity_sign_out(rq);
    return identity_session_end(rq->db, l->person, l->session);
}

static err asked(struct rq *rq, const struct saml_message *m, const struct saml_from *from)
{
    struct way w = {.sp = from->sp.id, .asked = m->id, .relay = m->relay ? m->relay : ""};
    struct saml_link_list links = {0};
    struct saml_link *l = NULL;

    TRY(meant(rq, m, from, &l));
    if (l) {
        TRY(saml_q_links_of_session(rq->db, l->session, &links));
        TRY(sign_out(rq, l));
        TRY(audit_rq(rq, "saml.signed_out", "saml_sp", from->sp.id.v, NULL));
    }
    TRY(begin(rq, &w, &links));
    return go_on(rq, &w);
}

/* --- A service answers ------------------------------------------------------------------------------------------ */

static err take_up(struct rq *rq, const char *handle, struct way *w, bool *ret_there)
{
    struct saml_leave *row = NULL;

    TRY(saml_q_leave(rq->db, saml_hash(rq->arena, handle ? handle : ""), &row));
    *ret_there = row && row->ends_at.v > rq->now.v;
    if (*ret_there)
        *w = (struct way){.id = row->id, .handle = handle, .sp = row->sp, .asked = row->asked, .relay = row->relay};
    return OK;
}

static err answered(struct rq *rq, const struct saml_message *m, const struct saml_from *from)
{
    struct saml_passing_list all;
    struct way w;
    bool there = false, found = false;

    TRY(take_up(rq, m->relay, &w, &there));
    if (!there)
        return saml_error_page(rq, PAGE("nobody is leaving by this RelayState"));
    TRY(saml_q_passing(rq->db, w.id, &all));
    for (size_t i = 0; i < all.n; i++) {
        const struct saml_passing *p = &all.v[i];
        if (!str_eq(p->state, "sent") || p->sp.v != from->sp.id.v || !m->to_answer || !str_eq(m->to_answer, p->message))
            continue;
        TRY(saml_q_passing_set(rq->db, w.id, p->link, "", saml_left(rq->arena, m) ? "left" : "stayed"));
        found = true;
    }
    return found ? go_on(rq, &w) : saml_error_page(rq, PAGE("the answer is to no request of ours (InResponseTo)"));
}

/* --- The door ------------------------------------------------------------------------------------------------------ */

static err door(struct rq *rq)
{
    struct saml_expects x = {.path = HERE, .signed_only = true};
    struct saml_message m;
    struct saml_from from;
    struct saml_fault f = {0};

    TRY(saml_message_in(rq, &m, &f));
    if (!f.why && !xml_is(m.root, SAML_PROTOCOL, m.answer ? "LogoutResponse" : "LogoutRequest"))
        f = PAGE("here services ask to leave (LogoutRequest), or answer that (LogoutResponse)");
    if (!f.why)
        TRY(saml_message_from(rq, &m, &x, &from, &f));
    if (f.why)
        return saml_error_page(rq, f);
    return m.answer ? answered(rq, &m, &from) : asked(rq, &m, &from);
}

err saml_slo_get(struct rq *rq)
{
    return door(rq);
}

err saml_slo_post(struct rq *rq)
{
    return door(rq);
}

/* --- We ask ----------------------------------------------------------------------------------------------------------- */

err saml_leave_get(struct rq *rq)
{
    struct saml_link_list links;
    struct saml_leave_view v = {0};

    TRY(saml_q_links_of_session(rq->db, rq->session, &links));
    v.all.v = ARENA_ARRAY(rq->arena, links.n + 1, struct saml_leaving);
    for (size_t i = 0; i < links.n; i++) {
        struct saml_sp sp;
        TRY(saml_q_sp(rq->db, links.v[i].sp, &sp));
        v.all.v[v.all.n++] = (struct saml_leaving){.title = sp.title};
    }
    return saml_v_leave(rq->out, &v);
}

err saml_leave_post(struct rq *rq)
{
    struct way w = {.asked = "", .relay = "", .page = true};
    struct saml_link_list links;

    if (!saml_entity(rq))
        return fail(rq, ERR_DOWN, "The address of this campus is not set.");
    TRY(saml_q_links_of_session(rq->db, rq->session, &links));
    TRY(saml_session_over(rq->db, rq->me, rq->session));
    TRY(identity_sign_out(rq));
    TRY(begin(rq, &w, &links));
    return go_on(rq, &w);
}
