/* people.c: what identity does for other services: persons by id and name, import, roles.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "account.h"
#include "audit.h"
#include "events.h"
#include "found.h"
#include "identity.h"
#include "identity_q.h"
#include "kdf.h"
#include "mailout.h"
#include "rules.h"
#include "str.h"

static struct identity_info info_of(const struct identity_person *p)
{
    return (struct identity_info){
        .id = p->id,
        .org = p->org,
        .login = p->login,
        .name = p->name,
        .mail = p->mail,
        .lang = p->lang,
        .disabled = p->disabled_at.v != 0,
    };
}

err identity_by_id(struct db *db, person_id id, struct identity_info *ret)
{
    struct identity_person p;

    TRY(identity_q_person(db, id, &p));
    *ret = info_of(&p);
    return OK;
}

err identity_by_name(struct db *db, const char *typed, struct identity_info *ret)
{
    struct identity_org home;
    struct identity_person p;

    TRY(identity_q_org(db, IDENTITY_HOME, &home));
    const char *key = identity_name_key(db_arena(db), typed, home.domain, home.office_domain);

    if (!*key)
        return ERR_NOT_FOUND;
    TRY(identity_q_person_named(db, key, &p));
    *ret = info_of(&p);
    return OK;
}

err identity_named(struct db *db, const char *typed, person_id *ret)
{
    struct identity_info who;

    TRY(identity_by_name(db, typed, &who));
    *ret = who.id;
    return OK;
}

err identity_addressee(struct db *db, person_id who, struct addressee *ret)
{
    struct identity_person p;

    TRY(identity_q_person(db, who, &p));
    *ret = (struct addressee){
        .person = p.id,
        .name = p.name,
        .address = p.mail,
        .lang = lang_of(p.lang, LANG_EN),
        .closed = p.disabled_at.v != 0,
    };
    return OK;
}

/* --- Import ---------------------------------------------------------------------------------
 */

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

static bool mail_ok(const char *mail)
{
    const char *at = strchr(mail, '@');

    return at && at != mail && at[1] && !strchr(at + 1, '@') && strlen(mail) <= 254 &&
           !strpbrk(mail, " \t\r\n<>\",;");
}

const char *identity_row_problem(const struct identity_row *row)
{
    const char *name = or_empty(row->name);
    const char *lang = or_empty(row->lang);
    enum role role;

    if (str_empty(row->login) || !identity_login_ok(row->login))
        return "the login is not 2 to 32 of a-z, 0-9, '.' and '-', with a letter first";
    if (!*name || !str_utf8_ok(name, strlen(name)) || str_utf8_len(name) > 120 || strpbrk(name, "\t\r\n"))
        return "the name is not 1 to 120 characters on one line";
    if (!str_empty(row->mail) && !mail_ok(row->mail))
        return "the mail address is not one";
    if (*lang && !str_eq(lang, "en") && !str_eq(lang, "nl"))
        return "the language is neither en nor nl";
    if (!str_empty(row->role) && !role_parse(row->role, &role))
        return "there is no such role";
    return NULL;
}

/* The row with what it leaves unsaid filled in: from the person, or as for a new one. */
static struct identity_row filled(struct arena *a, const struct identity_row *row,
                                  const struct identity_person *p, const char *domain)
{
    struct identity_row full = *row;

    if (str_empty(full.mail))
        full.mail = p ? p->mail : arena_printf(a, "%s@%s", row->login, domain);
    if (str_empty(full.lang))
        full.lang = p ? p->lang : "";
    full.role = or_empty(row->role);
    return full;
}

static err holds(struct db *db, person_id who, const char *role, bool *ret)
{
    struct identity_held_list held;

    *ret = false;
    TRY(identity_q_roles(db, who, &held));
    for (size_t i = 0; i < held.n; i++)
        if (held.v[i].scope == 0 && str_eq(held.v[i].role, role))
            *ret = true;
    return OK;
}

struct compared {
    struct identity_row row;
    struct identity_person person; /* id zero: new */
    bool text;                     /* its texts differ */
    bool role;                     /* the role is not held yet */
};

static err compare(struct db *db, const struct identity_row *row, struct compared *ret)
{
    struct identity_org home;
    struct compared c = {0};
    err e = identity_q_person_named(db, row->login, &c.person);

    if (e != OK && e != ERR_NOT_FOUND)
        return e;
    bool is_new = e == ERR_NOT_FOUND;

    TRY(identity_q_org(db, IDENTITY_HOME, &home));
    c.row = filled(db_arena(db), row, is_new ? NULL : &c.person, home.domain);
    c.role = *c.row.role != 0;
    if (is_new) {
        c.person.id = (person_id){0};
    } else {
        bool has = false;

        c.text = !str_eq(c.row.name, c.person.name) || !str_eq(c.row.mail, c.person.mail) ||
                 !str_eq(c.row.lang, c.person.lang);
        if (c.role)
            TRY(holds(db, c.person.id, c.row.role, &has));
        c.role = c.role && !has;
    }
    *ret = c;
    return OK;
}

static enum identity_change change_of(const struct compared *c)
{
    if (c->person.id.v == 0)
        return IDENTITY_NEW;
    return c->text || c->role ? IDENTITY_CHANGED : IDENTITY_SAME;
}

err identity_compare(struct db *db, const struct identity_row *row, person_id *ret_id,
                     enum identity_change *ret_change)
{
    struct compared c;

    TRY(compare(db, row, &c));
    *ret_id = c.person.id;
    *ret_change = change_of(&c);
    return OK;
}

static err make(struct db *db, const struct identity_row *row, person_id *ret_id)
{
    struct arena *a = db_arena(db);
    person_id id = NEW_ID(db, person_id);
    const char *password = NULL;

    if (!str_empty(row->password))
        TRY(kdf_hash(a, row->password, (struct kdf_cost){KDF_MEMORY_LEAST, KDF_PASSES_LEAST},
                     &password));
    TRY(identity_q_person_add(db, id, IDENTITY_HOME, row->login, row->name,
                              str_sort_key(a, row->name), row->mail, row->lang, password,
                              db_now(db)));
    TRY(identity_q_name_add(db, NEW_ID(db, name_id), id, row->login));
    *ret_id = id;
    return OK;
}

static err tell(struct db *db, person_id who, const char *what)
{
    TRY(audit(db, &(struct audit_entry){.what = what, .about = "person", .id = who.v}));
    return event_send(
        db, &(struct event){.kind = ACCOUNT_CHANGED, .person = who, .at = db_now(db)});
}

err identity_import(struct db *db, const struct identity_row *row, person_id *ret_id,
                    enum identity_change *ret_change)
{
    struct compared c;

    TRY(compare(db, row, &c));
    enum identity_change change = change_of(&c);
    person_id id = c.person.id;

    if (change == IDENTITY_NEW)
        TRY(make(db, &c.row, &id));
    else if (c.text)
        TRY(identity_q_person_change(db, id, c.row.name, str_sort_key(db_arena(db), c.row.name),
                                     c.row.mail, c.row.lang));
    if (c.role) {
        int64_t given = 0;

        TRY(identity_q_role_give(db, NEW_ID(db, role_id), id, c.row.role, 0, db_now(db),
                                 &given));
    }
    if (change == IDENTITY_NEW || c.text)
        TRY(search_changed(db, IDENTITY_PEOPLE, id.v));
    if (change != IDENTITY_SAME)
        TRY(tell(db, id, change == IDENTITY_NEW ? "identity.imported" : "identity.changed"));
    *ret_id = id;
    *ret_change = change;
    return OK;
}

/* --- Roles ----------------------------------------------------------------------------------
 */

static err role_changed(struct db *db, person_id who, const struct account_role *r,
                        const char *what, bool *ret_changed)
{
    bool changed = false;

    TRY(account_role(db, who, r, &changed));
    if (changed)
        TRY(audit(db, &(struct audit_entry){.what = what,
                                            .about = "person",
                                            .id = who.v,
                                            .detail = account_role_json(db_arena(db), r)}));
    if (ret_changed)
        *ret_changed = changed;
    return OK;
}

err identity_role_give(struct db *db, person_id who, enum role role, int64_t scope,
                       bool *ret_changed)
{
    return role_changed(db, who, &(struct account_role){role, scope, true},
                        "identity.role_given", ret_changed);
}

err identity_role_take(struct db *db, person_id who, enum role role, int64_t scope,
                       bool *ret_changed)
{
    return role_changed(db, who, &(struct account_role){role, scope, false},
                        "identity.role_taken", ret_changed);
}
