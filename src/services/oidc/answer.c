/* answer.c: how the provider answers: JSON, error pages, and back to the application.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hash.h"
#include "issuer.h"
#include "oidc_v.h"
#include "provider.h"
#include "reply.h"
#include "str.h"
#include <string.h>
#include <strings.h>

const char *oidc_issuer(struct rq *rq)
{
    return campus_issuer(rq);
}

struct str oidc_hash(struct arena *a, const char *text)
{
    struct digest d = hash_sha256(text, strlen(text));

    return (struct str){arena_dupn(a, d.b, sizeof d.b), sizeof d.b};
}

void oidc_open_to_all(struct rq *rq)
{
    reply_header(rq, "Access-Control-Allow-Origin", "*");
    reply_header(rq, "Cross-Origin-Resource-Policy", "cross-origin");
}

err oidc_yes(struct rq *rq, int status)
{
    reply_status(rq, status);
    reply_header(rq, "Cache-Control", "no-store");
    reply_header(rq, "Pragma", "no-cache");
    oidc_open_to_all(rq);
    return reply_json(rq);
}

err oidc_no(struct rq *rq, struct oidc_fault f)
{
    struct json_out out = json_begin(rq->out->buf);
    bool who = str_eq(f.error, "invalid_client");

    json_object(&out, NULL);
    json_str(&out, "error", f.error);
    json_str(&out, "error_description", f.why);
    json_end(&out, '}');
    if (who && strncasecmp(rq_header(rq, "Authorization"), "Basic ", 6) == 0)
        reply_header(rq, "WWW-Authenticate", "Basic realm=\"oidc\"");
    return oidc_yes(rq, who ? 401 : 400);
}

/* --- Pages ------------------------------------------------------------------------------------------- */

static err error_page(struct rq *rq)
{
    const struct oidc_fault_view *v = rq->prepared;

    reply_status(rq, 400);
    return oidc_v_fault(rq->out, v);
}

err oidc_error_page(struct rq *rq, struct oidc_fault f)
{
    struct oidc_fault_view *v = ARENA_NEW(rq->arena, struct oidc_fault_view);

    *v = (struct oidc_fault_view){.error = f.error, .why = f.why};
    rq->prepared = v;
    return page_after(rq, true, error_page);
}

/* --- Back to the application ---------------------------------------------------------------------------- */

struct pair {
    const char *name, *value;
};

static size_t pairs_of(struct rq *rq, const struct oidc_reply *r, struct pair *v)
{
    size_t n = 0;

    if (r->code) {
        v[n++] = (struct pair){"code", r->code};
    } else {
        v[n++] = (struct pair){"error", r->fault.error};
        v[n++] = (struct pair){"error_description", r->fault.why};
    }
    if (r->state)
        v[n++] = (struct pair){"state", r->state};
    v[n++] = (struct pair){"iss", oidc_issuer(rq)};
    return n;
}

/* Our pages send forms to ourselves only, and a browser counts what a form leads to among that (CSP3 §form-action);
   so the page that leads on says where to. */
static void allow(struct rq *rq, const char *uri)
{
    reply_header(rq, "Content-Security-Policy",
                 arena_printf(rq->arena,
                              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                              "font-src 'self'; connect-src 'self'; form-action 'self' %s; frame-ancestors 'none'; "
                              "base-uri 'none'; manifest-src 'self'",
                              oidc_uri_origin(rq->arena, uri)));
}

static err onward_page(struct rq *rq)
{
    const struct oidc_onward_view *v = rq->prepared;

    allow(rq, v->uri);
    reply_header(rq, "Cache-Control", "no-store");
    reply_header(rq, "Referrer-Policy", "no-referrer");
    if (v->n == 0)
        reply_header(rq, "Refresh", arena_printf(rq->arena, "0; url=%s", v->uri));
    return oidc_v_onward(rq->out, v);
}

static err post_back(struct rq *rq, const struct oidc_reply *r, const struct pair *p, size_t n)
{
    struct oidc_onward_view *v = ARENA_NEW(rq->arena, struct oidc_onward_view);
    struct oidc_onward_field *f = ARENA_ARRAY(rq->arena, n, struct oidc_onward_field);

    for (size_t i = 0; i < n; i++)
        f[i] = (struct oidc_onward_field){p[i].name, p[i].value};
    *v = (struct oidc_onward_view){.uri = r->redirect_uri, .v = f, .n = n};
    rq->prepared = v;
    return page_after(rq, true, onward_page);
}

err oidc_back(struct rq *rq, const struct oidc_reply *r)
{
    struct pair p[5];
    size_t n = pairs_of(rq, r, p);
    struct buf b = buf_in(rq->arena, 16384);

    if (r->form_post)
        return post_back(rq, r, p, n);
    buf_puts(&b, r->redirect_uri);
    for (size_t i = 0; i < n; i++)
        buf_printf(&b, "%c%s=%s", i == 0 && !strchr(r->redirect_uri, '?') ? '?' : '&', p[i].name,
                   url_seg(rq->arena, p[i].value));
    if (!buf_ok(&b))
        return ERR_TOO_LARGE;
    if (!r->page) {
        reply_header(rq, "Referrer-Policy", "no-referrer");
        return see_other(rq, "%s", b.s);
    }
    struct oidc_onward_view *v = ARENA_NEW(rq->arena, struct oidc_onward_view);
    *v = (struct oidc_onward_view){.uri = b.s};
    rq->prepared = v;
    return page_after(rq, true, onward_page);
}
