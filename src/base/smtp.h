/* smtp.h: mails handed to a relay (RFC 5321, 3207, 4954), by libcurl: one connection for many.
   It says whose fault a failure is: the mail's, or the relay's, and in the relay's own words. The caller's
   thread waits. Nothing is logged, and no answer holds the secret.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_SMTP_H
#define BASE_SMTP_H
#include <stdbool.h>
#include <stdint.h>
#include "arena.h"
#include "err.h"
#include "hash.h"
#include "mime.h"
#include "str.h"

enum smtp_tls {
    SMTP_TLS_REQUIRED,   /* STARTTLS, or no mail; smtps is TLS from the first byte always */
    SMTP_TLS_IF_OFFERED, /* certificates are verified all the same */
    SMTP_TLS_NEVER,
};

struct smtp_relay {
    const char *url; /* "smtp://relay.example:587", "smtps://relay.example:465" */
    const char *helo; /* this machine's name, for EHLO */
    enum smtp_tls tls;
    const char *user; /* "" or NULL: nobody signs in */
    struct secret secret;
    const char *ca_file; /* PEM file of who is trusted to certify; "" or NULL: the system's */
    int64_t connect_ms;
    int64_t mail_ms; /* for each mail, the connection included */
};
/* Is it a relay that could be asked: scheme, host name or address, port? */
bool smtp_url_ok(const char *url);
bool smtp_host_local(const char *url); /* on this machine: 127.0.0.1, [::1], localhost */

enum smtp_end {
    SMTP_TAKEN,   /* the relay has it */
    SMTP_LATER,   /* not this mail, not now: 4xx to it, or the connection broke while it was sent */
    SMTP_REFUSED, /* this mail never: 5xx to its recipient or content */
    SMTP_RELAY,   /* no mail at present: no connection, TLS, sign-in, or nothing was said to its recipient yet */
    SMTP_STOPPED, /* called off */
};
struct smtp_answer {
    enum smtp_end end;
    int code;        /* the relay's last; 0: it said none */
    const char *why; /* one line for an administrator, in the arena; of SMTP_TAKEN what the relay said */
};

struct smtp;
/* Nothing is connected yet. NULL: libcurl cannot be set up. `stop` (may be NULL) is asked while waiting. */
struct smtp *smtp_open(struct arena *a, const struct smtp_relay *r, bool (*stop)(void *ctx), void *ctx);
/* One mail (of mime_put()) to one recipient. */
void smtp_send(struct smtp *s, struct mail_address from, struct mail_address to, struct str mail,
               struct smtp_answer *ret);
/* Says goodbye; also done when the arena ends. */
void smtp_close(struct smtp *s);

#endif
