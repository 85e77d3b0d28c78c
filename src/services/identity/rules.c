/* rules.c: identity's decisions: name forms, codes, delays, the age of sessions.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules.h"
#include "hash.h"
#include "identity.h"
#include "str.h"
#include <string.h>

/* --- Names ----------------------------------------------------------------------------------
 */

static bool small(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

bool identity_login_ok(const char *login)
{
    size_t n = strlen(login);

    if (n < 2 || n > IDENTITY_LOGIN_MAX || !small(login[0]))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!small(login[i]) && !digit(login[i]) && login[i] != '.' && login[i] != '-')
            return false;
    return true;
}

/* Small letters, without any blank (a phone's keyboard likes to add one, also inside). */
static char *squeezed(struct arena *a, const char *typed)
{
    char *s = str_lower(a, typed);
    size_t n = 0;

    for (size_t i = 0; s[i]; i++)
        if (s[i] != ' ' && s[i] != '\t' && s[i] != '\n' && s[i] != '\r')
            s[n++] = s[i];
    s[n] = 0;
    return s;
}

const char *identity_name_key(struct arena *a, const char *typed, const char *domain,
                              const char *office_domain)
{
    if (strlen(typed) > IDENTITY_TYPED_MAX)
        return "";
    char *s = squeezed(a, typed);
    char *at = strchr(s, '@');

    if (!at)
        return identity_login_ok(s) ? s : "";
    if (at == s || strchr(at + 1, '@') || !at[1])
        return "";
    if ((domain && str_eq(at + 1, str_lower(a, domain))) ||
        (office_domain && str_eq(at + 1, str_lower(a, office_domain)))) {
        *at = 0;
        return identity_login_ok(s) ? s : "";
    }
    return s;
}

static bool in_domain(const char *domain, const char *of)
{
    size_t n = strlen(domain), m = strlen(of);

    return m > 0 && n >= m && str_eq(domain + n - m, of) && (n == m || domain[n - m - 1] == '.');
}

/* What stands before the "@" and behind it can be a mailbox. */
static bool mailbox(const char *s, const char *at)
{
    if (!at || at == s || strchr(at + 1, '@') || strpbrk(s, " \t\r\n<>\",;:\\()") || strstr(s, ".."))
        return false;
    for (const char *p = s; *p; p++)
        if ((unsigned char)*p < ' ' || *p == 127)
            return false;
    return strchr(at + 1, '.') && at[1] != '.' && s[strlen(s) - 1] != '.';
}

enum identity_private_mail identity_private_judge(struct arena *a, const char *typed, const char *domain,
                                                  const char *office_domain, const char **ret_mail)
{
    char *s = str_lower(a, str_trim(a, typed));
    const char *at = strchr(s, '@');

    if (strlen(s) > IDENTITY_MAIL_MAX || !str_utf8_ok(s, strlen(s)) || !mailbox(s, at))
        return PRIVATE_NONE;
    if (in_domain(at + 1, str_lower(a, domain)) || in_domain(at + 1, str_lower(a, office_domain)))
        return PRIVATE_OURS;
    *ret_mail = s;
    return PRIVATE_GOOD;
}

/* --- One-time codes -------------------------------------------------------------------------
 */

const char identity_code_alphabet[31 + 1] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/* Without blanks and dashes, in capitals; at most `max` characters, or NULL. */
static const char *capitals(struct arena *a, const char *typed, size_t max)
{
    char *key = arena_alloc(a, max + 1);
    size_t n = 0;

    for (const char *p = typed; *p; p++) {
        char c = *p;

        if (small(c))
            c = (char)(c - 'a' + 'A');
        if (c == ' ' || c == '-' || c == '\t')
            continue;
        if (n == max)
            return NULL;
        key[n++] = c;
    }
    key[n] = 0;
    return key;
}

static bool code_ok(const char *key, size_t n)
{
    return key && strlen(key) == n && strspn(key, identity_code_alphabet) == n;
}

const char *identity_code_key(struct arena *a, const char *typed)
{
    const char *key = capitals(a, typed, IDENTITY_CODE_CHARS);

    return code_ok(key, IDENTITY_CODE_CHARS) ? key : "";
}

const char *identity_code_show(struct arena *a, const char *key)
{
    return arena_printf(a, "%.4s-%.4s-%.4s-%.4s", key, key + 4, key + 8, key + 12);
}

const char *identity_recovery_show(struct arena *a, const char *key)
{
    return arena_printf(a, "%.5s-%.5s-%.5s-%.5s", key, key + 5, key + 10, key + 15);
}

const char *identity_app_key(struct arena *a, const char *typed)
{
    const char *key = capitals(a, typed, IDENTITY_APP_CHARS);

    return code_ok(key, IDENTITY_APP_CHARS) ? key : "";
}

const char *identity_app_show(struct arena *a, const char *key)
{
    const char *s = str_lower(a, key);

    return arena_printf(a, "%.4s-%.4s-%.4s-%.4s-%.4s-%.4s-%.4s", s, s + 4, s + 8, s + 12, s + 16, s + 20, s + 24);
}

struct identity_second identity_second_of(struct arena *a, const char *typed)
{
    const char *key = capitals(a, typed, IDENTITY_RECOVERY_CHARS);

    if (key && strlen(key) == 6 && strspn(key, "0123456789") == 6)
        return (struct identity_second){SECOND_OTP, key};
    if (code_ok(key, IDENTITY_CODE_CHARS))
        return (struct identity_second){SECOND_PASS, key};
    if (code_ok(key, IDENTITY_RECOVERY_CHARS))
        return (struct identity_second){SECOND_RECOVERY, key};
    return (struct identity_second){SECOND_NONE, ""};
}

/* --- Delays ---------------------------------------------------------------------------------
 */

struct pace {
    int64_t free;  /* failures without any delay */
    int64_t first; /* the first delay, doubled by each further failure … */
    int64_t most;  /* … up to this */
    int64_t step;  /* failures that double it */
    int64_t leak;  /* after so long one failure is forgotten */
};
static const struct pace paces[] = {
    [COUNT_PAIR] = {5,  SECONDS(10), MINUTES(15), 1,  MINUTES(10)},
    [COUNT_KNOWN] = {10, SECONDS(5),  MINUTES(1),  1,  MINUTES(2) },
    [COUNT_ADDRESS] = {60, SECONDS(2),  MINUTES(5),  10, SECONDS(10)},
    [COUNT_SECOND] = {5,  SECONDS(30), MINUTES(15), 1,  MINUTES(30)},
    [COUNT_ASKED] = {10, SECONDS(30), MINUTES(15), 2,  MINUTES(5) },
};

static const char *const counters[] = {[COUNT_PAIR] = "pair",
                                       [COUNT_KNOWN] = "known",
                                       [COUNT_ADDRESS] = "address",
                                       [COUNT_SECOND] = "second",
                                       [COUNT_ASKED] = "asked"};

const char *identity_counter_key(struct arena *a, enum identity_counter kind, const char *name,
                                 const char *prefix)
{
    if (kind == COUNT_ADDRESS)
        return arena_printf(a, "address:%s", prefix);
    const char *both = arena_printf(a, "%s|%s", name, prefix);
    struct digest d = hash_sha256(both, strlen(both));

    return arena_printf(a, "%s:%s", counters[kind], hash_hex(a, d.b, 16));
}

int64_t identity_failures_left(enum identity_counter kind, int64_t failures, int64_t elapsed_ms)
{
    int64_t left = failures - (elapsed_ms > 0 ? elapsed_ms / paces[kind].leak : 0);

    return left > 0 ? left : 0;
}

int64_t identity_delay(enum identity_counter kind, int64_t failures)
{
    const struct pace *p = &paces[kind];
    int64_t delay = p->first;

    if (failures < p->free)
        return 0;
    for (int64_t n = (failures - p->free) / p->step; n > 0 && delay < p->most; n--)
        delay *= 2;
    return delay < p->most ? delay : p->most;
}

/* --- What a login proves ---------------------------------------------------------------------
 */

int identity_level(unsigned proofs)
{
    bool known = proofs & IDENTITY_PASSWORD;

    if (proofs & IDENTITY_PASSKEY && (known || proofs & IDENTITY_VERIFIED))
        return 3;
    if (known && proofs & (IDENTITY_OTP | IDENTITY_PUSH | IDENTITY_RECOVERY | IDENTITY_PASS))
        return 2;
    return proofs != 0;
}

int identity_reach(unsigned factors)
{
    return factors & FACTOR_PASSKEY ? 3 : identity_asks_second(factors) ? 2 : 1;
}

bool identity_asks_second(unsigned factors)
{
    return factors & (FACTOR_OTP | FACTOR_PASSKEY | FACTOR_PUSH);
}

int identity_managing(int64_t asked, unsigned factors)
{
    return asked > 0 ? (int)asked : identity_asks_second(factors) ? 2 : 1;
}

/* --- Who needs a second factor ---------------------------------------------------------------
 */

struct identity_due identity_due(const struct identity_need *v, size_t n, instant asked, instant now)
{
    struct identity_due due = {0};

    for (size_t i = 0; i < n; i++) {
        instant from = asked.v ? asked : now;

        if (v[i].starts.v == 0)
            continue;
        if (v[i].starts.v > from.v)
            from = v[i].starts;
        from = instant_add(from, v[i].grace * DAYS(1));
        if (due.at.v == 0 || from.v < due.at.v)
            due.at = from;
        due.now = due.now || v[i].starts.v <= now.v;
    }
    return due;
}

/* --- Sessions -------------------------------------------------------------------------------
 */

enum identity_age identity_session_age(instant seen, instant ends, int64_t idle_ms, instant now)
{
    if (now.v >= ends.v)
        return SESSION_OVER;
    return now.v - seen.v >= idle_ms ? SESSION_IDLE : SESSION_LIVE;
}

instant identity_session_until(instant seen, instant ends, int64_t idle_ms)
{
    instant idle = instant_add(seen, idle_ms);

    return idle.v < ends.v ? idle : ends;
}

bool identity_session_touch(instant seen, int64_t idle_ms, instant now)
{
    int64_t often = idle_ms / 8 < MINUTES(1) ? idle_ms / 8 : MINUTES(1);

    return now.v - seen.v >= often;
}

bool identity_next_ok(const char *next)
{
    size_t n = strlen(next);

    if (n == 0 || n > IDENTITY_NEXT_MAX || next[0] != '/' || next[1] == '/')
        return false;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)next[i] <= ' ' || (unsigned char)next[i] >= 127 || next[i] == '\\')
            return false;
    return true;
}

struct sign {
    const char *part, *word;
};

static const char *first_sign(const struct sign *signs, size_t n, const char *agent)
{
    for (size_t i = 0; i < n; i++)
        if (strstr(agent, signs[i].part))
            return signs[i].word;
    return "";
}

struct identity_device identity_device(const char *agent)
{
    /* Order matters: Edge says Chrome, Chrome says Safari; Android says Linux. */
    static const struct sign browsers[] = {
        {"Edg",       "Edge"    },
        {"OPR/",      "Opera"   },
        {"Firefox/",  "Firefox" },
        {"FxiOS",     "Firefox" },
        {"CriOS",     "Chrome"  },
        {"Chromium/", "Chromium"},
        {"Chrome/",   "Chrome"  },
        {"Safari/",   "Safari"  },
        {"curl/",     "curl"    },
    };
    static const struct sign systems[] = {
        {"Windows",  "Windows" },
        {"Android",  "Android" },
        {"iPhone",   "iPhone"  },
        {"iPad",     "iPad"    },
        {"Mac OS X", "macOS"   },
        {"CrOS",     "ChromeOS"},
        {"Linux",    "Linux"   },
    };

    return (struct identity_device){
        .browser = first_sign(browsers, sizeof browsers / sizeof browsers[0], agent),
        .system = first_sign(systems, sizeof systems / sizeof systems[0], agent),
    };
}
