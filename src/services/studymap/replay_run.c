/* replay_run.c: `rapenburg replay TERM`, and the same for the page.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "replay_run.h"
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "app.h"
#include "audit.h"
#include "replay.h"
#include "studymap.h"
#include "studymap_q.h"

/* A term of a large university fits. */
#define MEMORY ((size_t)4 << 30)
#define KEPT   ((size_t)64 * 1024)

enum { PROVED = 0, WRONG = 1, USAGE = 2 };

static int64_t milliseconds(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void gone(void *ctx)
{
    struct arena **own = ctx;

    arena_free(*own);
}

err replay_run(struct db *db, const struct records_term *term, struct arena *a,
               struct replay_found *ret)
{
    struct arena **own = ARENA_NEW(a, struct arena *); /* ends with `a`, also when there is no memory for more */

    arena_at_end(a, gone, own);
    *own = arena_new(MEMORY);
    struct arena *before = db_rows_to(db, *own);
    struct buf body = buf_in(a, KEPT);
    int64_t begun = milliseconds();
    struct replay r = {};
    err e = studymap_replay(db, term->id, &r);

    (void)db_rows_to(db, before);
    if (e == OK) {
        for (size_t i = 0; i < r.told.n; i++)
            buf_printf(&body, "%s%s", i ? "\n" : "", r.told.v[i]);
        *ret = (struct replay_found){
            .term = *term,
            .at = db_now(db),
            .decisions = r.decisions,
            .drawn = r.drawn,
            .changes = r.changes,
            .before = r.before,
            .faults = r.faults,
            .milliseconds = milliseconds() - begun,
            .first_wrong = arena_dup(a, r.first_wrong),
            .body = body.s ? body.s : "",
        };
    }
    return e;
}

err replay_keep(struct db *db, const struct replay_found *f)
{
    return studymap_q_replay_add(db, f->term.id, f->at, f->decisions + f->drawn, f->changes,
                                 f->faults, f->milliseconds, f->first_wrong, f->body);
}

/* --- The command ---------------------------------------------------------------------------------- */

static enum wrote keep(struct db *db, void *ctx)
{
    const struct replay_found *f = ctx;
    struct audit_entry line = {.what = "studymap.replayed", .about = "term", .id = f->term.id.v};

    line.detail = arena_printf(db_arena(db), "{\"decisions\":%lld,\"faults\":%lld}",
                               (long long)f->decisions + (long long)f->drawn, (long long)f->faults);
    return replay_keep(db, f) == OK && audit(db, &line) == OK ? WROTE_DONE : WROTE_FAILED;
}

static int tell(const struct replay_found *f)
{
    printf("%lld decisions made again, %lld placed as their draw gave them, %lld changes between, in %lld "
           "ms.\n",
           (long long)f->decisions, (long long)f->drawn, (long long)f->changes,
           (long long)f->milliseconds);
    if (f->before)
        printf("%lld receipts are older than what is kept for a replay.\n", (long long)f->before);
    if (f->faults == 0) {
        printf("Every decision of %s follows from the rules, and the register is what they made of "
               "it.\n",
               f->term.code);
        return PROVED;
    }
    printf("%s\n", f->body);
    if (!str_empty(f->first_wrong))
        printf("The first decision that does not follow: %s.\n", f->first_wrong);
    printf("%lld faults.\n", (long long)f->faults);
    return WRONG;
}

static err find(struct app *app, struct arena *a, const char *code, struct replay_found *ret)
{
    struct records_term term = {};
    struct db *db = NULL;
    err e;

    TRY(store_reader(app->store, a, clock_now(), &db));
    e = records_term_of_code(db, LANG_EN, code, &term);
    if (e == OK)
        e = replay_run(db, &term, a, ret);
    store_release(db);
    return e;
}

int studymap_replay_command(struct app *app, int argc, char **argv)
{
    struct arena *a = arena_new((size_t)64 << 20);
    struct replay_found found = {};
    int code = WRONG;
    err e;

    if (argc != 2) {
        fputs("rapenburg: usage: rapenburg replay TERM\n", stderr);
        arena_free(a);
        return USAGE;
    }
    e = find(app, a, argv[1], &found);
    if (e == ERR_NOT_FOUND)
        fprintf(stderr, "rapenburg: there is no term %s.\n", argv[1]);
    else if (e == OK)
        e = store_write_now(app->store, a, clock_now(), keep, &found);
    if (e == OK)
        code = tell(&found);
    else if (e != ERR_NOT_FOUND)
        fprintf(stderr, "rapenburg: %s\n", err_text(e));
    arena_free(a);
    return code;
}
