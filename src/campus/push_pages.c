/* push_pages.c: the browsers on which somebody is told; the service worker and the manifest, by which a browser can
   keep the campus as an app. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "asset.h"
#include "audit.h"
#include "campus_v.h"
#include "form.h"
#include "json.h"
#include "mailout_in.h"
#include "notices_models.h"
#include "page.h"
#include "prompts.h"
#include "push_in.h"
#include "reply.h"
#include "str.h"

/* --- What the settings of notices show ----------------------------------------------------------------- */

err push_of(struct rq *rq, struct campus_push_view *ret)
{
    struct campus_push_key_row *key = NULL;
    struct campus_push_row_list rows = {0};

    TRY(campus_q_push_key(rq->db, &key));
    TRY(campus_q_pushes_of(rq->db, rq->me, &rows));
    ret->key = key != NULL ? key->public : NULL;
    ret->v = ARENA_ARRAY(rq->arena, rows.n, struct campus_push_line_view);
    ret->n = rows.n;
    for (size_t i = 0; i < rows.n; i++)
        ret->v[i] = (struct campus_push_line_view){rows.v[i].id, rows.v[i].name, rows.v[i].made_at, rows.v[i].told_at,
                                                   rows.v[i].session.v == rq->session.v};
    return OK;
}

/* --- Asked by the browser ------------------------------------------------------------------------------ */

static err forget(struct db *db, push_id id)
{
    TRY(campus_q_push_due_remove(db, id));
    return campus_q_push_remove(db, id);
}

/* The oldest make room. */
static err make_room(struct rq *rq, int64_t most)
{
    struct campus_push_row_list rows = {0};

    TRY(campus_q_pushes_of(rq->db, rq->me, &rows));
    for (size_t i = (size_t)most - 1; i < rows.n; i++)
        TRY(forget(rq->db, rows.v[i].id));
    return OK;
}

err push_add_post(struct rq *rq)
{
    const struct push_settings *s = settings_of(rq_settings(rq), &push_group);
    struct campus_push_row *old = NULL;
    push_id id = NEW_ID(rq->db, push_id);
    struct prompt_device asked;

    TRY(prompt_device_read(rq, &asked));
    TRY(campus_q_push_at(rq->db, asked.endpoint, &old));
    if (old != NULL) /* hers, or of who used this browser before */
        TRY(forget(rq->db, old->id));
    TRY(make_room(rq, s->most));
    TRY(campus_q_push_add(rq->db, id, rq->me, rq->session, asked.endpoint, asked.key, asked.auth, asked.name, rq->now));
    TRY(audit_rq(rq, "push.added", "person", rq->me.v, NULL));
    flash(rq, TONE_POSITIVE, "You are told on this device, also when the campus is not open.");
    return see_other(rq, "/notices/settings#devices");
}

/* A browser that is told says in which login it is now. Somebody else's ends: this is another person's now. */
err push_here_post(struct rq *rq)
{
    const char *endpoint = form_text(rq, "endpoint", 1, PUSH_ENDPOINT);
    struct campus_push_row *row = NULL;

    if (form_bad(rq))
        return fail(rq, ERR_BAD_FORM, "This browser did not say how it can be told. Try it again, or use another browser.");
    TRY(campus_q_push_at(rq->db, endpoint, &row));
    bool hers = row != NULL && row->person.v == rq->me.v, kept = hers;

    if (!hers) /* it may still be asked to confirm sign-ins */
        TRY(prompt_is_asked(rq->db, endpoint, &kept));
    if (row != NULL && !hers) {
        TRY(forget(rq->db, row->id));
        TRY(audit_rq(rq, "push.ended", "person", row->person.v, NULL));
    }
    if (hers && row->session.v != rq->session.v) {
        TRY(campus_q_push_seen(rq->db, row->id, rq->session));
        TRY(audit_rq(rq, "push.seen", "person", rq->me.v, NULL));
    }
    struct json_out j = json_begin(rq->out->buf);
    json_object(&j, NULL);
    json_bool(&j, "told", hers);
    json_bool(&j, "kept", kept);
    json_end(&j, '}');
    return reply_json(rq);
}

err push_remove_post(struct rq *rq)
{
    push_id id = PATH_ID(rq, push_id, "push");
    struct campus_push_row_list rows = {0};

    TRY(campus_q_pushes_of(rq->db, rq->me, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        if (rows.v[i].id.v != id.v)
            continue;
        TRY(forget(rq->db, id));
        TRY(audit_rq(rq, "push.ended", "person", rq->me.v, NULL));
        flash(rq, TONE_POSITIVE, "Nothing is told there any more: %s.", rows.v[i].name);
        return see_other(rq, "/notices/settings#devices");
    }
    return fail(rq, ERR_NOT_FOUND, "This device is told no more already.");
}

/* --- Trying it ------------------------------------------------------------------------------------------- */

/* Once a minute: what comes within it is the same. */
err push_try_post(struct rq *rq)
{
    struct notice n = {.kind = &push_tried, .person = rq->me, .thing = rq->now.v / MINUTES(1), .path = "/notices/settings"};

    TRY(notice_send(rq->db, &n));
    TRY(audit_rq(rq, "push.tried", "person", rq->me.v, NULL));
    flash(rq, TONE_POSITIVE, "A notice is on its way to your devices. It takes some seconds.");
    return see_other(rq, "/notices/settings#devices");
}

/* --- Ended ------------------------------------------------------------------------------------------------ */

/* `about` is the login that ended; zero: all of hers but `more`. */
err push_hear_ended(struct db *db, const struct event *e)
{
    struct campus_push_row_list rows = {0};

    if (e->kind == SESSION_ENDED && e->about != 0)
        TRY(campus_q_pushes_of_session(db, (session_id){e->about}, &rows));
    else
        TRY(campus_q_pushes_of(db, e->person, &rows));
    for (size_t i = 0; i < rows.n; i++)
        if (rows.v[i].person.v == e->person.v && (e->more == 0 || rows.v[i].session.v != e->more))
            TRY(forget(db, rows.v[i].id));
    return OK;
}

/* --- Her own data ------------------------------------------------------------------------------------------ */

err push_export(struct db *db, person_id who, struct json_out *j)
{
    struct campus_push_row_list rows = {0};

    TRY(campus_q_pushes_of(db, who, &rows));
    json_array(j, "told_on");
    for (size_t i = 0; i < rows.n; i++) {
        json_object(j, NULL);
        json_str(j, "device", rows.v[i].name);
        json_str(j, "since", instant_iso(db_arena(db), rows.v[i].made_at));
        json_str(j, "address", rows.v[i].endpoint);
        json_end(j, '}');
    }
    json_end(j, ']');
    return OK;
}

/* --- The app ------------------------------------------------------------------------------------------------ */

/* At the root, because a service worker serves what is below it; never kept, so that the next one is found. */
err push_worker_get(struct rq *rq)
{
    const struct asset_file *f = asset_file_named("worker.js");

    if (f == NULL)
        return fail(rq, ERR_NOT_FOUND, "There is no such file.");
    reply_header(rq, "Cache-Control", "no-cache");
    return reply_bytes(rq, f->type, f->plain, f->plain_n);
}

err push_manifest_get(struct rq *rq)
{
    struct json_out j = json_begin(rq->out->buf);
    const struct campus_settings *c = settings_of(rq_settings(rq), &campus_group);

    json_object(&j, NULL);
    json_str(&j, "id", "/");
    json_str(&j, "name", c->name);
    json_str(&j, "short_name", c->name);
    json_str(&j, "start_url", "/home");
    json_str(&j, "scope", "/");
    json_str(&j, "display", "standalone");
    json_str(&j, "lang", lang_code(rq->lang));
    json_array(&j, "icons");
    json_object(&j, NULL);
    json_str(&j, "src", asset("mark.svg"));
    json_str(&j, "type", "image/svg+xml");
    json_str(&j, "sizes", "any");
    json_end(&j, '}');
    json_end(&j, ']');
    json_end(&j, '}');
    reply_header(rq, "Cache-Control", "private, max-age=3600");
    TRY(reply_json(rq));
    reply_type(rq, "application/manifest+json");
    return OK;
}
