/* page.h: the frame around every page (campus/views/page.tmpl) and the components of the design
   system as views (campus/views/parts.tmpl); docs/components.md shows how to use them.
   `{{ page _("Title") }} … {{ end }}` in a template calls page_begin and page_end: they write the
   head, the menu, the one h1, waiting flash messages and the summary of form errors.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_PAGE_H
#define CAMPUS_PAGE_H
#include "form.h"
#include "reply.h"
#include "view.h"

void page_begin(struct out *out, struct msg title);
void page_begin_str(struct out *out, const char *title);
void page_end(struct out *out);
/* Picks one of the two by the title's type. */
#define page_open(out, title)                                                                  \
    _Generic((title), struct msg: page_begin, char *: page_begin_str, const char *: page_begin_str)( \
        (out), (title))
/* The address of an asset with its content hash: asset("app.css") -> "/assets/app.3f2a….css". */
const char *asset(const char *name);

/* One meeting in the week grid. Fill the first part; week_lay() fills the rest. */
struct week_link {
    const char *text, *href;
};
struct week_links {
    struct week_link *v;
    size_t n;
};
struct week_meeting {
    minute from, to;
    const char *title; /* "Logic and Sets" */
    const char *href;  /* where the title leads, or NULL */
    struct week_links further; /* other titles of the same meeting */
    const char *group; /* behind the title: "groups A50–A53", or NULL */
    const char *name;  /* a line below it, or NULL */
    const char *same;  /* those with the same have one colour; NULL: those with the same title */
    const char *place; /* "Snellius 1.04", or NULL */
    const char *kind;  /* "Lecture", in the person's language, or NULL */
    const char *state; /* NULL: certain; "planned", "waiting", "clash", "also" or "gone" */
    const char *note;  /* says the state in words ("Clashes with Calculus 1"), or NULL */
    bool roomy;        /* by week_lay(): long enough for several lines of its name */
    int hue;           /* 1..6: one colour a course; week_hue() chooses */
    const char *slot;  /* classes of its place in the grid */
};
struct week_day {
    int weekday; /* 1 Monday .. 7 */
    day day;     /* zero: any such week day */
    bool today;
    const char *note; /* "No teaching: Whit Monday", or NULL */
    struct week_now *now; /* by week_now(): the line of the present moment, or NULL */
    struct week_meeting *v;
    size_t n;
};
struct week_now {
    minute at;
    const char *slot;
};
struct week_hour {
    minute at;
    const char *slot;
};
struct week_hours {
    struct week_hour *v;
    size_t n;
};
struct week {
    struct week_day *v; /* the days to show, in order */
    size_t n;
    struct week_hours hours; /* by week_lay(), as is `from` */
    const char *from;
};
/* Sorts each day's meetings, puts overlapping ones side by side (at most six lanes) and chooses the
   hours to show (at least 9 to 17). Then `{{ call campus_v_week(&v->week) }}`. */
void week_lay(struct arena *a, struct week *w);
/* After week_lay(): draws a line through today at this time, if the grid shows the hour. */
void week_now(struct arena *a, struct week *w, minute at);
/* A colour for a course, always the same for the same id. */
int week_hue(int64_t id);
/* The same for several at once: each another colour while there are enough, in the order of `ids`. */
void week_hues(const int64_t *ids, size_t n, int *ret);

/* Tabs that are links; the one whose path is `here` is the current one. */
struct tab {
    const char *text; /* in the person's language */
    const char *path;
    bool here;
};
struct tabs {
    struct tab *v;
    size_t n;
};

/* The institution's colour, made to keep 4.5:1 on our surfaces, light and dark. `ret_changed` says
   that the given one did not. Both are "#rrggbb" in `a`. */
struct accent {
    const char *light, *dark;
    bool changed;
};
struct accent accent_of(struct arena *a, const char *colour);
#define ACCENT "#1d3a6e" /* the colour of app.css */
bool colour_ok(const char *s);
/* WCAG's contrast of two colours, 1 to 21. */
double colour_contrast(const char *a, const char *b);

/* "positive": the tone in class names and icons. */
const char *tone_word(enum tone t);
/* A moment in words, relative only under an hour. */
const char *when_words(struct out *out, instant t);

/* The name of the cookie that keeps "light" or "dark". */
#define THEME_COOKIE "theme"

/* The components, from parts.tmpl; `words` and the like may be msg_none(). */
[[nodiscard]] err campus_v_icon(struct out *out, const char *name);
[[nodiscard]] err campus_v_field(struct out *out, const char *name, struct msg label,
                                 struct msg hint, const char *type, const char *autocomplete);
[[nodiscard]] err campus_v_field_value(struct out *out, const char *name, struct msg label,
                                       struct msg hint, const char *type, const char *value);
[[nodiscard]] err campus_v_field_error(struct out *out, const char *name);
[[nodiscard]] err campus_v_notice(struct out *out, const char *tone, struct msg title,
                                  struct msg text);
/* Hidden until service.h's `follows` named `what` has another mark for `about` than this, or for
   `until` ms (0: as long as the mark says): a link to `href` then. */
[[nodiscard]] err campus_v_follow(struct out *out, const char *what, int64_t about, int64_t mark,
                                  int64_t until, const char *href);
[[nodiscard]] err campus_v_empty(struct out *out, const char *icon, struct msg title,
                                 struct msg text, const char *href, struct msg action);
[[nodiscard]] err campus_v_progress(struct out *out, struct msg label, int64_t value,
                                    int64_t max, struct msg words);
[[nodiscard]] err campus_v_week(struct out *out, const struct week *w);
[[nodiscard]] err campus_v_tabs(struct out *out, struct msg label, const struct tabs *t);
[[nodiscard]] err campus_v_person(struct out *out, const char *name, const char *login);
[[nodiscard]] err campus_v_place(struct out *out, const char *text, const char *href);
[[nodiscard]] err campus_v_when(struct out *out, instant t);
[[nodiscard]] err campus_v_day(struct out *out, day d);

#endif
