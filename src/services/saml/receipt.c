/* receipt.c: what somebody lets a service know, since when, and no longer.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "idp.h"

/* Is every word of `less` in `more`? */
static bool within(struct arena *a, const char *less, const char *more)
{
    return str_eq(saml_both(a, less, more), saml_both(a, less, less));
}

err saml_agreed(struct db *db, person_id who, const struct saml_sp *sp, bool *ret)
{
    struct saml_receipt *r = NULL;

    TRY(saml_q_receipt(db, who, sp->id, &r));
    *ret = sp->own || (r && within(db_arena(db), sp->attributes, r->attributes));
    return OK;
}

err saml_receipt_note(struct db *db, person_id who, const struct saml_sp *sp, bool asked)
{
    struct arena *a = db_arena(db);
    struct saml_receipt *r = NULL;
    int64_t n = 0;

    TRY(saml_q_receipt(db, who, sp->id, &r));
    if (r && within(a, sp->attributes, r->attributes) && within(a, r->attributes, sp->attributes))
        return saml_q_receipt_used(db, r->id, db_now(db));
    TRY(saml_q_receipts_end(db, who, sp->id, db_now(db), &n));
    TRY(saml_q_receipt_add(db, NEW_ID(db, saml_receipt_id), who, sp->id, sp->attributes, asked || (r && r->asked),
                           db_now(db)));
    return audit(db, &(struct audit_entry){.what = "saml.released",
                                           .who = who,
                                           .about = "saml_sp",
                                           .id = sp->id.v,
                                           .detail = arena_printf(a, "{\"attributes\":\"%s\"}", sp->attributes)});
}

err saml_receipt_withdraw(struct db *db, person_id who, saml_sp_id sp, bool *ret_changed)
{
    struct saml_link_list links;
    int64_t n = 0, ended = 0;

    TRY(saml_q_receipts_end(db, who, sp, db_now(db), &n));
    TRY(saml_q_links_of_person(db, who, sp, &links));
    for (size_t i = 0; i < links.n; i++)
        TRY(saml_q_link_end(db, links.v[i].id, db_now(db), &ended));
    *ret_changed = n > 0 || links.n > 0;
    return OK;
}
