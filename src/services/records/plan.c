/* plan.c: compares the folder with the database and says what would change.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "file.h"
#include "identity.h"
#include "import.h"
#include "prereq.h"
#include <string.h>

static void remark(struct import *imp, bool stops, const char *text)
{
    struct remarks *r = &imp->remarks;

    if ((stops ? imp->faults++ : imp->notes++) >= MOST_REMARKS)
        return;
    if (r->v == NULL) {
        r->room = (size_t)2 * MOST_REMARKS;
        r->v = ARENA_ARRAY(imp->arena, r->room, struct remark);
    }
    r->v[r->n++] = (struct remark){text, stops};
}

static const char *place_of(struct import *imp, enum sort s, int line, const char *column)
{
    return arena_printf(imp->arena, "%s:%d: %s%s", sorts[s].file, line,
                        column == NULL ? "" : column, column == NULL ? "" : ": ");
}

void import_fault(struct import *imp, enum sort s, int line, const char *column,
                  const char *text)
{
    remark(imp, true, arena_printf(imp->arena, "%s%s", place_of(imp, s, line, column), text));
}

void import_note(struct import *imp, enum sort s, int line, const char *column,
                 const char *text)
{
    remark(imp, false, arena_printf(imp->arena, "%s%s", place_of(imp, s, line, column), text));
}

/* Somebody who is not in people.csv may be in the database. */
static struct rec *person_of(struct import *imp, const char *login)
{
    struct identity_info info;
    struct rec *rec;

    if (identity_by_name(imp->db, login, &info) != OK)
        return NULL;
    rec = ARENA_NEW(imp->arena, struct rec);
    rec->id = info.id.v;
    rec->key = arena_dup(imp->arena, login);
    index_put(&imp->by_key[PEOPLE], imp->arena, rec);
    return rec;
}

static void follow(struct import *imp, enum sort s, struct rec *r, size_t k)
{
    const struct sort_of_file *f = &sorts[s];
    const struct link *l = &f->links[k];
    const char *key = key_of(imp->arena, f->columns + l->first, r->cells + l->first, l->n);
    bool empty = true;

    for (size_t i = 0; i < l->n; i++)
        empty = empty && str_empty(r->cells[l->first + i].s);
    if (empty) /* where it may not be, that was said already */
        return;
    r->link[k] = index_find(&imp->by_key[l->to], key);
    if (r->link[k] == NULL && l->to == PEOPLE)
        r->link[k] = person_of(imp, key);
    if (imp->unread[l->to])
        return;
    if (r->link[k] == NULL || r->link[k]->fate == FATE_GONE)
        import_fault(imp, s, r->line, f->columns[l->first + l->n - 1].name,
                     tr_f(imp->arena, imp->lang, "“%s” is not in %s and not in the register",
                          key_words(imp->arena, key), sorts[l->to].file));
}

static bool same_cell(const struct column *c, const struct cell *a, const struct cell *b)
{
    return c->type == CELL_TEXT ? strcmp(a->s, b->s) == 0 : a->v == b->v;
}

static err compare_person(struct import *imp, struct rec *r)
{
    struct identity_row row = {r->cells[0].s, r->cells[1].s, r->cells[2].s,
                               r->cells[3].s, r->cells[4].s, r->cells[5].s};
    enum identity_change change;
    person_id id = {0};

    if (imp->faults > 0)
        return OK; /* a row with problems is not to be compared */
    TRY(identity_compare(imp->db, &row, &id, &change));
    r->id = id.v;
    r->fate = change == IDENTITY_NEW       ? FATE_NEW
              : change == IDENTITY_CHANGED ? FATE_CHANGED
                                           : FATE_SAME;
    return OK;
}

static void compare(enum sort s, struct rec *r)
{
    r->fate = FATE_NEW;
    if (r->old == NULL)
        return;
    r->old->met = true;
    r->id = r->old->id;
    r->fate = FATE_SAME;
    for (size_t i = sorts[s].n_key; i < sorts[s].n && s != PLACES; i++)
        if (!same_cell(&sorts[s].columns[i], &r->cells[i], &r->old->cells[i]))
            r->fate = FATE_CHANGED;
}

/* What the folder says must go with what people already have. */
static void check_section(struct import *imp, const struct rec *r)
{
    int64_t seats = r->cells[4].v;

    if (r->old != NULL && seats >= 0 && seats < r->old->taken)
        import_fault(imp, SECTIONS, r->line, "seats",
                     tr_f(imp->arena, imp->lang,
                          "%lld is fewer than the places that are taken: %lld",
                          (long long)seats, (long long)r->old->taken));
}

static void check_group(struct import *imp, const struct rec *r)
{
    struct rule rule;

    if (rule_parse(imp->arena, r->cells[5].s, &rule) != OK)
        return; /* said already */
    for (size_t i = 0; i < rule.n; i++)
        if (rule.v[i].course != NULL && !imp->unread[COURSES] &&
            index_find(&imp->by_key[COURSES], rule.v[i].course) == NULL)
            import_fault(imp, GROUPS, r->line, "courses",
                         tr_f(imp->arena, imp->lang, "“%s” is not a course", rule.v[i].course));
}

/* The course of a row whose prerequisite names others. */
struct naming {
    struct import *imp;
    const struct rec *rec;
};

static void check_named(void *ctx, const char *code)
{
    struct naming *n = ctx;
    struct import *imp = n->imp;

    if (!imp->unread[COURSES] && index_find(&imp->by_key[COURSES], code) == NULL)
        import_fault(imp, PREREQUISITES, n->rec->line, "rule",
                     tr_f(imp->arena, imp->lang, "“%s” is not a course", code));
}

static void check_prerequisite(struct import *imp, const struct rec *r)
{
    struct naming naming = {imp, r};
    const struct prereq *p = NULL;
    size_t at = 0;

    if (prereq_parse(imp->arena, r->cells[1].s, &p, &at) == OK)
        prereq_courses(p, check_named, &naming);
}

static void count(struct tally *t, enum fate fate)
{
    t->added += fate == FATE_NEW;
    t->changed += fate == FATE_CHANGED;
    t->removed += fate == FATE_GONE;
}

static void leave_out(struct import *imp, enum sort s, struct rec *r)
{
    if (s == SECTIONS && r->taken + r->waiting > 0) {
        import_fault(imp, s, 1, NULL,
                     tr_f(imp->arena, imp->lang,
                          "%s is left out, but has places taken or waited for: %lld",
                          key_words(imp->arena, r->key), (long long)r->taken + r->waiting));
        return;
    }
    r->fate = FATE_GONE;
    recs_add(&imp->gone[s], imp->arena, r);
    count(&imp->tally[s], FATE_GONE);
}

/* Rows of the database that the file, in what it speaks for, leaves out. */
static void find_gone(struct import *imp, enum sort s)
{
    const struct recs *file = &imp->file[s], *base = &imp->base[s];
    int m = sorts[s].mirror;
    struct index spoken = {0};

    if (m < 0 || !imp->present[s])
        return;
    for (size_t i = 0; i < file->n; i++) {
        struct rec *mark = ARENA_NEW(imp->arena, struct rec);

        mark->key = file->v[i]->cells[m].s;
        if (index_find(&spoken, mark->key) == NULL)
            index_put(&spoken, imp->arena, mark);
    }
    for (size_t i = 0; i < base->n; i++)
        if (!base->v[i]->met && index_find(&spoken, base->v[i]->cells[m].s) != NULL)
            leave_out(imp, s, base->v[i]);
}

static err plan_sort(struct import *imp, enum sort s)
{
    TRY(import_load(imp, s));
    TRY(import_read(imp, s));
    for (size_t i = 0; i < imp->file[s].n; i++) {
        struct rec *r = imp->file[s].v[i];

        for (size_t k = 0; k < sorts[s].n_links; k++)
            follow(imp, s, r, k);
        if (s == PEOPLE)
            TRY(compare_person(imp, r));
        else
            compare(s, r);
        if (s == SECTIONS)
            check_section(imp, r);
        if (s == GROUPS)
            check_group(imp, r);
        if (s == PREREQUISITES)
            check_prerequisite(imp, r);
        count(&imp->tally[s], r->fate);
    }
    find_gone(imp, s);
    return OK;
}

err import_plan(struct import *imp)
{
    bool any = false;

    if (!file_exists(imp->path))
        return ERR_NOT_FOUND;
    for (enum sort s = 0; s < SORTS; s++)
        TRY(plan_sort(imp, s));
    for (enum sort s = 0; s < SORTS; s++)
        any = any || imp->present[s];
    if (!any)
        remark(imp, true,
               tr_f(imp->arena, imp->lang,
                    "%s: none of the files of the format is in this folder", imp->folder));
    return OK;
}

bool import_changes(const struct import *imp)
{
    for (enum sort s = 0; s < SORTS; s++)
        if (imp->tally[s].added + imp->tally[s].changed + imp->tally[s].removed > 0)
            return true;
    return false;
}

bool import_touches_people(const struct import *imp)
{
    const struct tally *p = &imp->tally[PEOPLE], *a = &imp->tally[ADMINS];

    return p->added + p->changed + a->added > 0;
}

const char *import_words(struct import *imp, enum sort s, const struct rec *r)
{
    const struct sort_of_file *f = &sorts[s];
    const char *key = key_words(imp->arena, r->key), *words;

    if (r->fate == FATE_GONE)
        return arena_printf(imp->arena, "%s: − %s", f->file, key);
    if (r->fate == FATE_NEW)
        return arena_printf(imp->arena, "%s:%d: + %s", f->file, r->line, key);
    words = arena_printf(imp->arena, "%s:%d: %s", f->file, r->line, key);
    for (size_t i = f->n_key; i < f->n && r->old != NULL && r->old->cells != NULL; i++)
        if (!same_cell(&f->columns[i], &r->cells[i], &r->old->cells[i]))
            words = arena_printf(imp->arena, "%s, %s %s → %s", words, f->columns[i].name,
                                 cell_words(imp->arena, &f->columns[i], &r->old->cells[i]),
                                 cell_words(imp->arena, &f->columns[i], &r->cells[i]));
    return words;
}
