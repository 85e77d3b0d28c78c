/* csv_test.c: comma-separated values, good and bad. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "csv.h"
#include "check.h"
#include "str.h"

/* Reads everything: "line:a|b;" for a record, "line!problem;" for a bad one. */
static const char *all_of(struct arena *a, const char *s, size_t n)
{
    struct csv c = csv_open(a, s, n);
    struct csv_row row = {};
    const char *out = "";
    for (err e = csv_next(&c, &row); e != ERR_NOT_FOUND; e = csv_next(&c, &row)) {
        if (e != OK) {
            out = arena_printf(a, "%s%d!%.13s;", out, c.line, c.problem);
            continue;
        }
        out = arena_printf(a, "%s%d:", out, c.line);
        for (size_t i = 0; i < row.n; i++)
            out = arena_printf(a, "%s%s%s", out, i ? "|" : "", row.v[i]);
        out = arena_printf(a, "%s;", out);
    }
    return out;
}

static void reading(void)
{
    static const struct {
        const char *name, *text, *want;
    } cases[] = {
        {"plain", "a,b\nc,d\n", "1:a|b;2:c|d;"},
        {"CRLF, no last line end", "a,b\r\nc,d", "1:a|b;2:c|d;"},
        {"byte order mark", "\xEF\xBB\xBF" "a\n", "1:a;"},
        {"empty fields", ",\na,\n", "1:|;2:a|;"},
        {"blank lines", "\n\na\n\r\nb\n", "3:a;5:b;"},
        {"quotes", "\"a,\"\"b\"\"\",c\n", "1:a,\"b\"|c;"},
        {"empty quotes", "\"\",\"\"\n", "1:|;"},
        {"line end in quotes", "\"a\nb\",c\nd\n", "1:a\nb|c;3:d;"},
        {"nothing", "", ""},
        {"quote inside", "a\"b,c\nd\n", "1!A quotation m;2:d;"},
        {"behind the quote", "\"a\"b\nd\n", "1!Something fol;2:d;"},
        {"open quote loses one line", "\"a\nb\nc\n", "1!A quotation m;2:b;3:c;"},
        {"not UTF-8", "caf\xE9\nb\n", "1!The text is n;2:b;"},
        {"not UTF-8 in quotes", "\"caf\xE9\"\nb\n", "1!The text is n;2:b;"},
        {"lone carriage return", "a\rb\nc\n", "1!A carriage re;2:c;"},
        {"control", "a\x1B\nc\n", "1!The text is n;2:c;"},
    };
    struct arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        check_case(cases[i].name);
        CHECK_STR(all_of(a, cases[i].text, strlen(cases[i].text)), cases[i].want);
    }
    check_case("NUL");
    CHECK_STR(all_of(a, "a\0b\nc\n", 6), "1!The text is n;2:c;");
    arena_free(a);
}

static void limits(void)
{
    struct arena *a = arena_new(1 << 22);
    char *text = arena_alloc(a, 70002);
    memset(text, ',', 256);
    text[256] = '\n';
    CHECK_STR(all_of(a, text, 257), "1!The line has ;");
    struct csv c = csv_open(a, text, 255);
    struct csv_row row = {};
    CHECK_OK(csv_next(&c, &row));
    CHECK_INT(row.n, 256);
    memset(text, 'x', 70000);
    CHECK_STR(all_of(a, text, 70000), "1!A field is lo;");
    text[0] = '"';
    text[69999] = '"';
    CHECK_STR(all_of(a, text, 70000), "1!A field is lo;");
    arena_free(a);
}

static void writing(void)
{
    struct buf b = buf_new(1000);
    csv_put(&b, "plain", true);
    csv_put(&b, "a,\"b\"\n", false);
    csv_put(&b, "=1+1", false);
    csv_put(&b, "", false);
    CHECK_STR(b.s, "plain,\"a,\"\"b\"\"\n\",\"'=1+1\",");
    buf_free(&b);
}

CHECKS(base_csv, TEST(reading), TEST(limits), TEST(writing))
