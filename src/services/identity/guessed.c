/* guessed.c: is a word among those that are tried first: leaked passwords, and words and names that people make theirs of? The
   list is assembled into the program as it is: sorted lines. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules.h"
#include <string.h>

__asm__(".section .rodata\n"
        ".global identity_guessed_list\n"
        ".global identity_guessed_end\n"
        "identity_guessed_list:\n"
        ".incbin \"src/services/identity/guessed.txt\"\n"
        "identity_guessed_end:\n"
        ".byte 0\n"
        ".previous\n");
extern const char identity_guessed_list[], identity_guessed_end[];

/* How the word stands to the line at `at`: before it, it, behind it. */
static int against(const char *word, size_t n, const char *at)
{
    for (size_t i = 0; i < n; i++)
        if (at[i] == '\n' || word[i] != at[i])
            return at[i] == '\n' ? 1 : (unsigned char)word[i] - (unsigned char)at[i];
    return at[n] == '\n' ? 0 : -1;
}

bool identity_guessed(const char *word, size_t n)
{
    const char *low = identity_guessed_list, *high = identity_guessed_end;

    while (n > 0 && low < high) {
        const char *line = low + (high - low) / 2;

        while (line > low && line[-1] != '\n')
            line--;
        int way = against(word, n, line);

        if (way == 0)
            return true;
        if (way < 0)
            high = line;
        else
            low = strchr(line, '\n') + 1;
    }
    return false;
}
