/* seal.c: the chain of the audit log.
   hash(n) = SHA-256(hash(n-1) LF n LF the line's fields as JSON); hash(0) is "". A seal signs
   "rapenburg audit <seq> <hash>". SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seal.h"
#include "campus_q.h"
#include "file.h"
#include "hash.h"
#include "json.h"

#define SEAL_MOST 200
#define PAGE 500

static const char *line_hash(struct arena *a, const char *before, int64_t seq,
                             const struct campus_audit_row *r)
{
    struct buf b = buf_new(1U << 20);
    struct json_out j;
    struct digest d;

    buf_printf(&b, "%s\n%lld\n", before, (long long)seq);
    j = json_begin(&b);
    json_array(&j, NULL);
    json_int(&j, NULL, r->id.v);
    json_int(&j, NULL, r->at.v);
    json_str(&j, NULL, r->what);
    json_int(&j, NULL, r->who.v);
    json_str(&j, NULL, r->about);
    json_int(&j, NULL, r->about_id);
    json_str(&j, NULL, r->detail);
    json_str(&j, NULL, r->request);
    json_str(&j, NULL, r->address);
    json_end(&j, ']');
    d = hash_sha256(b.s, b.n);
    buf_free(&b);
    return hash_hex(a, d.b, sizeof(d.b));
}

static const char *tip_text(struct arena *a, int64_t seq, const char *hash)
{
    return arena_printf(a, "rapenburg audit %lld %s", (long long)seq, hash);
}

err seal_some(struct db *db, const struct keys *k, int64_t *ret_sealed, const char **ret_tip)
{
    struct arena *a = db_arena(db);
    struct campus_audit_row_list open = {0};
    struct campus_seal_row *tip = NULL;
    const char *hash = "", *text = NULL, *sig = NULL;
    int64_t seq = 0;

    *ret_sealed = 0;
    TRY(campus_q_open_audit(db, SEAL_MOST, &open));
    if (open.n == 0)
        return OK;
    TRY(campus_q_audit_tip(db, &tip));
    if (tip != NULL) {
        hash = tip->hash;
        seq = tip->seq;
    }
    for (size_t i = 0; i < open.n; i++) {
        hash = line_hash(a, hash, ++seq, &open.v[i]);
        TRY(campus_q_number_audit(db, open.v[i].id, seq, hash));
    }
    text = tip_text(a, seq, hash);
    sig = keys_sign(a, k, text, strlen(text));
    TRY(campus_q_add_seal(db, seq, hash, sig, db_now(db)));
    *ret_sealed = (int64_t)open.n;
    *ret_tip = arena_printf(a, "%lld %s %s\n", (long long)seq, hash, sig);
    return OK;
}

err seal_keep_tip(const char *state, const char *tip)
{
    struct arena *a = arena_new(1U << 16);
    err e = file_write(file_join(a, state, "audit.tip"), tip, strlen(tip), 0600);

    arena_free(a);
    return e;
}

/* The chain so far, while it is read. */
struct walk {
    struct db *db;
    struct arena *a;
    const struct keys *keys;
    const char *hash; /* of the last line */
    int64_t seq;
    int64_t kept_seq; /* of STATE/audit.tip; 0: none */
    const char *kept_hash;
    struct campus_seal_row_list seals;
    size_t next_seal;
    struct seal_report *report;
};

/* Is the next seal of this line, and good? Fills the page of seals when it is used up. */
static err walk_seal(struct walk *w)
{
    const struct campus_seal_row *s = NULL;
    const char *text = NULL;

    if (w->next_seal == w->seals.n) {
        int64_t after = w->seals.n > 0 ? w->seals.v[w->seals.n - 1].seq : 0;

        TRY(campus_q_seals(w->db, after, PAGE, &w->seals));
        w->next_seal = 0;
    }
    if (w->next_seal == w->seals.n || w->seals.v[w->next_seal].seq > w->seq)
        return OK;
    s = &w->seals.v[w->next_seal++];
    text = tip_text(w->a, s->seq, s->hash);
    w->report->seals++;
    if (s->seq != w->seq || !str_eq(s->hash, w->hash) ||
        !keys_signed(w->a, w->keys, s->signature, text, strlen(text)))
        w->report->fault = arena_printf(
            w->a, "The seal at line %lld is not signed by this campus's key, or not for this line.",
            (long long)s->seq);
    return OK;
}

static err walk_line(struct walk *w, const struct campus_audit_row *r)
{
    w->seq++;
    w->hash = line_hash(w->a, w->hash, w->seq, r);
    w->report->lines++;
    if (r->seq != w->seq)
        w->report->fault = arena_printf(w->a, "Line %lld is missing: the next one is %lld.",
                                        (long long)w->seq, (long long)r->seq);
    else if (!str_eq(r->hash, w->hash))
        w->report->fault = arena_printf(w->a, "Line %lld (%s) was changed after it was sealed.",
                                        (long long)w->seq, r->what);
    else if (w->seq == w->kept_seq && !str_eq(w->hash, w->kept_hash))
        w->report->fault = arena_printf(
            w->a, "Line %lld is not the one whose seal stands in audit.tip.", (long long)w->seq);
    return w->report->fault == NULL ? walk_seal(w) : OK;
}

/* What STATE/audit.tip says, if it is there and signed. */
static err read_tip(struct walk *w, const char *state)
{
    struct str text = {0};
    struct str_list parts = {0};
    const char *signed_text = NULL;
    err e = file_read(w->a, file_join(w->a, state, "audit.tip"), 4096, &text);

    if (e == ERR_NOT_FOUND)
        return OK;
    TRY(e);
    parts = str_split(w->a, str_trim(w->a, text.s), ' ');
    if (parts.n == 3 && str_int(parts.v[0], 1, INT64_MAX, &w->kept_seq) == OK) {
        w->kept_hash = parts.v[1];
        signed_text = tip_text(w->a, w->kept_seq, w->kept_hash);
        if (keys_signed(w->a, w->keys, parts.v[2], signed_text, strlen(signed_text)))
            return OK;
    }
    w->report->fault = "audit.tip is not signed by this campus's key.";
    return OK;
}

err seal_verify(struct db *db, struct arena *a, const char *state, const struct keys *k,
                struct seal_report *ret)
{
    struct walk w = {.db = db, .a = a, .keys = k, .hash = "", .report = ret};
    struct campus_audit_row_list page = {0};
    struct campus_amounts waiting = {0};

    *ret = (struct seal_report){0};
    TRY(read_tip(&w, state));
    do {
        TRY(campus_q_sealed_audit(db, w.seq, PAGE, &page));
        for (size_t i = 0; i < page.n && ret->fault == NULL; i++)
            TRY(walk_line(&w, &page.v[i]));
    } while (page.n == PAGE && ret->fault == NULL);
    if (ret->fault == NULL && w.kept_seq > w.seq)
        ret->fault = arena_printf(a, "The log ends at line %lld, but line %lld was sealed.",
                                  (long long)w.seq, (long long)w.kept_seq);
    if (ret->fault == NULL && (w.next_seal < w.seals.n))
        ret->fault = arena_printf(a, "A seal of line %lld has no line.",
                                  (long long)w.seals.v[w.next_seal].seq);
    TRY(campus_q_amounts(db, db_now(db), &waiting));
    ret->open = waiting.audit_open;
    return OK;
}
