/* saml.h: the SAML 2.0 identity provider: other services need nothing of it.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SAML_H
#define SAML_H

struct service;
extern const struct service saml_service;

#endif
