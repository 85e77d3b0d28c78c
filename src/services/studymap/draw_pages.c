/* draw_pages.c: the public pages of draws: their list, each of them with its promise and its proof, and the file.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include "app.h"
#include "armed.h"
#include "blob.h"

/* A held draw's file never changes. */
#define FOREVER "public, max-age=31536000, immutable"

static struct msg state_words(const struct studymap_draw_row *d)
{
    static const struct msg words[] = {
        [DRAW_WAITING] = _("Waits for the opening"),
        [DRAW_FREEZING] = _("Is being held"),
        [DRAW_FROZEN] = _("Is being held"),
        [DRAW_SEATS] = _("Is being held"),
        [DRAW_DONE] = _("Held"),
        [DRAW_VOID] = _("Not held: the opening was moved"),
    };

    return words[draw_state_of(d)];
}

static const char *state_tone(const struct studymap_draw_row *d)
{
    enum draw_state s = draw_state_of(d);

    return s == DRAW_DONE ? "chip-positive" : s == DRAW_WAITING || s == DRAW_VOID ? "" : "chip-accent";
}

static const char *term_name(const struct records_terms *all, term_id id)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].id.v == id.v)
            return all->v[i].name;
    return "";
}

static struct studymap_draw_line line_of_draw(const struct studymap_draw_row *d,
                                              const struct records_terms *terms)
{
    return (struct studymap_draw_line){
        .id = d->id,
        .term = term_name(terms, d->term),
        .term_id = d->term,
        .opens = d->opens,
        .state = state_words(d),
        .tone = state_tone(d),
        .entries = d->entries,
        .done = draw_state_of(d) == DRAW_DONE,
    };
}

/* Two draws of a term differ in whom they are for. */
static err whom_read(struct rq *rq, struct studymap_draws_view *view)
{
    struct records_moment *at = ARENA_ARRAY(rq->arena, view->n, struct records_moment);
    const char **whom = ARENA_ARRAY(rq->arena, view->n, const char *);

    for (size_t i = 0; i < view->n; i++)
        at[i] = (struct records_moment){view->v[i].term_id, view->v[i].opens};
    TRY(records_moments_whom(rq, at, view->n, whom));
    for (size_t i = 0; i < view->n; i++)
        view->v[i].whom = whom[i];
    return OK;
}

err studymap_draws_get(struct rq *rq)
{
    struct studymap_draw_row_list open = {}, over = {};
    struct studymap_draws_view view = {};
    struct records_terms terms = {};

    TRY(records_terms(rq->db, rq->lang, &terms));
    TRY(studymap_q_draws_open(rq->db, &open));
    TRY(studymap_q_draws_done(rq->db, &over));
    view.v = ARENA_ARRAY(rq->arena, open.n + over.n, struct studymap_draw_line);
    for (size_t i = 0; i < open.n; i++)
        view.v[view.n++] = line_of_draw(&open.v[i], &terms);
    for (size_t i = 0; i < over.n; i++)
        view.v[view.n++] = line_of_draw(&over.v[i], &terms);
    TRY(whom_read(rq, &view));
    return studymap_v_draws(rq->out, &view);
}

/* "36500 35210" as rows. */
static struct studymap_ranks ranks_of(struct rq *rq, const char *turns)
{
    struct str_list parts = str_split(rq->arena, turns, ' ');
    struct studymap_ranks ranks = {.v = ARENA_ARRAY(rq->arena, parts.n, int64_t)};

    for (size_t i = 0; i < parts.n; i++)
        if (str_int(parts.v[i], 1, INT64_MAX, &ranks.v[ranks.n]) == OK)
            ranks.n++;
    return ranks;
}

/* Before it is held there is a file too: with the promise alone. */
static err file_before(struct rq *rq, const struct studymap_draw_row *d, const struct records_term *term)
{
    struct draw_file f = {
        .id = arena_printf(rq->arena, "%lld", (long long)d->id.v),
        .term = term->code,
        .opens = instant_iso(rq->arena, d->opens),
    };

    TRY(draw_hex_read(d->commitment, &f.commitment));
    draw_file_write(rq->out->buf, &f);
    return reply_json(rq);
}

static err file_get(struct rq *rq, const struct studymap_draw_row *d, const struct records_term *term)
{
    struct digest id = {};
    struct str bytes = {};

    if (draw_state_of(d) != DRAW_DONE)
        return file_before(rq, d, term);
    if (reply_unchanged(rq, d->file))
        return OK;
    TRY(blob_of(d->file, &id));
    TRY(blob_read(rq_app(rq)->blobs, rq->arena, &id, DRAW_FILE_MAX, &bytes));
    reply_header(rq, "Cache-Control", FOREVER);
    return reply_bytes(rq, "application/json", bytes.s, bytes.n);
}

static err page_get(struct rq *rq, const struct studymap_draw_row *d, const struct records_term *term)
{
    bool done = draw_state_of(d) == DRAW_DONE;
    const char *whom = NULL;

    TRY(records_moments_whom(rq, &(struct records_moment){d->term, d->opens}, 1, &whom));
    struct studymap_draw_view view = {
        .title = say(rq, "The draw for %s", term->name),
        .id = d->id,
        .opens = d->opens,
        .made_at = d->made_at,
        .whom = whom,
        .late = d->made_at.v > d->opens.v,
        .state = state_words(d),
        .tone = state_tone(d),
        .commitment = d->commitment,
        .entries = d->entries,
        .waiting = draw_state_of(d) == DRAW_WAITING,
        .done = done,
        .done_at = d->done_at,
        .ranks = ranks_of(rq, d->turns),
    };

    if (view.waiting)
        TRY(studymap_q_armed_count(rq->db, d->term, &view.armed));
    if (done) {
        view.seed = d->seed;
        view.digest = d->tickets;
        view.final = d->final;
    }
    return studymap_v_draw(rq->out, &view);
}

/* "/draws/12" is the page, "/draws/12.json" the file. */
err studymap_draw_get(struct rq *rq)
{
    const char *name = path_text(rq, "draw");
    bool file = str_ends(name, ".json");
    const char *digits = file ? arena_dupn(rq->arena, name, strlen(name) - strlen(".json")) : name;
    struct studymap_draw_row *d = NULL;
    struct records_term term = {};
    draw_id id = {};

    if (str_int(digits, 1, INT64_MAX, &id.v) != OK)
        return ERR_NOT_FOUND;
    TRY(studymap_q_draw_get(rq->db, id, &d));
    if (!d)
        return ERR_NOT_FOUND;
    TRY(records_term_of_id(rq->db, rq->lang, d->term, &term));
    return file ? file_get(rq, d, &term) : page_get(rq, d, &term);
}

/* --- On a receipt ------------------------------------------------------------------------------- */

err studymap_drawn_read(struct rq *rq, const struct studymap_receipt *receipt,
                        struct studymap_drawn_view *ret)
{
    struct studymap_draw_row *d = NULL;

    *ret = (struct studymap_drawn_view){};
    if (receipt->draw.v == 0)
        return OK;
    TRY(studymap_q_draw_get(rq->db, receipt->draw, &d));
    if (!d)
        return ERR_NOT_FOUND;
    *ret = (struct studymap_drawn_view){
        .id = d->id,
        .ticket = receipt->ticket,
        .commitment = d->commitment,
        .seed = draw_state_of(d) == DRAW_DONE ? d->seed : NULL,
        .turns = ranks_of(rq, d->turns),
    };
    return OK;
}
