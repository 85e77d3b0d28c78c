/* csv.h: comma-separated values (RFC 4180), read line by line with the line's number, and written.
   UTF-8 with or without a byte order mark; LF or CRLF; quotes doubled inside quotes. Limits: 64 KiB
   a field, 256 columns, stated at birth for the whole.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_CSV_H
#define BASE_CSV_H
#include <stdbool.h>
#include <stddef.h>
#include "arena.h"
#include "buf.h"
#include "err.h"

struct csv {
    struct arena *arena;
    const char *s; /* the whole text; must outlive the reader */
    size_t n;
    size_t at;
    int line;            /* line (from 1) on which the current record begins */
    int next_line;       /* where the next record begins */
    const char *problem; /* after ERR_PARSE: what is wrong, a msgid in English */
};

struct csv_row {
    const char **v;
    size_t n;
};

struct csv csv_open(struct arena *a, const char *s, size_t n);
/* The next record; blank lines are passed over. ERR_NOT_FOUND at the end; ERR_PARSE with
   c->line and c->problem set for a bad record, after which the next call goes on with the next line. */
[[nodiscard]] err csv_next(struct csv *c, struct csv_row *ret_row);
/* Writes one field; `first` without the comma. Cells that a spreadsheet would run as a formula
   (=, +, -, @ in front) get a leading apostrophe. */
void csv_put(struct buf *b, const char *field, bool first);
/* Begins a file for people: without it spreadsheets take UTF-8 for something else. csv_… reads over it. */
#define CSV_UTF8 "\xEF\xBB\xBF"

#endif
