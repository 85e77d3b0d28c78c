/* browse_pages.c: the catalogue, searched as one types and filtered.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "browse.h"
#include "inside.h"
#include "records_q.h"
#include "records_v.h"
#include "rules.h"
#include "show.h"

#define PAGE 25

/* One look at the catalogue. */
struct browsing {
    struct rq *rq;
    struct records_terms terms;
    struct records_term term; /* id zero: there is none */
    struct show_filters filters;
    struct browse_wish wish;
    struct browse_world world;
    const char *q;
    uint32_t *of;       /* what the words found, the best first; or all */
    int32_t *scores;    /* by index into the list; NULL without words */
    size_t n;
    bool similar;
    const struct browse_found *found;
    size_t from;        /* of found: where the page begins */
    bool backwards; /* "not before" is behind "not after": neither counts */
};

/* --- What is asked ------------------------------------------------------------------------------ */

static minute minute_asked(struct rq *rq, const char *name)
{
    minute m = {0};

    return minute_parse(form_typed(rq, name), &m) == OK ? m : (minute){0};
}

/* What is no such number is no filter: these stand in addresses that people share. */
static int64_t number_asked(struct rq *rq, const char *name, int64_t min, int64_t otherwise)
{
    int64_t v = 0;

    return str_int(form_typed(rq, name), min, 999, &v) == OK ? v : otherwise;
}

static unsigned days_asked(struct rq *rq)
{
    struct str_list days = form_all(rq, "day", 7);
    unsigned mask = 0;

    for (size_t i = 0; i < days.n; i++)
        if (days.v[i][0] >= '1' && days.v[i][0] <= '7' && days.v[i][1] == '\0')
            mask |= 1U << (days.v[i][0] - '0');
    return mask;
}

static void read_wish(struct browsing *b)
{
    struct rq *rq = b->rq;
    const char *language = form_typed(rq, "language");
    bool studies = show_may(rq, MAY_STUDY);

    b->wish = (struct browse_wish){
        .faculty = b->filters.faculty,
        .programme = b->filters.programme,
        .level = number_asked(rq, "level", 1, 0),
        .credits = number_asked(rq, "credits", 0, -1),
        .language = str_eq(language, "nl") || str_eq(language, "en") ? language : "",
        .days = days_asked(rq),
        .from = minute_asked(rq, "from"),
        .until = minute_asked(rq, "until"),
        .ready = studies && form_flag(rq, "ready"),
        .given = b->term.id.v != 0 && !form_flag(rq, "all"),
        .free = b->term.id.v != 0 && form_flag(rq, "free"),
        .fits = studies && form_flag(rq, "fits"),
    };
    b->backwards = b->wish.until.v != 0 && b->wish.from.v >= b->wish.until.v;
    if (b->backwards)
        b->wish.from = b->wish.until = (minute){0};
}

/* --- What is known ------------------------------------------------------------------------------ */

/* Both are in the order of ids. */
static err read_free(struct browsing *b)
{
    const struct records_sheet *sheet = b->world.list->sheet;
    bool *free = ARENA_ARRAY(b->rq->arena, sheet->n + 1, bool);
    struct records_l_full_list rows = {0};
    size_t k = 0;

    if (sheet->n > 0)
        TRY(records_q_sections_full(b->rq->db, sheet->v[0].id, sheet->v[sheet->n - 1].id, &rows));
    for (size_t i = 0; i < sheet->n; i++) {
        while (k < rows.n && rows.v[k].id.v < sheet->v[i].id.v)
            k++;
        free[i] = k == rows.n || rows.v[k].id.v != sheet->v[i].id.v;
    }
    b->world.free = free;
    return OK;
}

static err read_own(struct browsing *b)
{
    struct rq *rq = b->rq;

    if (b->wish.fits) {
        struct engaged *e = ARENA_NEW(rq->arena, struct engaged);

        TRY(engaged_of(rq, b->term.first, b->term.last, e));
        b->world.engaged = e;
    }
    if (b->wish.ready) {
        struct records_known *known = ARENA_NEW(rq->arena, struct records_known);

        TRY(records_known_of(rq->db, rq->me, b->term.id, 0, known));
        b->world.known = known;
    }
    return b->wish.free ? read_free(b) : OK;
}

static err read_words(struct browsing *b)
{
    const struct records_list *list = b->world.list;
    struct search_hits hits = {0};

    b->of = ARENA_ARRAY(b->rq->arena, list->n + 1, uint32_t);
    if (*b->q == '\0') {
        for (size_t i = 0; i < list->n; i++)
            b->of[b->n++] = (uint32_t)i;
        return OK;
    }
    b->scores = ARENA_ARRAY(b->rq->arena, list->n + 1, int32_t);
    TRY(search_find(b->rq->db, "course", b->q, list->n, &hits));
    b->similar = hits.similar && hits.n > 0;
    for (size_t i = 0; i < hits.n; i++) {
        int64_t at = records_list_at(list, (course_id){hits.v[i].id});

        if (at < 0)
            continue;
        b->of[b->n++] = (uint32_t)at;
        b->scores[at] = hits.v[i].score;
    }
    return OK;
}

/* Stands the course behind this place? */
static bool behind(const struct browsing *b, uint32_t at, int64_t score, const char *key)
{
    bool later = strcmp(b->world.list->v[at].sort_key, key) > 0;

    if (b->scores == NULL)
        return later;
    return b->scores[at] < score || (b->scores[at] == score && later);
}

/* The page begins behind the last row of the one before: "SCORE.SORTKEY", without words the sort key. Behind
   the last it is the first. */
static void find_page(struct browsing *b)
{
    const char *after = form_text(b->rq, "after", 0, 220);
    const char *dot = strchr(after, '.');
    const char *key = after;
    int64_t score = 0;

    if (*after == '\0')
        return;
    if (b->scores != NULL) {
        if (dot == NULL || str_int(arena_dupn(b->rq->arena, after, (size_t)(dot - after)), 0, INT32_MAX, &score) != OK)
            return;
        key = dot + 1;
    }
    while (b->from < b->found->n && !behind(b, b->found->v[b->from], score, key))
        b->from++;
    if (b->from == b->found->n)
        b->from = 0;
}

static err look(struct browsing *b)
{
    struct rq *rq = b->rq;
    err e = show_term(rq, &b->terms, &b->term);

    if (e != OK && e != ERR_NOT_FOUND)
        return e;
    TRY(show_filters(rq, &b->filters));
    TRY(records_list_get(rq->db, b->term.id, &b->world.list));
    b->world.arena = rq->arena;
    b->q = form_text(rq, "q", 0, 80);
    read_wish(b);
    TRY(read_words(b));
    TRY(read_own(b));
    b->found = browse(&b->world, &b->wish, b->of, b->n);
    find_page(b);
    return OK;
}

/* --- What is shown ------------------------------------------------------------------------------ */

/* The addresses of this page with all that is chosen but one filter, and from its first page. */
static const char *const fields[] = {"q",     "term",     "faculty", "programme", "level", "credits",
                                     "language", "day",   "from",    "until",     "ready", "free",
                                     "fits",  "all"};

static const char *link_but(struct rq *rq, const char *one, const char *two)
{
    const char *link = "/courses";
    char sep = '?';

    for (size_t i = 0; i < COUNT(fields); i++) {
        struct str_list all = form_all(rq, fields[i], 8);

        if (str_eq(fields[i], one) || str_eq(fields[i], two))
            continue;
        for (size_t k = 0; k < all.n; k++)
            if (*all.v[k] != '\0') {
                link = arena_printf(rq->arena, "%s%c%s=%s", link, sep, fields[i], url_seg(rq->arena, all.v[k]));
                sep = '&';
            }
    }
    return link;
}

static void put_chip(struct rq *rq, struct records_chips *c, struct records_chip chip)
{
    chip.href = link_but(rq, chip.field, chip.field2);
    c->v[c->n++] = chip;
}

static const char *chosen_text(const struct records_options *o)
{
    for (size_t i = 0; i < o->n; i++)
        if (o->v[i].on)
            return o->v[i].text;
    return "";
}

static const char *times_words(struct browsing *b)
{
    struct arena *a = b->rq->arena;
    const struct browse_wish *w = &b->wish;
    const char *days = "";

    for (int d = 1; d <= 7; d++)
        if ((w->days & 1U << d) != 0)
            days = arena_printf(a, "%s%s%s", days, *days == '\0' ? "" : ", ", weekday_short(b->rq->lang, d));
    if (w->from.v == 0 && w->until.v == 0)
        return days;
    if (w->until.v == 0)
        return say(b->rq, "%s from %s", days, minute_hm(a, w->from));
    if (w->from.v == 0)
        return say(b->rq, "%s until %s", days, minute_hm(a, w->until));
    return arena_printf(a, "%s %s–%s", days, minute_hm(a, w->from), minute_hm(a, w->until));
}

static void put_own_chips(struct browsing *b, struct records_chips *c)
{
    struct rq *rq = b->rq;
    const struct browse_wish *w = &b->wish;

    if (w->days != 0)
        put_chip(rq, c, (struct records_chip){BROWSE_TIMES, times_words(b), "day", NULL, NULL});
    else if (w->from.v != 0 || w->until.v != 0)
        put_chip(rq, c, (struct records_chip){BROWSE_TIMES, str_trim(rq->arena, times_words(b)), "from", "until", NULL});
    if (w->fits)
        put_chip(rq, c, (struct records_chip){BROWSE_FITS, say(rq, "Fits my timetable"), "fits", NULL, NULL});
    if (w->free)
        put_chip(rq, c, (struct records_chip){BROWSE_FREE, say(rq, "Seats left"), "free", NULL, NULL});
    if (w->ready)
        put_chip(rq, c, (struct records_chip){BROWSE_READY, say(rq, "I meet the prerequisites"), "ready", NULL, NULL});
    if (form_flag(rq, "all"))
        put_chip(rq, c, (struct records_chip){BROWSE_FILTERS, say(rq, "Also not given this term"), "all", NULL, NULL});
}

static struct records_chips chips_of(struct browsing *b, const struct records_courses_view *view)
{
    struct rq *rq = b->rq;
    const struct browse_wish *w = &b->wish;
    struct records_chips c = {ARENA_ARRAY(rq->arena, BROWSE_FILTERS + 1, struct records_chip), 0};

    if (w->faculty.v != 0)
        put_chip(rq, &c, (struct records_chip){BROWSE_FACULTY, chosen_text(&b->filters.faculties), "faculty", NULL, NULL});
    if (w->programme.v != 0)
        put_chip(rq, &c, (struct records_chip){BROWSE_PROGRAMME, chosen_text(&b->filters.programmes), "programme", NULL, NULL});
    if (w->level != 0)
        put_chip(rq, &c, (struct records_chip){BROWSE_LEVEL, say(rq, "Level %lld", (long long)w->level), "level", NULL, NULL});
    if (w->credits >= 0)
        put_chip(rq, &c, (struct records_chip){BROWSE_CREDITS, say(rq, "%lld EC", (long long)w->credits), "credits", NULL, NULL});
    if (*w->language != '\0')
        put_chip(rq, &c, (struct records_chip){BROWSE_LANGUAGE, chosen_text(&view->languages), "language", NULL, NULL});
    put_own_chips(b, &c);
    return c;
}

/* Values of a tally, ascending, as options with their numbers. */
static int by_value(const void *pa, const void *pb)
{
    const int64_t *a = pa, *b = pb;

    return *a < *b ? -1 : *a > *b;
}

static struct records_options options_of(struct rq *rq, const struct browse_tally *t, int64_t on)
{
    int64_t values[COUNT(t->v) + 1];
    struct records_options o = {ARENA_ARRAY(rq->arena, t->n + 1, struct records_option), 0};
    size_t n = 0;
    bool has = on <= 0;

    for (; n < t->n; n++) {
        values[n] = t->v[n].value;
        has = has || values[n] == on;
    }
    if (!has)
        values[n++] = on;
    qsort(values, n, sizeof *values, by_value);
    for (size_t i = 0; i < n; i++) {
        const char *text = arena_printf(rq->arena, "%lld", (long long)values[i]);

        o.v[o.n++] = (struct records_option){text, text, values[i] == on, browse_tallied(t, values[i])};
    }
    return o;
}

static struct records_options languages_of(struct browsing *b)
{
    struct rq *rq = b->rq;
    const struct browse_tally *t = &b->found->languages;
    struct records_options o = {ARENA_ARRAY(rq->arena, 2, struct records_option), 2};

    o.v[0] = (struct records_option){"en", say(rq, "English"), str_eq(b->wish.language, "en"), browse_tallied(t, 0)};
    o.v[1] = (struct records_option){"nl", say(rq, "Dutch"), str_eq(b->wish.language, "nl"), browse_tallied(t, 1)};
    return o;
}

static struct records_options days_of(struct browsing *b)
{
    struct rq *rq = b->rq;
    struct records_options o = {ARENA_ARRAY(rq->arena, 6, struct records_option), 6};

    for (int d = 1; d <= 6; d++)
        o.v[d - 1] = (struct records_option){arena_printf(rq->arena, "%d", d), weekday_short(rq->lang, d),
                                             (b->wish.days & 1U << d) != 0, 0};
    return o;
}

static void put_counts(struct browsing *b)
{
    for (size_t i = 0; i < b->filters.faculties.n; i++)
        b->filters.faculties.v[i].n = browse_tallied(&b->found->faculties, b->filters.faculty_ids[i].v);
    for (size_t i = 0; i < b->filters.programmes.n; i++)
        b->filters.programmes.v[i].n = browse_tallied(&b->found->programmes, b->filters.programme_ids[i].v);
}

/* --- Rows --------------------------------------------------------------------------------------- */

static err put_seats(struct browsing *b, struct records_courses_view *view)
{
    offering_id o[PAGE] = {{0}};
    struct records_l_seats_list rows;

    for (size_t i = 0; i < view->lines.n; i++)
        o[i] = b->world.list->v[b->found->v[b->from + i]].offering;
    TRY(records_q_seats_left(b->rq->db, o[0], o[1], o[2], o[3], o[4], o[5], o[6], o[7], o[8], o[9], o[10], o[11],
                             o[12], o[13], o[14], o[15], o[16], o[17], o[18], o[19], o[20], o[21], o[22], o[23],
                             o[24], &rows));
    for (size_t i = 0; i < view->lines.n; i++) {
        int64_t left = 0;

        for (size_t k = 0; k < rows.n; k++)
            if (rows.v[k].offering.v == o[i].v)
                left = rows.v[k].seats_left;
        show_seats(b->rq, o[i], left, &view->lines.v[i]);
    }
    return OK;
}

/* The weekly times of the group that fits what was asked of groups. */
static const char *group_words(struct browsing *b, const struct records_listed *c)
{
    struct rq *rq = b->rq;
    const struct browse_wish *w = &b->wish;
    const struct records_section *s = NULL;
    struct records_meeting_lines lines;
    const char *words;

    if (w->days != 0 || w->from.v != 0 || w->until.v != 0 || w->fits || w->free)
        s = browse_group(&b->world, w, c);
    if (s == NULL)
        return NULL;
    words = say(rq, "Group %s", s->code);
    lines = show_meetings(rq, &s->meetings);
    for (size_t i = 0; i < lines.n; i++)
        if (*lines.v[i].dates != '\0')
            words = arena_printf(rq->arena, "%s · %s", words, lines.v[i].when);
    return words;
}

static err put_lines(struct browsing *b, struct records_courses_view *view)
{
    struct rq *rq = b->rq;
    const struct records_list *list = b->world.list;
    size_t rest = b->found->n - b->from, n = rest > PAGE ? PAGE : rest;

    view->lines = (struct records_course_lines){ARENA_ARRAY(rq->arena, n + 1, struct records_course_line), n};
    for (size_t i = 0; i < n; i++) {
        const struct records_listed *c = &list->v[b->found->v[b->from + i]];

        view->lines.v[i] = (struct records_course_line){.code = c->code,
                                                        .name = c->name,
                                                        .href = course_path(rq->arena, c->code),
                                                        .faculty = show_faculty_name(&b->filters, c->faculty),
                                                        .level = c->level,
                                                        .credits = c->credits,
                                                        .group = group_words(b, c)};
    }
    if (rest > PAGE) {
        uint32_t last = b->found->v[b->from + PAGE - 1];
        const char *key = list->v[last].sort_key;

        if (b->scores != NULL)
            key = arena_printf(rq->arena, "%d.%s", (int)b->scores[last], key);
        view->more = form_link(rq, "after", key);
    }
    return put_seats(b, view);
}

/* Nothing is left: which filter keeps out most? */
static void put_way_out(struct browsing *b, struct records_courses_view *view)
{
    int64_t most = 0;

    for (size_t i = 0; i < view->chips.n; i++) {
        const struct records_chip *c = &view->chips.v[i];

        if (c->filter < BROWSE_FILTERS && b->found->without[c->filter] > most) {
            most = b->found->without[c->filter];
            view->narrowest = c;
        }
    }
    view->without = most;
    if (most == 0 && b->wish.given && b->found->without[BROWSE_GIVEN] > 0) {
        view->elsewhere = arena_printf(b->rq->arena, "%s%sall=1", link_but(b->rq, "all", NULL),
                                       strchr(link_but(b->rq, "all", NULL), '?') == NULL ? "?" : "&");
        view->without = b->found->without[BROWSE_GIVEN];
    }
}

err records_courses_get(struct rq *rq)
{
    struct browsing b = {.rq = rq, .term = {.name = ""}};
    struct records_courses_view view = {0};

    TRY(look(&b));
    put_counts(&b);
    view = (struct records_courses_view){
        .q = form_typed(rq, "q"),
        .term_name = b.term.name,
        .terms = show_terms(rq, &b.terms, b.term.id),
        .faculties = b.filters.faculties,
        .programmes = b.filters.programmes,
        .levels = options_of(rq, &b.found->levels, b.wish.level),
        .credits = options_of(rq, &b.found->credits, b.wish.credits),
        .languages = languages_of(&b),
        .days = days_of(&b),
        .from = form_typed(rq, "from"),
        .until = form_typed(rq, "until"),
        .backwards = b.backwards,
        .free = b.wish.free,
        .fits = b.wish.fits,
        .ready = b.wish.ready,
        .all = form_flag(rq, "all"),
        .studies = show_may(rq, MAY_STUDY),
        .similar = b.similar,
        .found = (int64_t)b.found->n,
        .paged = b.from > 0,
        .first = form_link(rq, "after", ""),
        .none = "/courses",
    };
    view.chips = chips_of(&b, &view);
    view.bare = link_but(rq, NULL, NULL);
    TRY(put_lines(&b, &view));
    if (b.found->n == 0)
        put_way_out(&b, &view);
    return records_v_courses(rq->out, &view);
}
