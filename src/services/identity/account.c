/* account.c: codes, closing and opening of accounts, new passwords.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "account.h"
#include "app_passwords.h"
#include "bus.h"
#include "events.h"
#include "hash.h"
#include "identity_q.h"
#include "rand.h"
#include "rules.h"
#include "session.h"
#include "told.h"

const char *account_fresh_code(struct arena *a, struct str *ret_hash)
{
    char key[IDENTITY_CODE_CHARS + 1] = {0};

    for (size_t i = 0; i < IDENTITY_CODE_CHARS; i++)
        key[i] = identity_code_alphabet[rand_below(sizeof identity_code_alphabet - 1)];
    struct digest d = hash_sha256(key, IDENTITY_CODE_CHARS);

    *ret_hash = (struct str){arena_dupn(a, (const char *)d.b, sizeof d.b), sizeof d.b};
    return identity_code_show(a, key);
}

err account_code(struct db *db, person_id who, person_id by, instant ends,
                 const char **ret_code)
{
    struct str hash;
    const char *code = account_fresh_code(db_arena(db), &hash);

    TRY(identity_q_codes_drop(db, who));
    TRY(identity_q_code_add(db, NEW_ID(db, code_id), who, hash, db_now(db), by, ends, false));
    *ret_code = code;
    return OK;
}

err account_mailed_code(struct db *db, person_id who, instant ends, const char **ret_code)
{
    struct str hash;
    const char *code = account_fresh_code(db_arena(db), &hash);

    TRY(identity_q_code_add(db, NEW_ID(db, code_id), who, hash, db_now(db), (person_id){0}, ends, true));
    *ret_code = code;
    return OK;
}

err account_disable(struct db *db, person_id who, bool *ret_changed)
{
    int64_t n = 0, ended = 0;

    TRY(identity_q_set_disabled(db, who, db_now(db), &n));
    TRY(session_end_all(db, who, (session_id){0}, &ended));
    TRY(identity_q_codes_drop(db, who));
    TRY(identity_q_passes_end(db, who, db_now(db), &ended));
    bus_tell(db, BUS_ACCOUNT, who.v);
    if (n > 0)
        TRY(event_send(
            db, &(struct event){.kind = ACCOUNT_DISABLED, .person = who, .at = db_now(db)}));
    *ret_changed = n > 0;
    return OK;
}

err account_enable(struct db *db, person_id who, bool *ret_changed)
{
    int64_t n = 0;

    TRY(identity_q_set_disabled(db, who, (instant){0}, &n));
    if (n > 0)
        TRY(event_send(
            db, &(struct event){.kind = ACCOUNT_CHANGED, .person = who, .at = db_now(db)}));
    *ret_changed = n > 0;
    return OK;
}

err account_password(struct db *db, person_id who, const char *text, session_id keep)
{
    int64_t ended = 0;

    TRY(identity_q_set_password(db, who, text, db_now(db)));
    TRY(identity_q_codes_drop(db, who));
    TRY(identity_q_trials_drop(db, who));
    TRY(identity_q_devices_drop(db, who));
    TRY(app_passwords_drop(db, who, &ended));
    TRY(told_password(db, who));
    return session_end_all(db, who, keep, &ended);
}

err account_role(struct db *db, person_id who, const struct account_role *r, bool *ret_changed)
{
    const char *word = role_word(r->role);
    int64_t n = 0;

    if (r->give)
        TRY(identity_q_role_give(db, NEW_ID(db, role_id), who, word, r->scope, db_now(db), &n));
    else
        TRY(identity_q_role_take(db, who, word, r->scope, &n));
    *ret_changed = n > 0;
    if (n == 0)
        return OK;
    bus_tell(db, BUS_ACCOUNT, who.v);
    return event_send(
        db, &(struct event){.kind = ACCOUNT_CHANGED, .person = who, .at = db_now(db)});
}

const char *account_role_json(struct arena *a, const struct account_role *r)
{
    /* Role words are a-z and dashes: nothing to escape. */
    return arena_printf(a, "{\"role\":\"%s\",\"scope\":\"%lld\"}", role_word(r->role),
                        (long long)r->scope);
}
