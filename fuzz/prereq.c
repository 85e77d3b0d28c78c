/* prereq.c: any prerequisite: what is read prints in one way, and that reads as the same.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "prereq.h"
#include "fuzz.h"
#include "str.h"
#include <string.h>

static void parse(struct arena *a, const char *s, size_t n)
{
    static struct records_fact one = {RECORDS_RESULT, {1}, "CSE 12", 6, 60, true};
    const struct records_known known = {&one, 1, 1};
    const struct prereq *p = NULL, *again = NULL;
    const char *text = NULL;
    size_t at = 0;

    (void)n;
    if (prereq_parse(a, s, &p, &at) != OK || p == NULL)
        return;
    text = prereq_print(a, p);
    FUZZ_MUST(*prereq_words(a, LANG_EN, p) != '\0');
    if (prereq_weigh(p, &known) != RECORDS_READY)
        FUZZ_MUST(*prereq_print(a, prereq_lack(a, p, &known, prereq_weigh(p, &known))) != '\0');
    if (strlen(text) > PREREQ_LONGEST) /* a blank more here and there */
        return;
    FUZZ_MUST(prereq_parse(a, text, &again, &at) == OK);
    FUZZ_MUST(str_eq(prereq_print(a, again), text));
}

FUZZ(parse)
