/* blob_test.c: the content store on a real disk: whole or nothing, killed, full, at once, broken.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "blob.h"
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include "check.h"
#include "file.h"
#include "rand.h"

/* A state folder of its own, and its store. */
struct place {
    struct arena *a;
    char dir[40];
    struct blobs *b;
};

static bool place_new(struct place *p)
{
    *p = (struct place){.a = arena_new(64U << 20), .dir = "/tmp/rapenburg-blob-XXXXXX"};
    return CHECK(mkdtemp(p->dir) != NULL) && CHECK_OK(blobs_open(p->dir, &p->b));
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st, (void)flag, (void)ftw;
    return remove(path);
}

static void place_end(struct place *p)
{
    blobs_close(p->b);
    arena_free(p->a);
    (void)nftw(p->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static size_t fresh_files(struct place *p)
{
    struct str_list names = {};

    CHECK_OK(file_list(p->a, file_join(p->a, p->dir, "blobs/new"), &names));
    return names.n;
}

/* Faults that a check finds; and the number of blobs. */
static uint64_t faults(struct place *p, uint64_t *ret_blobs)
{
    struct buf out = buf_in(p->a, 1U << 20);
    struct blobs_report r = {};

    CHECK_OK(blobs_check(p->b, &out, &r));
    if (ret_blobs)
        *ret_blobs = r.blobs;
    return r.faults;
}

static const char abc[] = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

static void there_and_back(void)
{
    struct place p;
    struct blob_put *put = NULL;
    struct digest id, again;
    struct stat st;
    struct str s = {};
    uint64_t size = 0;
    int fd = -1;
    char bytes[8] = "";

    if (!place_new(&p))
        return;
    CHECK_OK(blob_begin(p.b, p.a, 3, &put));
    CHECK_OK(blob_add(put, "a", 1));
    CHECK_OK(blob_add(put, "", 0));
    CHECK_OK(blob_add(put, "bc", 2));
    CHECK_OK(blob_end(put, &id, &size));
    CHECK_INT(size, 3);
    CHECK_STR(blob_name(p.a, &id), abc);
    CHECK_INT(blob_add(put, "d", 1), ERR_CONFLICT);
    CHECK_INT(blob_end(put, &again, NULL), ERR_CONFLICT);
    CHECK_OK(stat(arena_printf(p.a, "%s/blobs/ba/78/%s", p.dir, abc), &st));
    CHECK_INT(st.st_mode & 07777, 0400);
    CHECK_OK(blob_put(p.b, p.a, STR("abc"), &again));
    CHECK(hash_same(id.b, again.b, sizeof id.b));
    CHECK(blob_has(p.b, &id));
    CHECK_OK(blob_open(p.b, &id, &fd, &size));
    CHECK_OK(blob_read(p.b, p.a, &id, 3, &s));
    CHECK(str_is(s, "abc"));
    CHECK_INT(blob_read(p.b, p.a, &id, 2, &s), ERR_TOO_LARGE);
    CHECK_OK(blob_delete(p.b, &id));
    CHECK_INT(read(fd, bytes, sizeof bytes), 3);
    close(fd);
    CHECK(!blob_has(p.b, &id));
    CHECK_INT(blob_delete(p.b, &id), ERR_NOT_FOUND);
    CHECK_INT(blob_open(p.b, &id, &fd, NULL), ERR_NOT_FOUND);
    CHECK_INT(blob_read(p.b, p.a, &id, 3, &s), ERR_NOT_FOUND);
    CHECK_OK(blob_put(p.b, p.a, STR(""), &id));
    CHECK_OK(blob_read(p.b, p.a, &id, 0, &s));
    CHECK_INT(s.n, 0);
    CHECK_INT(fresh_files(&p), 0);
    CHECK_INT(faults(&p, &size), 0);
    CHECK_INT(size, 1);
    place_end(&p);
}

static void only_digests_are_names(void)
{
    static const char *const bad[] = {
        "", "ba", "../../../../../../../../etc/passwd",
        "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad0",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a/",
        "../816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"};
    struct digest id = {};
    struct arena *a = arena_new(1U << 16);

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        check_case(bad[i]);
        CHECK_INT(blob_of(bad[i], &id), ERR_PARSE);
    }
    check_case(NULL);
    CHECK_OK(blob_of(abc, &id));
    CHECK_STR(blob_name(a, &id), abc);
    arena_free(a);
}

static void over_its_limit_nothing_stays(void)
{
    struct place p;
    struct blob_put *put = NULL;
    struct digest id;

    if (!place_new(&p))
        return;
    CHECK_OK(blob_begin(p.b, p.a, 4, &put));
    CHECK_OK(blob_add(put, "1234", 4));
    CHECK_INT(fresh_files(&p), 1);
    CHECK_INT(blob_add(put, "5", 1), ERR_TOO_LARGE);
    CHECK_INT(fresh_files(&p), 0);
    CHECK_INT(blob_add(put, "", 0), ERR_TOO_LARGE);
    CHECK_INT(blob_end(put, &id, NULL), ERR_TOO_LARGE);
    struct arena *request = arena_new(1U << 16);
    CHECK_OK(blob_begin(p.b, request, 4, &put));
    CHECK_OK(blob_add(put, "1", 1));
    CHECK_INT(fresh_files(&p), 1);
    arena_free(request);
    CHECK_INT(fresh_files(&p), 0);
    place_end(&p);
}

static void a_sweep_leaves_what_is_written_now(void)
{
    struct place p;
    struct blob_put *put = NULL;
    struct digest id;
    size_t removed = 0;

    if (!place_new(&p))
        return;
    CHECK_OK(blob_begin(p.b, p.a, 4, &put));
    CHECK_OK(blob_add(put, "1234", 4));
    CHECK_OK(file_write(file_join(p.a, p.dir, "blobs/new/left"), "half", 4, 0600));
    CHECK_OK(blobs_sweep(p.b, &removed));
    CHECK_INT(removed, 1);
    CHECK_INT(fresh_files(&p), 1);
    CHECK_OK(blob_end(put, &id, NULL));
    CHECK(blob_has(p.b, &id));
    place_end(&p);
}

/* Puts pieces of chance and says each address down the pipe once it is promised. */
[[gnu::noreturn]] static void put_for_ever(struct place *p, int tell)
{
    char bytes[4096];

    for (;;) {
        struct arena *a = arena_new(1U << 16);
        struct blob_put *put = NULL;
        struct digest id;

        rand_bytes(bytes, sizeof bytes);
        if (blob_begin(p->b, a, SIZE_MAX, &put) != OK)
            _exit(1);
        for (uint64_t n = rand_below(40) + 1; n > 0; n--)
            if (blob_add(put, bytes, (size_t)rand_below(sizeof bytes)) != OK)
                _exit(1);
        if (blob_end(put, &id, NULL) != OK || write(tell, id.b, sizeof id.b) != (ssize_t)sizeof id.b)
            _exit(1);
        arena_free(a);
    }
}

/* One life of a writer, ended by kill -9; gives how many promises it kept. */
static int one_life(struct place *p, useconds_t us)
{
    struct digest id;
    int ends[2], kept = 0, status = 0;

    if (!CHECK_OK(pipe(ends)))
        return 0;
    pid_t pid = fork();
    if (pid == 0) {
        close(ends[0]);
        put_for_ever(p, ends[1]);
    }
    close(ends[1]);
    usleep(us);
    kill(pid, SIGKILL);
    CHECK_INT(waitpid(pid, &status, 0), pid);
    CHECK(WIFSIGNALED(status));
    for (; read(ends[0], id.b, sizeof id.b) == (ssize_t)sizeof id.b; kept++)
        CHECK(blob_has(p->b, &id));
    close(ends[0]);
    return kept;
}

static void killed_at_any_moment(void)
{
    struct place p;
    size_t removed = 0, swept = 0;
    uint64_t blobs = 0;
    int kept = 0;

    if (!place_new(&p))
        return;
    /* Forty lives; more and longer ones on a machine that is too busy to write anything in them. */
    for (unsigned i = 0; i < 40 || (i < 240 && (kept == 0 || swept == 0)); i++) {
        kept += one_life(&p, (5000 + (useconds_t)rand_below(15000)) * (1 + i / 40));
        CHECK_OK(blobs_sweep(p.b, &removed));
        swept += removed;
        CHECK_INT(fresh_files(&p), 0);
    }
    CHECK_INT(faults(&p, &blobs), 0);
    CHECK(kept > 0 && blobs >= (uint64_t)kept);
    CHECK(swept > 0);
    place_end(&p);
}

static void *put_same(void *ctx)
{
    struct blobs *b = ctx;

    for (int i = 0; i < 50; i++) {
        struct arena *a = arena_new(1U << 16);
        struct digest id;
        const char *text = arena_printf(a, "content %d", i);

        if (blob_put(b, a, str_of(text), &id) != OK)
            i = 1000;
        arena_free(a);
        if (i >= 1000)
            return NULL;
    }
    return ctx;
}

static void many_put_the_same_at_once(void)
{
    struct place p;
    pthread_t t[6];
    uint64_t blobs = 0;
    size_t removed = 0;

    if (!place_new(&p))
        return;
    for (size_t i = 0; i < 6; i++)
        CHECK_OK(pthread_create(&t[i], NULL, put_same, p.b));
    for (int i = 0; i < 50; i++)
        CHECK_OK(blobs_sweep(p.b, &removed));
    for (size_t i = 0; i < 6; i++) {
        void *done = NULL;

        pthread_join(t[i], &done);
        CHECK(done != NULL);
    }
    CHECK_INT(faults(&p, &blobs), 0);
    CHECK_INT(blobs, 50);
    place_end(&p);
}

/* Puts until the disk says no; what was promised is there, the rest is gone. */
static void until_full(struct place *p, size_t piece)
{
    struct digest id = {}, last = {};
    char *bytes = arena_alloc(p->a, piece);
    err e = OK;
    int n = 0;

    for (; e == OK && n < 1000; n++) {
        struct arena *a = arena_new(1U << 16);

        rand_bytes(bytes, piece);
        last = id;
        e = blob_put(p->b, a, (struct str){bytes, piece}, &id);
        arena_free(a);
    }
    CHECK_INT(e, ERR_DISK_FULL);
    CHECK_INT(fresh_files(p), 0);
    CHECK_INT(faults(p, NULL), 0);
    CHECK(n < 2 || blob_has(p->b, &last));
}

static void a_full_disk_says_so(void)
{
    struct place p;
    struct digest id;

    if (!place_new(&p))
        return;
    if (mount("tmpfs", p.dir, "tmpfs", 0, "size=256k") != 0) {
        printf("  (no mount is allowed here: only the limit of sizes is tried)\n");
        place_end(&p);
        return;
    }
    blobs_close(p.b);
    p.b = NULL;
    if (CHECK_OK(blobs_open(p.dir, &p.b))) {
        until_full(&p, 9000);
        uint64_t blobs = 0;
        CHECK_INT(faults(&p, &blobs), 0);
        CHECK(blobs > 3);
        CHECK_OK(mount("tmpfs", p.dir, "tmpfs", MS_REMOUNT, "size=1m"));
        CHECK_OK(blob_put(p.b, p.a, STR("room again"), &id));
        blobs_close(p.b);
        p.b = NULL;
    }
    CHECK_OK(umount(p.dir));
    place_end(&p);
}

static void a_file_over_the_systems_limit(void)
{
    struct place p;
    struct rlimit old, small;

    if (!place_new(&p) || !CHECK_OK(getrlimit(RLIMIT_FSIZE, &old)))
        return;
    small = (struct rlimit){.rlim_cur = 4096, .rlim_max = old.rlim_max};
    void (*before)(int) = signal(SIGXFSZ, SIG_IGN);
    CHECK_OK(setrlimit(RLIMIT_FSIZE, &small));
    struct digest id;
    err e = blob_put(p.b, p.a, (struct str){arena_alloc(p.a, 5000), 5000}, &id);
    CHECK_OK(setrlimit(RLIMIT_FSIZE, &old));
    (void)signal(SIGXFSZ, before);
    CHECK_INT(e, ERR_DISK_FULL);
    CHECK_INT(fresh_files(&p), 0);
    place_end(&p);
}

static void a_check_finds_what_is_wrong(void)
{
    struct place p, copy;
    struct digest id, other;
    struct str s = {};

    if (!place_new(&p) || !place_new(&copy))
        return;
    CHECK_OK(blob_put(p.b, p.a, STR("abc"), &id));
    CHECK_OK(blob_put(p.b, p.a, STR("whole"), &other));
    CHECK_OK(blobs_copy(p.b, copy.b));
    CHECK_OK(blobs_copy(p.b, copy.b));
    CHECK(blob_has(copy.b, &id) && blob_has(copy.b, &other));
    const char *path = arena_printf(p.a, "%s/blobs/ba/78/%s", p.dir, abc);
    CHECK_OK(file_write(path, "abd", 3, 0400));
    CHECK_OK(file_write(arena_printf(p.a, "%s/blobs/ba/78/note", p.dir), "", 0, 0400));
    CHECK_OK(file_write(arena_printf(p.a, "%s/blobs/stray", p.dir), "", 0, 0400));
    CHECK_OK(symlink("/etc", arena_printf(p.a, "%s/blobs/00", p.dir)));
    CHECK_INT(faults(&p, NULL), 4);
    CHECK_INT(blob_read(p.b, p.a, &id, 10, &s), ERR_IO);
    CHECK_OK(blob_delete(copy.b, &id));
    CHECK_INT(blobs_copy(p.b, copy.b), ERR_IO);
    CHECK(!blob_has(copy.b, &id));
    CHECK_INT(faults(&copy, NULL), 0);
    CHECK_OK(blob_put(p.b, p.a, STR("abc"), &id)); /* putting it again heals it */
    CHECK_INT(faults(&p, NULL), 3);
    place_end(&copy);
    place_end(&p);
}

static void no_folder_no_store(void)
{
    struct blobs *b = NULL;

    CHECK(blobs_open("/proc/nowhere", &b) != OK);
    CHECK(b == NULL);
    blobs_close(NULL);
}

CHECKS(data_blob, TEST(there_and_back), TEST(only_digests_are_names), TEST(over_its_limit_nothing_stays),
       TEST(a_sweep_leaves_what_is_written_now), TEST(killed_at_any_moment),
       TEST(many_put_the_same_at_once), TEST(a_full_disk_says_so), TEST(a_file_over_the_systems_limit),
       TEST(a_check_finds_what_is_wrong), TEST(no_folder_no_store))
