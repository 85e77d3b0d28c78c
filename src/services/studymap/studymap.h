/* studymap.h: all that other services may know of studymap: its table. It tells the rest by events.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef STUDYMAP_H
#define STUDYMAP_H

struct service;
extern const struct service studymap_service;

#endif
