/* replay_register.h: the register of a term in memory, for making its decisions again: seats, places, wait-lists,
   as they were after each. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_REPLAY_REGISTER_H
#define STUDYMAP_REPLAY_REGISTER_H
#include "input.h"
#include "records_log.h"

/* A place, or a place on a wait-list. */
struct rg_hold {
    offering_id offering;
    section_id section;
    bool waits;
    reserve_id reserve;
    offering_id gives_up;
};
struct rg_person {
    person_id id;
    struct rg_hold *v;
    size_t n, room;
    const struct records_known *known; /* what she had done, when she asked last */
};
struct rg_reserve {
    reserve_id id;
    programme_id programme;
    int64_t seats, taken;
    instant until;
};
struct rg_section {
    section_id id;
    offering_id offering;
    int64_t seats; /* -1: without a limit */
    int64_t taken;
    bool there;
    bool asking; /* a seat came free: those who wait may still have to be asked */
    struct rg_person **waiters; /* in their order */
    size_t n_waiters, room;
    struct rg_reserve *reserves;
    size_t n_reserves;
};
struct rg;
struct rg *rg_new(struct arena *a);
struct arena *rg_arena(const struct rg *g);
struct rg_person *rg_person(struct rg *g, person_id id);    /* made when she is new */
struct rg_section *rg_section(struct rg *g, section_id id); /* likewise; `there` says whether it is */
/* For all that there ever were. */
size_t rg_sections(const struct rg *g);
struct rg_section *rg_section_at(const struct rg *g, size_t i);
size_t rg_people(const struct rg *g);
struct rg_person *rg_person_at(const struct rg *g, size_t i);

struct rg_hold *rg_hold(const struct rg_person *p, offering_id offering, bool waits);
/* Seats for everybody that are free; INT64_MAX without a limit. */
int64_t rg_free(const struct rg_section *s);
int64_t rg_kept(const struct rg_section *s);
struct rg_reserve *rg_reserve(struct rg_section *s, reserve_id id);
/* The reserve that she would take a seat of at that moment; NULL: none. */
struct rg_reserve *rg_reserve_for(struct rg_section *s, const struct records_programmes *p, instant now);

/* What one decision does. False: it cannot be, for the reason in *ret_why. */
bool rg_place(struct rg *g, person_id who, const struct rg_hold *h, const char **ret_why);
bool rg_leave(struct rg *g, person_id who, offering_id offering, bool waits, instant now,
              const char **ret_why);
/* One that was made beside the decisions. */
bool rg_change(struct rg *g, const struct records_change *c, const char **ret_why);

#endif
