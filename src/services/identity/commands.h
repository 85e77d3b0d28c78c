/* commands.h: `rapenburg people …`.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_COMMANDS_H
#define IDENTITY_COMMANDS_H
#include "service.h"

extern const struct command identity_commands[1];

#endif
