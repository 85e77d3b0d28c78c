/* edit.c: what an administrator says of a service, judged and kept. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "edit.h"

/* What the attributes of a new one are, when nobody says. */
#define FIRST "uid displayName mail"

err saml_edit_metadata(struct db *db, const struct saml_given *g, struct saml_edit *e, const char **ret_why)
{
    struct arena *a = db_arena(db);

    TRY(saml_meta_read(a, g->text, &e->meta, ret_why));
    if (e->meta.until.v != 0 && e->meta.until.v <= db_now(db).v) {
        *ret_why = _("what it says is over (validUntil)").one;
        return ERR_PARSE;
    }
    if (g->entity && !str_eq(g->entity, e->meta.entity)) {
        *ret_why = _("it is of another service: its entityID is another one").one;
        return ERR_PARSE;
    }
    e->metadata = arena_dupn(a, g->text.s, g->text.n);
    e->source = g->source;
    if (g->entity)
        return OK;
    e->title = *e->meta.title ? e->meta.title : arena_printf(a, "%.80s", e->meta.entity);
    e->attributes = *e->meta.asks ? e->meta.asks : FIRST;
    e->format = *e->meta.format ? e->meta.format : "persistent";
    e->level = 1;
    e->sort = "other";
    return OK;
}

err saml_edit_of(struct db *db, const struct saml_sp *sp, struct saml_edit *ret)
{
    const char *why = NULL;

    *ret = (struct saml_edit){
        .title = sp->title,
        .attributes = sp->attributes,
        .format = sp->format,
        .level = sp->level,
        .sort = sp->sort,
        .own = sp->own,
        .signed_only = sp->signed_only,
        .metadata = sp->metadata,
        .source = sp->source,
    };
    return saml_meta_read(db_arena(db), str_of(sp->metadata), &ret->meta, &why);
}

/* --- Judging ----------------------------------------------------------------------------------------- */

struct judging {
    struct saml_problem *v;
    size_t n;
};

static void wrong(struct judging *j, const char *field, struct msg text)
{
    if (j->n < SAML_PROBLEMS)
        j->v[j->n++] = (struct saml_problem){field, text};
}

static const char *all_words(struct arena *a)
{
    const char *out = "";

    for (size_t i = 0; i < saml_n_attributes; i++)
        out = arena_printf(a, "%s %s", out, saml_attributes[i].word);
    return out + 1;
}

size_t saml_edit_problems(struct arena *a, const struct saml_edit *e, struct saml_problem v[static SAML_PROBLEMS])
{
    struct judging j = {v, 0};
    size_t n = str_utf8_len(e->title);
    enum application_sort sort;

    if (n < 1 || n > 80)
        wrong(&j, "title", _("Give a name of 1 to 80 characters: people read it before they agree."));
    if (!str_eq(saml_both(a, e->attributes, all_words(a)), saml_both(a, e->attributes, e->attributes)))
        wrong(&j, "attributes", _("Choose of the list."));
    if (!str_eq(e->format, "persistent") && !str_eq(e->format, "transient") && !str_eq(e->format, "mail"))
        wrong(&j, "format", _("Choose one of the list."));
    if (e->level < 1 || e->level > 3)
        wrong(&j, "level", _("Choose one of the list."));
    if (!application_sort_parse(e->sort, &sort))
        wrong(&j, "sort", _("Choose one of the list."));
    if (e->signed_only && e->meta.n_keys == 0)
        wrong(&j, "signed_only", _("Its metadata show no certificate, so that nothing it signs can be checked."));
    return j.n;
}

/* --- Keeping ------------------------------------------------------------------------------------------- */

err saml_edit_save(struct db *db, saml_sp_id id, const struct saml_edit *e)
{
    struct saml_sp before;

    TRY(saml_q_sp(db, id, &before));
    if (!str_eq(before.metadata, e->metadata) || !str_eq(before.source, e->source))
        TRY(saml_q_sp_metadata(db, id, e->metadata, e->source, db_now(db)));
    return saml_q_sp_change(db, id, e->title, saml_both(db_arena(db), e->attributes, e->attributes), e->format, e->level,
                            e->sort, e->own, e->signed_only, db_now(db));
}

err saml_edit_add(struct db *db, const struct saml_edit *e, saml_sp_id *ret)
{
    struct saml_sp there;
    err found = saml_q_sp_named(db, e->meta.entity, &there);

    if (found == OK)
        return ERR_EXISTS;
    if (found != ERR_NOT_FOUND)
        return found;
    *ret = NEW_ID(db, saml_sp_id);
    TRY(saml_q_sp_add(db, *ret, e->meta.entity, db_now(db)));
    return saml_edit_save(db, *ret, e);
}

err saml_edit_remove(struct db *db, saml_sp_id id)
{
    int64_t n = 0;

    TRY(saml_q_sp_drop_asks(db, id));
    TRY(saml_q_sp_drop_passing(db, id));
    TRY(saml_q_sp_drop_leaves(db, id));
    TRY(saml_q_sp_drop_asked(db, id));
    TRY(saml_q_sp_drop_links(db, id));
    TRY(saml_q_sp_drop_receipts(db, id));
    TRY(saml_q_listed_sp_drop(db, id));
    return saml_q_sp_drop(db, id, &n);
}

/* --- For the audit log: words of ours, and entityIDs that hold no quotes ---------------------------------- */

const char *saml_edit_told(struct arena *a, const struct saml_edit *e)
{
    return arena_printf(a, "{\"attributes\":\"%s\",\"format\":\"%s\",\"level\":%lld,\"sort\":\"%s\",\"own\":%s,\"signed_only\":%s}",
                        e->attributes, e->format, (long long)e->level, e->sort, e->own ? "true" : "false",
                        e->signed_only ? "true" : "false");
}

const char *saml_edit_which(struct arena *a, const char *entity)
{
    return arena_printf(a, "{\"entity\":\"%s\"}", entity);
}
