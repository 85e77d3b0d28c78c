/* kept.h: what the identity provider keeps in memory. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SAML_KEPT_H
#define SAML_KEPT_H
#include "idp.h"

#define SAML_KEPT_KEYS 16 /* private keys that were unsealed once */

struct saml_kept {
    pthread_mutex_t lock;
    size_t n_keys;
    struct {
        saml_key_id id;
        struct sign_key *key;
    } keys[SAML_KEPT_KEYS];
};

#endif
