/* notices_rules.c: arguments of sentences, and when a mail about something goes.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "json.h"
#include "notices_in.h"
#include "str.h"

#define ARGS_MAX 8192

/* --- Arguments ------------------------------------------------------------------------------- */

static const char *const keys[] = {[NOTICE_NUMBER] = "n", [NOTICE_DAY] = "d", [NOTICE_INSTANT] = "t"};

const char *notice_args_write(struct arena *a, const struct notice_arg *v, size_t n)
{
    struct buf b = buf_in(a, ARGS_MAX);
    struct json_out j = json_begin(&b);

    json_array(&j, NULL);
    for (size_t i = 0; i < n; i++) {
        if (v[i].type == NOTICE_TEXT) {
            json_str(&j, NULL, v[i].text ? v[i].text : "");
            continue;
        }
        json_object(&j, NULL);
        if (v[i].type == NOTICE_MSG)
            json_str(&j, "m", v[i].text);
        else
            json_int(&j, keys[v[i].type], v[i].number);
        json_end(&j, '}');
    }
    json_end(&j, ']');
    return buf_ok(&b) ? b.s : "[]";
}

static const char *arg_words(struct arena *a, enum lang l, const struct json *j)
{
    int64_t v = 0;

    if (json_text(j))
        return json_text(j);
    if (json_get(j, "m") && json_text(json_get(j, "m")))
        return tr(l, json_text(json_get(j, "m")));
    if (json_get(j, "n") && json_number(json_get(j, "n"), &v))
        return arena_printf(a, "%lld", (long long)v);
    if (json_get(j, "d") && json_number(json_get(j, "d"), &v) && v > 0 && v < 100000000)
        return day_words(a, l, (day){(int32_t)v});
    if (json_get(j, "t") && json_number(json_get(j, "t"), &v))
        return instant_words(a, l, (instant){v});
    return "";
}

/* "%s" or "%2$s" at s: which argument (from 0) and how many bytes; 0 bytes: neither. */
static size_t mark_at(const char *s, size_t turn, size_t *ret_i)
{
    if (s[0] != '%')
        return 0;
    if (s[1] == 's') {
        *ret_i = turn;
        return 2;
    }
    if (s[1] >= '1' && s[1] <= '9' && s[2] == '$' && s[3] == 's') {
        *ret_i = (size_t)(s[1] - '1');
        return 4;
    }
    return 0;
}

const char *notice_fill(struct arena *a, const char *text, const char *const *args, size_t n)
{
    struct buf b = buf_in(a, 4 * ARGS_MAX);
    size_t turn = 0;

    while (*text) {
        size_t i = 0, skip = mark_at(text, turn, &i);

        if (skip == 0) {
            buf_putc(&b, *text++);
            continue;
        }
        turn += skip == 2 ? 1 : 0;
        buf_puts(&b, i < n ? args[i] : "");
        text += skip;
    }
    return b.s ? b.s : "";
}

const char *notice_words(struct arena *a, enum lang l, const struct notice_kind *kind, const char *args)
{
    const char *v[NOTICE_ARGS] = {0};
    const struct json *j = NULL;
    size_t n = 0;

    if (json_parse(a, args, strlen(args), ARGS_MAX, &j) == OK)
        for (n = 0; n < json_len(j) && n < NOTICE_ARGS; n++)
            v[n] = arg_words(a, l, json_at(j, n));
    return notice_fill(a, msg_in(a, l, kind->text), v, n);
}

const char *notice_said(struct arena *a, enum lang l, const struct notice *n)
{
    return notice_words(a, l, n->kind, notice_args_write(a, n->args, n->n_args));
}

/* --- When ------------------------------------------------------------------------------------ */

instant notice_at_hour(instant t, int64_t hour)
{
    struct civil c = civil_of(t);
    minute m = {(int32_t)(hour * 60)};
    instant today = instant_of(c.day, m);

    return today.v > t.v ? today : instant_of(day_add(c.day, 1), m);
}

instant notice_not_quiet(const struct notices_settings *s, instant t)
{
    int64_t hour = civil_of(t).minute.v / 60;
    bool over_night = s->quiet_from > s->quiet_to;
    bool quiet = over_night ? hour >= s->quiet_from || hour < s->quiet_to : hour >= s->quiet_from && hour < s->quiet_to;

    return quiet ? notice_at_hour(t, s->quiet_to) : t;
}

static const char *const mails[NOTICE_MAILS] = {
    [NOTICE_MAIL_NOW] = "at-once", [NOTICE_MAIL_DAILY] = "daily", [NOTICE_MAIL_NEVER] = "never"};

const char *notice_mail_word(enum notice_mail m)
{
    return mails[m];
}

bool notice_mail_parse(const char *word, enum notice_mail *ret)
{
    for (size_t i = 0; i < NOTICE_MAILS; i++)
        if (str_eq(word, mails[i])) {
            *ret = (enum notice_mail)i;
            return true;
        }
    return false;
}
