/* view_test.c: every way of escaping, for every type that a view can write.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "view.h"
#include "check.h"

static struct buf buf;
static struct out out;

static void begin(enum escape escape)
{
    buf_free(&buf);
    buf = buf_new(4096);
    buf_puts(&buf, "");
    arena_free(out.arena);
    out = (struct out){.buf = &buf, .arena = arena_new(65536), .lang = LANG_EN, .escape = escape};
}

static void end(void)
{
    buf_free(&buf);
    arena_free(out.arena);
    out.arena = NULL;
}

static void escapes_text(void)
{
    static const struct {
        const char *name;
        enum escape escape;
        const char *in, *want;
    } cases[] = {
        {"markup",        ESCAPE_HTML, "<a href=\"x\" id='y'>&amp;",
         "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;"                        },
        {"plain",         ESCAPE_HTML, "Café Ĝ",         "Café Ĝ"                      },
        {"empty",         ESCAPE_HTML, "",               ""                            },
        {"nothing",       ESCAPE_HTML, NULL,             ""                            },
        {"control",       ESCAPE_HTML, "a\x01z\n\tb",    "a\xEF\xBF\xBDz\n\tb"         },
        {"xml",           ESCAPE_XML,  "a<b & c",        "a&lt;b &amp; c"              },
        {"json",          ESCAPE_JSON, "\"\\\n</x>\x1f", "\\\"\\\\\\n\\u003c/x\\u003e\\u001f"},
        {"conf",          ESCAPE_CONF, "a\"b\\\nuser x", "a\\\"b\\\\ user x"           },
        {"text as it is", ESCAPE_TEXT, "<\"&\n",         "<\"&\n"                      },
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_case(cases[i].name);
        begin(cases[i].escape);
        put(&out, cases[i].in);
        CHECK_STR(buf.s ? buf.s : "", cases[i].want);
    }
    end();
}

static void writes_by_type(void)
{
    begin(ESCAPE_HTML);
    put(&out, 7);
    put(&out, (int64_t)-8);
    put(&out, (size_t)9);
    put(&out, true);
    put(&out, ((struct html){"<b>"}));
    put(&out, ((person_id){12}));
    put(&out, _("Rapenburg & co"));
    put(&out, n_("%d rare seat", "%d rare seats", 3));
    CHECK_STR(buf.s, "7-89true<b>12Rapenburg &amp; co3 rare seats");
    end();
}

static void writes_moments(void)
{
    CHECK_OK(clock_zone_set("Europe/Amsterdam"));
    instant t = instant_of(day_make(2026, 11, 24), (minute){13 * 60});

    begin(ESCAPE_HTML);
    put(&out, t);
    put_raw(&out, "|", 1);
    put(&out, day_make(2026, 11, 24));
    put_raw(&out, "|", 1);
    put(&out, (minute){9 * 60 + 5});
    put_raw(&out, "|", 1);
    put(&out, (instant){0});
    put(&out, (day){0});
    CHECK_STR(buf.s, "Tue 24 Nov 2026, 13:00|Tue 24 Nov 2026|09:05|");
    begin(ESCAPE_JSON);
    put(&out, t);
    CHECK_STR(buf.s, "2026-11-24T12:00:00Z");
    end();
}

static void writes_json_strings(void)
{
    begin(ESCAPE_JSON);
    put_json(&out, "a\"b</script>");
    put_json(&out, NULL);
    CHECK_STR(buf.s, "\"a\\\"b\\u003c/script\\u003e\"null");
    begin(ESCAPE_HTML);
    put_json(&out, "a\"b&'c\"");
    CHECK_STR(buf.s, "&quot;a\\&quot;b\\u0026\\u0027c\\&quot;&quot;");
    end();
}

static void formats_then_escapes(void)
{
    begin(ESCAPE_HTML);
    put_f(&out, "%s has <%d> rare seats", "A & B", 3);
    CHECK_STR(buf.s, "A &amp; B has &lt;3&gt; rare seats");
    end();
}

CHECKS(web_view, TEST(escapes_text), TEST(writes_by_type), TEST(writes_moments),
       TEST(writes_json_strings), TEST(formats_then_escapes))
