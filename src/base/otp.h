/* otp.h: one-time passwords of authenticator apps: HOTP (RFC 4226) and TOTP (RFC 6238) with SHA-1, steps of 30 seconds
   and six digits, which is what every app knows. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_OTP_H
#define BASE_OTP_H
#include <stdbool.h>
#include <stdint.h>
#include "arena.h"
#include "clock.h"
#include "str.h"

#define OTP_DIGITS 6
#define OTP_SECRET 20 /* bytes of a secret, as RFC 4226 §4 wants them */
/* The code of a counter; 1 to 9 digits. */
const char *otp_code(struct arena *a, struct str secret, int64_t counter, int digits);
/* The counter of a moment: its 30 seconds. */
int64_t otp_step(instant t);
/* Is it the code of this step or one beside it, later than `after`? *ret_step says of which; a code that was used is not
   used again when the caller keeps that as `after`. Takes the same time for every code. */
bool otp_right(struct str secret, instant now, int64_t after, const char *code, int64_t *ret_step);
/* RFC 4648 §6 in capitals, without padding: how apps want a secret typed. */
const char *otp_base32(struct arena *a, struct str bytes);
/* Back again; small letters and blanks are forgiven. ERR_PARSE. */
[[nodiscard]] err otp_from_base32(struct arena *a, const char *s, struct str *ret_bytes);
/* otpauth://totp/…: what the QR code says. */
const char *otp_address(struct arena *a, const char *issuer, const char *account, struct str secret);

#endif
