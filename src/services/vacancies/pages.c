/* pages.c: the seats at this moment as JSON, for other programs.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pages.h"
#include "form.h"
#include "hash.h"
#include "json.h"
#include "proxies.h"
#include "records.h"
#include "reply.h"
#include "table.h"
#include "vacancies_q.h"

#define A_MINUTE 120 /* questions of an address */
#define FRESH_S  "2" /* how long a proxy may keep the answer */

static void put_row(struct json_out *j, const struct vacancies_row *r)
{
    const struct vac_section s = {.seats = r->seats,
                                  .taken = r->taken,
                                  .kept = r->kept,
                                  .unlimited = r->unlimited,
                                  .due = r->promote_due};

    json_object(j, NULL);
    json_id(j, "id", r->id.v);
    json_str(j, "course", r->course);
    json_str(j, "group", r->grp);
    json_bool(j, "unlimited", r->unlimited);
    if (!r->unlimited) {
        json_int(j, "seats", r->seats);
        json_int(j, "free", vac_free(&s));
    }
    json_int(j, "taken", r->taken);
    json_int(j, "kept", r->kept);
    json_int(j, "waiting", r->waiting);
    json_end(j, '}');
}

static err put_some(struct rq *rq, const struct vac_ids *ids, struct json_out *j)
{
    for (size_t i = 0; i < ids->n; i++) {
        struct vacancies_row *row = NULL;

        TRY(vacancies_q_of_section(rq->db, (section_id){ids->v[i]}, &row));
        if (row != NULL)
            put_row(j, row);
    }
    return OK;
}

static err put_term(struct rq *rq, struct json_out *j)
{
    const char *code = form_text(rq, "term", 0, 40), *course = form_text(rq, "course", 0, 40);
    struct records_term term = {0};
    struct vacancies_row_list rows;

    if (form_bad(rq))
        return fail(rq, ERR_BAD_REQUEST, "There is no such term.");
    err e = code[0] ? records_term_of_code(rq->db, rq->lang, code, &term)
                    : records_term_to_plan(rq->db, rq->lang, &term);
    if (e == ERR_NOT_FOUND)
        return fail(rq, e, "There is no such term.");
    TRY(e);
    TRY(vacancies_q_of_course(rq->db, term.id, course, &rows));
    for (size_t i = 0; i < rows.n; i++)
        put_row(j, &rows.v[i]);
    return OK;
}

err vac_json_get(struct rq *rq)
{
    struct json_out j = json_begin(rq->out->buf);
    struct vac_ids ids = {0};

    if (!limiter_lets(vac_limiter(rq), address_household(rq->arena, rq->address), A_MINUTE, rq->now))
        return fail(rq, ERR_TOO_MANY,
                    "Too many questions from this address. Ask again in a minute.");
    TRY(vac_ids(rq, "section", VAC_WATCHED, &ids));
    json_object(&j, NULL);
    json_array(&j, "sections");
    TRY(ids.n > 0 ? put_some(rq, &ids, &j) : put_term(rq, &j));
    json_end(&j, ']');
    json_end(&j, '}');
    reply_header(rq, "Cache-Control", "public, max-age=" FRESH_S);
    reply_header(rq, "Access-Control-Allow-Origin", "*");
    reply_header(rq, "Cross-Origin-Resource-Policy", "cross-origin");
    struct digest d = hash_sha256(rq->out->buf->s, rq->out->buf->n);
    if (reply_unchanged(rq, hash_base64url(rq->arena, d.b, 12)))
        return OK;
    return reply_json(rq);
}
