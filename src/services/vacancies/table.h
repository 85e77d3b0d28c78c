/* table.h: the seats of every section of the terms that are not over, in memory: what all streams are
   told from. Made anew from one read when something changed; one thread has it. Pure: no database.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef VACANCIES_TABLE_H
#define VACANCIES_TABLE_H
#include "arena.h"
#include "buf.h"
#include "i18n.h"
#include "ids.h"
#include "vacancies_q.h"

/* Seats that nobody has and that are kept for a programme. */
struct vac_kept {
    programme_id programme;
    int64_t free;
};
struct vac_section {
    section_id id;
    offering_id offering;
    int64_t seats, taken, kept, waiting;
    bool unlimited;
    bool due;        /* a seat is free, but those who wait are asked first */
    const struct vac_kept *v;
    size_t n;
    int64_t changed; /* the version in which it last changed */
    const char *told[LANG_COUNT]; /* its JSON member without the last brace, or NULL: not written yet */
};
struct vac_offering {
    offering_id id;
    size_t first, n; /* its sections */
    int64_t changed;
    const char *told[LANG_COUNT];
};
struct vac_table {
    struct arena *arena;
    int64_t version;  /* rises when something changed */
    int64_t layout;   /* rises when sections came or went: places in `v` are others then */
    struct vac_section *v; /* by offering, id */
    size_t n;
    uint32_t *by_id;  /* places in v, by id */
    struct vac_offering *offerings; /* by id */
    size_t n_offerings;
};

/* How many seats are free for everybody: -1 without a limit. */
int64_t vac_free(const struct vac_section *s);
/* What was read, and what was known before (NULL: nothing); the new table has its own arena. */
struct vac_table *vac_table_make(const struct vacancies_counted_list *rows,
                                 const struct vacancies_kept_list *kept, const struct vac_table *before);
void vac_table_free(struct vac_table *t); /* NULL is allowed */
/* Where something stands; -1: nowhere. */
int32_t vac_find(const struct vac_table *t, section_id id);
int32_t vac_find_offering(const struct vac_table *t, offering_id id);

/* What one stream looks at: plain data, kept by the stream. */
#define VAC_WATCHED    64
#define VAC_PROGRAMMES 8
struct vac_watch {
    int64_t version; /* that it was told; 0: nothing yet */
    int64_t layout;  /* of the places */
    programme_id programmes[VAC_PROGRAMMES];
    uint8_t n_programmes;
    bool signed_in;
    uint8_t n_sections, n;
    struct {
        int64_t id; /* the sections, then the offerings */
        int32_t at;
    } v[];
};
size_t vac_watch_size(size_t n);
/* Writes what changed for her since it was told, as the JSON object of an event; false: nothing did.
   Words that are only hers are made in `a`. */
bool vac_tell(struct vac_table *t, struct vac_watch *w, enum lang lang, struct arena *a,
              struct buf *out);

#endif
