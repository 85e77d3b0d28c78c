/* may.c: names and meanings of the rights.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "may.h"

#define X(name, text) [name] = {#name, text},
static const struct {
    const char *name;
    const char *text;
} rights[MAY_COUNT] = {
#include "may.def"
};
#undef X

const char *may_name(enum may m)
{
    return (unsigned)m < MAY_COUNT ? rights[m].name : "";
}

const char *may_text(enum may m)
{
    return (unsigned)m < MAY_COUNT ? rights[m].text : "";
}
