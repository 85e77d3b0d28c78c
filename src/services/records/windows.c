/* windows.c: when who may enrol: everybody, a group of students, or a programme.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "audit.h"
#include "events.h"
#include "inside.h"
#include "records_q.h"
#include "records_v.h"
#include "rules.h"
#include "show.h"

/* What "open now" gives when the window had closed. */
#define OPEN_AGAIN DAYS(14)

/* For whom a window is; all empty: for everybody. */
struct target {
    programme_id programme;
    faculty_id faculty;
    const char *degree; /* "bachelor", "master" or "" */
    int64_t cohort;     /* began in this year or before; 0: any */
};

/* The names that a target is said with. */
struct names {
    struct records_r_programme_list programmes;
    struct records_r_faculty_list faculties;
};

static bool grouped(const struct target *t)
{
    return t->faculty.v != 0 || t->degree[0] != '\0' || t->cohort != 0;
}

/* May she set the window of this programme (zero: everybody's)? */
static bool may_window(const struct rq *rq, programme_id programme)
{
    const struct person *me = rq_person(rq);

    if (me == NULL)
        return false;
    return may_in(me->roles, me->n_roles, MAY_MANAGE_CATALOGUE, 0) ||
           (programme.v != 0 &&
            may_in(me->roles, me->n_roles, MAY_MANAGE_PROGRAMME, programme.v));
}

static const char *programme_name(struct rq *rq, const struct records_r_programme_list *all,
                                  programme_id id)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].id.v == id.v)
            return str_eq(all->v[i].degree, "master")
                       ? say(rq, "%s (master)", all->v[i].name)
                       : say(rq, "%s (bachelor)", all->v[i].name);
    return "";
}

static const char *faculty_name(const struct records_r_faculty_list *all, faculty_id id)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->v[i].id.v == id.v)
            return all->v[i].name;
    return "";
}

static const char *degree_name(struct rq *rq, const char *degree)
{
    if (degree[0] == '\0')
        return say(rq, "All students");
    return str_eq(degree, "master") ? say(rq, "Master students") : say(rq, "Bachelor students");
}

/* "Master students · Law · began in 2024 or before" */
static const char *whose(struct rq *rq, const struct names *names, const struct target *t)
{
    const char *text = NULL;

    if (t->programme.v != 0)
        return programme_name(rq, &names->programmes, t->programme);
    if (!grouped(t))
        return say(rq, "Everybody");
    text = degree_name(rq, t->degree);
    if (t->faculty.v != 0)
        text = arena_printf(rq->arena, "%s · %s", text,
                            faculty_name(&names->faculties, t->faculty));
    if (t->cohort != 0)
        text = arena_printf(rq->arena, "%s · %s", text,
                            say(rq, "began in %lld or before", (long long)t->cohort));
    return text;
}

static struct target target_of(const struct records_r_window *w)
{
    return (struct target){w->programme, w->faculty, w->degree, w->cohort};
}

static struct records_window_line window_line(struct rq *rq, const struct records_r_window *w,
                                              const struct names *names)
{
    static const struct msg states[] = {[RECORDS_WINDOW_NONE] = _("Not set"),
                                        [RECORDS_WINDOW_FUTURE] = _("Opens later"),
                                        [RECORDS_WINDOW_OPEN] = _("Open now"),
                                        [RECORDS_WINDOW_CLOSED] = _("Closed")};
    struct span span = records_span_of(w);
    struct target target = target_of(w);
    enum records_window_state state = span_state(&span, rq->now);

    return (struct records_window_line){
        .id = w->id,
        .whose = whose(rq, names, &target),
        .state = states[state],
        .tone = state == RECORDS_WINDOW_OPEN ? "positive" : "info",
        .opens = w->opens,
        .closes = w->closes,
        .opens_value = show_local(rq->arena, w->opens),
        .closes_value = show_local(rq->arena, w->closes),
        .may = may_window(rq, w->programme),
        .own = span.of != SPAN_EVERYBODY,
        .programme = w->programme.v,
        .faculty = w->faculty.v,
        .degree = w->degree,
        .cohort = w->cohort,
    };
}

/* The form with what this window is, to change it. */
static const char *change_link(struct rq *rq, const struct records_term *term,
                               const struct records_window_line *w)
{
    struct arena *a = rq->arena;
    const char *cohort = w->cohort ? arena_printf(a, "%lld", (long long)w->cohort) : "";

    return arena_printf(
        a, "/admin/windows?term=%s&window=%lld&programme=%lld&faculty=%lld&degree=%s&cohort=%s&opens=%s&closes=%s#set",
        url_seg(a, term->code), (long long)w->id.v, (long long)w->programme, (long long)w->faculty, w->degree, cohort,
        url_seg(a, w->opens_value), url_seg(a, w->closes_value));
}

static void choice_add(struct rq *rq, struct records_options *o, const char *field, int64_t id,
                       const char *name)
{
    const char *value = arena_printf(rq->arena, "%lld", (long long)id);

    o->v[o->n++] = (struct records_option){value, name, str_eq(form_typed(rq, field), value), 0};
}

static struct records_options programme_choices(struct rq *rq,
                                                const struct records_r_programme_list *all)
{
    struct records_options o = {ARENA_ARRAY(rq->arena, all->n + 1, struct records_option), 0};

    if (may_window(rq, (programme_id){0}))
        choice_add(rq, &o, "programme", 0, say(rq, "No programme: everybody, or the group below"));
    for (size_t i = 0; i < all->n; i++)
        if (may_window(rq, all->v[i].id))
            choice_add(rq, &o, "programme", all->v[i].id.v,
                       programme_name(rq, all, all->v[i].id));
    return o;
}

static struct records_options faculty_choices(struct rq *rq,
                                              const struct records_r_faculty_list *all)
{
    struct records_options o = {ARENA_ARRAY(rq->arena, all->n, struct records_option), 0};

    for (size_t i = 0; i < all->n; i++)
        choice_add(rq, &o, "faculty", all->v[i].id.v, all->v[i].name);
    return o;
}

static struct records_options degree_choices(struct rq *rq)
{
    static const char *const words[] = {"bachelor", "master"};
    struct records_options o = {ARENA_ARRAY(rq->arena, COUNT(words), struct records_option), 0};

    for (size_t i = 0; i < COUNT(words); i++)
        o.v[o.n++] = (struct records_option){words[i], degree_name(rq, words[i]),
                                             str_eq(form_typed(rq, "degree"), words[i])};
    return o;
}

/* Everybody's first, then groups, then programmes. */
static void fill_windows(struct rq *rq, term_id term, const struct records_r_window_list *rows,
                         const struct names *names, struct records_windows_view *view)
{
    view->lines.v = ARENA_ARRAY(rq->arena, rows->n, struct records_window_line);
    for (int of = SPAN_EVERYBODY; of <= SPAN_PROGRAMME; of++)
        for (size_t i = 0; i < rows->n; i++)
            if (rows->v[i].term.v == term.v &&
                records_span_of(&rows->v[i]).of == (enum span_of)of)
                view->lines.v[view->lines.n++] = window_line(rq, &rows->v[i], names);
}

err records_windows_get(struct rq *rq)
{
    struct records_windows_view view = {.opens_value = "", .closes_value = "", .leaving_value = ""};
    struct names names;
    struct records_r_window_list rows;
    struct records_terms terms;
    struct records_term term;
    instant until = {0};
    err e = show_term(rq, &terms, &term);

    if (e == ERR_NOT_FOUND)
        return records_v_windows(rq->out, &view);
    TRY(e);
    TRY(records_q_programmes(rq->db, rq->lang == LANG_NL, &names.programmes));
    TRY(records_q_faculties(rq->db, rq->lang == LANG_NL, &names.faculties));
    TRY(records_q_windows(rq->db, &rows));
    view.terms = show_term_tabs(rq, &terms, term.id, "/admin/windows");
    view.term_code = term.code;
    view.term_name = term.name;
    view.programmes = programme_choices(rq, &names.programmes);
    view.groups = may_window(rq, (programme_id){0});
    view.faculties = faculty_choices(rq, &names.faculties);
    view.degrees = degree_choices(rq);
    view.cohort = form_typed(rq, "cohort");
    fill_windows(rq, term.id, &rows, &names, &view);
    TRY(records_leave_until(rq->db, term.id, &until));
    if (until.v != 0) {
        view.leaving = instant_words(rq->arena, rq->lang, until);
        view.leaving_value = show_local(rq->arena, until);
    }
    for (size_t i = 0; i < view.lines.n; i++) {
        view.lines.v[i].change = change_link(rq, &term, &view.lines.v[i]);
        if (view.lines.v[i].may && view.lines.v[i].id.v == form_int_or(rq, "window", 0, INT64_MAX, 0)) {
            view.changed = view.lines.v[i].id;
            view.changed_for = view.lines.v[i].whose;
        }
    }
    return records_v_windows(rq->out, &view);
}

/* What the form asks for. */
struct wanted {
    window_id changes; /* this window; zero: the one of the target, or a new one */
    struct records_term term;
    struct target target;
    instant opens, closes;
};

static void read_target(struct rq *rq, struct target *t)
{
    t->programme = (programme_id){form_int_or(rq, "programme", 0, INT64_MAX, 0)};
    t->faculty = (faculty_id){form_int_or(rq, "faculty", 0, INT64_MAX, 0)};
    t->degree = form_text(rq, "degree", 0, 20);
    t->cohort = form_int_or(rq, "cohort", 1900, 2200, 0);
    if (t->degree[0] != '\0' && !str_eq(t->degree, "bachelor") && !str_eq(t->degree, "master"))
        form_error(rq, "degree", "Choose bachelor or master students, or all.");
    if (t->programme.v != 0 && grouped(t))
        form_error(rq, "programme",
                   "A window is for one programme or for a group, not both: leave "
                   "one of them open.");
}

static const struct form_name window_fields[] = {
    {"programme", _("For whom")},
    {"degree",    _("Degree")  },
    {"faculty",   _("Faculty") },
    {"cohort",    _("Began in this year or before")},
    {"opens",     _("Opens")   },
    {"closes",    _("Closes")  },
};

/* A moment that was typed is in the term, or in the year before it. */
static void moment_check(struct rq *rq, const struct wanted *w, const char *field, instant t)
{
    if (t.v == 0 || window_moment_ok(w->term.first, w->term.last, t))
        return;
    form_error(rq, field, "Choose a moment from %s to %s: from a year before %s until its last day.",
               day_words(rq->arena, rq->lang, day_add(w->term.first, -365)),
               day_words(rq->arena, rq->lang, w->term.last), w->term.name);
}

static err read_window(struct rq *rq, struct wanted *w)
{
    const char *at_once = form_text(rq, "now", 0, 8);
    err e = records_term_of_code(rq->db, rq->lang, form_text(rq, "term", 1, 20), &w->term);

    if (e == ERR_NOT_FOUND)
        form_error(rq, "term", "There is no such term.");
    else
        TRY(e);
    form_names(rq, window_fields, COUNT(window_fields));
    w->changes = FORM_ID_OR_NONE(rq, window_id, "window");
    read_target(rq, &w->target);
    w->opens = str_eq(at_once, "open") ? rq->now : form_instant(rq, "opens");
    w->closes = str_eq(at_once, "close") ? rq->now : form_instant(rq, "closes");
    if (str_eq(at_once, "open") && w->closes.v <= rq->now.v)
        w->closes = instant_add(rq->now, OPEN_AGAIN);
    if (str_eq(at_once, "close") && w->opens.v >= rq->now.v)
        w->opens = instant_add(rq->now, -1);
    if (w->term.id.v != 0 && !str_eq(at_once, "close")) {
        moment_check(rq, w, "opens", w->opens);
        moment_check(rq, w, "closes", w->closes);
    }
    if (w->opens.v != 0 && w->closes.v != 0 && w->opens.v >= w->closes.v)
        form_error(rq, "closes", "A window closes after it opens: choose a later moment.");
    return OK;
}

/* The window that is changed is still there, of this term, and nobody else's takes its new place. */
static err may_change(struct rq *rq, const struct wanted *w)
{
    const struct target *t = &w->target;
    struct records_r_window *now, *other;

    TRY(records_q_window(rq->db, w->changes, &now));
    if (now == NULL || now->term.v != w->term.id.v)
        return fail(rq, ERR_CONFLICT, "This window was removed meanwhile. Set a new one.");
    if (!may_window(rq, now->programme))
        return fail(rq, ERR_FORBIDDEN, "You may set the windows of your own programmes only.");
    if (records_span_of(now).of == SPAN_EVERYBODY && (t->programme.v != 0 || grouped(t)))
        form_error(rq, "programme", "Everybody's window stays everybody's: set another one for a group.");
    TRY(records_q_window_of(rq->db, w->term.id, t->programme, t->faculty, t->degree, t->cohort, &other));
    if (other != NULL && other->id.v != w->changes.v)
        form_error(rq, "programme", "There is a window for them already: change that one.");
    return OK;
}

static err put_window(struct rq *rq, const struct wanted *w, window_id *ret_id)
{
    struct records_r_window *old;

    const struct target *t = &w->target;

    if (w->changes.v != 0) {
        *ret_id = w->changes;
        return records_q_window_retarget(rq->db, w->changes, t->programme, t->faculty, t->degree,
                                         t->cohort, w->opens, w->closes);
    }

    TRY(records_q_window_of(rq->db, w->term.id, t->programme, t->faculty, t->degree, t->cohort,
                            &old));
    if (old != NULL) {
        *ret_id = old->id;
        return records_q_window_change(rq->db, old->id, w->opens, w->closes);
    }
    *ret_id = NEW_ID(rq->db, window_id);
    return records_q_window_add(rq->db, *ret_id, w->term.id, t->programme, t->faculty,
                                t->degree, t->cohort, w->opens, w->closes);
}

static err window_changed(struct rq *rq, const char *what, window_id id, const char *detail)
{
    struct event e = {.kind = WINDOW_CHANGED, .about = id.v, .at = rq->now};

    TRY(audit_rq(rq, what, "window", id.v, detail));
    return event_send(rq->db, &e);
}

/* --- Asked once more -------------------------------------------------------------------------- */

/* The term's windows as they would be: `w` set, or `removed` no more. */
static struct records_r_window_list as_they_would_be(struct rq *rq, const struct records_r_window_list *now,
                                                     const struct wanted *w, window_id removed)
{
    struct records_r_window_list list = {ARENA_ARRAY(rq->arena, now->n + 1, struct records_r_window), 0};
    const struct target *t = w != NULL ? &w->target : NULL;

    for (size_t i = 0; i < now->n; i++) {
        const struct records_r_window *x = &now->v[i];
        bool same = t != NULL && (w->changes.v != 0 ? x->id.v == w->changes.v
                                                    : x->programme.v == t->programme.v && x->faculty.v == t->faculty.v &&
                                                          str_eq(x->degree, t->degree) && x->cohort == t->cohort);

        if (!same && x->id.v != removed.v)
            list.v[list.n++] = *x;
    }
    if (t != NULL)
        list.v[list.n++] = (struct records_r_window){.id = {INT64_MAX}, .term = w->term.id, .programme = t->programme,
                                                     .faculty = t->faculty, .degree = t->degree, .cohort = t->cohort,
                                                     .opens = w->opens, .closes = w->closes};
    return list;
}

/* How many students can enrol now and could not any more. */
static err loses(struct rq *rq, term_id term, const struct wanted *w, window_id removed, int64_t *ret_n)
{
    struct records_r_window_list now, then;

    TRY(records_q_windows_of_term(rq->db, term, &now));
    then = as_they_would_be(rq, &now, w, removed);
    return records_windows_lose(rq->db, &now, &then, rq->now, ret_n);
}

/* She saw how many students it shuts out, and no more than that many. */
static bool is_sure(struct rq *rq, int64_t students)
{
    return students <= form_int_or(rq, "students", 0, INT64_MAX, 0);
}

static err ask_sure(struct rq *rq, const struct records_term *term, const struct target *t,
                    struct records_window_sure_view *v)
{
    struct names names;

    TRY(records_q_programmes(rq->db, rq->lang == LANG_NL, &names.programmes));
    TRY(records_q_faculties(rq->db, rq->lang == LANG_NL, &names.faculties));
    v->term_code = term->code;
    v->term_name = term->name;
    v->whose = whose(rq, &names, t);
    return records_v_window_sure(rq->out, v);
}

static err sure_get(struct rq *rq)
{
    struct wanted w = {0};
    struct records_window_sure_view v = {.now = "", .path = "/admin/windows"};

    TRY(read_window(rq, &w));
    TRY(loses(rq, w.term.id, &w, (window_id){0}, &v.students));
    v.opens = w.opens, v.closes = w.closes;
    v.window = w.changes;
    v.now = form_typed(rq, "now");
    v.opens_value = form_typed(rq, "opens"), v.closes_value = form_typed(rq, "closes");
    v.target = (struct records_window_line){.programme = w.target.programme.v, .faculty = w.target.faculty.v,
                                            .degree = w.target.degree, .cohort = w.target.cohort};
    return ask_sure(rq, &w.term, &w.target, &v);
}

static err sure_remove_get(struct rq *rq)
{
    window_id id = PATH_ID(rq, window_id, "window");
    struct records_r_window *window;
    struct records_term term;
    struct records_window_sure_view v = {.removes = true};
    struct target target;

    TRY(records_q_window(rq->db, id, &window));
    if (window == NULL)
        return fail(rq, ERR_NOT_FOUND, "This window was removed already.");
    target = target_of(window);
    TRY(records_term_of_id(rq->db, rq->lang, window->term, &term));
    TRY(loses(rq, window->term, NULL, id, &v.students));
    v.path = arena_printf(rq->arena, "/admin/windows/%lld/remove", (long long)id.v);
    v.opens = window->opens, v.closes = window->closes;
    return ask_sure(rq, &term, &target, &v);
}

/* --- Set and removed -------------------------------------------------------------------------- */

err records_windows_post(struct rq *rq)
{
    struct wanted w = {0};
    window_id id = {0};
    int64_t shut_out = 0;

    TRY(read_window(rq, &w));
    if (form_bad(rq))
        return page_after(rq, false, records_windows_get);
    if (!may_window(rq, w.target.programme))
        return fail(rq, ERR_FORBIDDEN, "You may set the windows of your own programmes only.");
    if (w.changes.v != 0)
        TRY(may_change(rq, &w));
    if (form_bad(rq))
        return page_after(rq, false, records_windows_get);
    TRY(loses(rq, w.term.id, &w, (window_id){0}, &shut_out));
    if (!is_sure(rq, shut_out))
        return page_after(rq, false, sure_get);
    TRY(put_window(rq, &w, &id));
    TRY(window_changed(rq, "records.window_set", id,
                       arena_printf(rq->arena, "{\"opens\":\"%s\",\"closes\":\"%s\"}",
                                    instant_iso(rq->arena, w.opens),
                                    instant_iso(rq->arena, w.closes))));
    flash(rq, TONE_POSITIVE, "The window is set: %s to %s.",
          instant_words(rq->arena, rq->lang, w.opens),
          instant_words(rq->arena, rq->lang, w.closes));
    return see_other(rq, "/admin/windows?term=%s", url_seg(rq->arena, w.term.code));
}

err records_window_remove_post(struct rq *rq)
{
    window_id id = PATH_ID(rq, window_id, "window");
    struct records_r_window *window;
    struct records_term term;
    int64_t shut_out = 0;

    TRY(records_q_window(rq->db, id, &window));
    if (window == NULL)
        return fail(rq, ERR_NOT_FOUND, "This window was removed already.");
    if (!may_window(rq, window->programme))
        return fail(rq, ERR_FORBIDDEN, "You may set the windows of your own programmes only.");
    TRY(records_term_of_id(rq->db, rq->lang, window->term, &term));
    TRY(loses(rq, window->term, NULL, id, &shut_out));
    if (!is_sure(rq, shut_out))
        return page_after(rq, false, sure_remove_get);
    TRY(records_q_window_remove(rq->db, id));
    TRY(window_changed(rq, "records.window_removed", id, NULL));
    flash(rq, TONE_POSITIVE,
          "The window is removed: the next wider one counts for these students.");
    return see_other(rq, "/admin/windows?term=%s", url_seg(rq->arena, term.code));
}

/* The windows that open at this moment, in words. */
static const char *whom(struct rq *rq, const struct records_r_window_list *rows, const struct names *names,
                        const struct records_moment *at)
{
    const char *text = NULL;

    for (size_t i = 0; i < rows->n; i++) {
        const struct records_r_window *w = &rows->v[i];
        struct target t = target_of(w);

        if (w->term.v == at->term.v && w->opens.v == at->opens.v)
            text = text ? arena_printf(rq->arena, "%s; %s", text, whose(rq, names, &t))
                        : whose(rq, names, &t);
    }
    return text;
}

err records_moments_whom(struct rq *rq, const struct records_moment *v, size_t n, const char **ret)
{
    struct records_r_window_list rows;
    struct names names;

    if (n == 0)
        return OK;
    TRY(records_q_programmes(rq->db, rq->lang == LANG_NL, &names.programmes));
    TRY(records_q_faculties(rq->db, rq->lang == LANG_NL, &names.faculties));
    TRY(records_q_windows(rq->db, &rows));
    for (size_t i = 0; i < n; i++)
        ret[i] = whom(rq, &rows, &names, &v[i]);
    return OK;
}
