/* form.c: fields of a request, typed and limited where they enter.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "form.h"
#include "life.h"
#include "router.h"
#include <stdarg.h>
#include <strings.h>

err form_parse_query(struct rq_inner *in, const char *query)
{
    in->form.query_text = query;
    if (!query[0])
        return OK;
    return fields_parse(in->arena, query, strlen(query), &in->form.query);
}

err form_parse_body(struct rq_inner *in)
{
    static const char urlencoded[] = "application/x-www-form-urlencoded";
    const char *type = rq_header(&in->rq, "Content-Type");
    const char *s = in->body.s;

    if (in->body.n == 0)
        return OK;
    if (strncasecmp(type, urlencoded, sizeof urlencoded - 1) == 0)
        return fields_parse(in->arena, s, in->body.n, &in->form.body);
    if (strncasecmp(type, "multipart/form-data", 19) != 0)
        return OK;
    const char *boundary = multipart_boundary(in->arena, type);
    struct multipart m = {0};
    if (!boundary)
        return ERR_BAD_REQUEST;
    TRY(multipart_parse(in->arena, boundary, s, in->body.n, &m));
    in->form.body = m.fields;
    in->form.files = m.files;
    in->form.n_files = m.n_files;
    return OK;
}

static const char *in_fields(const struct fields *f, const char *name)
{
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->v[i].name, name) == 0)
            return f->v[i].value;
    return NULL;
}

/* The body's field, else the query's; NULL if absent. */
static const char *find(const struct rq *rq, const char *name)
{
    const char *v = in_fields(&rq->form->body, name);

    return v ? v : in_fields(&rq->form->query, name);
}

const char *form_typed(const struct rq *rq, const char *name)
{
    const char *v = find(rq, name);

    return v ? v : "";
}

bool form_has(const struct rq *rq, const char *name)
{
    return find(rq, name) != NULL;
}

/* Notes the first problem of a field. */
static void problem(struct rq *rq, const char *name, const char *text)
{
    struct form *f = rq->form;

    if (form_error_of(rq, name) || f->n_problems == FORM_PROBLEMS)
        return;
    f->problems[f->n_problems++] = (struct form_problem){.name = name, .text = text};
}

static const char *checked_length(struct rq *rq, const char *name, const char *v, size_t min,
                                  size_t max)
{
    size_t n = str_utf8_len(v);

    if (n == 0 && min > 0) {
        problem(rq, name, say(rq, "This field is needed."));
    } else if (n < min) {
        problem(rq, name,
                tr_n(rq->arena, rq->lang, "Write at least %d character.",
                     "Write at least %d characters.", (int64_t)min));
    } else if (n > max) {
        problem(rq, name,
                tr_n(rq->arena, rq->lang, "Write at most %d character.",
                     "Write at most %d characters.", (int64_t)max));
        return "";
    }
    return v;
}

const char *form_text(struct rq *rq, const char *name, size_t min, size_t max)
{
    const char *v = str_trim(rq->arena, form_typed(rq, name));

    if (v[strcspn(v, "\r\n")] != '\0') {
        problem(rq, name, say(rq, "Write this on one line."));
        return "";
    }
    return checked_length(rq, name, v, min, max);
}

const char *form_raw(struct rq *rq, const char *name, size_t min, size_t max)
{
    return checked_length(rq, name, form_typed(rq, name), min, max);
}

static int64_t number(struct rq *rq, const char *name, const char *v, int64_t min, int64_t max)
{
    int64_t got = 0;
    err e = str_int(v, min, max, &got);

    if (e == OK)
        return got;
    if (e == ERR_RANGE && max < INT64_MAX)
        problem(rq, name,
                say(rq, "Give a number from %lld to %lld.", (long long)min, (long long)max));
    else
        problem(rq, name, say(rq, "Give a whole number."));
    return min > 0 ? 0 : min;
}

int64_t form_int(struct rq *rq, const char *name, int64_t min, int64_t max)
{
    const char *v = str_trim(rq->arena, form_typed(rq, name));

    if (!v[0]) {
        problem(rq, name, say(rq, "This field is needed."));
        return 0;
    }
    return number(rq, name, v, min, max);
}

int64_t form_int_or(struct rq *rq, const char *name, int64_t min, int64_t max,
                    int64_t otherwise)
{
    const char *v = str_trim(rq->arena, form_typed(rq, name));

    return v[0] ? number(rq, name, v, min, max) : otherwise;
}

bool form_flag(struct rq *rq, const char *name)
{
    const char *v = form_typed(rq, name);

    return v[0] && strcmp(v, "0") != 0;
}

day form_day(struct rq *rq, const char *name)
{
    day d = {0};

    if (day_parse(str_trim(rq->arena, form_typed(rq, name)), &d) != OK) {
        problem(rq, name, say(rq, "Give a day as 2027-02-01."));
        return (day){0};
    }
    return d;
}

instant form_instant(struct rq *rq, const char *name)
{
    char *v = str_trim(rq->arena, form_typed(rq, name));
    char *t = strchr(v, 'T');
    instant at = {0};

    if (!v[0]) {
        problem(rq, name, say(rq, "Choose a day and a time."));
        return at;
    }
    if (t)
        *t = ' ';
    if (instant_parse(v, &at) != OK) {
        problem(rq, name, say(rq, "Give a day and a time, for instance 2027-02-01 13:00."));
        return (instant){0};
    }
    return at;
}

int form_choice(struct rq *rq, const char *name, const char *const *words, size_t n)
{
    const char *v = form_typed(rq, name);

    for (size_t i = 0; i < n; i++)
        if (strcmp(words[i], v) == 0)
            return (int)i;
    problem(rq, name, say(rq, "Choose one of the list."));
    return -1;
}

static size_t collect(const struct fields *f, const char *name, const char **v, size_t max_n)
{
    size_t n = 0;

    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->v[i].name, name) == 0) {
            if (n < max_n)
                v[n] = f->v[i].value;
            n++;
        }
    return n;
}

struct str_list form_all(struct rq *rq, const char *name, size_t max_n)
{
    struct str_list all = {.v = ARENA_ARRAY(rq->arena, max_n + 1, const char *)};

    all.n = collect(&rq->form->body, name, all.v, max_n);
    if (all.n == 0)
        all.n = collect(&rq->form->query, name, all.v, max_n);
    if (all.n > max_n) {
        problem(rq, name,
                tr_n(rq->arena, rq->lang, "Choose at most %d.", "Choose at most %d.",
                     (int64_t)max_n));
        all.n = max_n;
    }
    return all;
}

const struct upload *form_file(const struct rq *rq, const char *name)
{
    const struct form *f = rq->form;

    for (size_t i = 0; i < f->n_files; i++)
        if (strcmp(f->files[i].name, name) == 0 && f->files[i].upload.filename[0])
            return &f->files[i].upload;
    return NULL;
}

struct str form_body(const struct rq *rq)
{
    const struct buf *b = &rq->inner->body;

    return (struct str){b->s ? b->s : "", b->n};
}

void form_error(struct rq *rq, const char *name, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    problem(rq, name, tr_vf(rq->arena, rq->lang, fmt, ap));
    va_end(ap);
}

bool form_bad(const struct rq *rq)
{
    return rq->form->n_problems > 0;
}

const char *form_error_of(const struct rq *rq, const char *name)
{
    const struct form *f = rq->form;

    for (size_t i = 0; i < f->n_problems; i++)
        if (strcmp(f->problems[i].name, name) == 0)
            return f->problems[i].text;
    return NULL;
}

static bool has_name(const struct form *f, const char *name)
{
    for (size_t i = 0; i < f->n_names; i++)
        if (strcmp(f->names[i].name, name) == 0)
            return true;
    return false;
}

struct form_problems form_problems(const struct rq *rq)
{
    const struct form *f = rq->form;
    struct form_problem *v = ARENA_ARRAY(rq->arena, f->n_problems, struct form_problem);
    size_t n = 0;

    for (size_t i = 0; i < f->n_names; i++) {
        const char *text = form_error_of(rq, f->names[i].name);

        if (text)
            v[n++] = (struct form_problem){
                f->names[i].name, msg_in(rq->arena, rq->lang, f->names[i].label), text};
    }
    for (size_t i = 0; i < f->n_problems; i++)
        if (!has_name(f, f->problems[i].name))
            v[n++] = f->problems[i];
    return (struct form_problems){v, n};
}

void form_names(struct rq *rq, const struct form_name *v, size_t n)
{
    rq->form->names = v;
    rq->form->n_names = n;
}

const char *form_link(const struct rq *rq, const char *name, const char *value)
{
    struct arena *a = rq->arena;
    const char *link = "";
    bool put = false;

    for (size_t i = 0; i <= rq->form->query.n; i++) {
        bool last = i == rq->form->query.n;
        const struct field own = {name, put ? "" : value};
        const struct field *f = last ? &own : &rq->form->query.v[i];
        const char *v = f->value;
        if (!last && strcmp(f->name, name) == 0) {
            v = put ? "" : value;
            put = true;
        }
        if (v[0])
            link = arena_printf(a, "%s%s%s=%s", link, link[0] ? "&" : "?", url_seg(a, f->name),
                                url_seg(a, v));
    }
    return link[0] ? link : "?";
}

const char *rq_query(const struct rq *rq)
{
    return rq->inner->form.query_text;
}
