/* demand.c: what stands in plans, for demand against seats; and how demand grew, kept every few minutes.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "demand.h"
#include "records_demand.h"
#include "records_seats.h"
#include "rules.h"
#include "studymap_q.h"

/* Kept from so long before a window opens. */
#define BEFORE  DAYS(7)
/* So long every few minutes, then one an hour; and then none. */
#define CLOSELY DAYS(2)
#define LONGEST DAYS(365)

/* --- What is planned ----------------------------------------------------------------------------- */

static struct records_wish *wish_of(struct records_wishes *w, offering_id offering)
{
    size_t low = 0, high = w->n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (w->v[mid].offering.v < offering.v)
            low = mid + 1;
        else
            high = mid;
    }
    return low < w->n && w->v[low].offering.v == offering.v ? &w->v[low] : NULL;
}

/* The options after the first are of these offerings; each counts once in a choice. */
static void count_others(const struct records_sheet *sheet, const char *others,
                         struct records_wishes *w)
{
    struct studymap_options o = studymap_options_of((section_id){0}, others);

    for (size_t i = 1; i < o.n; i++) {
        const struct records_section *s = records_sheet_section(sheet, o.v[i]);
        struct records_wish *wish = s ? wish_of(w, s->offering) : NULL;
        bool again = false;

        for (size_t k = 1; k < i && s; k++) {
            const struct records_section *x = records_sheet_section(sheet, o.v[k]);

            again = again || (x && x->offering.v == s->offering.v);
        }
        if (wish && !again)
            wish->others++;
    }
}

static err wishes(struct db *db, term_id term, struct records_wishes *ret)
{
    struct studymap_wished_list rows = {};
    struct studymap_others_list others = {};
    struct records_demands all = {};
    const struct records_sheet *sheet = NULL;
    err e = records_sheet_get(db, term, &sheet);

    *ret = (struct records_wishes){};
    if (e == ERR_NOT_FOUND)
        return OK;
    TRY(e);
    TRY(studymap_q_wished(db, term, &rows));
    TRY(studymap_q_other_options(db, term, &others));
    TRY(records_demand_of(db, term, &all));
    ret->v = ARENA_ARRAY(db_arena(db), all.n, struct records_wish);
    ret->n = all.n;
    for (size_t i = 0; i < all.n; i++)
        ret->v[i].offering = all.v[i].offering;
    for (size_t i = 0; i < rows.n; i++) {
        struct records_wish *w = wish_of(ret, rows.v[i].offering);

        if (w) {
            w->planned = rows.v[i].planned;
            w->armed = rows.v[i].armed;
        }
    }
    for (size_t i = 0; i < others.n; i++)
        count_others(sheet, others.v[i].others, ret);
    return OK;
}

/* --- How it grew --------------------------------------------------------------------------------- */

static err history(struct db *db, term_id term, offering_id offering, struct records_points *ret)
{
    struct studymap_point_list rows = {};

    if (offering.v)
        TRY(studymap_q_samples_of(db, offering, &rows));
    else
        TRY(studymap_q_pulses_of(db, term, &rows));
    *ret = (struct records_points){ARENA_ARRAY(db_arena(db), rows.n, struct records_point),
                                   rows.n};
    for (size_t i = 0; i < rows.n; i++) { /* the newest come first */
        const struct studymap_point *p = &rows.v[rows.n - 1 - i];

        ret->v[i] = (struct records_point){p->at, p->seats, p->taken, p->waiting, p->planned};
    }
    return OK;
}

static err opening(struct db *db, term_id term, struct records_opening *ret)
{
    struct studymap_opening_now now = {};

    TRY(studymap_q_opening(db, term, instant_add(db_now(db), -SECONDS(RECORDS_LATELY)), &now));
    *ret = (struct records_opening){now.receipts, now.lately, now.asked, now.entries, now.written};
    return OK;
}

static bool same(const struct studymap_sample_in *a, const struct studymap_last *b)
{
    return a->seats == b->seats && a->taken == b->taken && a->waiting == b->waiting &&
           a->planned == b->planned && a->armed == b->armed;
}

/* Both are by offering. */
static bool changed(const struct studymap_sample_in *now, const struct studymap_last_list *last,
                    size_t *at)
{
    while (*at < last->n && last->v[*at].offering.v < now->offering.v)
        ++*at;
    return *at == last->n || last->v[*at].offering.v != now->offering.v ||
           !same(now, &last->v[*at]);
}

static err sample_term(struct db *db, term_id term)
{
    struct studymap_last_list last = {};
    struct records_demands now = {};
    struct records_wishes w = {};
    struct studymap_sample_in sum = {};
    struct studymap_sample_in *rows;
    int64_t receipts = 0, n = 0;
    size_t at = 0, kept = 0;

    TRY(records_demand_of(db, term, &now));
    TRY(wishes(db, term, &w));
    TRY(studymap_q_samples_last(db, term, &last));
    rows = ARENA_ARRAY(db_arena(db), now.n, struct studymap_sample_in);
    for (size_t i = 0; i < now.n; i++) {
        const struct records_wish *wish = wish_of(&w, now.v[i].offering);
        struct studymap_sample_in s = {.term = term,
                                       .offering = now.v[i].offering,
                                       .at = db_now(db),
                                       .seats = now.v[i].seats,
                                       .taken = now.v[i].taken,
                                       .waiting = now.v[i].waiting,
                                       .planned = wish ? wish->planned : 0,
                                       .armed = wish ? wish->armed : 0};

        sum.seats += s.seats;
        sum.taken += s.taken;
        sum.waiting += s.waiting;
        sum.planned += s.planned;
        sum.armed += s.armed;
        if (changed(&s, &last, &at))
            rows[kept++] = s;
    }
    TRY(studymap_q_sample_add(db, rows, kept, &n));
    TRY(studymap_q_receipts_in(db, term, &receipts));
    return studymap_q_pulse_add(db, term, db_now(db), sum.seats, sum.taken, sum.waiting,
                                sum.planned, sum.armed, receipts);
}

err studymap_sample(struct db *db, int64_t, const char *)
{
    struct studymap_near_list terms = {};

    TRY(studymap_q_terms_near(db, db_now(db), instant_add(db_now(db), BEFORE), &terms));
    for (size_t i = 0; i < terms.n; i++)
        TRY(sample_term(db, terms.v[i].term));
    return OK;
}

err studymap_thin(struct db *db, int64_t, const char *)
{
    instant close = instant_add(db_now(db), -CLOSELY);
    instant old = instant_add(db_now(db), -LONGEST);
    int64_t n = 0;

    TRY(studymap_q_samples_thin(db, close, old, &n));
    return studymap_q_pulses_thin(db, close, old, &n);
}

err studymap_demand_start(struct app *app)
{
    static const struct records_wishing mine = {wishes, history, opening};

    records_wished_by(app, &mine);
    return OK;
}
