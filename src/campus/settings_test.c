/* settings_test.c: reading, refusing and reloading rapenburg.conf.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "settings.h"
#include <stddef.h>
#include "check.h"
#include "clock.h"
#include "db_fixture.h"
#include "file.h"
#include "hash.h"

struct sample {
    const char *name;
    int64_t seats, idle;
    bool open;
    const char *colour;
    struct secret key;
};
#define AT(f) offsetof(struct sample, f)
static const struct setting rows[] = {
    {"name", SETTING_TEXT, AT(name), "nobody", .text = "A name.", .reload = true},
    {"seats", SETTING_NUMBER, AT(seats), "12", 1, 100, .text = "Seats."},
    {"idle", SETTING_DURATION, AT(idle), "8h", MINUTES(1), DAYS(30), .text = "Idle."},
    {"open", SETTING_FLAG, AT(open), "yes", .text = "Open?"},
    {"colour", SETTING_COLOUR, AT(colour), "#1d3a6e", .text = "A colour."},
    {"key", SETTING_SECRET, AT(key), "", .text = "A secret."},
};
static const struct settings_group group = {"sample", rows, sizeof(rows) / sizeof(rows[0]),
                                            sizeof(struct sample)};
static const struct settings_group *const groups[] = {&group, &campus_group};

/* Loads a text; the settings, or NULL and why. */
static struct settings *load(const char *text, char *ret_why, size_t n)
{
    struct arena *a = arena_new(1U << 20);
    struct fixture_place p;
    struct settings *s = NULL;
    const char *why = NULL, *path = NULL;
    err e = OK;

    fixture_place(0, &p);
    path = file_join(a, p.state, "rapenburg.conf");
    CHECK_OK(file_write(path, text, strlen(text), 0600));
    e = settings_load(groups, 2, path, &s, &why);
    snprintf(ret_why, n, "%s", why != NULL ? why : "");
    fixture_clear(&p);
    arena_free(a);
    if (e == OK)
        return s;
    CHECK_INT(e, ERR_PARSE);
    settings_free(s);
    return NULL;
}

static void defaults_stand(void)
{
    char why[100];
    struct settings *s = load("# nothing\n\n", why, sizeof(why));
    const struct sample *v = settings_of(s, &group);
    const struct campus_settings *c = settings_of(s, &campus_group);

    CHECK_STR(v->name, "nobody");
    CHECK_INT(v->seats, 12);
    CHECK_INT(v->idle, HOURS(8));
    CHECK(v->open);
    CHECK_STR(c->key, "sintmaarten");
    settings_free(s);
}

static void values_are_read(void)
{
    char why[100];
    struct settings *s = load("sample.name = Noor = de Vries \r\n sample.seats=7\nsample.idle = 90s\n"
                              "sample.open = no\nsample.colour = #AABBCC\nsample.key = hush",
                              why, sizeof(why));
    struct arena *a = arena_new(1U << 16);
    const struct sample *v = settings_of(s, &group);

    CHECK_STR(v->name, "Noor = de Vries");
    CHECK_INT(v->seats, 7);
    CHECK_INT(v->idle, SECONDS(90));
    CHECK(!v->open);
    CHECK_STR(v->colour, "#AABBCC");
    CHECK_STR(v->key.s, "hush");
    CHECK_STR(settings_show(a, s, &group, &rows[2]), "90s");
    CHECK_STR(settings_show(a, s, &group, &rows[5]), "(set)");
    arena_free(a);
    settings_free(s);
}

static void every_wrong_line_is_told(void)
{
    char why[2000];

    CHECK(load("sample.seats = many\nsample.seat = 4\nsample.idle = 8 hours\nsample.open = maybe\n"
               "sample.colour = red\nno equals sign\nsample.name = a\nsample.name = b\n"
               "sample.seats = 101\nsample.idle = 1s\n",
               why, sizeof(why)) == NULL);
    CHECK_STR(why,
              "rapenburg.conf:1: sample.seats: \"many\" is no whole number\n"
              "rapenburg.conf:2: sample.seat: there is no such setting; `rapenburg settings "
              "--sample` lists all\n"
              "rapenburg.conf:3: sample.idle: \"8 hours\" is no duration; write 90s, 15m, 8h or 30d\n"
              "rapenburg.conf:4: sample.open: \"maybe\" is neither yes nor no\n"
              "rapenburg.conf:5: sample.colour: \"red\" is no colour; write it like #1d3a6e\n"
              "rapenburg.conf:6: no equals sign: no \"=\" here; write group.key = value\n"
              "rapenburg.conf:8: sample.name: stands here a second time\n"
              "rapenburg.conf:9: sample.seats: stands here a second time\n"
              "rapenburg.conf:10: sample.idle: stands here a second time");
    CHECK(load("sample.seats = 101\nsample.idle = 1s\n", why, sizeof(why)) == NULL);
    CHECK_STR(why, "rapenburg.conf:1: sample.seats: 101 is not between 1 and 100\n"
                   "rapenburg.conf:2: sample.idle: 1s is not between 60000 and 2592000000 ms");
    CHECK(load("sample.name = \xff\n", why, sizeof(why)) == NULL);
    CHECK_STR(why, "rapenburg.conf: is not UTF-8 text");
}

static void reload_takes_only_marked_rows(void)
{
    struct arena *a = arena_new(1U << 20);
    struct fixture_place p;
    struct settings *old = NULL, *s = NULL;
    const struct sample *v = NULL;
    const char *why = NULL, *path = NULL;

    fixture_place(0, &p);
    path = file_join(a, p.state, "rapenburg.conf");
    CHECK_OK(settings_load(groups, 2, path, &old, &why));
    CHECK_OK(file_write(path, "sample.name = new\nsample.seats = 5\n", 34, 0600));
    CHECK_OK(settings_reload(old, path, &s, &why));
    v = settings_of(s, &group);
    CHECK_STR(v->name, "new");
    CHECK_INT(v->seats, 12);
    CHECK(settings_older(s) == old);
    settings_free(s);
    settings_free(old);
    fixture_clear(&p);
    arena_free(a);
}

/* The sample, with its marks of remarks taken off, must be readable as it stands. */
static void sample_is_readable(void)
{
    struct buf sample = buf_new(1U << 20), plain = buf_new(1U << 20);
    struct settings *s = NULL;
    char why[200];

    settings_sample(&sample, groups, 2);
    for (size_t i = 0; i < sample.n; i++)
        if (sample.s[i] != '#' || (i + 1 < sample.n && sample.s[i + 1] == ' ') ||
            (i > 0 && sample.s[i - 1] != '\n'))
            buf_putc(&plain, sample.s[i]);
    s = load(plain.s, why, sizeof(why));
    CHECK_STR(why, "");
    CHECK(s != NULL);
    settings_free(s);
    buf_free(&sample);
    buf_free(&plain);
}

CHECKS(campus_settings, TEST(defaults_stand), TEST(values_are_read), TEST(every_wrong_line_is_told),
       TEST(reload_takes_only_marked_rows), TEST(sample_is_readable))
