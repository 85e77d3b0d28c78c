/* kept.h: what the provider keeps in memory. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OIDC_KEPT_H
#define OIDC_KEPT_H
#include <pthread.h>
#include "provider.h"

#define OIDC_KEPT_KEYS  32   /* private keys that were unsealed once */
#define OIDC_KEPT_SEEN  8192 /* proofs that were shown to routes that do not write */
#define OIDC_KEPT_TRIES 8    /* places in which one may stand */

struct oidc_kept {
    pthread_mutex_t lock;
    size_t n_keys;
    struct {
        oidc_key_id id;
        struct sign_key *key;
    } keys[OIDC_KEPT_KEYS];
    struct oidc_seen {
        uint64_t what;
        int64_t ends;
    } seen[OIDC_KEPT_SEEN];
};
static inline struct oidc_kept *oidc_kept_of(const struct app *app)
{
    return app_kept(app, &oidc_service);
}

#endif
