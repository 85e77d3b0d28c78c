/* log.h: one line per event, key=value, on standard error or the file of the settings.
   Libraries do not log; the one who handles does. Text from outside is quoted and escaped. Never
   give it a `struct secret` or its bytes.

     log_line(LOG_INFO, "http.answer", LS("path", rq->path), LI("status", 200));

   writes: 2026-11-23T21:20:30.123Z info http.answer path="/guide" status=200
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef BASE_LOG_H
#define BASE_LOG_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };

struct log_field {
    const char *key;
    const char *s; /* NULL: it is the number */
    int64_t i;
};
#define LS(k, text) ((struct log_field){.key = (k), .s = (text) ? (text) : ""})
#define LI(k, number) ((struct log_field){.key = (k), .i = (int64_t)(number)})
#define log_line(level, event, ...)                                                                \
    log_write((level), (event), (const struct log_field[]){__VA_ARGS__ __VA_OPT__(, ){.key = 0}})

void log_write(enum log_level level, const char *event, const struct log_field *fields);
void log_level_set(enum log_level level);
/* Where lines go: a file descriptor (2 at start). */
void log_fd_set(int fd);
/* Fields put in every line of this thread until cleared by NULL: the request's id, the engine. */
void log_context(const char *id);

#endif
