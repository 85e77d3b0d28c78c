/* store.c: kill -9 and a full disk under the store itself.
     store ROUNDS SEED
   A child writes from several threads; it is killed at a random moment, many times; all it acknowledged
   must be there, nothing by halves. Then a tmpfs of a few MB runs full and is enlarged (needs root).
   Ends with `N passed, N failed`. SPDX-License-Identifier: AGPL-3.0-or-later */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include "check.h"
#include "db_fixture.h"
#include "rand.h"
#include "shop_fixture.h"
#include "str.h"

enum { THREADS = 6, IDS_MAX = 400000, BLOB_MAX = 3000 };
static const instant now = {1700000000000};

/* --- One write: two rows that belong together ------------------------------------------------- */

struct pair {
    int64_t id;
    size_t bytes;
    err said;
};

static enum wrote write_pair(struct db *db, void *ctx)
{
    struct pair *p = ctx;
    struct shop_thing t = {.id = {p->id}, .raw = {arena_alloc(db_arena(db), p->bytes + 1), p->bytes}};

    p->said = shop_add(db, &t);
    if (p->said == OK)
        p->said = shop_taken(db, (course_id){p->id}, (person_id){p->id});
    return p->said == OK ? WROTE_DONE : WROTE_FAILED;
}

/* OK only when both rows are on disk. */
static err write_one(struct store *s, struct arena *a, int64_t id, size_t bytes)
{
    struct pair p = {.id = id, .bytes = bytes};
    err e = store_write_now(s, a, now, write_pair, &p);

    arena_reset(a);
    return e != OK ? e : p.said;
}

/* --- What is on disk -------------------------------------------------------------------------- */

static const struct db_col taken_col[] = {{"thing", DB_I64, false, 0}};
static const struct db_query taken_list = {
    .name = "crash_taken",
    .params = "",
    .cols = taken_col,
    .n_cols = 1,
    .row = sizeof(int64_t),
    .sqlite = "SELECT thing FROM shop_taken WHERE thing = who ORDER BY thing",
};

struct found {
    bool *thing, *partner; /* by id */
    size_t n;
};

static void look(struct store *s, struct arena *a, struct found *f)
{
    struct shop_things things = {0};
    struct db *db = NULL;
    void *v = NULL;
    size_t n = 0;

    f->thing = ARENA_ARRAY(a, IDS_MAX, bool);
    f->partner = ARENA_ARRAY(a, IDS_MAX, bool);
    CHECK_OK(store_reader(s, a, now, &db));
    CHECK_OK(shop_list(db, &things));
    CHECK_OK(db_many(db, &taken_list, NULL, &v, &n));
    for (size_t i = 0; i < things.n; i++)
        f->thing[things.v[i].id.v] = true;
    for (size_t i = 0; i < n; i++)
        f->partner[((int64_t *)v)[i]] = true;
    f->n = things.n;
    store_release(db);
}

/* Everything acknowledged is there, whole; the database finds itself sound. */
static void verify(struct store *s, const bool *acknowledged)
{
    struct arena *a = arena_new(512 << 20);
    struct found f;
    const char *why = "";
    int lost = 0, halves = 0;

    look(s, a, &f);
    for (int i = 0; i < IDS_MAX; i++) {
        lost += acknowledged[i] && !(f.thing[i] && f.partner[i]);
        halves += f.thing[i] != f.partner[i];
    }
    CHECK_INT(lost, 0);
    CHECK_INT(halves, 0);
    if (!CHECK_OK(store_check(s, a, &why)))
        fprintf(stderr, "  %s\n", why);
    arena_free(a);
}

/* --- The child that is killed ------------------------------------------------------------------ */

struct shift {
    struct store *s;
    atomic_llong next;
    int64_t end;
};

static void *work(void *arg)
{
    struct shift *w = arg;
    struct arena *a = arena_new(1 << 20);

    for (;;) {
        int64_t id = atomic_fetch_add(&w->next, 1);

        if (id >= w->end)
            break;
        if (write_one(w->s, a, id, rand_below(BLOB_MAX)) == OK)
            dprintf(1, "%lld\n", (long long)id);
    }
    arena_free(a);
    return NULL;
}

static int child(const char *state, const char *first)
{
    struct fixture_place p = {0};
    pthread_t t[THREADS];
    struct shift w = {0};
    int64_t from = 0;

    if (str_int(first, 0, IDS_MAX, &from) != OK)
        return 2;
    snprintf(p.state, sizeof p.state, "%s", state);
    w.s = fixture_store(&p, shop_migrations, SHOP_MIGRATIONS);
    w.next = from;
    w.end = IDS_MAX;
    for (int i = 0; i < THREADS; i++)
        pthread_create(&t[i], NULL, work, &w);
    for (int i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
    store_close(w.s);
    return 0;
}

/* --- kill -9 ------------------------------------------------------------------------------------ */

struct killing {
    struct fixture_place place;
    bool *acknowledged;
    int64_t next;
    uint64_t total;
};

static pid_t start_child(const char *state, int64_t first, int *ret_fd)
{
    char from[32];
    int fd[2];
    pid_t pid;

    snprintf(from, sizeof from, "%lld", (long long)first);
    if (pipe(fd) != 0)
        return -1;
    pid = fork();
    if (pid == 0) {
        dup2(fd[1], 1);
        close(fd[0]);
        close(fd[1]);
        execl("/proc/self/exe", "store", "child", state, from, (char *)NULL);
        _exit(127);
    }
    close(fd[1]);
    *ret_fd = fd[0];
    return pid;
}

/* Reads what the child acknowledges; kills it once `after` came and `us` more passed. */
static void hear(struct killing *k, int fd, pid_t pid, uint64_t after)
{
    FILE *f = fdopen(fd, "r");
    char line[64];
    uint64_t n = 0;

    while (f && fgets(line, sizeof line, f)) {
        char *end;
        long long id = strtoll(line, &end, 10);

        if (*end != '\n' || id < 0 || id >= IDS_MAX)
            continue; /* a line cut off by the kill */
        k->acknowledged[id] = true;
        if (id >= k->next)
            k->next = id + 1;
        if (++n == after) {
            usleep((useconds_t)rand_below(3000));
            kill(pid, SIGKILL);
        }
    }
    if (f)
        fclose(f);
    k->total += n;
}

static void one_kill(struct killing *k, int round)
{
    int fd = -1, status = 0;
    pid_t pid = start_child(k->place.state, k->next, &fd);
    char name[32];

    snprintf(name, sizeof name, "round %d", round);
    check_case(name);
    hear(k, fd, pid, 1 + rand_below(400));
    waitpid(pid, &status, 0);
    CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    k->next += 1000; /* what was under way may be there unacknowledged */
    {
        struct store *s = fixture_store(&k->place, shop_migrations, SHOP_MIGRATIONS);

        verify(s, k->acknowledged);
        store_close(s);
    }
}

static int64_t rounds = 20, seed = 1;

static void killed(void)
{
    struct arena *a = arena_new(8 << 20);
    struct killing k = {.next = 1, .acknowledged = ARENA_ARRAY(a, IDS_MAX, bool)};

    rand_seed((uint64_t)seed);
    fixture_place(0, &k.place);
    for (int i = 0; i < rounds; i++)
        one_kill(&k, i + 1);
    CHECK(k.total >= (uint64_t)rounds);
    printf("  %lld kills, seed %lld: %llu writes acknowledged\n", (long long)rounds, (long long)seed,
           (unsigned long long)k.total);
    fixture_clear(&k.place);
    arena_free(a);
}

/* --- A full disk -------------------------------------------------------------------------------- */

struct filler {
    struct store *s;
    atomic_llong *next;
    bool *acknowledged;
    atomic_int kept, refused, other;
};

static void *fill(void *arg)
{
    struct filler *x = arg;
    struct arena *a = arena_new(1 << 20);

    for (int misses = 0; misses < 20;) {
        int64_t id = atomic_fetch_add(x->next, 1);
        err e = write_one(x->s, a, id, 500 + (size_t)(id % 20) * 1000);

        if (e == OK) {
            x->acknowledged[id] = true;
            atomic_fetch_add(&x->kept, 1);
            continue;
        }
        misses++;
        atomic_fetch_add(e == ERR_DISK_FULL ? &x->refused : &x->other, 1);
    }
    arena_free(a);
    return NULL;
}

static void fill_up(struct filler *x)
{
    pthread_t t[THREADS];

    for (int i = 0; i < THREADS; i++)
        pthread_create(&t[i], NULL, fill, x);
    for (int i = 0; i < THREADS; i++)
        pthread_join(t[i], NULL);
}

static void fill_and_grow(const char *folder)
{
    struct arena *a = arena_new(8 << 20), *each = arena_new(1 << 20);
    struct fixture_place p = {0};
    atomic_llong next = 1;
    struct filler x = {.next = &next, .acknowledged = ARENA_ARRAY(a, IDS_MAX, bool)};

    snprintf(p.state, sizeof p.state, "%s", folder);
    x.s = fixture_store(&p, shop_migrations, SHOP_MIGRATIONS);
    fill_up(&x);
    CHECK(x.kept > 10);
    CHECK(x.refused >= THREADS * 20);
    CHECK_INT(x.other, 0);
    verify(x.s, x.acknowledged);
    CHECK(mount("none", folder, "tmpfs", MS_REMOUNT, "size=64m") == 0);
    for (int64_t i = 0; i < 50; i++) {
        int64_t id = atomic_fetch_add(&next, 1);

        CHECK_OK(write_one(x.s, each, id, 1000));
        x.acknowledged[id] = true;
    }
    verify(x.s, x.acknowledged);
    store_close(x.s);
    x.s = fixture_store(&p, shop_migrations, SHOP_MIGRATIONS);
    verify(x.s, x.acknowledged);
    store_close(x.s);
    printf("  full disk: %d writes kept, %d refused\n", x.kept, x.refused);
    arena_free(each);
    arena_free(a);
}

static void full_disk(void)
{
    char folder[] = "/tmp/rapenburg-full-XXXXXX";

    if (!mkdtemp(folder)) {
        check_fail(__FILE__, __LINE__, "no folder in /tmp");
        return;
    }
    if (mount("none", folder, "tmpfs", 0, "size=4m,mode=0700") != 0) {
        printf("  skipped 1: a tmpfs cannot be mounted here (%s)\n", strerror(errno));
    } else {
        fill_and_grow(folder);
        umount2(folder, MNT_DETACH);
    }
    rmdir(folder);
}

int main(int argc, char **argv)
{
    static const struct check_test tests[] = {TEST(killed), TEST(full_disk), {0, 0}};

    if (argc == 4 && str_eq(argv[1], "child"))
        return child(argv[2], argv[3]);
    if (argc == 3 && str_int(argv[1], 1, 100000, &rounds) == OK &&
        str_int(argv[2], 1, INT64_MAX, &seed) == OK)
        return check_end(check_file(1, argv, tests, "tests/crash/store.c"));
    fputs("usage: store ROUNDS SEED\n", stderr);
    return 2;
}
