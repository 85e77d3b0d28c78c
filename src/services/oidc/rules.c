/* rules.c: the provider's decisions. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules.h"
#include <string.h>
#include "hash.h"
#include "json.h"

#define COUNT_OF(t) (sizeof(t) / sizeof((t)[0]))

/* --- Words --------------------------------------------------------------------------------------- */

bool oidc_has(const char *list, const char *word)
{
    size_t n = strlen(word);

    for (const char *at = list; at && *at && n > 0;) {
        size_t len = strcspn(at, " ");
        if (len == n && memcmp(at, word, n) == 0)
            return true;
        at += len + strspn(at + len, " ");
    }
    return false;
}

const char *oidc_both(struct arena *a, const char *asked, const char *allowed)
{
    struct str_list words = str_split(a, asked ? asked : "", ' ');
    const char *out = "";

    for (size_t i = 0; i < words.n; i++)
        if (oidc_has(allowed, words.v[i]) && !oidc_has(out, words.v[i]))
            out = *out ? arena_printf(a, "%s %s", out, words.v[i]) : words.v[i];
    return out;
}

/* --- Addresses ------------------------------------------------------------------------------------ */

#define URI_MAX 512

static const char *const loopbacks[] = {"http://127.0.0.1", "http://[::1]", "http://localhost"};

/* What stands behind the name of this very machine: "", ":port…" or "/…"; NULL: it is another. */
static const char *behind_loopback(const char *uri, size_t kinds)
{
    for (size_t i = 0; i < kinds; i++) {
        size_t n = strlen(loopbacks[i]);
        if (strncmp(uri, loopbacks[i], n) == 0 && (uri[n] == ':' || uri[n] == '/' || !uri[n]))
            return uri + n;
    }
    return NULL;
}

static bool plain(const char *uri)
{
    size_t n = strlen(uri);

    if (n == 0 || n > URI_MAX)
        return false;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)uri[i] <= ' ' || (unsigned char)uri[i] >= 127 || strchr("#*\\\"<>^`{|}", uri[i]))
            return false;
    return true;
}

/* "com.example.app:/back": a scheme that its maker owns (RFC 8252 §7.1). */
static bool app_scheme(const char *uri)
{
    size_t n = strspn(uri, "abcdefghijklmnopqrstuvwxyz0123456789+-.");

    return uri[n] == ':' && uri[n + 1] == '/' && memchr(uri, '.', n) != NULL;
}

bool oidc_uri_fine(const char *uri)
{
    if (!plain(uri))
        return false;
    if (behind_loopback(uri, COUNT_OF(loopbacks)))
        return true;
    if (!str_starts(uri, "https://"))
        return app_scheme(uri);
    const char *host = uri + 8;
    size_t n = strcspn(host, "/?");
    return n > 0 && host[0] != ':' && !memchr(host, '@', n);
}

bool oidc_uri_same(const char *registered, const char *asked)
{
    if (str_eq(registered, asked))
        return true;
    /* Not "localhost": what that means is not said by this machine alone. */
    const char *mine = behind_loopback(registered, 2);
    const char *theirs = behind_loopback(asked, 2);

    if (!mine || !theirs || *mine == ':' || (theirs - asked) != (mine - registered) ||
        strncmp(registered, asked, (size_t)(mine - registered)) != 0 || *theirs != ':')
        return false;
    size_t digits = strspn(theirs + 1, "0123456789");
    return digits > 0 && digits <= 5 && str_eq(theirs + 1 + digits, mine);
}

const char *oidc_uri_origin(struct arena *a, const char *uri)
{
    const char *mark = strstr(uri, "://");
    size_t scheme = strcspn(uri, ":");

    if (!mark || (!str_starts(uri, "https://") && !str_starts(uri, "http://")))
        return arena_dupn(a, uri, scheme + (uri[scheme] == ':'));
    return arena_dupn(a, uri, (size_t)(mark + 3 - uri) + strcspn(mark + 3, "/?"));
}

/* --- PKCE ----------------------------------------------------------------------------------------- */

static const char unreserved[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";

bool oidc_digest_text(const char *s)
{
    return strlen(s) == 43 && strspn(s, unreserved) == 43 && !strpbrk(s, ".~");
}

bool oidc_verifier_fine(struct arena *a, const char *challenge, const char *verifier)
{
    size_t n = strlen(verifier);

    if (n < 43 || n > 128 || strspn(verifier, unreserved) != n)
        return false;
    struct digest d = hash_sha256(verifier, n);
    const char *made = hash_base64url(a, d.b, sizeof d.b);
    return strlen(challenge) == strlen(made) && hash_same(challenge, made, strlen(made));
}

/* --- Attributes ------------------------------------------------------------------------------------ */

const struct oidc_attribute oidc_attributes[] = {
    {"name", "profile", _("Your name")},
    {"preferred_username", "profile", _("Your user name")},
    {"locale", "profile", _("Your language")},
    {"email", "email", _("Your mail address at the university")},
    {"email_verified", "email", {0}},
    {"eduperson_principal_name", "eduperson", _("Your user name with the university's domain")},
    {"eduperson_scoped_affiliation", "eduperson", _("What you are at the university: student, lecturer, staff")},
    {"schac_home_organization", "eduperson", _("Your university")},
    {"uid", "eduperson", {0}},
};
const size_t oidc_n_attributes = COUNT_OF(oidc_attributes);

const char *oidc_claims_of(struct arena *a, const char *scopes)
{
    const char *out = "";

    for (size_t i = 0; i < oidc_n_attributes; i++)
        if (oidc_has(scopes, oidc_attributes[i].scope))
            out = *out ? arena_printf(a, "%s %s", out, oidc_attributes[i].word) : oidc_attributes[i].word;
    return out;
}

const char *oidc_acr(int level)
{
    return level >= 2 ? OIDC_ACR_TWO : OIDC_ACR_ONE;
}

int oidc_acr_level(struct arena *a, const char *words)
{
    struct str_list list = str_split(a, words ? words : "", ' ');
    int least = 0;

    for (size_t i = 0; i < list.n; i++) {
        int level = str_eq(list.v[i], OIDC_ACR_ONE) ? 1 : str_eq(list.v[i], OIDC_ACR_TWO) ? 2 : 0;
        if (level > 0 && (least == 0 || level < least))
            least = level;
    }
    return least;
}

/* --- Reading a request ------------------------------------------------------------------------------ */

const char *const oidc_param_names[OIDC_PARAMS] = {
    [OIDC_CLIENT] = "client_id",
    [OIDC_REDIRECT] = "redirect_uri",
    [OIDC_TYPE] = "response_type",
    [OIDC_MODE] = "response_mode",
    [OIDC_SCOPE] = "scope",
    [OIDC_STATE] = "state",
    [OIDC_NONCE] = "nonce",
    [OIDC_CHALLENGE] = "code_challenge",
    [OIDC_METHOD] = "code_challenge_method",
    [OIDC_PROMPT] = "prompt",
    [OIDC_MAX_AGE] = "max_age",
    [OIDC_ACR] = "acr_values",
    [OIDC_LOGIN_HINT] = "login_hint",
    [OIDC_ID_HINT] = "id_token_hint",
    [OIDC_CLAIMS] = "claims",
    [OIDC_LOCALES] = "ui_locales",
    [OIDC_JKT] = "dpop_jkt",
    [OIDC_REQUEST] = "request",
    [OIDC_REQUEST_URI] = "request_uri",
    [OIDC_REGISTRATION] = "registration",
};

#define FAULT(error, why) ((struct oidc_fault){(error), (why)})
static const struct oidc_fault fine = {0};

/* Most characters of what is kept and sent back. */
static const struct {
    enum oidc_param param;
    size_t max;
} limits[] = {{OIDC_STATE, 2048}, {OIDC_NONCE, 512}, {OIDC_SCOPE, 1024}, {OIDC_CLAIMS, 8192},
              {OIDC_ACR, 512}, {OIDC_LOGIN_HINT, 256}, {OIDC_LOCALES, 256}, {OIDC_PROMPT, 64}};

static struct oidc_fault sizes(const struct oidc_params *p)
{
    for (size_t i = 0; i < COUNT_OF(limits); i++)
        if (p->v[limits[i].param] && strlen(p->v[limits[i].param]) > limits[i].max)
            return FAULT("invalid_request", "a parameter is too long");
    return fine;
}

static struct oidc_fault what_is_not_done(const struct oidc_params *p)
{
    if (p->v[OIDC_REQUEST])
        return FAULT("request_not_supported", "request objects are not supported; push the request instead");
    if (p->v[OIDC_REQUEST_URI])
        return FAULT("request_uri_not_supported", "only a request_uri that was made here is taken");
    if (p->v[OIDC_REGISTRATION])
        return FAULT("registration_not_supported", "applications are registered by an administrator");
    return fine;
}

static struct oidc_fault kind_of_answer(const struct oidc_params *p, struct oidc_request *r)
{
    const char *mode = p->v[OIDC_MODE] ? p->v[OIDC_MODE] : "query";

    r->form_post = str_eq(mode, "form_post");
    if (!p->v[OIDC_TYPE])
        return FAULT("invalid_request", "response_type is missing");
    if (!str_eq(p->v[OIDC_TYPE], "code"))
        return FAULT("unsupported_response_type", "only the response_type code is supported");
    if (!r->form_post && !str_eq(mode, "query"))
        return FAULT("invalid_request", "the response_mode is query or form_post");
    return fine;
}

static struct oidc_fault challenge(const struct oidc_params *p, const struct oidc_terms *t)
{
    const char *method = p->v[OIDC_METHOD];

    if (!p->v[OIDC_CHALLENGE])
        return t->pkce || t->fapi || t->public_client || method
                   ? FAULT("invalid_request", "code_challenge is missing (PKCE with S256)")
                   : fine;
    if (!str_eq(method, "S256"))
        return FAULT("invalid_request", "the code_challenge_method must be S256");
    if (!oidc_digest_text(p->v[OIDC_CHALLENGE]))
        return FAULT("invalid_request", "the code_challenge is not the base64url of a SHA-256");
    return fine;
}

static struct oidc_fault prompts(struct arena *a, const struct oidc_params *p, struct oidc_request *r)
{
    static const struct {
        const char *word;
        unsigned bit;
    } known[] = {{"none", OIDC_PROMPT_NONE}, {"login", OIDC_PROMPT_LOGIN},
                 {"consent", OIDC_PROMPT_CONSENT}, {"select_account", OIDC_PROMPT_SELECT}};
    struct str_list words = str_split(a, p->v[OIDC_PROMPT] ? p->v[OIDC_PROMPT] : "", ' ');

    for (size_t i = 0; i < words.n; i++) {
        unsigned before = r->prompts;
        for (size_t k = 0; k < COUNT_OF(known); k++)
            if (str_eq(words.v[i], known[k].word))
                r->prompts |= known[k].bit;
        if (*words.v[i] && r->prompts == before)
            return FAULT("invalid_request", "a word of prompt is not known, or there twice");
    }
    if ((r->prompts & OIDC_PROMPT_NONE) && r->prompts != OIDC_PROMPT_NONE)
        return FAULT("invalid_request", "prompt=none stands alone");
    r->max_age = -1;
    if (p->v[OIDC_MAX_AGE] && str_int(p->v[OIDC_MAX_AGE], 0, INT32_MAX, &r->max_age) != OK)
        return FAULT("invalid_request", "max_age is a number of seconds");
    return fine;
}

/* The words asked for one place of the claims parameter, of what the scopes of the application allow. */
static const char *claims_in(struct arena *a, const struct json *place, const char *allowed)
{
    const char *out = "";

    for (size_t i = 0; place && i < oidc_n_attributes; i++) {
        const char *word = oidc_attributes[i].word;
        if (oidc_has(allowed, word) && json_get(place, word))
            out = *out ? arena_printf(a, "%s %s", out, word) : word;
    }
    return out;
}

/* An acr that is essential, and a subject that is named: {"value": …} or {"values": […]}. */
static void demands(struct arena *a, const struct json *id, struct oidc_request *r)
{
    const struct json *acr = json_get(id, "acr");
    const struct json *values = json_get(acr, "values");
    const char *words = json_text(json_get(acr, "value"));
    bool essential = false;

    (void)json_truth(json_get(acr, "essential"), &essential);
    for (size_t i = 0; i < json_len(values); i++) {
        const char *word = json_text(json_at(values, i));
        words = word ? arena_printf(a, "%s %s", words ? words : "", word) : words;
    }
    int level = oidc_acr_level(a, words);
    if (essential && level > r->level)
        r->level = level;
    r->sub = json_text(json_get(json_get(id, "sub"), "value"));
}

static struct oidc_fault claims(struct arena *a, const struct oidc_params *p, const struct oidc_terms *t,
                                struct oidc_request *r)
{
    const char *text = p->v[OIDC_CLAIMS], *allowed = oidc_claims_of(a, t->scopes);
    const struct json *j = NULL;

    r->id_claims = "";
    r->info_claims = oidc_claims_of(a, r->scope);
    if (!text)
        return fine;
    if (json_parse(a, text, strlen(text), 8192, &j) != OK || text[strspn(text, " \t\r\n")] != '{')
        return FAULT("invalid_request", "claims is no JSON object");
    r->id_claims = claims_in(a, json_get(j, "id_token"), allowed);
    const char *more = claims_in(a, json_get(j, "userinfo"), allowed);
    r->info_claims = oidc_both(a, arena_printf(a, "%s %s", r->info_claims, more), allowed);
    demands(a, json_get(j, "id_token"), r);
    return fine;
}

static struct oidc_fault scope(struct arena *a, const struct oidc_params *p, const struct oidc_terms *t,
                               struct oidc_request *r)
{
    r->scope = oidc_both(a, p->v[OIDC_SCOPE], t->scopes);
    /* Refreshing while she is away is for applications that may refresh at all. */
    if (oidc_has(r->scope, "offline_access") && !oidc_has(t->grants, "refresh"))
        r->scope = oidc_both(a, r->scope, "openid profile email eduperson");
    return *r->scope ? fine : FAULT("invalid_scope", "none of these scopes may be asked by this application");
}

struct oidc_fault oidc_read(struct arena *a, const struct oidc_params *p, const struct oidc_terms *t,
                            struct oidc_request *ret)
{
    struct oidc_request r = {.level = t->level};
    struct oidc_fault f = kind_of_answer(p, &r);

    if (!f.error)
        f = what_is_not_done(p);
    if (!f.error)
        f = sizes(p);
    if (!f.error)
        f = challenge(p, t);
    if (!f.error)
        f = prompts(a, p, &r);
    if (!f.error)
        f = scope(a, p, t, &r);
    if (!f.error)
        f = claims(a, p, t, &r);
    if (!f.error && p->v[OIDC_JKT] && !oidc_digest_text(p->v[OIDC_JKT]))
        f = FAULT("invalid_request", "dpop_jkt is no thumbprint");
    int wanted = oidc_acr_level(a, p->v[OIDC_ACR]);
    if (wanted > r.level)
        r.level = wanted;
    if (!f.error)
        *ret = r;
    return f;
}

/* --- Deciding --------------------------------------------------------------------------------------- */

/* Must she prove anew who she is? What she proved after the request came is new enough. */
static bool too_old(const struct oidc_request *r, const struct oidc_standing *s)
{
    if (s->login_at.v >= s->asked_at.v)
        return false;
    if (r->prompts & (OIDC_PROMPT_LOGIN | OIDC_PROMPT_SELECT))
        return true;
    return r->max_age >= 0 && s->now.v - s->login_at.v > r->max_age * 1000;
}

static enum oidc_next needed(const struct oidc_request *r, const struct oidc_standing *s)
{
    if (!s->signed_in)
        return OIDC_SIGN_IN;
    if (too_old(r, s))
        return OIDC_AGAIN;
    if (s->other)
        return OIDC_REFUSE;
    if (s->held)
        return OIDC_SET_UP;
    if (s->level < r->level)
        return OIDC_STEP_UP;
    if (!s->answered && (!s->agreed || (r->prompts & OIDC_PROMPT_CONSENT)))
        return OIDC_CONSENT;
    return OIDC_ISSUE;
}

enum oidc_next oidc_decide(const struct oidc_request *r, const struct oidc_standing *s,
                           struct oidc_fault *ret_fault)
{
    enum oidc_next next = needed(r, s);

    *ret_fault = fine;
    if (next == OIDC_REFUSE) {
        *ret_fault = FAULT("login_required", "somebody else is signed in");
        return next;
    }
    if (next == OIDC_ISSUE || !(r->prompts & OIDC_PROMPT_NONE))
        return next;
    if (next == OIDC_CONSENT)
        *ret_fault = FAULT("consent_required", "she has not agreed to this yet");
    else if (next == OIDC_SET_UP)
        *ret_fault = FAULT("interaction_required", "she must set up a second factor first");
    else if (next == OIDC_STEP_UP)
        *ret_fault = FAULT("interaction_required", "a stronger login is needed");
    else
        *ret_fault = FAULT("login_required", "nobody is signed in, or not lately enough");
    return OIDC_REFUSE;
}

/* --- Refresh tokens, devices -------------------------------------------------------------------------- */

enum oidc_turn oidc_turn_of(int64_t generation, int64_t newest, instant used_at, instant now)
{
    if (generation == newest)
        return OIDC_TURN_NEW;
    if (generation == newest - 1 && used_at.v != 0 && now.v - used_at.v <= OIDC_GRACE)
        return OIDC_TURN_SAME;
    return OIDC_TURN_THEFT;
}

/* No vowels, so that no words come out, and nothing that looks like something else (RFC 8628 §6.1). */
const char oidc_user_alphabet[] = "BCDFGHJKLMNPQRSTVWXZ";

const char *oidc_user_code(struct arena *a, const char *typed)
{
    char code[OIDC_USER_CODE + 1] = {0};
    size_t n = 0;

    for (const char *c = typed; *c; c++) {
        char up = *c;

        if (up >= 'a' && up <= 'z')
            up = (char)(up - 'a' + 'A');
        if (up == ' ' || up == '-')
            continue;
        if (!strchr(oidc_user_alphabet, up) || n == OIDC_USER_CODE)
            return NULL;
        code[n++] = up;
    }
    return n == OIDC_USER_CODE ? arena_dup(a, code) : NULL;
}
