/* preview.c: what a service would be told of one person, for its administrator. Looking leaves a line in the log.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "admin.h"
#include "app.h"
#include "audit.h"
#include "form.h"
#include "saml_v.h"
#include <string.h>

struct looked {
    person_id who;
    saml_sp_id sp;
    char request[80], address[80], detail[80];
};

static void note_looked(struct db *db, const void *ctx)
{
    const struct looked *l = ctx;
    struct audit_entry e = {.what = "saml.previewed",
                            .who = l->who,
                            .about = "saml_sp",
                            .id = l->sp.v,
                            .request = l->request,
                            .address = l->address,
                            .detail = l->detail};

    if (audit(db, &e) != OK)
        return; /* then the note is not kept, and the answer says so */
}

static void looked_at(struct rq *rq, const struct saml_sp *sp, person_id whom)
{
    struct looked l = {.who = rq->me, .sp = sp->id};

    snprintf(l.request, sizeof l.request, "%s", rq->id);
    snprintf(l.address, sizeof l.address, "%s", rq->address);
    snprintf(l.detail, sizeof l.detail, "{\"person\":%lld}", (long long)whom.v);
    rq_note(rq, note_looked, &l, sizeof l);
}

/* --- What it would be told ------------------------------------------------------------------------------- */

static void put_lines(struct rq *rq, const struct saml_sp *sp, const struct saml_person *p, struct saml_preview_view *view)
{
    struct saml_preview_lines *to = &view->lines;

    to->v = ARENA_ARRAY(rq->arena, saml_n_attributes, struct saml_preview_line);
    for (size_t i = 0; i < saml_n_attributes; i++) {
        const struct str_list *l = saml_values_of(p, saml_attributes[i].word);
        if (saml_has(sp->attributes, saml_attributes[i].word))
            to->v[to->n++] = (struct saml_preview_line){saml_attributes[i].word, saml_attributes[i].name, l ? *l : (struct str_list){0}};
    }
}

/* Is it SURFconext, or may it know all that SURFconext asks for? */
static bool of_surfconext(struct rq *rq, const struct saml_sp *sp)
{
    const char *all = saml_preset("surfconext");

    return strstr(sp->entity, ".surfconext.nl/") || str_eq(saml_both(rq->arena, all, sp->attributes), all);
}

static void put_findings(struct rq *rq, const struct saml_sp *sp, const struct saml_person *p, struct saml_preview_view *view)
{
    struct saml_finding v[SAML_FINDINGS];

    view->surfconext = of_surfconext(rq, sp);
    if (!view->surfconext)
        return;
    size_t n = saml_preflight(p, campus_of(rq)->domain, v);
    view->findings = (struct saml_preview_findings){ARENA_ARRAY(rq->arena, n + 1, struct saml_preview_finding), n};
    for (size_t i = 0; i < n; i++)
        view->findings.v[i] = (struct saml_preview_finding){v[i].stops, v[i].word, v[i].text};
}

static err put_name(struct rq *rq, const struct saml_sp *sp, const struct identity_info *p, struct saml_preview_view *view)
{
    if (str_eq(sp->format, "transient")) {
        view->format = _("A code that is new each time");
        view->changes = true;
    } else if (str_eq(sp->format, "mail")) {
        view->format = _("The mail address at the university");
        view->known_as = p->mail;
    } else {
        view->format = _("A code that stays, another one in each service");
        return saml_name_of(rq->db, p->id, sp->entity, false, &view->known_as);
    }
    return OK;
}

static err put_asked(struct rq *rq, const struct saml_sp *sp, const struct identity_info *p, struct saml_preview_view *view)
{
    bool agreed = false;

    TRY(saml_agreed(rq->db, p->id, sp, &agreed));
    view->asked = sp->own ? _("Is not asked: the university decided so.")
                  : agreed ? _("Agreed before, and is not asked again.")
                           : _("Is asked at the next sign-in there.");
    return OK;
}

err saml_preview_get(struct rq *rq)
{
    struct saml_preview_view view = {.person = form_text(rq, "person", 0, 120)};
    struct identity_info who;
    struct saml_person p;
    struct saml_sp sp;

    TRY(saml_admin_sp(rq, &sp));
    view.id = sp.id;
    view.title = sp.title;
    err found = *view.person ? identity_by_name(rq->db, view.person, &who) : ERR_NOT_FOUND;
    if (found == ERR_NOT_FOUND && *view.person)
        form_error(rq, "person", "%s", say(rq, "Nobody has this name. Type a user name, as s1234567."));
    if (found == ERR_NOT_FOUND)
        return saml_v_preview(rq->out, &view);
    TRY(found);
    view.name = who.name;
    view.login = who.login;
    TRY(saml_about(rq->db, &(struct saml_to){who.id, sp.entity, sp.attributes, false}, &p));
    put_lines(rq, &sp, &p, &view);
    put_findings(rq, &sp, &p, &view);
    TRY(put_name(rq, &sp, &who, &view));
    TRY(put_asked(rq, &sp, &who, &view));
    looked_at(rq, &sp, who.id);
    return saml_v_preview(rq->out, &view);
}
