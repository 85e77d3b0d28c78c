/* browse.h: which courses of the catalogue fit what somebody looks for, and how many would without each
   filter. Pure. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef RECORDS_BROWSE_H
#define RECORDS_BROWSE_H
#include "list.h"
#include "records_ready.h"
#include "service.h"

/* The filters; those from BROWSE_TIMES to BROWSE_FITS are about groups: one group must fit all of them. */
enum browse_filter {
    BROWSE_FACULTY,
    BROWSE_PROGRAMME,
    BROWSE_LEVEL,
    BROWSE_CREDITS,
    BROWSE_LANGUAGE,
    BROWSE_READY,
    BROWSE_GIVEN,
    BROWSE_TIMES,
    BROWSE_FREE,
    BROWSE_FITS,
    BROWSE_FILTERS
};

struct browse_wish {
    faculty_id faculty;     /* zero: any; likewise below */
    programme_id programme; /* it counts for */
    int64_t level;
    int64_t credits;        /* -1: any */
    const char *language;   /* "": any */
    unsigned days;          /* bit n: weekday n will do; 0: any */
    minute from, until;     /* all of its weekly meetings lie between; until 0: any */
    bool ready;             /* its prerequisites are met */
    bool given;             /* it is given in the term */
    bool free;              /* a group has a seat left */
    bool fits;              /* a group does not clash with what one is engaged by */
};
struct browse_world {
    const struct records_list *list;
    const bool *free;              /* for each section of list->sheet; NULL unless asked for */
    const struct engaged *engaged; /* NULL unless asked for */
    const struct records_known *known; /* NULL unless asked for */
    struct arena *arena;
};

/* How many courses have a value, when all other filters fit. */
struct browse_tally {
    struct {
        int64_t value;
        int64_t n;
    } v[128];
    size_t n;
};
int64_t browse_tallied(const struct browse_tally *t, int64_t value);
struct browse_found {
    uint32_t *v; /* indexes into the list, in the order of what was asked */
    size_t n;
    int64_t without[BROWSE_FILTERS]; /* how many there would be without this filter */
    struct browse_tally faculties, programmes, levels, credits, languages; /* languages: 0 en, 1 nl */
};
/* Of these courses (indexes into the list, in their order) those that fit. */
const struct browse_found *browse(const struct browse_world *world, const struct browse_wish *wish, const uint32_t *of,
                           size_t n);
/* The first group of a course that fits all that is asked of groups; NULL: none. */
const struct records_section *browse_group(const struct browse_world *world, const struct browse_wish *wish,
                                           const struct records_listed *c);

#endif
