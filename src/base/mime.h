/* mime.h: a mail as bytes (RFC 5322, 2045 to 2047): 7-bit clean, lines of at most 78 bytes where it can be
   and 998 always. An address is a type that only mail_address_of() makes; every other text is encoded
   where it stands, so that none of them can begin a header or end one.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_MIME_H
#define BASE_MIME_H
#include <stddef.h>
#include "arena.h"
#include "buf.h"
#include "clock.h"
#include "err.h"

/* "noor@sint-maarten.example": letters, digits and the signs of an atom before the @, a host name of
   letters, digits and dashes behind it; ASCII only, at most 64 and 253 bytes. */
struct mail_address {
    const char *text;
};
/* ERR_PARSE: it is none. Quoted local parts, comments, address literals and names beyond ASCII are not taken. */
[[nodiscard]] err mail_address_of(struct arena *a, const char *s, struct mail_address *ret_a);

struct mime_mail {
    struct mail_address from, to;
    struct mail_address reply_to;   /* .text NULL: none */
    const char *from_name, *to_name; /* any UTF-8; "" or NULL: none */
    const char *subject;            /* any UTF-8 */
    struct mail_address message_id; /* "17@sint-maarten.example" */
    const char *list;               /* List-Id, a host name: "notices.sint-maarten.example"; NULL: none */
    const char *lang;               /* "nl" */
    instant date;
    const char *text; /* UTF-8, lines end with \n */
    const char *html; /* the same as a page; NULL: text only */
};
/* Appends it, lines ending with CRLF. ERR_RANGE: something needed is missing, or `list` or `lang` is no such word;
   ERR_TOO_LARGE: over the buffer's maximum. */
[[nodiscard]] err mime_put(struct buf *b, const struct mime_mail *m);

#endif
