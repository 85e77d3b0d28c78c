/* commands.c: `rapenburg saml …`: services and signing keys at a terminal. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "aggregate.h"
#include "app.h"
#include "audit.h"
#include "edit.h"
#include "federation.h"
#include "file.h"
#include "store.h"

#define OUT_MAX (4U << 20)

/* What one command works with; `why` is set when it fails for a reason worth a sentence. */
struct work {
    int argc;
    char **argv; /* after "saml sp VERB" */
    struct app *app;
    struct arena *arena;
    struct buf *out;
    const struct saml_new_key *key; /* made before, outside the transaction */
    struct str text;                /* metadata, read or fetched before */
    const char *source;             /* an address, "" of a file; NULL: none were given */
    const char *preset;             /* attributes of a kind of service, or NULL */
    bool at_once;
    const char *why;
};

/* --- Options ------------------------------------------------------------------------------------------- */

static err set_value(struct work *w, struct saml_edit *e, const char *word, const char *value)
{
    if (str_eq(word, "--title"))
        e->title = value;
    else if (str_eq(word, "--attributes"))
        e->attributes = value;
    else if (str_eq(word, "--format"))
        e->format = value;
    else if (str_eq(word, "--sort"))
        e->sort = value;
    else if (str_eq(word, "--level"))
        return str_int(value, 1, 3, &e->level);
    else if (str_eq(word, "--kind")) {
        e->attributes = saml_preset(value);
        w->why = e->attributes ? NULL : "kinds are: zoom, learning, library, surfconext";
        return e->attributes ? OK : ERR_USAGE;
    } else if (!str_eq(word, "--metadata") && !str_eq(word, "--zoom"))
        return ERR_USAGE;
    return OK;
}

static bool set_flag(struct saml_edit *e, const char *word)
{
    bool on = !str_starts(word, "--no-");
    const char *name = word + (on ? 2 : 5);

    if (str_eq(name, "own"))
        e->own = on;
    else if (str_eq(name, "signed-only"))
        e->signed_only = on;
    else
        return false;
    return true;
}

static err read_options(struct work *w, int from, struct saml_edit *e)
{
    for (int i = from; i < w->argc; i++) {
        if (!str_starts(w->argv[i], "--"))
            return ERR_USAGE;
        if (set_flag(e, w->argv[i]))
            continue;
        if (i + 1 == w->argc)
            return ERR_USAGE;
        TRY(set_value(w, e, w->argv[i], w->argv[i + 1]));
        i++;
    }
    return OK;
}

static err judged(struct work *w, const struct saml_edit *e)
{
    struct saml_problem v[SAML_PROBLEMS];

    if (saml_edit_problems(w->arena, e, v) == 0)
        return OK;
    w->why = arena_printf(w->arena, "%s: %s", v[0].field, v[0].text.one);
    return ERR_USAGE;
}

static err note(struct db *db, const char *what, saml_sp_id id, const char *detail)
{
    return audit(db, &(struct audit_entry){.what = what, .about = "saml_sp", .id = id.v, .detail = detail});
}

/* --- Services ------------------------------------------------------------------------------------------- */

static err named(struct db *db, struct work *w, struct saml_sp *ret)
{
    err e = w->argc >= 1 ? saml_q_sp_named(db, w->argv[0], ret) : ERR_USAGE;

    if (e == ERR_NOT_FOUND)
        w->why = "there is no service with this entityID";
    return e;
}

static err list(struct db *db, struct work *w)
{
    struct saml_sp_line_list rows;

    TRY(saml_q_sps(db, &rows));
    for (size_t i = 0; i < rows.n; i++)
        buf_printf(w->out, "%s\t%s\t%s%s%s\n", rows.v[i].entity, rows.v[i].title, rows.v[i].disabled_at.v ? "off" : "on",
                   *rows.v[i].problem ? "\t" : "", rows.v[i].problem);
    return OK;
}

static err show(struct db *db, struct work *w)
{
    struct saml_sp sp;
    struct saml_edit e;

    TRY(named(db, w, &sp));
    TRY(saml_edit_of(db, &sp, &e));
    buf_printf(w->out, "entity=%s\ntitle=%s\nattributes=%s\nformat=%s\nlevel=%lld\nsort=%s\nown=%s\nsigned_only=%s\nsource=%s\n", sp.entity,
               sp.title, sp.attributes, sp.format, (long long)sp.level, sp.sort, sp.own ? "yes" : "no", sp.signed_only ? "yes" : "no",
               sp.source);
    for (size_t i = 0; i < e.meta.n_acs; i++)
        buf_printf(w->out, "acs=%s%s\n", e.meta.acs[i].url, i == e.meta.default_acs ? " (default)" : "");
    buf_printf(w->out, "keys=%zu\nlogout=%s\n", e.meta.n_keys,
               e.meta.slo.redirect ? e.meta.slo.redirect : e.meta.slo.post ? e.meta.slo.post : "");
    return OK;
}

static err take_over(struct db *db, struct work *w, const char *entity, struct saml_edit *e)
{
    struct saml_given g = {.text = w->text, .source = w->source, .entity = entity};
    err got = saml_edit_metadata(db, &g, e, &w->why);

    return got == ERR_PARSE || got == ERR_TOO_LARGE ? ERR_USAGE : got;
}

static err add(struct db *db, struct work *w)
{
    struct saml_edit e = {0};
    saml_sp_id id;

    if (!w->source)
        return ERR_USAGE;
    TRY(take_over(db, w, NULL, &e));
    if (w->preset)
        e.attributes = w->preset;
    TRY(read_options(w, str_starts(w->argv[0], "--") ? 0 : 1, &e));
    TRY(judged(w, &e));
    TRY(saml_key_first(db, w->key));
    err made = saml_edit_add(db, &e, &id);
    if (made == ERR_EXISTS)
        w->why = "this service is there already; `saml sp set ENTITY --metadata …` changes it";
    TRY(made);
    buf_printf(w->out, "entity=%s\ntitle=%s\nattributes=%s\n", e.meta.entity, e.title, e.attributes);
    return note(db, "saml.sp_made", id, saml_edit_which(w->arena, e.meta.entity));
}

static err change(struct db *db, struct work *w)
{
    struct saml_sp sp;
    struct saml_edit e;

    TRY(named(db, w, &sp));
    TRY(saml_edit_of(db, &sp, &e));
    if (w->source)
        TRY(take_over(db, w, sp.entity, &e));
    TRY(read_options(w, 1, &e));
    TRY(judged(w, &e));
    TRY(saml_edit_save(db, sp.id, &e));
    return note(db, "saml.sp_changed", sp.id, saml_edit_told(w->arena, &e));
}

static err turned(struct db *db, struct work *w, bool off)
{
    struct saml_sp sp;
    int64_t n = 0;

    TRY(named(db, w, &sp));
    TRY(saml_q_sp_disable(db, sp.id, off ? db_now(db) : (instant){0}, &n));
    buf_puts(w->out, off ? "off\n" : "on\n");
    return n > 0 ? note(db, off ? "saml.sp_disabled" : "saml.sp_enabled", sp.id, NULL) : OK;
}

static err disable(struct db *db, struct work *w)
{
    return turned(db, w, true);
}

static err enable(struct db *db, struct work *w)
{
    return turned(db, w, false);
}

static err take_away(struct db *db, struct work *w)
{
    struct saml_sp sp;

    TRY(named(db, w, &sp));
    TRY(saml_edit_remove(db, sp.id));
    return note(db, "saml.sp_removed", sp.id, saml_edit_which(w->arena, sp.entity));
}

/* --- Before going live ------------------------------------------------------------------------------------ */

static err preflight(struct db *db, struct work *w)
{
    const struct campus_settings *campus = settings_of(app_settings(w->app), &campus_group);
    struct saml_finding v[SAML_FINDINGS];
    struct saml_person p;
    struct identity_info who;
    err found = w->argc == 1 ? identity_by_name(db, w->argv[0], &who) : ERR_USAGE;

    if (found == ERR_NOT_FOUND)
        w->why = "there is nobody of that name";
    TRY(found);
    TRY(saml_about(db, &(struct saml_to){who.id, "", saml_preset("surfconext"), false}, &p));
    size_t n = saml_preflight(&p, campus->domain, v);
    for (size_t i = 0; i < n; i++)
        buf_printf(w->out, "%s\t%s\t%s\n", v[i].stops ? "stops" : "warns", v[i].word, v[i].text.one);
    if (n == 0)
        buf_puts(w->out, "fine\n");
    return OK;
}

/* --- Keys -------------------------------------------------------------------------------------------------- */

static err keys_list(struct db *db, struct work *w)
{
    struct saml_key_list rows;

    TRY(saml_q_keys(db, db_now(db), &rows));
    for (size_t i = 0; i < rows.n; i++)
        buf_printf(w->out, "%lld\tsigns from %s\t%s\n", (long long)rows.v[i].id.v, instant_iso(w->arena, rows.v[i].signs_at),
                   rows.v[i].ends_at.v
                       ? arena_printf(w->arena, "published until %s", instant_iso(w->arena, rows.v[i].ends_at))
                       : "newest");
    return OK;
}

static err keys_rotate(struct db *db, struct work *w)
{
    TRY(saml_key_next(db, w->key, w->at_once));
    return keys_list(db, w);
}

/* --- Running one ---------------------------------------------------------------------------------------------- */

static const struct verb {
    const char *subject, *word;
    err (*run)(struct db *db, struct work *w);
    bool key;      /* a new one is made before */
    bool metadata; /* they are read or fetched before */
} verbs[] = {
    {"sp", "list", list, false, false},       {"sp", "show", show, false, false},
    {"sp", "add", add, true, true},           {"sp", "set", change, false, true},
    {"sp", "disable", disable, false, false}, {"sp", "enable", enable, false, false},
    {"sp", "remove", take_away, false, false}, {"preflight", NULL, preflight, false, false},
    {"keys", "list", keys_list, false, false}, {"keys", "rotate", keys_rotate, true, false},
};

static const char usage[] =
    "usage: rapenburg saml sp list\n"
    "       rapenburg saml sp show ENTITY\n"
    "       rapenburg saml sp add FILE|URL [options]          its metadata, from a file or fetched again and again\n"
    "       rapenburg saml sp add --zoom VANITY [options]     https://VANITY.zoom.us\n"
    "       rapenburg saml sp set ENTITY [--metadata FILE|URL] [options]\n"
    "       rapenburg saml sp disable|enable|remove ENTITY\n"
    "       rapenburg saml federation list|add|refresh|remove  all services of a federation\n"
    "       rapenburg saml preflight LOGIN                    SURFconext's rules, for one account\n"
    "       rapenburg saml keys list\n"
    "       rapenburg saml keys rotate [--now]                a new signing key\n"
    "options: --title NAME --kind zoom|learning|library|surfconext --attributes \"uid mail\"\n"
    "         --format persistent|transient|mail --sort office|other --level 1|2|3, and --own --signed-only, each also as --no-…\n";

static const char *value_of(struct work *w, const char *word)
{
    for (int i = 0; i + 1 < w->argc; i++)
        if (str_eq(w->argv[i], word))
            return w->argv[i + 1];
    return NULL;
}

/* Metadata of a file, an address or a preset, outside any transaction. */
static err read_metadata(struct work *w)
{
    const char *zoom = value_of(w, "--zoom"), *from = value_of(w, "--metadata");

    if (zoom && !saml_zoom_fine(zoom)) {
        w->why = "a vanity name has small letters, digits and dashes: what stands before .zoom.us";
        return ERR_USAGE;
    }
    if (zoom) {
        w->text = str_of(saml_zoom(w->arena, zoom));
        w->source = "";
        w->preset = saml_preset("zoom");
        return OK;
    }
    if (!from && w->argc > 0 && !str_starts(w->argv[0], "--"))
        from = w->argv[0];
    if (!from)
        return OK;
    bool address = str_starts(from, "https://") || str_starts(from, "http://");
    w->source = address ? from : "";
    err e = address ? saml_fetch(w->app, w->arena, from, &w->text, &w->why)
                    : file_read(w->arena, from, SAML_META_MAX, &w->text);
    if (e != OK && !w->why)
        w->why = "the file of metadata cannot be read";
    return e == OK ? OK : ERR_USAGE;
}

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
    const struct campus_settings *campus = settings_of(app_settings(app), &campus_group);
    struct run r = {.verb = v, .work = w};
    struct saml_new_key key;

    /* Of `set`, the first word is the service, not its metadata. */
    if (v->metadata && (v->key || value_of(w, "--metadata")))
        TRY(read_metadata(w));
    if (v->key) {
        TRY(saml_key_make(w->arena, campus->domain, &key));
        w->key = &key;
    }
    err e = store_write_now(app->store, w->arena, clock_now(), run_verb, &r);
    return r.result != OK ? r.result : e;
}

static const struct verb *verb_of(int argc, char **argv)
{
    for (size_t i = 0; i < COUNT(verbs); i++)
        if (argc >= 3 && str_eq(argv[1], verbs[i].subject) && (!verbs[i].word || str_eq(argv[2], verbs[i].word)))
            return &verbs[i];
    return NULL;
}

static int saml(struct app *app, int argc, char **argv)
{
    if (argc >= 2 && str_eq(argv[1], "federation"))
        return saml_federation_command(app, argc - 1, argv + 1);
    const struct verb *v = verb_of(argc, argv);
    int used = v && v->word ? 3 : 2;
    struct buf out = buf_new(OUT_MAX);
    struct work w = {
        .argc = argc - used,
        .argv = argv + used,
        .app = app,
        .arena = arena_new(4 * OUT_MAX),
        .out = &out,
        .at_once = argc == 4 && str_eq(argv[3], "--now"),
    };
    err e = v ? dispatch(app, &w, v) : ERR_USAGE;

    if (e == OK && out.n > 0)
        fwrite(out.s, 1, out.n, stdout);
    else if (w.why && e != OK)
        fprintf(stderr, "rapenburg saml: %s\n", w.why);
    else if (e == ERR_USAGE)
        fputs(usage, stderr);
    else if (e != OK)
        fprintf(stderr, "rapenburg saml: %s\n", err_text(e));
    buf_free(&out);
    arena_free(w.arena);
    return e == OK ? 0 : e == ERR_USAGE ? 2 : 1;
}

const struct command saml_commands[2] = {
    {"saml", "saml sp list|show|add|set|disable|enable|remove …, saml federation list|add|refresh|remove …, saml preflight LOGIN, saml keys list|rotate",
     "services that sign people in with this campus by SAML, and the keys that sign for them", saml, NULL},
    {"saml-aggregate", "saml-aggregate read CERTIFICATE…",
     "reads a federation's metadata from standard input: for the program itself, which confines it", saml_aggregate_command, "read"},
};
