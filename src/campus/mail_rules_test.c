/* mail_rules_test.c: what a mail may hold, where it may lead, and how it reads as text.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mailout.h"
#include "check.h"
#include "str.h"

#define URL "https://campus.example"

static void where_a_mail_may_lead(void)
{
    static const struct {
        const char *path;
        bool ok;
    } rows[] = {
        {"/", true},
        {"/plan/2026-2", true},
        {"/notices/settings", true},
        {"/courses/CSE%2012?term=2026-2#s1", true},
        {"/signs", true},
        {"/accounts", true},
        {"", false},
        {"plan", false},
        {"//evil.example/", false},
        {"/\\evil.example", false},
        {"/%2f/evil.example", false},
        {"/sign-in", false},
        {"/sign-in?next=/plan", false},
        {"/sign-in#x", false},
        {"/sign-in/x", false},
        {"/plan/../sign-in", false},
        {"/plan/./x", false},
        {"/plan/..", false},
        {"/activate", false},
        {"/account", false},
        {"/account/password", false},
        {"/a b", false},
        {"/a\"b", false},
        {"/a\nb", false},
        {"/zo\xc3\xab", false},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        check_case(rows[i].path);
        CHECK_INT(mail_path_ok(rows[i].path), rows[i].ok);
    }
    check_case(NULL);
}

static void what_a_mail_may_hold(void)
{
    static const struct {
        const char *html, *fault; /* a part of it; NULL: none */
    } rows[] = {
        {"<p>Hello <strong>you</strong>,<br>all is well.</p><ul><li>One</li></ul>", NULL},
        {"<a href=\"" URL "/plan\">Plan</a>", NULL},
        {"<a href=\"" URL "/courses?q=a&amp;b=c\">Plan</a>", NULL},
        {"a &lt;form&gt; in words", NULL},
        {"<form action=\"" URL "/plan\">", "<form>"},
        {"<input type=\"password\">", "<input>"},
        {"<img src=\"" URL "/x.png\">", "<img>"},
        {"<script>", "<script>"},
        {"<style>", "<style>"},
        {"<link rel=\"x\">", "<link>"},
        {"<iframe>", "<iframe>"},
        {"<p style=\"x\">", "attribute style"},
        {"<p onclick=\"x\">", "attribute onclick"},
        {"<p href=\"x\">", "attribute href"},
        {"<body background=\"x\">", "attribute background"},
        {"<meta http-equiv=\"refresh\">", "attribute http-equiv"},
        {"<meta name=\"viewport\">", "meta tag"},
        {"<p class=x>", "cannot be read"},
        {"<p", "cannot be read"},
        {"<a>here</a>", "link to nowhere"},
        {"<a href=\"https://evil.example/\">x</a>", "does not lead to this campus"},
        {"<a href=\"" URL ".evil.example/plan\">x</a>", "does not lead to this campus"},
        {"<a href=\"" URL "@evil.example/plan\">x</a>", "does not lead to this campus"},
        {"<a href=\"http://campus.example/plan\">x</a>", "does not lead to this campus"},
        {"<a href=\"javascript:x\">x</a>", "does not lead to this campus"},
        {"<a href=\"/plan\">x</a>", "does not lead to this campus"},
        {"<a href=\"" URL "/sign-in\">x</a>", "no mail may lead"},
        {"<a href=\"" URL "/account#password\">x</a>", "no mail may lead"},
        {"<A HREF=\"" URL "/sign-in\">x</A>", "no mail may lead"},
        {"see https://evil.example/", "no link of ours"},
    };
    struct arena *a = arena_new(4 << 20);

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *got = mail_fault(a, rows[i].html, URL);

        check_case(rows[i].html);
        if (!rows[i].fault || !got)
            CHECK_STR(got, rows[i].fault);
        else
            CHECK(strstr(got, rows[i].fault));
    }
    check_case(NULL);
    CHECK(mail_fault(a, "<a href=\"/plan\">x</a>", ""));
    arena_free(a);
}

static void as_text(void)
{
    struct arena *a = arena_new(4 << 20);

    CHECK_STR(mail_plain(a, "<!doctype html>\n<html lang=\"en\"><head><title>No</title></head>\n<body>\n<h1>A place</h1>\n"
                            "<p>Hello   Noor,</p>\n<p>One &amp; two &lt;three&gt;.</p>"
                            "<ul><li>First <a href=\"" URL "/plan\">Your plan</a></li>\n<li>Second</li></ul>"
                            "<dl><dt>When</dt><dd>Now</dd></dl><hr><p>Why. <a href=\"" URL "/n\">Choose</a></p></body>"),
              "A place\n\nHello Noor,\n\nOne & two <three>.\n\n- First Your plan\n  " URL "/plan\n- Second\n\n"
              "When\n  Now\n\n-- \n\nWhy. Choose\n" URL "/n\n");
    CHECK_STR(mail_plain(a, "<p>aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggggg hhhhhhhhh</p>"),
              "aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggggggg\nhhhhhhhhh\n");
    CHECK_STR(mail_plain(a, ""), "\n");
    arena_free(a);
}

CHECKS(campus_mail_rules, TEST(where_a_mail_may_lead), TEST(what_a_mail_may_hold), TEST(as_text))
