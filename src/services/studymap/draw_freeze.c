/* draw_freeze.c: reads all that a draw begins with. Lists of all who are armed come by plan, and are
   walked beside one another: no query for each of them.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "draw_freeze.h"
#include "draw_rules.h"
#include "records_draw.h"
#include <stdlib.h>
#include <string.h>

/* The longest text of an entry: 20 choices of 6 options, each with what it lacks. */
#define TEXT_MAX    ((size_t)1 << 20)
#define SCRATCH_MAX ((size_t)64 << 20)

/* Lists by plan, and how far each was read. */
struct freezing {
    struct db *db;
    const struct studymap_draw_row *draw;
    const struct studymap_settings *settings;
    const struct records_sheet *sheet;
    struct studymap_armed_list plans;
    struct studymap_armed_item_list items;
    struct studymap_armed_hold_list holds;
    struct studymap_armed_programme_list programmes;
    struct studymap_armed_fact_list results;
    struct studymap_armed_course_list waivers, awaited;
    struct studymap_course_list courses;
    struct {
        size_t items, holds, programmes, results, waivers, awaited;
    } at;
    struct arena *scratch; /* of one plan */
    struct buf text;
};

/* Rows that begin with their plan, by plan. */
struct rows {
    const void *v;
    size_t n, size;
};
#define ROWS(list) ((struct rows){(list).v, (list).n, sizeof *(list).v})

static plan_id plan_at(const struct rows *r, size_t i)
{
    plan_id id;

    memcpy(&id, (const char *)r->v + i * r->size, sizeof id);
    return id;
}

/* Where the rows of a plan begin, and how many they are; goes on behind them. */
static size_t next(struct rows r, size_t *at, plan_id plan, size_t *ret_n)
{
    size_t from;

    while (*at < r.n && plan_at(&r, *at).v < plan.v)
        ++*at;
    from = *at;
    while (*at < r.n && plan_at(&r, *at).v == plan.v)
        ++*at;
    *ret_n = *at - from;
    return from;
}

static err lists_read(struct freezing *f)
{
    term_id term = f->draw->term;
    day today = civil_of(db_now(f->db)).day;

    TRY(studymap_q_armed_plans(f->db, term, f->draw->id, &f->plans));
    if (f->plans.n == 0)
        return OK;
    TRY(records_sheet_get(f->db, term, &f->sheet));
    TRY(studymap_q_armed_items(f->db, term, &f->items));
    TRY(studymap_q_armed_holds(f->db, term, &f->holds));
    if (f->sheet->n_reserves > 0)
        TRY(studymap_q_armed_programmes(f->db, term, today, &f->programmes));
    TRY(studymap_q_armed_results(f->db, term, &f->results));
    TRY(studymap_q_armed_waivers(f->db, term, &f->waivers));
    TRY(studymap_q_armed_awaited(f->db, term, today, &f->awaited));
    return studymap_q_courses_known(f->db, &f->courses);
}

/* --- Whose window opens ------------------------------------------------------------------------ */

struct somebody {
    person_id who;
    size_t plan;
};

static int by_person(const void *a, const void *b)
{
    const struct somebody *x = a;
    const struct somebody *y = b;

    return (x->who.v > y->who.v) - (x->who.v < y->who.v);
}

/* Only those stay in the list whose own window opens at the moment of the draw. */
static err members_only(struct freezing *f)
{
    struct arena *a = db_arena(f->db);
    size_t n = f->plans.n, stay = 0;
    struct somebody *all = ARENA_ARRAY(a, n, struct somebody);
    person_id *who = ARENA_ARRAY(a, n, person_id);
    struct records_window *windows = ARENA_ARRAY(a, n, struct records_window);
    bool *in = ARENA_ARRAY(a, n, bool);

    for (size_t i = 0; i < n; i++)
        all[i] = (struct somebody){f->plans.v[i].person, i};
    if (n > 0)
        qsort(all, n, sizeof *all, by_person);
    for (size_t i = 0; i < n; i++)
        who[i] = all[i].who;
    TRY(records_windows_at(f->db, f->draw->term, f->draw->opens, who, n, windows));
    for (size_t i = 0; i < n; i++)
        in[all[i].plan] = windows[i].state == RECORDS_WINDOW_OPEN &&
                          windows[i].opens.v == f->draw->opens.v;
    for (size_t i = 0; i < n; i++)
        if (in[i])
            f->plans.v[stay++] = f->plans.v[i];
    f->plans.n = stay;
    return OK;
}

/* --- Prerequisites ----------------------------------------------------------------------------- */

static void know_course(const struct freezing *f, struct records_known *k,
                        enum records_fact_kind kind, course_id course)
{
    size_t low = 0, high = f->courses.n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (f->courses.v[mid].id.v < course.v)
            low = mid + 1;
        else
            high = mid;
    }
    const struct studymap_course *c = &f->courses.v[low];
    records_know(k, &(struct records_fact){
                        .kind = kind, .course = course, .code = c->code, .credits = c->credits});
}

static void know_section(struct records_known *k, const struct records_section *s)
{
    if (s)
        records_know(k, &(struct records_fact){.kind = RECORDS_TOGETHER,
                                               .course = s->course,
                                               .code = s->course_code,
                                               .credits = s->credits});
}

/* What counts for one plan's prerequisites, as studymap_known_read() has it. */
static struct records_known known_of(struct freezing *f, plan_id plan, const struct frozen_plan *p)
{
    size_t results = 0, waivers = 0, awaited = 0;
    size_t r = next(ROWS(f->results), &f->at.results, plan, &results);
    size_t w = next(ROWS(f->waivers), &f->at.waivers, plan, &waivers);
    size_t x = next(ROWS(f->awaited), &f->at.awaited, plan, &awaited);
    struct records_known k = {.room = results + waivers + awaited + p->n + p->n_holds};

    k.v = ARENA_ARRAY(f->scratch, k.room, struct records_fact);
    for (size_t i = 0; i < results; i++) {
        know_course(f, &k, RECORDS_RESULT, f->results.v[r + i].course);
        k.v[k.n - 1].grade = f->results.v[r + i].grade;
        k.v[k.n - 1].passed = f->results.v[r + i].passed;
    }
    for (size_t i = 0; i < awaited && f->settings->expected_counts; i++)
        know_course(f, &k, RECORDS_AWAITED, f->awaited.v[x + i].course);
    for (size_t i = 0; i < waivers; i++)
        know_course(f, &k, RECORDS_WAIVED, f->waivers.v[w + i].course);
    for (size_t i = 0; i < p->n_holds; i++)
        know_section(&k, records_sheet_section(f->sheet, p->holds[i].section));
    for (size_t i = 0; i < p->n; i++)
        know_section(&k, records_sheet_section(f->sheet, p->choices[i].v[0].section));
    return k;
}

static bool asks(const struct freezing *f, const struct frozen_plan *p)
{
    for (size_t i = 0; i < p->n; i++)
        for (size_t k = 0; k < p->choices[i].n; k++) {
            const struct records_section *s =
                records_sheet_section(f->sheet, p->choices[i].v[k].section);

            if (s && !str_empty(s->rule))
                return true;
        }
    return false;
}

static void option_judge(struct freezing *f, struct frozen_option *o,
                         const struct records_known *k)
{
    const struct records_section *s = records_sheet_section(f->sheet, o->section);
    struct records_check check;

    if (!s) {
        o->refused = STUDYMAP_GONE;
        return;
    }
    if (!k || str_empty(s->rule))
        return;
    check = records_prereq_check(f->scratch, s->rule, s->course, k);
    if (check.ready != RECORDS_NOT_READY)
        return;
    o->refused = STUDYMAP_PREREQUISITE;
    o->lacks = check.lacks;
}

/* --- Plans ------------------------------------------------------------------------------------- */

static int by_rank(const void *a, const void *b)
{
    const struct studymap_armed_item *x = a;
    const struct studymap_armed_item *y = b;

    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    if (x->at.v != y->at.v)
        return x->at.v < y->at.v ? -1 : 1;
    return (x->id.v > y->id.v) - (x->id.v < y->id.v);
}

static void choices_make(struct freezing *f, plan_id plan, struct frozen_plan *p)
{
    size_t n = 0;
    struct studymap_armed_item *items =
        f->items.v + next(ROWS(f->items), &f->at.items, plan, &n);

    n = n > DRAW_RANKS ? DRAW_RANKS : n;
    if (n > 0)
        qsort(items, n, sizeof *items, by_rank);
    p->choices = ARENA_ARRAY(f->scratch, n, struct frozen_choice);
    for (; p->n < n; p->n++) {
        const struct studymap_armed_item *i = &items[p->n];
        struct studymap_options o = studymap_options_of(i->section, i->others);
        struct frozen_choice *c = &p->choices[p->n];

        c->offering = i->offering;
        c->label = i->label;
        c->v = ARENA_ARRAY(f->scratch, o.n, struct frozen_option);
        for (; c->n < o.n; c->n++)
            c->v[c->n].section = o.v[c->n];
    }
}

/* The credits of a wait-list place that do not count, as she would give up a place for it. */
static int64_t uncounted(const struct freezing *f, const struct studymap_armed_hold *all, size_t n,
                         const struct studymap_armed_hold *h)
{
    const struct records_section *s = records_sheet_section(f->sheet, h->section);
    const struct records_section *old;

    for (size_t i = 0; i < n && h->gives_up.v; i++)
        if (!all[i].waits && all[i].offering.v == h->gives_up.v) {
            old = records_sheet_section(f->sheet, all[i].section);
            return !old ? 0 : s->credits < old->credits ? s->credits : old->credits;
        }
    return 0;
}

static void has_make(struct freezing *f, plan_id plan, struct frozen_plan *p)
{
    size_t holds = 0, programmes = 0;
    const struct studymap_armed_hold *h =
        f->holds.v + next(ROWS(f->holds), &f->at.holds, plan, &holds);
    const struct studymap_armed_programme *g =
        f->programmes.v + next(ROWS(f->programmes), &f->at.programmes, plan, &programmes);
    programme_id *ids = ARENA_ARRAY(f->scratch, programmes, programme_id);

    p->holds = ARENA_ARRAY(f->scratch, holds, struct frozen_hold);
    for (size_t i = 0; i < holds; i++)
        if (records_sheet_section(f->sheet, h[i].section))
            p->holds[p->n_holds++] =
                (struct frozen_hold){h[i].section, uncounted(f, h, holds, &h[i])};
    for (size_t i = 0; i < programmes; i++)
        ids[p->n_programmes++] = g[i].programme;
    p->programmes = ids;
}

static struct studymap_entry_in entry_of(struct freezing *f, const struct studymap_armed *x,
                                         const struct draw_ticket *ticket)
{
    struct arena *a = db_arena(f->db);
    struct frozen_plan p = {};
    struct records_known known = {};

    choices_make(f, x->id, &p);
    has_make(f, x->id, &p);
    bool asked = asks(f, &p);
    if (asked)
        known = known_of(f, x->id, &p);
    for (size_t i = 0; i < p.n; i++)
        for (size_t k = 0; k < p.choices[i].n; k++)
            option_judge(f, &p.choices[i].v[k], asked ? &known : NULL);
    return (struct studymap_entry_in){
        .draw = f->draw->id,
        .person = x->person,
        .plan = x->id,
        .plan_version = x->version,
        .ticket = draw_ticket_hex(a, ticket),
        .choices = frozen_choices(&f->text, a, &p),
        .has = frozen_has(&f->text, a, &p),
    };
}

static int entry_by_person(const void *a, const void *b)
{
    const struct studymap_entry_in *x = a;
    const struct studymap_entry_in *y = b;

    return (x->person.v > y->person.v) - (x->person.v < y->person.v);
}

err draw_freeze_read(struct db *db, const struct studymap_draw_row *draw,
                     const struct studymap_settings *settings, struct studymap_entries_in *ret)
{
    struct freezing f = {.db = db, .draw = draw, .settings = settings};
    struct draw_ticket *tickets;

    TRY(lists_read(&f));
    TRY(members_only(&f));
    *ret = (struct studymap_entries_in){
        .v = ARENA_ARRAY(db_arena(db), f.plans.n, struct studymap_entry_in)};
    tickets = ARENA_ARRAY(db_arena(db), f.plans.n, struct draw_ticket);
    draw_tickets_new(tickets, f.plans.n);
    f.text = buf_in(db_arena(db), TEXT_MAX);
    f.scratch = arena_new(SCRATCH_MAX);
    for (size_t i = 0; i < f.plans.n; i++) {
        ret->v[ret->n] = entry_of(&f, &f.plans.v[i], &tickets[i]);
        ret->n += !str_empty(ret->v[ret->n].choices);
        arena_reset(f.scratch);
    }
    arena_free(f.scratch);
    if (ret->n > 0)
        qsort(ret->v, ret->n, sizeof *ret->v, entry_by_person);
    return OK;
}

/* --- Seats ------------------------------------------------------------------------------------- */

static bool wants(const struct frozen_wanted *w, size_t *at, section_id id)
{
    while (*at < w->n && w->v[*at].v < id.v)
        ++*at;
    return *at < w->n && w->v[*at].v == id.v;
}

static void reserves_make(struct db *db, const struct records_drawing *all, size_t *at,
                          struct frozen_section *s)
{
    size_t from;

    while (*at < all->n_reserves && all->reserves[*at].section.v < s->of.id.v)
        ++*at;
    from = *at;
    while (*at < all->n_reserves && all->reserves[*at].section.v == s->of.id.v)
        ++*at;
    s->reserves = ARENA_ARRAY(db_arena(db), *at - from, struct frozen_reserve);
    for (size_t i = from; i < *at; i++) {
        const struct records_drawn_reserve *r = &all->reserves[i];
        bool open = r->until.v == 0 || r->until.v > db_now(db).v;

        s->reserves[s->n_reserves++] =
            (struct frozen_reserve){r->id, r->programme, open ? r->seats - r->taken : 0};
    }
}

err draw_freeze_seats(struct db *db, term_id term, const struct studymap_settings *settings,
                      const struct frozen_wanted *wanted, struct frozen_seats *ret,
                      struct records_drawing *ret_counters)
{
    const struct records_sheet *sheet = NULL;
    size_t at = 0, at_reserve = 0, n = 0;

    TRY(records_sheet_get(db, term, &sheet));
    TRY(records_drawing_read(db, term, ret_counters));
    *ret = (struct frozen_seats){
        .credits_most = settings->credits_most,
        .clashes_allowed = settings->clashes_allowed,
        .wait_lists = settings->wait_lists,
        .v = ARENA_ARRAY(db_arena(db), wanted->n, struct frozen_section),
    };
    for (size_t i = 0; i < ret_counters->n; i++) {
        const struct records_drawn c = ret_counters->v[i];
        const struct records_section *s = records_sheet_section(sheet, c.seats.section);

        if (!s || !wants(wanted, &at, c.seats.section))
            continue;
        ret_counters->v[n++] = c;
        ret->v[ret->n] = (struct frozen_section){
            .of = *s,
            .free = c.seats.unlimited ? -1 : c.seats.seats - c.seats.taken - c.seats.kept,
            .closed = c.seats.promote_due,
            .waiting = c.seats.waiting,
            .last_order = c.last_order,
        };
        reserves_make(db, ret_counters, &at_reserve, &ret->v[ret->n++]);
    }
    ret_counters->n = n; /* as ret->v */
    return OK;
}
