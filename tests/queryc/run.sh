#!/bin/sh
# run.sh QUERYC: the tests of tools/queryc: what it writes for a good room (golden files, and GCC takes
# them), and what it says of bad ones (bad/*.sql: the first line is `-- expect LINE: words`).
# `run.sh QUERYC --accept` writes the golden files anew.
# SPDX-License-Identifier: AGPL-3.0-or-later
set -u
cd "$(dirname "$0")" || exit 1
queryc=$1
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
passed=0
failed=0
ok() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); echo "FAILED $1"; }

run() { "$queryc" --out "$out" --name shop --queries "$1" --own "$2" $3 2> "$out/errors"; }

run shop/queries.sql shop/schema shop/schema/0001_shop.sql || cat "$out/errors"
for ext in h c; do
    [ "${2:-}" != --accept ] || cp "$out/shop_q.$ext" "shop/expected_q.$ext.txt"
    if diff -u "shop/expected_q.$ext.txt" "$out/shop_q.$ext"; then ok; else bad "golden shop_q.$ext"; fi
done
cat "$out/shop_q.c" shop/check.c > "$out/both.c"
if gcc -std=gnu2x -Wall -Wextra -Wconversion -Wcast-qual -Wstrict-prototypes -Werror -fsyntax-only \
    -I../../src/base -I../../src/data -I../../src/web -I"$out" "$out/both.c"; then ok; else bad compiles; fi

# A swapped pair of ids does not compile.
sed 's/shop_q_find(db, id,/shop_q_find(db, (person_id){1},/' shop/check.c > "$out/swap.c"
if gcc -std=gnu2x -fsyntax-only -I../../src/base -I../../src/data -I../../src/web -I"$out" \
    "$out/swap.c" 2> /dev/null; then bad "swapped ids compile"; else ok; fi

for file in bad/*.sql; do
    line=$(sed -n '1s/^-- expect \([0-9]*\): .*/\1/p' "$file")
    words=$(sed -n '1s/^-- expect [0-9]*: //p' "$file")
    case $file in
    bad/schema_*) mkdir -p "$out/s" && cp "$file" "$out/s/0001_x.sql"
        echo > "$out/none.sql"
        run "$out/none.sql" "$out/s" "$out/s/0001_x.sql" ;;
    *) run "$file" shop/schema "shop/schema/0001_shop.sql bad/other_schema.txt" ;;
    esac
    status=$?
    if [ $status = 1 ] && grep -F ":$line: error: " "$out/errors" | grep -qF "$words"; then
        ok
    else
        bad "$file: wanted line $line: $words; got (status $status):"
        cat "$out/errors"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
