/* studymap.h: all that other services may know of studymap: its table. It tells the rest by events.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_H
#define STUDYMAP_H

struct app;
struct service;
extern const struct service studymap_service;

/* `rapenburg draw …`. */
int studymap_draw_command(struct app *app, int argc, char **argv);

#endif
