/* formparse.c: fields out of urlencoded and multipart bytes.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "formparse.h"
#include "router.h"
#include <strings.h>

/* One decoded, checked piece; NULL if it is bad. */
static const char *piece(struct arena *a, const char *s, size_t n)
{
    char *copy = arena_dupn(a, s, n);
    ssize_t got = percent_decode(copy, n, true);

    if (got < 0)
        return NULL;
    copy[got] = '\0';
    return str_utf8_ok(copy, (size_t)got) ? copy : NULL;
}

static err field_parse(struct arena *a, const char *s, size_t n, struct field *ret_f)
{
    const char *eq = memchr(s, '=', n);
    size_t name_n = eq ? (size_t)(eq - s) : n;

    if (name_n > (size_t)FORM_NAME_MAX * 3)
        return ERR_TOO_LARGE;
    ret_f->name = piece(a, s, name_n);
    ret_f->value = eq ? piece(a, eq + 1, n - name_n - 1) : "";
    if (!ret_f->name || !ret_f->value || ret_f->name[0] == '\0')
        return ERR_BAD_REQUEST;
    return strlen(ret_f->name) > FORM_NAME_MAX ? ERR_TOO_LARGE : OK;
}

err fields_parse(struct arena *a, const char *s, size_t n, struct fields *ret_f)
{
    struct fields f = {0};
    size_t pieces = 1;

    for (size_t i = 0; i < n; i++)
        pieces += s[i] == '&';
    f.v = ARENA_ARRAY(a, pieces < FORM_FIELDS ? pieces : FORM_FIELDS, struct field);
    for (size_t at = 0; at < n;) {
        const char *amp = memchr(s + at, '&', n - at);
        size_t end = amp ? (size_t)(amp - s) : n;
        if (end > at) {
            if (f.n == FORM_FIELDS)
                return ERR_TOO_LARGE;
            TRY(field_parse(a, s + at, end - at, &f.v[f.n]));
            f.n++;
        }
        at = end + 1;
    }
    *ret_f = f;
    return OK;
}

static bool boundary_char(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c && strchr("'()+_,-./:=? ", c));
}

const char *multipart_boundary(struct arena *a, const char *content_type)
{
    static const char kind[] = "multipart/form-data";

    if (strncasecmp(content_type, kind, sizeof kind - 1) != 0)
        return NULL;
    const char *at = strcasestr(content_type + sizeof kind - 1, "boundary=");
    if (!at)
        return NULL;
    at += strlen("boundary=");
    bool quoted = *at == '"';
    at += quoted;
    size_t n = quoted ? strcspn(at, "\"") : strcspn(at, "; \t");
    if (n < 1 || n > 70 || (quoted && at[n] != '"') || at[n - 1] == ' ')
        return NULL;
    for (size_t i = 0; i < n; i++)
        if (!boundary_char(at[i]))
            return NULL;
    return arena_dupn(a, at, n);
}

/* One part: its header, and what it holds. */
struct part {
    const char *name, *filename, *type;
    const char *s;
    size_t n;
};

/* The parameter of a Content-Disposition line; NULL if absent. %22 is how browsers write a
 * quote. */
static const char *disposition_param(struct arena *a, const char *line, const char *key)
{
    size_t key_n = strlen(key);

    for (const char *at = strchr(line, ';'); at; at = strchr(at, ';')) {
        at++;
        at += strspn(at, " \t");
        bool mine =
            strncasecmp(at, key, key_n) == 0 && at[key_n] == '=' && at[key_n + 1] == '"';
        const char *open = strchr(at, '"');
        size_t n = open ? strcspn(open + 1, "\"") : 0;
        if (open && open[1 + n] != '"')
            return NULL;
        if (mine) {
            char *v = arena_dupn(a, open + 1, n);
            for (char *q = strstr(v, "%22"); q; q = strstr(q + 1, "%22")) {
                *q = '"';
                memmove(q + 1, q + 3, strlen(q + 3) + 1);
            }
            return str_utf8_ok(v, strlen(v)) ? v : NULL;
        }
        if (open)
            at = open + 1 + n;
    }
    return NULL;
}

static const char *base_name(const char *path)
{
    const char *last = path;

    for (const char *c = path; *c; c++)
        if (*c == '/' || *c == '\\')
            last = c + 1;
    return last;
}

/* Reads the lines of a part's header: `head` without its last CRLF. */
static err part_head(struct arena *a, const char *head, struct part *ret_p)
{
    static const char disposition[] = "content-disposition:";
    static const char type[] = "content-type:";

    for (const char *line = head; *line;) {
        size_t n = strcspn(line, "\r\n");
        const char *one = arena_dupn(a, line, n);
        if (strncasecmp(one, disposition, sizeof disposition - 1) == 0) {
            ret_p->name = disposition_param(a, one, "name");
            const char *file = disposition_param(a, one, "filename");
            ret_p->filename = file ? base_name(file) : NULL;
        } else if (strncasecmp(one, type, sizeof type - 1) == 0) {
            ret_p->type = str_trim(a, one + sizeof type - 1);
        }
        line += n;
        line += strspn(line, "\r\n");
    }
    if (!ret_p->name || !ret_p->name[0])
        return ERR_BAD_REQUEST;
    if (ret_p->type && !str_utf8_ok(ret_p->type, strlen(ret_p->type)))
        return ERR_BAD_REQUEST;
    if (strpbrk(ret_p->name, "\r\n\t") || strlen(ret_p->name) > FORM_NAME_MAX)
        return ERR_BAD_REQUEST;
    return OK;
}

/* Puts a part where it belongs. */
static err part_keep(struct arena *a, const struct part *p, struct multipart *m)
{
    if (p->filename) {
        m->files[m->n_files++] = (struct form_upload){
            p->name,
            {p->filename, p->type ? p->type : "application/octet-stream", {p->s, p->n}}
        };
        return OK;
    }
    if (!str_utf8_ok(p->s, p->n))
        return ERR_BAD_REQUEST;
    m->fields.v[m->fields.n++] = (struct field){p->name, arena_dupn(a, p->s, p->n)};
    return OK;
}

/* The part that begins at s: header, blank line, content, up to `mark` ("\r\n--boundary"). */
static err part_parse(struct arena *a, struct str rest, struct str mark, struct part *ret_p)
{
    size_t look = rest.n < FORM_PART_HEAD ? rest.n : FORM_PART_HEAD;
    const char *blank = memmem(rest.s, look, "\r\n\r\n", 4);

    if (!blank)
        return rest.n > FORM_PART_HEAD ? ERR_TOO_LARGE : ERR_BAD_REQUEST;
    size_t head_n = (size_t)(blank - rest.s);
    if (memchr(rest.s, '\0', head_n))
        return ERR_BAD_REQUEST;
    TRY(part_head(a, arena_dupn(a, rest.s, head_n), ret_p));
    ret_p->s = blank + 4;
    const char *end = memmem(blank + 2, rest.n - head_n - 2, mark.s, mark.n);
    if (!end)
        return ERR_BAD_REQUEST;
    ret_p->n = end < ret_p->s ? 0 : (size_t)(end - ret_p->s);
    return OK;
}

err multipart_parse(struct arena *a, const char *boundary, const char *s, size_t n,
                    struct multipart *ret_m)
{
    struct str mark = str_of(arena_printf(a, "\r\n--%s", boundary));
    struct multipart m = {.fields.v = ARENA_ARRAY(a, FORM_PARTS, struct field),
                          .files = ARENA_ARRAY(a, FORM_PARTS, struct form_upload)};
    size_t at = mark.n - 2;

    if (n < at + 2 || memcmp(s, mark.s + 2, at) != 0)
        return ERR_BAD_REQUEST;
    while (n - at >= 2 && memcmp(s + at, "--", 2) != 0) {
        struct part p = {0};
        if (memcmp(s + at, "\r\n", 2) != 0)
            return ERR_BAD_REQUEST;
        if (m.fields.n + m.n_files == FORM_PARTS)
            return ERR_TOO_LARGE;
        TRY(part_parse(a, (struct str){s + at + 2, n - at - 2}, mark, &p));
        TRY(part_keep(a, &p, &m));
        const char *end =
            p.n == 0 ? memmem(p.s - 2, n - (size_t)(p.s - 2 - s), mark.s, mark.n) : p.s + p.n;
        at = (size_t)(end - s) + mark.n;
    }
    if (n - at < 2)
        return ERR_BAD_REQUEST;
    *ret_m = m;
    return OK;
}
