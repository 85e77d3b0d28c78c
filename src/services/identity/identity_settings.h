/* identity_settings.h: identity's group of settings.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_SETTINGS_H
#define IDENTITY_SETTINGS_H
#include "rq.h"
#include "settings.h"

struct identity_settings {
    int64_t password_memory; /* KiB */
    int64_t password_passes;
    int64_t session_idle, session_max; /* milliseconds, as all that follow */
    int64_t shared_idle, shared_max;
    int64_t code_life;
    int64_t known_life;
    int64_t admin_proof;
    int64_t remember_days;
};
extern const struct settings_group identity_settings_group;

static inline const struct identity_settings *identity_settings_of(const struct rq *rq)
{
    return settings_of(rq_settings(rq), &identity_settings_group);
}

#endif
