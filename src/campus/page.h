/* page.h: the frame around every page (campus/views/page.tmpl) and the components of the design
   system as views. `{{ page _("Title") }} … {{ end }}` in a template calls page_begin and page_end.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_PAGE_H
#define CAMPUS_PAGE_H
#include "reply.h"
#include "view.h"

void page_begin(struct out *out, struct msg title);
void page_begin_str(struct out *out, const char *title);
void page_end(struct out *out);
/* Picks one of the two by the title's type. */
#define page_open(out, title)                                                                      \
    _Generic((title), struct msg: page_begin, char *: page_begin_str, const char *: page_begin_str)( \
        (out), (title))
/* The address of an asset with its content hash: asset("app.css") -> "/assets/app.3f2a….css". */
const char *asset(const char *name);

#endif
