/* settings.h: typed configuration, from which the sample file, the admin page and the manual are made.
   STATE/rapenburg.conf holds `group.key = value` lines; what is not there has its default.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_SETTINGS_H
#define CAMPUS_SETTINGS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "arena.h"
#include "buf.h"
#include "err.h"

enum setting_type {
    SETTING_TEXT,     /* const char * */
    SETTING_NUMBER,   /* int64_t, min..max */
    SETTING_FLAG,     /* bool: yes, no */
    SETTING_DURATION, /* int64_t milliseconds: "90s", "15m", "8h", "30d" */
    SETTING_COLOUR,   /* const char *: "#1d3a6e" */
    SETTING_SECRET,   /* struct secret: never shown or logged */
};

/* One row of a group's table. */
struct setting {
    const char *key;          /* "session_idle" */
    enum setting_type type;
    size_t at;                /* offsetof in the group's struct */
    const char *otherwise;    /* the default, as it would stand in the file */
    int64_t min, max;         /* of numbers and durations (0, 0: no limit) */
    bool reload;              /* takes effect on SIGHUP; else at the next start */
    const char *text;         /* one English sentence for file, page and manual */
};
struct settings_group {
    const char *name; /* "identity": the prefix in the file */
    const struct setting *rows;
    size_t n_rows;
    size_t size;      /* sizeof the group's struct */
};

/* The campus's own group. */
struct campus_settings {
    const char *name;       /* "Universiteit Sint-Maarten" */
    const char *key;        /* short, a-z0-9: cookie names, ids */
    const char *domain;     /* "sint-maarten.example": of name forms */
    const char *office_domain;
    const char *zone;       /* "Europe/Amsterdam" */
    const char *colour;     /* accent */
    const char *url;        /* https://campus.example, or "": the request's own */
    const char *trusted_proxies; /* addresses that may set X-Forwarded-For/-Proto */
    const char *tls_certificate, *tls_key;
    bool hsts;
    int64_t workers, connections, streams, body_max;
    int64_t search_person, search_address; /* so often a minute */
    int64_t asks_person;                   /* likewise, for a decision */
    const char *log_level;
    const char *metrics_from;    /* addresses that may read /metrics, blank-separated */
    int64_t disk_free_min;       /* MiB that must be free for /readyz */
};
extern const struct settings_group campus_group;

struct settings;
/* Reads the file (absent: all defaults) for all groups. ERR_PARSE with *ret_why listing every wrong
   line ("rapenburg.conf:12: identity.session_idle: 8 hours? write 8h"). */
[[nodiscard]] err settings_load(const struct settings_group *const *groups, size_t n,
                                const char *path, struct settings **ret_s, const char **ret_why);
/* Reads the file again: rows marked `reload` take the file's value, the others keep the old one.
   The old settings must outlive the new ones: requests and texts still point into them. */
[[nodiscard]] err settings_reload(struct settings *old, const char *path,
                                  struct settings **ret_s, const char **ret_why);
/* A group's struct: `const struct identity_settings *s = settings_of(rq_settings(rq), &group)`. */
const void *settings_of(const struct settings *s, const struct settings_group *g);
struct rq;
const struct settings *rq_settings(const struct rq *rq);
const struct campus_settings *campus_of(const struct rq *rq);
/* Those that a reload put away; NULL: there were none. */
struct settings *settings_older(const struct settings *s);
void settings_free(struct settings *s);

/* A row's present value as it would stand in the file; of a secret only "(set)" or "". */
const char *settings_show(struct arena *a, const struct settings *s,
                          const struct settings_group *g, const struct setting *row);
/* The sample file with all defaults, and docs/settings.md. */
void settings_sample(struct buf *b, const struct settings_group *const *groups, size_t n);
void settings_markdown(struct buf *b, const struct settings_group *const *groups, size_t n);

#endif
