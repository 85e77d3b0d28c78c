/* may.h: the rights that routes name. The list is may.def; who has which is campus's and
   identity's matter (the may() hook).
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef WEB_MAY_H
#define WEB_MAY_H

#define X(name, text) name,
enum may {
#include "may.def"
    MAY_COUNT
};
#undef X

const char *may_name(enum may m);
const char *may_text(enum may m);

/* The proof that a right was checked, scope and all: made only by campus's may_check(). A query whose
   signature says `!may MAY_X` takes it. */
struct grant {
    enum may may;
};

#endif
