/* rand.c: chance from the system (libsodium), or a repeatable stream in tests.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rand.h"
#include <pthread.h>
#include <sodium.h>
#include "hash.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t seed;
static uint64_t step; /* blocks of the repeatable stream already given */

static void stream_bytes(void *out, size_t n)
{
    uint8_t key[crypto_stream_chacha20_KEYBYTES] = {};
    uint8_t nonce[crypto_stream_chacha20_NONCEBYTES] = {};

    memcpy(key, &seed, sizeof seed);
    memcpy(nonce, &step, sizeof step);
    step++;
    (void)crypto_stream_chacha20(out, n, nonce, key);
}

void rand_bytes(void *out, size_t n)
{
    bool done = false;

    pthread_mutex_lock(&lock);
    if (seed != 0) {
        stream_bytes(out, n);
        done = true;
    }
    pthread_mutex_unlock(&lock);
    if (!done)
        randombytes_buf(out, n);
}

uint64_t rand_below(uint64_t limit)
{
    uint64_t v = 0;

    if (limit < 2)
        return 0;
    /* Numbers under 2^64 mod limit would make the small ones likelier. */
    uint64_t least = (0 - limit) % limit;
    do {
        rand_bytes(&v, sizeof v);
    } while (v < least);
    return v % limit;
}

const char *rand_token(struct arena *a, size_t n)
{
    void *bytes = arena_alloc(a, n);

    rand_bytes(bytes, n);
    return hash_base64url(a, bytes, n);
}

void rand_seed(uint64_t new_seed)
{
    pthread_mutex_lock(&lock);
    seed = new_seed;
    step = 0;
    pthread_mutex_unlock(&lock);
}
