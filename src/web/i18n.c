/* i18n.c: finds translations, counts, writes days and moments in words, and reads Accept-Language.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "i18n.h"
#include <strings.h>
#include "catalogue.h"
#include "str.h"

static const char *const codes[LANG_COUNT] = {"en", "nl", "x-pseudo"};

const char *lang_code(enum lang l)
{
    return codes[l < LANG_COUNT ? l : LANG_EN];
}

enum lang lang_of(const char *code, enum lang otherwise)
{
    for (size_t i = 0; code && i < LANG_COUNT; i++)
        if (strcasecmp(code, codes[i]) == 0)
            return (enum lang)i;
    return otherwise;
}

/* --- Accept-Language -------------------------------------------------------------------------- */

/* One element of the header: "nl-NL;q=0.8". */
struct range {
    const char *tag;
    size_t tag_n;
    int weight; /* 0..1000; -1 for a malformed one */
};

static int weight_of(const char *s, size_t n)
{
    int weight = 0;
    int unit = 100;

    if (n < 3 || (s[0] != 'q' && s[0] != 'Q') || s[1] != '=' || (s[2] != '0' && s[2] != '1'))
        return -1;
    weight = (s[2] - '0') * 1000;
    for (size_t i = 4; i < n && i < 7 && s[3] == '.'; i++) {
        if (s[i] < '0' || s[i] > '9')
            return -1;
        weight += (s[i] - '0') * unit;
        unit /= 10;
    }
    return weight <= 1000 ? weight : -1;
}

static const char *skip_blank(const char *s)
{
    return s + strspn(s, " \t");
}

/* Reads the element at s; gives where the next one begins. */
static const char *next_range(const char *s, struct range *ret_range)
{
    struct range r = {.weight = 1000};

    s = skip_blank(s);
    r.tag = s;
    r.tag_n = strcspn(s, ",; \t");
    s = skip_blank(s + r.tag_n);
    if (*s == ';') {
        s = skip_blank(s + 1);
        r.weight = weight_of(s, strcspn(s, ", \t"));
    }
    s += strcspn(s, ",");
    *ret_range = r;
    return *s == ',' ? s + 1 : s;
}

/* "nl" and "nl-BE" ask for Dutch; the pseudo language only by its whole name. */
static bool asks_for(const struct range *r, enum lang l)
{
    size_t n = strlen(codes[l]);

    return r->tag_n >= n && strncasecmp(r->tag, codes[l], n) == 0 &&
           (r->tag_n == n || (r->tag[n] == '-' && l != LANG_PSEUDO));
}

enum lang lang_accept(const char *header)
{
    int weights[LANG_COUNT] = {-1, -1, -1};
    int others = -1;
    enum lang best = LANG_EN;
    int best_weight = 0;
    struct range r = {0};

    for (const char *s = header ? header : ""; *s;) {
        s = next_range(s, &r);
        if (r.tag_n == 1 && r.tag[0] == '*')
            others = r.weight;
        for (enum lang l = 0; l < LANG_COUNT; l++) {
            if (!asks_for(&r, l) || r.weight <= weights[l])
                continue;
            weights[l] = r.weight;
            /* Among equals the one named first wins. */
            if (r.weight > best_weight) {
                best_weight = r.weight;
                best = l;
            }
        }
    }
    for (enum lang l = 0; l < LANG_PSEUDO; l++) {
        if (weights[l] < 0 && others > best_weight) {
            best_weight = others;
            best = l;
        }
    }
    return best;
}

/* --- Texts ------------------------------------------------------------------------------------ */

static const struct catalogue_row *find(enum lang l, const char *english)
{
    const struct catalogue *c = &catalogues[l];

    if (c->n_slots == 0)
        return NULL;
    for (size_t at = catalogue_hash(english);; at++) {
        uint16_t slot = c->slots[at & (c->n_slots - 1)];

        if (slot == 0)
            return NULL;
        if (strcmp(c->rows[slot - 1].english, english) == 0)
            return &c->rows[slot - 1];
    }
}

const char *tr(enum lang l, const char *english)
{
    const struct catalogue_row *row = l == LANG_EN ? NULL : find(l, english);

    return row ? row->one : english;
}

/* The text with its %d replaced; of any other per cent sign nothing is asked. */
static const char *with_number(struct arena *a, const char *text, int64_t n)
{
    const char *at = strstr(text, "%d");

    if (!at)
        return text;
    return arena_printf(a, "%s%lld%s", arena_dupn(a, text, (size_t)(at - text)), (long long)n,
                        at + 2);
}

const char *tr_n(struct arena *a, enum lang l, const char *one, const char *many, int64_t n)
{
    const struct catalogue_row *row = l == LANG_EN ? NULL : find(l, one);

    if (row && row->many)
        return with_number(a, n == 1 ? row->one : row->many, n);
    return with_number(a, n == 1 ? one : many, n);
}

const char *msg_in(struct arena *a, enum lang l, struct msg m)
{
    if (!m.one)
        return "";
    return m.many ? tr_n(a, l, m.one, m.many, m.n) : tr(l, m.one);
}

const char *tr_vf(struct arena *a, enum lang l, const char *fmt, va_list ap)
{
    return arena_vprintf(a, tr(l, fmt), ap);
}

const char *tr_f(struct arena *a, enum lang l, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    const char *s = tr_vf(a, l, fmt, ap);
    va_end(ap);
    return s;
}

/* --- Days and moments ------------------------------------------------------------------------- */

static const char *const weekdays[LANG_COUNT][7] = {
    {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
    {"maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"},
    {"[Móñdáý]", "[Túéšdáý]", "[Wédñéšdáý]", "[Thúršdáý]", "[Frídáý]", "[Šátúrdáý]", "[Šúñdáý]"},
};
static const char *const weekdays_short[LANG_COUNT][7] = {
    {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"},
    {"ma", "di", "wo", "do", "vr", "za", "zo"},
    {"Móñ~", "Túé~", "Wéd~", "Thú~", "Frí~", "Šát~", "Šúñ~"},
};
static const char *const months[LANG_COUNT][12] = {
    {"January", "February", "March", "April", "May", "June", "July", "August", "September",
     "October", "November", "December"},
    {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september",
     "oktober", "november", "december"},
    {"[Jáñúárý]", "[Fébrúárý]", "[Márçh]", "[Ápríl]", "[Máý]", "[Júñé]", "[Júlý]", "[Áúĝúšt]",
     "[Šéptémbér]", "[Óçtóbér]", "[Ñóvémbér]", "[Déçémbér]"},
};
static const char *const months_short[LANG_COUNT][12] = {
    {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
    {"jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"},
    {"Jáñ~", "Féb~", "Már~", "Ápr~", "Máý~", "Júñ~", "Júl~", "Áúĝ~", "Šép~", "Óçt~", "Ñóv~",
     "Déç~"},
};

const char *weekday_words(enum lang l, int weekday)
{
    return weekday >= 1 && weekday <= 7 ? weekdays[l][weekday - 1] : "";
}

const char *weekday_short(enum lang l, int weekday)
{
    return weekday >= 1 && weekday <= 7 ? weekdays_short[l][weekday - 1] : "";
}

const char *month_words(enum lang l, int month)
{
    return month >= 1 && month <= 12 ? months[l][month - 1] : "";
}

const char *day_words(struct arena *a, enum lang l, day d)
{
    if (!day_ok(d))
        return "";
    return arena_printf(a, "%s %d %s %d", weekday_short(l, day_weekday(d)), day_dom(d),
                        months_short[l][day_month(d) - 1], day_year(d));
}

const char *instant_words(struct arena *a, enum lang l, instant t)
{
    struct civil c = civil_of(t);

    if (t.v == 0)
        return "";
    return arena_printf(a, "%s, %s", day_words(a, l, c.day), minute_hm(a, c.minute));
}

const char *number_words(struct arena *a, enum lang l, int64_t n)
{
    const char *digits = arena_printf(a, "%lld", (long long)n);
    size_t len = strlen(digits), first = digits[0] == '-' ? 1 : 0;
    char *text = arena_alloc(a, len + len / 3 + 1);
    size_t at = 0;

    for (size_t i = 0; i < len; i++) {
        if (i > first && (len - i) % 3 == 0)
            text[at++] = l == LANG_NL ? '.' : ',';
        text[at++] = digits[i];
    }
    text[at] = '\0';
    return text;
}
