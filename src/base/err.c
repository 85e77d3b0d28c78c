/* err.c: names and meanings of the errors of err.def.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "err.h"

static const struct {
    const char *name;
    int status;
    const char *text;
} rows[] = {
#define X(name, status, text) {#name, status, text},
#include "err.def"
#undef X
};

static enum err_code known(err e)
{
    return e < ERR_COUNT ? e : ERR_INTERNAL;
}

const char *err_name(err e)
{
    return rows[known(e)].name;
}

int err_status(err e)
{
    return rows[known(e)].status;
}

const char *err_text(err e)
{
    return rows[known(e)].text;
}
