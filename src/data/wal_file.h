/* wal_file.h: SQLite's files, with a WAL whose frames reach the system together.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef DATA_WAL_FILE_H
#define DATA_WAL_FILE_H

/* The name of SQLite's file layer to open a database with, after wal_files() made it known. Only for
   connections with synchronous=FULL: what is still gathered goes out with the sync of a commit, so that nobody
   is told of a frame before it is in the file. */
#define WAL_FILES "rapenburg"
/* 0, or SQLite's code for what is wrong. May be called any number of times, by any thread. */
[[nodiscard]] int wal_files(void);

#endif
