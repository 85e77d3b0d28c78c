/* frozen.c: plans and seats of the moment of a draw, written and read strictly.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "frozen.h"
#include "draw_rules.h"
#include "json.h"
#include <stdlib.h>

/* --- Plans ------------------------------------------------------------------------------------- */

/* Text that must not break a line in two. */
static void put_plain(struct buf *b, const char *s)
{
    for (; *s; s++)
        buf_putc(b, (char)(*s == '\t' || *s == '\n' ? ' ' : *s));
}

static void option_write(struct buf *b, const struct frozen_option *o)
{
    buf_putc(b, '\t');
    buf_int(b, o->section.v);
    if (o->refused == STUDYMAP_FITS)
        return;
    buf_putc(b, ':');
    buf_puts(b, studymap_reason_word(o->refused));
    if (o->lacks) {
        buf_putc(b, ':');
        put_plain(b, o->lacks);
    }
}

const char *frozen_choices(struct buf *b, struct arena *a, const struct frozen_plan *p)
{
    buf_clear(b);
    for (size_t i = 0; i < p->n; i++) {
        const struct frozen_choice *c = &p->choices[i];

        if (i > 0)
            buf_putc(b, '\n');
        buf_int(b, c->offering.v);
        buf_putc(b, '\t');
        put_plain(b, c->label);
        for (size_t k = 0; k < c->n; k++)
            option_write(b, &c->v[k]);
    }
    return arena_dupn(a, b->s ? b->s : "", b->n);
}

const char *frozen_has(struct buf *b, struct arena *a, const struct frozen_plan *p)
{
    buf_clear(b);
    for (size_t i = 0; i < p->n_programmes; i++)
        buf_printf(b, "%s%lld", i ? " " : "", (long long)p->programmes[i].v);
    buf_put(b, ";", 1);
    for (size_t i = 0; i < p->n_holds; i++)
        buf_printf(b, "%s%lld-%lld", i ? " " : "", (long long)p->holds[i].section.v,
                   (long long)p->holds[i].uncounted);
    return arena_dupn(a, b->s, b->n);
}

static bool number_read(const char **at, int64_t *ret)
{
    char *end = NULL;

    *ret = strtoll(*at, &end, 10);
    if (end == *at)
        return false;
    *at = end;
    return true;
}

/* Cuts a text off at one of the signs; gives the sign, and where it goes on. */
static char cut(char **at, const char *signs)
{
    char *end = *at + strcspn(*at, signs);
    char sign = *end;

    *end = '\0';
    *at = end + (sign != '\0');
    return sign;
}

/* "131", "131:gone", "131:prerequisite:RULE" */
static err option_read(char *text, struct frozen_option *o)
{
    const char *after = text;

    if (!number_read(&after, &o->section.v))
        return ERR_PARSE;
    if (*after == '\0')
        return OK;
    char *at = text + (after - text);
    if (*at++ != ':')
        return ERR_PARSE;
    char *word = at;
    if (cut(&at, ":") == ':')
        o->lacks = at;
    o->refused = studymap_reason_of(word);
    return o->refused == STUDYMAP_GONE || o->refused == STUDYMAP_PREREQUISITE ? OK : ERR_PARSE;
}

/* One line, with room for its options. */
static err choice_read(char *line, struct frozen_choice *c, struct frozen_option *room)
{
    char *offering = line, *rest = line;
    const char *end = offering;
    char sign = cut(&rest, "\t");

    if (sign != '\t' || !number_read(&end, &c->offering.v) || *end != '\0')
        return ERR_PARSE;
    c->label = rest;
    c->v = room;
    sign = cut(&rest, "\t");
    while (sign == '\t') {
        char *option = rest;

        if (c->n == STUDYMAP_OPTIONS)
            return ERR_PARSE;
        sign = cut(&rest, "\t");
        TRY(option_read(option, &c->v[c->n++]));
    }
    return c->n > 0 ? OK : ERR_PARSE;
}

static size_t count(const char *s, char c)
{
    size_t n = 0;

    for (; *s; s++)
        n += *s == c;
    return n;
}

static err has_read(struct arena *a, const char *has, struct frozen_plan *p)
{
    programme_id *programmes = ARENA_ARRAY(a, count(has, ' ') + 1, programme_id);
    const char *at = has;

    p->holds = ARENA_ARRAY(a, count(has, '-') + 1, struct frozen_hold);
    p->programmes = programmes;
    for (; *at && *at != ';'; at += *at == ' ')
        if (!number_read(&at, &programmes[p->n_programmes++].v))
            return ERR_PARSE;
    if (*at++ != ';')
        return ERR_PARSE;
    for (; *at; at += *at == ' ') {
        struct frozen_hold *h = &p->holds[p->n_holds++];

        if (!number_read(&at, &h->section.v) || *at++ != '-' || !number_read(&at, &h->uncounted))
            return ERR_PARSE;
    }
    return OK;
}

err frozen_read(struct arena *a, const char *choices, const char *has, struct frozen_plan *ret)
{
    struct frozen_option *options = ARENA_ARRAY(a, count(choices, '\t'), struct frozen_option);
    struct frozen_plan p = {};
    char *at = arena_dup(a, choices);

    p.choices = ARENA_ARRAY(a, count(choices, '\n') + 1, struct frozen_choice);
    while (*at) {
        char *line = at;

        if (p.n == DRAW_RANKS)
            return ERR_PARSE;
        (void)cut(&at, "\n");
        TRY(choice_read(line, &p.choices[p.n], options));
        options += p.choices[p.n++].n;
    }
    TRY(has_read(a, has, &p));
    *ret = p;
    return OK;
}

/* --- Seats ------------------------------------------------------------------------------------- */

static void meeting_write(struct json_out *j, const struct records_meeting *m)
{
    json_object(j, NULL);
    json_int(j, "weekday", m->weekday);
    json_int(j, "first", m->first.v);
    json_int(j, "last", m->last.v);
    json_int(j, "starts", m->starts.v);
    json_int(j, "ends", m->ends.v);
    json_str(j, "off", m->off ? m->off : "");
    json_end(j, '}');
}

static void reserve_write(struct json_out *j, const struct frozen_reserve *r)
{
    json_object(j, NULL);
    json_id(j, "id", r->id.v);
    json_id(j, "programme", r->programme.v);
    json_int(j, "free", r->free);
    json_end(j, '}');
}

static void section_write(struct json_out *j, const struct frozen_section *s)
{
    json_object(j, NULL);
    json_id(j, "id", s->of.id.v);
    json_id(j, "offering", s->of.offering.v);
    json_str(j, "code", s->of.course_code);
    json_str(j, "name", s->of.course_name);
    json_str(j, "group", s->of.code);
    json_int(j, "credits", s->of.credits);
    json_int(j, "free", s->free);
    json_bool(j, "closed", s->closed);
    json_int(j, "waiting", s->waiting);
    json_int(j, "order", s->last_order);
    json_array(j, "reserves");
    for (size_t i = 0; i < s->n_reserves; i++)
        reserve_write(j, &s->reserves[i]);
    json_end(j, ']');
    json_array(j, "meetings");
    for (size_t i = 0; i < s->of.meetings.n; i++)
        meeting_write(j, &s->of.meetings.v[i]);
    json_end(j, ']');
    json_end(j, '}');
}

void frozen_seats_write(struct buf *b, const struct frozen_seats *s)
{
    struct json_out j = json_begin(b);

    json_object(&j, NULL);
    json_int(&j, "credits_most", s->credits_most);
    json_bool(&j, "clashes_allowed", s->clashes_allowed);
    json_bool(&j, "wait_lists", s->wait_lists);
    json_array(&j, "sections");
    for (size_t i = 0; i < s->n; i++)
        section_write(&j, &s->v[i]);
    json_end(&j, ']');
    json_end(&j, '}');
}

/* Whether everything that was asked for was there. */
struct reader {
    struct arena *arena;
    bool bad;
};

static int64_t number(struct reader *r, const struct json *j, const char *key)
{
    int64_t v = 0;

    r->bad = !json_number(json_get(j, key), &v) || r->bad;
    return v;
}

static bool truth(struct reader *r, const struct json *j, const char *key)
{
    bool v = false;

    r->bad = !json_truth(json_get(j, key), &v) || r->bad;
    return v;
}

static const char *text(struct reader *r, const struct json *j, const char *key)
{
    const char *s = json_text(json_get(j, key));

    r->bad = !s || r->bad;
    return s ? s : "";
}

static int64_t id(struct reader *r, const struct json *j, const char *key)
{
    int64_t v = 0;

    r->bad = str_int(text(r, j, key), INT64_MIN, INT64_MAX, &v) != OK || r->bad;
    return v;
}

static struct records_meeting meeting_read(struct reader *r, const struct json *j)
{
    return (struct records_meeting){
        .weekday = (int)number(r, j, "weekday"),
        .first = {(int32_t)number(r, j, "first")},
        .last = {(int32_t)number(r, j, "last")},
        .starts = {(int32_t)number(r, j, "starts")},
        .ends = {(int32_t)number(r, j, "ends")},
        .off = text(r, j, "off"),
    };
}

static void section_read(struct reader *r, const struct json *j, struct frozen_section *s)
{
    const struct json *reserves = json_get(j, "reserves");
    const struct json *meetings = json_get(j, "meetings");

    s->of = (struct records_section){
        .id = {id(r, j, "id")},
        .offering = {id(r, j, "offering")},
        .course_code = text(r, j, "code"),
        .course_name = text(r, j, "name"),
        .code = text(r, j, "group"),
        .credits = number(r, j, "credits"),
    };
    s->free = number(r, j, "free");
    s->closed = truth(r, j, "closed");
    s->waiting = number(r, j, "waiting");
    s->last_order = number(r, j, "order");
    s->n_reserves = json_len(reserves);
    s->reserves = ARENA_ARRAY(r->arena, s->n_reserves, struct frozen_reserve);
    for (size_t i = 0; i < s->n_reserves; i++) {
        const struct json *x = json_at(reserves, i);

        s->reserves[i] = (struct frozen_reserve){
            {id(r, x, "id")}, {id(r, x, "programme")}, number(r, x, "free")};
    }
    s->of.meetings.n = json_len(meetings);
    s->of.meetings.v = ARENA_ARRAY(r->arena, s->of.meetings.n, struct records_meeting);
    for (size_t i = 0; i < s->of.meetings.n; i++)
        s->of.meetings.v[i] = meeting_read(r, json_at(meetings, i));
}

err frozen_seats_read(struct arena *a, const char *s, struct frozen_seats *ret)
{
    struct reader r = {.arena = a};
    struct frozen_seats seats = {};
    const struct json *j = NULL;

    TRY(json_parse(a, s, strlen(s), FROZEN_SEATS_MAX, &j));
    seats.credits_most = number(&r, j, "credits_most");
    seats.clashes_allowed = truth(&r, j, "clashes_allowed");
    seats.wait_lists = truth(&r, j, "wait_lists");
    const struct json *sections = json_get(j, "sections");
    seats.n = json_len(sections);
    seats.v = ARENA_ARRAY(a, seats.n, struct frozen_section);
    for (size_t i = 0; i < seats.n; i++) {
        section_read(&r, json_at(sections, i), &seats.v[i]);
        if (i > 0 && seats.v[i].of.id.v <= seats.v[i - 1].of.id.v)
            return ERR_PARSE;
    }
    if (r.bad)
        return ERR_PARSE;
    *ret = seats;
    return OK;
}
