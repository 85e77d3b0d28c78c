/* response.c: the answer to a service: who somebody is, signed; or why not.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "audit.h"
#include "idp.h"
#include "reply.h"

#define USABLE MINUTES(5) /* an assertion is taken for so long */

/* Everything that an assertion is made of. */
struct making {
    struct arena *a;
    const struct saml_visit *v;
    struct saml_person person;
    const char *name, *format, *mark, *entity;
    instant now, session_ends;
};

static const char *subject(const struct making *m)
{
    const struct saml_request *r = &m->v->request;
    bool ours = str_eq(m->format, "persistent") || str_eq(m->format, "transient");
    const char *of = ours ? arena_printf(m->a, " NameQualifier=\"%s\" SPNameQualifier=\"%s\"", xml_escape(m->a, m->entity),
                                         xml_escape(m->a, m->v->from.sp.entity))
                          : "";

    return arena_printf(m->a,
                        "<saml:Subject><saml:NameID Format=\"%s\"%s>%s</saml:NameID>"
                        "<saml:SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\">"
                        "<saml:SubjectConfirmationData InResponseTo=\"%s\" NotOnOrAfter=\"%s\" Recipient=\"%s\"/>"
                        "</saml:SubjectConfirmation></saml:Subject>",
                        saml_format_uri(m->format), of, xml_escape(m->a, m->name), xml_escape(m->a, r->id),
                        instant_iso(m->a, instant_add(m->now, USABLE)), xml_escape(m->a, r->acs));
}

static const char *conditions(const struct making *m)
{
    return arena_printf(m->a,
                        "<saml:Conditions NotBefore=\"%s\" NotOnOrAfter=\"%s\"><saml:AudienceRestriction><saml:Audience>%s"
                        "</saml:Audience></saml:AudienceRestriction></saml:Conditions>",
                        instant_iso(m->a, instant_add(m->now, -SAML_SKEW)),
                        instant_iso(m->a, instant_add(m->now, USABLE)), xml_escape(m->a, m->v->from.sp.entity));
}

static const char *authentication(const struct making *m)
{
    const char *class = saml_class(m->a, &m->v->request.context, m->v->login.level);

    return arena_printf(m->a,
                        "<saml:AuthnStatement AuthnInstant=\"%s\" SessionIndex=\"%s\" SessionNotOnOrAfter=\"%s\">"
                        "<saml:AuthnContext><saml:AuthnContextClassRef>%s</saml:AuthnContextClassRef></saml:AuthnContext>"
                        "</saml:AuthnStatement>",
                        instant_iso(m->a, m->v->login.at), m->mark, instant_iso(m->a, m->session_ends),
                        xml_escape(m->a, class));
}

static void put_attribute(const struct making *m, struct buf *b, const struct saml_attribute *at)
{
    const struct str_list *l = saml_values_of(&m->person, at->word);

    if (!l)
        return;
    buf_printf(b,
               "<saml:Attribute Name=\"%s\" NameFormat=\"urn:oasis:names:tc:SAML:2.0:attrname-format:uri\" "
               "FriendlyName=\"%s\">",
               at->name, at->word);
    for (size_t i = 0; i < l->n; i++)
        buf_printf(b, "<saml:AttributeValue>%s</saml:AttributeValue>", xml_escape(m->a, l->v[i]));
    buf_puts(b, "</saml:Attribute>");
}

static const char *attributes(const struct making *m)
{
    struct buf b = buf_in(m->a, 65536), whole = buf_in(m->a, 65536 + 100);

    for (size_t i = 0; i < saml_n_attributes; i++)
        put_attribute(m, &b, &saml_attributes[i]);
    if (b.n > 0)
        buf_printf(&whole, "<saml:AttributeStatement>%s</saml:AttributeStatement>", b.s);
    return whole.n > 0 ? whole.s : "";
}

static err assertion(struct rq *rq, const struct making *m, const char **ret)
{
    const char *head = arena_printf(m->a,
                                    "<saml:Assertion xmlns:saml=\"" SAML_ASSERTION "\" ID=\"%s\" Version=\"2.0\" "
                                    "IssueInstant=\"%s\"><saml:Issuer>%s</saml:Issuer>",
                                    saml_new_id(m->a), instant_iso(m->a, m->now), xml_escape(m->a, m->entity));
    const char *tail = arena_printf(m->a, "%s%s%s%s</saml:Assertion>", subject(m), conditions(m), authentication(m),
                                    attributes(m));

    return saml_sign(rq->db, head, tail, ret);
}

/* --- Who she is there --------------------------------------------------------------------------------------- */

static err name_there(struct rq *rq, struct making *m)
{
    struct identity_info p;

    m->format = m->v->request.format;
    if (str_eq(m->format, "persistent"))
        return saml_name_of(rq->db, m->v->login.person, m->v->from.sp.entity, true, &m->name);
    if (str_eq(m->format, "transient")) {
        m->name = saml_new_id(m->a);
        return OK;
    }
    TRY(identity_by_id(rq->db, m->v->login.person, &p));
    m->name = p.mail;
    return OK;
}

static err send_response(struct rq *rq, const struct saml_visit *v, const char *rest)
{
    const struct saml_request *r = &v->request;
    struct saml_head h = {.name = "Response", .id = saml_new_id(rq->arena), .to = r->acs, .in_response = r->id};

    return saml_send(rq, &(struct saml_out){.name = "SAMLResponse",
                                            .url = r->acs,
                                            .relay = r->relay,
                                            .head = saml_message_head(rq, &h),
                                            .tail = arena_printf(rq->arena, "%s</samlp:Response>", rest),
                                            .post = true});
}

static err again(struct rq *rq)
{
    return refuse(rq, ERR_GONE,
                  "This sign-in was finished already, or took too long. Go back to the service and begin again.");
}

err saml_issue(struct rq *rq, struct saml_visit *v)
{
    const struct saml_settings *s = saml_settings_of(rq_app(rq));
    struct making m = {.a = rq->arena, .v = v, .entity = saml_entity(rq), .now = rq->now};
    const struct saml_sp *sp = &v->from.sp;
    struct saml_to to = {v->login.person, sp->entity, sp->attributes, true};
    const char *text = NULL;
    bool first = false;

    TRY(saml_answer_once(rq, v, &first));
    if (!first)
        return again(rq);
    m.session_ends = instant_add(rq->now, s->session);
    m.mark = saml_new_id(rq->arena);
    TRY(name_there(rq, &m));
    TRY(saml_about(rq->db, &to, &m.person));
    TRY(saml_receipt_note(rq->db, v->login.person, sp, v->answered));
    TRY(saml_q_link_add(rq->db, NEW_ID(rq->db, saml_link_id), sp->id, v->login.person, v->login.session, m.mark, m.name,
                        saml_format_uri(m.format), rq->now));
    TRY(audit_rq(rq, "saml.signed_in", "saml_sp", sp->id.v, NULL));
    TRY(assertion(rq, &m, &text));
    return send_response(rq, v, arena_printf(rq->arena, "%s%s", saml_status(rq->arena, NULL, NULL), text));
}

err saml_refuse(struct rq *rq, const struct saml_visit *v, struct saml_fault f)
{
    bool first = false;

    if (!f.status)
        return saml_error_page(rq, f);
    TRY(saml_answer_once(rq, v, &first));
    return first ? send_response(rq, v, saml_status(rq->arena, f.status, f.why)) : again(rq);
}
