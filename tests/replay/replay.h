/* replay.h: an enrolment rush of a real university, played through studymap's decisions.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TESTS_REPLAY_H
#define TESTS_REPLAY_H
#include "app.h"
#include "arena.h"
#include "decide.h"

/* --- What was measured: series.c --------------------------------------------------------------- */

/* A section as it was seen at a moment, when something had changed. */
struct change {
    int64_t at; /* seconds */
    int section;
    int64_t free, waiting, total;
};
struct series {
    struct change *v; /* by time */
    size_t n;
    const char *names[1000]; /* "CSE 12_A": course and section */
    int offering[1000];      /* the same number for sections of one course */
    int n_sections;
};
/* ERR_NOT_FOUND, ERR_PARSE. */
[[nodiscard]] err series_read(struct arena *a, const char *folder, struct series *ret);

/* The sections with the longest wait-lists alone: as many as have so many changes together. */
void series_crowded(struct arena *a, const struct series *s, int most, struct series *ret);

/* --- The campus as it must be: mirror.c -------------------------------------------------------- */

#define PEOPLE         12000
#define HOLDS          12
#define REPLAY_CREDITS 4
#define IN_LIST        3000

/* When a section meets; days are bits. */
struct slot {
    int days, starts, ends;
};
struct hold {
    int section;
    bool waits;
    int gives_up; /* an offering; -1: none */
};
struct human {
    int64_t plan, version;            /* 0: no plan yet */
    struct hold v[HOLDS], was[HOLDS]; /* now; before the step `step` */
    int n, n_was;
    int64_t step; /* the last that changed what she has */
};
struct waiter {
    int human;
    int64_t order;
    int gives_up;
};
struct group {
    int offering;
    struct slot slot;
    int64_t seats, taken;
    bool due;                       /* those who wait are asked first */
    int64_t wants;                  /* exact: all who hold or wait */
    int64_t real_seats;             /* what the university had */
    int64_t refused;                /* the cut that was refused last */
    int64_t last_order;             /* the highest seen */
    struct waiter *list, *new_list; /* in order */
    int n, n_new;
    int *placed;
    int n_placed;
    int64_t step; /* the last that looked at it */
    /* As last read. */
    int64_t now_kept, now_waiting;
};
struct tally {
    int64_t rounds, instants, submits, choices, leaves, swaps, moved, raised, cut, cut_refused;
    int64_t equal, idle, held_back, refused, skipped, exchanges, met_again;
};
struct play {
    struct app *app;
    struct arena *arena; /* of the whole play */
    const struct series *series;
    bool exact; /* everybody fits everywhere: the counts must be those of the series */
    uint64_t chance;
    struct studymap_settings settings;
    struct human *humans;
    struct group *groups;
    struct tally sum;
    int faults;
    int64_t step; /* decisions so far */
    /* The present step. */
    struct db *db;
    int asker; /* -1: the campus itself */
    int queue[400], n_queue;
    int changed[4000], n_changed; /* humans whose places were read again */
    instant now;
};
/* Ids in the database. */
static inline int64_t person_of(int human)
{
    return human + 1;
}
static inline int64_t section_of(int group)
{
    return 1000 + group;
}
static inline int64_t offering_of(int offering)
{
    return 5000 + offering;
}

[[gnu::format(printf, 2, 3)]] void fault(struct play *p, const char *fmt, ...);
uint64_t chance(struct play *p, uint64_t below);
/* The step begins: she asks; `group` (-1: none) may change. */
void mirror_begin(struct play *p, int asker, int group);
void mirror_touch(struct play *p, int group);
/* Reads what the step changed, and what that changed, and judges it. */
[[nodiscard]] err mirror_look(struct play *p);
/* Every row of the database against what was seen step by step. */
[[nodiscard]] err mirror_all(struct play *p);
const struct hold *hold_in(const struct play *p, int human, int offering, bool waits);
/* By the test's own rules: could she have a place in the group? */
bool human_fits(const struct play *p, int human, int group, int gives_up, bool before);

/* --- The rush: play.c -------------------------------------------------------------------------- */

/* Makes the term, the sections and the people. */
[[nodiscard]] err play_prepare(struct play *p);
void play_all(struct play *p);
/* The group meets at another time from here on. */
[[nodiscard]] err slot_move(struct play *p, int group);
/* A sentence without parameters that changes something. */
[[nodiscard]] err play_do(struct db *db, const char *sql);

#endif
