/* version.h: which release this is: year, month, number.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef CAMPUS_VERSION_H
#define CAMPUS_VERSION_H

#define RAPENBURG_VERSION "2026.11.0"

#endif
