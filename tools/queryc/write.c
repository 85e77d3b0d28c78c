/* write.c: the C that tools/queryc writes: row structs, typed functions, tables of queries and
   migrations.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "queryc/queryc.h"
#include <string.h>

static bool seen_before(const struct queries *qs, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (qs->v[j].row && strcmp(qs->v[j].row, qs->v[i].row) == 0)
            return true;
    return false;
}

/* "const char *name" or "int64_t name": a star stands by the name. */
static void declare(struct text *t, const struct word *w, const char *name)
{
    size_t n = strlen(w->ctype);

    put(t, "%s%s%s", w->ctype, n && w->ctype[n - 1] == '*' ? "" : " ", name);
}

static void row(struct text *t, const struct query *q)
{
    const struct fields *fields = q->shape == BULK ? &q->params : &q->columns;

    put(t, "\nstruct %s {\n", q->row);
    for (size_t i = 0; i < fields->n; i++) {
        put(t, "    ");
        declare(t, fields->v[i].word, fields->v[i].name);
        put(t, ";\n");
    }
    put(t, "};\nstruct %s_list {\n    struct %s *v;\n    size_t n;\n};\n", q->row, q->row);
}

static void prototype(struct text *t, const struct queries *qs, const struct query *q)
{
    put(t, "err %s_q_%s(struct db *db", qs->name, q->name);
    if (q->may)
        put(t, ", struct grant grant");
    for (size_t i = 0; i < q->params.n && q->shape != BULK; i++) {
        put(t, ", ");
        declare(t, q->params.v[i].word, q->params.v[i].name);
    }
    switch (q->shape) {
    case MANY:
        put(t, ", struct %s_list *ret", q->row);
        break;
    case ONE:
        put(t, ", struct %s *ret", q->row);
        break;
    case MAYBE:
        put(t, ", struct %s **ret", q->row);
        break;
    case ONE_WORD:
    case MAYBE_WORD:
        put(t, ", ");
        declare(t, q->word, "*ret");
        if (q->shape == MAYBE_WORD)
            put(t, ", bool *ret_found");
        break;
    case CHANGED:
        put(t, ", int64_t *ret");
        break;
    case BULK:
        put(t, ", const struct %s *v, size_t n, int64_t *ret", q->row);
        break;
    case NOTHING:
        break;
    }
    put(t, ")");
}

/* The description, safe inside a C comment. */
static void doc(struct text *t, const struct query *q)
{
    size_t n = strlen(q->doc);

    while (n && q->doc[n - 1] == '\n')
        n--;
    put(t, "\n/* ");
    for (size_t i = 0; i < n; i++) {
        if (q->doc[i] == '\n')
            put(t, "\n   ");
        else if (!(q->doc[i] == '/' && i && q->doc[i - 1] == '*'))
            put_n(t, q->doc + i, 1);
    }
    put(t, " */\n");
}

static void title(struct text *t, const struct queries *qs, const char *what)
{
    put(t, "/* %s_q.%s: written by tools/queryc from %s; do not edit.\n"
           "   SPDX-License-Identifier: AGPL-3.0-or-later */\n",
        qs->name, what, qs->file);
}

void write_header(struct text *t, const struct queries *qs, const struct schema *s)
{
    bool may = false;
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++)
        n += s->v[i].own ? 1 : 0;
    for (size_t i = 0; i < qs->n; i++)
        may = may || qs->v[i].may;
    title(t, qs, "h");
    put(t, "#ifndef %s_Q_H\n#define %s_Q_H\n", qs->name, qs->name);
    put(t, "#include \"db.h\"\n%s#include \"query.h\"\n", may ? "#include \"may.h\"\n" : "");
    put(t, "\nextern const struct migration %s_migrations[%zu];\n", qs->name, n > 0 ? n : 1);
    put(t, "extern const size_t %s_n_migrations;\n", qs->name);
    put(t, "extern const struct db_query %s_queries[];\n", qs->name);
    put(t, "extern const size_t %s_n_queries;\n", qs->name);
    for (size_t i = 0; i < qs->n; i++) {
        const struct query *q = &qs->v[i];

        if (q->row && !seen_before(qs, i))
            row(t, q);
    }
    for (size_t i = 0; i < qs->n; i++) {
        doc(t, &qs->v[i]);
        put(t, "[[nodiscard]] ");
        prototype(t, qs, &qs->v[i]);
        put(t, ";\n");
    }
    put(t, "\n#endif\n");
}

static void columns(struct text *t, const struct query *q)
{
    if (q->columns.n == 0)
        return;
    put(t, "static const struct db_col cols_%s[] = {\n", q->name);
    for (size_t i = 0; i < q->columns.n; i++) {
        const struct field *f = &q->columns.v[i];

        put(t, "    {\"%s\", %s, %s, ", f->name, f->word->kind, f->word->null ? "true" : "false");
        if (q->row)
            put(t, "offsetof(struct %s, %s)},\n", q->row, f->name);
        else
            put(t, "0},\n");
    }
    put(t, "};\n");
}

static void query_row(struct text *t, const struct queries *qs, const struct query *q)
{
    static const char letters[] = {[INT] = 'i', [TEXT] = 't', [BYTES] = 'b'};

    put(t, "    {\n        .name = \"%s_q_%s\",\n        .params = \"", qs->name, q->name);
    for (size_t i = 0; i < q->params.n; i++)
        put_n(t, q->params.v[i].key ? "k" : &letters[q->params.v[i].word->base], 1);
    put(t, "\",\n");
    if (q->columns.n)
        put(t, "        .cols = cols_%s,\n        .n_cols = %zu,\n", q->name, q->columns.n);
    if (q->row && q->shape != BULK)
        put(t, "        .row = sizeof(struct %s),\n", q->row);
    put(t, "        .writes = %s,\n        .sqlite =\n", q->writes ? "true" : "false");
    put_literal(t, q->sqlite.s, "            ");
    put(t, ",\n        .postgres =\n");
    put_literal(t, q->postgres.s, "            ");
    put(t, ",\n    },\n");
}

/* The value of a parameter that stands at `place` and its name. */
static void bound(struct text *t, const struct field *f, const char *place)
{
    const char *slot = strstr(f->word->bind, "%s");

    put(t, "%.*s%s%s%s", (int)(slot - f->word->bind), f->word->bind, place, f->name, slot + 2);
}

static void values(struct text *t, const struct query *q)
{
    if (q->params.n == 0) {
        put(t, "    const struct db_value *values_ = NULL;\n");
        return;
    }
    put(t, "    const struct db_value values_[] = {\n");
    for (size_t i = 0; i < q->params.n; i++) {
        put(t, "        ");
        bound(t, &q->params.v[i], "");
        put(t, ",\n");
    }
    put(t, "    };\n");
}

/* How one row of a bulk gives its values. */
static void binder(struct text *t, const struct query *q)
{
    put(t, "\nstatic void bind_%s(const void *row_, struct db_value *to_)\n{\n", q->name);
    put(t, "    const struct %s *r_ = row_;\n\n", q->row);
    for (size_t i = 0; i < q->params.n; i++) {
        put(t, "    to_[%zu] = ", i);
        bound(t, &q->params.v[i], "r_->");
        put(t, ";\n");
    }
    put(t, "}\n");
}

static void call(struct text *t, const struct query *q, const char *at)
{
    switch (q->shape) {
    case MANY:
        put(t, "    void *rows_ = NULL;\n    size_t n_rows_ = 0;\n\n");
        put(t, "    TRY(db_many(db, %s, values_, &rows_, &n_rows_));\n", at);
        put(t, "    *ret = (struct %s_list){rows_, n_rows_};\n    return OK;\n", q->row);
        break;
    case MAYBE:
        put(t, "    void *rows_ = NULL;\n\n");
        put(t, "    TRY(db_maybe(db, %s, values_, &rows_));\n    *ret = rows_;\n    return OK;\n", at);
        break;
    case ONE:
        put(t, "\n    return db_one(db, %s, values_, ret, sizeof *ret);\n", at);
        break;
    case ONE_WORD:
        put(t, "\n    return db_one(db, %s, values_, ret, sizeof *ret);\n", at);
        break;
    case MAYBE_WORD:
        put(t, "\n    return db_maybe_word(db, %s, values_, &(struct db_found){ret, sizeof *ret, ret_found});\n",
            at);
        break;
    case CHANGED:
        put(t, "\n    return db_changed(db, %s, values_, ret);\n", at);
        break;
    case NOTHING:
        put(t, "\n    return db_nothing(db, %s, values_);\n", at);
        break;
    case BULK:
        put(t, "    return db_bulk(db, %s, &(struct db_rows){v, n, sizeof *v, bind_%s}, ret);\n", at,
            q->name);
        break;
    }
}

static void function(struct text *t, const struct queries *qs, const struct query *q)
{
    char *at = format("&%s_queries[Q_%s]", qs->name, q->name);

    if (q->shape == BULK)
        binder(t, q);
    put(t, "\n");
    prototype(t, qs, q);
    put(t, "\n{\n");
    if (q->shape != BULK)
        values(t, q);
    if (q->may)
        put(t, "    if (grant.may != %s)\n        return ERR_FORBIDDEN;\n", q->may);
    call(t, q, at);
    put(t, "}\n");
}

static void migrations(struct text *t, const struct queries *qs, const struct schema *s)
{
    size_t n = 0;

    put(t, "\nconst struct migration %s_migrations[] = {\n", qs->name);
    for (size_t i = 0; i < s->n; i++) {
        const struct migration_file *m = &s->v[i];

        if (!m->own)
            continue;
        put(t, "    {\n        .service = \"%s\",\n        .name = \"%s\",\n        .sqlite =\n",
            qs->name, m->name);
        put_literal(t, m->sqlite.s, "            ");
        put(t, ",\n        .postgres =\n");
        put_literal(t, m->postgres.s, "            ");
        put(t, ",\n        .sha256 = \"%s\",\n    },\n", m->sha256);
        n++;
    }
    put(t, "%s};\nconst size_t %s_n_migrations = %zu;\n", n ? "" : "    {.service = NULL},\n",
        qs->name, n);
}

void write_source(struct text *t, const struct queries *qs, const struct schema *s)
{
    title(t, qs, "c");
    put(t, "#include \"%s_q.h\"\n#include <stddef.h>\n\n", qs->name);
    if (qs->n) {
        put(t, "enum {\n");
        for (size_t i = 0; i < qs->n; i++)
            put(t, "    Q_%s,\n", qs->v[i].name);
        put(t, "};\n\n");
    }
    for (size_t i = 0; i < qs->n; i++)
        columns(t, &qs->v[i]);
    put(t, "\nconst struct db_query %s_queries[] = {\n", qs->name);
    for (size_t i = 0; i < qs->n; i++)
        query_row(t, qs, &qs->v[i]);
    put(t, "%s};\nconst size_t %s_n_queries = %zu;\n", qs->n ? "" : "    {.name = NULL},\n", qs->name,
        qs->n);
    migrations(t, qs, s);
    for (size_t i = 0; i < qs->n; i++)
        function(t, qs, &qs->v[i]);
}
