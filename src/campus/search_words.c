/* search_words.c: splits text into words, and counts the slips between two.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "search_words.h"
#include <stdint.h>
#include <string.h>
#include "str.h"

/* Beyond ASCII all are letters: what is not was folded away, or is a sign of another script. */
static bool of_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (uint8_t)c >= 0x80;
}

static void add(struct search_word *w, char c)
{
    if (w->n < SEARCH_WORD)
        w->s[w->n++] = c;
}

/* Cut in the middle of a letter? Then that letter goes. */
static void end_word(struct search_word *w)
{
    size_t start = w->n;

    while (start > 0 && ((uint8_t)w->s[start - 1] & 0xc0) == 0x80)
        start--;
    if (w->n == SEARCH_WORD && start > 0 && (uint8_t)w->s[start - 1] >= 0xc0)
        w->n = start - 1;
    w->s[w->n] = '\0';
}

bool search_next_word(const char *folded, size_t *at, struct search_word *ret)
{
    size_t i = *at;

    ret->n = 0;
    while (folded[i] != '\0' && !of_word(folded[i]))
        i++;
    for (; of_word(folded[i]); i++)
        add(ret, folded[i]);
    *at = i;
    end_word(ret);
    return ret->n > 0;
}

void search_join(const char *folded, struct search_word *ret)
{
    ret->n = 0;
    for (; *folded != '\0'; folded++)
        if (of_word(*folded))
            add(ret, *folded);
    end_word(ret);
}

struct search_query search_query_of(struct arena *a, const char *typed)
{
    struct search_query q = {0};
    const char *folded = str_fold(a, typed);
    size_t at = 0;

    while (q.n < SEARCH_WORDS && search_next_word(folded, &at, &q.v[q.n]))
        q.n++;
    search_join(folded, &q.joined);
    return q;
}

int search_slips(const struct search_word *w)
{
    for (size_t i = 0; i < w->n; i++)
        if (w->s[i] >= '0' && w->s[i] <= '9')
            return 0;
    return w->n < 4 ? 0 : w->n < 8 ? 1 : 2;
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

#define COLUMNS (SEARCH_WORD + 6)
#define FAR 99

/* One more letter of the word: a row of the table of distances between beginnings, near its diagonal: what is
   further off is further than `most`. */
static int row_of(const struct search_word *w, const char *to, int rows[3][COLUMNS], int i, int most)
{
    int *row = rows[i % 3], *up = rows[(i + 2) % 3], *up2 = rows[(i + 1) % 3];
    int low = i - most < 1 ? 1 : i - most, best = FAR;

    row[low - 1] = low == 1 && i <= most ? i : FAR;
    best = row[low - 1];
    for (int j = low; j <= i + most; j++) {
        if (to[j - 1] == '\0') {
            row[j] = FAR;
            break;
        }
        row[j] = least(least(up[j] + 1, row[j - 1] + 1), up[j - 1] + (w->s[i - 1] == to[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && w->s[i - 1] == to[j - 2] && w->s[i - 2] == to[j - 1])
            row[j] = least(row[j], up2[j - 2] + 1);
        row[j + 1] = FAR;
        best = least(best, row[j]);
    }
    return best;
}

struct search_slip search_slip(const struct search_word *w, const char *to, int most)
{
    struct search_slip none = {most + 1, most + 1}, ret = none;
    int n = (int)w->n, to_n = (int)strnlen(to, SEARCH_WORD), rows[3][COLUMNS];

    if (to_n + most < n || most > 2)
        return none;
    for (int k = 0; k < 3; k++)
        for (int j = 0; j < COLUMNS; j++)
            rows[k][j] = FAR;
    for (int j = 0; j <= most && j <= to_n; j++)
        rows[0][j] = j;
    for (int i = 1; i <= n; i++)
        if (row_of(w, to, rows, i, most) > most)
            return none;
    for (int j = n > most ? n - most : 0; j <= n + most && j <= to_n; j++)
        ret.prefix = least(ret.prefix, rows[n % 3][j]);
    if (to_n <= n + most)
        ret.whole = least(ret.whole, rows[n % 3][to_n]);
    return ret;
}
