/* exports.c: seats, and participants with their names, as files: read in pages, never all at once. Who
   took names along stands in the audit log before the first of them is sent.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "csv.h"
#include "inside.h"
#include "json.h"
#include "records_q.h"
#include "seats_inside.h"
#include "show.h"
#include "stream.h"
#include <string.h>

#define PAGE 400

/* --- Seats ------------------------------------------------------------------------------------- */

/* Where the next page begins: behind this section. */
struct seats_page {
    term_id term;
    bool begun;
    char course[80];
    char code[80];
};

static err seats_next(struct db *db, void *ctx, struct buf *out, bool *ret_more)
{
    struct records_r_seats_export_list rows = {0};
    struct seats_page *p = ctx;

    TRY(records_q_seats_export(db, p->term, p->course, p->code, PAGE, &rows));
    if (!p->begun)
        buf_puts(out, CSV_UTF8 "course,group,seats,taken,kept,waiting\n");
    p->begun = true;
    for (size_t i = 0; i < rows.n; i++) {
        const struct records_r_seats_export *r = &rows.v[i];
        const char *seats = r->unlimited ? "unlimited"
                                         : arena_printf(db_arena(db), "%lld", (long long)r->seats);

        csv_put(out, r->course, true);
        csv_put(out, r->code, false);
        csv_put(out, seats, false);
        buf_printf(out, ",%lld,%lld,%lld\n", (long long)r->taken, (long long)r->kept,
                   (long long)r->waiting);
        snprintf(p->course, sizeof p->course, "%s", r->sort_key);
        snprintf(p->code, sizeof p->code, "%s", r->code);
    }
    *ret_more = rows.n == PAGE;
    return OK;
}

err records_seats_csv_get(struct rq *rq)
{
    static const struct stream_kind kind = {.name = "seats-export"};
    struct seats_page first = {0};
    struct records_terms all = {0};
    struct records_term term = {0};

    TRY(show_term(rq, &all, &term));
    first.term = term.id;
    return stream_download(rq, &(struct stream_pages){.kind = &kind,
                                                      .type = "text/csv; charset=utf-8",
                                                      .filename = "seats.csv",
                                                      .page = seats_next,
                                                      .ctx = &first,
                                                      .ctx_n = sizeof first});
}

/* --- Participants ------------------------------------------------------------------------------- */

/* An audit line that a read leaves: who took the names of whom along. */
struct taken_along {
    person_id who;
    int64_t offering;
    char request[80], address[80];
};

static void note_taken(struct db *db, const void *ctx)
{
    const struct taken_along *t = ctx;
    struct audit_entry e = {.what = "records.participants_exported",
                            .who = t->who,
                            .about = "offering",
                            .id = t->offering,
                            .request = t->request,
                            .address = t->address};

    if (audit(db, &e) != OK)
        return; /* the note is not on disk, and nothing is answered */
}

void export_note(struct rq *rq, offering_id offering)
{
    struct taken_along t = {.who = rq->me, .offering = offering.v};

    snprintf(t.request, sizeof t.request, "%s", rq->id);
    snprintf(t.address, sizeof t.address, "%s", rq->address);
    rq_note(rq, note_taken, &t, sizeof t);
}

/* Behind this row: a section by its code, then places, then the wait-list in its order. */
struct people_page {
    offering_id offering;
    section_id section; /* zero: of all */
    bool begun;
    char code[80];
    int64_t order;
    person_id person;
};

static err people_next(struct db *db, void *ctx, struct buf *out, bool *ret_more)
{
    struct records_r_people_export_list rows = {0};
    struct people_page *p = ctx;

    TRY(records_q_people_export(db, p->offering, p->section, p->code, p->order, p->person, PAGE,
                                &rows));
    if (!p->begun)
        buf_puts(out, CSV_UTF8 "name,login,mail,group,state,place_on_wait_list,since\n");
    p->begun = true;
    for (size_t i = 0; i < rows.n; i++) {
        const struct records_r_people_export *r = &rows.v[i];

        csv_put(out, r->name, true);
        csv_put(out, r->login, false);
        csv_put(out, r->mail, false);
        csv_put(out, r->section, false);
        csv_put(out, r->waiting_order > 0 ? "waiting" : "enrolled", false);
        buf_putc(out, ',');
        if (r->waiting_order > 0)
            buf_printf(out, "%lld", (long long)r->waits_at);
        csv_put(out, instant_iso(db_arena(db), r->at), false);
        buf_putc(out, '\n');
        snprintf(p->code, sizeof p->code, "%s", r->section);
        p->order = r->waiting_order;
        p->person = r->person;
    }
    *ret_more = rows.n == PAGE;
    return OK;
}

err records_people_csv_get(struct rq *rq)
{
    static const struct stream_kind kind = {.name = "participants-export"};
    struct people_page first = {.offering = PATH_ID(rq, offering_id, "offering"),
                                .section = FORM_ID_OR_NONE(rq, section_id, "section"),
                                .order = -1};
    struct records_r_seat_line_list sections = {0};
    struct records_r_offering *o = NULL;
    bool may = false;

    TRY(records_q_offering(rq->db, first.offering, rq->lang == LANG_NL, &o));
    TRY(records_q_seat_lines(rq->db, first.offering, &sections));
    if (o == NULL || sections.n == 0)
        return fail(rq, ERR_NOT_FOUND, "There is no such course in any term.");
    TRY(may_seats(rq, o->course, sections.v[0].faculty, &may));
    if (!may)
        return fail(rq, ERR_FORBIDDEN,
                    "The names are for who teaches this course, or runs a programme of its "
                    "faculty for which it counts.");
    export_note(rq, first.offering);
    return stream_download(
        rq, &(struct stream_pages){
                .kind = &kind,
                .type = "text/csv; charset=utf-8",
                .filename = arena_printf(rq->arena, "%s %s.csv", o->code, o->term_code),
                .page = people_next,
                .ctx = &first,
                .ctx_n = sizeof first});
}
