/* feeds.c: answers calendars at their secret addresses: two queries when nothing changed.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "feeds.h"

#include <string.h>
#include <time.h>

#include "feed.h"
#include "hash.h"
#include "identity.h"
#include "pages.h"
#include "settings.h"
#include "str.h"

/* Goes into every ETag: to be raised when feed.c writes other bytes of the same timetable. */
#define FORMAT 3
enum { HTTP_DATE = 40 };

const char *feed_hash(struct arena *a, const char *secret)
{
    struct digest d = hash_sha256(secret, strlen(secret));
    return hash_hex(a, d.b, sizeof d.b);
}

const char *feed_without(const char *kinds)
{
    if (str_eq(kinds, "classes"))
        return "exam midterm";
    if (str_eq(kinds, "exams"))
        return "lecture tutorial lab seminar studio practical review fieldwork film individual "
               "internship other";
    return NULL;
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

static const char *etag_of(struct rq *rq, const struct timetable_reader *r,
                           const struct records_digest *digest)
{
    const char *all = arena_printf(
        rq->arena, "%d %lld %s %s %s %s %d %d %d %lld %lld %lld %lld %s %d", FORMAT,
        (long long)r->id.v, r->owner, r->lang, r->kinds, r->without, r->waiting, r->also, r->taught,
        (long long)r->changed_at.v, (long long)r->gone_at.v, (long long)r->also_at.v,
        (long long)r->n_also, digest->text, civil_of(rq->now).day.v);
    struct digest d = hash_sha256(all, strlen(all));

    return hash_base64url(rq->arena, d.b, 16);
}

static instant latest(instant a, instant b)
{
    return a.v > b.v ? a : b;
}

/* IMF-fixdate (RFC 9110 §5.6.7) of the last change; what ended leaves at midnight. */
static const char *modified_of(struct rq *rq, const struct timetable_reader *r,
                               const struct records_digest *digest)
{
    instant at = instant_of(civil_of(rq->now).day, (minute){0});
    char text[HTTP_DATE];
    struct tm tm;

    at = latest(at, latest(r->changed_at, latest(r->gone_at, latest(r->also_at, r->made_at))));
    at = latest(at, digest->changed_at);
    time_t seconds = (time_t)(at.v / 1000);
    gmtime_r(&seconds, &tm);
    if (strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &tm) == 0)
        return "";
    return arena_dup(rq->arena, text);
}

/* True: 304, the calendar has it all. */
static bool unchanged(struct rq *rq, const struct timetable_reader *r,
                      const struct records_digest *digest)
{
    const char *modified = modified_of(rq, r, digest);

    reply_header(rq, "Cache-Control", "private, max-age=300");
    reply_header(rq, "Last-Modified", modified);
    if (reply_unchanged(rq, etag_of(rq, r, digest)))
        return true;
    if (*rq_header(rq, "If-None-Match") != '\0' ||
        !str_eq(rq_header(rq, "If-Modified-Since"), modified))
        return false;
    reply_status(rq, 304);
    return true;
}

static bool has_section(const struct timetable_sources *s, section_id id)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->v[i].section->id.v == id.v)
            return true;
    return false;
}

/* Of what went up to this moment the calendar never had anything, or it has forgotten it. */
static instant heard_since(struct rq *rq, const struct timetable_reader *r)
{
    return latest(instant_add(rq->now, -TIMETABLE_GONE), instant_add(r->made_at, -1));
}

/* Places that ended since come as cancelled, with what their sections have now. */
static err add_ended(struct rq *rq, const struct timetable_reader *r,
                     const struct timetable_ended_list *ended, struct timetable_sources *s)
{
    section_id *ids = ARENA_ARRAY(rq->arena, ended->n + 1, section_id);
    const char *without = feed_without(r->kinds);
    struct records_sections found;
    size_t n = 0;

    for (size_t i = 0; i < ended->n; i++)
        if (ended->v[i].at.v > heard_since(rq, r).v &&
            !has_section(s, ended->v[i].section))
            ids[n++] = ended->v[i].section;
    TRY(records_sections_by_id(rq->db, ids, n, &found));
    for (size_t i = 0; i < found.n; i++)
        if (!timetable_listed_id(r->without, found.v[i].course.v))
            timetable_source_add(rq->arena, s,
                                 &(struct timetable_source){.section = &found.v[i],
                                                            .gone = true,
                                                            .ended = true,
                                                            .without = without});
    return OK;
}

static err gather(struct rq *rq, const struct timetable_reader *r,
                  const struct records_digest *digest, struct feed_source *f)
{
    day today = civil_of(rq->now).day;
    struct timetable_ended_list ended = {0};
    struct timetable_sources s = {0};
    struct records_earliers was;
    struct timetable_ask ask = {.who = r->person,
                                .lang = f->lang,
                                .from = today,
                                .to = day_add(today, 3660),
                                .waiting = r->waiting,
                                .also = r->also && r->n_also > 0 && !r->taught,
                                .only_taught = r->taught,
                                .courses = r->without,
                                .without = feed_without(r->kinds),
                                .digest = digest};

    TRY(timetable_own(rq->db, &ask, &s));
    if (r->gone_at.v != 0)
        TRY(timetable_q_gone_of(rq->db, r->person, &ended));
    if (!r->taught)
        TRY(add_ended(rq, r, &ended, &s));
    TRY(timetable_changes(rq->db, heard_since(rq, r), &s, &was));
    f->v = s.v;
    f->n = s.n;
    f->ended = ended.v;
    f->n_ended = ended.n;
    return OK;
}

/* The calendar of one reader. */
static err calendar(struct rq *rq, const struct timetable_reader *r)
{
    struct records_digest digest;
    struct feed_source f = {.domain = campus_of(rq)->domain, .url = url_absolute(rq, "/timetable")};

    TRY(records_own_digest(rq->db, r->person, &digest));
    if (unchanged(rq, r, &digest))
        return OK;
    f.lang = lang_of(r->lang, LANG_EN);
    f.name = tr_f(rq->arena, f.lang, "Timetable of %s", r->owner);
    f.source = url_absolute(rq, rq->path);
    TRY(gather(rq, r, &digest, &f));
    feed_write(rq->out->buf, rq->arena, &f);
    if (!buf_ok(rq->out->buf))
        return fail(rq, ERR_TOO_LARGE, "This timetable is too large for a calendar.");
    reply_type(rq, "text/calendar; charset=utf-8");
    reply_header(rq, "Content-Disposition", "inline; filename=\"timetable.ics\"");
    return OK;
}

err timetable_mine_get(struct rq *rq)
{
    struct identity_app_said said;
    struct timetable_reader *r = NULL;

    TRY(identity_app_enter(rq, "calendar", &said));
    if (said.person.v == 0)
        return OK;
    TRY(timetable_q_reader_own(rq->db, said.person, &r));
    if (!r)
        return ERR_NOT_FOUND;
    r->made_at = r->changed_at = said.made_at;
    return calendar(rq, r);
}

err timetable_feed_get(struct rq *rq)
{
    struct timetable_reader *r = NULL;

    TRY(timetable_q_feed_of_secret(rq->db, feed_hash(rq->arena, secret_of(rq)), &r));
    if (!r)
        return fail(rq, ERR_NOT_FOUND, "There is no such calendar.");
    if (r->revoked_at.v != 0 || r->disabled_at.v != 0)
        return fail(rq, ERR_GONE, "This calendar address has ended.");
    if (r->used_at.v < instant_add(rq->now, -HOURS(1)).v)
        rq_note(rq, note_used, &r->id, sizeof r->id);
    return calendar(rq, r);
}
