/* push_send.c: the task that tells browsers what is due. What is due goes to each browser of its person in one
   transaction; it is told outside any, by some threads, as push services are far away; and what came of it is
   written in another: who is killed in between tells some again, and the browser shows them once (their tag).
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "json.h"
#include "mailout_in.h"
#include "notices_in.h"
#include "push.h"
#include "push_in.h"
#include "service.h"
#include "str.h"

#define FAN         500 /* notices in one transaction */
#define BATCH       64
#define TTL         86400 /* seconds for which a push service keeps it for a browser that is off */
#define TITLE_MOST  80 /* bytes; each may become six in JSON */
#define BODY_MOST   480

struct sending {
    struct task *task;
    struct campus_push_line_list lines;
    struct push_sender sender;
    struct push_messages messages;
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

    switch (s->messages.outcomes[i]) {
    case PUSH_UNTRIED:
        return OK;
    case PUSH_GONE:
        TRY(campus_q_push_due_remove(db, l->push));
        return campus_q_push_remove(db, l->push);
    case PUSH_LATER:
        if (now.v - l->changed_at.v < set->give_up) {
            to->later[to->n_later++] =
                (struct campus_push_later){l->push, l->notice, instant_add(now, push_back_off(l->tries + 1))};
            return OK;
        }
        break;
    case PUSH_TOLD:
        to->told[to->n_told++] = (struct campus_push_told){l->push, now};
        break;
    case PUSH_DROPPED:
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

    TRY(push_sender_open(db, &s->sender));
    TRY(campus_q_pushes_due(db, db_now(db), BATCH, &s->lines));
    struct push_message *v = ARENA_ARRAY(a, s->lines.n, struct push_message);
    for (size_t i = 0; i < s->lines.n; i++) {
        const struct campus_push_line *l = &s->lines.v[i];
        v[i] = (struct push_message){.number = l->push.v, .endpoint = l->endpoint, .key = l->key, .auth = l->auth, .seconds = TTL};
        TRY(words_of(db, l, &v[i].text));
    }
    s->messages = (struct push_messages){v, ARENA_ARRAY(a, s->lines.n, enum push_outcome), s->lines.n};
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
    struct sending s = {.task = t};
    err e = gather(&s);

    if (e == OK && s.lines.n > 0) {
        push_tell_all(t, &s.sender, &s.messages);
        e = task_write(t, settle, &s);
    }
    return e;
}

static err make_key(struct db *db, void *)
{
    return push_key_make(db);
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
