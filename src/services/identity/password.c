/* password.c: is a password good enough? Long, not the name, not what everybody tries first.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules.h"
#include "str.h"
#include <string.h>

static bool letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Small letters only: usual disguises undone (p4ssw0rd), everything else left out. */
static const char *letters_of(struct arena *a, const char *password)
{
    static const char from[] = "0134578@$!|", to[] = "oieastbasii";
    const char *folded = str_fold(a, password);
    char *s = ARENA_ARRAY(a, strlen(folded) + 1, char);
    size_t n = 0;

    for (const char *p = folded; *p; p++) {
        const char *at = strchr(from, *p);
        char c = *p;

        if (at)
            c = to[at - from];
        if (c >= 'a' && c <= 'z')
            s[n++] = c;
    }
    return s;
}

/* Letters only, as they stand: digits and signs at both ends are no disguise but decoration. */
static const char *plain_of(struct arena *a, const char *password)
{
    const char *folded = str_fold(a, password);
    char *s = ARENA_ARRAY(a, strlen(folded) + 1, char);
    size_t n = 0;

    for (const char *p = folded; *p; p++)
        if (*p >= 'a' && *p <= 'z')
            s[n++] = *p;
    return s;
}

/* Is the text nothing but at most `most` common words? (least[i]: fewest words that make
 * s[0..i]) */
static bool only_common(struct arena *a, const char *s, int most)
{
    size_t n = strlen(s);
    int *least = ARENA_ARRAY(a, n + 1, int);

    if (n == 0)
        return true;
    for (size_t end = 1; end <= n; end++) {
        least[end] = most + 1;
        for (size_t len = 2; len <= end && len <= IDENTITY_COMMON_MAX; len++)
            if (least[end - len] + 1 < least[end] && identity_common_word(s + end - len, len))
                least[end] = least[end - len] + 1;
    }
    return least[n] <= most;
}

static bool alone_guessed(struct arena *a, const char *s, size_t n)
{
    return n > 0 && n <= IDENTITY_GUESSED_MAX && (identity_guessed(s, n) || identity_guessed(letters_of(a, arena_dupn(a, s, n)), n));
}

/* Is it one word or password of the lists, perhaps twice, with digits and signs at its ends? */
static bool guessed(struct arena *a, const char *password)
{
    const char *s = str_fold(a, password);
    size_t n = strlen(s), from = 0, to = n;

    while (to > 0 && !letter(s[to - 1]) && !digit(s[to - 1]))
        to--;
    if (alone_guessed(a, s, n) || alone_guessed(a, s, to))
        return true;
    while (to > 0 && !letter(s[to - 1]))
        to--;
    while (from < to && !letter(s[from]))
        from++;
    n = to - from;
    return alone_guessed(a, s + from, n) ||
           (n % 2 == 0 && strncmp(s + from, s + from + n / 2, n / 2) == 0 && alone_guessed(a, s + from, n / 2));
}

/* Fewer than five different characters, or mostly steps to the next key or number. */
static bool simple(const char *password)
{
    static const char rows[] =
        "abcdefghijklmnopqrstuvwxyz 01234567890 qwertyuiop asdfghjkl zxcvbnm";
    bool seen[256] = {0};
    size_t n = strlen(password), kinds = 0, steps = 0;

    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)password[i];

        kinds += seen[c] ? 0 : 1;
        seen[c] = true;
        if (i == 0)
            continue;
        char two[3] = {password[i - 1], password[i], 0}, back[3] = {two[1], two[0], 0};
        steps += two[0] == two[1] || strstr(rows, two) || strstr(rows, back) ? 1 : 0;
    }
    return kinds < 5 || steps * 3 > n * 2;
}

/* Is what is left of the password, without the names in it, too little to be a secret? */
static bool of_names(struct arena *a, const char *password, const char *login, const char *name)
{
    char *rest = arena_dup(a, str_fold(a, password));
    struct str_list words = str_split(a, str_fold(a, name), ' ');
    size_t cut = 0;

    /* Of the login the number alone, too. */
    for (size_t i = 0; i < words.n + 2; i++) {
        const char *word = i < words.n ? words.v[i] : i == words.n ? login : login + strcspn(login, "0123456789");
        size_t n = strlen(word);

        for (char *at = n >= 3 ? strstr(rest, word) : NULL; at; at = strstr(rest, word)) {
            memmove(at, at + n, strlen(at + n) + 1);
            cut += n;
        }
    }
    return cut > 0 && strlen(rest) < 8;
}

enum identity_password identity_password_judge(struct arena *a, const char *password,
                                               const char *login, const char *name)
{
    size_t n = str_utf8_len(password);

    if (n < IDENTITY_PASSWORD_MIN)
        return PASSWORD_SHORT;
    if (n > IDENTITY_PASSWORD_MAX)
        return PASSWORD_LONG;
    if (of_names(a, password, login, name))
        return PASSWORD_NAME;
    if (simple(str_fold(a, password)))
        return PASSWORD_SIMPLE;
    /* Digits and signs alone are judged by `simple`: only letters make words. */
    const char *plain = plain_of(a, password);

    if (*plain && (only_common(a, letters_of(a, password), 3) || only_common(a, plain, 3)))
        return PASSWORD_COMMON;
    return guessed(a, password) ? PASSWORD_COMMON : PASSWORD_GOOD;
}
