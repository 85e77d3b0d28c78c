/* formparse_test.c: fields out of urlencoded and multipart bytes.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "buf.h"
#include "check.h"
#include "formparse.h"
#include "str.h"

static void reads_fields(void)
{
    static const struct {
        const char *s;
        err e;
        size_t n;
        const char *name, *value; /* of the last one */
    } cases[] = {
        {"a=1&b=two+words%21", OK,              2, "b",  "two words!"},
        {"a=1&a=2",            OK,              2, "a",  "2"         },
        {"",                   OK,              0, NULL, NULL        },
        {"&&a&",               OK,              1, "a",  ""          },
        {"a=b=c",              OK,              1, "a",  "b=c"       },
        {"a=%C3%A9",           OK,              1, "a",  "é"        },
        {"a=%0D%0Ab",          OK,              1, "a",  "\r\nb"     },
        {"=1",                 ERR_BAD_REQUEST, 0, NULL, NULL        },
        {"a=%zz",              ERR_BAD_REQUEST, 0, NULL, NULL        },
        {"a=%ff",              ERR_BAD_REQUEST, 0, NULL, NULL        },
        {"a=%00",              ERR_BAD_REQUEST, 0, NULL, NULL        },
        {"a=%1b",              ERR_BAD_REQUEST, 0, NULL, NULL        },
        {"%ff=a",              ERR_BAD_REQUEST, 0, NULL, NULL        },
    };
    struct arena *a = arena_new(1 << 20);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fields f = {0};
        check_case(cases[i].s);
        CHECK_INT(fields_parse(a, cases[i].s, strlen(cases[i].s), &f), cases[i].e);
        CHECK_INT(f.n, cases[i].n);
        if (cases[i].name && CHECK(f.n > 0)) {
            CHECK_STR(f.v[f.n - 1].name, cases[i].name);
            CHECK_STR(f.v[f.n - 1].value, cases[i].value);
        }
    }
    arena_free(a);
}

static void limits_fields(void)
{
    struct arena *a = arena_new(1 << 20);
    struct fields f = {0};
    char many[3 * (FORM_FIELDS + 1)];
    char longname[FORM_NAME_MAX + 2];

    for (size_t i = 0; i <= FORM_FIELDS; i++)
        memcpy(many + 3 * i, "a=&", 3);
    CHECK_INT(fields_parse(a, many, sizeof many, &f), ERR_TOO_LARGE);
    CHECK_OK(fields_parse(a, many, sizeof many - 3, &f));
    CHECK_INT(f.n, FORM_FIELDS);
    memset(longname, 'n', sizeof longname);
    CHECK_INT(fields_parse(a, longname, FORM_NAME_MAX + 1, &f), ERR_TOO_LARGE);
    CHECK_OK(fields_parse(a, longname, FORM_NAME_MAX, &f));
    arena_free(a);
}

static void reads_boundaries(void)
{
    static const struct {
        const char *type, *boundary;
    } cases[] = {
        {"multipart/form-data; boundary=abc",                          "abc"  },
        {"Multipart/Form-Data; charset=utf-8; boundary=\"a b c\"",     "a b c"},
        {"multipart/form-data; boundary=----WebKitFormBoundaryX; x=y",
         "----WebKitFormBoundaryX"                                            },
        {"multipart/form-data",                                        NULL   },
        {"multipart/form-data; boundary=",                             NULL   },
        {"multipart/form-data; boundary=\"abc",                        NULL   },
        {"multipart/form-data; boundary=a*b",                          NULL   },
        {"multipart/mixed; boundary=abc",                              NULL   },
    };
    struct arena *a = arena_new(1 << 20);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        check_case(cases[i].type);
        CHECK_STR(multipart_boundary(a, cases[i].type), cases[i].boundary);
    }
    arena_free(a);
}

#define DISP "Content-Disposition: form-data; name="

static void reads_multipart(void)
{
    static const char text[] = "--X\r\n" DISP "\"title\"\r\n\r\nTwo\r\nlines\r\n"
                               "--X\r\ncontent-type: text/csv\r\n" DISP
                               "\"file\"; filename=\"C:\\dir\\a%22b.csv\"\r\n\r\n\0\xFF--X\r\n"
                               "--X\r\n" DISP "\"empty\"\r\n\r\n\r\n--X--\r\n";
    struct arena *a = arena_new(1 << 20);
    struct multipart m = {0};

    CHECK_OK(multipart_parse(a, "X", text, sizeof text - 1, &m));
    if (!CHECK_INT(m.fields.n, 2) || !CHECK_INT(m.n_files, 1)) {
        arena_free(a);
        return;
    }
    CHECK_STR(m.fields.v[0].name, "title");
    CHECK_STR(m.fields.v[0].value, "Two\r\nlines");
    CHECK_STR(m.fields.v[1].name, "empty");
    CHECK_STR(m.fields.v[1].value, "");
    CHECK_STR(m.files[0].upload.filename, "a\"b.csv");
    CHECK_STR(m.files[0].upload.type, "text/csv");
    CHECK_INT(m.files[0].upload.bytes.n, 5);
    CHECK(memcmp(m.files[0].upload.bytes.s, "\0\xFF--X", 5) == 0);
    arena_free(a);
}

static void refuses_bad_multipart(void)
{
    static const struct {
        const char *name, *s;
    } cases[] = {
        {"empty",                ""                                                     },
        {"other boundary",       "--Y\r\n" DISP "\"a\"\r\n\r\nb\r\n--Y--\r\n"           },
        {"no end",               "--X\r\n" DISP "\"a\"\r\n\r\nb"                        },
        {"half an end",          "--X\r\n" DISP "\"a\"\r\n\r\nb\r\n--X-"                },
        {"no blank line",        "--X\r\n" DISP "\"a\"\r\nb\r\n--X--\r\n"               },
        {"no name",              "--X\r\nContent-Type: text/plain\r\n\r\nb\r\n--X--\r\n"},
        {"empty name",           "--X\r\n" DISP "\"\"\r\n\r\nb\r\n--X--\r\n"            },
        {"name unquoted",        "--X\r\n" DISP "a\r\n\r\nb\r\n--X--\r\n"               },
        {"a type that is not UTF-8",
         "--X\r\n" DISP "\"a\"\r\nContent-Type: text/\xC6\r\n\r\nb\r\n--X--\r\n"},
        {"bad UTF-8",            "--X\r\n" DISP "\"a\"\r\n\r\n\xFF\r\n--X--\r\n"        },
        {"junk behind the mark", "--Xjunk\r\n" DISP "\"a\"\r\n\r\nb\r\n--X--\r\n"       },
        {"only the mark",        "--X\r\n"                                              },
    };
    struct arena *a = arena_new(1 << 20);

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct multipart m = {0};
        check_case(cases[i].name);
        CHECK_INT(multipart_parse(a, "X", cases[i].s, strlen(cases[i].s), &m), ERR_BAD_REQUEST);
    }
    arena_free(a);
}

static void limits_parts(void)
{
    struct arena *a = arena_new(1 << 20);
    struct buf b = buf_new(1 << 20);
    struct multipart m = {0};

    for (int i = 0; i < FORM_PARTS; i++)
        buf_puts(&b, "--X\r\n" DISP "\"a\"\r\n\r\nb\r\n");
    size_t n = b.n;
    buf_puts(&b, "--X--\r\n");
    CHECK_OK(multipart_parse(a, "X", b.s, b.n, &m));
    CHECK_INT(m.fields.n, FORM_PARTS);
    b.n = n;
    buf_puts(&b, "--X\r\n" DISP "\"a\"\r\n\r\nb\r\n--X--\r\n");
    CHECK_INT(multipart_parse(a, "X", b.s, b.n, &m), ERR_TOO_LARGE);
    buf_free(&b);
    arena_free(a);
}

CHECKS(web_formparse, TEST(reads_fields), TEST(limits_fields), TEST(reads_boundaries),
       TEST(reads_multipart), TEST(refuses_bad_multipart), TEST(limits_parts))
