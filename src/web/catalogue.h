/* catalogue.h: the translations that tools/catalogue compiles from po/LANG/NAME.po, and how one is
   found: a hash table per language, made at build; nothing is allocated at run time.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_CATALOGUE_H
#define WEB_CATALOGUE_H
#include <stddef.h>
#include <stdint.h>

struct catalogue_row {
    const char *english; /* the text as it stands in the source */
    const char *one;
    const char *many; /* NULL: it counts nothing */
};
struct catalogue {
    const struct catalogue_row *rows;
    const uint16_t *slots; /* row number + 1, or 0; a power of two of them */
    size_t n_slots;
};
/* One per language of enum lang; a language without texts has no slots. */
extern const struct catalogue catalogues[];

/* FNV-1a: the same in the compiler of catalogues and in the program. */
static inline uint32_t catalogue_hash(const char *s)
{
    uint32_t h = 2166136261U;

    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 16777619U;
    return h;
}

#endif
