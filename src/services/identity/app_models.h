/* app_models.h: what the pages of app passwords show; a part of models.h. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_APP_MODELS_H
#define IDENTITY_APP_MODELS_H
#include <stdbool.h>
#include <stddef.h>
#include "clock.h"
#include "i18n.h"
#include "ids.h"

struct identity_door {
    const char *word;
    struct msg title;
    bool chosen;
};
struct identity_doors {
    struct identity_door *v;
    size_t n;
};
struct identity_app_password_line {
    app_password_id id;
    const char *name;
    struct msg door; /* none: no service here has it any more */
    instant made_at, used_at; /* zero: never */
    const char *used_from;
};
struct identity_app_password_lines {
    struct identity_app_password_line *v;
    size_t n;
};
struct identity_app_passwords_view {
    struct identity_doors doors;
    struct identity_app_password_lines lines;
    bool full;
};
struct identity_app_password_made_view {
    const char *title;
    struct msg door, how;
    const char *address; /* or NULL */
    const char *login, *password;
};

#endif
