/* import_pages.c: the administrator's pages of imports. Reading and comparing is slow and goes
   before the write; the write only applies what was found.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "file.h"
#include "inside.h"
#include "records_q.h"
#include "records_v.h"
#include "report.h"
#include "show.h"
#include <string.h>

/* Folders stand in STATE/import. */
static const char *import_root(struct rq *rq)
{
    return file_join(rq->arena, rq_app(rq)->state, "import");
}

/* A name that cannot lead anywhere else. */
static bool plain_name(const char *s)
{
    return *s != '\0' && *s != '.' && strlen(s) <= 80 &&
           s[strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")] ==
               '\0';
}

err records_import_get(struct rq *rq)
{
    struct records_imports_view view = {.where = import_root(rq)};
    struct records_r_import_list rows;
    struct str_list names;

    if (file_list(rq->arena, view.where, &names) == OK) {
        view.folders.v = ARENA_ARRAY(rq->arena, names.n, const char *);
        for (size_t i = 0; i < names.n; i++)
            if (plain_name(names.v[i]))
                view.folders.v[view.folders.n++] = names.v[i];
    }
    TRY(records_q_imports(rq->db, &rows));
    view.last = (struct records_import_lines){
        ARENA_ARRAY(rq->arena, rows.n, struct records_import_line), rows.n};
    for (size_t i = 0; i < rows.n; i++) {
        const struct records_r_import *r = &rows.v[i];

        view.last.v[i] = (struct records_import_line){r->folder, r->who,     r->at,
                                                      r->added,  r->changed, r->removed};
    }
    return records_v_imports(rq->out, &view);
}

static err plan(struct rq *rq, struct import **ret)
{
    struct import *imp = ARENA_NEW(rq->arena, struct import);
    const char *folder = form_text(rq, "folder", 1, 80);
    err e;

    *ret = imp;
    if (!plain_name(folder))
        return fail(rq, ERR_NOT_FOUND, "There is no such folder to import.");
    *imp = (struct import){.db = rq->db,
                           .arena = rq->arena,
                           .lang = rq->lang,
                           .path = file_join(rq->arena, import_root(rq), folder),
                           .folder = folder,
                           .who = rq->me};
    e = import_plan(imp);
    if (e == ERR_NOT_FOUND)
        return fail(rq, e, "There is no such folder to import.");
    return e;
}

static bool may_apply(struct rq *rq, const struct import *imp)
{
    return !import_touches_people(imp) || show_may(rq, MAY_MANAGE_PEOPLE);
}

static struct records_tally_lines tallies(struct rq *rq, const struct import *imp)
{
    struct records_tally_lines l = {ARENA_ARRAY(rq->arena, SORTS, struct records_tally_line),
                                    0};

    for (enum sort s = 0; s < SORTS; s++)
        if (imp->present[s])
            l.v[l.n++] = (struct records_tally_line){sorts[s].file, (int64_t)imp->file[s].n,
                                                     imp->tally[s].added, imp->tally[s].changed,
                                                     imp->tally[s].removed};
    return l;
}

err records_import_check_get(struct rq *rq)
{
    struct records_check_view view = {0};
    struct import *imp = NULL;
    int64_t all = 0;

    TRY(plan(rq, &imp));
    view.title = say(rq, "Import of %s", imp->folder);
    view.folder = imp->folder;
    view.faults = report_remarks(imp, true);
    view.notes = report_remarks(imp, false);
    view.more_faults = (int64_t)(imp->faults - view.faults.n);
    view.more_notes = (int64_t)(imp->notes - view.notes.n);
    view.tallies = tallies(rq, imp);
    view.changes = import_changes(imp);
    view.may = may_apply(rq, imp);
    if (imp->faults == 0)
        view.differences = report_differences(imp, &all);
    view.more_differences = all - (int64_t)view.differences.n;
    return records_v_check(rq->out, &view);
}

err records_import_prepare(struct rq *rq)
{
    struct import *imp = NULL;

    TRY(plan(rq, &imp));
    rq->prepared = imp;
    return OK;
}

err records_import_post(struct rq *rq)
{
    struct import *imp = rq->prepared;
    const char *folder = url_seg(rq->arena, imp->folder);
    err e;

    if (imp->faults > 0)
        return see_other(rq, "/admin/import/check?folder=%s", folder);
    if (!may_apply(rq, imp))
        return fail(
            rq, ERR_FORBIDDEN,
            "This folder holds accounts or rights: somebody who may manage people applies it.");
    e = import_apply(imp, rq->db);
    if (e != OK)
        return fail(rq, ERR_CONFLICT, "Nothing was changed. %s", report_failure(imp, e));
    flash(rq, TONE_POSITIVE, "The folder %s is imported.", imp->folder);
    return see_other(rq, "/admin/import");
}
