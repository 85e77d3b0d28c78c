/* forgotten_models.h: what identity's views of a forgotten password, and of its mails, show; a part of models.h.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_FORGOTTEN_MODELS_H
#define IDENTITY_FORGOTTEN_MODELS_H
#include "security_models.h"

struct identity_forgotten_view {
    struct identity_ask_view passkey;
};
/* A private address that is named. */
struct identity_private_view {
    const char *mail;    /* that waits for its code */
    const char *present; /* of before, or NULL */
};
struct identity_mail_code_view {
    const char *code;
    instant ends;
};
struct identity_mail_name {
    const char *login, *name;
};
struct identity_mail_names {
    struct identity_mail_name *v;
    size_t n;
};
struct identity_mail_names_view {
    struct identity_mail_names names;
};

#endif
