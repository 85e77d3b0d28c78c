/* push_send.c: the task that tells browsers what is due. What is due goes to each browser of its person in one
   transaction; it is told outside any, by some threads, as push services are far away; and what came of it is
   written in another: who is killed in between tells some again, and the browser shows them once (their tag).
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <pthread.h>
#include <stdatomic.h>
#include "app.h"
#include "fetch.h"
#include "json.h"
#include "keys.h"
#include "log.h"
#include "mailout_in.h"
#include "notices_in.h"
#include "push.h"
#include "push_in.h"
#include "service.h"
#include "str.h"

#define FAN         500 /* notices in one transaction */
#define BATCH       64
#define THREADS     8
#define DEADLINE_MS SECONDS(10)
#define ANSWER_MAX  ((size_t)4096)
#define TTL         "86400" /* seconds for which a push service keeps it for a browser that is off */
#define TITLE_MOST  80 /* bytes; each may become six in JSON */
#define BODY_MOST   480

enum outcome { UNTRIED, TOLD, LATER, DROPPED, GONE };

struct sending {
    struct task *task;
    struct campus_push_line_list lines;
    const char **texts; /* what each is told; NULL: nothing */
    enum outcome *outcomes;
    struct sign_key **key;
    const struct guard *guard;
    const char *contact;
    atomic_size_t next;
};

int64_t push_back_off(int64_t tries)
{
    return tries >= 7 ? HOURS(1) : MINUTES((int64_t)1 << (tries > 0 ? tries - 1 : 0));
}

/* --- Words ------------------------------------------------------------------------------------------- */

/* A beginning of at most `most` bytes that does not end within a letter. */
static const char *shortened(struct arena *a, const char *s, size_t most)
{
    size_t n = strlen(s);

    if (n <= most)
        return s;
    for (n = most; n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80;)
        n--;
    return arena_printf(a, "%.*s…", (int)n, s);
}

struct str push_text(struct arena *a, const struct push_words *w)
{
    struct buf b = buf_in(a, PUSH_TEXT_MOST);
    struct json_out j = json_begin(&b);

    json_object(&j, NULL);
    json_str(&j, "title", shortened(a, w->title, TITLE_MOST));
    json_str(&j, "body", shortened(a, w->text, BODY_MOST));
    json_str(&j, "url", w->url);
    json_str(&j, "tag", w->tag);
    json_str(&j, "lang", w->lang);
    json_end(&j, '}');
    return buf_ok(&b) ? (struct str){b.s, b.n} : (struct str){0};
}

/* NULL: she has read it, has no account any more, or nobody knows its words. */
static err words_of(struct db *db, const struct campus_push_line *l, const char **ret)
{
    struct arena *a = db_arena(db);
    const struct notice_kind *k = notice_kind_named(db_app(db), l->kind);
    const struct campus_settings *c = settings_of(app_settings(db_app(db)), &campus_group);
    struct addressee to = {0};

    *ret = NULL;
    if (k == NULL || l->read_at.v != 0)
        return OK;
    err e = mail_addressee(db, l->person, &to);
    if (e == ERR_NOT_FOUND || (e == OK && to.closed))
        return OK;
    TRY(e);
    struct push_words w = {
        .title = c->name,
        .text = notice_words(a, to.lang, k, l->args),
        .url = arena_printf(a, "/notices/%lld/open", (long long)l->notice.v),
        .tag = arena_printf(a, "notice-%lld", (long long)l->notice.v),
        .lang = lang_code(to.lang),
    };
    *ret = push_text(a, &w).s;
    return OK;
}

/* --- The key ----------------------------------------------------------------------------------------- */

static const struct keys_about key_of_pushes = {"push", 1};

static void key_end(void *ctx)
{
    sign_key_free(*(struct sign_key **)ctx);
}

/* Room for a key that goes with the arena, also when memory runs out while it is used. */
static struct sign_key **key_in(struct arena *a)
{
    struct sign_key **k = ARENA_NEW(a, struct sign_key *);

    arena_at_end(a, key_end, k);
    return k;
}

static err make_key(struct db *db, void *)
{
    struct arena *a = db_arena(db);
    struct campus_push_key_row *row = NULL;
    struct sign_key **k = key_in(a);
    const char *public = NULL, *sealed = NULL;
    struct str der = {0};

    TRY(campus_q_push_key(db, &row));
    if (row != NULL)
        return OK;
    TRY(sign_key_make(SIGN_KIND_EC, k));
    TRY(push_key_text(a, *k, &public));
    TRY(sign_key_save(a, *k, &der));
    TRY(keys_seal(a, db_app(db)->keys, &key_of_pushes, der, &sealed));
    return campus_q_push_key_add(db, public, sealed, db_now(db));
}

static err open_key(struct db *db, struct sending *s)
{
    struct arena *a = task_arena(s->task);
    struct campus_push_key_row *row = NULL;
    struct str der = {0};

    TRY(campus_q_push_key(db, &row));
    if (row == NULL)
        return ERR_NOT_FOUND;
    TRY(keys_unseal(a, db_app(db)->keys, &key_of_pushes, row->sealed, &der));
    return sign_key_load(der, s->key);
}

/* --- Telling ----------------------------------------------------------------------------------------- */

static enum outcome judged(struct arena *a, int status, const char **ret_problem)
{
    if (status >= 200 && status < 300)
        return TOLD;
    *ret_problem = arena_printf(a, "the push service answers %d", status);
    if (status == 404 || status == 410)
        return GONE;
    return status == 429 || status >= 500 ? LATER : DROPPED;
}

static enum outcome tell(struct sending *s, struct arena *a, const struct campus_push_line *l, const char *text,
                         const char **ret_problem)
{
    struct push_to to = {0};
    struct str body = {0};
    struct fetch_answer r = {0};
    const char *proof = NULL;

    if (push_to_read(a, l->key, l->auth, &to) != OK || push_seal(a, &to, str_of(text), &body) != OK ||
        push_authorization(a, *s->key, l->endpoint, s->contact, clock_now(), &proof) != OK) {
        *ret_problem = "it cannot be sealed for this browser";
        return DROPPED;
    }
    struct fetch_header headers[] = {{"Authorization", proof},
                                     {"Content-Encoding", "aes128gcm"},
                                     {"Content-Type", "application/octet-stream"},
                                     {"TTL", TTL},
                                     {"Urgency", "high"}};
    struct fetch_ask q = {
        .method = "POST",
        .url = l->endpoint,
        .headers = headers,
        .n_headers = COUNT(headers),
        .body = body,
        .deadline_ms = DEADLINE_MS,
        .max = ANSWER_MAX,
        .guard = s->guard,
    };
    err e = fetch(a, &q, &r);
    if (e == OK)
        return judged(a, r.status, ret_problem);
    *ret_problem = r.why ? r.why : err_name(e);
    return e == ERR_DOWN ? LATER : DROPPED;
}

/* One of the threads: takes the next line until there is none. Its memory is its own. */
static void *teller(void *ctx)
{
    struct sending *s = ctx;
    size_t i = 0;

    while ((i = atomic_fetch_add(&s->next, 1)) < s->lines.n && !task_stops(s->task)) {
        struct arena *volatile a = arena_new(1 << 18);
        const char *problem = NULL;

        if (a == NULL)
            break;
        if (setjmp(*arena_guard(a)) == 0) {
            s->outcomes[i] = s->texts[i] ? tell(s, a, &s->lines.v[i], s->texts[i], &problem) : DROPPED;
            if (problem != NULL)
                log_line(LOG_WARNING, "push.not_told", LI("push", s->lines.v[i].push.v), LS("why", problem));
        } else {
            s->outcomes[i] = LATER;
        }
        arena_free(a);
    }
    return NULL;
}

static void tell_all(struct sending *s)
{
    pthread_t threads[THREADS];
    size_t n = 0;

    for (; n + 1 < THREADS && n + 1 < s->lines.n; n++)
        if (pthread_create(&threads[n], NULL, teller, s) != 0)
            break;
    (void)teller(s);
    for (size_t i = 0; i < n; i++)
        (void)pthread_join(threads[i], NULL);
}

/* --- What came of it --------------------------------------------------------------------------------- */

struct settled {
    struct campus_push_done *done;
    struct campus_push_later *later;
    struct campus_push_told *told;
    size_t n_done, n_later, n_told;
};

static err settle_one(struct db *db, const struct sending *s, size_t i, struct settled *to)
{
    const struct push_settings *set = settings_of(app_settings(db_app(db)), &push_group);
    const struct campus_push_line *l = &s->lines.v[i];
    instant now = db_now(db);

    switch (s->outcomes[i]) {
    case UNTRIED:
        return OK;
    case GONE:
        TRY(campus_q_push_due_remove(db, l->push));
        return campus_q_push_remove(db, l->push);
    case LATER:
        if (now.v - l->changed_at.v < set->give_up) {
            to->later[to->n_later++] =
                (struct campus_push_later){l->push, l->notice, instant_add(now, push_back_off(l->tries + 1))};
            return OK;
        }
        break;
    case TOLD:
        to->told[to->n_told++] = (struct campus_push_told){l->push, now};
        break;
    case DROPPED:
        break;
    }
    to->done[to->n_done++] = (struct campus_push_done){l->push, l->notice};
    return OK;
}

static err settle(struct db *db, void *ctx)
{
    const struct sending *s = ctx;
    struct arena *a = db_arena(db);
    struct settled to = {ARENA_ARRAY(a, s->lines.n, struct campus_push_done),
                         ARENA_ARRAY(a, s->lines.n, struct campus_push_later),
                         ARENA_ARRAY(a, s->lines.n, struct campus_push_told), 0, 0, 0};
    int64_t changed = 0;

    for (size_t i = 0; i < s->lines.n; i++)
        TRY(settle_one(db, s, i, &to));
    if (to.n_done > 0)
        TRY(campus_q_push_told(db, to.done, to.n_done, &changed));
    if (to.n_later > 0)
        TRY(campus_q_push_later(db, to.later, to.n_later, &changed));
    return to.n_told > 0 ? campus_q_push_told_at(db, to.told, to.n_told, &changed) : OK;
}

/* --- The round --------------------------------------------------------------------------------------- */

static err fan(struct db *db, void *)
{
    int64_t changed = 0;

    TRY(campus_q_push_fan(db, db_now(db), FAN, &changed));
    return campus_q_push_fanned(db, db_now(db), FAN, &changed);
}

struct looked {
    bool no_key, to_fan, due;
};

static err look_in(struct db *db, struct looked *ret, instant *ret_next)
{
    struct campus_push_key_row *key = NULL;
    int64_t waits = 0;
    bool found = false;
    instant next = {0};

    TRY(campus_q_push_key(db, &key));
    TRY(campus_q_push_waits(db, db_now(db), &waits));
    TRY(campus_q_push_next(db, &next, &found));
    ret->no_key = key == NULL;
    ret->to_fan = waits > 0;
    ret->due = found && next.v <= db_now(db).v;
    if (found && !ret->due)
        *ret_next = next;
    return OK;
}

static err look(struct task *t, struct looked *ret, instant *ret_next)
{
    struct db *db = NULL;

    TRY(task_read(t, &db));
    err e = look_in(db, ret, ret_next);
    store_release(db);
    return e;
}

static err gather_in(struct db *db, struct sending *s)
{
    struct arena *a = task_arena(s->task);

    TRY(open_key(db, s));
    TRY(campus_q_pushes_due(db, db_now(db), BATCH, &s->lines));
    s->texts = ARENA_ARRAY(a, s->lines.n, const char *);
    s->outcomes = ARENA_ARRAY(a, s->lines.n, enum outcome);
    for (size_t i = 0; i < s->lines.n; i++)
        TRY(words_of(db, &s->lines.v[i], &s->texts[i]));
    return OK;
}

static err gather(struct sending *s)
{
    struct db *db = NULL;

    TRY(task_read(s->task, &db));
    err e = gather_in(db, s);
    store_release(db);
    return e;
}

static err send_due(struct task *t)
{
    const struct settings *set = app_settings(task_app(t));
    const struct push_settings *p = settings_of(set, &push_group);
    struct arena *a = task_arena(t);
    struct mail_address contact = mailout_reply_to(set, a);
    struct sending s = {.task = t, .key = key_in(a)};
    struct guard *guard = NULL;

    if (guard_new(a, p->allow, &guard) != OK)
        log_line(LOG_ERROR, "push.allow", LS("error", "it is no list of addresses"));
    s.guard = guard;
    s.contact = arena_printf(a, "mailto:%s", contact.text != NULL ? contact.text : mailout_from(set, a).text);
    err e = gather(&s);
    if (e == OK && s.lines.n > 0) {
        tell_all(&s);
        e = task_write(t, settle, &s);
    }
    return e;
}

err push_round(struct task *t, instant *ret_next)
{
    struct looked l = {0};
    bool leads = false;

    TRY(look(t, &l, ret_next));
    if (!l.no_key && !l.to_fan && !l.due)
        return OK;
    TRY(task_lead(t, &leads));
    if (!leads) /* another process tells them: looked at again in a second */
        return OK;
    if (l.no_key)
        TRY(task_write(t, make_key, NULL));
    if (l.to_fan)
        TRY(task_write(t, fan, NULL));
    if (l.due || l.to_fan) {
        TRY(send_due(t));
        *ret_next = clock_now();
    }
    return OK;
}
