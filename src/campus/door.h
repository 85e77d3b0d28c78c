/* door.h: ways in for programs. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_DOOR_H
#define CAMPUS_DOOR_H
#include "i18n.h"

/* A way in for programs that know no more than a user name and a password: people make app passwords for it, and the
   service tries them (identity.h: identity_app_enter()). */
struct door {
    const char *word; /* kept with each password: "calendar" */
    struct msg title; /* "Your timetable, in a calendar program" */
    struct msg how;   /* what to do with the password on the device */
    const char *path; /* what one types as the address; NULL: that follows from `how` */
};

#endif
