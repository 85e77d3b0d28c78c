/* keys_inside.h: what keys.c and secrets.c share. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_KEYS_INSIDE_H
#define CAMPUS_KEYS_INSIDE_H
#include "keys.h"
#include <sodium.h>

struct keys {
    unsigned char secret[crypto_sign_SECRETKEYBYTES];
    unsigned char open[crypto_sign_PUBLICKEYBYTES];
    int n_masters; /* the newest has this number */
    unsigned char master[KEYS_MASTERS][32];
};

/* One key file: the base64url of 32 bytes; made, when it may be and is not there. ERR_NOT_FOUND. */
[[nodiscard]] err key_file(struct arena *a, const char *path, bool make, struct str *ret_bytes);
/* secrets.c: STATE/keys/secret-N.key, the first made if there is none. */
[[nodiscard]] err masters_open(struct arena *a, const char *dir, struct keys *k);

#endif
