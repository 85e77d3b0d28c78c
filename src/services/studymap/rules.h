/* rules.h: studymap's decisions: what goes into a plan, what comes of submitting it. Pure.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_RULES_H
#define STUDYMAP_RULES_H
#include "records.h"
#include "records_ready.h"

/* A plan holds at most so many courses. */
#define STUDYMAP_MOST 20

/* A choice has at most so many options. */
#define STUDYMAP_OPTIONS 6

/* What the university has set (service.c). */
struct studymap_settings {
    int64_t credits_most, credits_heavy; /* EC in one term */
    bool clashes_allowed, wait_lists, expected_counts;
    int64_t alerts_most; /* seat alerts of one person */
    /* The waiting room: room.h. */
    bool room_opens;
    int64_t room_lets, room_lets_most, room_writes, room_asked;
    int64_t room_call, room_idle, room_stay; /* ms */
};

enum studymap_outcome { STUDYMAP_ENROLLED, STUDYMAP_WAITING, STUDYMAP_REFUSED, STUDYMAP_LEFT };
/* Why a course is refused. */
enum studymap_reason {
    STUDYMAP_FITS,  /* it is not */
    STUDYMAP_HELD,  /* has a place or waits in this course already */
    STUDYMAP_GONE,  /* no longer offered */
    STUDYMAP_CLASH, /* meets at the same time as another */
    STUDYMAP_LOAD,  /* too many credits in one term */
    STUDYMAP_FULL,  /* no seat, and no wait-list */
    STUDYMAP_PREREQUISITE, /* something must be done before it */
    STUDYMAP_REASONS,
};
/* Their words in rows: "enrolled", "clash" …; and back (an unknown one reads as the first). */
const char *studymap_outcome_word(enum studymap_outcome o);
enum studymap_outcome studymap_outcome_of(const char *word);
const char *studymap_reason_word(enum studymap_reason r);
enum studymap_reason studymap_reason_of(const char *word);

/* When a meeting is: every week on a weekday, or once on a day. */
struct studymap_when {
    day day;     /* zero: every week */
    int weekday; /* 1 Monday .. 7 */
    minute starts, ends;
};
struct studymap_when studymap_when_of(const struct records_meeting *m);
/* As one number, for a row, and back. */
int64_t studymap_when_pack(struct studymap_when w);
struct studymap_when studymap_when_unpack(int64_t packed);

/* A reason with what is needed to say it. */
struct studymap_why {
    enum studymap_reason reason;
    const char *other; /* CLASH: the other course; PREREQUISITE: what is missing, as a rule */
    const char *expected; /* FITS: what is still to be passed before it, as a rule, or NULL */
    struct studymap_when mine, theirs; /* CLASH */
    int64_t total, limit;              /* LOAD: EC it would be; the most */
};

/* What is had or accepted so far in the term. `v` has room for all that will be held. */
struct studymap_held {
    const struct records_section **v;
    size_t n;
    int64_t credits;
};
struct studymap_limits {
    int64_t credits; /* the most EC in one term */
    bool clashes;    /* may meetings overlap? */
    const struct records_known *known; /* for prerequisites; NULL: they are not looked at */
    struct arena *arena;               /* where what is missing is written */
};
struct studymap_limits studymap_limits_of(const struct studymap_settings *s);
void studymap_hold(struct studymap_held *h, const struct records_section *s);
/* The same for what she waits for and would give up `old` for: only the credits that are more count. */
void studymap_hold_for(struct studymap_held *h, const struct records_section *s,
                       const struct records_section *old);
/* May this section (NULL: withdrawn) be added to what is held? Seats are another matter. */
struct studymap_why studymap_judge(const struct studymap_limits *l, const struct studymap_held *h,
                                   const struct records_section *s);
/* Rules that somebody may overrule for a student, one bit each. */
enum studymap_over {
    STUDYMAP_OVER_PREREQUISITE = 1,
    STUDYMAP_OVER_CLASH = 2,
    STUDYMAP_OVER_LOAD = 4,
    STUDYMAP_OVER_WINDOW = 8, /* enrolment is not open for her */
    STUDYMAP_OVER_ALL = 15,
};
/* Those of them, but for the window, that object to adding this section to what is held. */
unsigned studymap_objections(const struct studymap_limits *l, const struct studymap_held *h,
                             const struct records_section *s);
/* The same limits without these rules. */
struct studymap_limits studymap_overruled(struct studymap_limits l, unsigned over);
/* The first of `h`, but for its own offering, that `s` clashes with. */
bool studymap_clash(const struct studymap_held *h, const struct records_section *s,
                    struct studymap_why *ret_why);
/* All of them, one for each course, at most `room`; the number. */
size_t studymap_clashes(const struct studymap_held *h, const struct records_section *s,
                        struct studymap_why *v, size_t room);
/* A newcomer would find no seat now. */
bool studymap_is_full(const struct records_section *s);
/* After a submission: does the choice stay in the plan, to be mended? */
bool studymap_stays(enum studymap_outcome o, enum studymap_reason r);

enum studymap_gate {
    STUDYMAP_GO,
    STUDYMAP_EMPTY,    /* nothing to submit */
    STUDYMAP_CHANGED,  /* the plan is another than the one that was seen */
    STUDYMAP_NOT_OPEN, /* the window says why */
};
enum studymap_gate studymap_may_submit(enum records_window_state window, size_t n_items,
                                       int64_t seen_version, int64_t version);
/* A term can be planned, and places left, until its last day. */
bool studymap_term_over(day last, day today);

/* May a place be left? While enrolment is open, and outside of it until a moment (zero: as long as the term lasts). */
bool studymap_may_leave(enum records_window_state window, instant until, instant now);

/* The options of a choice: its section, and the others ("131 141", best first). */
struct studymap_options {
    section_id v[STUDYMAP_OPTIONS];
    size_t n;
};
struct studymap_options studymap_options_of(section_id first, const char *others);
/* All but the first, as `others`. */
const char *studymap_options_others(struct arena *a, const struct studymap_options *o);
enum studymap_move { STUDYMAP_ADD, STUDYMAP_REMOVE, STUDYMAP_UP, STUDYMAP_DOWN };
/* Changes the list; false when there is nothing to change or no room. */
bool studymap_options_move(struct studymap_options *o, section_id id, enum studymap_move how);

/* An option of a choice, judged as if those before it were full. */
struct studymap_option {
    section_id id;
    struct records_section *section; /* NULL: withdrawn */
    struct studymap_why why;         /* what refuses it */
};
/* What would come of a choice now, and of which option (from 0): only a full one is passed over. */
struct studymap_prospect {
    enum studymap_outcome outcome;
    size_t option;
    struct studymap_why why; /* REFUSED */
};
struct studymap_prospect studymap_prospect_of(const struct studymap_option *v, size_t n,
                                              bool wait_lists);

/* One who waits in a section, and how much moved there: for an estimate of her chance. */
struct studymap_queue {
    int64_t at;    /* her place on the list, from 1 */
    int64_t seats; /* of the section */
    int64_t freed; /* that came free so far */
    int64_t seen;  /* in so many days */
    int64_t left;  /* days until the estimate's end */
};
enum studymap_chance {
    STUDYMAP_CHANCE_UNKNOWN, /* too little was seen, or it is too late to tell */
    STUDYMAP_CHANCE_SMALL,
    STUDYMAP_CHANCE_EVEN,
    STUDYMAP_CHANCE_GOOD,
    STUDYMAP_CHANCE_GREAT,
};
/* In percent, that as many seats come free as are wanted by her and those before her; -1 unknown. */
int studymap_chance_percent(const struct studymap_queue *q);
enum studymap_chance studymap_chance_of(int percent);
/* The days after a term's first that the estimate looks at. */
#define STUDYMAP_CHANCE_DAYS 12

/* "2027-000123" */
const char *studymap_number(struct arena *a, int year, int64_t n);
/* Did somebody name this course? Case and blanks are forgiven. */
bool studymap_names(struct arena *a, const char *typed, const char *code);

#endif
