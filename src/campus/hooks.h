/* hooks.h: what the campus answers to the web: who is it, may she, how does an error look.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_HOOKS_H
#define CAMPUS_HOOKS_H
#include "rq.h"

[[nodiscard]] err campus_who(struct rq *rq);
[[nodiscard]] err campus_may(struct rq *rq, enum may m);
[[nodiscard]] err campus_error_page(struct rq *rq, err e, const char *text);
/* POST /language: keeps the choice in a cookie of this browser and goes back. */
[[nodiscard]] err campus_language_post(struct rq *rq);
/* POST /theme: the same for light, dark or as the system has it. */
[[nodiscard]] err campus_theme_post(struct rq *rq);

#endif
