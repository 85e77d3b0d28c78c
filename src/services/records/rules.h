/* rules.h: the decisions of records, pure: windows, terms, clashes, seats in words, and which courses a
   requirement's rule means.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_RULES_H
#define RECORDS_RULES_H
#include "records.h"
#include "str.h"

/* One window as a decision sees it. */
enum span_of { SPAN_EVERYBODY, SPAN_GROUP, SPAN_PROGRAMME };
struct span {
    enum span_of of;
    window_id id;
    instant opens, closes;
};
enum records_window_state span_state(const struct span *s, instant now);
/* May a window of a term from `first` to `last` have this moment? From one year before its first day to the end of its
   last. */
bool window_moment_ok(day first, day last, instant t);
/* Which of a person's windows counts: her programmes' own before those of her groups, these before
   everybody's; then an open one, the next to open, the last that closed. */
struct records_window span_choose(const struct span *v, size_t n, instant now);

/* One term as a decision sees it, with the first opening and the last closing of its windows. */
struct term_span {
    day first, last;
    instant opens, closes; /* zero: without windows */
};
/* Index of the term that runs, or comes next, or was the last; n > 0, sorted by first day. */
size_t term_now(const struct term_span *v, size_t n, day today);
/* Index of the term to plan: the latest that is open now; else the one that opens next; else the
   first that begins after today; else as term_now. */
size_t term_to_plan(const struct term_span *v, size_t n, instant now, day today);

/* A requirement's rule: courses and parts of subjects, between semicolons. */
struct rule_item {
    const char *course;  /* "CSE 12", or NULL */
    const char *subject; /* "CSE" */
    int64_t level;       /* 300, or 0: all levels */
};
struct rule {
    struct rule_item *v;
    size_t n;
    bool any; /* "*": every course */
};
/* ERR_PARSE for an empty piece or a level that is no number. */
[[nodiscard]] err rule_parse(struct arena *a, const char *text, struct rule *ret);
bool rule_means(const struct rule *r, const char *code, const char *subject, int64_t level);
/* "CSE" of "CSE 12". */
const char *subject_of(struct arena *a, const char *code);

/* A code as somebody typed it, the way that codes are written: "cse101 " is "CSE 101". */
const char *code_typed(struct arena *a, const char *typed);

/* Free seats of a list's sum; -1 when a section without a limit is among them. */
int64_t seats_left(int64_t sum);

#endif
