/* sheet.h: where the sheets of a process are kept. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_SHEET_H
#define RECORDS_SHEET_H
#include "err.h"

struct app;
/* For the service's start(). */
[[nodiscard]] err sheets_start(struct app *app);

#endif
