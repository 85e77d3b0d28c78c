/* seats_words.c: seats, and what follows from changing them, in words. Pure.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "seats_words.h"

const char *seats_words(struct arena *a, enum lang lang, int64_t seats)
{
    return seats < 0 ? tr(lang, "no limit") : tr_n(a, lang, "%d seat", "%d seats", seats);
}

enum seats_verdict seats_may_be(const struct seats_change *c)
{
    if (c->after >= 0 && c->after < c->taken + c->kept)
        return SEATS_TOO_FEW;
    return c->after == c->before ? SEATS_SAME : SEATS_GO;
}

int64_t seats_free(const struct seats_change *c)
{
    return c->after < 0 ? -1 : c->after - c->taken - c->kept;
}

const char *seats_refusal(struct arena *a, enum lang lang, const struct seats_change *c)
{
    if (c->kept == 0)
        return tr_n(a, lang, "%d place is taken: there cannot be fewer seats.",
                    "%d places are taken: there cannot be fewer seats.", c->taken);
    return tr_f(
        a, lang,
        "%s and %s: there cannot be fewer seats than %lld. End or shrink what is kept first.",
        tr_n(a, lang, "%d place is taken", "%d places are taken", c->taken),
        tr_n(a, lang, "%d seat is kept for programmes", "%d seats are kept for programmes",
             c->kept),
        (long long)c->taken + (long long)c->kept);
}

const char *seats_movers(struct arena *a, enum lang lang, const struct seats_change *c)
{
    int64_t room = seats_free(c);

    if (c->waiting == 0)
        return tr(lang, "Nobody waits.");
    if (room < 0 || room >= c->waiting)
        return tr_n(a, lang, "%d person who waits can move up, as far as it still fits.",
                    "All %d who wait can move up, as far as it still fits.", c->waiting);
    if (room == 0)
        return tr_n(a, lang, "%d person who waits goes on waiting.",
                    "All %d who wait go on waiting.", c->waiting);
    return tr_f(a, lang, "%lld of the %lld who wait can move up, in their order.", (long long)room,
                (long long)c->waiting);
}

const char *seats_left_words(struct arena *a, enum lang lang, const struct seats_change *c)
{
    int64_t room = seats_free(c);

    if (room < 0)
        return tr(lang, "Everybody who may take the course finds a seat.");
    return tr_n(a, lang, "%d seat is free then, before anybody moves up.",
                "%d seats are free then, before anybody moves up.", room);
}
