/* input.c: what a decision was made from, as a document, and back. It is written for every decision, so
   it is short: {"v":1,"s":7,"set":[45,0,1,1],"ask":[[12,121,122]]}
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "input.h"
#include "buf.h"
#include "json.h"
#include <string.h>

#define TEXT_MAX ((size_t)256 * 1024)

static void wishes_write(struct json_out *j, const struct studymap_input *in)
{
    json_array(j, "ask");
    for (size_t i = 0; i < in->n_wishes; i++) {
        const struct studymap_wish *w = &in->wishes[i];

        json_array(j, NULL);
        json_int(j, NULL, w->offering.v);
        for (size_t k = 0; k < w->options.n; k++)
            json_int(j, NULL, w->options.v[k].v);
        json_end(j, ']');
    }
    json_end(j, ']');
}

static void programmes_write(struct json_out *j, const struct records_programmes *p)
{
    json_array(j, "p");
    for (size_t i = 0; i < p->n; i++)
        json_int(j, NULL, p->v[i].v);
    json_end(j, ']');
}

static void known_write(struct json_out *j, const struct records_known *k)
{
    json_array(j, "k");
    for (size_t i = 0; i < k->n; i++) {
        const struct records_fact *f = &k->v[i];

        json_array(j, NULL);
        json_int(j, NULL, f->kind);
        json_int(j, NULL, f->course.v);
        json_str(j, NULL, f->code);
        json_int(j, NULL, f->credits);
        json_int(j, NULL, f->grade);
        json_int(j, NULL, f->passed);
        json_end(j, ']');
    }
    json_end(j, ']');
}

const char *studymap_input_write(struct arena *a, const struct studymap_input *in)
{
    struct buf b = buf_in(a, TEXT_MAX);
    struct json_out j = json_begin(&b);

    json_object(&j, NULL);
    json_int(&j, "v", in->rules);
    json_int(&j, "s", in->sheet);
    json_array(&j, "set");
    json_int(&j, NULL, in->settings.credits_most);
    json_int(&j, NULL, in->settings.clashes_allowed);
    json_int(&j, NULL, in->settings.wait_lists);
    json_int(&j, NULL, in->settings.expected_counts);
    json_end(&j, ']');
    if (in->n_wishes)
        wishes_write(&j, in);
    if (in->offering.v)
        json_int(&j, "off", in->offering.v);
    if (in->section.v)
        json_int(&j, "sec", in->section.v);
    if (in->waits)
        json_int(&j, "w", 1);
    if (in->exchanged)
        json_int(&j, "x", 1);
    if (in->over)
        json_int(&j, "ov", in->over);
    if (in->follows)
        programmes_write(&j, &in->programmes);
    if (in->known)
        known_write(&j, in->known);
    json_end(&j, '}');
    return b.s;
}

/* --- Reading ---------------------------------------------------------------------------------- */

static int64_t number_of(const struct json *j)
{
    int64_t v = 0;

    return json_number(j, &v) ? v : 0;
}

static err wishes_read(struct arena *a, const struct json *list, struct studymap_input *in)
{
    struct studymap_wish *v = ARENA_ARRAY(a, json_len(list), struct studymap_wish);

    for (size_t i = 0; i < json_len(list); i++) {
        const struct json *w = json_at(list, i);

        if (json_len(w) < 2 || json_len(w) > STUDYMAP_OPTIONS + 1)
            return ERR_PARSE;
        v[i].offering = (offering_id){number_of(json_at(w, 0))};
        v[i].options.n = json_len(w) - 1;
        for (size_t k = 0; k < v[i].options.n; k++)
            v[i].options.v[k] = (section_id){number_of(json_at(w, k + 1))};
    }
    in->wishes = v;
    in->n_wishes = json_len(list);
    return OK;
}

static void programmes_read(struct arena *a, const struct json *list, struct studymap_input *in)
{
    in->follows = list != NULL;
    in->programmes = (struct records_programmes){ARENA_ARRAY(a, json_len(list), programme_id),
                                                 json_len(list)};
    for (size_t i = 0; i < json_len(list); i++)
        in->programmes.v[i] = (programme_id){number_of(json_at(list, i))};
}

static err known_read(struct arena *a, const struct json *list, struct studymap_input *in)
{
    struct records_known *k = ARENA_NEW(a, struct records_known);

    if (!list)
        return OK;
    k->v = ARENA_ARRAY(a, json_len(list), struct records_fact);
    for (size_t i = 0; i < json_len(list); i++) {
        const struct json *f = json_at(list, i);
        const char *code = json_text(json_at(f, 2));
        int64_t kind = number_of(json_at(f, 0));

        if (!code || kind < RECORDS_RESULT || kind > RECORDS_WAIVED)
            return ERR_PARSE;
        k->v[k->n++] = (struct records_fact){
            .kind = (enum records_fact_kind)kind,
            .course = {number_of(json_at(f, 1))},
            .code = code,
            .credits = number_of(json_at(f, 3)),
            .grade = number_of(json_at(f, 4)),
            .passed = number_of(json_at(f, 5)) != 0,
        };
    }
    k->room = k->n;
    in->known = k;
    return OK;
}

err studymap_input_read(struct arena *a, const char *text, struct studymap_input *ret)
{
    const struct json *doc = NULL;
    const struct json *set = NULL;
    struct studymap_input in = {};

    TRY(json_parse(a, text, strlen(text), TEXT_MAX, &doc));
    set = json_get(doc, "set");
    in.rules = number_of(json_get(doc, "v"));
    if (in.rules == 0 || json_len(set) != 4)
        return ERR_PARSE;
    in.sheet = number_of(json_get(doc, "s"));
    in.settings = (struct studymap_settings){
        .credits_most = number_of(json_at(set, 0)),
        .clashes_allowed = number_of(json_at(set, 1)) != 0,
        .wait_lists = number_of(json_at(set, 2)) != 0,
        .expected_counts = number_of(json_at(set, 3)) != 0,
    };
    TRY(wishes_read(a, json_get(doc, "ask"), &in));
    in.offering = (offering_id){number_of(json_get(doc, "off"))};
    in.section = (section_id){number_of(json_get(doc, "sec"))};
    in.waits = number_of(json_get(doc, "w")) != 0;
    in.exchanged = number_of(json_get(doc, "x")) != 0;
    in.over = number_of(json_get(doc, "ov"));
    if (in.over < 0 || in.over > STUDYMAP_OVER_ALL)
        return ERR_PARSE;
    programmes_read(a, json_get(doc, "p"), &in);
    TRY(known_read(a, json_get(doc, "k"), &in));
    *ret = in;
    return OK;
}
