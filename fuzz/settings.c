/* settings.c: any rapenburg.conf: read, or refused with the wrong lines.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "settings.h"
#include "fuzz.h"
#include "hash.h"
#include "str.h"
#include <sys/mman.h>

struct some {
    const char *name;
    int64_t workers, idle;
    bool hsts;
    const char *colour;
    struct secret key;
};

static const struct setting rows[] = {
    {"name",    SETTING_TEXT,     offsetof(struct some, name),    "A",       0, 0,  false, "A name."  },
    {"workers", SETTING_NUMBER,   offsetof(struct some, workers), "2",       1, 64, false, "How many."},
    {"idle",    SETTING_DURATION, offsetof(struct some, idle),    "30m",     0, 0,  true,  "How long."},
    {"hsts",    SETTING_FLAG,     offsetof(struct some, hsts),    "no",      0, 0,  true,  "Whether." },
    {"colour",  SETTING_COLOUR,   offsetof(struct some, colour),  "#1d3a6e", 0, 0,  true,  "Which."   },
    {"key",     SETTING_SECRET,   offsetof(struct some, key),     "",        0, 0,  false, "A secret."},
};
static const struct settings_group group = {"web", rows, sizeof rows / sizeof rows[0],
                                            sizeof(struct some)};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    const struct settings_group *groups[] = {&group};
    struct settings *s = NULL;
    const char *why = "";
    char path[64];
    int fd = memfd_create("rapenburg.conf", MFD_CLOEXEC);

    FUZZ_MUST(fd >= 0 && write(fd, data, n) == (ssize_t)n);
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (settings_load(groups, 1, path, &s, &why) == OK) {
        const struct some *v = settings_of(s, &group);
        FUZZ_MUST(v->workers >= 1 && v->workers <= 64 && v->name && v->idle >= 0);
        FUZZ_MUST(strlen(v->colour) == 7);
    } else {
        FUZZ_MUST(why && why[0]);
    }
    settings_free(s); /* after an error too: `why` lives in it */
    close(fd);
    return 0;
}
