/* push.h: messages to a browser through its maker's push service: encrypted for that browser alone (RFC 8291 with
   aes128gcm of RFC 8188), and signed so that the service knows who sends (VAPID, RFC 8292).
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_PUSH_H
#define BASE_PUSH_H
#include <stdbool.h>
#include "arena.h"
#include "clock.h"
#include "err.h"
#include "signing.h"
#include "str.h"

#define PUSH_TEXT_MOST 3993 /* bytes of a message: one record of 4096 with all that is around it */

/* Whom a browser says it is when it subscribes (the Push API's getKey()). */
struct push_to {
    struct str key;  /* "p256dh": a point of P-256, 65 bytes */
    struct str auth; /* 16 bytes */
};
/* From base64url. ERR_PARSE: another length, or a point that is not on the curve. */
[[nodiscard]] err push_to_read(struct arena *a, const char *p256dh, const char *auth, struct push_to *ret);

/* The body of the request; its Content-Encoding is aes128gcm. ERR_TOO_LARGE. */
[[nodiscard]] err push_seal(struct arena *a, const struct push_to *to, struct str text, struct str *ret_body);
/* The same with what is otherwise made by chance: 16 bytes of salt and a key pair (32 and 65 bytes). For tests. */
struct push_once {
    struct str salt, secret, point;
};
[[nodiscard]] err push_seal_once(struct arena *a, const struct push_to *to, const struct push_once *once,
                                 struct str text, struct str *ret_body);

/* The campus's key as browsers want it (applicationServerKey): the point in base64url. `k` is SIGN_KIND_EC. */
[[nodiscard]] err push_key_text(struct arena *a, const struct sign_key *k, const char **ret);
/* Is it the address of a push service: https (or http on this machine, for tests), without a user? */
bool push_origin_ok(struct arena *a, const char *endpoint);
/* The Authorization header for this address of a push service; `contact` is a mailto: or https: address of those who
   run the campus. It holds for twelve hours. ERR_PARSE: the address is not https (http on this machine, for tests). */
[[nodiscard]] err push_authorization(struct arena *a, const struct sign_key *k, const char *endpoint,
                                     const char *contact, instant now, const char **ret_header);

#endif
