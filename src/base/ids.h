/* ids.h: the id types of ids.def. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_IDS_H
#define BASE_IDS_H
#include <stdint.h>

/* clang-format off */
#define X(word) typedef struct { int64_t v; } word;
#include "ids.def"
#undef X
/* clang-format on */

#endif
