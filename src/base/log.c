/* log.c: one line per event, written by one write().
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "log.h"
#include <stdatomic.h>
#include "buf.h"
#include "clock.h"

#define LINE_MAX_BYTES ((size_t)16 * 1024)

static atomic_int least = LOG_INFO;
static atomic_int out_fd = 2;
static _Thread_local char context[64];

static const char *const level_names[] = {"debug", "info", "warning", "error"};

/* Quoted; what could break the line, or a terminal, is escaped. */
static void put_quoted(struct buf *b, const char *s)
{
    buf_putc(b, '"');
    for (; *s; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '"' || c == '\\')
            buf_putc(b, '\\');
        if (c == '\n')
            buf_puts(b, "\\n");
        else if (c < 0x20 || c == 0x7F)
            buf_printf(b, "\\x%02x", c);
        else
            buf_putc(b, (char)c);
    }
    buf_putc(b, '"');
}

static instant real_now(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_REALTIME, &ts);
    return (instant){(int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000};
}

static void write_all(int fd, const char *s, size_t n)
{
    while (n > 0) {
        ssize_t done = write(fd, s, n);
        if (done <= 0)
            return;
        s += done;
        n -= (size_t)done;
    }
}

void log_write(enum log_level level, const char *event, const struct log_field *fields)
{
    char at[INSTANT_TEXT];

    if ((int)level < atomic_load(&least))
        return;
    struct buf b = buf_new(LINE_MAX_BYTES);
    instant_text(real_now(), at);
    buf_printf(&b, "%s %s %s", at, level_names[level], event);
    if (context[0]) {
        buf_puts(&b, " id=");
        put_quoted(&b, context);
    }
    for (; fields->key; fields++) {
        buf_printf(&b, " %s=", fields->key);
        if (fields->s)
            put_quoted(&b, fields->s);
        else
            buf_int(&b, fields->i);
    }
    b.max += 16; /* room for the end of the line, also of one that was cut */
    if (!buf_ok(&b))
        buf_puts(&b, " cut=1");
    buf_putc(&b, '\n');
    write_all(atomic_load(&out_fd), b.s, b.n);
    buf_free(&b);
}

void log_level_set(enum log_level level)
{
    atomic_store(&least, (int)level);
}

void log_fd_set(int fd)
{
    atomic_store(&out_fd, fd);
}

void log_context(const char *id)
{
    (void)snprintf(context, sizeof context, "%s", id ? id : "");
}
