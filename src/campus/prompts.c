/* prompts.c: devices that are asked at once, and the task that does it: one of its own, so that nobody who signs in
   waits behind a draw's notices. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "prompts.h"
#include "app.h"
#include "bus.h"
#include "fetch.h"
#include "form.h"
#include "push.h"
#include "push_in.h"
#include "str.h"

#define BATCH       64
#define DEADLINE_MS SECONDS(3) /* somebody waits; and others wait behind a push service that says nothing */

/* --- Asking ------------------------------------------------------------------------------------------ */

err prompt_device_read(struct rq *rq, struct prompt_device *ret)
{
    struct fetch_url url = {0};
    struct push_to to = {0};

    *ret = (struct prompt_device){form_text(rq, "endpoint", 1, PUSH_ENDPOINT), form_text(rq, "key", 1, 200),
                                  form_text(rq, "auth", 1, 100), form_text(rq, "name", 1, 60)};
    if (form_bad(rq) || push_to_read(rq->arena, ret->key, ret->auth, &to) != OK ||
        fetch_url(rq->arena, NULL, ret->endpoint, &url) != OK || !push_origin_ok(rq->arena, ret->endpoint))
        return fail(rq, ERR_BAD_FORM, "This browser did not say how it can be told. Try it again, or use another browser.");
    return OK;
}

err prompt_key(struct db *db, const char **ret)
{
    struct campus_push_key_row *key = NULL;

    TRY(campus_q_push_key(db, &key));
    *ret = key != NULL ? key->public : NULL;
    return OK;
}

err prompt_send(struct db *db, const struct prompt *p)
{
    const struct campus_settings *c = settings_of(app_settings(db_app(db)), &campus_group);
    struct push_words w = {
        .title = c->name, .text = p->text, .url = p->path, .tag = p->tag, .lang = lang_code(p->lang)};
    const char *text = push_text(db_arena(db), &w).s;

    if (text == NULL)
        return ERR_TOO_LARGE;
    TRY(campus_q_prompt_add(db, NEW_ID(db, prompt_id), p->person, p->device, p->to.endpoint, p->to.key, p->to.auth, text,
                            db_now(db), p->ends));
    bus_tell(db, BUS_PROMPT, 0);
    return OK;
}

err prompts_end(struct db *db, person_id who)
{
    return campus_q_prompts_drop(db, who);
}

/* --- Whose devices ----------------------------------------------------------------------------------- */

void prompt_asked_by(struct app *app, err (*asked)(struct db *db, const char *endpoint, bool *ret))
{
    app->asked = asked;
}

err prompt_is_asked(struct db *db, const char *endpoint, bool *ret)
{
    const struct app *app = db_app(db);

    *ret = false;
    return app->asked != NULL ? app->asked(db, endpoint, ret) : OK;
}

/* --- The task ---------------------------------------------------------------------------------------- */

static void heard(void *ctx, const struct bus_message *)
{
    task_wake(ctx, PROMPTS_TASK);
}

err prompts_start(struct app *app)
{
    return bus_hear(app, BUS_PROMPT, heard, app);
}

struct asking {
    struct campus_prompt_line_list lines;
    struct push_sender sender;
    struct push_messages messages;
};

int64_t prompt_back_off(int64_t tries)
{
    return SECONDS((int64_t)2 << (tries < 4 ? tries : 4));
}

static err gather(struct db *db, struct asking *s)
{
    struct arena *a = db_arena(db);
    instant now = db_now(db);

    TRY(campus_q_prompts_due(db, now, BATCH, &s->lines));
    if (s->lines.n == 0)
        return OK;
    err e = push_sender_open(db, &s->sender);
    if (e == ERR_NOT_FOUND) /* in the first second of a campus */
        s->lines.n = 0;
    if (e != OK || s->lines.n == 0)
        return e == ERR_NOT_FOUND ? OK : e;
    s->sender.deadline_ms = DEADLINE_MS;
    struct push_message *v = ARENA_ARRAY(a, s->lines.n, struct push_message);
    for (size_t i = 0; i < s->lines.n; i++) {
        const struct campus_prompt_line *l = &s->lines.v[i];
        int64_t left = l->ends_at.v - now.v;
        v[i] = (struct push_message){l->id.v, l->endpoint, l->key, l->auth, left > 0 ? l->text : NULL, left / 1000 + 1};
    }
    s->messages = (struct push_messages){v, ARENA_ARRAY(a, s->lines.n, enum push_outcome), s->lines.n};
    return OK;
}

static err settle(struct db *db, void *ctx)
{
    const struct asking *s = ctx;
    instant now = db_now(db);

    for (size_t i = 0; i < s->lines.n; i++) {
        const struct campus_prompt_line *l = &s->lines.v[i];
        enum push_outcome o = s->messages.outcomes[i];
        instant next = instant_add(now, prompt_back_off(l->tries));

        if (o == PUSH_UNTRIED)
            continue;
        if (o == PUSH_LATER && next.v < l->ends_at.v) {
            TRY(campus_q_prompt_later(db, l->id, next));
            continue;
        }
        TRY(campus_q_prompt_drop(db, l->id));
        if (o == PUSH_GONE)
            TRY(event_send(db, &(struct event){.kind = PROMPT_GONE, .person = l->person, .about = l->device, .at = now}));
    }
    return OK;
}

static err look(struct task *t, struct asking *s, instant *ret_next)
{
    struct db *db = NULL;
    instant next = {0};
    bool found = false;

    TRY(task_read(t, &db));
    err e = campus_q_prompt_next(db, &next, &found);
    if (e == OK && found)
        *ret_next = next;
    if (e == OK && found && next.v <= db_now(db).v)
        e = gather(db, s);
    store_release(db);
    return e;
}

err prompts_round(struct task *t, instant *ret_next)
{
    struct asking s = {0};
    bool leads = false;

    TRY(look(t, &s, ret_next));
    if (s.lines.n == 0)
        return OK;
    TRY(task_lead(t, &leads));
    if (!leads) { /* another process asks them: looked at again in a second */
        *ret_next = (instant){0};
        return OK;
    }
    push_tell_all(t, &s.sender, &s.messages);
    TRY(task_write(t, settle, &s));
    *ret_next = clock_now();
    return OK;
}
