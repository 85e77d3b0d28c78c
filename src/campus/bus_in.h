/* bus_in.h: between app.c and bus.c. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_BUS_IN_H
#define CAMPUS_BUS_IN_H
#include "err.h"

struct app;

/* Before any service starts. */
void bus_open(struct app *app);
/* The campus's own hearers. */
[[nodiscard]] err bus_start(struct app *app);

#endif
