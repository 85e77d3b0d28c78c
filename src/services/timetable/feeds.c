/* feeds.c: the addresses that calendars subscribe to.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "feed.h"
#include "form.h"
#include "hash.h"
#include "identity.h"
#include "own.h"
#include "pages.h"
#include "rand.h"
#include "settings.h"
#include "timetable_v.h"

enum { FEEDS_MOST = 10, SECRET_BYTES = 24 };

static const char *hash_of(struct arena *a, const char *secret)
{
    struct digest d = hash_sha256(secret, strlen(secret));
    return hash_hex(a, d.b, sizeof d.b);
}

err timetable_feeds_get(struct rq *rq)
{
    const char *secret = rq->prepared; /* after making one: shown this once */
    struct timetable_feeds_view view = {.tabs = timetable_tabs(rq)};

    TRY(timetable_q_feeds_of(rq->db, rq->me, &view.feeds));
    view.full = view.feeds.n >= FEEDS_MOST;
    if (secret) {
        view.made = url_absolute(
            rq, arena_printf(rq->arena, "/timetable/feed/%s.ics", secret));
        const char *rest = strstr(view.made, "://");
        view.webcal = arena_printf(rq->arena, "webcal%s", rest ? rest : "");
    }
    return timetable_v_feeds(rq->out, &view);
}

err timetable_feed_make_post(struct rq *rq)
{
    const char *name = form_text(rq, "name", 1, 60);
    const char *secret = rand_token(rq->arena, SECRET_BYTES);
    feed_id id = NEW_ID(rq->db, feed_id);
    int64_t n = 0;

    if (form_bad(rq))
        return page_after(rq, false, timetable_feeds_get);
    TRY(timetable_q_feeds_count(rq->db, rq->me, &n));
    if (n >= FEEDS_MOST)
        return fail(rq, ERR_CONFLICT, "You have ten addresses, which is the most. "
                                      "End one that you no longer use.");
    TRY(timetable_q_feed_add(rq->db, id, rq->me, name, lang_code(rq->lang),
                             hash_of(rq->arena, secret), rq->now));
    TRY(audit_rq(rq, "timetable.feed_made", "feed", id.v, NULL));
    rq->prepared = arena_dup(rq->arena, secret);
    return page_after(rq, true, timetable_feeds_get);
}

err timetable_feed_revoke_post(struct rq *rq)
{
    feed_id id = PATH_ID(rq, feed_id, "feed");
    int64_t changed = 0;

    TRY(timetable_q_feed_revoke(rq->db, id, rq->me, rq->now, &changed));
    if (changed == 0)
        return fail(rq, ERR_NOT_FOUND, "This calendar address has ended already.");
    TRY(audit_rq(rq, "timetable.feed_ended", "feed", id.v, NULL));
    flash(rq, TONE_POSITIVE, "The calendar address has ended. Calendars that used it no longer "
                             "see your timetable.");
    return see_other(rq, "/timetable/feeds");
}

static void note_used(struct db *db, const void *ctx)
{
    feed_id id;

    memcpy(&id, ctx, sizeof id);
    /* A note is worth trying once; when it is lost, the page shows an older moment. */
    (void)timetable_q_feed_used(db, id, db_now(db));
}

/* The secret in "SECRET.ics". */
static const char *secret_of(struct rq *rq)
{
    const char *file = path_text(rq, "secret");
    size_t n = strlen(file);

    if (!str_ends(file, ".ics"))
        return file;
    return arena_dupn(rq->arena, file, n - strlen(".ics"));
}

static err send_calendar(struct rq *rq, const struct feed_source *f)
{
    struct buf *b = rq->out->buf;

    feed_write(b, rq->arena, f);
    if (!buf_ok(b))
        return fail(rq, ERR_TOO_LARGE, "This timetable is too large for a calendar.");
    struct digest d = hash_sha256(b->s, b->n);
    reply_header(rq, "Cache-Control", "private, max-age=300");
    if (reply_unchanged(rq, hash_base64url(rq->arena, d.b, 16)))
        return OK;
    reply_type(rq, "text/calendar; charset=utf-8");
    reply_header(rq, "Content-Disposition", "inline; filename=\"timetable.ics\"");
    return OK;
}

err timetable_feed_get(struct rq *rq)
{
    struct timetable_reader *r = NULL;
    struct identity_info who;
    struct timetable_own own;

    TRY(timetable_q_feed_of_secret(rq->db, hash_of(rq->arena, secret_of(rq)), &r));
    if (!r)
        return fail(rq, ERR_NOT_FOUND, "There is no such calendar.");
    TRY(identity_by_id(rq->db, r->person, &who));
    if (r->revoked_at.v != 0 || who.disabled)
        return fail(rq, ERR_GONE, "This calendar address has ended.");
    if (r->used_at.v < instant_add(rq->now, -HOURS(1)).v)
        rq_note(rq, note_used, &r->id, sizeof r->id);
    enum lang lang = lang_of(r->lang, LANG_EN);
    TRY(timetable_own_from(rq->db, lang, r->person, civil_of(rq->now).day, &own));
    return send_calendar(
        rq, &(struct feed_source){.v = own.v,
                                  .n = own.n,
                                  .lang = lang,
                                  .domain = campus_of(rq)->domain,
                                  .name = tr_f(rq->arena, lang, "Timetable of %s", who.name),
                                  .url = url_absolute(rq, "/timetable")});
}
