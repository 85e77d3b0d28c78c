/* notices_pages.c: the list of notices, and what somebody chooses to be told.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "audit.h"
#include "bus.h"
#include "campus_v.h"
#include "form.h"
#include "notices_in.h"
#include "push_in.h"
#include "reply.h"
#include "service.h"

#define PAGE   50
#define TOPICS 64

err notices_new(struct rq *rq, int64_t *ret)
{
    *ret = 0;
    return rq->me.v == 0 || rq->db == NULL ? OK : campus_q_notices_new(rq->db, rq->me, ret);
}

/* --- The list -------------------------------------------------------------------------------- */

static void add_line(struct rq *rq, struct notice_lines *l, const struct campus_notice_row *r)
{
    const struct notice_kind *k = notice_kind_named(rq_app(rq), r->kind);

    if (k != NULL) /* else of a version before: nobody knows its words */
        l->v[l->n++] = (struct notice_line){
            .id = r->id,
            .icon = k->icon,
            .text = notice_words(rq->arena, rq->lang, k, r->args),
            .topic = k->topic->title,
            .at = r->changed_at,
            .times = r->times,
            .unread = r->read_at.v == 0,
        };
}

err notices_get(struct rq *rq)
{
    instant before = {form_int_or(rq, "before", 1, INT64_MAX, 0)};
    notice_id before_id = FORM_ID_OR_NONE(rq, notice_id, "id");
    struct campus_notice_row_list rows = {0};
    struct campus_notices_view v = {0};

    TRY(campus_q_notices_of(rq->db, rq->me, before, before_id, PAGE + 1, &rows));
    if (rows.n > PAGE) {
        rows.n = PAGE;
        v.older = arena_printf(rq->arena, "/notices?before=%lld&id=%lld", (long long)rows.v[PAGE - 1].changed_at.v,
                               (long long)rows.v[PAGE - 1].id.v);
    }
    v.lines.v = ARENA_ARRAY(rq->arena, rows.n, struct notice_line);
    for (size_t i = 0; i < rows.n; i++) {
        add_line(rq, &v.lines, &rows.v[i]);
        v.some_new = v.some_new || rows.v[i].read_at.v == 0;
    }
    return campus_v_notices(rq->out, &v);
}

struct opened {
    notice_id id;
    person_id who;
};
static void note_read(struct db *db, const void *ctx)
{
    struct opened o;
    int64_t changed = 0;

    memcpy(&o, ctx, sizeof o);
    /* Worth trying once: it can be opened again. */
    if (campus_q_notice_read(db, o.id, o.who, db_now(db), &changed) == OK && changed > 0)
        bus_tell(db, BUS_NOTICES, o.who.v);
}

err notices_open_get(struct rq *rq)
{
    struct opened o = {PATH_ID(rq, notice_id, "notice"), rq->me};
    struct campus_notice_row *row = NULL;

    TRY(campus_q_notice(rq->db, o.id, rq->me, &row));
    if (row == NULL)
        return fail(rq, ERR_NOT_FOUND, "This notice is not here any more.");
    if (row->read_at.v == 0)
        rq_note(rq, note_read, &o, sizeof o);
    return see_other(rq, "%s", row->path);
}

err notices_read_post(struct rq *rq)
{
    int64_t n = 0;

    TRY(campus_q_notices_read(rq->db, rq->me, rq->now, &n));
    if (n > 0)
        bus_tell(rq->db, BUS_NOTICES, rq->me.v);
    TRY(audit_rq(rq, "notices.read", "person", rq->me.v, NULL));
    return see_other(rq, "/notices");
}

/* --- Choices --------------------------------------------------------------------------------- */

static struct notice_choice choice_of(const struct notice_topic *t, const struct campus_notice_choice_row_list *rows)
{
    enum notice_mail mail = t->mail;
    bool page = true, push = true;

    for (size_t i = 0; i < rows->n; i++)
        if (str_eq(rows->v[i].topic, t->name) && notice_mail_parse(rows->v[i].mail, &mail))
            page = rows->v[i].page, push = rows->v[i].push;
    return (struct notice_choice){
        .name = t->name,
        .title = t->title,
        .what = t->what,
        .page = page,
        .push = push,
        .now = mail == NOTICE_MAIL_NOW,
        .daily = mail == NOTICE_MAIL_DAILY,
        .never = mail == NOTICE_MAIL_NEVER,
    };
}

err notices_settings_get(struct rq *rq)
{
    const struct notices_settings *s = settings_of(rq_settings(rq), &notices_group);
    struct notice_topics t = notice_topics_of(rq_app(rq), rq->arena);
    struct campus_notice_choice_row_list rows = {0};
    struct addressee me = {.address = "–"};
    struct campus_notice_settings_view v = {
        .chosen.v = ARENA_ARRAY(rq->arena, t.n, struct notice_choice),
        .fixed.v = ARENA_ARRAY(rq->arena, t.n, struct notice_choice),
        .digest_hour = s->digest_hour,
        .quiet_from = s->quiet_from,
        .quiet_to = s->quiet_to,
        .quiet = s->quiet_from != s->quiet_to,
    };

    TRY(campus_q_notice_choices(rq->db, rq->me, &rows));
    TRY(mail_addressee(rq->db, rq->me, &me));
    TRY(push_of(rq, &v.push));
    v.address = me.address;
    for (size_t i = 0; i < t.n; i++) {
        struct notice_choices *to = t.v[i]->fixed ? &v.fixed : &v.chosen;

        to->v[to->n++] = choice_of(t.v[i], &rows);
    }
    return campus_v_notice_settings(rq->out, &v);
}

static err choose(struct rq *rq, const struct notice_topic *t)
{
    const char *page = arena_printf(rq->arena, "page-%s", t->name), *mail = arena_printf(rq->arena, "mail-%s", t->name),
               *push = arena_printf(rq->arena, "push-%s", t->name);
    enum notice_mail m = t->mail;

    if (!form_has(rq, mail))
        return OK; /* not in this form */
    if (!notice_mail_parse(form_typed(rq, mail), &m))
        return fail(rq, ERR_BAD_FORM, "Choose when it comes by mail.");
    return campus_q_notice_choose(rq->db, rq->me, t->name, form_flag(rq, page), notice_mail_word(m), form_flag(rq, push));
}

err notices_settings_post(struct rq *rq)
{
    struct notice_topics t = notice_topics_of(rq_app(rq), rq->arena);

    for (size_t i = 0; i < t.n; i++)
        if (!t.v[i]->fixed)
            TRY(choose(rq, t.v[i]));
    TRY(audit_rq(rq, "notices.chosen", "person", rq->me.v, NULL));
    flash(rq, TONE_POSITIVE, "Kept. It counts from the next notice on.");
    return see_other(rq, "/notices/settings");
}

/* --- Her own data ---------------------------------------------------------------------------- */

err notices_export(struct db *db, person_id who, struct json_out *j)
{
    struct campus_notice_row_list rows = {0};
    struct campus_notice_choice_row_list choices = {0};

    TRY(campus_q_notices_of(db, who, (instant){0}, (notice_id){0}, 10000, &rows));
    TRY(campus_q_notice_choices(db, who, &choices));
    json_array(j, "notices");
    for (size_t i = 0; i < rows.n; i++) {
        const struct notice_kind *k = notice_kind_named(db_app(db), rows.v[i].kind);

        json_object(j, NULL);
        json_str(j, "at", instant_iso(db_arena(db), rows.v[i].changed_at));
        json_str(j, "text", k != NULL ? notice_words(db_arena(db), LANG_EN, k, rows.v[i].args) : rows.v[i].kind);
        json_bool(j, "read", rows.v[i].read_at.v != 0);
        json_end(j, '}');
    }
    json_end(j, ']');
    json_array(j, "notice_choices");
    for (size_t i = 0; i < choices.n; i++) {
        json_object(j, NULL);
        json_str(j, "about", choices.v[i].topic);
        json_bool(j, "page", choices.v[i].page);
        json_str(j, "mail", choices.v[i].mail);
        json_end(j, '}');
    }
    json_end(j, ']');
    return OK;
}
