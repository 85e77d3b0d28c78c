/* looked.c: who may look at the studies of others, and the line that says that she did.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "hand.h"
#include "records_seats.h"

err may_all(struct rq *rq)
{
    struct grant grant;

    return may_check(rq, MAY_MANAGE_CATALOGUE, 0, &grant);
}

err may_advise(struct rq *rq, person_id student)
{
    const struct person *me = rq_person(rq);
    struct records_programmes own = {};
    bool may = me && may_in(me->roles, me->n_roles, MAY_MANAGE_CATALOGUE, 0);

    TRY(records_programmes_now(rq->db, student, &own));
    for (size_t i = 0; i < own.n && me; i++)
        may = may || may_in(me->roles, me->n_roles, MAY_MANAGE_PROGRAMME, own.v[i].v);
    if (may)
        return OK;
    return fail(rq, ERR_FORBIDDEN,
                "Decisions are explained to who runs a programme that the student follows.");
}

/* Noted on an audited route. */
struct looked {
    const char *what;
    person_id who;
    const char *about;
    int64_t id;
    char request[80], address[80];
};

static void note_looked(struct db *db, const void *ctx)
{
    const struct looked *l = ctx;
    struct audit_entry e = {.what = l->what,
                            .who = l->who,
                            .about = l->about,
                            .id = l->id,
                            .request = l->request,
                            .address = l->address};

    if (audit(db, &e) != OK)
        return; /* then the note is not kept, and the answer says so */
}

void looked_at(struct rq *rq, const char *what, const char *about, int64_t id)
{
    struct looked l = {.what = what, .who = rq->me, .about = about, .id = id};

    snprintf(l.request, sizeof l.request, "%s", rq->id);
    snprintf(l.address, sizeof l.address, "%s", rq->address);
    rq_note(rq, note_looked, &l, sizeof l);
}

struct msg kind_words(const char *kind)
{
    static const struct {
        const char *word;
        struct msg text;
    } kinds[] = {
        {"submit", _("A plan was submitted")},      {"armed", _("A plan was decided in the draw")},
        {"swap", _("A place was to be swapped")},   {"leave", _("A place was left")},
        {"moved", _("Moved up from the wait-list")}, {"give", _("Enrolled by hand")},
        {"end", _("A place was ended by hand")},
    };

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (str_eq(kinds[i].word, kind))
            return kinds[i].text;
    return kinds[0].text;
}

struct str_list over_words(struct rq *rq, unsigned over)
{
    static const struct {
        unsigned over;
        struct msg text;
    } all[] = {
        {STUDYMAP_OVER_PREREQUISITE, _("Prerequisites")},
        {STUDYMAP_OVER_CLASH, _("Times")},
        {STUDYMAP_OVER_LOAD, _("Load")},
        {STUDYMAP_OVER_WINDOW, _("Enrolment window")},
    };
    struct str_list ret = {.v = ARENA_ARRAY(rq->arena, sizeof all / sizeof *all, const char *)};

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (over & all[i].over)
            ret.v[ret.n++] = say_msg(rq, all[i].text);
    return ret;
}
