/* seed.h: what students of a rush wish, and of what.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BENCH_SEED_H
#define BENCH_SEED_H
#include "records.h"
#include "records_q.h"

enum { CHOICES = 8, SECTIONS_MAX = 16384 };

struct seat {
    struct records_section section;
    double upto;    /* running sum of popularity */
    int64_t wishes; /* first wishes for it */
    int64_t seats;  /* as scaled */
};
struct campus_in {
    struct records_term term;
    struct records_r_programme_list programmes;
    struct seat *v;
    size_t n;
    size_t students;
    uint16_t *wishes; /* CHOICES a student, the best first: places in `v` */
    size_t wished, oversubscribed, clashing;
    double p95, worst; /* wishes per seat */
};
/* Draws the wishes from the random stream and scales the seats. Popularity is the size of the section
   times a lognormal factor: of the sections wished for, a fifth has more wishes than seats, and of the
   most wanted ones several times as many, as in the rounds of data/nus-coursereg. */
void wishes_make(struct arena *a, struct campus_in *in);

#endif
