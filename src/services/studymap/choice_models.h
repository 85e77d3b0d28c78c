/* choice_models.h: what the views show of one course: as a choice with its options, and as a place.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_CHOICE_MODELS_H
#define STUDYMAP_CHOICE_MODELS_H
#include <stdbool.h>
#include "i18n.h"
#include "ids.h"
#include "str.h"

enum studymap_alerts {
    STUDYMAP_ALERT_NONE, /* nothing to ask for */
    STUDYMAP_ALERT_MAY,  /* while it is full she may ask to be told of a seat */
    STUDYMAP_ALERT_SET,  /* she did */
};
/* A course with its group, in any of the lists. */
struct studymap_entry {
    offering_id offering;
    section_id section;
    const char *code, *name, *group;
    const char *path;     /* of the course's page */
    const char *lecturer; /* or "" */
    int64_t credits;
    const char *seats; /* in words */
    struct str_list times;
    struct str_list problems; /* in words */
    bool refused;             /* the first problem would refuse it */
    bool clashes;             /* with something further down in the plan */
    bool full;           /* no seat for a newcomer */
    bool lone;           /* the only option: when it is full, she would wait for it */
    bool waits;          /* as she would come on the wait-list */
    bool later;          /* an option that is tried after others */
    bool gone;           /* withdrawn: only `name` is known */
    bool chosen;         /* the group in the plan now */
    const char *does;    /* what the button beside it does, or NULL: nothing can be done */
    const char *will;    /* and what would come of it, or NULL */
    int64_t waiting_at;  /* of a place: 0 has it */
    enum studymap_alerts alert;
};
struct studymap_entries {
    struct studymap_entry *v;
    size_t n;
};


/* One of a choice's options. */
struct studymap_option_view {
    struct studymap_entry e;
    int64_t number;  /* from 1: the first is tried first */
    bool last;       /* of several */
    bool another;    /* of another course than the first */
    const char *key; /* for ids */
};
struct studymap_option_views {
    struct studymap_option_view *v;
    size_t n;
};
struct studymap_choice_view {
    struct studymap_entry e; /* the first option */
    int64_t rank;
    bool last;
    struct studymap_option_views options;
    bool room;           /* for one more */
    const char *outlook; /* what would come of it now */
    const char *tone;    /* of that */
    bool waits;          /* if all are full, she waits for the first */
};
struct studymap_choice_views {
    struct studymap_choice_view *v;
    size_t n;
};

/* A place, or a place on a wait-list. */
struct studymap_place_view {
    struct studymap_entry e; /* problems: what it clashes with */
    int64_t waiting_at;      /* 0: has it */
    const char *gives;       /* waits: what ends when she gets it; has it: for what she would give it */
    const char *chance;      /* waits: in words */
    int64_t freed;           /* seats that came free so far */
    const char *skipped;     /* waits: that she was passed over, or would be, or NULL; `problems` say why */
};
struct studymap_place_views {
    struct studymap_place_view *v;
    size_t n;
};

#endif
