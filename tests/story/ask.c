/* ask.c: requests of a story: cookies kept per person, form tokens fetched by themselves, failures
   injected.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include <ctype.h>
#include <strings.h>
#include "hash.h"
#include "reply.h"
#include "story.h"

struct actor *actor_named(struct story *s, const char *name, size_t n)
{
    for (size_t i = 0; i < s->n_actors; i++)
        if (strlen(s->actors[i].name) == n && memcmp(s->actors[i].name, name, n) == 0)
            return &s->actors[i];
    if (s->n_actors == sizeof s->actors / sizeof s->actors[0])
        return NULL;
    s->actors[s->n_actors].name = arena_dupn(s->arena, name, n);
    return &s->actors[s->n_actors++];
}

/* --- Answers ---------------------------------------------------------------------------------- */

const char *answer_header(struct story *s, const char *name)
{
    size_t n = strlen(name);

    for (const char *line = s->answer.headers; line && *line;) {
        size_t len = strcspn(line, "\n");

        if (len > n && strncasecmp(line, name, n) == 0 && line[n] == ':')
            return arena_dupn(s->arena, line + n + 1 + (line[n + 1] == ' '),
                              len - n - 1 - (line[n + 1] == ' '));
        line += len + (line[len] == '\n');
    }
    return NULL;
}

static void set_cookie(struct story *s, struct actor *who, const char *line, size_t n)
{
    size_t equals = strcspn(line, "=");
    size_t end = strcspn(line, ";\n");
    bool gone = equals + 1 >= end || memmem(line, n, "Max-Age=0", 9) != NULL;
    struct cookie c = {arena_dupn(s->arena, line, equals < n ? equals : n), NULL};
    size_t i = 0;

    who->token = NULL;
    while (i < who->n_cookies && strcmp(who->cookies[i].name, c.name) != 0)
        i++;
    if (gone) {
        if (i < who->n_cookies)
            who->cookies[i] = who->cookies[--who->n_cookies];
        return;
    }
    c.value = arena_dupn(s->arena, line + equals + 1, end - equals - 1);
    if (i == sizeof who->cookies / sizeof who->cookies[0])
        return;
    who->cookies[i] = c;
    if (i == who->n_cookies)
        who->n_cookies++;
}

static void take_cookies(struct story *s, struct actor *who)
{
    for (const char *line = s->answer.headers; line && *line;) {
        size_t n = strcspn(line, "\n");

        if (strncasecmp(line, "Set-Cookie: ", 12) == 0)
            set_cookie(s, who, line + 12, n - 12);
        line += n + (line[n] == '\n');
    }
}

static void take_token(struct story *s, struct actor *who)
{
    static const char mark[] = "name=\"" CSRF_FIELD "\" value=\"";
    const char *at = memmem(s->answer.body.s, s->answer.body.n, mark, sizeof mark - 1);

    if (at)
        who->token = arena_dupn(s->arena, at + sizeof mark - 1, strcspn(at + sizeof mark - 1, "\""));
}

/* Adds the character that an entity stands for; gives its length, 0 for none. */
static size_t entity(const char *at, struct buf *b)
{
    static const struct {
        const char *name, *text;
    } known[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (!str_starts(at, known[i].name))
            continue;
        buf_puts(b, known[i].text);
        return strlen(known[i].name);
    }
    return 0;
}

/* The answer without markup, blanks squeezed. */
static const char *words_of(struct story *s)
{
    struct buf b = buf_new(s->answer.body.n + 1);
    bool blank = true;

    for (const char *at = s->answer.body.s; at && *at;) {
        if (*at == '<') {
            at += strcspn(at, ">");
            at += *at == '>';
            continue;
        }
        size_t n = *at == '&' ? entity(at, &b) : 0;
        bool space = n == 0 && isspace((unsigned char)*at);
        if (n == 0 && !(space && blank))
            buf_putc(&b, (char)(space ? ' ' : *at));
        blank = space;
        at += n > 0 ? n : 1;
    }
    const char *words = arena_dupn(s->arena, b.s ? b.s : "", b.n);
    buf_free(&b);
    return words;
}

/* --- Sending ---------------------------------------------------------------------------------- */

static const char *cookie_header(struct story *s, const struct actor *who)
{
    const char *line = "";

    for (size_t i = 0; i < who->n_cookies; i++)
        line = arena_printf(s->arena, "%s%s%s=%s", line, i > 0 ? "; " : "", who->cookies[i].name,
                            who->cookies[i].value);
    return *line ? arena_printf(s->arena, "Cookie: %s\n", line) : "";
}

/* More queries than a file in pieces asks: how many it has asked when it breaks off is not told. */
#define PIECES 1000

static void send_once(struct story *s, struct actor *who, const struct web_ask *ask)
{
    err e = web_ask(s->app->web, s->arena, ask, &s->answer);

    s->requests++;
    if (e != OK) {
        /* A file that is sent in pieces may break off: the client sees that it is not whole. */
        bool broke_off = e == ERR_IO && s->hurt;

        if (!broke_off)
            story_fault(s, "%s was not answered: %s", ask->target, err_name(e));
        s->answer = (struct web_answer){.headers = "", .queries = broke_off ? PIECES : 0};
    }
    if (!s->answer.body.s)
        s->answer.body = (struct str){"", 0};
    take_cookies(s, who);
    if (ask->method == GET)
        who->token = NULL;
    take_token(s, who);
    s->words = NULL;
    s->spoke = false;
}

/* Sends it with the n-th query or allocation failing. False when there were fewer: nothing failed. */
static bool send_hurt(struct story *s, struct actor *who, const struct web_ask *ask, uint64_t n)
{
    bool queries = s->injury == INJURE_QUERIES;

    if (queries)
        store_fail_after(s->app->store, n);
    else
        web_fail_after(s->app->web, n);
    send_once(s, who, ask);
    store_fail_after(s->app->store, 0);
    web_fail_after(s->app->web, 0);
    /* The hooks' own come on top of what the answer counts. */
    return n <= (queries ? s->answer.queries : s->answer.allocations) + 12;
}

/* Breaks one query or allocation after the other. A broken query must give an error page and keep
   nothing, or be done without. A change is over when it got through; a page is asked for once
   more, unhurt. */
static void send_injured(struct story *s, struct actor *who, const struct web_ask *ask)
{
    uint64_t step = s->injury == INJURE_QUERIES ? 1 : 1 + s->seed % 7;

    s->hurt = true;
    for (uint64_t n = 1; send_hurt(s, who, ask, n); n += step) {
        if (s->answer.status < 500 && ask->method != GET)
            return;
        s->injuries++;
        /* Memory may run out behind the commit, when the answer is made. */
        s->lost = s->lost || (s->injury == INJURE_ALLOCATIONS && ask->method != GET);
        if (s->answer.status >= 500 && s->answer.body.n == 0)
            story_fault(s, "failure %llu left an empty page", (unsigned long long)n);
    }
    if (ask->method == GET)
        send_once(s, who, ask);
    s->hurt = ask->method != GET;
}

static void send(struct story *s, struct actor *who, const struct web_ask *ask)
{
    s->hurt = false;
    if (s->injury == INJURE_NOTHING || s->step.unhurt)
        send_once(s, who, ask);
    else
        send_injured(s, who, ask);
}

/* The token of a form: from the page this person is on, else from one that everybody has. */
static void fetch_token(struct story *s, struct actor *who)
{
    const char *const pages[] = {who->at, "/", "/sign-in"};

    for (size_t i = 0; i < sizeof pages / sizeof pages[0] && !who->token; i++) {
        if (!pages[i])
            continue;
        const char *headers = cookie_header(s, who);
        send_once(s, who, &(struct web_ask){.method = GET, .target = pages[i], .headers = headers});
    }
}

void ask_begin(struct story *s, struct actor *who, const char *what)
{
    static const char *const words[METHOD_COUNT] = {"get ", "post ", "put ", "patch ", "delete "};
    struct step *step = &s->step;

    *step = (struct step){.who = who, .headers = buf_new(65536), .body = buf_new(16 << 20)};
    if (strcmp(what, "follow") == 0) {
        step->target = who->to;
        if (!who->to) {
            story_fault(s, "the last answer leads nowhere");
            step->asked = true;
        }
        return;
    }
    for (int m = 0; m < METHOD_COUNT; m++) {
        if (!str_starts(what, words[m]))
            continue;
        step->method = (enum method)m;
        step->target = what + strlen(words[m]);
        return;
    }
    story_fault(s, "%s does what? get, post, put, patch, delete or follow", who->name);
    step->asked = true;
}

void ask_header(struct story *s, const char *line)
{
    buf_printf(&s->step.headers, "%s\n", line);
}

void ask_basic(struct story *s, const char *line)
{
    char *both = arena_dup(s->arena, line), *blank = strchr(both, ' ');

    if (!blank) {
        story_fault(s, "basic wants a name and a password");
        return;
    }
    *blank = ':';
    buf_printf(&s->step.headers, "Authorization: Basic %s\n", hash_base64(s->arena, both, strlen(both)));
}

void ask_field(struct story *s, const char *name, const char *value)
{
    buf_printf(&s->step.body, "%s%s=%s", s->step.body.n > 0 ? "&" : "", url_seg(s->arena, name),
               url_seg(s->arena, value));
}

void ask_body(struct story *s, const char *text)
{
    s->step.no_token = s->step.bare = true;
    buf_puts(&s->step.body, text);
}

static const char *path_of(struct story *s, const char *location)
{
    const char *path = location ? strstr(location, "://") : NULL;

    path = path ? strchr(path + 3, '/') : location;
    return path ? arena_dup(s->arena, path) : NULL;
}

void ask_send(struct story *s)
{
    struct step *step = &s->step;

    if (step->asked || !step->who)
        return;
    step->asked = true;
    if (step->method != GET && !step->no_token) {
        if (!step->who->token)
            fetch_token(s, step->who);
        ask_field(s, CSRF_FIELD, step->who->token ? step->who->token : "");
    }
    const char *form =
        step->method == GET || step->bare ? "" : "Content-Type: application/x-www-form-urlencoded\n";
    const char *headers = arena_printf(s->arena, "%s%s%s", cookie_header(s, step->who), form,
                                       step->headers.s ? step->headers.s : "");
    send(s, step->who,
         &(struct web_ask){.method = step->method,
                           .target = step->target,
                           .headers = headers,
                           .body = step->body.s,
                           .body_n = step->body.n,
                           .address = step->address});
    s->words = words_of(s);
    html_look(s);
    step->who->to = path_of(s, answer_header(s, "Location"));
    if (step->method == GET && s->answer.status == 200)
        step->who->at = step->target;
    buf_free(&step->headers);
    buf_free(&step->body);
}
