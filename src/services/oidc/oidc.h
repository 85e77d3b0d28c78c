/* oidc.h: the OpenID Connect provider: other services need nothing of it.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef OIDC_H
#define OIDC_H

struct service;
extern const struct service oidc_service;

#endif
