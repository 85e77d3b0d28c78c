/* err.h: what can go wrong, as a closed list, and how it travels upwards.
   Every function that can fail returns `err`; what it produces it writes to `ret_*` parameters, and
   only on success. Libraries do not log: who handles an error does.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#define X(name, status, text) name,
enum err_code {
#include "err.def"
    ERR_COUNT
};
#undef X

/* An error, or OK (zero). It must not be dropped. */
typedef enum err_code err;

/* The name ("ERR_BUSY"), the HTTP status and the meaning of an error. Static strings. */
const char *err_name(err e);
int err_status(err e);
const char *err_text(err e);

/* Leaves the calling function with the error, if there is one. The only macro that hides a jump. */
#define TRY(expr)                                                                                  \
    do {                                                                                           \
        err try_e_ = (expr);                                                                       \
        if (try_e_ != OK)                                                                          \
            return try_e_;                                                                         \
    } while (0)

#endif
