/* rules.c: the decisions of records.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules.h"
#include "buf.h"
#include "records_times.h"
#include <stdio.h>
#include <string.h>

/* In sums of free seats a section without a limit counts as this many (queries.sql). */
#define UNLIMITED 1000000

enum records_window_state span_state(const struct span *s, instant now)
{
    if (now.v < s->opens.v)
        return RECORDS_WINDOW_FUTURE;
    return now.v < s->closes.v ? RECORDS_WINDOW_OPEN : RECORDS_WINDOW_CLOSED;
}

/* Is state a more welcome than b, with their moments? */
bool window_moment_ok(day first, day last, instant t)
{
    day on = civil_of(t).day;

    return on.v >= day_add(first, -365).v && on.v <= last.v;
}

static bool better(const struct records_window *a, const struct records_window *b)
{
    static const int rank[] = {[RECORDS_WINDOW_NONE] = 0,
                               [RECORDS_WINDOW_CLOSED] = 1,
                               [RECORDS_WINDOW_FUTURE] = 2,
                               [RECORDS_WINDOW_OPEN] = 3};

    if (rank[a->state] != rank[b->state])
        return rank[a->state] > rank[b->state];
    if (a->state == RECORDS_WINDOW_FUTURE)
        return a->opens.v < b->opens.v;
    return a->closes.v > b->closes.v;
}

struct records_window span_choose(const struct span *v, size_t n, instant now)
{
    struct records_window best = {0};
    enum span_of of = SPAN_EVERYBODY;

    for (size_t i = 0; i < n; i++)
        of = v[i].of > of ? v[i].of : of;
    for (size_t i = 0; i < n; i++) {
        struct records_window w = {span_state(&v[i], now), v[i].id, v[i].opens, v[i].closes};

        if (v[i].of == of && better(&w, &best))
            best = w;
    }
    return best;
}

size_t term_now(const struct term_span *v, size_t n, day today)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].last.v >= today.v)
            return i;
    return n - 1;
}

size_t term_to_plan(const struct term_span *v, size_t n, instant now, day today)
{
    size_t next = n;

    for (size_t i = n; i-- > 0;)
        if (v[i].opens.v != 0 && v[i].opens.v <= now.v && now.v < v[i].closes.v)
            return i;
    for (size_t i = 0; i < n; i++)
        if (v[i].opens.v > now.v && (next == n || v[i].opens.v < v[next].opens.v))
            next = i;
    if (next < n)
        return next;
    for (size_t i = 0; i < n; i++)
        if (v[i].first.v > today.v)
            return i;
    return term_now(v, n, today);
}

bool records_meeting_off(const struct records_meeting *m, day d)
{
    char text[16];

    if (m->off == NULL || *m->off == '\0')
        return false;
    (void)snprintf(text, sizeof text, "%08d", d.v);
    return strstr(m->off, text) != NULL;
}

/* Is there a day of both that neither has off? Only asked of meetings that clash otherwise. */
static bool meet_once(const struct records_meeting *a, const struct records_meeting *b)
{
    day d = a->first.v > b->first.v ? a->first : b->first;
    int32_t last = a->last.v < b->last.v ? a->last.v : b->last.v;

    if (!day_ok(d))
        return true;
    d = day_add(d, (a->weekday - day_weekday(d) + 7) % 7);
    for (; d.v <= last; d = day_add(d, 7))
        if (!records_meeting_off(a, d) && !records_meeting_off(b, d))
            return true;
    return false;
}

static bool has_off(const struct records_meeting *m)
{
    return m->off != NULL && *m->off != '\0';
}

/* Days between which both meet. */
bool records_meetings_clash(const struct records_meeting *a, const struct records_meeting *b)
{
    return a->weekday == b->weekday && a->first.v <= b->last.v && b->first.v <= a->last.v &&
           a->starts.v < b->ends.v && b->starts.v < a->ends.v &&
           ((!has_off(a) && !has_off(b)) || meet_once(a, b));
}

bool records_sections_clash(const struct records_section *a, const struct records_section *b,
                            const struct records_meeting **ret_a,
                            const struct records_meeting **ret_b)
{
    for (size_t i = 0; i < a->meetings.n; i++)
        for (size_t j = 0; j < b->meetings.n; j++)
            if (records_meetings_clash(&a->meetings.v[i], &b->meetings.v[j])) {
                *ret_a = &a->meetings.v[i];
                *ret_b = &b->meetings.v[j];
                return true;
            }
    return false;
}

struct msg records_kind_words(const char *kind)
{
    static const struct {
        const char *kind;
        struct msg words;
    } kinds[] = {
        {"lecture",    _("Lecture")               },
        {"tutorial",   _("Tutorial")              },
        {"lab",        _("Lab")                   },
        {"seminar",    _("Seminar")               },
        {"studio",     _("Studio")                },
        {"practical",  _("Practical")             },
        {"exam",       _("Exam")                  },
        {"midterm",    _("Midterm exam")          },
        {"review",     _("Review session")        },
        {"fieldwork",  _("Fieldwork")             },
        {"film",       _("Film screening")        },
        {"individual", _("Individual supervision")},
        {"internship", _("Internship")            },
    };

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].kind, kind) == 0)
            return kinds[i].words;
    return _("Meeting");
}

const char *records_seat_words(struct arena *a, enum lang lang, const struct records_section *s)
{
    if (s->unlimited)
        return tr(lang, "Unlimited seats");
    if (s->waiting > 0 && (s->promote_due || s->taken + s->kept >= s->seats))
        return tr_n(a, lang, "Full, %d person waits", "Full, %d people wait", s->waiting);
    if (s->seats == 0)
        return tr(lang, "Full, no seats yet");
    if (s->taken + s->kept >= s->seats)
        return tr(lang, "Full, nobody waits yet");
    return tr_f(a, lang, "%lld of %lld seats left", (long long)(s->seats - s->taken - s->kept),
                (long long)s->seats);
}

const char *records_left_words(struct arena *a, enum lang lang, int64_t left)
{
    if (left < 0)
        return tr(lang, "Unlimited seats");
    if (left == 0)
        return tr(lang, "Full");
    return tr_n(a, lang, "%d seat left", "%d seats left", left);
}

bool records_counts_for(const struct records_requirement *r, course_id course)
{
    size_t low = 0, high = r->n_courses;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (r->courses[mid].v < course.v)
            low = mid + 1;
        else
            high = mid;
    }
    return r->any || (low < r->n_courses && r->courses[low].v == course.v);
}

const char *subject_of(struct arena *a, const char *code)
{
    return arena_dupn(a, code, strcspn(code, " "));
}

static err item_parse(struct arena *a, const char *piece, struct rule_item *ret)
{
    const char *at = strstr(piece, " level ");

    if (*piece == '\0')
        return ERR_PARSE;
    *ret = (struct rule_item){0};
    if (at != NULL) {
        ret->subject = arena_dupn(a, piece, (size_t)(at - piece));
        return str_int(at + strlen(" level "), 100, 600, &ret->level) == OK ? OK : ERR_PARSE;
    }
    if (strchr(piece, ' ') != NULL)
        ret->course = piece;
    else
        ret->subject = piece;
    return OK;
}

err rule_parse(struct arena *a, const char *text, struct rule *ret)
{
    struct str_list pieces = str_split(a, text, ';');

    *ret = (struct rule){.v = ARENA_ARRAY(a, pieces.n, struct rule_item)};
    for (size_t i = 0; i < pieces.n; i++) {
        const char *piece = str_trim(a, pieces.v[i]);

        if (strcmp(piece, "*") == 0)
            ret->any = true;
        else
            TRY(item_parse(a, piece, &ret->v[ret->n++]));
    }
    return OK;
}

bool rule_means(const struct rule *r, const char *code, const char *subject, int64_t level)
{
    for (size_t i = 0; i < r->n; i++) {
        const struct rule_item *item = &r->v[i];

        if (item->course != NULL && strcmp(item->course, code) == 0)
            return true;
        if (item->subject != NULL && strcmp(item->subject, subject) == 0 &&
            (item->level == 0 || item->level == level))
            return true;
    }
    return false;
}

const char *code_typed(struct arena *a, const char *typed)
{
    struct buf b = buf_in(a, 200);
    const char *s = str_trim(a, typed);
    size_t letters = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    for (size_t i = 0; s[i] != '\0'; i++) {
        if (letters > 0 && i == letters)
            buf_putc(&b, ' ');
        if (s[i] >= 'a' && s[i] <= 'z')
            buf_putc(&b, (char)(s[i] - 'a' + 'A'));
        else if (s[i] != ' ')
            buf_putc(&b, s[i]);
    }
    return b.s ? b.s : "";
}

int64_t seats_left(int64_t sum)
{
    return sum >= UNLIMITED ? -1 : sum;
}
