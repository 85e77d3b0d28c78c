/* queryc.c: turns a room's queries.sql into typed C, checked against the schema at build.
     queryc --out DIR --name NAME --queries FILE --own SCHEMA_DIR SCHEMA_FILE…
   Applies all migrations to a SQLite in memory, prepares every sentence, compares it with its
   signature, and writes DIR/NAME_q.h and DIR/NAME_q.c. Errors are `file:line: error: …`. The
   language is described in docs/queries.md.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "queryc/queryc.h"
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

struct options {
    const char *out, *name, *queries, *own;
    char **files;
    int n_files;
};

static bool options_read(struct options *o, int argc, char **argv)
{
    int i = 1;

    for (; i + 1 < argc && strncmp(argv[i], "--", 2) == 0; i += 2) {
        if (strcmp(argv[i], "--out") == 0)
            o->out = argv[i + 1];
        else if (strcmp(argv[i], "--name") == 0)
            o->name = argv[i + 1];
        else if (strcmp(argv[i], "--queries") == 0)
            o->queries = argv[i + 1];
        else if (strcmp(argv[i], "--own") == 0)
            o->own = argv[i + 1];
        else
            return false;
    }
    o->files = argv + i;
    o->n_files = argc - i;
    return o->out && o->name && o->queries && o->own;
}

static struct schema files(const struct options *o)
{
    struct schema s = {.n = (size_t)o->n_files};
    size_t n = strlen(o->own);

    s.v = must_alloc(NULL, (s.n + 1) * sizeof *s.v);
    for (size_t i = 0; i < s.n; i++) {
        s.v[i] = (struct migration_file){.path = o->files[i]};
        s.v[i].own = strncmp(o->files[i], o->own, n) == 0 && o->files[i][n] == '/';
    }
    return s;
}

/* The rooms named in the file `needs` beside queries.sql; campus has none. */
static void read_needs(struct queries *qs)
{
    size_t folder = (size_t)(base_name(qs->file) - qs->file);
    char *text = file_text(format("%.*sneeds", (int)folder, qs->file));
    struct lexer l = {text, 1};

    if (!text)
        return;
    for (struct token t = lex_solid(&l); t.kind != T_END; t = lex_solid(&l)) {
        qs->needs = must_alloc(qs->needs, (qs->n_needs + 1) * sizeof *qs->needs);
        qs->needs[qs->n_needs++] = token_dup(t);
    }
}

static sqlite3 *open_memory(void)
{
    sqlite3 *db = NULL;

    if (sqlite3_open(":memory:", &db) != SQLITE_OK)
        complain("queryc", 1, "no SQLite: %s", sqlite3_errmsg(db));
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    return db;
}

int main(int argc, char **argv)
{
    struct options o = {0};
    struct text header = {0}, source = {0};
    struct queries qs;
    struct schema s;
    sqlite3 *db = open_memory();

    if (!options_read(&o, argc, argv)) {
        fputs("usage: queryc --out DIR --name NAME --queries FILE --own SCHEMA_DIR SCHEMA_FILE…\n",
              stderr);
        return 2;
    }
    qs = (struct queries){.file = o.queries, .name = o.name};
    s = files(&o);
    read_needs(&qs);
    schema_load(&s, o.name, db);
    queries_read(&qs);
    if (complaints() == 0)
        queries_check(&qs, db);
    if (complaints() > 0)
        return 1;
    write_header(&header, &qs, &s);
    write_source(&source, &qs, &s);
    file_put(format("%s/%s_q.h", o.out, o.name), &header);
    file_put(format("%s/%s_q.c", o.out, o.name), &source);
    sqlite3_close(db);
    return complaints() ? 1 : 0;
}
