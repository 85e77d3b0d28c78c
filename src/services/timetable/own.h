/* own.h: what belongs in one person's timetable.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TIMETABLE_OWN_H
#define TIMETABLE_OWN_H
#include "db.h"
#include "i18n.h"
#include "rules.h"

struct timetable_own {
    struct records_term term; /* of the days asked for: id zero when there is none */
    struct timetable_source *v;
    size_t n;
    size_t n_arranged; /* how many have no meetings at all */
};
/* Places, wait-list places and what she teaches, in the term that holds `on` (or begins next, or was
   last). */
[[nodiscard]] err timetable_own(struct db *db, enum lang lang, person_id who, day on,
                                struct timetable_own *ret);
/* The same of every term that is not over on that day, for calendars; without `term`. */
[[nodiscard]] err timetable_own_from(struct db *db, enum lang lang, person_id who, day on,
                                     struct timetable_own *ret);

#endif
