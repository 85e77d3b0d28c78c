/* draw_command.c: `rapenburg draw verify FILE [TICKET]`: proves a draw from its public file. Needs no state
   folder: anybody can run it anywhere.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "draw_file.h"
#include "file.h"
#include "studymap.h"
#include <stdio.h>

enum { PROVED = 0, WRONG = 1, USAGE = 2 };

static int complain(const char *file, const char *why)
{
    fprintf(stderr, "rapenburg: %s: %s\n", file, why);
    return WRONG;
}

static err read_file(struct arena *a, const char *path, struct draw_file *ret,
                     const char **ret_why)
{
    struct str s = {};
    err e = file_read(a, path, DRAW_FILE_MAX, &s);

    if (e != OK) {
        *ret_why = err_text(e);
        return e;
    }
    e = draw_file_read(a, s.s, s.n, ret, ret_why);
    if (e != OK)
        *ret_why = arena_printf(a, "this is not the file of a draw: %s.", *ret_why);
    return e;
}

/* Where one ticket stood. */
static int places_print(const struct draw_file *f, const char *path, const char *ticket)
{
    struct draw_ticket t = {};

    if (draw_ticket_read(ticket, &t) != OK || draw_file_place(f, 0, &t) == 0)
        return complain(path, "this ticket is not in the draw; it stands on the receipt.");
    for (size_t rank = 0; rank < f->ranks; rank++)
        if (draw_file_place(f, rank, &t) > 0)
            printf("At rank %zu your place is %zu of %zu.\n", rank + 1,
                   draw_file_place(f, rank, &t), f->order[rank].n);
    return PROVED;
}

static int verify(struct arena *a, const char *path, const char *ticket)
{
    struct draw_file f = {};
    const char *why = NULL;

    if (read_file(a, path, &f, &why) != OK)
        return complain(path, why);
    why = draw_file_wrong(a, &f);
    if (why)
        return complain(path, why);
    printf("The draw %s of %s holds: the seed is the one that was promised, and the order of "
           "all %zu "
           "tickets follows from it at each of %zu ranks.\n",
           f.id, f.term, f.n, f.ranks);
    return ticket ? places_print(&f, path, ticket) : PROVED;
}

int studymap_draw_command(struct app *app, int argc, char **argv)
{
    struct arena *a = NULL;
    int code = PROVED;

    (void)app;
    if (argc < 3 || argc > 4 || !str_eq(argv[1], "verify")) {
        fputs("rapenburg: usage: rapenburg draw verify FILE [TICKET]\n", stderr);
        return USAGE;
    }
    a = arena_new((size_t)1 << 30);
    code = verify(a, argv[2], argv[3]);
    arena_free(a);
    return code;
}
