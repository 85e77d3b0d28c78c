/* report.c: what an import found, as lists to show.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "report.h"

struct str_list report_remarks(struct import *imp, bool stops)
{
    struct str_list l = {ARENA_ARRAY(imp->arena, imp->remarks.n, const char *), 0};

    for (size_t i = 0; i < imp->remarks.n; i++)
        if (imp->remarks.v[i].stops == stops)
            l.v[l.n++] = imp->remarks.v[i].text;
    return l;
}

static void add_some(struct import *imp, enum sort s, const struct recs *from,
                     struct str_list *l)
{
    for (size_t i = 0; i < from->n && l->n < MOST_DIFFERENCES; i++)
        if (from->v[i]->fate != FATE_SAME)
            l->v[l->n++] = import_words(imp, s, from->v[i]);
}

struct str_list report_differences(struct import *imp, int64_t *ret_all)
{
    struct str_list l = {ARENA_ARRAY(imp->arena, MOST_DIFFERENCES, const char *), 0};

    *ret_all = 0;
    for (enum sort s = 0; s < SORTS; s++) {
        const struct tally *t = &imp->tally[s];

        *ret_all += t->added + t->changed + t->removed;
        add_some(imp, s, &imp->gone[s], &l);
        add_some(imp, s, &imp->file[s], &l);
    }
    return l;
}

const char *report_failure(struct import *imp, err e)
{
    if (e == ERR_CONFLICT && imp->remarks.n > 0)
        return imp->remarks.v[imp->remarks.n - 1].text;
    if (e == ERR_DB)
        return tr(imp->lang,
                  "Something that the folder leaves out is in use by now. Check again.");
    return err_text(e);
}
