/* portal.h: the home page; nothing for other services but its table.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef PORTAL_H
#define PORTAL_H

struct service;
extern const struct service portal_service;

#endif
