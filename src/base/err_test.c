/* err_test.c: the list of errors. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "err.h"
#include "check.h"

static err fails_at(int step)
{
    TRY(step == 1 ? ERR_BUSY : OK);
    TRY(step == 2 ? ERR_RANGE : OK);
    return OK;
}

static void every_error_has_a_row(void)
{
    CHECK_STR(err_name(OK), "OK");
    CHECK_STR(err_name(ERR_BUSY), "ERR_BUSY");
    CHECK_INT(err_status(ERR_DISK_FULL), 507);
    for (int e = 0; e < ERR_COUNT; e++)
        CHECK(err_status((err)e) >= 200 && err_text((err)e)[0]);
    CHECK_STR(err_name(ERR_COUNT), "ERR_INTERNAL");
}

static void try_leaves_with_the_error(void)
{
    CHECK_INT(fails_at(0), OK);
    CHECK_INT(fails_at(1), ERR_BUSY);
    CHECK_INT(fails_at(2), ERR_RANGE);
}

CHECKS(base_err, TEST(every_error_has_a_row), TEST(try_leaves_with_the_error))
