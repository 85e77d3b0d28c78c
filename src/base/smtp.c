/* smtp.c: one mail after the other over one connection of libcurl.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "smtp.h"
#include <curl/curl.h>
#include <strings.h>

#define LINE_MAX_KEPT 300

/* How far the conversation about the present mail has come. */
enum phase { BEFORE, SENDER, RECIPIENT, CONTENT };

struct smtp {
    struct arena *a;
    const struct smtp_relay *r;
    CURL *easy;
    bool (*stop)(void *ctx);
    void *ctx;
    /* the present mail */
    struct str mail;
    size_t at;
    enum phase phase;
    char said[LINE_MAX_KEPT]; /* the relay's last line */
};

/* --- The relay's address --------------------------------------------------------------------- */

static const char *host_of(const char *url, size_t *ret_n)
{
    const char *host = str_starts(url, "smtp://") ? url + 7 : str_starts(url, "smtps://") ? url + 8 : "";
    size_t n = strcspn(host, host[0] == '[' ? "]" : ":/");

    *ret_n = n + (host[0] == '[' && host[n] == ']' ? 1 : 0);
    return host;
}

bool smtp_url_ok(const char *url)
{
    size_t n = 0;
    const char *host = host_of(url, &n), *port = host + n;
    int64_t number = 0;

    if (n == 0 || n > 253)
        return false;
    if (host[0] == '[' ? strspn(host + 1, "0123456789abcdefABCDEF:.") != n - 2 || host[n - 1] != ']'
                       : strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") < n)
        return false;
    return port[0] == '\0' || (port[0] == ':' && str_int(port + 1, 1, 65535, &number) == OK);
}

bool smtp_host_local(const char *url)
{
    static const char *const names[] = {"127.0.0.1", "[::1]", "localhost"};
    size_t n = 0;
    const char *host = host_of(url, &n);

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == n && strncasecmp(host, names[i], n) == 0)
            return true;
    return false;
}

/* --- What libcurl calls ---------------------------------------------------------------------- */

static int code_of(const char *said)
{
    bool three = strspn(said, "0123456789") == 3;

    return three ? (said[0] - '0') * 100 + (said[1] - '0') * 10 + said[2] - '0' : 0;
}

static size_t hear_line(char *line, size_t size, size_t n, void *ctx)
{
    struct smtp *s = ctx;
    size_t k = 0;

    (void)size;
    if (code_of(s->said) >= 400) /* what comes behind a refusal answers our goodbye */
        return n;
    for (size_t i = 0; i < n && k + 1 < sizeof s->said; i++)
        if ((unsigned char)line[i] >= 32 && (unsigned char)line[i] < 127)
            s->said[k++] = line[i];
    s->said[k] = '\0';
    return n;
}

static size_t give_mail(char *out, size_t size, size_t n, void *ctx)
{
    struct smtp *s = ctx;
    size_t left = s->mail.n - s->at, take = left < size * n ? left : size * n;

    s->phase = CONTENT;
    memcpy(out, s->mail.s + s->at, take);
    s->at += take;
    return take;
}

/* Sees the commands go out; what else is in them (AUTH) is not looked at. */
static int see(CURL *easy, curl_infotype what, char *data, size_t n, void *ctx)
{
    struct smtp *s = ctx;

    (void)easy;
    if (what == CURLINFO_HEADER_OUT && n > 8 && strncasecmp(data, "RCPT TO:", 8) == 0)
        s->phase = RECIPIENT;
    else if (what == CURLINFO_HEADER_OUT && n > 10 && strncasecmp(data, "MAIL FROM:", 10) == 0)
        s->phase = SENDER;
    return 0;
}

static int ask_stop(void *ctx, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    struct smtp *s = ctx;

    (void)a, (void)b, (void)c, (void)d;
    /* Behind its content a mail is nearly with the relay: cutting here would send it twice. */
    return s->stop && s->phase != CONTENT && s->stop(s->ctx) ? 1 : 0;
}

/* --- Setting up ------------------------------------------------------------------------------ */

/* Sets an option, if all before it were. */
#define SET(option, value) (ok = ok && curl_easy_setopt(s->easy, (option), (value)) == CURLE_OK)

static bool set_security(struct smtp *s)
{
    const struct smtp_relay *r = s->r;
    long tls = r->tls == SMTP_TLS_REQUIRED ? CURLUSESSL_ALL
               : r->tls == SMTP_TLS_IF_OFFERED ? CURLUSESSL_TRY
                                               : CURLUSESSL_NONE;
    bool ok = true;

    SET(CURLOPT_USE_SSL, tls);
    SET(CURLOPT_SSL_VERIFYPEER, 1L);
    SET(CURLOPT_SSL_VERIFYHOST, 2L);
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (!str_empty(r->ca_file)) {
        SET(CURLOPT_CAINFO, r->ca_file);
        SET(CURLOPT_CAPATH, NULL);
    }
    if (!str_empty(r->user)) {
        SET(CURLOPT_USERNAME, r->user);
        SET(CURLOPT_PASSWORD, r->secret.s ? r->secret.s : "");
    }
    return ok;
}

static bool set_all(struct smtp *s)
{
    const struct smtp_relay *r = s->r;
    bool ok = set_security(s);

    SET(CURLOPT_URL, arena_printf(s->a, "%s/%s", r->url, r->helo));
    SET(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    SET(CURLOPT_PROXY, "");
    SET(CURLOPT_NOPROXY, "*");
    SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_QUICK_EXIT, 1L);
    SET(CURLOPT_CONNECTTIMEOUT_MS, (long)r->connect_ms);
    SET(CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)((r->mail_ms + 999) / 1000));
    SET(CURLOPT_TIMEOUT_MS, (long)r->mail_ms);
    SET(CURLOPT_UPLOAD, 1L);
    SET(CURLOPT_READFUNCTION, give_mail);
    SET(CURLOPT_READDATA, s);
    SET(CURLOPT_HEADERFUNCTION, hear_line);
    SET(CURLOPT_HEADERDATA, s);
    SET(CURLOPT_VERBOSE, 1L);
    SET(CURLOPT_DEBUGFUNCTION, see);
    SET(CURLOPT_DEBUGDATA, s);
    SET(CURLOPT_NOPROGRESS, 0L);
    SET(CURLOPT_XFERINFOFUNCTION, ask_stop);
    SET(CURLOPT_XFERINFODATA, s);
    return ok;
}

static void close_at_end(void *ctx)
{
    smtp_close(ctx);
}

struct smtp *smtp_open(struct arena *a, const struct smtp_relay *r, bool (*stop)(void *ctx), void *ctx)
{
    struct smtp *s = ARENA_NEW(a, struct smtp);

    *s = (struct smtp){.a = a, .r = r, .stop = stop, .ctx = ctx, .easy = curl_easy_init()};
    arena_at_end(a, close_at_end, s);
    return s->easy && set_all(s) ? s : NULL;
}

void smtp_close(struct smtp *s)
{
    curl_easy_cleanup(s->easy);
    s->easy = NULL;
}

/* --- One mail -------------------------------------------------------------------------------- */

static enum smtp_end end_of(const struct smtp *s, CURLcode code, int said)
{
    if (code == CURLE_OK)
        return SMTP_TAKEN;
    if (code == CURLE_ABORTED_BY_CALLBACK)
        return SMTP_STOPPED;
    /* 552 to the sender's line: the mail is larger than the relay takes. */
    if (s->phase < RECIPIENT && !(s->phase == SENDER && said == 552))
        return SMTP_RELAY;
    return said >= 500 ? SMTP_REFUSED : SMTP_LATER;
}

static CURLcode perform(struct smtp *s, struct mail_address from, struct mail_address to)
{
    struct curl_slist *rcpt = curl_slist_append(NULL, arena_printf(s->a, "<%s>", to.text));
    CURLcode code = CURLE_OUT_OF_MEMORY;
    bool ok = rcpt != NULL;

    s->at = 0;
    s->phase = BEFORE;
    s->said[0] = '\0';
    SET(CURLOPT_MAIL_FROM, arena_printf(s->a, "<%s>", from.text));
    SET(CURLOPT_MAIL_RCPT, rcpt);
    SET(CURLOPT_INFILESIZE_LARGE, (curl_off_t)s->mail.n);
    if (ok)
        code = curl_easy_perform(s->easy);
    curl_easy_setopt(s->easy, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(rcpt);
    return code;
}

/* The kept connection may be gone by now, without a word: that is no answer to this mail. */
static bool was_stale(const struct smtp *s, CURLcode code)
{
    long made = 1;

    return code != CURLE_OK && code != CURLE_ABORTED_BY_CALLBACK && s->phase < RECIPIENT && s->said[0] == '\0' &&
           curl_easy_getinfo(s->easy, CURLINFO_NUM_CONNECTS, &made) == CURLE_OK && made == 0;
}

void smtp_send(struct smtp *s, struct mail_address from, struct mail_address to, struct str mail,
               struct smtp_answer *ret)
{
    CURLcode code = CURLE_OK;

    s->mail = mail;
    code = perform(s, from, to);
    if (was_stale(s, code))
        code = perform(s, from, to);
    int said = code_of(s->said);
    bool refused = said >= 400;
    *ret = (struct smtp_answer){
        .end = end_of(s, code, said),
        .code = said,
        .why = code == CURLE_OK || refused ? arena_dup(s->a, s->said)
               : s->said[0]                ? arena_printf(s->a, "%s (behind \"%s\")", curl_easy_strerror(code), s->said)
                                           : arena_dup(s->a, curl_easy_strerror(code)),
    };
}
