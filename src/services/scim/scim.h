/* scim.h: accounts and groups that another system of the university keeps (SCIM 2.0): other services need nothing of it.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SCIM_H
#define SCIM_H

struct service;
extern const struct service scim_service;

#endif
