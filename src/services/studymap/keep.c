/* keep.c: the numbered receipt of a decision, with its audit line and its event.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "deciding.h"
#include "events.h"
#include "records_log.h"
#include "run.h"

static struct event event_for(struct deciding *d, const struct keeping *k, receipt_id receipt)
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
    return e;
}

/* Who moved up is told herself, too. */
static err tell_moved(struct deciding *d, const struct keeping *k, receipt_id receipt)
{
    struct event e = {
        .kind = PLACE_MOVED,
        .person = k->person,
        .about = k->section.v,
        .more = receipt.v,
        .at = db_now(d->db),
    };

    return k->section.v ? event_send(d->db, &e) : OK;
}

static struct audit_entry line_for(struct arena *a, const struct keeping *k, receipt_id receipt)
{
    return (struct audit_entry){
        .what = k->audit,
        .who = k->who,
        .about = "receipt",
        .id = receipt.v,
        .detail = by_hand_detail(a, k->asked),
        .request = k->asked ? k->asked->request : NULL,
        .address = k->asked ? k->asked->address : NULL,
    };
}

/* What was asked, with what it is decided by. */
static const char *input_of(struct deciding *d, const struct studymap_input *asked,
                            const struct student *st)
{
    struct studymap_input in = *asked;

    in.rules = STUDYMAP_RULES;
    in.sheet = d->sheet->version;
    in.settings = *d->settings;
    in.follows = st->knows_programmes;
    in.programmes = st->programmes;
    in.known = st->known;
    return studymap_input_write(db_arena(d->db), &in);
}

err skip_keep(struct deciding *d, const struct student *st, const struct records_hold *w,
              const char *word)
{
    struct studymap_input in = {.section = w->section};
    struct event e = {
        .kind = PLACE_PASSED,
        .person = w->person,
        .about = w->section.v,
        .text = arena_printf(db_arena(d->db), "{\"why\":\"%s\"}", word ? word : ""), /* a word of ours */
        .at = db_now(d->db),
    };

    if (word)
        TRY(event_send(d->db, &e));
    TRY(records_sheet_keep(d->db, d->sheet));
    return studymap_q_skip_put(d->db, w->person, w->section, db_now(d->db), w->order,
                               word ? word : "", input_of(d, &in, st));
}

err receipt_keep(struct deciding *d, const struct keeping *k, struct studymap_decided *ret)
{
    const struct studymap_lines *l = k->lines;

    *ret = (struct studymap_decided){.receipt = NEW_ID(d->db, receipt_id)};
    TRY(records_sheet_keep(d->db, d->sheet));
    TRY(tell_moved(d, k, ret->receipt));
    return receipt_write(
        d, &(struct receipt_kept){
               .row = {.id = ret->receipt,
                       .person = k->person,
                       .term = d->sheet->term,
                       .kind = k->kind,
                       .plan = k->plan,
                       .plan_version = k->version,
                       .enrolled = l->enrolled,
                       .waiting = l->waiting,
                       .refused = l->refused,
                       .lines = studymap_lines_write(db_arena(d->db), l),
                       .input = input_of(d, &k->input, k->me),
                       .now = db_now(d->db)},
               .line = line_for(db_arena(d->db), k, ret->receipt),
               .event = event_for(d, k, ret->receipt),
               .told = k->told,
               .acted_by = k->asked ? k->asked->by : (person_id){},
               .because = k->asked ? k->asked->because : NULL,
               .ret_number = &ret->number,
           });
}
