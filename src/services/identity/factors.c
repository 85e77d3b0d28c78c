/* factors.c: authenticator apps and recovery codes. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "factors.h"
#include "app.h"
#include "app_passwords.h"
#include "bus.h"
#include "audit.h"
#include "happened.h"
#include "hash.h"
#include "identity.h"
#include "identity_q.h"
#include "keys.h"
#include "otp.h"
#include "rand.h"
#include "rules.h"
#include "session.h"
#include "str.h"
#include "told.h"
#include <string.h>

err factors_changed(struct db *db, person_id who)
{
    bus_tell(db, BUS_ACCOUNT, who.v);
    return identity_q_factors_count(db, who);
}

/* --- Authenticator apps -------------------------------------------------------------------------- */

static struct keys_about about(otp_id id)
{
    return (struct keys_about){.purpose = "otp", .row = id.v};
}

err factors_otp_begin(struct db *db, person_id who, const char *name, otp_id *ret_id)
{
    otp_id id = NEW_ID(db, otp_id);
    const struct keys_about of = about(id);
    char secret[OTP_SECRET];
    const char *sealed = NULL;

    rand_bytes(secret, sizeof secret);
    TRY(keys_seal(db_arena(db), db_app(db)->keys, &of, (struct str){secret, sizeof secret}, &sealed));
    memset(secret, 0, sizeof secret);
    TRY(identity_q_otps_open_drop(db, who));
    TRY(identity_q_otp_add(db, id, who, name, sealed, db_now(db)));
    *ret_id = id;
    return OK;
}

err factors_otp_secret(struct db *db, const struct identity_otp *otp, struct str *ret_secret)
{
    const struct keys_about of = about(otp->id);

    return keys_unseal(db_arena(db), db_app(db)->keys, &of, otp->secret, ret_secret);
}

err factors_otp_right(struct db *db, const struct identity_otp *otp, const char *code, bool *ret_right,
                      int64_t *ret_step)
{
    struct str secret;

    TRY(factors_otp_secret(db, otp, &secret));
    *ret_right = otp_right(secret, db_now(db), otp->step, code, ret_step);
    return OK;
}

static err otp_use(struct db *db, person_id who, const char *code, bool *ret_used)
{
    struct identity_otp_list rows;

    *ret_used = false;
    TRY(identity_q_otps(db, who, &rows));
    for (size_t i = 0; i < rows.n; i++) {
        bool right = false;
        int64_t step = 0, n = 0;

        TRY(factors_otp_right(db, &rows.v[i], code, &right, &step));
        if (right)
            TRY(identity_q_otp_use(db, rows.v[i].id, step, db_now(db), &n));
        *ret_used = *ret_used || n > 0;
    }
    return OK;
}

/* --- Recovery codes ------------------------------------------------------------------------------- */

err factors_recovery_make(struct db *db, person_id who, const char *ret_codes[FACTORS_RECOVERY])
{
    int64_t n = 0;

    TRY(identity_q_recovery_drop(db, who, &n));
    for (int i = 0; i < FACTORS_RECOVERY; i++) {
        char key[IDENTITY_RECOVERY_CHARS + 1] = {0};

        for (size_t k = 0; k < IDENTITY_RECOVERY_CHARS; k++)
            key[k] = identity_code_alphabet[rand_below(sizeof identity_code_alphabet - 1)];
        struct digest d = hash_sha256(key, IDENTITY_RECOVERY_CHARS);

        TRY(identity_q_recovery_add(db, who, (struct str){(const char *)d.b, sizeof d.b}, db_now(db)));
        ret_codes[i] = identity_recovery_show(db_arena(db), key);
    }
    return factors_changed(db, who);
}

static err pass_use(struct db *db, person_id who, const char *key, enum factors_code *ret)
{
    struct digest d = hash_sha256(key, IDENTITY_CODE_CHARS);
    int64_t n = 0;

    TRY(identity_q_pass_factor(db, who, (struct str){(const char *)d.b, sizeof d.b}, db_now(db), &n));
    *ret = n > 0 ? CODE_PASS : *ret;
    return OK;
}

err factors_code_use(struct db *db, person_id who, const char *typed, enum factors_code *ret)
{
    struct identity_second typing = identity_second_of(db_arena(db), typed);
    bool used = false;
    int64_t n = 0;

    *ret = CODE_NONE;
    if (typing.kind == SECOND_OTP)
        TRY(otp_use(db, who, typing.key, &used));
    if (typing.kind == SECOND_RECOVERY) {
        struct digest d = hash_sha256(typing.key, IDENTITY_RECOVERY_CHARS);

        TRY(identity_q_recovery_use(db, who, (struct str){(const char *)d.b, sizeof d.b}, db_now(db), &n));
        if (n > 0)
            TRY(factors_changed(db, who));
    }
    *ret = used ? CODE_OTP : n > 0 ? CODE_RECOVERY : CODE_NONE;
    return typing.kind == SECOND_PASS ? pass_use(db, who, typing.key, ret) : OK;
}

/* --- By a pass of the service desk ---------------------------------------------------------------- */

bool factors_by_pass(unsigned proofs)
{
    return proofs & IDENTITY_PASS && !(proofs & (IDENTITY_OTP | IDENTITY_PASSKEY));
}

err factors_replaced(struct rq *rq, otp_id otp, passkey_id passkey)
{
    int64_t n = 0;

    TRY(identity_q_otps_drop_but(rq->db, rq->me, otp));
    TRY(identity_q_passkeys_drop_but(rq->db, rq->me, passkey));
    TRY(identity_q_confirmers_drop(rq->db, rq->me, (confirmer_id){0}, &n));
    TRY(identity_q_recovery_drop(rq->db, rq->me, &n));
    TRY(identity_q_devices_drop(rq->db, rq->me));
    TRY(identity_q_trials_drop(rq->db, rq->me));
    TRY(app_passwords_drop(rq->db, rq->me, &n));
    TRY(factors_changed(rq->db, rq->me));
    TRY(session_end_all(rq->db, rq->me, rq->session, &n));
    TRY(happened(rq, rq->me, HAPPENED_REPLACED));
    TRY(audit_rq(rq, "identity.factors_replaced", "person", rq->me.v, NULL));
    return told_replaced(rq, rq->me);
}

/* --- Lost ones ----------------------------------------------------------------------------------- */

err factors_reset(struct db *db, person_id who)
{
    int64_t n = 0;

    TRY(identity_q_otps_drop(db, who));
    TRY(identity_q_passkeys_drop(db, who));
    TRY(identity_q_recovery_drop(db, who, &n));
    TRY(identity_q_confirmers_drop(db, who, (confirmer_id){0}, &n));
    TRY(identity_q_devices_drop(db, who));
    TRY(identity_q_trials_drop(db, who));
    TRY(app_passwords_drop(db, who, &n));
    TRY(factors_changed(db, who));
    TRY(session_end_all(db, who, (session_id){0}, &n));
    TRY(happened_to(db, who, HAPPENED_FACTORS_RESET));
    return told_reset(db, who);
}
