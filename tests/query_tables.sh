#!/bin/sh
# query_tables.sh ROOM…: writes the table of all rooms' queries, which tests prepare on both databases.
# SPDX-License-Identifier: AGPL-3.0-or-later
echo '#include "query.h"'
for n; do
    echo "extern const struct db_query ${n}_queries[];"
    echo "extern const size_t ${n}_n_queries;"
done
echo 'const struct query_table query_tables[] = {'
for n; do echo "    {\"$n\", ${n}_queries, &${n}_n_queries},"; done
echo '    {NULL, NULL, NULL},'
echo '};'
