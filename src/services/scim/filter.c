/* filter.c: reads filters and paths, and asks resources. Depth is bounded by FILTER_DEPTH.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "filter.h"
#include <string.h>
#include <strings.h>
#include "clock.h"
#include "str.h"

struct reading {
    struct arena *a;
    const struct scim_type *t;
    const struct attr_at *within; /* in the brackets of a list: names are of its values */
    const char *s;
    struct scim_fault *f;
    int depth, terms;
};

static const struct filter *no(struct reading *r, const char *why)
{
    if (r->f->status == 0)
        *r->f = (struct scim_fault){400, "invalidFilter", why};
    return NULL;
}

static void blanks(struct reading *r)
{
    while (*r->s == ' ')
        r->s++;
}

static bool take(struct reading *r, char c)
{
    blanks(r);
    bool here = *r->s == c;

    r->s += here;
    return here;
}

/* A word of the language, with a blank, a bracket or the end behind it. */
static bool take_word(struct reading *r, const char *word)
{
    size_t n = strlen(word);

    blanks(r);
    if (strncasecmp(r->s, word, n) != 0 || !strchr(" ()[]", r->s[n]))
        return false;
    r->s += n;
    return true;
}

static bool read_attr(struct reading *r, struct attr_at *ret)
{
    size_t n = 0;

    blanks(r);
    while (r->s[n] && !strchr(" ()[]\"", r->s[n]))
        n++;
    const char *name = r->s;

    r->s += n;
    if (n == 0 || n > 200)
        return false;
    if (!r->within)
        return scim_attr(r->a, r->t, name, n, ret) && ret->attr;
    ret->more = r->within->more;
    ret->attr = r->within->attr;
    ret->sub = scim_sub(r->within->attr, arena_dupn(r->a, name, n));
    return ret->sub != NULL;
}

/* A JSON text, number, true, false or null. */
static const struct node *read_value(struct reading *r)
{
    const struct json *j = NULL;
    size_t n = 0;

    blanks(r);
    if (*r->s == '"') {
        for (n = 1; r->s[n] && r->s[n] != '"'; n++)
            n += r->s[n] == '\\' && r->s[n + 1];
        n += r->s[n] == '"';
    } else {
        while (r->s[n] && !strchr(" )]", r->s[n]))
            n++;
    }
    if (n == 0 || json_parse(r->a, r->s, n, FILTER_MAX, &j) != OK)
        return NULL;
    r->s += n;
    return node_of(r->a, j);
}

static const struct filter *read_or(struct reading *r);

static const struct attr *leaf(const struct attr_at *at)
{
    if (at->sub)
        return at->sub;
    return at->attr->n_subs > 0 && scim_sub(at->attr, "value") ? scim_sub(at->attr, "value") : at->attr;
}

/* What kind of value each kind of attribute is compared with. */
static bool comparable(const struct attr *attr, enum filter_op op, const struct node *v)
{
    int64_t ms;

    if (v->kind == NODE_NULL)
        return op == F_EQ || op == F_NE;
    if (attr->type == ATTR_BOOL)
        return v->kind == NODE_BOOL && (op == F_EQ || op == F_NE);
    if (attr->type == ATTR_COMPLEX || v->kind != NODE_TEXT)
        return false;
    return attr->type != ATTR_TIME || op == F_CO || op == F_SW || op == F_EW || scim_time(v->text, &ms);
}

static const struct filter *read_values(struct reading *r, const struct attr_at *at)
{
    struct filter *f = ARENA_NEW(r->a, struct filter);

    if (r->within || at->sub || at->attr->type != ATTR_COMPLEX)
        return no(r, "brackets stand behind an attribute that has parts");
    r->within = at;
    *f = (struct filter){.op = F_VALUES, .at = *at, .a = read_or(r)};
    r->within = NULL;
    if (f->a && !take(r, ']'))
        return no(r, "a ] is missing");
    return f->a ? f : NULL;
}

static const struct filter *read_term(struct reading *r)
{
    static const char *const words[] = {"pr", "eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"};
    struct filter *f = ARENA_NEW(r->a, struct filter);
    struct attr_at at = {0};

    if (++r->terms > FILTER_TERMS)
        return no(r, "the filter has too many terms");
    if (!read_attr(r, &at))
        return no(r, "there is no such attribute");
    if (*r->s == '[') {
        r->s++;
        return read_values(r, &at);
    }
    f->at = at;
    size_t i = 0;
    while (i < sizeof words / sizeof *words && !take_word(r, words[i]))
        i++;
    if (i == sizeof words / sizeof *words)
        return no(r, "an operator is missing");
    f->op = (enum filter_op)(F_PR + (int)i);
    if (f->op == F_PR)
        return f;
    f->value = read_value(r);
    if (!f->value)
        return no(r, "a value is missing");
    return comparable(leaf(&at), f->op, f->value) ? f : no(r, "the attribute cannot be compared so");
}

static const struct filter *read_factor(struct reading *r)
{
    bool negated = take_word(r, "not");
    const struct filter *inner = NULL;

    if (!take(r, '('))
        return negated ? no(r, "a ( follows not") : read_term(r);
    if (++r->depth > FILTER_DEPTH)
        return no(r, "the filter is too deep");
    inner = read_or(r);
    r->depth--;
    if (inner && !take(r, ')'))
        return no(r, "a ) is missing");
    if (!inner || !negated)
        return inner;
    struct filter *f = ARENA_NEW(r->a, struct filter);

    *f = (struct filter){.op = F_NOT, .a = inner};
    return f;
}

static const struct filter *joined(struct reading *r, enum filter_op op, const struct filter *a, const struct filter *b)
{
    struct filter *f = ARENA_NEW(r->a, struct filter);

    *f = (struct filter){.op = op, .a = a, .b = b};
    return b ? f : NULL;
}

static const struct filter *read_and(struct reading *r)
{
    const struct filter *f = read_factor(r);

    while (f && take_word(r, "and"))
        f = joined(r, F_AND, f, read_factor(r));
    return f;
}

static const struct filter *read_or(struct reading *r)
{
    const struct filter *f = read_and(r);

    while (f && take_word(r, "or"))
        f = joined(r, F_OR, f, read_and(r));
    return f;
}

const struct filter *filter_read(struct arena *a, const struct scim_type *t, const char *s, struct scim_fault *f)
{
    struct reading r = {.a = a, .t = t, .s = s, .f = f};

    if (strlen(s) > FILTER_MAX)
        return no(&r, "the filter is too long");
    const struct filter *all = read_or(&r);

    blanks(&r);
    return all && *r.s ? no(&r, "something stands behind the filter") : all;
}

/* --- Asking --- */

/* n digits at *s, then this character; *s goes behind it, or stays at the end of the text. */
static bool number_at(const char **s, int n, char then, int *ret)
{
    *ret = 0;
    for (; n > 0 && **s >= '0' && **s <= '9'; n--, ++*s)
        *ret = *ret * 10 + (**s - '0');
    if (n > 0 || (then != '\0' && **s != then))
        return false;
    *s += then != '\0';
    return true;
}

/* "Z", "+02:00" or nothing, as milliseconds east; false: it is none. */
static bool zone_of(const char *s, int64_t *ret)
{
    const char *at = s + 1;
    int h = 0, m = 0;

    *ret = 0;
    if (!*s || strcmp(s, "Z") == 0)
        return true;
    if ((*s != '+' && *s != '-') || !number_at(&at, 2, ':', &h) || !number_at(&at, 2, '\0', &m) || *at)
        return false;
    *ret = (*s == '-' ? -1 : 1) * (HOURS(h) + MINUTES(m));
    return true;
}

/* Days since 1970 of the proleptic Gregorian calendar. */
static int64_t days_of(int y, int mo, int d)
{
    int64_t years = y - (mo <= 2), era = years / 400, yoe = years - era * 400;
    int64_t doy = (153 * (mo + (mo > 2 ? -3 : 9)) + 2) / 5 + d - 1;

    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

bool scim_time(const char *s, int64_t *ret)
{
    int y, mo, d, h, mi, sec;
    int64_t ms = 0, east = 0;

    if (!number_at(&s, 4, '-', &y) || !number_at(&s, 2, '-', &mo) || !number_at(&s, 2, 'T', &d) ||
        !number_at(&s, 2, ':', &h) || !number_at(&s, 2, ':', &mi) || !number_at(&s, 2, '\0', &sec) ||
        !day_ok(day_make(y, mo, d)) || h > 23 || mi > 59 || sec > 60)
        return false;
    if (*s == '.') {
        int64_t unit = 100;
        for (s++; *s >= '0' && *s <= '9'; s++, unit /= 10)
            ms += (*s - '0') * unit;
    }
    if (!zone_of(s, &east))
        return false;
    *ret = DAYS(days_of(y, mo, d)) + HOURS(h) + MINUTES(mi) + SECONDS(sec) + ms - east;
    return true;
}

int value_order(const struct attr *attr, const char *x, const char *y)
{
    int64_t a, b;

    if (attr->type == ATTR_TIME && scim_time(x, &a) && scim_time(y, &b))
        return a < b ? -1 : a > b;
    return attr->exact ? strcmp(x, y) : strcasecmp(x, y);
}

static bool part(const struct attr *attr, enum filter_op op, const char *have, const char *want)
{
    size_t n = strlen(have), k = strlen(want);

    if (op == F_CO)
        return attr->exact ? strstr(have, want) != NULL : strcasestr(have, want) != NULL;
    if (k > n)
        return false;
    const char *at = op == F_SW ? have : have + n - k;

    return attr->exact ? strncmp(at, want, k) == 0 : strncasecmp(at, want, k) == 0;
}

static bool compared(const struct attr *attr, enum filter_op op, const struct node *have, const struct node *want)
{
    if (have->kind == NODE_BOOL && want->kind == NODE_BOOL)
        return have->number == want->number;
    if (have->kind != NODE_TEXT || want->kind != NODE_TEXT)
        return false;
    if (op == F_CO || op == F_SW || op == F_EW)
        return part(attr, op, have->text, want->text);
    int order = value_order(attr, have->text, want->text);

    return op == F_EQ   ? order == 0
           : op == F_GT ? order > 0
           : op == F_GE ? order >= 0
           : op == F_LT ? order < 0
                        : order <= 0;
}

/* One value of the attribute, or an element of the list that it is. */
static bool value_holds(const struct filter *f, enum filter_op op, const struct attr *attr, const struct node *v)
{
    if (v->kind == NODE_OBJECT && op != F_PR)
        v = node_get(v, attr->name);
    if (op == F_PR)
        return !node_empty(v);
    return v && compared(attr, op, v, f->value);
}

static bool any_holds(const struct filter *f, enum filter_op op, const struct node *v)
{
    if (node_empty(v))
        return false;
    if (v->kind != NODE_LIST)
        return value_holds(f, op, leaf(&f->at), v);
    for (const struct node *i = v->first; i; i = i->next) {
        const struct node *one = f->at.sub ? node_get(i, f->at.sub->name) : i;
        if (one && value_holds(f, op, leaf(&f->at), one))
            return true;
    }
    return false;
}

static bool term(const struct filter *f, const struct node *v)
{
    bool null = f->value && f->value->kind == NODE_NULL;

    if (null)
        return any_holds(f, F_PR, v) == (f->op == F_NE);
    return f->op == F_NE ? !any_holds(f, F_EQ, v) : any_holds(f, f->op, v);
}

static const struct node *at_of(const struct attr_at *at, const struct node *resource)
{
    const struct node *v = at->more ? node_get(resource, at->more->urn) : resource;

    v = at->attr ? node_get(v, at->attr->name) : v;
    return at->sub && v && v->kind == NODE_OBJECT ? node_get(v, at->sub->name) : v;
}

static bool some_item(const struct filter *f, const struct node *list)
{
    if (list && list->kind == NODE_OBJECT)
        return filter_item(f, list);
    for (const struct node *i = list ? list->first : NULL; i; i = i->next)
        if (filter_item(f, i))
            return true;
    return false;
}

static bool holds(const struct filter *f, const struct node *n, bool item)
{
    switch (f->op) {
    case F_AND:
        return holds(f->a, n, item) && holds(f->b, n, item);
    case F_OR:
        return holds(f->a, n, item) || holds(f->b, n, item);
    case F_NOT:
        return !holds(f->a, n, item);
    case F_VALUES:
        return some_item(f->a, at_of(&f->at, n));
    case F_PR:
    case F_EQ:
    case F_NE:
    case F_CO:
    case F_SW:
    case F_EW:
    case F_GT:
    case F_GE:
    case F_LT:
    case F_LE:
        break;
    }
    return term(f, item ? node_get(n, f->at.sub->name) : at_of(&f->at, n));
}

bool filter_holds(const struct filter *f, const struct node *resource)
{
    return holds(f, resource, false);
}

bool filter_item(const struct filter *f, const struct node *item)
{
    return holds(f, item, true);
}

bool filter_asks(const struct filter *f, const char *name)
{
    if (!f)
        return false;
    if (f->op == F_AND || f->op == F_OR || f->op == F_NOT)
        return filter_asks(f->a, name) || filter_asks(f->b, name);
    return !f->at.more && strcmp(f->at.attr->name, name) == 0;
}

const char *filter_equals(const struct filter *f, const char *name)
{
    const char *s = f && f->op == F_AND ? filter_equals(f->a, name) : NULL;

    if (s || !f)
        return s;
    if (f->op == F_AND)
        return filter_equals(f->b, name);
    return f->op == F_EQ && !f->at.more && !f->at.sub && strcmp(f->at.attr->name, name) == 0 ? f->value->text : NULL;
}

/* --- Paths --- */

bool path_read(struct arena *a, const struct scim_type *t, const char *s, struct scim_path *ret, struct scim_fault *f)
{
    const char *open = strchr(s, '[');
    size_t n = open ? (size_t)(open - s) : strlen(s);
    struct scim_path p = {0};

    *f = (struct scim_fault){400, "invalidPath", "the path leads to no attribute"};
    if (strlen(s) > FILTER_MAX || !scim_attr(a, t, s, n, &p.at) || (open && (!p.at.attr || p.at.sub)))
        return false;
    if (open) {
        struct scim_fault inner = {0};
        struct reading r = {.a = a, .t = t, .s = open + 1, .f = &inner};
        const struct filter *v = p.at.attr->multi ? read_values(&r, &p.at) : NULL;

        if (!v) {
            if (inner.status)
                *f = inner;
            return false;
        }
        p.which = v->a;
        if (*r.s && (*r.s != '.' || !(p.at.sub = scim_sub(p.at.attr, r.s + 1))))
            return false;
    }
    *f = (struct scim_fault){0};
    *ret = p;
    return true;
}
