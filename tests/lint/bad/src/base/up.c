/* up.c: sees a floor above and leaves things lying about.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rq.h"
static int counter;
void *take(void)
{
    goto again;
again:
    return sqlite3_open();
}
#if 0
#endif
