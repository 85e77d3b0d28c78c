/* mails_test.c: every mail of every service, as its sample makes it, in every language: no mail asks for a
   password, holds a form or a picture, or leads elsewhere than to pages of ours that ask for none (P2.3). A mail
   that is in no table cannot be sent; one that is in a table cannot escape. What they look like stands in
   tests/golden/mail-*.txt (UPDATE_GOLDEN=1 writes them anew).
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <strings.h>
#include "app.h"
#include "check.h"
#include "db_fixture.h"
#include "file.h"
#include "mailout_in.h"
#include "service.h"
#include "str.h"

#define URL "https://campus.example"

/* Words that a mail for phishing would need. */
static const char *const words[] = {"password", "passphrase", "wachtwoord", "passcode", "pincode", "pin code",
                                    "sign in",  "log in",     "inloggen",   "aanmelden", "verify",  "verifieer"};

/* Sentences in which they may stand: each was read by a person, and asks for nothing. */
static const struct {
    const char *kind, *sentence;
} sentences[] = {
    {NULL, "We never ask for your password by mail, and no mail of ours leads to a page that does."},
    {NULL, "We vragen nooit per mail om je wachtwoord, en geen mail van ons leidt naar een pagina die dat doet."},
    {"notices.safety", "Your password was changed on "},
    {"notices.safety", "Je wachtwoord is veranderd op "},
    {"notices.safety", "An app password was made for your account "},
    {"notices.safety", "Er is een app-wachtwoord gemaakt voor je account "},
    {"notices.safety", "Whoever it was knows your password: choose a new one."},
    {"notices.safety", "Wie het ook was kent je wachtwoord: kies een nieuw."},
    {"identity.private", "Your password was changed on "},
    {"identity.private", "Je wachtwoord is veranderd op "},
};

static struct app *open_all(const struct fixture_place *p, struct arena *a)
{
    static const char conf[] = "campus.url = " URL "\n";
    struct app_options o = {.state = p->state, .services = services, .n_services = n_services};
    struct app *app = NULL;
    const char *why = NULL;

    CHECK_OK(file_mkdirs(p->state, 0700));
    CHECK_OK(file_write(file_join(a, p->state, "rapenburg.conf"), conf, sizeof conf - 1, 0600));
    if (app_open(&o, &app, &why) != OK)
        check_fail(__FILE__, __LINE__, "app_open: %s", why);
    return app;
}

/* The text without the sentences that are allowed, in one line of small letters. */
static const char *without(struct arena *a, const char *kind, const char *plain)
{
    char *s = arena_dup(a, plain), *to = s;

    /* Lines are broken and set in anywhere. */
    for (const char *c = plain; *c; c++) {
        char one = *c;

        if (one == '\n')
            one = ' ';
        if (one != ' ' || (to > s && to[-1] != ' '))
            *to++ = one;
    }
    *to = '\0';
    for (size_t i = 0; i < COUNT(sentences); i++) {
        char *at = sentences[i].kind == NULL || str_eq(sentences[i].kind, kind) ? strstr(s, sentences[i].sentence) : NULL;

        if (at)
            memset(at, ' ', strlen(sentences[i].sentence));
    }
    return s;
}

static void no_word_of_it(struct arena *a, const char *kind, const char *plain)
{
    const char *rest = without(a, kind, plain);

    for (size_t i = 0; i < COUNT(words); i++)
        if (strcasestr(rest, words[i]) != NULL)
            check_fail(__FILE__, __LINE__, "%s says \"%s\": may it? Then its sentence belongs into this file's table",
                       kind, words[i]);
}

static void as_golden(struct arena *a, const char *name, const char *got)
{
    const char *path = arena_printf(a, "tests/golden/mail-%s.txt", name);
    struct str want = {0};

    if (getenv("UPDATE_GOLDEN") != NULL)
        CHECK_OK(file_write(path, got, strlen(got), 0644));
    CHECK_OK(file_read(a, path, 1 << 20, &want));
    CHECK_STR(got, want.s);
}

static void one_mail(struct app *app, struct arena *a, const struct mail_kind *k, enum lang l)
{
    static const char *const safe[] = {"We never ask for your password by mail", "We vragen nooit per mail om je wachtwoord"};
    struct addressee to = {.name = "Noor \"<b>\" https://evil.example", .address = "noor@mail.test", .lang = l};
    struct mail m = {0};
    const char *html = NULL, *plain = NULL;

    CHECK_OK(k->sample(app, a, l, &m));
    CHECK(m.kind == k);
    CHECK_OK(mailout_page(app, a, &to, &m, &html));
    CHECK_STR(mail_fault(a, html, URL), NULL);
    plain = mail_plain(a, html);
    no_word_of_it(a, k->name, plain);
    no_word_of_it(a, k->name, m.subject);
    if (l <= LANG_NL) {
        CHECK(strstr(html, safe[l]) != NULL);
        as_golden(a, arena_printf(a, "%s.%s", k->name, lang_code(l)),
                  arena_printf(a, "Subject: %s\n\n%s\n%s\n", m.subject, plain, html));
    }
}

static void every_mail(void)
{
    struct arena *a = arena_new(64U << 20);
    struct fixture_place p;
    size_t n = 0;

    clock_freeze((instant){1795644000000});
    fixture_place(0, &p);
    struct app *app = open_all(&p, a);
    for (size_t s = 0; app != NULL && s < app->n_services; s++)
        for (size_t i = 0; i < app->services[s]->n_mails; i++)
            for (enum lang l = LANG_EN; l < LANG_COUNT; l++, n++) {
                check_case(app->services[s]->mails[i]->name);
                one_mail(app, a, app->services[s]->mails[i], l);
            }
    check_case(NULL);
    CHECK(n > 0);
    app_close(app);
    fixture_clear(&p);
    arena_free(a);
    clock_freeze((instant){0});
}

static bool asks_for_secret(const char *page)
{
    return strstr(page, "type=\"password\"") != NULL || strstr(page, "autocomplete=\"one-time-code\"") != NULL;
}

/* Pages that anybody can open, without parts of the path to fill in: whether one asks for a password is seen on it. */
static size_t open_pages(struct app *app, struct arena *a, const struct service *s)
{
    size_t asking = 0;

    for (size_t i = 0; i < s->n_routes; i++) {
        const struct route *r = &s->routes[i];
        struct web_answer got = {0};

        if (r->method != GET || r->may != MAY_ANYONE || r->kind == STREAM || strchr(r->path, '{'))
            continue;
        check_case(r->path);
        CHECK_OK(web_ask(app->web, a, &(struct web_ask){.method = GET, .target = r->path}, &got));
        if (got.body.s == NULL || !asks_for_secret(got.body.s))
            continue;
        asking++;
        if (mail_path_ok(r->path))
            check_fail(__FILE__, __LINE__, "%s asks for a password, and a mail may lead there", r->path);
    }
    return asking;
}

static void pages_that_ask_are_known(void)
{
    struct arena *a = arena_new(256U << 20);
    struct fixture_place p;
    size_t asking = 0;

    fixture_place(0, &p);
    struct app *app = open_all(&p, a);
    for (size_t s = 0; app != NULL && s < app->n_services; s++)
        asking += open_pages(app, a, app->services[s]);
    check_case(NULL);
    CHECK(asking >= 2); /* signing in, and activation */
    app_close(app);
    fixture_clear(&p);
    arena_free(a);
}

/* The test itself: it would see what it is there for. */
static void it_sees_what_it_looks_for(void)
{
    struct arena *a = arena_new(1 << 20);

    CHECK(strcasestr(without(a, "x", "Please type your\npassword here."), "password") != NULL);
    CHECK(strcasestr(without(a, "x", "We never ask for your password by mail, and no mail of\nours leads to a page that does."),
                     "password") == NULL);
    arena_free(a);
}

CHECKS(main_mails, TEST(every_mail), TEST(pages_that_ask_are_known), TEST(it_sees_what_it_looks_for))
