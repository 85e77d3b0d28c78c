/* prepare.c: the term, the sections and the students of a replay.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "query.h"
#include "replay.h"
#include <string.h>

err play_do(struct db *db, const char *sql)
{
    /* A connection keeps a prepared sentence by its address: each has one of its own, for ever. */
    struct db_query *q = calloc(1, sizeof *q);

    if (!q)
        return ERR_MEMORY;
    *q = (struct db_query){
        .name = "replay", .params = "", .writes = true, .sqlite = sql, .postgres = sql};
    return db_nothing(db, q, NULL);
}

static const char *const begin[] = {
    "INSERT INTO records_faculty VALUES (1, 'F', 'Faculty', 'Faculteit')",
    "INSERT INTO records_term VALUES (1, 'SP22', 'Spring 2022', 'Voorjaar 2022', 20220328, "
    "20220610)",
};

static err meetings_add(struct play *p, int group)
{
    const struct slot *s = &p->groups[group].slot;
    int number = 0;

    for (int weekday = 1; weekday <= 5; weekday++) {
        if (!(s->days & 1 << weekday))
            continue;
        number++;
        TRY(play_do(
            p->db, arena_printf(
                       p->arena,
                       "INSERT INTO records_meeting (id, section, number, kind, weekday, first,"
                       " last, starts, ends, sequence, changed_at) VALUES (%d, %lld, %d,"
                       " 'lecture', %d, 20220328, 20220603, %d, %d, 0, 1)",
                       group * 10 + number + 1, (long long)section_of(group), number, weekday,
                       s->starts, s->ends)));
    }
    return OK;
}

static err course_add(struct play *p, int offering)
{
    long long id = (long long)offering_of(offering);

    TRY(play_do(
        p->db,
        arena_printf(p->arena,
                     "INSERT INTO records_course (id, code, sort_key, search, subject, name,"
                     " faculty, level, credits, language) VALUES (%lld, 'C %lld', 'c %lld',"
                     " 'c', 'C', 'Course', 1, 100, %d, 'en')",
                     id, id, id, REPLAY_CREDITS)));
    return play_do(p->db, arena_printf(p->arena,
                                       "INSERT INTO records_offering (id, course, term)"
                                       " VALUES (%lld, %lld, 1)",
                                       id, id));
}

/* Monday, Wednesday and Friday for 50 minutes or Tuesday and Thursday for 80, as at that university. */
static struct slot slot_by_chance(struct play *p)
{
    int hour = (int)chance(p, 9);

    if (chance(p, 2))
        return (struct slot){1 << 1 | 1 << 3 | 1 << 5, 480 + hour * 60, 530 + hour * 60};
    return (struct slot){1 << 2 | 1 << 4, 480 + hour * 90, 560 + hour * 90};
}

static err group_add(struct play *p, int group)
{
    struct group *g = &p->groups[group];

    g->refused = -1;
    g->offering = p->series->offering[group];
    g->slot = slot_by_chance(p);
    g->list = ARENA_ARRAY(p->arena, IN_LIST, struct waiter);
    g->new_list = ARENA_ARRAY(p->arena, IN_LIST, struct waiter);
    g->placed = ARENA_ARRAY(p->arena, PEOPLE, int);
    if (g->offering == group)
        TRY(course_add(p, g->offering));
    TRY(play_do(
        p->db,
        arena_printf(p->arena,
                     "INSERT INTO records_section (id, offering, code, lecturer, seats,"
                     " unlimited, taken, waiting, last_order) VALUES (%lld, %lld, 'G%d', '',"
                     " %lld, 0, 0, 0, 0)",
                     (long long)section_of(group), (long long)offering_of(g->offering), group,
                     (long long)g->seats)));
    return p->exact ? OK : meetings_add(p, group);
}

err slot_move(struct play *p, int group)
{
    TRY(play_do(p->db,
                arena_printf(p->arena, "DELETE FROM records_meeting WHERE section = %lld",
                             (long long)section_of(group))));
    p->groups[group].slot = slot_by_chance(p);
    TRY(meetings_add(p, group));
    return play_do(p->db, "UPDATE records_stamp SET version = version + 1");
}

static err people_add(struct play *p)
{
    for (int i = 0; i < PEOPLE; i += 100) {
        struct buf sql = buf_new(1 << 16);

        buf_printf(&sql,
                   "INSERT INTO identity_person (id, org, login, name, sort_key, mail, lang,"
                   " created_at) VALUES ");
        for (int k = i; k < i + 100; k++)
            buf_printf(&sql, "%s(%lld, 1, 's%d', 'S', 's', '', 'en', 1)", k > i ? ", " : "",
                       (long long)person_of(k), k);
        const char *text = arena_dup(p->arena, sql.s);
        buf_free(&sql);
        TRY(play_do(p->db, text));
    }
    return OK;
}

static err all(struct play *p)
{
    for (size_t i = 0; i < sizeof begin / sizeof *begin; i++)
        TRY(play_do(p->db, begin[i]));
    for (int i = 0; i < p->series->n_sections; i++)
        TRY(group_add(p, i));
    TRY(people_add(p));
    return play_do(p->db, "UPDATE records_stamp SET version = version + 1");
}

static enum wrote run(struct db *db, void *ctx)
{
    struct play *p = ctx;

    p->db = db;
    return all(p) == OK ? WROTE_DONE : WROTE_FAILED;
}

err play_prepare(struct play *p)
{
    const struct series *s = p->series;
    struct arena *a = arena_new(64U << 20);

    p->humans = ARENA_ARRAY(p->arena, PEOPLE, struct human);
    p->groups = ARENA_ARRAY(p->arena, (size_t)s->n_sections, struct group);
    p->now = (instant){SECONDS(s->v[0].at)};
    for (size_t i = s->n; i-- > 0;) /* each with the seats that it had first */
        p->groups[s->v[i].section].seats = s->v[i].total;
    for (int i = 0; i < s->n_sections; i++)
        p->groups[i].real_seats = p->groups[i].seats;
    err e = store_write_now(p->app->store, a, p->now, run, p);
    arena_free(a);
    if (e == OK && p->groups[s->n_sections - 1].list == NULL)
        e = ERR_DB;
    return e;
}
