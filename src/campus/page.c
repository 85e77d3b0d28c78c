/* page.c: the frame around every page: gathers what page.tmpl shows; fields of forms.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "page.h"
#include "campus_v.h"
#include "log.h"
#include "models.h"
#include "notices_in.h"
#include "settings.h"
#include "str.h"

/* The address of this page, to come back to. A page shown after a POST is reached by its path. */
static const char *here(struct rq *rq)
{
    const char *query = rq->method == GET ? form_link(rq, "q", form_typed(rq, "q")) : "";

    return str_eq(query, "?") ? rq->path : arena_printf(rq->arena, "%s%s", rq->path, query);
}

static const char *theme_of(const struct rq *rq)
{
    const char *theme = rq_cookie(rq, THEME_COOKIE);

    return str_eq(theme, "dark") ? "dark" : str_eq(theme, "light") ? "light" : NULL;
}

static struct page_view frame_of(struct out *out, const char *title)
{
    struct rq *rq = out->rq;
    const struct campus_settings *campus = campus_of(rq);
    struct page_view v = {
        .title = title,
        .campus = campus->name,
        .theme = theme_of(rq),
        .back = here(rq),
        .me = rq_person(rq),
    };

    if (!str_eq(campus->colour, ACCENT) && colour_ok(campus->colour))
        v.colours = arena_printf(rq->arena, "/assets/campus.%s.css", campus->colour + 1);
    return v;
}

/* A page is worth more than the number at its bell. */
static int64_t news_of(struct rq *rq)
{
    int64_t n = 0;
    err e = notices_new(rq, &n);

    if (e == OK)
        return n;
    log_line(LOG_ERROR, "page.bell", LS("error", err_name(e)), LS("database", rq->db ? db_words(rq->db) : ""));
    return 0;
}

void page_begin_str(struct out *out, const char *title)
{
    struct page_view v = frame_of(out, title);

    v.menu = menu_of(out->rq);
    v.flashes = flashes(out->rq);
    v.problems = form_problems(out->rq);
    v.news = news_of(out->rq);
    v.again = reply_again_of(out->rq);
    if (campus_v_page_head(out, &v) != OK)
        out->buf->full = true;
}

void page_begin(struct out *out, struct msg title)
{
    page_begin_str(out, msg_in(out->arena, out->lang, title));
}

void page_end(struct out *out)
{
    struct page_view v = frame_of(out, "");

    if (campus_v_page_foot(out, &v) != OK)
        out->buf->full = true;
}

const char *tone_word(enum tone t)
{
    static const char *const words[] = {
        [TONE_POSITIVE] = "positive",
        [TONE_INFO] = "info",
        [TONE_WARNING] = "warning",
        [TONE_DANGER] = "danger",
    };

    return words[t];
}

/* Within the hour in words ("in 12 minutes"), else the moment. */
const char *when_words(struct out *out, instant t)
{
    int64_t now = out->rq != NULL ? out->rq->now.v : clock_now().v;
    int64_t away = (t.v - now) / MINUTES(1);

    if (away > 0 && away < 60)
        return tr_n(out->arena, out->lang, "in %d minute", "in %d minutes", away);
    if (away < 0 && away > -60)
        return tr_n(out->arena, out->lang, "%d minute ago", "%d minutes ago", -away);
    return away == 0 ? tr(out->lang, "now") : instant_words(out->arena, out->lang, t);
}

/* The ids of hint and error that describe a field, or NULL. */
static const char *described_by(struct arena *a, const struct campus_field *f)
{
    if (f->hint.one != NULL && f->bad)
        return arena_printf(a, "h-%s e-%s", f->name, f->name);
    if (f->hint.one != NULL || f->bad)
        return arena_printf(a, "%c-%s", f->bad ? 'e' : 'h', f->name);
    return NULL;
}

static err put_field(struct out *out, struct campus_field *f, const char *otherwise)
{
    bool secret = str_eq(f->type, "password");

    f->bad = form_error_of(out->rq, f->name) != NULL;
    f->value = form_has(out->rq, f->name) ? form_typed(out->rq, f->name) : otherwise;
    if (secret)
        f->value = "";
    f->plain = secret ||
               str_starts(f->autocomplete == NULL ? "" : f->autocomplete, "username") ||
               str_starts(f->autocomplete == NULL ? "" : f->autocomplete, "one-time");
    f->described = described_by(out->arena, f);
    return campus_v_input(out, f);
}

err campus_v_field(struct out *out, const char *name, struct msg label, struct msg hint,
                   const char *type, const char *autocomplete)
{
    struct campus_field f = {
        .name = name, .label = label, .hint = hint, .type = type, .autocomplete = autocomplete};

    return put_field(out, &f, "");
}

err campus_v_field_value(struct out *out, const char *name, struct msg label, struct msg hint,
                         const char *type, const char *value)
{
    struct campus_field f = {.name = name, .label = label, .hint = hint, .type = type};

    return put_field(out, &f, value);
}
