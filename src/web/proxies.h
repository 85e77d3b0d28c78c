/* proxies.h: the addresses whose X-Forwarded-For and X-Forwarded-Proto are believed.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_PROXIES_H
#define WEB_PROXIES_H
#include <stdbool.h>
#include "arena.h"
#include "err.h"

struct proxies;
/* "10.0.0.0/8 ::1 192.0.2.7"; ERR_PARSE for anything else. Empty or NULL: nobody is trusted. */
[[nodiscard]] err proxies_new(const char *list, struct proxies **ret_p);
void proxies_free(struct proxies *p);
bool proxies_any(const struct proxies *p);
bool proxies_trust(const struct proxies *p, const char *address);
/* The client's address: the right-most of the X-Forwarded-For list that no trusted proxy has; `peer`
   if that is not trusted itself, or the list is not of addresses. */
const char *proxies_client(const struct proxies *p, struct arena *a, const char *peer,
                           const char *forwarded_for);

/* What one household, or one attacker, has: an IPv4 address, or the /64 of an IPv6 one. */
const char *address_household(struct arena *a, const char *address);

#endif
