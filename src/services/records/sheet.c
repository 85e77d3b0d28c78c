/* sheet.c: the sections of a term in memory, shared by all threads, as old as the version in the
   database says. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "demand_inside.h"
#include "sheet.h"
#include <pthread.h>
#include "app.h"
#include "inside.h"
#include "list.h"
#include "records_demand.h"
#include "records_q.h"
#include "records_seats.h"

#define TERMS 8
#define SHEET_MAX ((size_t)512 << 20)

/* A sheet with its memory, and how many hold it. */
struct kept {
    struct records_sheet sheet;
    struct records_copied copied;
    struct records_list list;
    struct arena *arena;
    struct sheets *of;
    int holders;
};

struct sheets {
    pthread_mutex_t lock;
    struct kept *v[TERMS]; /* the last of each term; each is held once for that */
    size_t next;           /* where the next new term goes */
    const struct records_wishing *wishing; /* set at the start */
    struct demand_live *demand; /* likewise */
};

static void let_go(struct kept *k)
{
    if (--k->holders == 0)
        arena_free(k->arena);
}

static void drop_all(void *what)
{
    struct sheets *s = what;

    for (size_t i = 0; i < TERMS; i++)
        if (s->v[i])
            let_go(s->v[i]);
    pthread_mutex_destroy(&s->lock);
}

err sheets_start(struct app *app)
{
    struct sheets *s = ARENA_NEW(app->arena, struct sheets);

    if (pthread_mutex_init(&s->lock, NULL) != 0)
        return ERR_MEMORY;
    app_keep(app, &records_service, s, drop_all);
    return demand_live_start(app, &s->demand);
}

struct demand_live *records_demand_live(const struct app *app)
{
    struct sheets *s = app_kept(app, &records_service);

    return s->demand;
}

void records_wished_by(struct app *app, const struct records_wishing *w)
{
    struct sheets *s = app_kept(app, &records_service);

    s->wishing = w;
}

const struct records_wishing *sheets_wishing(struct app *app)
{
    struct sheets *s = app_kept(app, &records_service);

    return s->wishing;
}

/* --- Making one ------------------------------------------------------------------------------- */

static err sections_read(struct db *db, struct records_sheet *sheet)
{
    struct records_sections all;

    TRY(records_sections_of_term(db, sheet->term, &all));
    for (size_t i = 0; i < all.n; i++) {
        struct records_section *s = &all.v[i];

        s->seats = s->taken = s->kept = s->waiting = 0;
        s->unlimited = s->promote_due = false;
    }
    sheet->v = all.v;
    sheet->n = all.n;
    return OK;
}

static err reserves_read(struct db *db, struct records_sheet *sheet)
{
    struct records_r_reserved_list rows;
    struct records_reserved *v;

    TRY(records_q_sheet_reserves(db, sheet->term, &rows));
    v = ARENA_ARRAY(db_arena(db), rows.n, struct records_reserved);
    for (size_t i = 0; i < rows.n; i++)
        v[i] = (struct records_reserved){rows.v[i].id, rows.v[i].section, rows.v[i].programme};
    sheet->reserves = v;
    sheet->n_reserves = rows.n;
    return OK;
}

static err sheet_read(struct db *db, struct records_sheet *sheet)
{
    struct records_term term = {0};

    if (sheet->term.v == 0)
        return OK;
    TRY(records_term_of_id(db, LANG_EN, sheet->term, &term));
    sheet->last = term.last;
    TRY(sections_read(db, sheet));
    return reserves_read(db, sheet);
}

static err make(struct db *db, term_id term, int64_t version, struct kept **ret)
{
    struct arena *a = arena_new(SHEET_MAX);
    struct kept *k = ARENA_NEW(a, struct kept);
    struct arena *before = db_rows_to(db, a);
    err e;

    *k = (struct kept){.sheet = {.term = term, .version = version}, .arena = a, .holders = 1};
    k->sheet.copied = &k->copied;
    e = sheet_read(db, &k->sheet);
    if (e == OK)
        e = records_list_read(db, &k->sheet, &k->list);
    (void)db_rows_to(db, before);
    if (e == OK)
        *ret = k;
    else
        arena_free(a);
    return e;
}

/* --- Getting one ------------------------------------------------------------------------------ */

static struct kept **slot(struct sheets *s, term_id term)
{
    for (size_t i = 0; i < TERMS; i++)
        if (s->v[i] && s->v[i]->sheet.term.v == term.v)
            return &s->v[i];
    s->next = (s->next + 1) % TERMS;
    return &s->v[s->next];
}

/* Held once more for the caller. The lock is held. */
static err hold(struct db *db, struct sheets *s, const struct records_sheet *want,
                struct kept **ret)
{
    struct kept **at = slot(s, want->term);
    struct kept *fresh = NULL;

    if (!*at || (*at)->sheet.term.v != want->term.v || (*at)->sheet.version != want->version) {
        TRY(make(db, want->term, want->version, &fresh));
        fresh->of = s;
        if (*at)
            let_go(*at);
        *at = fresh;
    }
    (*at)->holders++;
    *ret = *at;
    return OK;
}

static void give_back(void *ctx)
{
    struct kept **held = ctx;
    struct kept *k = *held;

    if (!k)
        return;
    struct sheets *s = k->of;

    pthread_mutex_lock(&s->lock);
    let_go(k);
    pthread_mutex_unlock(&s->lock);
}

static err get(struct db *db, term_id term, const struct kept **ret)
{
    struct sheets *s = app_kept(db_app(db), &records_service);
    struct kept **held = ARENA_NEW(db_arena(db), struct kept *);
    struct records_sheet want = {.term = term};
    err e;

    TRY(records_q_stamp(db, &want.version));
    arena_at_end(db_arena(db), give_back, held);
    pthread_mutex_lock(&s->lock);
    e = hold(db, s, &want, held);
    pthread_mutex_unlock(&s->lock);
    if (e == OK)
        *ret = *held;
    return e;
}

struct sheets_held sheets_hold(struct app *app, struct arena *a)
{
    struct sheets *s = app_kept(app, &records_service);
    struct sheets_held all = {ARENA_ARRAY(a, TERMS, const struct records_sheet *), 0};
    struct kept **held = ARENA_ARRAY(a, TERMS, struct kept *);

    for (size_t i = 0; i < TERMS; i++)
        arena_at_end(a, give_back, &held[i]);
    pthread_mutex_lock(&s->lock);
    for (size_t i = 0; i < TERMS; i++) {
        if (!s->v[i] || s->v[i]->sheet.term.v == 0)
            continue;
        s->v[i]->holders++;
        held[all.n] = s->v[i];
        all.v[all.n++] = &s->v[i]->sheet;
    }
    pthread_mutex_unlock(&s->lock);
    return all;
}

err records_sheet_get(struct db *db, term_id term, const struct records_sheet **ret)
{
    const struct kept *k = NULL;

    if (term.v == 0)
        return ERR_NOT_FOUND;
    TRY(get(db, term, &k));
    *ret = &k->sheet;
    return OK;
}

err records_list_get(struct db *db, term_id term, const struct records_list **ret)
{
    const struct kept *k = NULL;

    TRY(get(db, term, &k));
    *ret = &k->list;
    return OK;
}

err records_sheet_changed(struct db *db)
{
    return records_q_stamp_set(db, db_new_id(db));
}

/* --- Looking ---------------------------------------------------------------------------------- */

const struct records_section *records_sheet_section(const struct records_sheet *sheet, section_id id)
{
    size_t low = 0, high = sheet->n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (sheet->v[mid].id.v < id.v)
            low = mid + 1;
        else
            high = mid;
    }
    return low < sheet->n && sheet->v[low].id.v == id.v ? &sheet->v[low] : NULL;
}

const struct records_reserved *records_sheet_reserves(const struct records_sheet *sheet,
                                                      section_id id, size_t *ret_n)
{
    size_t low = 0, high = sheet->n_reserves;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (sheet->reserves[mid].section.v < id.v)
            low = mid + 1;
        else
            high = mid;
    }
    *ret_n = 0;
    while (low + *ret_n < sheet->n_reserves && sheet->reserves[low + *ret_n].section.v == id.v)
        ++*ret_n;
    return sheet->reserves + low;
}
