/* life.c: the life of a request: at the headers, at the body, on a worker, in the writer. http.c and
   ask.c drive it; answer.c makes the answer.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "kept.h"
#include "life.h"
#include "log.h"
#include "str.h"
#include <strings.h>

/* Who asks is asked again after so long: an account that is closed has a second at most. */
#define FRESH_MS 500

#define BODY_DEFAULT ((size_t)64 << 10)
#define BODY_WASTE                                                                             \
    ((size_t)1 << 20) /* read and dropped, for a polite answer, before we hang up */

/* Runs a step with the one guard against "out of memory": the request is dead then. */
void life_guarded(struct rq_inner *in, void (*step)(struct rq_inner *in))
{
    if (in->dead)
        return;
    log_context(in->id);
    if (setjmp(*arena_guard(in->arena)) == 0)
        step(in);
    else
        in->dead = true;
    arena_unguard(in->arena);
    log_context(NULL);
}

void life_fail(struct rq_inner *in, err e, const char *text)
{
    in->reply.error = e;
    in->reply.error_text = text;
    in->reply.after = NULL;
}

void life_reader_give(struct rq_inner *in)
{
    if (!in->rq.db)
        return;
    in->queries += db_queries(in->rq.db);
    store_release(in->rq.db);
    in->rq.db = NULL;
}

err life_reader(struct rq_inner *in)
{
    if (in->rq.db || !in->w->o.store)
        return OK;
    return store_reader(in->w->o.store, in->arena, in->rq.now, &in->rq.db);
}

/* Asks once who it is; leaves the read snapshot open. */
err life_meet(struct rq_inner *in)
{
    if (in->met)
        return OK;
    in->met = true;
    in->met_at = clock_now();
    TRY(life_reader(in));
    err e = in->w->o.who ? in->w->o.who(&in->rq) : OK;

    in->out.lang = in->rq.lang; /* pages are in the language that she chose */
    return e;
}

static void method_of(struct rq_inner *in)
{
    static const char *const words[METHOD_COUNT] = {"GET", "POST", "PUT", "PATCH", "DELETE"};

    in->head = strcmp(in->method_text, "HEAD") == 0;
    in->rq.method = in->head ? GET : METHOD_COUNT;
    for (int m = 0; m < METHOD_COUNT && !in->head; m++)
        if (strcmp(in->method_text, words[m]) == 0)
            in->rq.method = (enum method)m;
}

/* A request id from a proxy that we trust goes on; it may hold only what is harmless in a log.
 */
static void id_of(struct rq_inner *in, bool trusted)
{
    const char *theirs = trusted ? rq_header(&in->rq, "X-Request-Id") : "";
    size_t n = strlen(theirs);

    if (n >= 8 && n < sizeof in->id &&
        strspn(theirs, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_") == n)
        memcpy(in->id, theirs, n + 1);
    else
        (void)snprintf(in->id, sizeof in->id, "%s%06llx", in->w->id_prefix,
                       (unsigned long long)atomic_fetch_add(&in->w->id_next, 1));
}

static void client_of(struct rq_inner *in)
{
    struct proxies *proxies = in->w->proxies;
    bool trusted = proxies_any(proxies) && proxies_trust(proxies, in->peer);

    in->rq.https = in->tls;
    in->rq.address = in->peer;
    id_of(in, trusted);
    if (!trusted)
        return;
    in->rq.address =
        proxies_client(proxies, in->arena, in->peer, rq_header(&in->rq, "X-Forwarded-For"));
    in->rq.https = in->tls || strcasecmp(rq_header(&in->rq, "X-Forwarded-Proto"), "https") == 0;
}

size_t life_body_max(const struct rq_inner *in)
{
    const struct route *r = in->rq.route;

    return r && r->body_max ? r->body_max : BODY_DEFAULT;
}

static err length_check(struct rq_inner *in)
{
    const char *length = rq_header(&in->rq, "Content-Length");
    int64_t n = 0;

    if (length[0] && str_int(length, 0, INT64_MAX, &n) != OK)
        return ERR_BAD_REQUEST;
    in->body.max = life_body_max(in);
    return (uint64_t)n > in->body.max ? ERR_TOO_LARGE : OK;
}

static err address_read(struct rq_inner *in)
{
    struct rq *rq = &in->rq;
    const char *query = strchr(in->target, '?');

    rq->path = "";
    TRY(path_decode(in->arena, in->target, &rq->path));
    /* The route first: only then it is known which part of the path the log must not have. */
    TRY(router_match(in->w->router, in->arena, rq->method, rq->path, &in->match));
    rq->route = in->match.route;
    return form_parse_query(in, query ? query + 1 : "");
}

static err meet_and_ask(struct rq_inner *in)
{
    struct rq *rq = &in->rq;

    if (rq->route->anonymous)
        return OK;
    TRY(life_meet(in));
    if (rq->route->may != MAY_ANYONE)
        TRY(in->w->o.may ? in->w->o.may(rq, rq->route->may) : ERR_FORBIDDEN);
    return (rq->route->searches || rq->route->asks) && in->w->o.lets ? in->w->o.lets(rq) : OK;
}

static err at_the_door(struct rq_inner *in)
{
    TRY(address_read(in));
    TRY(length_check(in));
    TRY(csrf_origin(in));
    return meet_and_ask(in);
}

/* Whoever took long to send what she asks, or waited long, may be signed out or without her role by now. */
static err still_may(struct rq_inner *in)
{
    struct rq *rq = &in->rq;

    if (!in->met || clock_now().v - in->met_at.v < FRESH_MS)
        return OK;
    rq->me = (person_id){0};
    rq->session = (session_id){0};
    rq->until = (instant){0};
    rq->person = NULL;
    rq->csrf = NULL;
    in->met = false;
    return meet_and_ask(in);
}

static void begin(struct rq_inner *in)
{
    in->rq.now = clock_now();
    in->form.query_text = "";
    in->body.max = BODY_DEFAULT;
    method_of(in);
    client_of(in);
    in->rq.lang = lang_accept(rq_header(&in->rq, "Accept-Language"));
    in->out.lang = in->rq.lang;
    err e = at_the_door(in);
    if (e != OK && in->reply.error == OK)
        life_fail(in, e, NULL);
    if (in->has_body)
        life_reader_give(in); /* not while it is still to come */
}

void life_begin(struct rq_inner *in)
{
    life_guarded(in, begin);
}

bool life_body(struct rq_inner *in, const void *s, size_t n)
{
    if (in->body_dropped == 0)
        buf_put(&in->body, s, n);
    if (!buf_ok(&in->body) || in->body_dropped > 0)
        in->body_dropped += n;
    return in->body_dropped < BODY_WASTE;
}

/* What a handler, or a page after it, ended with. */
static void ended(struct rq_inner *in, err e)
{
    if (e == OK) {
        in->reply.error = buf_ok(&in->page) ? OK : ERR_INTERNAL;
        return;
    }
    if (in->reply.error == OK)
        life_fail(in, e, NULL);
    /* After a conflict it runs again; the access log tells how it ended. */
    if (err_status(e) >= 500 && e != ERR_RETRY)
        log_line(LOG_ERROR, "http.failed", LS("error", err_name(e)),
                 LS("path", in->rq.route->path),
                 LS("database", in->rq.db ? db_words(in->rq.db) : ""));
}

static void run_page(struct rq_inner *in)
{
    err e = still_may(in);

    if (e == OK && !in->rq.route->anonymous)
        e = life_reader(in);
    if (e == OK)
        kept_fill(in);
    ended(in, e == OK ? in->rq.route->handler(&in->rq) : e);
}

static void run_prepare(struct rq_inner *in)
{
    err e = still_may(in);

    if (e == OK)
        e = life_reader(in);
    if (e == OK)
        e = in->rq.route->prepare(&in->rq);
    if (e != OK)
        ended(in, e);
}

/* What is asked is asked when the last byte of it is here. */
static void read_body(struct rq_inner *in)
{
    if (in->has_body)
        in->rq.now = clock_now();
    err e = in->body_dropped ? ERR_TOO_LARGE : form_parse_body(in);

    if (e == OK)
        e = still_may(in);
    if (e == OK)
        e = csrf_token(in);
    if (e != OK)
        life_fail(in, e, NULL);
}

/* What comes after a READ, a SLOW or a .prepare that ran. */
static enum next next_after(struct rq_inner *in)
{
    bool no = in->dead || in->reply.error != OK;

    if (no || in->reply.after)
        return NEXT_ANSWER;
    if (in->rq.route->kind == WRITE || in->n_notes > 0) {
        life_reader_give(in);
        in->mark = (struct reply_mark){in->reply.n, in->form.n_problems, in->reply.n_flash,
                                       in->reply.status};
        return NEXT_WRITE;
    }
    return NEXT_ANSWER;
}

enum next life_run(struct rq_inner *in)
{
    const struct route *r = in->rq.route;

    if (in->dead || in->reply.error != OK)
        return NEXT_ANSWER;
    life_guarded(in, read_body);
    if (in->dead || in->reply.error != OK)
        return NEXT_ANSWER;
    if (r->kind == SLOW || (r->kind == WRITE && r->prepare)) {
        life_reader_give(in);
        return NEXT_WORK;
    }
    if (r->kind == READ || r->kind == STREAM)
        life_guarded(in, run_page);
    return next_after(in);
}

enum next life_work(struct rq_inner *in)
{
    life_guarded(in, in->rq.route->kind == SLOW ? run_page : run_prepare);
    life_reader_give(in);
    return next_after(in);
}

/* --- The writer ----------------------------------------------------------------------------
 */

static void run_notes(struct rq_inner *in)
{
    for (size_t i = 0; i < in->n_notes; i++)
        in->notes[i].run(in->rq.db, in->notes[i].ctx);
}

static void run_write(struct rq_inner *in)
{
    err e = still_may(in);

    ended(in, e == OK ? in->rq.route->handler(&in->rq) : e);
}

/* A repeated handler starts from its inputs. */
static void back_to_mark(struct rq_inner *in)
{
    struct reply *r = &in->reply;

    r->n = in->mark.headers;
    r->n_flash = in->mark.flashes;
    r->status = in->mark.status;
    r->error = OK;
    r->error_text = NULL;
    r->refused = false;
    r->after = NULL;
    r->use_bytes = false;
    r->type = NULL;
    in->form.n_problems = in->mark.problems;
    in->dead = false;
    buf_clear(&in->page);
}

static enum wrote write_run(struct db *db, void *ctx)
{
    struct rq_inner *in = ctx;
    const struct reply *r = &in->reply;
    uint64_t before = db_queries(db);

    in->rq.db = db;
    if (in->rq.route->kind == WRITE) {
        back_to_mark(in);
        life_guarded(in, run_write);
    } else {
        life_guarded(in, run_notes);
    }
    in->queries += db_queries(db) - before;
    in->rq.db = NULL;
    if (in->dead || (r->error != OK && !r->refused) || (r->after && !r->keep))
        return WROTE_FAILED;
    return r->refused ? WROTE_REFUSED : WROTE_DONE;
}

static void write_done(void *ctx, err outcome)
{
    struct rq_inner *in = ctx;

    if (outcome != OK) {
        log_line(LOG_ERROR, "http.not_written", LS("error", err_name(outcome)),
                 LS("id", in->id));
        life_fail(in, outcome, NULL);
        in->reply.n_flash = in->mark.flashes;
        in->reply.n = in->mark.headers;
        in->reply.status = 0;
    }
    in->stands = outcome == OK && in->rq.route->kind == WRITE && !in->dead &&
                 in->reply.error == OK && in->reply.status == 303;
    in->wake(in);
}

static void turned_away(struct rq_inner *in)
{
    atomic_fetch_add(&in->w->busy, 1);
    if (in->rq.me.v != 0)
        atomic_fetch_add(&in->w->known_busy, 1);
}

bool life_write(struct rq_inner *in)
{
    in->write = (struct write){
        .run = write_run, .done = write_done, .ctx = in, .arena = in->arena, .now = in->rq.now,
        .together = in->rq.route->together};
    err e = in->w->o.store ? store_write(in->w->o.store, &in->write) : ERR_DOWN;
    if (e == OK)
        return true;
    if (e == ERR_BUSY)
        turned_away(in);
    life_fail(in, e, NULL);
    return false;
}

static void worked(void *ctx)
{
    struct rq_inner *in = ctx;

    if (life_work(in) == NEXT_WRITE && life_write(in))
        return;
    in->wake(in);
}

bool life_hand_over(struct rq_inner *in)
{
    in->work = (struct work){.run = worked, .ctx = in};
    err e = pool_add(in->w->pool, &in->work);
    if (e == OK)
        return true;
    turned_away(in);
    life_fail(in, e, NULL);
    return false;
}
