/* settings_docs.c: the campus's own settings, and what is written of all: the sample file, the manual.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stddef.h>
#include "clock.h"
#include "settings.h"

#define AT(field) offsetof(struct campus_settings, field)

static const struct setting campus_rows[] = {
    {"name", SETTING_TEXT, AT(name), "Universiteit Sint-Maarten", .reload = true,
     .text = "The name of the university, on every page."},
    {"key", SETTING_TEXT, AT(key), "sintmaarten",
     .text = "A short word of a-z and 0-9 that tells this campus from others: it stands in the "
             "names of cookies."},
    {"domain", SETTING_TEXT, AT(domain), "sint-maarten.example",
     .text = "The domain of students' user names: s1234567@domain."},
    {"office_domain", SETTING_TEXT, AT(office_domain), "office.sint-maarten.example",
     .text = "The domain of the office form of user names."},
    {"zone", SETTING_TEXT, AT(zone), "Europe/Amsterdam",
     .text = "The time zone of the campus, an IANA name."},
    {"colour", SETTING_COLOUR, AT(colour), "#1d3a6e", .reload = true,
     .text = "The accent colour of the pages."},
    {"url", SETTING_TEXT, AT(url), "",
     .text = "The public address, like https://campus.example; empty: the request's own."},
    {"trusted_proxies", SETTING_TEXT, AT(trusted_proxies), "",
     .text = "Addresses or networks of proxies that may say who the client is "
             "(X-Forwarded-For, X-Forwarded-Proto), separated by blanks."},
    {"tls_certificate", SETTING_TEXT, AT(tls_certificate), "",
     .text = "A PEM file with the certificate and its chain; a relative path counts from the state "
             "folder. Empty: plain HTTP, for use behind a proxy."},
    {"tls_key", SETTING_TEXT, AT(tls_key), "",
     .text = "The PEM file with the key of the certificate."},
    {"hsts", SETTING_FLAG, AT(hsts), "yes",
     .text = "Tell browsers to come by https only, when they came by https."},
    {"workers", SETTING_NUMBER, AT(workers), "2", 1, 64,
     .text = "Threads for what is slow: password hashes, long pages."},
    {"connections", SETTING_NUMBER, AT(connections), "4096", 16, 100000,
     .text = "Connections that may be open at once, beside the streams."},
    {"streams", SETTING_NUMBER, AT(streams), "10000", 1, 100000,
     .text = "Streams (live numbers on pages, long downloads) that may be open at once."},
    {"asks_person", SETTING_NUMBER, AT(asks_person), "30", 1, 100000, .reload = true,
     .text = "How often in a minute one person may ask for a decision: submit a plan, swap a place, leave one."},
    {"search_person", SETTING_NUMBER, AT(search_person), "600", 10, 1000000, .reload = true,
     .text = "How often a person may search in a minute; as one types at most 500 are asked."},
    {"search_address", SETTING_NUMBER, AT(search_address), "3000", 10, 1000000, .reload = true,
     .text = "How often all visitors of one address (of IPv6: one /64) who are not signed in may."},
    {"body_max", SETTING_NUMBER, AT(body_max), "67108864", 65536, 1073741824,
     .text = "Bytes that a form with files may have; a page's own limit may be lower."},
    {"log_level", SETTING_TEXT, AT(log_level), "info", .reload = true,
     .text = "The least that is logged: debug, info, warning or error."},
    {"metrics_from", SETTING_TEXT, AT(metrics_from), "127.0.0.1 ::1", .reload = true,
     .text = "Addresses that may read /metrics, separated by blanks."},
    {"disk_free_min", SETTING_NUMBER, AT(disk_free_min), "64", 0, 1000000, .reload = true,
     .text = "MiB that must be free in the state folder, or /readyz says no."},
};

const struct settings_group campus_group = {
    .name = "campus",
    .rows = campus_rows,
    .n_rows = sizeof(campus_rows) / sizeof(campus_rows[0]),
    .size = sizeof(struct campus_settings),
};

static const char *type_word(enum setting_type t)
{
    switch (t) {
    case SETTING_TEXT:
        return "text";
    case SETTING_NUMBER:
        return "number";
    case SETTING_FLAG:
        return "yes or no";
    case SETTING_DURATION:
        return "duration";
    case SETTING_COLOUR:
        return "colour";
    case SETTING_SECRET:
        return "secret";
    }
    return "";
}

void settings_sample(struct buf *b, const struct settings_group *const *groups, size_t n)
{
    buf_puts(b, "# rapenburg.conf: the settings of a campus, in its state folder.\n"
                "# A line that begins with # is a remark; what is not here has the value shown.\n");
    for (size_t g = 0; g < n; g++)
        for (size_t r = 0; r < groups[g]->n_rows; r++) {
            const struct setting *row = &groups[g]->rows[r];

            buf_printf(b, "\n# %s\n", row->text);
            buf_printf(b, "#%s.%s =%s%s\n", groups[g]->name, row->key,
                       row->otherwise[0] != '\0' ? " " : "", row->otherwise);
        }
}

static void markdown_row(struct buf *b, const struct settings_group *g, const struct setting *row)
{
    buf_printf(b, "| `%s.%s` | %s", g->name, row->key, type_word(row->type));
    if ((row->min != 0 || row->max != 0) && row->type == SETTING_NUMBER)
        buf_printf(b, ", %lld to %lld", (long long)row->min, (long long)row->max);
    if (row->otherwise[0] != '\0')
        buf_printf(b, " | `%s`", row->otherwise);
    else
        buf_puts(b, " | (empty)");
    buf_printf(b, " | %s | %s |\n", row->reload ? "on SIGHUP" : "at the next start", row->text);
}

void settings_markdown(struct buf *b, const struct settings_group *const *groups, size_t n)
{
    buf_puts(b, "# Settings\n\n"
                "Generated by `rapenburg settings --markdown`. They stand in `rapenburg.conf` in the "
                "state folder, one\n`group.key = value` a line; `rapenburg settings --sample` writes "
                "one with all defaults. A duration is a number\nand `ms`, `s`, `m`, `h` or `d`. Every "
                "wrong line is told at the start, and nothing starts then.\n");
    for (size_t g = 0; g < n; g++) {
        buf_printf(b, "\n## %s\n\n| Setting | What it takes | If absent | Takes effect | What it is "
                      "for |\n|---|---|---|---|---|\n",
                   groups[g]->name);
        for (size_t r = 0; r < groups[g]->n_rows; r++)
            markdown_row(b, groups[g], &groups[g]->rows[r]);
    }
}
