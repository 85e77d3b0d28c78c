/* rules.c: studymap's decisions.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const outcome_words[] = {"enrolled", "waiting", "refused", "left"};
static const char *const reason_words[] = {"", "held", "gone", "clash", "load",
                                           "full", "prerequisite"};
_Static_assert(sizeof reason_words / sizeof *reason_words == STUDYMAP_REASONS);

const char *studymap_outcome_word(enum studymap_outcome o)
{
    return outcome_words[o];
}

enum studymap_outcome studymap_outcome_of(const char *word)
{
    for (int o = 0; o <= STUDYMAP_LEFT; o++) {
        if (str_eq(outcome_words[o], word))
            return (enum studymap_outcome)o;
    }
    return STUDYMAP_ENROLLED;
}

const char *studymap_reason_word(enum studymap_reason r)
{
    return reason_words[r];
}

enum studymap_reason studymap_reason_of(const char *word)
{
    for (int r = 0; r < STUDYMAP_REASONS; r++) {
        if (str_eq(reason_words[r], word))
            return (enum studymap_reason)r;
    }
    return STUDYMAP_FITS;
}

struct studymap_when studymap_when_of(const struct records_meeting *m)
{
    bool single = m->first.v == m->last.v;

    return (struct studymap_when){
        .day = single ? m->first : (day){0},
        .weekday = m->weekday,
        .starts = m->starts,
        .ends = m->ends,
    };
}

int64_t studymap_when_pack(struct studymap_when w)
{
    return (((int64_t)w.day.v * 10 + w.weekday) * 10000 + w.starts.v) * 10000 + w.ends.v;
}

struct studymap_when studymap_when_unpack(int64_t packed)
{
    return (struct studymap_when){
        .day = {(int32_t)(packed / 1000000000)},
        .weekday = (int)(packed / 100000000 % 10),
        .starts = {(int32_t)(packed / 10000 % 10000)},
        .ends = {(int32_t)(packed % 10000)},
    };
}

void studymap_hold(struct studymap_held *h, const struct records_section *s)
{
    h->v[h->n++] = s;
    h->credits += s->credits;
}

void studymap_hold_for(struct studymap_held *h, const struct records_section *s,
                       const struct records_section *old)
{
    h->v[h->n++] = s;
    if (s->credits > old->credits)
        h->credits += s->credits - old->credits;
}

struct studymap_limits studymap_limits_of(const struct studymap_settings *s)
{
    return (struct studymap_limits){.credits = s->credits_most, .clashes = s->clashes_allowed};
}

size_t studymap_clashes(const struct studymap_held *h, const struct records_section *s,
                        struct studymap_why *v, size_t room)
{
    const struct records_meeting *mine = NULL;
    const struct records_meeting *theirs = NULL;
    size_t n = 0;

    for (size_t i = 0; i < h->n && n < room; i++) {
        if (h->v[i]->offering.v == s->offering.v ||
            !records_sections_clash(s, h->v[i], &mine, &theirs))
            continue;
        v[n++] = (struct studymap_why){
            .reason = STUDYMAP_CLASH,
            .other = h->v[i]->course_name,
            .mine = studymap_when_of(mine),
            .theirs = studymap_when_of(theirs),
        };
    }
    return n;
}

bool studymap_clash(const struct studymap_held *h, const struct records_section *s,
                    struct studymap_why *ret_why)
{
    return studymap_clashes(h, s, ret_why, 1) == 1;
}

static bool holds(const struct studymap_held *h, offering_id offering)
{
    for (size_t i = 0; i < h->n; i++) {
        if (h->v[i]->offering.v == offering.v)
            return true;
    }
    return false;
}

/* What must be done before the course; a reason when something of it is missing. */
static struct studymap_why prepared(const struct studymap_limits *l, const struct records_section *s)
{
    struct records_check check = {0};

    if (!l->known || str_empty(s->rule))
        return (struct studymap_why){};
    check = records_prereq_check(l->arena, s->rule, s->course, l->known);
    if (check.ready == RECORDS_NOT_READY)
        return (struct studymap_why){.reason = STUDYMAP_PREREQUISITE, .other = check.lacks};
    return (struct studymap_why){.expected = check.lacks};
}

struct studymap_why studymap_judge(const struct studymap_limits *l, const struct studymap_held *h,
                                   const struct records_section *s)
{
    struct studymap_why why = {};
    struct studymap_why before;

    if (!s)
        return (struct studymap_why){.reason = STUDYMAP_GONE};
    if (holds(h, s->offering))
        return (struct studymap_why){.reason = STUDYMAP_HELD};
    before = prepared(l, s);
    if (before.reason != STUDYMAP_FITS)
        return before;
    if (!l->clashes && studymap_clash(h, s, &why))
        return why;
    if (h->credits + s->credits > l->credits)
        return (struct studymap_why){
            .reason = STUDYMAP_LOAD,
            .total = h->credits + s->credits,
            .limit = l->credits,
        };
    return before;
}

unsigned studymap_objections(const struct studymap_limits *l, const struct studymap_held *h,
                             const struct records_section *s)
{
    struct studymap_why why = {};
    unsigned over = 0;

    if (prepared(l, s).reason == STUDYMAP_PREREQUISITE)
        over |= STUDYMAP_OVER_PREREQUISITE;
    if (!l->clashes && studymap_clash(h, s, &why))
        over |= STUDYMAP_OVER_CLASH;
    if (h->credits + s->credits > l->credits)
        over |= STUDYMAP_OVER_LOAD;
    return over;
}

struct studymap_limits studymap_overruled(struct studymap_limits l, unsigned over)
{
    if (over & STUDYMAP_OVER_PREREQUISITE)
        l.known = NULL;
    if (over & STUDYMAP_OVER_CLASH)
        l.clashes = true;
    if (over & STUDYMAP_OVER_LOAD)
        l.credits = INT64_MAX;
    return l;
}

bool studymap_is_full(const struct records_section *s)
{
    return s->promote_due || (!s->unlimited && s->taken + s->kept >= s->seats);
}

bool studymap_stays(enum studymap_outcome o, enum studymap_reason r)
{
    return o == STUDYMAP_REFUSED && r != STUDYMAP_HELD && r != STUDYMAP_GONE;
}

enum studymap_gate studymap_may_submit(enum records_window_state window, size_t n_items,
                                       int64_t seen_version, int64_t version)
{
    if (seen_version != version)
        return STUDYMAP_CHANGED;
    if (n_items == 0)
        return STUDYMAP_EMPTY;
    return window == RECORDS_WINDOW_OPEN ? STUDYMAP_GO : STUDYMAP_NOT_OPEN;
}

bool studymap_may_leave(enum records_window_state window, instant until, instant now)
{
    return window == RECORDS_WINDOW_OPEN || until.v == 0 || now.v < until.v;
}

bool studymap_term_over(day last, day today)
{
    return today.v > last.v;
}

struct studymap_options studymap_options_of(section_id first, const char *others)
{
    struct studymap_options o = {.v = {first}, .n = 1};

    for (const char *p = others; *p && o.n < STUDYMAP_OPTIONS; p += strspn(p, " ")) {
        char *end = NULL;
        section_id id = {strtoll(p, &end, 10)};

        if (end == p)
            break;
        o.v[o.n++] = id;
        p = end;
    }
    return o;
}

const char *studymap_options_others(struct arena *a, const struct studymap_options *o)
{
    const char *text = "";

    for (size_t i = 1; i < o->n; i++)
        text = arena_printf(a, "%s%s%lld", text, i > 1 ? " " : "", (long long)o->v[i].v);
    return text;
}

static size_t option_at(const struct studymap_options *o, section_id id)
{
    size_t i = 0;

    while (i < o->n && o->v[i].v != id.v)
        i++;
    return i;
}

bool studymap_options_move(struct studymap_options *o, section_id id, enum studymap_move how)
{
    size_t at = option_at(o, id);
    size_t to = how == STUDYMAP_UP ? at - 1 : at + 1;

    if (how == STUDYMAP_ADD) {
        if (at < o->n || o->n == STUDYMAP_OPTIONS)
            return false;
        o->v[o->n++] = id;
        return true;
    }
    if (at == o->n || (how == STUDYMAP_REMOVE ? o->n == 1 : to >= o->n))
        return false;
    if (how == STUDYMAP_REMOVE) {
        memmove(&o->v[at], &o->v[at + 1], (--o->n - at) * sizeof *o->v);
        return true;
    }
    o->v[at] = o->v[to];
    o->v[to] = id;
    return true;
}

struct studymap_prospect studymap_prospect_of(const struct studymap_option *v, size_t n,
                                              bool wait_lists)
{
    for (size_t i = 0; i < n; i++) {
        if (v[i].why.reason != STUDYMAP_FITS)
            return (struct studymap_prospect){STUDYMAP_REFUSED, i, v[i].why};
        if (!studymap_is_full(v[i].section))
            return (struct studymap_prospect){STUDYMAP_ENROLLED, i, {}};
    }
    if (wait_lists)
        return (struct studymap_prospect){STUDYMAP_WAITING, 0, {}};
    return (struct studymap_prospect){STUDYMAP_REFUSED, 0, {.reason = STUDYMAP_FULL}};
}

/* How the estimate was fitted stands in README.md. */
#define CHANCE_PRIOR_FREED 6.0    /* seats that come free in … */
#define CHANCE_PRIOR_SEEN  1000.0 /* … so many days of one seat, for who saw nothing yet */
#define CHANCE_TRUST       0.1    /* seats come free in groups: what was seen counts for less */
#define CHANCE_FASTER      2.5    /* about the start of the term more comes free than before */
#define CHANCE_SEEN_LEAST  7
#define CHANCE_LEFT_MOST   49 /* further ahead was never tried */
#define CHANCE_AT_MOST     2000

/* The number of seats that come free is Poisson, its rate gamma by what was seen: together a negative
   binomial distribution. */
int studymap_chance_percent(const struct studymap_queue *q)
{
    double shape = ((double)q->freed + CHANCE_PRIOR_FREED) * CHANCE_TRUST;
    double rate = ((double)(q->seats * q->seen) + CHANCE_PRIOR_SEEN) * CHANCE_TRUST;
    int64_t left = q->left < CHANCE_LEFT_MOST ? q->left : CHANCE_LEFT_MOST;
    double ahead = (double)(q->seats * left) * CHANCE_FASTER;
    double share = ahead / (rate + ahead);
    double fewer = 0;

    if (q->seen < CHANCE_SEEN_LEAST || q->left <= 0 || q->seats <= 0 || q->at <= 0 ||
        q->at > CHANCE_AT_MOST)
        return -1;
    double term = pow(1 - share, shape);
    for (int64_t k = 0; k < q->at; k++) {
        fewer += term;
        term *= (shape + (double)k) / (double)(k + 1) * share;
    }
    return fewer >= 1 ? 0 : (int)((1 - fewer) * 100 + 0.5);
}

enum studymap_chance studymap_chance_of(int percent)
{
    if (percent < 0)
        return STUDYMAP_CHANCE_UNKNOWN;
    if (percent >= 85)
        return STUDYMAP_CHANCE_GREAT;
    if (percent >= 60)
        return STUDYMAP_CHANCE_GOOD;
    return percent >= 30 ? STUDYMAP_CHANCE_EVEN : STUDYMAP_CHANCE_SMALL;
}

const char *studymap_number(struct arena *a, int year, int64_t n)
{
    return arena_printf(a, "%04d-%06lld", year, (long long)n);
}

/* Folded, without any blank. */
static const char *bare(struct arena *a, const char *s)
{
    char *folded = str_fold(a, s);
    char *to = folded;

    for (const char *p = folded; *p; p++) {
        if (*p != ' ')
            *to++ = *p;
    }
    *to = '\0';
    return folded;
}

bool studymap_names(struct arena *a, const char *typed, const char *code)
{
    return str_eq(bare(a, typed), bare(a, code));
}
