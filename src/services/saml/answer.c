/* answer.c: messages of ours, on their way by the browser; and pages that say what a service did wrong.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "deflate.h"
#include "hash.h"
#include "idp.h"
#include "issuer.h"
#include "rand.h"
#include "reply.h"
#include "saml_v.h"
#include "xmlsig.h"
#include <string.h>

#define ADDRESS_MAX 16384 /* bytes of an address that we lead to */

const char *saml_here(struct rq *rq, const char *path)
{
    const char *us = campus_issuer(rq);

    return us ? arena_printf(rq->arena, "%s%s", us, path) : NULL;
}

const char *saml_entity(struct rq *rq)
{
    return saml_here(rq, "/saml/metadata");
}

struct str saml_hash(struct arena *a, const char *text)
{
    struct digest d = hash_sha256(text, strlen(text));

    return (struct str){arena_dupn(a, d.b, sizeof d.b), sizeof d.b};
}

const char *saml_new_id(struct arena *a)
{
    unsigned char chance[20];

    rand_bytes(chance, sizeof chance);
    return arena_printf(a, "_%s", hash_hex(a, chance, sizeof chance));
}

/* --- Pages --------------------------------------------------------------------------------------------- */

static err error_page(struct rq *rq)
{
    const struct saml_fault_view *v = rq->prepared;

    reply_status(rq, 400);
    return saml_v_fault(rq->out, v);
}

err saml_error_page(struct rq *rq, struct saml_fault f)
{
    struct saml_fault_view *v = ARENA_NEW(rq->arena, struct saml_fault_view);

    *v = (struct saml_fault_view){.why = f.why};
    rq->prepared = v;
    return page_after(rq, true, error_page);
}

/* --- Texts ----------------------------------------------------------------------------------------------- */

const char *saml_message_head(struct rq *rq, const struct saml_head *h)
{
    struct arena *a = rq->arena;
    const char *answers = h->in_response ? arena_printf(a, " InResponseTo=\"%s\"", xml_escape(a, h->in_response)) : "";

    return arena_printf(a,
                        "<samlp:%s xmlns:samlp=\"" SAML_PROTOCOL "\" xmlns:saml=\"" SAML_ASSERTION
                        "\" ID=\"%s\" Version=\"2.0\" IssueInstant=\"%s\" Destination=\"%s\"%s>"
                        "<saml:Issuer>%s</saml:Issuer>",
                        h->name, h->id, instant_iso(a, rq->now), xml_escape(a, h->to), answers,
                        xml_escape(a, saml_entity(rq)));
}

/* Who is to blame, and what for (SAML Core §3.2.2.2). */
const char *saml_status(struct arena *a, const char *status, const char *why)
{
    static const char *const askers[] = {SAML_STATUS("InvalidNameIDPolicy"), SAML_STATUS("UnsupportedBinding")};
    const char *first = SAML_STATUS("Responder");

    if (!status)
        return "<samlp:Status><samlp:StatusCode Value=\"" SAML_STATUS("Success") "\"/></samlp:Status>";
    if (str_eq(status, SAML_STATUS("PartialLogout"))) /* she is signed out here */
        first = SAML_STATUS("Success");
    for (size_t i = 0; i < COUNT(askers); i++)
        if (str_eq(askers[i], status))
            first = SAML_STATUS("Requester");
    return arena_printf(a,
                        "<samlp:Status><samlp:StatusCode Value=\"%s\"><samlp:StatusCode Value=\"%s\"/></samlp:StatusCode>"
                        "<samlp:StatusMessage>%s</samlp:StatusMessage></samlp:Status>",
                        first, status, xml_escape(a, why));
}

/* --- Sending ------------------------------------------------------------------------------------------------ */

/* Our pages send forms to ourselves only, and a browser counts what a form leads to among that (CSP3 §form-action); where a
   service leads on to from there is its own business, as long as it is encrypted. The one form of the page goes to an
   address that the service registered. */
static void allow(struct rq *rq, const char *url)
{
    size_t origin = strcspn(url, ":") + 3;

    origin += strcspn(url + origin, "/?");
    reply_header(rq, "Content-Security-Policy",
                 arena_printf(rq->arena,
                              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                              "font-src 'self'; connect-src 'self'; form-action 'self' https: %.*s; frame-ancestors 'none'; "
                              "base-uri 'none'; manifest-src 'self'",
                              (int)origin, url));
}

static err onward_page(struct rq *rq)
{
    const struct saml_onward_view *v = rq->prepared;

    allow(rq, v->url);
    reply_header(rq, "Cache-Control", "no-store");
    reply_header(rq, "Referrer-Policy", "no-referrer");
    if (!v->name)
        reply_header(rq, "Refresh", arena_printf(rq->arena, "0; url=%s", v->url));
    return saml_v_onward(rq->out, v);
}

static err by_form(struct rq *rq, const struct saml_out *o, const char *text)
{
    struct saml_onward_view *v = ARENA_NEW(rq->arena, struct saml_onward_view);

    *v = (struct saml_onward_view){
        .url = o->url, .name = o->name, .value = hash_base64(rq->arena, text, strlen(text)), .relay = o->relay};
    rq->prepared = v;
    return page_after(rq, true, onward_page);
}

static err by_address(struct rq *rq, const struct saml_out *o)
{
    struct arena *a = rq->arena;
    const char *text = arena_printf(a, "%s%s", o->head, o->tail), *signature = NULL;
    struct buf b = buf_in(a, ADDRESS_MAX);
    struct str packed = {0};

    TRY(deflate_pack(a, str_of(text), &packed));
    buf_printf(&b, "%s=%s", o->name, url_seg(a, hash_base64(a, packed.s, packed.n)));
    if (o->relay)
        buf_printf(&b, "&RelayState=%s", url_seg(a, o->relay));
    buf_printf(&b, "&SigAlg=%s", url_seg(a, XMLSIG_RSA));
    if (!buf_ok(&b))
        return ERR_TOO_LARGE;
    TRY(saml_sign_bytes(rq->db, b.s, &signature));
    const char *url = arena_printf(a, "%s%c%s&Signature=%s", o->url, strchr(o->url, '?') ? '&' : '?', b.s,
                                   url_seg(a, signature));
    if (!o->page) {
        reply_header(rq, "Referrer-Policy", "no-referrer");
        return see_other(rq, "%s", url);
    }
    struct saml_onward_view *v = ARENA_NEW(a, struct saml_onward_view);
    *v = (struct saml_onward_view){.url = url};
    rq->prepared = v;
    return page_after(rq, true, onward_page);
}

err saml_send(struct rq *rq, const struct saml_out *o)
{
    const char *text = o->head;

    if (!o->post)
        return by_address(rq, o);
    if (!o->ready)
        TRY(saml_sign(rq->db, o->head, o->tail, &text));
    return by_form(rq, o, text);
}
