/* decide.c: decides what was asked; here: a whole plan.
   The key that makes five tabs one submission is the plan's version: a form names the version that the
   student saw, and a version has at most one receipt.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "deciding.h"
#include "run.h"
#include "studymap_q.h"

static const char *const kind_words[] = {"submit", "leave", "swap", "give", "end"};

const char *studymap_kind_word(enum studymap_kind k)
{
    return kind_words[k];
}

enum studymap_kind studymap_kind_of(const char *word)
{
    for (int k = 0; k <= STUDYMAP_END; k++) {
        if (str_eq(kind_words[k], word))
            return (enum studymap_kind)k;
    }
    return STUDYMAP_SUBMIT;
}

struct submission {
    struct deciding *d;
    struct student me;
    struct studymap_limits limits;
    struct studymap_held held;
    struct studymap_lines lines;
};

static struct studymap_line refused(const struct studymap_item *item,
                                    const struct records_section *s, struct studymap_why why)
{
    struct studymap_line line = {
        .offering = item->offering, .code = "", .name = item->label, .group = ""};

    if (s)
        line = line_of(s, STUDYMAP_REFUSED);
    line.outcome = STUDYMAP_REFUSED;
    line.why = why;
    return line;
}

/* Every option is full: she waits for the best. */
static err wait_for(struct submission *sub, const struct studymap_item *item,
                    const struct records_section *s, struct studymap_line *ret)
{
    struct deciding *d = sub->d;
    struct records_hold h = {
        .person = sub->me.who,
        .offering = s->offering,
        .section = s->id,
        .waits = true,
        .at = db_now(d->db),
    };

    if (!d->settings->wait_lists) {
        *ret = refused(item, s, (struct studymap_why){.reason = STUDYMAP_FULL});
        ret->option = 1;
        return OK;
    }
    *ret = line_of(s, STUDYMAP_WAITING);
    TRY(wait_join(d, s->id, &h.order, &ret->waiting_at));
    studymap_hold(&sub->held, s);
    return hold_add(d, &h);
}

/* One choice: the first of its options with a seat. Only a full one is passed over. */
static err choose(struct submission *sub, const struct studymap_item *item,
                  struct studymap_line *ret)
{
    struct deciding *d = sub->d;
    struct studymap_options options = studymap_options_of(item->section, item->others);

    for (size_t i = 0; i < options.n; i++) {
        const struct records_section *s = records_sheet_section(d->sheet, options.v[i]);
        struct studymap_why why = studymap_judge(&sub->limits, &sub->held, s);
        struct records_hold place = {};
        bool taken = false;

        if (why.reason != STUDYMAP_FITS) {
            *ret = refused(item, s, why);
            ret->option = (int64_t)i + 1;
            return OK;
        }
        TRY(student_seat(d, &sub->me, s, &place, &taken));
        if (!taken)
            continue;
        *ret = line_of(s, STUDYMAP_ENROLLED);
        ret->option = (int64_t)i + 1;
        studymap_hold(&sub->held, s);
        return hold_add(d, &place);
    }
    return wait_for(sub, item, records_sheet_section(d->sheet, options.v[0]), ret);
}

/* What is settled leaves the plan; what can be mended stays. */
static err tidy(struct submission *sub, plan_id plan, const struct studymap_item_list *items)
{
    size_t stay = 0;

    for (size_t i = 0; i < items->n; i++)
        stay += studymap_stays(sub->lines.v[i].outcome, sub->lines.v[i].why.reason);
    if (stay == 0)
        return plan_clear(sub->d, plan);
    for (size_t i = 0; i < items->n && stay < items->n; i++)
        if (!studymap_stays(sub->lines.v[i].outcome, sub->lines.v[i].why.reason))
            TRY(plan_drop(sub->d, plan, items->v[i].offering));
    return OK;
}

/* The rules for her, knowing what she has done when one of her options asks for it. */
static err know(struct submission *sub, const struct studymap_item_list *items)
{
    struct deciding *d = sub->d;
    struct studymap_together all = {
        .v = ARENA_ARRAY(db_arena(d->db), items->n, const struct records_section *)};
    bool asks = false;

    for (size_t i = 0; i < items->n; i++) {
        struct studymap_options o =
            studymap_options_of(items->v[i].section, items->v[i].others);

        for (size_t k = 0; k < o.n; k++) {
            const struct records_section *s = records_sheet_section(d->sheet, o.v[k]);

            asks = asks || (s && !str_empty(s->rule));
        }
        all.v[all.n++] = records_sheet_section(d->sheet, o.v[0]);
    }
    return student_limits(d, &sub->me, &all, asks, &sub->limits);
}

static err settle(struct submission *sub, plan_id plan, const struct studymap_item_list *items)
{
    struct deciding *d = sub->d;

    sub->held = student_held(d, &sub->me, &(struct besides){}, items->n);
    sub->lines.v = ARENA_ARRAY(db_arena(d->db), items->n, struct studymap_line);
    TRY(know(sub, items));
    for (size_t i = 0; i < items->n; i++) {
        struct studymap_line line = {};

        TRY(choose(sub, &items->v[i], &line));
        studymap_line_add(&sub->lines, &line);
    }
    return tidy(sub, plan, items);
}

/* Was it submitted before, or can it not be? Then *ret says so. */
static err gate(struct deciding *d, const struct studymap_asked *asked,
                struct studymap_item_list *ret_items, struct studymap_decided *ret)
{
    struct plan_seen seen = {};

    TRY(plan_see(d, asked, &seen));
    if (seen.before) {
        *ret = (struct studymap_decided){.receipt = seen.before->id, .number = seen.before->number};
        return OK;
    }
    *ret_items = seen.items;
    ret->gate =
        studymap_may_submit(RECORDS_WINDOW_OPEN, seen.items.n, asked->version, seen.version);
    return OK;
}

/* The plan as it was submitted. */
static struct studymap_input wishes_of(struct deciding *d, const struct studymap_item_list *items)
{
    struct studymap_wish *v = ARENA_ARRAY(db_arena(d->db), items->n, struct studymap_wish);

    for (size_t i = 0; i < items->n; i++) {
        const struct studymap_item *item = &items->v[i];

        v[i].offering = item->offering;
        v[i].options = studymap_options_of(item->section, item->others);
    }
    return (struct studymap_input){.wishes = v, .n_wishes = items->n};
}

static err decide_submit(struct deciding *d, const struct studymap_asked *asked,
                         struct studymap_decided *ret)
{
    struct submission sub = {.d = d};
    struct studymap_item_list items = {};

    *ret = (struct studymap_decided){};
    TRY(gate(d, asked, &items, ret));
    if (ret->number || ret->gate != STUDYMAP_GO)
        return OK;
    TRY(plan_touch(d, asked));
    TRY(student_read(d, asked->person, &sub.me));
    TRY(settle(&sub, asked->plan, &items));
    return receipt_keep(d,
                        &(struct keeping){.kind = "submit",
                                          .audit = "studymap.submitted",
                                          .person = asked->person,
                                          .who = asked->person,
                                          .plan = asked->plan,
                                          .version = asked->version,
                                          .lines = &sub.lines,
                                          .asked = asked,
                                          .me = &sub.me,
                                          .input = wishes_of(d, &items)},
                        ret);
}

err studymap_decide(struct db *db, const struct studymap_settings *settings,
                    const struct studymap_asked *asked, struct studymap_decided *ret)
{
    struct deciding d = {};

    TRY(deciding_begin(db, settings, asked->term, &d));
    switch (asked->kind) {
    case STUDYMAP_LEAVE:
    case STUDYMAP_END:
        return decide_leave(&d, asked, ret);
    case STUDYMAP_GIVE:
        return decide_give(&d, asked, ret);
    case STUDYMAP_SWAP:
        return decide_swap(&d, asked, ret);
    case STUDYMAP_SUBMIT:
        break;
    }
    return decide_submit(&d, asked, ret);
}

err studymap_decide_many(struct db *db, const struct studymap_settings *settings,
                         const struct studymap_asked *v, size_t n, struct studymap_decided *ret)
{
    struct deciding d = {};

    TRY(deciding_begin(db, settings, v[0].term, &d));
    TRY(run_begin(&d, v, n));
    for (size_t i = 0; i < n; i++) {
        run_turn(&d, i);
        TRY(decide_submit(&d, &v[i], &ret[i]));
    }
    return run_end(&d);
}
