/* forgotten.h: a forgotten password or user name: what is done behind the answer.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef IDENTITY_FORGOTTEN_H
#define IDENTITY_FORGOTTEN_H
#include "jobs.h"

/* A code to the private address of the person `arg`, if she has one; zero: nobody was meant. `text`: who asked from where. */
#define FORGOTTEN_JOB "identity.forgotten"
[[nodiscard]] err forgotten_job(struct db *db, int64_t arg, const char *text);
/* Their user names to the people with the address `text`; "": nobody was meant. */
#define FORGOTTEN_NAME_JOB "identity.forgotten_name"
[[nodiscard]] err forgotten_name_job(struct db *db, int64_t arg, const char *text);

#endif
