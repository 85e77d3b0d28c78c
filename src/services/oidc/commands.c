/* commands.c: `rapenburg oidc …`: applications and signing keys at a terminal.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app.h"
#include "audit.h"
#include "edit.h"
#include "file.h"
#include "store.h"
#include "str.h"

#define OUT_MAX (4U << 20)

/* What one command works with; `why` is set when it fails for a reason worth a sentence. */
struct work {
    int argc;
    char **argv; /* after "oidc client VERB" */
    struct arena *arena;
    struct buf *out;
    const struct oidc_new_keys *keys; /* made before, outside the transaction */
    bool at_once;
    const char *why;
};

/* --- Options ------------------------------------------------------------------------------------------- */

/* `key`: a client_id that was chosen. */
static const char **text_of(struct oidc_edit *e, const char **key, const char *word)
{
    const struct {
        const char *word;
        const char **to;
    } all[] = {
        {"--title", &e->title},     {"--uri", &e->uri},     {"--contact", &e->contact},
        {"--auth", &e->auth},       {"--alg", &e->alg},     {"--scopes", &e->scopes},
        {"--logout", &e->logout_uri}, {"--client-id", key},
    };

    for (size_t i = 0; i < COUNT(all); i++)
        if (str_eq(all[i].word, word))
            return all[i].to;
    return NULL;
}

/* "--refresh" and "--no-refresh". */
static bool set_flag(struct oidc_edit *e, const char *word)
{
    const struct {
        const char *word;
        bool *to;
    } all[] = {
        {"first-party", &e->first_party}, {"refresh", &e->refresh}, {"device", &e->device},
        {"pairwise", &e->pairwise},       {"pkce", &e->pkce},       {"dpop", &e->dpop},
        {"par", &e->par},                 {"fapi", &e->fapi},       {"introspect", &e->introspect},
    };
    bool on = !str_starts(word, "--no-");

    for (size_t i = 0; i < COUNT(all); i++)
        if (str_eq(word + (on ? 2 : 5), all[i].word)) {
            *all[i].to = on;
            return true;
        }
    return false;
}

static err set_jwks(struct work *w, struct oidc_edit *e, const char *path)
{
    struct str text = {0};

    if (file_read(w->arena, path, 65536, &text) != OK) {
        w->why = "the file of --jwks cannot be read";
        return ERR_USAGE;
    }
    e->jwks = text.s;
    return OK;
}

/* An option with a value. */
static err set_value(struct work *w, struct oidc_edit *e, const char *word, const char *value)
{

    if (str_eq(word, "--redirect"))
        e->redirects.v[e->redirects.n++] = value;
    else if (str_eq(word, "--after-logout"))
        e->logouts.v[e->logouts.n++] = value;
    else if (str_eq(word, "--level"))
        return str_int(value, 1, 3, &e->level);
    else if (str_eq(word, "--sort"))
        e->sort = value;
    else if (str_eq(word, "--access-seconds")) {
        TRY(str_int(value, 30, 86400, &e->access_life));
        e->access_life *= 1000;
    } else if (str_eq(word, "--jwks"))
        return set_jwks(w, e, value);
    else
        return ERR_USAGE;
    return OK;
}

/* Addresses that are given replace those from before. */
static void make_room(struct work *w, struct oidc_edit *e)
{
    for (int i = 0; i < w->argc; i++) {
        e->redirects.n *= !str_eq(w->argv[i], "--redirect");
        e->logouts.n *= !str_eq(w->argv[i], "--after-logout");
    }
    struct str_list *lists[] = {&e->redirects, &e->logouts};
    for (size_t k = 0; k < COUNT(lists); k++) {
        const char **v = ARENA_ARRAY(w->arena, lists[k]->n + (size_t)w->argc + 1, const char *);
        for (size_t i = 0; i < lists[k]->n; i++)
            v[i] = lists[k]->v[i];
        lists[k]->v = v;
    }
}

static err read_options(struct work *w, int from, struct oidc_edit *e, const char **ret_key)
{
    make_room(w, e);
    for (int i = from; i < w->argc; i++) {
        if (!str_starts(w->argv[i], "--"))
            return ERR_USAGE;
        if (set_flag(e, w->argv[i]))
            continue;
        if (i + 1 == w->argc)
            return ERR_USAGE;
        const char **to = text_of(e, ret_key, w->argv[i]);

        if (to)
            *to = w->argv[i + 1];
        else
            TRY(set_value(w, e, w->argv[i], w->argv[i + 1]));
        i++;
    }
    return OK;
}

static err judged(struct work *w, const struct oidc_edit *e)
{
    struct oidc_problem v[OIDC_PROBLEMS];

    if (oidc_edit_problems(w->arena, e, v) == 0)
        return OK;
    w->why = arena_printf(w->arena, "%s: %s", v[0].field, v[0].text.one);
    return ERR_USAGE;
}

static err note(struct db *db, const char *what, oidc_client_id id)
{
    return audit(db, &(struct audit_entry){.what = what, .about = "oidc_client", .id = id.v});
}

/* --- Applications ------------------------------------------------------------------------------------------- */

static err named(struct db *db, struct work *w, struct oidc_client *ret)
{
    err e = w->argc >= 1 ? oidc_q_client_named(db, w->argv[0], ret) : ERR_USAGE;

    if (e == ERR_NOT_FOUND)
        w->why = "there is no application with this client_id";
    return e;
}

static err list(struct db *db, struct work *w)
{
    struct oidc_client_list rows;

    TRY(oidc_q_clients(db, &rows));
    for (size_t i = 0; i < rows.n; i++)
        buf_printf(w->out, "%s\t%s\t%s\t%s\n", rows.v[i].key, rows.v[i].title, rows.v[i].auth,
                   rows.v[i].disabled_at.v ? "off" : "on");
    return OK;
}

static err show(struct db *db, struct work *w)
{
    struct oidc_client c;
    struct oidc_edit e;

    TRY(named(db, w, &c));
    TRY(oidc_edit_of(db, &c, &e));
    buf_printf(w->out, "client_id=%s\ntitle=%s\nauth=%s\nscopes=%s\ngrants=%s\nalg=%s\nsort=%s\nlevel=%lld\nlogout=%s\n", c.key,
               c.title, c.auth, c.scopes, c.grants, c.alg, c.sort, (long long)c.level, c.logout_uri);
    for (size_t i = 0; i < e.redirects.n; i++)
        buf_printf(w->out, "redirect=%s\n", e.redirects.v[i]);
    for (size_t i = 0; i < e.logouts.n; i++)
        buf_printf(w->out, "after_logout=%s\n", e.logouts.v[i]);
    return OK;
}

static err add(struct db *db, struct work *w)
{
    struct oidc_edit e = oidc_edit_new();
    const char *key = NULL;
    const char *secret = NULL;
    struct oidc_client c;
    oidc_client_id id;

    TRY(read_options(w, 0, &e, &key));
    TRY(judged(w, &e));
    if (key && (!*key || strlen(key) > 64 || strpbrk(key, " :\"\\"))) {
        w->why = "a client_id has no blanks, colons or quotes, and 64 characters at most";
        return ERR_USAGE;
    }
    TRY(oidc_keys_first(db, w->keys));
    TRY(oidc_edit_add(db, &e, key, &id));
    TRY(oidc_q_client(db, id, &c));
    buf_printf(w->out, "client_id=%s\n", c.key);
    if (str_eq(c.auth, "secret")) {
        TRY(oidc_secret_new(db, &c, (instant){0}, &secret));
        buf_printf(w->out, "client_secret=%s\n", secret);
    }
    return note(db, "oidc.client_made", id);
}

static err change(struct db *db, struct work *w)
{
    struct oidc_client c;
    struct oidc_edit e;
    const char *key = NULL;

    TRY(named(db, w, &c));
    TRY(oidc_edit_of(db, &c, &e));
    TRY(read_options(w, 1, &e, &key));
    if (key) {
        w->why = "the client_id of an application stays";
        return ERR_USAGE;
    }
    TRY(judged(w, &e));
    TRY(oidc_edit_save(db, &c, &e));
    buf_puts(w->out, "changed\n");
    return note(db, "oidc.client_changed", c.id);
}

/* The secret before works for a week more, unless it leaked. */
static err secret(struct db *db, struct work *w)
{
    bool leaked = w->argc >= 2 && str_eq(w->argv[1], "--leaked");
    const char *text = NULL;
    struct oidc_client c;

    TRY(named(db, w, &c));
    if (!str_eq(c.auth, "secret")) {
        w->why = "this application has no secret";
        return ERR_CONFLICT;
    }
    TRY(oidc_secret_new(db, &c, instant_add(db_now(db), leaked ? 0 : DAYS(7)), &text));
    buf_printf(w->out, "client_secret=%s\n", text);
    return note(db, "oidc.secret_changed", c.id);
}

static err turned(struct db *db, struct work *w, bool off)
{
    struct oidc_client c;
    int64_t n = 0;

    TRY(named(db, w, &c));
    TRY(oidc_q_client_disable(db, c.id, off ? db_now(db) : (instant){0}, &n));
    buf_puts(w->out, off ? "off\n" : "on\n");
    return n > 0 ? note(db, off ? "oidc.client_disabled" : "oidc.client_enabled", c.id) : OK;
}

static err disable(struct db *db, struct work *w)
{
    return turned(db, w, true);
}

static err enable(struct db *db, struct work *w)
{
    return turned(db, w, false);
}

/* --- Keys ------------------------------------------------------------------------------------------------------ */

static err keys_list(struct db *db, struct work *w)
{
    struct oidc_key_list rows;

    TRY(oidc_q_keys(db, db_now(db), &rows));
    for (size_t i = 0; i < rows.n; i++)
        buf_printf(w->out, "%s\tsigns from %s\t%s\n", rows.v[i].kid, instant_iso(w->arena, rows.v[i].signs_at),
                   rows.v[i].ends_at.v ? arena_printf(w->arena, "published until %s",
                                                      instant_iso(w->arena, rows.v[i].ends_at))
                                       : "newest");
    return OK;
}

static err keys_rotate_all(struct db *db, struct work *w)
{
    TRY(oidc_keys_next(db, w->keys, w->at_once));
    return keys_list(db, w);
}

/* --- Running one --------------------------------------------------------------------------------------------------- */

static const struct verb {
    const char *subject, *word;
    err (*run)(struct db *db, struct work *w);
    bool keys; /* new ones are made before */
} verbs[] = {
    {"client", "list", list, false},     {"client", "show", show, false},       {"client", "add", add, true},
    {"client", "set", change, false},    {"client", "secret", secret, false},   {"client", "disable", disable, false},
    {"client", "enable", enable, false}, {"keys", "list", keys_list, false},    {"keys", "rotate", keys_rotate_all, true},
};

static const char usage[] =
    "usage: rapenburg oidc client list\n"
    "       rapenburg oidc client show CLIENT_ID\n"
    "       rapenburg oidc client add --title NAME --redirect URI [options]   prints client_id and secret\n"
    "       rapenburg oidc client set CLIENT_ID [options]\n"
    "       rapenburg oidc client secret CLIENT_ID [--leaked]                 a new secret\n"
    "       rapenburg oidc client disable|enable CLIENT_ID\n"
    "       rapenburg oidc keys list\n"
    "       rapenburg oidc keys rotate [--now]                                new signing keys\n"
    "options: --uri URI --contact TEXT --auth secret|key|none --jwks FILE --alg RS256|ES256|PS256|EdDSA\n"
    "         --redirect URI (several) --after-logout URI (several) --logout URI --scopes \"openid profile\"\n"
    "         --sort office|other --level 1|2|3 --access-seconds N --client-id ID, and --first-party --refresh --device\n"
    "         --pairwise --pkce --dpop --par --fapi --introspect, each also as --no-…\n";

struct run {
    const struct verb *verb;
    struct work *work;
    err result;
};

static enum wrote run_verb(struct db *db, void *ctx)
{
    struct run *r = ctx;
    size_t before = r->work->out->n;

    r->result = r->verb->run(db, r->work);
    if (r->result == OK)
        return WROTE_DONE;
    r->work->out->n = before;
    return WROTE_FAILED;
}

static err dispatch(struct app *app, struct work *w, const struct verb *v)
{
    struct run r = {.verb = v, .work = w};
    struct oidc_new_keys keys;

    if (v->keys) {
        TRY(oidc_keys_make(w->arena, &keys));
        w->keys = &keys;
    }
    err e = store_write_now(app->store, w->arena, clock_now(), run_verb, &r);
    return r.result != OK ? r.result : e;
}

static const struct verb *verb_of(int argc, char **argv)
{
    for (size_t i = 0; argc >= 3 && i < COUNT(verbs); i++)
        if (str_eq(argv[1], verbs[i].subject) && str_eq(argv[2], verbs[i].word))
            return &verbs[i];
    return NULL;
}

static int oidc(struct app *app, int argc, char **argv)
{
    const struct verb *v = verb_of(argc, argv);
    struct buf out = buf_new(OUT_MAX);
    struct work w = {
        .argc = argc - 3,
        .argv = argv + 3,
        .arena = arena_new(4 * OUT_MAX),
        .out = &out,
        .at_once = argc == 4 && str_eq(argv[3], "--now"),
    };
    err e = v ? dispatch(app, &w, v) : ERR_USAGE;

    if (e == OK && out.n > 0)
        fwrite(out.s, 1, out.n, stdout);
    else if (w.why)
        fprintf(stderr, "rapenburg oidc: %s\n", w.why);
    else if (e == ERR_USAGE)
        fputs(usage, stderr);
    else if (e != OK)
        fprintf(stderr, "rapenburg oidc: %s\n", err_text(e));
    buf_free(&out);
    arena_free(w.arena);
    return e == OK ? 0 : e == ERR_USAGE ? 2 : 1;
}

const struct command oidc_commands[1] = {
    {"oidc", "oidc client list|show|add|set|secret|disable|enable …, oidc keys list|rotate",
     "applications that sign people in with this campus, and the keys that sign for them", oidc},
};
