/* table.c: what changed, and the words of it for those who look.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "table.h"
#include "json.h"
#include "records.h"
#include <string.h>

#define TABLE_MAX ((size_t)256 << 20)

int64_t vac_free(const struct vac_section *s)
{
    if (s->unlimited)
        return -1;
    int64_t left = s->due ? 0 : s->seats - s->taken - s->kept;

    return left > 0 ? left : 0;
}

/* --- Making ------------------------------------------------------------------------------------ */

static bool same_kept(const struct vac_section *a, const struct vac_section *b)
{
    for (size_t i = 0; a->n == b->n && i < a->n; i++)
        if (a->v[i].programme.v != b->v[i].programme.v || a->v[i].free != b->v[i].free)
            return false;
    return a->n == b->n;
}

static bool same(const struct vac_section *a, const struct vac_section *b)
{
    return a->seats == b->seats && a->taken == b->taken && a->kept == b->kept &&
           a->waiting == b->waiting && a->unlimited == b->unlimited && a->due == b->due &&
           same_kept(a, b);
}

static void sections_in(struct vac_table *t, const struct vacancies_counted_list *rows)
{
    t->v = ARENA_ARRAY(t->arena, rows->n, struct vac_section);
    t->n = rows->n;
    for (size_t i = 0; i < rows->n; i++) {
        const struct vacancies_counted *r = &rows->v[i];

        t->v[i] = (struct vac_section){
            .id = r->id,
            .offering = r->offering,
            .seats = r->seats,
            .taken = r->taken,
            .kept = r->kept,
            .waiting = r->waiting,
            .unlimited = r->unlimited,
            .due = r->promote_due,
        };
    }
}

/* An index needs its table to compare: qsort_r gives it. */
static int by_id(const void *a, const void *b, void *table)
{
    const struct vac_table *t = table;
    int64_t x = t->v[*(const uint32_t *)a].id.v, y = t->v[*(const uint32_t *)b].id.v;

    return x < y ? -1 : x > y;
}

static void index_in(struct vac_table *t)
{
    t->by_id = ARENA_ARRAY(t->arena, t->n, uint32_t);
    for (size_t i = 0; i < t->n; i++)
        t->by_id[i] = (uint32_t)i;
    if (t->n > 1)
        qsort_r(t->by_id, t->n, sizeof *t->by_id, by_id, t);
}

static void kept_in(struct vac_table *t, const struct vacancies_kept_list *kept)
{
    struct vac_kept *v = ARENA_ARRAY(t->arena, kept->n, struct vac_kept);

    for (size_t i = 0; i < kept->n; i++) {
        int32_t at = vac_find(t, kept->v[i].section);

        v[i] = (struct vac_kept){kept->v[i].programme, kept->v[i].free};
        if (at < 0)
            continue;
        if (t->v[at].n == 0)
            t->v[at].v = &v[i];
        t->v[at].n++;
    }
}

/* Which are not as they were? */
static void compare(struct vac_table *t, const struct vac_table *before)
{
    bool moved = !before || before->n != t->n, any = moved;

    for (size_t i = 0; i < t->n; i++) {
        struct vac_section *s = &t->v[i];
        const struct vac_section *old = NULL;

        if (before && i < before->n && before->v[i].id.v == s->id.v) {
            old = &before->v[i];
        } else if (before) {
            int32_t at = vac_find(before, s->id);

            moved = true;
            old = at < 0 ? NULL : &before->v[at];
        }
        bool is_same = old && same(old, s);
        s->changed = is_same ? old->changed : t->version;
        any = any || !is_same;
    }
    t->layout = (before ? before->layout : 0) + moved;
    if (!any && before)
        t->version = before->version;
}

static void offerings_in(struct vac_table *t)
{
    t->offerings = ARENA_ARRAY(t->arena, t->n, struct vac_offering);
    for (size_t i = 0; i < t->n; i++) {
        struct vac_offering *o = &t->offerings[t->n_offerings];

        if (t->n_offerings == 0 || o[-1].id.v != t->v[i].offering.v) {
            *o = (struct vac_offering){.id = t->v[i].offering, .first = i};
            t->n_offerings++;
        } else {
            o--;
        }
        o->n++;
        if (t->v[i].changed > o->changed)
            o->changed = t->v[i].changed;
    }
}

struct vac_table *vac_table_make(const struct vacancies_counted_list *rows,
                                 const struct vacancies_kept_list *kept,
                                 const struct vac_table *before)
{
    struct arena *a = arena_new(TABLE_MAX);
    struct vac_table *t = ARENA_NEW(a, struct vac_table);

    t->arena = a;
    t->version = before ? before->version + 1 : 1;
    sections_in(t, rows);
    index_in(t);
    kept_in(t, kept);
    compare(t, before);
    offerings_in(t);
    return t;
}

void vac_table_free(struct vac_table *t)
{
    if (t)
        arena_free(t->arena);
}

/* --- Finding ----------------------------------------------------------------------------------- */

int32_t vac_find(const struct vac_table *t, section_id id)
{
    size_t low = 0, high = t->n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (t->v[t->by_id[mid]].id.v < id.v)
            low = mid + 1;
        else
            high = mid;
    }
    return low < t->n && t->v[t->by_id[low]].id.v == id.v ? (int32_t)t->by_id[low] : -1;
}

int32_t vac_find_offering(const struct vac_table *t, offering_id id)
{
    size_t low = 0, high = t->n_offerings;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (t->offerings[mid].id.v < id.v)
            low = mid + 1;
        else
            high = mid;
    }
    return low < t->n_offerings && t->offerings[low].id.v == id.v ? (int32_t)low : -1;
}

/* --- Telling ----------------------------------------------------------------------------------- */

static const char *written(struct vac_table *t, struct buf *b)
{
    const char *text = arena_dupn(t->arena, b->s, b->n - 1); /* without its last brace */

    buf_free(b);
    return text;
}

/* "12 of 40 seats left": the same words as on the page. */
static const char *section_words(struct vac_table *t, const struct vac_section *s,
                                 enum lang lang)
{
    const struct records_section as = {
        .seats = s->seats,
        .taken = s->taken,
        .kept = s->kept,
        .waiting = s->waiting,
        .unlimited = s->unlimited,
        .promote_due = s->due,
    };

    return records_seat_words(t->arena, lang, &as);
}

static const char *section_told(struct vac_table *t, struct vac_section *s, enum lang lang)
{
    if (s->told[lang])
        return s->told[lang];
    struct buf b = buf_new(1024);
    struct json_out j = json_begin(&b);

    json_object(&j, NULL);
    json_str(&j, "text", section_words(t, s, lang));
    json_bool(&j, "full", vac_free(s) == 0);
    if (!s->unlimited) {
        json_int(&j, "seats", s->seats);
        json_int(&j, "free", vac_free(s));
    }
    json_int(&j, "taken", s->taken);
    json_int(&j, "kept", s->kept);
    json_int(&j, "waiting", s->waiting);
    json_end(&j, '}');
    s->told[lang] = written(t, &b);
    return s->told[lang];
}

static const char *offering_told(struct vac_table *t, struct vac_offering *o, enum lang lang)
{
    int64_t left = 0;

    if (o->told[lang])
        return o->told[lang];
    for (size_t i = 0; i < o->n && left >= 0; i++) {
        const struct vac_section *s = &t->v[o->first + i];

        left = s->unlimited ? -1 : left + s->seats - s->taken - s->kept;
    }
    struct buf b = buf_new(1024);
    struct json_out j = json_begin(&b);

    json_object(&j, NULL);
    json_str(&j, "text", records_left_words(t->arena, lang, left));
    json_bool(&j, "full", left == 0);
    json_end(&j, '}');
    o->told[lang] = written(t, &b);
    return o->told[lang];
}

/* Seats that are kept for her, while nobody who waits is asked first. */
static int64_t hers(const struct vac_section *s, const struct vac_watch *w)
{
    int64_t n = 0;

    for (size_t i = 0; i < s->n && !s->due; i++)
        for (size_t p = 0; p < w->n_programmes; p++)
            n += s->v[i].programme.v == w->programmes[p].v ? s->v[i].free : 0;
    return n;
}

static void put_key(struct buf *out, bool *first, int64_t id)
{
    buf_puts(out, *first ? "\"" : ",\"");
    buf_int(out, id);
    buf_puts(out, "\":");
    *first = false;
}

static void places_again(const struct vac_table *t, struct vac_watch *w)
{
    for (size_t i = 0; i < w->n; i++)
        w->v[i].at = i < w->n_sections ? vac_find(t, (section_id){w->v[i].id})
                                       : vac_find_offering(t, (offering_id){w->v[i].id});
    w->layout = t->layout;
}

/* What only those of some programmes have. */
static void put_hers(const struct vac_section *s, const struct vac_watch *w, enum lang lang,
                     struct arena *a, struct buf *out)
{
    int64_t n = hers(s, w);

    buf_puts(out, ",\"hers\":");
    buf_int(out, n);
    if (n == 0)
        return;
    struct json_out j = json_begin(out);
    buf_putc(out, ',');
    json_str(&j, "also",
             tr_n(a, lang, "%d seat is kept for your programme",
                  "%d seats are kept for your programme", n));
}

size_t vac_watch_size(size_t n)
{
    return sizeof(struct vac_watch) + n * sizeof(((struct vac_watch *)NULL)->v[0]);
}

bool vac_tell(struct vac_table *t, struct vac_watch *w, enum lang lang, struct arena *a,
              struct buf *out)
{
    bool first = true;

    if (w->layout != t->layout)
        places_again(t, w);
    buf_puts(out, "{\"sections\":{");
    for (size_t i = 0; i < w->n_sections; i++) {
        struct vac_section *s = w->v[i].at < 0 ? NULL : &t->v[w->v[i].at];

        if (!s || s->changed <= w->version)
            continue;
        put_key(out, &first, s->id.v);
        buf_puts(out, section_told(t, s, lang));
        if (w->signed_in && s->n > 0)
            put_hers(s, w, lang, a, out);
        buf_putc(out, '}');
    }
    bool some = !first;
    first = true;
    buf_puts(out, "},\"offerings\":{");
    for (size_t i = w->n_sections; i < w->n; i++) {
        struct vac_offering *o = w->v[i].at < 0 ? NULL : &t->offerings[w->v[i].at];

        if (!o || o->changed <= w->version)
            continue;
        put_key(out, &first, o->id.v);
        buf_puts(out, offering_told(t, o, lang));
        buf_putc(out, '}');
    }
    buf_puts(out, "}}");
    w->version = t->version;
    return some || !first;
}
