/* known.h: what a student has done, for prerequisites. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_KNOWN_H
#define STUDYMAP_KNOWN_H
#include "rules.h"

/* Courses of the same term that count: places and choices; NULL among them are passed over. */
struct studymap_together {
    const struct records_section **v;
    size_t n;
};
/* Reads results, and courses planned for earlier terms, into the limits: from then on the prerequisites of
   all sections are looked at. Two queries. */
[[nodiscard]] err studymap_known_read(struct db *db, person_id who, term_id term,
                                      const struct studymap_settings *settings,
                                      const struct studymap_together *together,
                                      struct studymap_limits *limits);

#endif
