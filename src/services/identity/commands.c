/* commands.c: `rapenburg people …`: list, codes, closing and opening accounts, roles.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "commands.h"
#include "account.h"
#include "app.h"
#include "audit.h"
#include "csv.h"
#include "factors.h"
#include "file.h"
#include "identity.h"
#include "identity_q.h"
#include "identity_settings.h"
#include "rules.h"
#include "session.h"
#include "str.h"

#define CODES_MAX (64 << 20) /* bytes of a list of codes */

/* What one command works with; `why` is set when it fails for a reason worth a sentence. */
struct work {
    int argc;
    char **argv;  /* after "people VERB" */
    instant ends; /* of new codes */
    struct arena *arena;
    struct buf *out;
    person_id after; /* codes: where the last chunk ended */
    size_t n;        /* codes: made in this chunk */
    const char *why;
};

static err someone(struct db *db, struct work *w, struct identity_info *ret)
{
    err e = w->argc >= 1 ? identity_by_name(db, w->argv[0], ret) : ERR_USAGE;

    if (e == ERR_NOT_FOUND)
        w->why = "there is nobody of that name";
    return e;
}

static err note(struct db *db, const char *what, person_id about, const char *detail)
{
    return audit(db, &(struct audit_entry){
                         .what = what, .about = "person", .id = about.v, .detail = detail});
}

static err list(struct db *db, struct work *w)
{
    const char *q = w->argc >= 1 ? w->argv[0] : "";
    const char *needle = *q ? str_sort_key(w->arena, q) : "";
    const char *low = str_lower(w->arena, q), *after = "";
    struct identity_listed_list rows;
    person_id after_id = {0};

    do {
        TRY(identity_q_people(db, after, after_id, &rows));
        for (size_t i = 0; i < rows.n; i++) {
            const struct identity_listed *p = &rows.v[i];
            const char *state = p->disabled_at.v ? "closed"
                                : p->ready       ? "active"
                                                 : "no password";

            after = p->sort_key;
            after_id = p->id;
            if (strstr(p->sort_key, needle) || strstr(p->login, low) || strstr(p->mail, low))
                buf_printf(w->out, "%s\t%s\t%s\t%s\n", p->login, p->name, p->mail, state);
        }
    } while (rows.n > 0);
    return OK;
}

static err code_for(struct db *db, struct work *w, const struct identity_info *p)
{
    const char *code = NULL;

    if (p->disabled) {
        w->why = "the account is closed";
        return ERR_CONFLICT;
    }
    TRY(account_code(db, p->id, (person_id){0}, w->ends, &code));
    TRY(note(db, "identity.code_made", p->id, NULL));
    csv_put(w->out, p->login, true);
    csv_put(w->out, p->name, false);
    csv_put(w->out, code, false);
    buf_puts(w->out, "\n");
    return OK;
}

/* The first administrator of a new campus comes in this way. */
static err add(struct db *db, struct work *w)
{
    struct identity_row row = {.login = w->argc >= 1 ? w->argv[0] : "",
                               .name = w->argc >= 2 ? w->argv[1] : "",
                               .role = w->argc >= 3 ? w->argv[2] : ""};
    struct identity_info p = {.login = row.login, .name = row.name};
    enum identity_change change;

    w->why = identity_row_problem(&row);
    if (w->why)
        return ERR_USAGE;
    TRY(identity_compare(db, &row, &p.id, &change));
    if (change != IDENTITY_NEW) {
        w->why = "there is already one of that name";
        return ERR_EXISTS;
    }
    TRY(identity_import(db, &row, &p.id, &change));
    return code_for(db, w, &p);
}

static err code(struct db *db, struct work *w)
{
    struct identity_info p;

    TRY(someone(db, w, &p));
    return code_for(db, w, &p);
}

/* The next two hundred people without a password. */
static err codes_chunk(struct db *db, struct work *w)
{
    struct identity_person_list rows;

    TRY(identity_q_people_waiting(db, w->after, &rows));
    w->n = rows.n;
    for (size_t i = 0; i < rows.n; i++) {
        TRY(code_for(db, w,
                     &(struct identity_info){.id = rows.v[i].id,
                                             .login = rows.v[i].login,
                                             .name = rows.v[i].name}));
        w->after = rows.v[i].id;
    }
    return OK;
}

static err disable(struct db *db, struct work *w)
{
    struct identity_info p;
    bool changed = false;

    TRY(someone(db, w, &p));
    TRY(account_disable(db, p.id, &changed));
    buf_puts(w->out, changed ? "closed\n" : "was closed already\n");
    return changed ? note(db, "identity.disabled", p.id, NULL) : OK;
}

static err enable(struct db *db, struct work *w)
{
    struct identity_info p;
    bool changed = false;

    TRY(someone(db, w, &p));
    TRY(account_enable(db, p.id, &changed));
    buf_puts(w->out, changed ? "open again\n" : "was open already\n");
    return changed ? note(db, "identity.enabled", p.id, NULL) : OK;
}

static err end(struct db *db, struct work *w)
{
    struct identity_info p;
    int64_t n = 0;

    TRY(someone(db, w, &p));
    TRY(session_end_all(db, p.id, (session_id){0}, &n));
    buf_printf(w->out, "%lld sessions ended\n", (long long)n);
    return n > 0 ? note(db, "identity.sessions_ended", p.id, NULL) : OK;
}

static err reset(struct db *db, struct work *w)
{
    struct identity_info p;

    TRY(someone(db, w, &p));
    TRY(factors_reset(db, p.id));
    buf_puts(w->out, "second factors taken away, signed out everywhere\n");
    return note(db, "identity.factors_reset", p.id, NULL);
}

static err change_role(struct db *db, struct work *w, bool give)
{
    struct identity_info p;
    enum role role;
    int64_t scope = 0;
    bool changed = false;

    TRY(someone(db, w, &p));
    if (w->argc < 2 || !role_parse(w->argv[1], &role)) {
        w->why = "there is no such role";
        return ERR_USAGE;
    }
    if (w->argc >= 3)
        TRY(str_int(w->argv[2], 1, INT64_MAX, &scope));
    TRY(give ? identity_role_give(db, p.id, role, scope, &changed)
             : identity_role_take(db, p.id, role, scope, &changed));
    buf_puts(w->out, changed ? "done\n" : "nothing changed\n");
    return OK;
}

static err give(struct db *db, struct work *w)
{
    return change_role(db, w, true);
}

static err take(struct db *db, struct work *w)
{
    return change_role(db, w, false);
}

/* --- Running one ----------------------------------------------------------------------------
 */

struct run {
    err (*verb)(struct db *db, struct work *w);
    struct work *work;
    err result;
};

static enum wrote run_verb(struct db *db, void *ctx)
{
    struct run *r = ctx;
    size_t before = r->work->out->n;

    r->result = r->verb(db, r->work);
    if (r->result == OK)
        return WROTE_DONE;
    r->work->out->n = before;
    return WROTE_FAILED;
}

static err write_verb(struct app *app, struct work *w, err (*verb)(struct db *, struct work *))
{
    struct run r = {.verb = verb, .work = w};
    err e = store_write_now(app->store, w->arena, clock_now(), run_verb, &r);

    return r.result != OK ? r.result : e;
}

/* Codes for everybody who has no password yet, into a file that only the administrator can
   read. It is written after every chunk: a code is on disk here before the campus accepts it
   for long. */
static err codes(struct app *app, struct work *w)
{
    if (w->argc != 2 || !str_eq(w->argv[0], "--out"))
        return ERR_USAGE;
    if (file_exists(w->argv[1])) {
        w->why = "the file exists already";
        return ERR_EXISTS;
    }
    buf_puts(w->out, "login,name,code\n");
    do {
        TRY(write_verb(app, w, codes_chunk));
        TRY(file_write(w->argv[1], w->out->s, w->out->n, 0600));
    } while (w->n > 0);
    buf_clear(w->out);
    return OK;
}

static const struct verb {
    const char *word;
    err (*run)(struct db *db, struct work *w);
} verbs[] = {
    {"list",     list   },
    {"add",      add    },
    {"code",     code   },
    {"disable",  disable},
    {"enable",   enable },
    {"sign-out", end    },
    {"reset-factors", reset},
    {"give",     give   },
    {"take",     take   },
};

static const char usage[] =
    "usage: rapenburg people list [TEXT]\n"
    "       rapenburg people add LOGIN NAME [ROLE] makes an account, prints its code\n"
    "       rapenburg people codes --out FILE      a code for everybody without a password\n"
    "       rapenburg people code NAME             a fresh code for one person\n"
    "       rapenburg people disable|enable NAME   close or open an account\n"
    "       rapenburg people sign-out NAME         end all sessions\n"
    "       rapenburg people reset-factors NAME    for who lost the phone and the recovery codes\n"
    "       rapenburg people give|take NAME ROLE [SCOPE]\n";

static err dispatch(struct app *app, const char *word, struct work *w)
{
    if (str_eq(word, "codes"))
        return codes(app, w);
    for (size_t i = 0; i < COUNT(verbs); i++)
        if (str_eq(word, verbs[i].word))
            return write_verb(app, w, verbs[i].run);
    return ERR_USAGE;
}

static int people(struct app *app, int argc, char **argv)
{
    const struct identity_settings *s =
        settings_of(app_settings(app), &identity_settings_group);
    struct buf out = buf_new(CODES_MAX);
    struct work w = {
        .argc = argc - 2,
        .argv = argv + 2,
        .ends = instant_add(clock_now(), s->code_life),
        .arena = arena_new(CODES_MAX),
        .out = &out,
    };
    err e = argc >= 2 ? dispatch(app, argv[1], &w) : ERR_USAGE;

    if (e == OK && out.n > 0)
        fwrite(out.s, 1, out.n, stdout);
    else if (w.why)
        fprintf(stderr, "rapenburg people: %s\n", w.why);
    else if (e == ERR_USAGE)
        fputs(usage, stderr);
    else if (e != OK)
        fprintf(stderr, "rapenburg people: %s\n", err_text(e));
    buf_free(&out);
    arena_free(w.arena);
    return e == OK ? 0 : e == ERR_USAGE ? 2 : 1;
}

const struct command identity_commands[1] = {
    {"people", "people list|add|codes|code|disable|enable|sign-out|reset-factors|give|take …",
     "lists people, makes one-time codes, closes accounts, gives roles", people},
};
