/* draws.c: promises a draw for each opening, and takes it back when the opening moves.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "draws.h"
#include "app.h"
#include "audit.h"
#include "keys.h"
#include "records_seats.h"
#include "str.h"

#define WARM_MS 120000 /* the sections of a term that opens within so long are read */

static const char *const state_words[] = {"waiting", "freezing", "frozen", "seats", "done", "void"};

const char *draw_state_word(enum draw_state s)
{
    return state_words[s];
}

enum draw_state draw_state_of(const struct studymap_draw_row *d)
{
    for (int s = 0; s <= DRAW_VOID; s++)
        if (str_eq(state_words[s], d->state))
            return (enum draw_state)s;
    return DRAW_VOID;
}

static err note(struct db *db, const char *what, draw_id id)
{
    return audit(db, &(struct audit_entry){.what = what, .about = "draw", .id = id.v});
}

/* --- The seed ---------------------------------------------------------------------------------- */

static struct keys_about about(draw_id id)
{
    return (struct keys_about){.purpose = "draw", .row = id.v};
}

static err promise(struct db *db, const struct studymap_opening *o)
{
    draw_id id = NEW_ID(db, draw_id);
    struct keys_about of = about(id);
    struct digest seed = draw_seed_new();
    struct digest commitment = draw_commitment(&seed);
    const char *sealed = NULL;

    TRY(keys_seal(db_arena(db), db_app(db)->keys, &of, (struct str){(const char *)seed.b, sizeof seed.b},
                  &sealed));
    TRY(studymap_q_draw_add(db, id, o->term, o->window, o->opens, sealed,
                            draw_hex(db_arena(db), &commitment), db_now(db)));
    return note(db, "studymap.draw_promised", id);
}

err draw_seed(struct db *db, const struct studymap_draw_row *d, struct digest *ret)
{
    struct keys_about of = about(d->id);
    struct str plain = {};

    if (draw_state_of(d) == DRAW_DONE)
        return draw_hex_read(d->seed, ret);
    TRY(keys_unseal(db_arena(db), db_app(db)->keys, &of, d->seed, &plain));
    if (plain.n != sizeof ret->b)
        return ERR_PARSE;
    memcpy(ret->b, plain.s, plain.n);
    return OK;
}

/* --- Openings ---------------------------------------------------------------------------------- */

/* An opening to come has its draw, which is not void? */
static err has_draw(struct db *db, const struct studymap_opening *o, struct studymap_draw_row **ret)
{
    return studymap_q_draw_at(db, o->term, o->opens, ret);
}

static bool opens_still(const struct studymap_opening_list *l, const struct studymap_draw_row *d)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->v[i].term.v == d->term.v && l->v[i].opens.v == d->opens.v)
            return true;
    return false;
}

/* Waits for an opening that is not to come any more. What has begun is not looked at here. */
static bool is_void(const struct studymap_opening_list *l, const struct studymap_draw_row *d,
                    instant now)
{
    return draw_state_of(d) == DRAW_WAITING && d->opens.v > now.v && !opens_still(l, d);
}

err draws_missing(struct db *db, bool *ret_some)
{
    struct studymap_opening_list openings = {};
    struct studymap_draw_row_list open = {};

    *ret_some = false;
    TRY(studymap_q_openings(db, db_now(db), &openings));
    TRY(studymap_q_draws_open(db, &open));
    for (size_t i = 0; i < openings.n && !*ret_some; i++) {
        struct studymap_draw_row *d = NULL;

        TRY(has_draw(db, &openings.v[i], &d));
        *ret_some = !d || draw_state_of(d) == DRAW_VOID;
    }
    for (size_t i = 0; i < open.n; i++)
        *ret_some = *ret_some || is_void(&openings, &open.v[i], db_now(db));
    return OK;
}

err draws_warm(struct db *db)
{
    struct studymap_term_open_list open = {};

    TRY(studymap_q_terms_open(db, db_now(db), instant_add(db_now(db), WARM_MS), &open));
    for (size_t i = 0; i < open.n; i++) {
        const struct records_sheet *sheet = NULL;

        TRY(records_sheet_get(db, open.v[i].term, &sheet));
    }
    return OK;
}

static err opening_make(struct db *db, const struct studymap_opening *o)
{
    struct studymap_draw_row *d = NULL;

    TRY(has_draw(db, o, &d));
    if (!d)
        return promise(db, o);
    if (draw_state_of(d) != DRAW_VOID)
        return OK;
    TRY(studymap_q_draw_state(db, d->id, draw_state_word(DRAW_WAITING), (instant){0}));
    return note(db, "studymap.draw_promised", d->id);
}

err draws_make(struct db *db)
{
    struct studymap_opening_list openings = {};
    struct studymap_draw_row_list open = {};

    TRY(studymap_q_openings(db, db_now(db), &openings));
    TRY(studymap_q_draws_open(db, &open));
    for (size_t i = 0; i < openings.n; i++)
        TRY(opening_make(db, &openings.v[i]));
    for (size_t i = 0; i < open.n; i++) {
        if (!is_void(&openings, &open.v[i], db_now(db)))
            continue;
        TRY(studymap_q_draw_state(db, open.v[i].id, draw_state_word(DRAW_VOID), db_now(db)));
        TRY(note(db, "studymap.draw_void", open.v[i].id));
    }
    return OK;
}

err draws_at_once(struct db *db, window_id window)
{
    struct studymap_opening *o = NULL;
    struct studymap_draw_row *d = NULL;

    TRY(studymap_q_opening_of(db, window, db_now(db), &o));
    if (!o)
        return OK;
    TRY(has_draw(db, o, &d));
    return d ? OK : promise(db, o);
}
