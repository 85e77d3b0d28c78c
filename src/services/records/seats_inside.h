/* seats_inside.h: what the pages about seats share. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_SEATS_INSIDE_H
#define RECORDS_SEATS_INSIDE_H
#include "records_q.h"
#include "rq.h"
#include "seats_models.h"
#include "seats_words.h"

/* A group has at most so many seats, unless it has no limit. */
#define RECORDS_SEATS_MOST 9998

/* -1: without a limit. */
int64_t seats_number(const struct records_r_seat_line *s);
struct seats_change seats_change_of(const struct records_r_seat_line *s, int64_t after);
struct records_seats_row seats_row_of(struct rq *rq, const struct records_r_seat_line *s);
/* The section of the path, and whether the acting person may change it. */
[[nodiscard]] err seats_line_asked(struct rq *rq, struct records_r_seat_line **ret, bool *ret_may);
/* Why she may not. */
err seats_refuse(struct rq *rq);
/* Changes the seats, with audit line. */
[[nodiscard]] err seats_put(struct rq *rq, const struct records_r_seat_line *s, int64_t after,
                            const char *reason);
[[nodiscard]] err seats_audit(struct rq *rq, const struct records_r_seat_line *s, int64_t after,
                              const char *reason);
/* kept_pages.c: seats that are kept, and programmes to keep some for. */
[[nodiscard]] err kept_rows(struct rq *rq, const struct records_r_seat_line *s,
                            struct records_seats_view *view);

#endif
