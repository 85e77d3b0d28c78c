/* ready.c: weighs a prerequisite against what somebody has done, and says it in words.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "prereq.h"
#include "str.h"
#include <string.h>

void records_know(struct records_known *k, const struct records_fact *fact)
{
    for (size_t i = 0; i < k->n && fact->kind != RECORDS_RESULT; i++)
        if (k->v[i].kind == fact->kind && k->v[i].course.v == fact->course.v)
            return;
    if (k->n < k->room)
        k->v[k->n++] = *fact;
}

void records_know_strictly(struct records_known *k)
{
    size_t n = 0;

    for (size_t i = 0; i < k->n; i++)
        if (k->v[i].kind != RECORDS_AWAITED)
            k->v[n++] = k->v[i];
    k->n = n;
}

/* A course, by the best that is known of it. */
static enum records_ready weigh_course(const struct prereq *p, const struct records_known *k)
{
    enum records_ready best = RECORDS_NOT_READY;

    for (size_t i = 0; i < k->n; i++) {
        const struct records_fact *f = &k->v[i];
        bool had = f->kind == RECORDS_RESULT &&
                   (p->kind == PREREQ_COURSE && p->n > 0 ? f->grade >= p->n : f->passed);
        bool now = f->kind == RECORDS_TOGETHER && p->kind == PREREQ_WITH;

        if (f->kind == RECORDS_WAIVED || !str_eq(f->code, p->code))
            continue;
        if (had || now)
            return RECORDS_READY;
        if (f->kind == RECORDS_AWAITED)
            best = RECORDS_EXPECTED;
    }
    return best;
}

static bool of_subject(const char *code, const char *subject)
{
    size_t n = subject == NULL ? 0 : strlen(subject);

    return subject == NULL || (strncmp(code, subject, n) == 0 && code[n] == ' ');
}

/* Does one of the first `n` facts pass this course? Its credits count once. */
static bool passed_in(const struct records_known *k, size_t n, course_id course)
{
    for (size_t i = 0; i < n; i++)
        if (k->v[i].kind == RECORDS_RESULT && k->v[i].passed && k->v[i].course.v == course.v)
            return true;
    return false;
}

static enum records_ready weigh_credits(const struct prereq *p, const struct records_known *k)
{
    int64_t had = 0, awaited = 0;

    for (size_t i = 0; i < k->n; i++) {
        const struct records_fact *f = &k->v[i];

        if (f->kind == RECORDS_WAIVED || !of_subject(f->code, p->code))
            continue;
        if (f->kind == RECORDS_RESULT && f->passed && !passed_in(k, i, f->course))
            had += f->credits;
        if (f->kind == RECORDS_AWAITED && !passed_in(k, k->n, f->course))
            awaited += f->credits;
    }
    if (had >= p->n)
        return RECORDS_READY;
    return had + awaited >= p->n ? RECORDS_EXPECTED : RECORDS_NOT_READY;
}

/* How many of the parts are at least as good as `state`. */
static int64_t as_good(const struct prereq *p, const struct records_known *k,
                       enum records_ready state)
{
    int64_t n = 0;

    for (size_t i = 0; i < p->n_parts; i++)
        n += prereq_weigh(p->parts[i], k) <= state;
    return n;
}

enum records_ready prereq_weigh(const struct prereq *p, const struct records_known *k)
{
    int64_t needed = 0;

    switch (p->kind) {
    case PREREQ_COURSE:
    case PREREQ_WITH:
        return weigh_course(p, k);
    case PREREQ_CREDITS:
        return weigh_credits(p, k);
    case PREREQ_NOT:
        return (enum records_ready)(RECORDS_NOT_READY - prereq_weigh(p->parts[0], k));
    case PREREQ_ALL:
    case PREREQ_SOME:
        break;
    }
    needed = p->kind == PREREQ_ALL ? (int64_t)p->n_parts : p->n;
    if (as_good(p, k, RECORDS_READY) >= needed)
        return RECORDS_READY;
    return as_good(p, k, RECORDS_EXPECTED) >= needed ? RECORDS_EXPECTED : RECORDS_NOT_READY;
}

const struct prereq *prereq_lack(struct arena *a, const struct prereq *p,
                                 const struct records_known *k, enum records_ready why)
{
    struct prereq *rest = NULL;

    if (p->kind != PREREQ_ALL && p->kind != PREREQ_SOME)
        return p;
    rest = ARENA_NEW(a, struct prereq);
    *rest = (struct prereq){.kind = p->kind, .n = p->n};
    rest->parts = ARENA_ARRAY(a, p->n_parts, const struct prereq *);
    for (size_t i = 0; i < p->n_parts; i++) {
        enum records_ready state = prereq_weigh(p->parts[i], k);

        if (state == why)
            rest->parts[rest->n_parts++] = prereq_lack(a, p->parts[i], k, why);
        else if (state < why && p->kind == PREREQ_SOME)
            rest->n--;
    }
    if (p->kind == PREREQ_SOME && rest->n == (int64_t)rest->n_parts) {
        rest->kind = PREREQ_ALL;
        rest->n = 0;
    }
    return rest->n_parts == 1 ? rest->parts[0] : rest;
}

struct records_check records_prereq_check(struct arena *a, const char *rule, course_id course,
                                          const struct records_known *k)
{
    const struct prereq *p = NULL;
    enum records_ready ready = RECORDS_READY;
    size_t at = 0;

    for (size_t i = 0; i < k->n; i++)
        if (k->v[i].kind == RECORDS_WAIVED && k->v[i].course.v == course.v)
            return (struct records_check){RECORDS_READY, NULL};
    if (str_empty(rule))
        return (struct records_check){RECORDS_READY, NULL};
    if (prereq_parse(a, rule, &p, &at) != OK)
        return (struct records_check){RECORDS_NOT_READY, rule};
    if (p != NULL)
        ready = prereq_weigh(p, k);
    if (ready == RECORDS_READY)
        return (struct records_check){RECORDS_READY, NULL};
    return (struct records_check){ready, prereq_print(a, prereq_lack(a, p, k, ready))};
}

/* --- Words ------------------------------------------------------------------------------------ */

const char *records_grade_words(struct arena *a, enum lang lang, const struct records_result *r)
{
    if (r->grade == 0)
        return r->passed ? tr(lang, "passed") : tr(lang, "not passed");
    /* TRANSLATORS: a grade such as 6.5, with the decimal sign of the language */
    return tr_f(a, lang, "%lld.%lld", (long long)r->grade / 10, (long long)r->grade % 10);
}

const char *prereq_leaf_words(struct arena *a, enum lang lang, const struct prereq *p)
{
    if (p->kind == PREREQ_WITH)
        return tr_f(a, lang, "%s (before, or in the same term)", p->code);
    if (p->kind == PREREQ_CREDITS && p->code == NULL)
        return tr_f(a, lang, "at least %lld EC", (long long)p->n);
    if (p->kind == PREREQ_CREDITS)
        return tr_f(a, lang, "at least %lld EC of %s courses", (long long)p->n, p->code);
    if (p->n == 0)
        return p->code;
    return tr_f(a, lang, "%s with at least a %lld.%lld", p->code, (long long)p->n / 10,
                (long long)p->n % 10);
}

static const char *node_words(struct arena *a, enum lang lang, const struct prereq *p);

/* Parts of parts stand in parentheses, but for the one-of in an all: its "or" ends it. */
static const char *part_words(struct arena *a, enum lang lang, const struct prereq *parent,
                              const struct prereq *p)
{
    bool plain = p->n_parts == 0 || p->kind == PREREQ_NOT ||
                 (parent->kind == PREREQ_ALL && p->kind == PREREQ_SOME);

    return arena_printf(a, plain ? "%s" : "(%s)", node_words(a, lang, p));
}

static bool simple(const struct prereq *p)
{
    for (size_t i = 0; i < p->n_parts; i++)
        if (p->parts[i]->n_parts > 0)
            return false;
    return true;
}

/* "A", "A and B", "A, B and C"; with parts of parts "A, and B". */
static const char *list_words(struct arena *a, enum lang lang, const struct prereq *p)
{
    const char *all = part_words(a, lang, p, p->parts[0]);

    for (size_t i = 1; i < p->n_parts; i++) {
        const char *next = part_words(a, lang, p, p->parts[i]);

        if (i + 1 < p->n_parts)
            all = tr_f(a, lang, "%s, %s", all, next);
        else if (p->kind == PREREQ_SOME)
            all = tr_f(a, lang, "%s or %s", all, next);
        else if (simple(p))
            all = tr_f(a, lang, "%s and %s", all, next);
        else
            all = tr_f(a, lang, "%s, and %s", all, next);
    }
    return all;
}

static const char *node_words(struct arena *a, enum lang lang, const struct prereq *p)
{
    switch (p->kind) {
    case PREREQ_COURSE:
    case PREREQ_WITH:
    case PREREQ_CREDITS:
        return prereq_leaf_words(a, lang, p);
    case PREREQ_NOT:
        if (p->parts[0]->n_parts == 0)
            return tr_f(a, lang, "not %s", prereq_leaf_words(a, lang, p->parts[0]));
        return tr_f(a, lang, "not (%s)", node_words(a, lang, p->parts[0]));
    case PREREQ_SOME:
        if (p->n > 1)
            return tr_f(a, lang, "%lld of %s", (long long)p->n, list_words(a, lang, p));
        return tr_f(a, lang, "one of %s", list_words(a, lang, p));
    case PREREQ_ALL:
        break;
    }
    return list_words(a, lang, p);
}

const char *prereq_words(struct arena *a, enum lang lang, const struct prereq *p)
{
    return p == NULL ? "" : node_words(a, lang, p);
}

const char *records_prereq_words(struct arena *a, enum lang lang, const char *rule)
{
    const struct prereq *p = NULL;
    size_t at = 0;

    return prereq_parse(a, rule, &p, &at) == OK ? prereq_words(a, lang, p) : rule;
}
