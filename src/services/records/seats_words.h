/* seats_words.h: what follows from another number of seats, decided and said. Pure.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_SEATS_WORDS_H
#define RECORDS_SEATS_WORDS_H
#include "arena.h"
#include "i18n.h"

/* A section, and the seats it is to have; -1: without a limit. */
struct seats_change {
    int64_t before, after, taken, kept, waiting;
};
enum seats_verdict { SEATS_GO, SEATS_SAME, SEATS_TOO_FEW };
enum seats_verdict seats_may_be(const struct seats_change *c);
/* For everybody, after the change and before who waits moves up; -1: without a limit. */
int64_t seats_free(const struct seats_change *c);

const char *seats_words(struct arena *a, enum lang lang, int64_t seats); /* "30 seats", "no limit" */
/* Why there cannot be so few. */
const char *seats_refusal(struct arena *a, enum lang lang, const struct seats_change *c);
/* Who of those who wait can move up; and how many seats are free. */
const char *seats_movers(struct arena *a, enum lang lang, const struct seats_change *c);
const char *seats_left_words(struct arena *a, enum lang lang, const struct seats_change *c);

#endif
