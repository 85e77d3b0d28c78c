/* guard.h: which addresses may be reached for somebody else: public ones, and those that are allowed by name.
   A person who gives us an address (a calendar to read, a hook to call) must not reach through us what only
   we can reach: the database beside us, the router's pages, a cloud's metadata. The question is asked of the
   address that is connected to, not of the name, so that a name that answers differently the second time
   gains nothing.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_GUARD_H
#define BASE_GUARD_H
#include <stdbool.h>
#include <sys/socket.h>
#include "arena.h"
#include "err.h"

struct guard;

/* Exceptions, of an administrator: words with blanks between them, each a network (10.1.0.0/16,
   fd00:1::/32), an address (192.0.2.7), or a host as it stands in the URL with its port
   (ldap.campus.example:8443, [::1]:8080). NULL or empty: none. ERR_PARSE. Lives in the arena. */
[[nodiscard]] err guard_new(struct arena *a, const char *list, struct guard **ret_g);
/* May `sa` be connected to, for a URL with this host (no brackets; may be NULL)? */
bool guard_allows(const struct guard *g, const char *host, const struct sockaddr *sa);
/* Is it an IPv4 or IPv6 address of the public internet? Not so: "this" network, private, carrier's,
   loopback, link-local, documentation, benchmarks, multicast, reserved; IPv6 outside 2000::/3 (so mapped
   IPv4, NAT64, unique local and site-local addresses), Teredo, 6to4. */
bool guard_public(const struct sockaddr *sa);
/* "192.0.2.7" or "2001:db8::1"; "" for another family. `ret` has GUARD_TEXT bytes. */
#define GUARD_TEXT 64
void guard_text(const struct sockaddr *sa, char *ret);

#endif
