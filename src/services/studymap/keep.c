/* keep.c: the numbered receipt of a decision, with its audit line and its event.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "deciding.h"
#include "events.h"
#include "studymap_q.h"

static err tell(struct deciding *d, const struct keeping *k, receipt_id receipt)
{
    struct event e = {
        .kind = PLAN_SUBMITTED,
        .person = k->person,
        .about = receipt.v,
        .more = d->sheet->term.v,
        .at = db_now(d->db),
    };

    if (k->section.v) {
        e.kind = PLACE_TAKEN;
        e.about = k->section.v;
        e.more = 0;
    }
    return k->told ? OK : event_send(d->db, &e);
}

static err note(struct deciding *d, const struct keeping *k, receipt_id receipt)
{
    struct audit_entry line = {
        .what = k->audit,
        .who = k->who,
        .about = "receipt",
        .id = receipt.v,
        .request = k->asked ? k->asked->request : NULL,
        .address = k->asked ? k->asked->address : NULL,
    };

    return audit(d->db, &line);
}

err receipt_keep(struct deciding *d, const struct keeping *k, struct studymap_decided *ret)
{
    instant now = db_now(d->db);
    int year = day_year(civil_of(now).day);
    const struct studymap_lines *l = k->lines;
    int64_t n = 0;

    *ret = (struct studymap_decided){.receipt = NEW_ID(d->db, receipt_id)};
    TRY(studymap_q_counter_next(d->db, year, &n));
    ret->number = studymap_number(db_arena(d->db), year, n);
    TRY(studymap_q_receipt_add(d->db, ret->receipt, ret->number, k->person, d->sheet->term,
                               k->kind, k->plan, k->version, l->enrolled, l->waiting, l->refused,
                               studymap_lines_write(db_arena(d->db), l), now));
    TRY(note(d, k, ret->receipt));
    return tell(d, k, ret->receipt);
}
