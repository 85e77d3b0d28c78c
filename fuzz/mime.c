/* mime.c: an address is one or is not; whatever else is given, a mail keeps its headers, its 7 bits and its lines.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mime.h"
#include "fuzz.h"
#include "str.h"

/* Printable ASCII, and CRLF as a pair only. */
static bool char_ok(const char *c)
{
    if (*c == '\r')
        return c[1] == '\n';
    if (*c == '\n')
        return c[-1] == '\r';
    return (unsigned char)*c >= 32 && (unsigned char)*c < 127;
}

/* No line over 998, and the headers that we wrote. */
static void must_be_mail(const char *s)
{
    size_t line = 0, headers = 0;
    bool head = true;

    for (const char *c = s; *c; c++) {
        FUZZ_MUST(char_ok(c));
        headers += head && line == 0 && *c != ' ' && *c != '\r' && *c != '\n' ? 1 : 0;
        head = head && !(line == 0 && *c == '\r');
        line = *c == '\r' || *c == '\n' ? 0 : line + 1;
        FUZZ_MUST(line <= 998);
    }
    FUZZ_MUST(headers == 9);
}

static void write_one(struct arena *a, const char *s, size_t n)
{
    struct mail_address to = {"a@b.nl"};
    struct buf b = buf_in(a, (size_t)4 << 20);

    (void)n;
    if (mail_address_of(a, s, &to) == OK)
        FUZZ_MUST(!strpbrk(s, " \r\n\t<>,;:\"()[]\\") && strlen(s) <= 318);
    struct mime_mail m = {.from = {"a@b.nl"}, .to = to, .to_name = s, .from_name = s, .subject = s,
                          .message_id = {"1@b.nl"}, .lang = "nl", .date = {1795644000000}, .text = s, .html = s};
    if (mime_put(&b, &m) == OK)
        must_be_mail(b.s);
}

FUZZ(write_one)
