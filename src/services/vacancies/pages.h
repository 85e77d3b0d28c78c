/* pages.h: what the files of vacancies share. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef VACANCIES_PAGES_H
#define VACANCIES_PAGES_H
#include "err.h"
#include "limiter.h"
#include "rq.h"

struct vac_ids {
    int64_t *v;
    size_t n;
};
/* "12,13" of a field, `most` at most; an error page otherwise. */
[[nodiscard]] err vac_ids(struct rq *rq, const char *name, size_t most, struct vac_ids *ret);
struct limiter *vac_limiter(const struct rq *rq);
/* GET /seats.json?section=1,2 or ?term=2026-2&course=CSE+12. */
[[nodiscard]] err vac_json_get(struct rq *rq);

#endif
