/* mime.c: writes a mail: headers, encoded words, quoted-printable parts.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mime.h"
#include "hash.h"
#include "str.h"

#define LOCAL_MAX   64
#define DOMAIN_MAX  253
#define LABEL_MAX   63
#define LINE_MAX_QP 76
#define WORD_BYTES  42 /* of one encoded word: 56 letters of base64 and 12 around them */
#define FOLD        76
#define TEXT_MAX    900 /* bytes of a name or subject; more is cut */

/* --- Addresses ------------------------------------------------------------------------------- */

static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
static const char atom[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~";

/* Atoms with single dots between them. */
static bool local_ok(const char *s, size_t n)
{
    if (n == 0 || n > LOCAL_MAX || s[0] == '.' || s[n - 1] == '.')
        return false;
    for (size_t i = 0; i < n; i++)
        if (s[i] == '.' ? s[i - 1] == '.' : strchr(atom, s[i]) == NULL)
            return false;
    return true;
}

static bool label_ok(const char *s, size_t n)
{
    if (n == 0 || n > LABEL_MAX || s[0] == '-' || s[n - 1] == '-')
        return false;
    for (size_t i = 0; i < n; i++)
        if (s[i] != '-' && strchr(letters, s[i]) == NULL)
            return false;
    return true;
}

static bool domain_ok(const char *s)
{
    if (strlen(s) > DOMAIN_MAX)
        return false;
    for (;;) {
        size_t n = strcspn(s, ".");

        if (!label_ok(s, n))
            return false;
        if (s[n] == '\0')
            return true;
        s += n + 1;
    }
}

err mail_address_of(struct arena *a, const char *s, struct mail_address *ret_a)
{
    const char *at = s ? strchr(s, '@') : NULL;

    if (!at || !local_ok(s, (size_t)(at - s)) || !domain_ok(at + 1))
        return ERR_PARSE;
    *ret_a = (struct mail_address){arena_dup(a, s)};
    return OK;
}

/* --- Texts in headers ------------------------------------------------------------------------ */

/* Bytes of the character at s: at least one, never past the NUL. */
static size_t char_n(const char *s)
{
    size_t n = 1;

    while (n < 4 && ((unsigned char)s[n] & 0xC0) == 0x80)
        n++;
    return n;
}

/* How much of the text is written: whole characters only. */
static size_t kept(const char *s, size_t max)
{
    size_t n = 0;

    while (s && s[n] != '\0' && n + char_n(s + n) <= max)
        n += char_n(s + n);
    return n;
}

/* May it stand as it is: ASCII without control characters, words that can be folded, nothing that a reader
   would decode? */
static bool plain(const char *s, size_t n)
{
    size_t word = 0;

    if (n == 0 || s[0] == ' ' || s[n - 1] == ' ')
        return false;
    for (size_t i = 0; i < n; i++) {
        word = s[i] == ' ' ? 0 : word + 1;
        if ((unsigned char)s[i] < 32 || (unsigned char)s[i] > 126 || word > 60)
            return false;
        if ((s[i] == '=' && s[i + 1] == '?') || (s[i] == ' ' && s[i + 1] == ' '))
            return false;
    }
    return true;
}

/* Control characters become blanks. */
static void put_base64(struct buf *b, const char *s, size_t n)
{
    static const char abc[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < n; i += 3) {
        uint32_t v = 0;

        for (size_t k = 0; k < 3; k++) {
            unsigned char c = i + k < n ? (unsigned char)s[i + k] : 0;

            v = v << 8 | (i + k < n && (c < 32 || c == 127) ? 32 : c);
        }
        for (size_t k = 0; k < 4; k++)
            buf_putc(b, (char)(i + k <= n ? abc[v >> (18 - 6 * k) & 63] : '='));
    }
}

static void put_encoded(struct buf *b, const char *s, size_t n)
{
    for (size_t at = 0; at < n;) {
        size_t most = n - at < WORD_BYTES ? n - at : WORD_BYTES, take = 0;

        while (take < most && take + char_n(s + at + take) <= most)
            take += char_n(s + at + take);
        if (at > 0)
            buf_puts(b, "\r\n ");
        buf_puts(b, "=?utf-8?B?");
        put_base64(b, s + at, take);
        buf_puts(b, "?=");
        at += take;
    }
}

/* A header of free text, folded at blanks. */
static void put_text_header(struct buf *b, const char *name, const char *s)
{
    size_t n = kept(s, TEXT_MAX), line = strlen(name) + 2;

    buf_printf(b, "%s: ", name);
    if (!plain(s, n)) {
        put_encoded(b, s, n);
    } else {
        for (size_t at = 0, word = 0; at < n; at += word) {
            word = strcspn(s + at + 1, " ") + 1;
            word = at + word > n ? n - at : word;
            if (line + word > FOLD && at > 0) {
                buf_puts(b, "\r\n");
                line = 0;
            }
            buf_put(b, s + at, word);
            line += word;
        }
    }
    buf_puts(b, "\r\n");
}

static void put_phrase(struct buf *b, const char *s)
{
    size_t n = kept(s, TEXT_MAX);

    if (!plain(s, n) || n > FOLD - 16) {
        put_encoded(b, s, n);
        return;
    }
    buf_putc(b, '"');
    for (size_t i = 0; s && i < n; i++) {
        if (s[i] == '"' || s[i] == '\\')
            buf_putc(b, '\\');
        buf_putc(b, s[i]);
    }
    buf_putc(b, '"');
}

static void put_address(struct buf *b, const char *name, const char *person, struct mail_address at)
{
    buf_printf(b, "%s: ", name);
    if (!str_empty(person)) {
        put_phrase(b, person);
        buf_puts(b, "\r\n ");
    }
    buf_printf(b, "<%s>\r\n", at.text);
}

static void put_date(struct buf *b, instant t)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct civil c = civil_of(t);
    int off = c.offset_min < 0 ? -c.offset_min : c.offset_min;

    buf_printf(b, "Date: %s, %d %s %04d %02d:%02d:%02d %c%02d%02d\r\n", days[c.weekday - 1], day_dom(c.day),
               months[day_month(c.day) - 1], day_year(c.day), c.minute.v / 60, c.minute.v % 60, c.second,
               c.offset_min < 0 ? '-' : '+', off / 60, off % 60);
}

/* --- Bodies ---------------------------------------------------------------------------------- */

/* May the byte stand as it is? A dot or "From " at the beginning of a line is not left to others to mend. */
static bool stays(const char *s, size_t column)
{
    unsigned char c = (unsigned char)*s;

    if (c == ' ')
        return s[1] != '\n' && s[1] != '\r' && s[1] != '\0';
    if (column == 0 && (c == '.' || (c == 'F' && str_starts(s, "From "))))
        return false;
    return c > 32 && c < 127 && c != '=';
}

static void put_quoted(struct buf *b, const char *s)
{
    size_t column = 0;

    for (; *s; s++) {
        if (*s == '\r' && s[1] == '\n')
            continue;
        if (*s == '\n' || *s == '\r') {
            buf_puts(b, "\r\n");
            column = 0;
            continue;
        }
        size_t need = stays(s, column) ? 1 : 3;
        if (column + need > LINE_MAX_QP - 1) {
            buf_puts(b, "=\r\n");
            column = 0;
            need = stays(s, column) ? 1 : 3;
        }
        if (need == 1)
            buf_putc(b, *s);
        else
            buf_printf(b, "=%02X", (unsigned char)*s);
        column += need;
    }
    if (column > 0)
        buf_puts(b, "\r\n");
}

static void put_part(struct buf *b, const char *type, const char *s)
{
    buf_printf(b, "Content-Type: text/%s; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n", type);
    put_quoted(b, s);
}

/* "=_" stands nowhere in quoted-printable: no part can hold the boundary. */
static void put_parts(struct buf *b, const struct mime_mail *m)
{
    struct digest d = hash_sha256(m->message_id.text, strlen(m->message_id.text));
    char mark[32] = "=_";

    for (size_t i = 0; i < 12; i++)
        (void)snprintf(mark + 2 + 2 * i, 3, "%02x", d.b[i]);
    buf_printf(b, "Content-Type: multipart/alternative; boundary=\"%s\"\r\n\r\n--%s\r\n", mark, mark);
    put_part(b, "plain", m->text);
    buf_printf(b, "\r\n--%s\r\n", mark);
    put_part(b, "html", m->html);
    buf_printf(b, "\r\n--%s--\r\n", mark);
}

err mime_put(struct buf *b, const struct mime_mail *m)
{
    if (!m->from.text || !m->to.text || !m->message_id.text || !m->subject || !m->text || m->date.v == 0 ||
        !m->lang || !domain_ok(m->lang) || (m->list && !domain_ok(m->list)))
        return ERR_RANGE;
    put_date(b, m->date);
    put_address(b, "From", m->from_name, m->from);
    put_address(b, "To", m->to_name, m->to);
    if (m->reply_to.text)
        put_address(b, "Reply-To", NULL, m->reply_to);
    put_text_header(b, "Subject", m->subject);
    buf_printf(b, "Message-ID: <%s>\r\nMIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n", m->message_id.text);
    if (m->list)
        buf_printf(b, "List-Id: <%s>\r\n", m->list);
    buf_printf(b, "Content-Language: %s\r\n", m->lang);
    if (m->html)
        put_parts(b, m);
    else
        put_part(b, "plain", m->text);
    return buf_ok(b) ? OK : ERR_TOO_LARGE;
}
