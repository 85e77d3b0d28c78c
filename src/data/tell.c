/* tell.c: what a transaction leaves to be told after its COMMIT, in this process at once and on
   PostgreSQL by NOTIFY to the others: a list, its payloads and back.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tell.h"
#include "store.h"
#include <string.h>

#define TELLS_MAX   ((size_t)1 << 16) /* more than these in one transaction: "you have missed something" */
#define PAYLOAD_MAX ((size_t)7900)    /* PostgreSQL takes less than 8,000 bytes */
#define MISSED_MARK '*'

/* --- The list of a transaction ------------------------------------------------------------- */

static bool grow(struct tells *t)
{
    size_t room = t->room ? t->room * 2 : 64;
    struct tell *v = room > TELLS_MAX ? NULL : realloc(t->v, room * sizeof *v);

    if (!v)
        return false;
    t->v = v;
    t->room = room;
    return true;
}

void db_tell(struct db *db, int topic, int64_t number)
{
    struct tells *t = &db->tells;

    if (!db->writes || t->missed)
        return;
    if (t->n > 0 && t->v[t->n - 1].topic == topic && t->v[t->n - 1].number == number)
        return;
    if (t->n == t->room && !grow(t)) {
        t->missed = true;
        return;
    }
    t->v[t->n++] = (struct tell){topic, number};
}

void tells_clear(struct tells *t)
{
    t->n = 0;
    t->missed = false;
}

static int by_topic(const void *a, const void *b)
{
    const struct tell *x = a, *y = b;

    if (x->topic != y->topic)
        return x->topic < y->topic ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

void tells_sort(struct tells *t)
{
    size_t n = 0;

    if (t->n < 2)
        return;
    qsort(t->v, t->n, sizeof *t->v, by_topic);
    for (size_t i = 0; i < t->n; i++)
        if (i == 0 || by_topic(&t->v[i], &t->v[n - 1]) != 0)
            t->v[n++] = t->v[i];
    t->n = n;
}

/* --- Payloads ------------------------------------------------------------------------------- */

size_t tells_payload(const struct tells *t, size_t from, uint64_t origin, struct buf *out)
{
    size_t i = from;

    buf_clear(out);
    buf_printf(out, "%016llx ", (unsigned long long)origin);
    if (t->missed) {
        buf_putc(out, MISSED_MARK);
        return t->n;
    }
    for (; i < t->n && out->n < PAYLOAD_MAX - 48; i++)
        buf_printf(out, "%d:%lld,", t->v[i].topic, (long long)t->v[i].number);
    return i;
}

/* A whole number at *at, ended by `end`; moves *at behind it. */
static bool number(const char **at, char end, int64_t *ret_v)
{
    char *after = NULL;
    bool digit = **at == '-' ? (*at)[1] >= '0' && (*at)[1] <= '9' : **at >= '0' && **at <= '9';

    if (!digit)
        return false;
    *ret_v = strtoll(*at, &after, 10);
    if (*after != end)
        return false;
    *at = after + 1;
    return true;
}

bool tells_read(const char *payload, uint64_t *ret_origin, struct tells *ret)
{
    static const char hex[] = "0123456789abcdef";
    const char *at = payload + 17;

    tells_clear(ret);
    if (strlen(payload) < 18 || strspn(payload, hex) != 16 || payload[16] != ' ')
        return false;
    *ret_origin = strtoull(payload, NULL, 16);
    if (at[0] == MISSED_MARK && at[1] == '\0') {
        ret->missed = true;
        return true;
    }
    while (*at) {
        struct tell one;
        int64_t topic = 0;

        if (!number(&at, ':', &topic) || !number(&at, ',', &one.number) || topic < 0 ||
            topic > INT16_MAX || (ret->n == ret->room && !grow(ret)))
            return false;
        one.topic = (int)topic;
        ret->v[ret->n++] = one;
    }
    return true;
}

/* --- Telling -------------------------------------------------------------------------------- */

static const struct db_query notify = {
    .name = "data_notify",
    .params = "t",
    .writes = true,
    .postgres = "SELECT pg_notify('rapenburg_' || md5(current_schema()::text), $1)",
};

err tells_notify(struct db *db)
{
    struct tells *t = &db->tells;
    struct buf text;
    err e = OK;

    if (!store_is_postgres(db->s) || (t->n == 0 && !t->missed))
        return OK;
    tells_sort(t);
    text = buf_new(PAYLOAD_MAX + 1);
    for (size_t from = 0; e == OK && (from < t->n || (t->missed && from == 0));) {
        from = tells_payload(t, from, db->s->origin, &text);
        struct db_value payload = db_v_text(text.s);
        e = db_nothing(db, &notify, &payload);
        if (t->missed)
            break;
    }
    buf_free(&text);
    return e;
}

void tells_hear(struct store *s, const struct tells *t, bool elsewhere)
{
    void (*hear)(void *, const struct db_heard *) = __atomic_load_n(&s->hear, __ATOMIC_ACQUIRE);
    struct db_heard h = {.topic = TOPIC_MISSED, .elsewhere = elsewhere};

    if (!hear)
        return;
    if (t->missed)
        hear(s->hear_ctx, &h);
    for (size_t i = 0; i < t->n && !t->missed; i++) {
        h.topic = t->v[i].topic;
        h.number = t->v[i].number;
        hear(s->hear_ctx, &h);
    }
}

void tells_out(struct db *db)
{
    tells_sort(&db->tells);
    tells_hear(db->s, &db->tells, false);
    tells_clear(&db->tells);
}

void store_listen(struct store *s, void (*hear)(void *ctx, const struct db_heard *h), void *ctx)
{
    s->hear_ctx = ctx;
    __atomic_store_n(&s->hear, hear, __ATOMIC_RELEASE);
}
