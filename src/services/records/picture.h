/* picture.h: demand as a picture: bars and lines, in numbers for SVG. Pure.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_PICTURE_H
#define RECORDS_PICTURE_H
#include "arena.h"
#include "records_demand.h"

#define PICTURE_WIDE 200 /* of a bar */

/* Places, wait-list and plans beside each other, and a mark where the seats end. */
struct records_bar {
    int64_t taken, waiting_at, waiting, planned_at, planned, seats;
    bool limited; /* show the mark */
};
struct records_bar picture_bar(int64_t seats, int64_t taken, int64_t waiting, int64_t planned);

#define PICTURE_LONG 600 /* of lines */
#define PICTURE_HIGH 120
/* Points of lines for SVG: "0,120 300,60 600,10". */
struct records_lines {
    const char *taken, *wanted, *seats; /* NULL: fewer than two points */
    int64_t most;                       /* the number at the top */
    int64_t seats_now;                  /* `seats` is NULL when they are far more than anybody asks for */
    instant from, to;
};
struct records_lines picture_lines(struct arena *a, const struct records_points *p);

#endif
