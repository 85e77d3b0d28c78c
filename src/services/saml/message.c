/* message.c: a message that comes in: taken out of its envelope, and who sent it.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "federation.h"
#include "form.h"
#include "hash.h"
#include "idp.h"
#include "mdq.h"
#include "reply.h"
#include "xmlsig.h"
#include <string.h>

#define PAGE(why)  ((struct saml_fault){NULL, (why)})
#define RELAY_MAX  2000  /* 80 by the letter; many send more */

/* --- The envelope -------------------------------------------------------------------------------------- */

/* The value of a field, NULL if absent or empty; a fault when it is there twice. */
static const char *field(struct rq *rq, const char *name, struct saml_fault *f)
{
    struct str_list all = form_all(rq, name, 2);

    if (all.n > 1 && !f->why)
        *f = PAGE("a parameter is there twice");
    return all.n > 0 && *all.v[0] ? all.v[0] : NULL;
}

err saml_message_in(struct rq *rq, struct saml_message *ret, struct saml_fault *f)
{
    const char *request = field(rq, "SAMLRequest", f), *answer = field(rq, "SAMLResponse", f);
    const char *coding = field(rq, "SAMLEncoding", f);

    *ret = (struct saml_message){.relay = field(rq, "RelayState", f), .answer = !request, .post = rq->method == POST};
    if (!f->why && (!request == !answer))
        *f = PAGE("there must be one SAMLRequest or one SAMLResponse");
    if (!f->why && coding && !str_eq(coding, SAML_BINDING("URL-Encoding:DEFLATE")))
        *f = PAGE("this SAMLEncoding is not taken here");
    if (!f->why && ret->relay && (strlen(ret->relay) > RELAY_MAX || !str_utf8_ok(ret->relay, strlen(ret->relay))))
        *f = PAGE("the RelayState is too long");
    return f->why ? OK : saml_open(rq->arena, request ? request : answer, ret, f);
}

/* --- Its signature --------------------------------------------------------------------------------------- */

/* "name=value" of the query as it was sent; NULL: it is not there, or in another spelling of its name. */
static const char *sent(struct rq *rq, const char *name)
{
    size_t n = strlen(name);

    for (const char *at = rq_query(rq); *at;) {
        size_t len = strcspn(at, "&");
        if (len > n && strncmp(at, name, n) == 0 && at[n] == '=')
            return arena_dupn(rq->arena, at, len);
        at += len + (at[len] == '&');
    }
    return NULL;
}

/* What the signature in an address is over (SAML Bindings §3.4.4.1): these very bytes, in this order. */
static const char *signed_text(struct rq *rq, const struct saml_message *m)
{
    const char *message = sent(rq, m->answer ? "SAMLResponse" : "SAMLRequest"), *alg = sent(rq, "SigAlg");
    const char *relay = sent(rq, "RelayState");

    if (!message || !alg || (m->relay && !relay))
        return NULL;
    return relay ? arena_printf(rq->arena, "%s&%s&%s", message, relay, alg)
                 : arena_printf(rq->arena, "%s&%s", message, alg);
}

static bool address_signed(struct rq *rq, const struct saml_message *m, const struct saml_meta *of,
                           const char *signature, const char *alg)
{
    struct sign_claim c = {.alg = SIGN_RS256, .form = SIGN_PLAIN};

    if (!alg || !str_eq(alg, XMLSIG_RSA) || hash_from_base64(rq->arena, signature, &c.signature) != OK)
        return false;
    const char *text = signed_text(rq, m);
    c.data = str_of(text);
    for (size_t i = 0; text && i < of->n_keys; i++)
        if (sign_verify(&of->keys[i], &c) == OK)
            return true;
    return false;
}

/* *ret_signed: by a key of the service. A fault: it has a signature that is not good. */
static err check_signature(struct rq *rq, const struct saml_message *m, const struct saml_meta *of, bool *ret_signed,
                           struct saml_fault *f)
{
    const char *signature = m->post ? NULL : field(rq, "Signature", f), *alg = m->post ? NULL : field(rq, "SigAlg", f);
    struct xmlsig_keys keys = {of->keys, of->n_keys};

    *ret_signed = false;
    if (!m->post && xmlsig_there(m->root))
        *f = PAGE("a message in an address is signed behind it, not within");
    if (f->why || (!signature && !xmlsig_there(m->root)))
        return OK;
    if (of->n_keys == 0) {
        *f = PAGE("the message is signed, but no certificate of this service is known here");
        return OK;
    }
    if (m->post) {
        err e = xmlsig_verify(rq->arena, m->doc, m->root, &keys);
        if (e == ERR_MEMORY)
            return e;
        *ret_signed = e == OK;
    } else {
        *ret_signed = address_signed(rq, m, of, signature, alg);
    }
    if (!*ret_signed)
        *f = PAGE("the signature is not of this service, or not RSA with SHA-256 as it must be");
    return OK;
}

/* --- Who sent it -------------------------------------------------------------------------------------------- */

/* One that is not kept yet: told by a federation just now, or in the list of one. */
static err strange_sp(struct rq *rq, const struct saml_heard *heard, const char *entity, struct saml_sp *ret)
{
    bool there = false;

    TRY(saml_may_wait(rq)); /* strangers may make a row by it */
    if (heard && str_eq(heard->entity, entity))
        TRY(saml_mdq_keep(rq->db, heard));
    TRY(saml_listed_take(rq->db, entity, ret, &there));
    return there ? OK : ERR_NOT_FOUND;
}

static err find_sp(struct rq *rq, const struct saml_message *m, const struct saml_heard *heard, struct saml_from *ret,
                   struct saml_fault *f)
{
    const struct xml_node *issuer = xml_child(m->root, SAML_ASSERTION, "Issuer");
    const char *entity = xml_text(rq->arena, issuer), *format = xml_attr(rq->arena, issuer, NULL, "Format"), *why = NULL;
    struct saml_federation *of = NULL;

    if (!entity || (format && !str_eq(format, "urn:oasis:names:tc:SAML:2.0:nameid-format:entity"))) {
        *f = PAGE("the message does not say who sends it (Issuer)");
        return OK;
    }
    err e = saml_q_sp_named(rq->db, entity, &ret->sp);
    if (e == ERR_NOT_FOUND)
        e = strange_sp(rq, heard, entity, &ret->sp);
    if (e == ERR_NOT_FOUND || (e == OK && ret->sp.disabled_at.v != 0)) {
        *f = PAGE("this service is not known here, or turned off");
        return OK;
    }
    TRY(e);
    TRY(identity_level_for(rq->db, ret->sp.sort, (int)ret->sp.level, &ret->level));
    TRY(saml_meta_read(rq->arena, str_of(ret->sp.metadata), &ret->meta, &why));
    TRY(saml_q_listed_sp(rq->db, ret->sp.id, &of));
    if ((ret->meta.until.v != 0 && ret->meta.until.v <= rq->now.v) || (of && str_eq(of->how, "list") && of->until.v <= rq->now.v))
        *f = PAGE("what is known here of this service is over (validUntil)");
    return OK;
}

/* Is it for us, and of now? */
static void check_frame(struct rq *rq, const struct saml_message *m, const char *path, bool is_signed,
                        struct saml_fault *f)
{
    const char *to = xml_attr(rq->arena, m->root, NULL, "Destination");
    instant issued = {0};

    if (!saml_instant(rq->arena, xml_attr(rq->arena, m->root, NULL, "IssueInstant"), &issued))
        *f = PAGE("the message has no proper IssueInstant");
    else if (!saml_fresh(issued, rq->now))
        *f = PAGE("the message is too old, or the clock of the service is wrong");
    else if (to && !str_eq(to, saml_here(rq, path)))
        *f = PAGE("the message is for another address (Destination)");
    else if (!to && is_signed)
        *f = PAGE("a signed message must say for whom it is (Destination)");
}

err saml_message_from(struct rq *rq, const struct saml_message *m, const struct saml_expects *x, struct saml_from *ret,
                      struct saml_fault *f)
{
    bool is_signed = false;

    if (!saml_entity(rq))
        return fail(rq, ERR_DOWN, "The address of this campus is not set.");
    TRY(find_sp(rq, m, x->heard, ret, f));
    if (!f->why)
        TRY(check_signature(rq, m, &ret->meta, &is_signed, f));
    if (!f->why && !is_signed && (x->signed_only || ret->meta.signs || ret->sp.signed_only))
        *f = PAGE("the message must be signed, and is not");
    if (!f->why)
        check_frame(rq, m, x->path, is_signed, f);
    return OK;
}
