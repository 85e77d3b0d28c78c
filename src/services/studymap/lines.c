/* lines.c: a receipt's lines as a document, and back.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lines.h"
#include "buf.h"
#include "json.h"

#define TEXT_MAX ((size_t)256 * 1024)

void studymap_line_add(struct studymap_lines *l, const struct studymap_line *line)
{
    l->v[l->n++] = *line;
    l->enrolled += line->outcome == STUDYMAP_ENROLLED;
    l->waiting += line->outcome == STUDYMAP_WAITING;
    l->refused += line->outcome == STUDYMAP_REFUSED;
}

static void why_write(struct json_out *j, const struct studymap_why *why)
{
    json_str(j, "reason", studymap_reason_word(why->reason));
    if (why->other)
        json_str(j, "other", why->other);
    if (why->reason == STUDYMAP_CLASH) {
        json_int(j, "mine", studymap_when_pack(why->mine));
        json_int(j, "theirs", studymap_when_pack(why->theirs));
    } else if (why->reason == STUDYMAP_LOAD) {
        json_int(j, "mine", why->total);
        json_int(j, "theirs", why->limit);
    }
}

static void line_write(struct json_out *j, const struct studymap_line *l)
{
    json_object(j, NULL);
    json_id(j, "offering", l->offering.v);
    json_str(j, "code", l->code);
    json_str(j, "name", l->name);
    json_str(j, "group", l->group);
    json_int(j, "credits", l->credits);
    json_str(j, "outcome", studymap_outcome_word(l->outcome));
    if (l->outcome == STUDYMAP_WAITING)
        json_int(j, "at", l->waiting_at);
    json_int(j, "option", l->option);
    if (l->turn > 0)
        json_int(j, "turn", l->turn);
    if (l->why.reason != STUDYMAP_FITS)
        why_write(j, &l->why);
    json_end(j, '}');
}

void studymap_lines_put(struct buf *b, const struct studymap_lines *l)
{
    struct json_out j = json_begin(b);

    json_array(&j, NULL);
    for (size_t i = 0; i < l->n; i++)
        line_write(&j, &l->v[i]);
    json_end(&j, ']');
}

const char *studymap_lines_write(struct arena *a, const struct studymap_lines *l)
{
    struct buf b = buf_in(a, TEXT_MAX);

    studymap_lines_put(&b, l);
    return b.s;
}

static const char *text_of(const struct json *j, const char *key)
{
    const char *s = json_text(json_get(j, key));

    return s ? s : "";
}

static int64_t number_of(const struct json *j, const char *key)
{
    int64_t v = 0;

    return json_number(json_get(j, key), &v) ? v : 0;
}

static struct studymap_why why_read(const struct json *j)
{
    struct studymap_why why = {.reason = studymap_reason_of(text_of(j, "reason"))};
    int64_t mine = number_of(j, "mine");
    int64_t theirs = number_of(j, "theirs");

    why.other = text_of(j, "other");
    if (why.reason == STUDYMAP_CLASH) {
        why.mine = studymap_when_unpack(mine);
        why.theirs = studymap_when_unpack(theirs);
    } else if (why.reason == STUDYMAP_LOAD) {
        why.total = mine;
        why.limit = theirs;
    }
    return why;
}

static err line_read(const struct json *j, struct studymap_lines *ret)
{
    struct studymap_line l = {
        .code = text_of(j, "code"),
        .name = text_of(j, "name"),
        .group = text_of(j, "group"),
        .credits = number_of(j, "credits"),
        .outcome = studymap_outcome_of(text_of(j, "outcome")),
        .waiting_at = number_of(j, "at"),
        .option = number_of(j, "option"),
        .turn = number_of(j, "turn"),
        .why = why_read(j),
    };

    if (str_int(text_of(j, "offering"), INT64_MIN, INT64_MAX, &l.offering.v) != OK)
        return ERR_PARSE;
    studymap_line_add(ret, &l);
    return OK;
}

err studymap_lines_read(struct arena *a, const char *text, struct studymap_lines *ret)
{
    const struct json *doc = NULL;
    struct studymap_lines lines = {};

    TRY(json_parse(a, text, strlen(text), 0, &doc));
    lines.v = ARENA_ARRAY(a, json_len(doc), struct studymap_line);
    for (size_t i = 0; i < json_len(doc); i++)
        TRY(line_read(json_at(doc, i), &lines));
    *ret = lines;
    return OK;
}
