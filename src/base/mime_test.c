/* mime_test.c: addresses, headers and parts of mails. What a reader of mail makes of them: tests/mail/mails.py.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mime.h"
#include "check.h"
#include "str.h"

static void addresses(void)
{
    static const struct {
        const char *s;
        bool ok;
    } rows[] = {
        {"noor@sint-maarten.example", true},
        {"s1234567+a_b=c@x.nl", true},
        {"o'hara@x-1.example", true},
        {"a.b.c@localhost", true},
        {"", false},
        {"noor", false},
        {"@x.nl", false},
        {"noor@", false},
        {"a..b@x.nl", false},
        {".a@x.nl", false},
        {"a.@x.nl", false},
        {"a b@x.nl", false},
        {"a@x.nl\r\nBcc: b@y.nl", false},
        {"a@x.nl, b@y.nl", false},
        {"<a@x.nl>", false},
        {"\"a\"@x.nl", false},
        {"a@[127.0.0.1]", false},
        {"a@x..nl", false},
        {"a@-x.nl", false},
        {"a@x-.nl", false},
        {"a@x.nl.", false},
        {"a@b@x.nl", false},
        {"zo\xc3\xab@x.nl", false},
        {"a@zo\xc3\xab.nl", false},
        {"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@x.nl", false},
    };
    struct arena *a = arena_new(1 << 20);
    struct mail_address m;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        check_case(rows[i].s);
        CHECK_INT(mail_address_of(a, rows[i].s, &m) == OK, rows[i].ok);
    }
    check_case(NULL);
    CHECK_INT(mail_address_of(a, NULL, &m), ERR_PARSE);
    arena_free(a);
}

static const struct mime_mail plain = {
    .from = {"no-reply@x.nl"},
    .to = {"noor@x.nl"},
    .subject = "Hello",
    .message_id = {"1@x.nl"},
    .lang = "en",
    .date = {1795644000000},
    .text = "One\nTwo\n",
};

static const char *written(struct arena *a, const struct mime_mail *m)
{
    struct buf b = buf_in(a, 1 << 20);

    CHECK_OK(mime_put(&b, m));
    return b.s;
}

static void a_plain_one(void)
{
    struct arena *a = arena_new(4 << 20);
    const char *s = written(a, &plain);

    CHECK(strstr(s, "From: <no-reply@x.nl>\r\nTo: <noor@x.nl>\r\nSubject: Hello\r\nMessage-ID: <1@x.nl>\r\n"));
    CHECK(strstr(s, "Auto-Submitted: auto-generated\r\n"));
    CHECK(strstr(s, "\r\n\r\nOne\r\nTwo\r\n"));
    CHECK(str_starts(s, "Date: "));
    arena_free(a);
}

/* Whatever stands in a name, subject or body: no header more, 7 bits, short lines. */
static void nothing_gets_out(void)
{
    static const char *const evil[] = {
        "a\r\nBcc: b@y.nl",
        "a\nX: y",
        "\r\n\r\n<script>",
        "=?utf-8?B?QQ==?=",
        "\"; <b@y.nl>, c",
        "Zo\xc3\xab \xe6\xbc\xa2\xe5\xad\x97 \xf0\x9f\x8e\x93",
        "  blanks  in  it  ",
        "\\\"",
        "averyveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryverylongword",
        "",
        ".\n..\nFrom me\n. \n--=_\n",
        "\x01\x7f\t",
    };
    struct arena *a = arena_new(32 << 20);

    for (size_t i = 0; i < sizeof evil / sizeof *evil; i++) {
        struct mime_mail m = plain;
        size_t headers = 0;

        check_case(evil[i]);
        m.from_name = m.to_name = m.subject = m.text = m.html = evil[i];
        struct str_list lines = str_split(a, written(a, &m), '\n');
        for (size_t k = 0; k < lines.n; k++) {
            CHECK(strlen(lines.v[k]) <= 79);
            CHECK(lines.v[k][0] != '.');
            CHECK(k + 1 == lines.n || str_ends(lines.v[k], "\r"));
            for (const char *c = lines.v[k]; *c; c++)
                CHECK((unsigned char)*c < 127 && ((unsigned char)*c >= 32 || *c == '\r'));
        }
        for (size_t k = 0; k < lines.n && !str_eq(lines.v[k], "\r"); k++)
            headers += lines.v[k][0] != ' ';
        CHECK_INT(headers, 9);
    }
    check_case(NULL);
    arena_free(a);
}

static void long_subjects_fold(void)
{
    struct arena *a = arena_new(4 << 20);
    struct mime_mail m = plain;

    m.subject = "You now have a place in Logic and Sets, Introduction to Programming and in Calculus 1 and in one more";
    CHECK(strstr(written(a, &m), "Subject: You now have a place in Logic and Sets, Introduction to Programming\r\n and in "
                                 "Calculus 1 and in one more\r\n"));
    arena_free(a);
}

static void quoted_printable(void)
{
    struct arena *a = arena_new(4 << 20);
    struct mime_mail m = plain;

    m.text = "a=b \nZo\xc3\xab\t\n.\nFrom x\nxFrom\n";
    CHECK(strstr(written(a, &m), "\r\n\r\na=3Db=20\r\nZo=C3=AB=09\r\n=2E\r\n=46rom x\r\nxFrom\r\n"));
    arena_free(a);
}

static void what_is_missing(void)
{
    struct arena *a = arena_new(4 << 20);
    struct buf b = buf_in(a, 1 << 20), small = buf_in(a, 100);
    struct mime_mail m = plain;

    m.to.text = NULL;
    CHECK_INT(mime_put(&b, &m), ERR_RANGE);
    m = plain;
    m.list = "a b";
    CHECK_INT(mime_put(&b, &m), ERR_RANGE);
    m = plain;
    m.lang = "en\r\nX: y";
    CHECK_INT(mime_put(&b, &m), ERR_RANGE);
    CHECK_INT(mime_put(&small, &plain), ERR_TOO_LARGE);
    arena_free(a);
}

CHECKS(base_mime, TEST(addresses), TEST(a_plain_one), TEST(nothing_gets_out), TEST(long_subjects_fold),
       TEST(quoted_printable), TEST(what_is_missing))
