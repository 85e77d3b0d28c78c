/* rq.c: what a handler asks of its request, and how it ends with a no.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rq.h"
#include "life.h"
#include "rand.h"
#include "str.h"
#include <stdarg.h>
#include <strings.h>

const char *path_text(const struct rq *rq, const char *name)
{
    const struct match *m = &rq->inner->match;

    for (size_t i = 0; i < m->n; i++)
        if (strcmp(m->name[i], name) == 0)
            return m->value[i];
    return "";
}

int64_t path_int(const struct rq *rq, const char *name)
{
    int64_t v = 0;

    return str_int(path_text(rq, name), 1, INT64_MAX, &v) == OK ? v : 0;
}

const char *rq_header(const struct rq *rq, const char *name)
{
    const char *v = rq->inner->header_of(rq->inner->src, name);

    return v ? v : "";
}

size_t rq_header_count(const struct rq *rq, const char *name)
{
    return rq->inner->count_of(rq->inner->src, name);
}

const char *cookie_name(struct rq *rq, const char *name)
{
    return arena_printf(rq->arena, "%s%s-%s", rq->https ? "__Host-" : "", rq->web->o.campus_key,
                        name);
}

/* May this character stand in a cookie's value (RFC 6265 §4.1.1)? */
static bool cookie_char(unsigned char c)
{
    return c > 0x20 && c < 0x7F && c != '"' && c != ',' && c != ';' && c != '\\';
}

const char *cookie_find(struct arena *a, const char *header, const char *name)
{
    size_t name_n = strlen(name);

    for (const char *at = header; *at;) {
        at += strspn(at, " \t;");
        size_t n = strcspn(at, ";");
        if (n > name_n && at[name_n] == '=' && strncmp(at, name, name_n) == 0) {
            const char *v = at + name_n + 1;
            size_t v_n = n - name_n - 1;
            for (size_t i = 0; i < v_n; i++)
                if (!cookie_char((unsigned char)v[i]))
                    return NULL;
            return arena_dupn(a, v, v_n);
        }
        at += n;
    }
    return NULL;
}

const char *rq_cookie(const struct rq *rq, const char *name)
{
    const char *header = rq_header(rq, "Cookie");

    if (!header[0])
        return "";
    const char *v = cookie_find(rq->arena, header, cookie_name(&rq->inner->rq, name));
    return v ? v : "";
}

/* Is `coding` in an Accept-Encoding list with a weight above zero? */
static bool accepts(const char *list, const char *coding)
{
    size_t n = strlen(coding);

    for (const char *at = list; *at;) {
        at += strspn(at, " \t,");
        size_t item = strcspn(at, ",");
        if (item >= n && strncasecmp(at, coding, n) == 0 &&
            (item == n || at[n] == ';' || at[n] == ' ')) {
            const char *q = memmem(at, item, "q=0", 3);
            return !q || (q[3] == '.' && q[4] >= '0' &&
                          strspn(q + 4, "0") < strspn(q + 4, "0123456789"));
        }
        at += item;
    }
    return false;
}

bool rq_accepts_coding(const struct rq *rq, const char *coding)
{
    return accepts(rq_header(rq, "Accept-Encoding"), coding);
}

const char *rq_token(struct rq *rq)
{
    if (rq->csrf)
        return rq->csrf;
    const char *kept = rq_cookie(rq, "form");
    if (strlen(kept) == 22) {
        rq->csrf = kept;
        return kept;
    }
    rq->csrf = rand_token(rq->arena, 16);
    rq->reply->token_made = true;
    return rq->csrf;
}

void rq_note(struct rq *rq, void (*run)(struct db *db, const void *ctx), const void *ctx,
             size_t n)
{
    struct rq_inner *in = rq->inner;

    if (!rq->route || !rq->route->audited) {
        if (in->w->o.store)
            store_note(in->w->o.store, run, ctx, n);
        return;
    }
    if (in->n_notes < LIFE_NOTES)
        in->notes[in->n_notes++] = (struct note){run, arena_dupn(rq->arena, ctx, n)};
}

const char *say(struct rq *rq, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    const char *text = tr_vf(rq->arena, rq->lang, fmt, ap);
    va_end(ap);
    return text;
}

const char *say_msg(struct rq *rq, struct msg m)
{
    return msg_in(rq->arena, rq->lang, m);
}

static err no(struct rq *rq, err e, const char *text)
{
    rq->reply->error = e;
    rq->reply->error_text = text;
    rq->reply->after = NULL;
    return e;
}

err fail(struct rq *rq, err e, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    e = no(rq, e, tr_vf(rq->arena, rq->lang, fmt, ap));
    va_end(ap);
    return e;
}

err refuse(struct rq *rq, err e, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    e = no(rq, e, tr_vf(rq->arena, rq->lang, fmt, ap));
    va_end(ap);
    rq->reply->refused = true;
    return e;
}

err page_after(struct rq *rq, bool keep, err (*page)(struct rq *rq))
{
    rq->reply->after = page;
    rq->reply->keep = keep;
    return OK;
}

const char *error_sentence(struct rq *rq, err e)
{
    switch (e) {
    case ERR_NOT_FOUND:
        return say(rq, "There is no such page.");
    case ERR_GONE:
        return say(rq, "This was here, but it has been withdrawn.");
    case ERR_SIGN_IN:
        return say(rq, "Sign in first.");
    case ERR_PROVE:
        return say(rq, "For this you must prove once more that it is you.");
    case ERR_FORBIDDEN:
        return say(rq, "You may not see or do this.");
    case ERR_CSRF:
        return say(rq, "This form is too old or came from another site. Open the page again.");
    case ERR_METHOD:
        return say(rq, "This address does not take this kind of request.");
    case ERR_CONFLICT:
    case ERR_EXISTS:
        return say(rq, "This does not go with what is there now. Open the page again.");
    case ERR_TOO_LARGE:
    case ERR_HEADERS:
        return say(rq, "This is more than may be sent here.");
    case ERR_MEDIA_TYPE:
        return say(rq, "A file of this kind is not taken here.");
    case ERR_TOO_MANY:
        return say(rq, "Too many tries. Wait a little, then try again.");
    case ERR_BUSY:
    case ERR_MEMORY:
    case ERR_RETRY:
        return say(rq, "It is very busy now. Try again in a moment.");
    case ERR_DOWN:
        return say(rq, "A part that this needs is not running now. Try again later.");
    case ERR_DISK_FULL:
        return say(rq, "The disk is full. Nothing was stored.");
    case ERR_BAD_REQUEST:
    case ERR_BAD_FORM:
    case ERR_PARSE:
    case ERR_RANGE:
    case ERR_USAGE:
        return say(rq, "This request is not well-formed.");
    case OK:
    case ERR_INTERNAL:
    case ERR_DB:
    case ERR_IO:
    case ERR_COUNT:
    default:
        return say(rq,
                   "Something went wrong on our side. The number below helps us to find it.");
    }
}
