/* sorts.c: the two sorts of applications, each with a policy of its own: what a login must prove for it, who knows people by
   which name, and how far somebody gets with what she has. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "sorts.h"
#include "applications.h"
#include "audit.h"
#include "form.h"
#include "identity.h"
#include "identity_q.h"
#include "lines.h"
#include "pages.h"
#include "reply.h"
#include "rights.h"
#include "rules.h"
#include "service.h"
#include "str.h"

#define LEVELS 3
#define OFFICE_NAME 2 /* among the name forms of lines.h */

/* What a level needs, and how an application that needs it beyond its sort is marked. */
static const struct {
    const char *value;
    struct msg needs, more;
} levels[LEVELS] = {
    {"1", _("A password is enough"), {0}},
    {"2", _("A second factor: an authenticator app, a passkey or a recovery code"), _("needs a second factor")},
    {"3", _("A passkey, which cannot be phished"), _("needs a passkey")},
};

static const struct msg titles[APPLICATION_SORTS] = {
    [APPLICATION_OFFICE] = _("Office services"),
    [APPLICATION_OTHER] = _("All other applications"),
};

/* --- The policy --------------------------------------------------------------------------------------------- */

static int level_in(const struct identity_sort_list *rows, const char *sort)
{
    for (size_t i = 0; i < rows->n; i++)
        if (str_eq(rows->v[i].sort, sort))
            return (int)rows->v[i].level;
    return 1;
}

err identity_level_for(struct db *db, const char *sort, int level, int *ret)
{
    struct identity_sort_list rows;

    TRY(identity_q_sorts(db, &rows));
    int least = level_in(&rows, sort);

    *ret = level > least ? level : least;
    return OK;
}

/* --- What is shown -------------------------------------------------------------------------------------------- */

static struct msg more_of(int asked, int sort)
{
    return asked > sort && asked <= LEVELS ? levels[asked - 1].more : msg_none();
}

static void apps_in(struct rq *rq, const struct applications *all, int reach, struct identity_sort_line *line)
{
    line->apps.v = ARENA_ARRAY(rq->arena, all->n + 1, struct identity_sort_app);
    for (size_t i = 0; i < all->n; i++)
        if (str_eq(application_sort_word(all->v[i].sort), line->word))
            line->apps.v[line->apps.n++] = (struct identity_sort_app){
                all->v[i].title, more_of(all->v[i].level, line->level), all->v[i].level > reach};
}

static void choices_in(struct rq *rq, struct identity_sort_line *line)
{
    line->levels.v = ARENA_ARRAY(rq->arena, LEVELS, struct identity_sort_level);
    line->levels.n = LEVELS;
    for (int i = 0; i < LEVELS; i++)
        line->levels.v[i] = (struct identity_sort_level){levels[i].value, levels[i].needs, line->level == i + 1};
}

err sorts_of(struct rq *rq, int reach, struct identity_sort_lines *ret)
{
    const struct person *me = rq_person(rq);
    struct identity_name_forms names = name_forms_of(rq, me->login);
    struct identity_sort_list rows;
    struct applications all;

    TRY(identity_q_sorts(rq->db, &rows));
    TRY(applications_of(rq, &all));
    ret->v = ARENA_ARRAY(rq->arena, APPLICATION_SORTS, struct identity_sort_line);
    ret->n = APPLICATION_SORTS;
    for (unsigned s = 0; s < APPLICATION_SORTS; s++) {
        const char *word = application_sort_word((enum application_sort)s);
        int level = level_in(&rows, word);
        struct identity_sort_line *line = &ret->v[s];

        *line = (struct identity_sort_line){.word = word,
                                            .field = arena_printf(rq->arena, "sort_%s", word),
                                            .title = titles[s],
                                            .needs = levels[level - 1].needs,
                                            .login = names.v[s == APPLICATION_OFFICE ? OFFICE_NAME : 0].text,
                                            .level = level,
                                            .reached = reach >= level,
                                            .here = s == APPLICATION_OTHER,
                                            .here_more = more_of(me->needs_second ? 2 : 1, level)};
        apps_in(rq, &all, reach, line);
        choices_in(rq, line);
    }
    return OK;
}

/* --- What an administrator says of it ---------------------------------------------------------------------------- */

static err keep(struct rq *rq, const char *sort, int level)
{
    int64_t n = 0;

    TRY(identity_q_sort_put(rq->db, sort, level, rq->now, rq->me, &n));
    return n == 0 ? OK
                  : audit_rq(rq, "identity.sort_set", NULL, 0,
                             arena_printf(rq->arena, "{\"sort\":\"%s\",\"level\":%d}", sort, level));
}

err identity_sorts_post(struct rq *rq)
{
    static const char *const words[LEVELS] = {"1", "2", "3"};
    int typed[APPLICATION_SORTS];

    for (unsigned s = 0; s < APPLICATION_SORTS; s++)
        typed[s] = form_choice(rq, arena_printf(rq->arena, "sort_%s", application_sort_word((enum application_sort)s)),
                               words, LEVELS);
    if (form_bad(rq))
        return page_after(rq, false, identity_policy_get);
    for (unsigned s = 0; s < APPLICATION_SORTS; s++)
        TRY(keep(rq, application_sort_word((enum application_sort)s), typed[s] + 1));
    flash(rq, TONE_POSITIVE, "Kept. Who goes to such an application from now on is asked for what it needs.");
    return see_other(rq, "/admin/second-factors#sorts");
}
