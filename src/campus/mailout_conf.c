/* mailout_conf.c: the settings of the mail-out, and what is made of them.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stddef.h>
#include "mailout_in.h"
#include "str.h"

#define AT(field) offsetof(struct mailout_settings, field)

static const struct setting rows[] = {
    {"relay", SETTING_TEXT, AT(relay), "", .reload = true,
     .text = "The mail server that takes our mails: smtp://host:port or smtps://host:port. Empty: mails wait."},
    {"tls", SETTING_TEXT, AT(tls), "required", .reload = true,
     .text = "STARTTLS with that server: required, if-offered or never. Certificates are verified. With a user, only "
             "required (or smtps) is taken, but on this machine."},
    {"user", SETTING_TEXT, AT(user), "", .reload = true,
     .text = "The user to sign in as at that server; empty: it lets this machine in as it is."},
    {"secret", SETTING_SECRET, AT(secret), "", .reload = true, .text = "The user's password at that server."},
    {"ca", SETTING_TEXT, AT(ca), "", .reload = true,
     .text = "A PEM file with those who may certify that server; empty: whom the system trusts."},
    {"from", SETTING_TEXT, AT(from), "", .reload = true,
     .text = "The address that mails come from; empty: no-reply@ and campus.domain."},
    {"reply_to", SETTING_TEXT, AT(reply_to), "", .reload = true,
     .text = "The address that answers go to, of a desk where people read them; empty: that of `from`."},
    {"helo", SETTING_TEXT, AT(helo), "", .reload = true,
     .text = "The name by which this machine greets that server; empty: campus.domain."},
    {"give_up", SETTING_DURATION, AT(give_up), "5d", HOURS(1), DAYS(30), true,
     .text = "A mail that could not be handed over for so long is given up, and shown to the administrator."},
    {"queue_max", SETTING_NUMBER, AT(queue_max), "100000", 100, 10000000, true,
     .text = "Mails that may wait; when there are more, only those about the safety of an account are added."},
};

const struct settings_group mailout_group = {
    .name = "mailout",
    .rows = rows,
    .n_rows = sizeof rows / sizeof *rows,
    .size = sizeof(struct mailout_settings),
};

static bool tls_of(const char *word, enum smtp_tls *ret)
{
    static const char *const words[] = {
        [SMTP_TLS_REQUIRED] = "required", [SMTP_TLS_IF_OFFERED] = "if-offered", [SMTP_TLS_NEVER] = "never"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(word, words[i])) {
            *ret = (enum smtp_tls)i;
            return true;
        }
    return false;
}

/* A setting, or what its emptiness stands for. */
static const char *or_domain(struct arena *a, const struct settings *s, const char *value, const char *front)
{
    const struct campus_settings *c = settings_of(s, &campus_group);

    return str_empty(value) ? arena_printf(a, "%s%s", front, c->domain) : value;
}

static bool address_ok(struct arena *a, const char *s)
{
    struct mail_address m;

    return mail_address_of(a, s, &m) == OK;
}

/* The name of a host, by the rule of an address. */
static bool host_ok(struct arena *a, const char *s)
{
    return address_ok(a, arena_printf(a, "x@%s", s));
}

static const char *fault(struct arena *a, const struct settings *s)
{
    const struct mailout_settings *m = settings_of(s, &mailout_group);
    enum smtp_tls tls = SMTP_TLS_REQUIRED;

    if (!tls_of(m->tls, &tls))
        return "tls is required, if-offered or never";
    if (!str_empty(m->relay) && !smtp_url_ok(m->relay))
        return "relay is like smtp://mail.example:587 or smtps://mail.example:465";
    if (!address_ok(a, or_domain(a, s, m->from, "no-reply@")))
        return "from is no mail address (when it is empty, campus.domain is no host name)";
    if (!str_empty(m->reply_to) && !address_ok(a, m->reply_to))
        return "reply_to is no mail address";
    if (!host_ok(a, or_domain(a, s, m->helo, "")))
        return "helo is no host name";
    if (!str_empty(m->user) && tls != SMTP_TLS_REQUIRED && !str_starts(m->relay, "smtps:") && !smtp_host_local(m->relay))
        return "with a user, tls must be required: the password would go over the net in the clear";
    return NULL;
}

err mailout_settings_ok(struct arena *a, const struct settings *s, const char **ret_why)
{
    const char *why = fault(a, s);

    if (why)
        *ret_why = arena_printf(a, "rapenburg.conf: mailout.%s", why);
    return why ? ERR_PARSE : OK;
}

bool mailout_relay(const struct settings *s, struct arena *a, struct smtp_relay *ret_r)
{
    const struct mailout_settings *m = settings_of(s, &mailout_group);
    enum smtp_tls tls = SMTP_TLS_REQUIRED;

    /* Read again at SIGHUP, it may be wrong: then nothing is sent until it is mended. */
    if (str_empty(m->relay) || fault(a, s) || !tls_of(m->tls, &tls))
        return false;
    *ret_r = (struct smtp_relay){
        .url = m->relay,
        .helo = or_domain(a, s, m->helo, ""),
        .tls = tls,
        .user = m->user,
        .secret = m->secret,
        .ca_file = m->ca,
        .connect_ms = SECONDS(10),
        .mail_ms = SECONDS(30),
    };
    return true;
}

struct mail_address mailout_from(const struct settings *s, struct arena *a)
{
    const struct mailout_settings *m = settings_of(s, &mailout_group);
    struct mail_address at = {"no-reply@invalid"};

    (void)(mail_address_of(a, or_domain(a, s, m->from, "no-reply@"), &at) == OK);
    return at;
}

struct mail_address mailout_reply_to(const struct settings *s, struct arena *a)
{
    const struct mailout_settings *m = settings_of(s, &mailout_group);
    struct mail_address at = {NULL};

    (void)(mail_address_of(a, m->reply_to, &at) == OK);
    return at;
}
