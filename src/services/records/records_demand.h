/* records_demand.h: what others know of demand: what is planned, and how demand grew. The register asks them
   when it shows demand against seats. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_DEMAND_H
#define RECORDS_DEMAND_H
#include "records.h"

struct app;

/* An offering in the plans of those who did not submit it yet. */
struct records_wish {
    offering_id offering;
    int64_t planned; /* as a first option */
    int64_t others;  /* as an option after the first */
    int64_t armed;   /* of the planned: in plans that the campus submits itself */
};
struct records_wishes {
    struct records_wish *v; /* by offering */
    size_t n;
};
/* Demand as it was at a moment. */
struct records_point {
    instant at;
    int64_t seats, taken, waiting, planned;
};
struct records_points {
    struct records_point *v; /* the earliest first */
    size_t n;
};
/* What is going on at this moment. */
struct records_opening {
    int64_t receipts; /* in the term */
    int64_t lately;   /* of them in the last RECORDS_LATELY seconds */
    int64_t asked;    /* not decided yet */
    int64_t entries, written; /* of a draw that runs; zero: none */
};
#define RECORDS_LATELY 10
struct records_wishing {
    err (*wishes)(struct db *db, term_id term, struct records_wishes *ret);
    /* Of one offering, or (zero) of the whole term. */
    err (*history)(struct db *db, term_id term, offering_id offering, struct records_points *ret);
    err (*opening)(struct db *db, term_id term, struct records_opening *ret);
};
/* In a service's start(): it knows of plans. */
void records_wished_by(struct app *app, const struct records_wishing *w);

/* The counters of the offerings of a term, for who keeps how demand grew. */
struct records_demand_now {
    offering_id offering;
    int64_t seats, taken, waiting;
};
struct records_demands {
    struct records_demand_now *v; /* by offering */
    size_t n;
};
[[nodiscard]] err records_demand_of(struct db *db, term_id term, struct records_demands *ret);

#endif
