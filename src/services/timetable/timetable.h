/* timetable.h: the personal timetable; nothing for other services but its table.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TIMETABLE_H
#define TIMETABLE_H

struct service;
extern const struct service timetable_service;

#endif
