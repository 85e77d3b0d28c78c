/* vacancies.h: live seats; nothing for other services but its table.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef VACANCIES_H
#define VACANCIES_H

struct service;
extern const struct service vacancies_service;

#endif
