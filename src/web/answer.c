/* answer.c: the last part of a request's life: the page after a write, the error page, cookies,
   and the bytes that go out. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "json.h"
#include "kept.h"
#include "life.h"
#include "log.h"
#include "str.h"
#include "stream_in.h"
#include <strings.h>

static const char out_of_memory[] =
    "503: no memory is left for this request. Try again in a moment.\n";

/* For a program? The route says so; without one the Accept header does. */
static bool for_machine(const struct rq_inner *in)
{
    if (in->rq.route)
        return in->rq.route->machine;
    return str_starts(rq_header(&in->rq, "Accept"), "application/json");
}

/* The handler failed after it opened a stream. */
static void stream_not_sent(struct rq_inner *in)
{
    if (in->stream)
        stream_drop(in->stream);
    in->stream = NULL;
}

/* The path, if a page of ours stands there: the page after a form with faults has the form's address. */
static const char *page_there(const struct rq_inner *in, const char *path)
{
    struct match m = {};
    const char *decoded = NULL;

    return path_decode(in->rq.arena, path, &decoded) == OK &&
                   router_match(in->w->router, in->rq.arena, GET, decoded, &m) == OK
               ? path
               : "/";
}

/* The page that a form was on: only its path, and only one of ours; else "/". Whether one may be led
   there is the sign-in page's to say, as of every `next`. */
static const char *page_before(const struct rq_inner *in)
{
    struct arena *a = in->rq.arena;
    const char *from = rq_header(&in->rq, "Referer");
    const char *host = strstr(from, "://");

    if (!host)
        return "/";
    host += 3;
    size_t n = strcspn(host, "/?#");
    if (host[n] != '/' || !csrf_our_host(in, arena_dupn(a, host, n)))
        return "/";
    return page_there(in, arena_dupn(a, host + n, strcspn(host + n, "?#")));
}

/* To sign in, or to prove more; and back. */
static void to_sign_in(struct rq_inner *in, const char *path)
{
    struct rq *rq = &in->rq;
    const char *next = rq->method == GET ? in->target : page_before(in);

    rq->reply->status = 303;
    rq->reply->n_flash = 0;
    if (rq->method != GET && path == in->w->o.sign_in_path) {
        if (kept_put(in, next))
            flash(rq, TONE_WARNING,
                  "Your session had ended, so nothing was changed. Sign in: what you typed is filled in again.");
        else
            flash(rq, TONE_WARNING,
                  "Your session had ended, so nothing was changed. Sign in and do it once more.");
    }
    if (rq->method != GET && path != in->w->o.sign_in_path) {
        if (kept_put(in, next))
            flash(rq, TONE_WARNING, "Nothing was changed yet. When this is done, what you typed is filled in again.");
        else
            flash(rq, TONE_WARNING, "Nothing was changed yet. When this is done, do it once more.");
    }
    if (!str_eq(next, "/") && !str_eq(next, path))
        path = arena_printf(rq->arena, "%s%snext=%s", path, strchr(path, '?') ? "&" : "?",
                            url_seg(rq->arena, next));
    reply_header(rq, "Location", path);
}

static void error_headers(struct rq_inner *in, err e)
{
    struct rq *rq = &in->rq;

    if (e == ERR_METHOD)
        reply_header(rq, "Allow", in->match.allow);
    if (err_status(e) != 503 && e != ERR_TOO_MANY)
        return;
    for (size_t i = 0; i < in->reply.n; i++)
        if (strcasecmp(in->reply.v[i].name, "Retry-After") == 0)
            return;
    reply_header(rq, "Retry-After", e == ERR_TOO_MANY ? "30" : "2");
}

static void error_json(struct rq_inner *in, err e, const char *text)
{
    struct json_out j = json_begin(&in->page);

    json_object(&j, NULL);
    json_str(&j, "error", err_name(e));
    json_str(&j, "text", text);
    json_str(&j, "request", in->id);
    json_end(&j, '}');
    in->reply.type = "application/json";
}

static const char *error_words(struct rq_inner *in, err e)
{
    return in->reply.error_text ? in->reply.error_text : error_sentence(&in->rq, e);
}

/* The words come after the meeting: then her language is known. */
static err error_view(struct rq_inner *in, err e)
{
    if (!in->w->o.error_page)
        return ERR_NOT_FOUND;
    if (life_meet(in) != OK || life_reader(in) != OK)
        in->rq.me = (person_id){0};
    in->reply.error = e;
    /* The form is not on this page, so a list of its faults would lead nowhere. */
    in->form.n_problems = 0;
    return in->w->o.error_page(&in->rq, e, error_words(in, e));
}

static void error_answer(struct rq_inner *in)
{
    struct reply *r = &in->reply;
    err e = r->error;

    stream_not_sent(in);
    buf_clear(&in->page);
    r->use_bytes = false;
    r->type = NULL;
    r->status = err_status(e);
    const char *path = e == ERR_SIGN_IN ? in->w->o.sign_in_path
                       : e == ERR_PROVE ? in->rq.elsewhere
                                        : NULL;
    if (path && !for_machine(in)) {
        to_sign_in(in, path);
        return;
    }
    error_headers(in, e);
    if (for_machine(in)) {
        error_json(in, e, error_words(in, e));
    } else if (error_view(in, e) != OK || !buf_ok(&in->page)) {
        buf_clear(&in->page);
        buf_printf(&in->page, "%d: %s\n", err_status(e), error_words(in, e));
        r->type = "text/plain; charset=utf-8";
    }
    r->status = err_status(e);
}

/* The page that a WRITE asked for, with a fresh snapshot. */
static void page_answer(struct rq_inner *in)
{
    struct reply *r = &in->reply;
    err (*page)(struct rq * rq) = r->after;
    err e = life_reader(in);

    r->after = NULL;
    buf_clear(&in->page);
    if (e == OK)
        e = page(&in->rq);
    if (e != OK && r->error == OK)
        life_fail(in, e, NULL);
    if (e == OK && r->status == 0)
        r->status = form_bad(&in->rq) ? 422 : 200;
}

static void cookies_out(struct rq_inner *in)
{
    struct rq *rq = &in->rq;
    struct reply *r = &in->reply;

    if (r->n_flash > 0)
        reply_cookie(rq, "flash", flash_pack(rq, r->flash, r->n_flash), 0);
    else if (r->flash_shown)
        reply_cookie(rq, "flash", NULL, 0);
    if (r->token_made)
        reply_cookie(rq, "form", rq->csrf, 0);
}

static void body_out(struct rq_inner *in)
{
    struct reply *r = &in->reply;
    bool encoded = false;

    in->answer = r->use_bytes ? r->bytes : in->page.s;
    in->answer_n = r->use_bytes ? r->bytes_n : in->page.n;
    if (in->status == 304 || in->status == 204)
        in->answer_n = 0;
    if (!r->type)
        r->type = "text/html; charset=utf-8";
    for (size_t i = 0; i < r->n; i++)
        encoded = encoded || strcasecmp(r->v[i].name, "Content-Encoding") == 0;
    const char *coding = encoded ? NULL : pack_answer(in);
    if (coding)
        reply_header(&in->rq, "Content-Encoding", coding);
    if (coding || encoded)
        reply_header(&in->rq, "Vary", "Accept-Encoding");
}

static void finish(struct rq_inner *in)
{
    struct reply *r = &in->reply;

    if (r->after)
        page_answer(in);
    if (r->error != OK)
        error_answer(in);
    in->status = r->status ? r->status : 200;
    cookies_out(in);
    body_out(in);
}

static void fixed_answer(struct rq_inner *in)
{
    stream_not_sent(in);
    in->status = 503;
    in->reply.n = 1;
    in->reply.v[0] = (struct header){"Retry-After", "2"};
    in->reply.type = "text/plain; charset=utf-8";
    in->answer = out_of_memory;
    in->answer_n = sizeof out_of_memory - 1;
}

/* What was done is on disk and leads on: only the sentence for the next page may be lost. */
static void standing_answer(struct rq_inner *in)
{
    in->status = 303;
    in->reply.type = "text/html; charset=utf-8";
    in->answer = "";
    in->answer_n = 0;
}

/* So long a word without a blank may be a secret that came to a wrong address: it does not stand in the log. */
#define SECRET_LEAST 22

#define LOGGED_MOST  300

static const char *no_secrets(const char *path, char out[LOGGED_MOST])
{
    char *to = out;

    for (const char *p = path; *p && to < out + LOGGED_MOST - SECRET_LEAST - 2;) {
        size_t n = strspn(p, "-_0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
        size_t keep = n < SECRET_LEAST ? n : 0;
        memcpy(to, p, keep);
        to += keep;
        if (n >= SECRET_LEAST)
            *to++ = '*';
        p += n;
        if (*p)
            *to++ = *p++;
    }
    *to = '\0';
    return out;
}

/* The path for the log; not one that is a secret itself. */
static const char *path_for_log(const struct rq_inner *in, char room[LOGGED_MOST])
{
    if (!in->rq.route && in->rq.path)
        return no_secrets(in->rq.path, room);
    for (size_t i = 0; i < in->match.n; i++)
        if (strcmp(in->match.name[i], "secret") == 0)
            return in->rq.route ? in->rq.route->path : "(secret)";
    return in->rq.path ? in->rq.path : "";
}

static void count(struct rq_inner *in, int64_t us)
{
    static const int64_t limits[] = {500,   1000,   2500,   5000,   10000,  25000,
                                     50000, 100000, 250000, 500000, 1000000};
    struct web *w = in->w;
    size_t bucket = 0;

    while (bucket < sizeof limits / sizeof limits[0] && us > limits[bucket])
        bucket++;
    atomic_fetch_add_explicit(&w->requests, 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&w->by_class[in->status / 100 % 6], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&w->bytes_out, in->answer_n, memory_order_relaxed);
    atomic_fetch_add_explicit(&w->latency[bucket], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&w->latency_sum, (uint64_t)us, memory_order_relaxed);
    if (in->rq.me.v == 0)
        return;
    atomic_fetch_add_explicit(&w->known, 1, memory_order_relaxed);
    if (us > 1000000)
        atomic_fetch_add_explicit(&w->known_slow, 1, memory_order_relaxed);
}

void life_answer(struct rq_inner *in)
{
    life_guarded(in, finish);
    life_reader_give(in);
    if (in->dead && in->stands)
        standing_answer(in);
    else if (in->dead)
        fixed_answer(in);
    life_headers_out(in);
    int64_t us = clock_us() - in->began_us;
    char room[LOGGED_MOST];
    count(in, us);
    log_line(LOG_INFO, "http.answer", LS("id", in->id), LS("method", in->method_text),
             LS("path", path_for_log(in, room)), LI("status", in->status), LI("bytes", in->answer_n),
             LI("us", us), LS("address", in->rq.address), LI("who", in->rq.me.v));
}
