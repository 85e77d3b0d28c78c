/* report.h: what an import found, as lists to show: on the page and on the command line.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_REPORT_H
#define RECORDS_REPORT_H
#include "import.h"
#include "str.h"

#define MOST_DIFFERENCES 300
struct str_list report_remarks(struct import *imp, bool stops);
/* At most MOST_DIFFERENCES lines; *ret_all says how many there are. */
struct str_list report_differences(struct import *imp, int64_t *ret_all);
/* One sentence for the way an apply ended badly. */
const char *report_failure(struct import *imp, err e);

#endif
