/* catalogue.c: compiles po/LANG/NAME.po to a C table per language, and makes the pseudo language.
   `catalogue --out FILE.c FILES.po`. Refuses fuzzy entries, translations whose format specifiers
   differ from the English, two translations of one text, and plurals that are not those of Dutch.
   The pseudo language accents and lengthens every text that is translated: what a page still shows
   in plain letters then was never marked for translation.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <gettext-po.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "../src/web/catalogue.h"

#define ROWS_MAX 32000

struct row {
    char *english, *one, *many;
};
struct table {
    char lang[16];
    struct row rows[ROWS_MAX];
    size_t n;
};

static bool failed;

static void complain(const char *file, const char *english, const char *what)
{
    fprintf(stderr, "%s: error: %s: \"%s\"\n", file, what, english);
    failed = true;
}

static char *copy(const char *s)
{
    char *c = strdup(s);

    if (!c)
        abort();
    return c;
}

/* --- Format specifiers ----------------------------------------------------------------------- */

/* The next specifier at or behind *s ("%s", "%2$lld", not "%%"), with its length; NULL: none. */
static const char *next_spec(const char *s, size_t *ret_n)
{
    for (; *s; s++) {
        if (*s != '%')
            continue;
        if (s[1] == '%') {
            s++;
            continue;
        }
        *ret_n = 1 + strspn(s + 1, "0123456789$+- #.*hlzjt");
        *ret_n += s[*ret_n] != '\0';
        return s;
    }
    return NULL;
}

/* Writes "1:s 2:lld " and so on, by position; false for more than nine or a bad position. */
static bool spec_list(const char *s, char list[static 10][8])
{
    size_t n = 0;
    size_t at = 0;

    for (s = next_spec(s, &n); s; s = next_spec(s + n, &n)) {
        size_t digits = strspn(s + 1, "0123456789");
        size_t slot = at++;

        if (digits == 1 && s[2] == '$')
            slot = (size_t)(s[1] - '1');
        size_t kind = n;
        while (kind > 1 && strchr("hlzjt", s[kind - 2]))
            kind--;
        if (slot >= 9 || n - kind + 1 >= 8)
            return false;
        memcpy(list[slot], s + kind - 1, n - kind + 1);
        list[slot][n - kind + 1] = '\0';
    }
    return true;
}

static bool same_specs(const char *a, const char *b)
{
    char la[10][8] = {0};
    char lb[10][8] = {0};

    return spec_list(a, la) && spec_list(b, lb) && memcmp(la, lb, sizeof la) == 0;
}

/* --- Reading --------------------------------------------------------------------------------- */

static void po_error(int severity, po_message_t message, const char *file, size_t line,
                     size_t column, int multiline, const char *text)
{
    (void)message;
    (void)multiline;
    if (severity == PO_SEVERITY_WARNING)
        return;
    fprintf(stderr, "%s:%zu:%zu: error: %s\n", file ? file : "po", line, column, text);
    failed = true;
    if (severity == PO_SEVERITY_FATAL_ERROR)
        exit(1);
}

static void po_error2(int severity, po_message_t m1, const char *file1, size_t line1,
                      size_t column1, int multiline1, const char *text1, po_message_t m2,
                      const char *file2, size_t line2, size_t column2, int multiline2,
                      const char *text2)
{
    po_error(severity, m1, file1, line1, column1, multiline1, text1);
    po_error(severity, m2, file2, line2, column2, multiline2, text2);
}

static struct table *table_of(struct table *tables, size_t *n, const char *file)
{
    const char *name = strrchr(file, '/');
    const char *from = name;

    while (from && from > file && from[-1] != '/')
        from--;
    if (!name || name - from >= 8 || name == from) {
        fprintf(stderr, "%s: error: the folder must be the language\n", file);
        exit(1);
    }
    for (size_t i = 0; i < *n; i++)
        if (strncmp(tables[i].lang, from, (size_t)(name - from)) == 0)
            return &tables[i];
    if (*n == 4)
        abort();
    memcpy(tables[*n].lang, from, (size_t)(name - from));
    return &tables[(*n)++];
}

static void check_plural_rule(const char *file, po_file_t po)
{
    const char *header = po_file_domain_header(po, NULL);
    char *rule = header ? po_header_field(header, "Plural-Forms") : NULL;

    if (!rule || !strstr(rule, "nplurals=2") || !strstr(rule, "n != 1"))
        complain(file, rule ? rule : "", "Plural-Forms must be nplurals=2; plural=(n != 1)");
    free(rule);
}

static void add(struct table *t, const char *file, const struct row *r)
{
    for (size_t i = 0; i < t->n; i++) {
        if (strcmp(t->rows[i].english, r->english) != 0)
            continue;
        if (strcmp(t->rows[i].one, r->one) != 0)
            complain(file, r->english, "translated in two ways");
        if (r->many && !t->rows[i].many)
            t->rows[i].many = copy(r->many);
        return;
    }
    if (t->n == ROWS_MAX)
        abort();
    t->rows[t->n++] = (struct row){.english = copy(r->english),
                                   .one = copy(r->one),
                                   .many = r->many ? copy(r->many) : NULL};
}

static void read_message(struct table *t, const char *file, po_file_t po, po_message_t m)
{
    const char *english = po_message_msgid(m);
    const char *plural = po_message_msgid_plural(m);
    struct row r = {.english = copy(english), .one = copy(plural ? po_message_msgstr_plural(m, 0)
                                                                 : po_message_msgstr(m))};

    if (plural) {
        check_plural_rule(file, po);
        r.many = copy(po_message_msgstr_plural(m, 1));
    }
    bool whole = r.one[0] && (!plural || r.many[0]);
    bool format = plural || po_message_is_format(m, "c-format");
    if (po_message_is_fuzzy(m))
        complain(file, english, "fuzzy");
    else if (whole && format && !same_specs(plural ? plural : english, plural ? r.many : r.one))
        complain(file, english, "the format specifiers differ");
    else if (whole)
        add(t, file, &r);
    free(r.english);
    free(r.one);
    free(r.many);
}

static void read_po(struct table *t, const char *file)
{
    static const struct po_xerror_handler handler = {.xerror = po_error, .xerror2 = po_error2};
    po_file_t po = po_file_read(file, &handler);

    if (!po) {
        fprintf(stderr, "%s: error: cannot be read\n", file);
        failed = true;
        return;
    }
    po_message_iterator_t it = po_message_iterator(po, NULL);
    for (po_message_t m = po_next_message(it); m; m = po_next_message(it))
        if (!po_message_is_obsolete(m) && po_message_msgid(m)[0])
            read_message(t, file, po, m);
    po_message_iterator_free(it);
    po_file_free(po);
}

/* --- The pseudo language ---------------------------------------------------------------------- */

static const char *accented(char c)
{
    static const char plain[] = "AEIOUYCNaeiouycnsg";
    static const char *const marked[] = {"Á", "É", "Í", "Ó", "Ú", "Ý", "Ç", "Ñ", "á",
                                         "é", "í", "ó", "ú", "ý", "ç", "ñ", "š", "ĝ"};
    const char *at = strchr(plain, c);

    return c && at ? marked[at - plain] : NULL;
}

/* "Save %s" becomes "[Šávé %s ~~]": accents, a third longer, specifiers kept. */
static char *pseudo(const char *s)
{
    size_t n = strlen(s);
    char *out = calloc(1, n * 4 + 8);
    char *to = out;
    size_t spec_n = 0;
    const char *spec = next_spec(s, &spec_n);

    if (!out)
        abort();
    *to++ = '[';
    while (*s) {
        const char *mark = accented(*s);

        if (s == spec) {
            memcpy(to, s, spec_n);
            to += spec_n;
            s += spec_n;
            spec = next_spec(s, &spec_n);
            continue;
        }
        size_t mark_n = mark ? strlen(mark) : 1;
        memcpy(to, mark ? mark : s, mark_n);
        to += mark_n;
        s++;
    }
    *to++ = ' ';
    memset(to, '~', n / 3 + 1);
    to[n / 3 + 1] = ']';
    return out;
}

/* The English plural is the best we have of it: the rows keep the translation's, so the pseudo
   language lengthens that. */
static void make_pseudo(const struct table *from, struct table *to)
{
    memcpy(to->lang, "pseudo", 7);
    for (size_t i = 0; i < from->n; i++) {
        const struct row *r = &from->rows[i];

        to->rows[to->n++] = (struct row){.english = copy(r->english),
                                         .one = pseudo(r->many ? r->one : r->english),
                                         .many = r->many ? pseudo(r->many) : NULL};
    }
}

/* --- Writing --------------------------------------------------------------------------------- */

static void put_string(FILE *f, const char *s)
{
    if (!s) {
        fputs("0", f);
        return;
    }
    fputc('"', f);
    for (; *s; s++) {
        if (*s == '"' || *s == '\\')
            fprintf(f, "\\%c", *s);
        else if ((unsigned char)*s < 32)
            fprintf(f, "\\%03o", (unsigned)*s);
        else
            fputc(*s, f);
    }
    fputc('"', f);
}

static size_t slots_for(size_t n)
{
    size_t slots = 16;

    while (slots < n * 2)
        slots *= 2;
    return slots;
}

static void write_table(FILE *f, const struct table *t)
{
    size_t n = slots_for(t->n);
    uint16_t *slots = calloc(n, sizeof *slots);

    if (!slots)
        abort();
    fprintf(f, "static const struct catalogue_row rows_%s[] = {\n", t->lang);
    for (size_t i = 0; i < t->n; i++) {
        size_t at = catalogue_hash(t->rows[i].english) & (n - 1);

        while (slots[at])
            at = (at + 1) & (n - 1);
        slots[at] = (uint16_t)(i + 1);
        fputs("{", f);
        put_string(f, t->rows[i].english);
        fputs(", ", f);
        put_string(f, t->rows[i].one);
        fputs(", ", f);
        put_string(f, t->rows[i].many);
        fputs("},\n", f);
    }
    fprintf(f, "{0, 0, 0}};\nstatic const uint16_t slots_%s[] = {", t->lang);
    for (size_t i = 0; i < n; i++)
        fprintf(f, "%u,%s", slots[i], i % 16 == 15 ? "\n" : "");
    fprintf(f, "};\n");
    free(slots);
}

static void write_all(FILE *f, const struct table *tables, size_t n)
{
    fprintf(f, "/* catalogue.c: written by tools/catalogue from the .po files.\n"
               "   SPDX-License-Identifier: AGPL-3.0-or-later */\n"
               "#include \"catalogue.h\"\n#include \"i18n.h\"\n");
    for (size_t i = 0; i < n; i++)
        write_table(f, &tables[i]);
    fprintf(f, "const struct catalogue catalogues[LANG_COUNT] = {\n");
    for (size_t i = 0; i < n; i++) {
        char upper[16] = "";

        for (size_t c = 0; tables[i].lang[c]; c++)
            upper[c] = (char)(tables[i].lang[c] - ('a' - 'A'));
        fprintf(f, "[LANG_%s] = {rows_%s, slots_%s, %zu},\n", upper, tables[i].lang,
                tables[i].lang, slots_for(tables[i].n));
    }
    fprintf(f, "};\n");
}

int main(int argc, char **argv)
{
    struct table *tables = calloc(5, sizeof *tables);
    size_t n = 0;

    if (argc < 3 || strcmp(argv[1], "--out") != 0 || !tables) {
        fprintf(stderr, "usage: catalogue --out FILE.c FILE.po ...\n");
        return 2;
    }
    for (int i = 3; i < argc; i++)
        read_po(table_of(tables, &n, argv[i]), argv[i]);
    if (n > 0) {
        make_pseudo(&tables[0], &tables[n]);
        n++;
    }
    FILE *f = failed ? NULL : fopen(argv[2], "wb");
    if (!f) {
        if (!failed)
            fprintf(stderr, "catalogue: cannot write %s\n", argv[2]);
        return 1;
    }
    write_all(f, tables, n);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < tables[i].n; k++) {
            free(tables[i].rows[k].english);
            free(tables[i].rows[k].one);
            free(tables[i].rows[k].many);
        }
    }
    free(tables);
    return fclose(f) == 0 ? 0 : 1;
}
