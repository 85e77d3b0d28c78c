#!/bin/sh
# run.sh VIEWC: tests of the template compiler. good/X.tmpl must give good/X.expected and compile under
# the warnings of the build ($WARN); bad/X.tmpl must be refused with the words of bad/X.expected;
# typo/X.tmpl must be refused by the C compiler at the template's own line and column.
# UPDATE=1 writes the expected files anew. SPDX-License-Identifier: AGPL-3.0-or-later
set -u
cd "$(dirname "$0")" || exit 1
viewc=$1
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
passed=0
failed=0
inc="-I. -I../../src/base -I../../src/data -I../../src/web -I../../src/campus -I$tmp"
sed -n 's/^X(\([a-z_]*\)).*/\1: put_\1,/p' ../../src/base/ids.def | tr '\n' ' ' |
    sed 's/^/#define PUT_IDS /' > "$tmp/put_ids.h"

: > "$tmp/campus_v.h" # the components: no template here calls one

ok() { passed=$((passed + 1)); echo "ok   $1"; }
bad() { failed=$((failed + 1)); echo "FAIL $1"; sed 's/^/     /' "$tmp/diff"; }
same() { # NAME GOT WANT
    if [ -n "${UPDATE:-}" ]; then cp "$2" "$3"; fi
    if diff -u "$3" "$2" > "$tmp/diff" 2>&1; then ok "$1"; else bad "$1"; fi
}
compile() { # FILE: gcc with the build's warnings
    # shellcheck disable=SC2086
    gcc -std=gnu2x -D_GNU_SOURCE ${WARN:--Wall -Wextra -Wconversion -Werror} -O1 $inc \
        -include ../../src/base/banned.h -fsyntax-only "$tmp/$1"
}

for t in good/*.tmpl; do
    n=$(basename "$t" .tmpl)
    if ! "$viewc" --out "$tmp" --name "$n" "$t" > "$tmp/diff" 2>&1; then bad "$n"; continue; fi
    cat "$tmp/${n}_v.h" "$tmp/${n}_v.c" > "$tmp/got"
    same "$n" "$tmp/got" "good/$n.expected"
    if compile "${n}_v.c" > "$tmp/diff" 2>&1; then ok "$n compiles"; else bad "$n compiles"; fi
done
for t in bad/*.tmpl; do
    n=$(basename "$t" .tmpl)
    if "$viewc" --out "$tmp" --name "$n" "$t" > /dev/null 2> "$tmp/got"; then
        echo "accepted" > "$tmp/got"
    fi
    same "refuses $n" "$tmp/got" "bad/$n.expected"
done
for t in typo/*.tmpl; do
    n=$(basename "$t" .tmpl)
    where=$(sed -n 's/.*{{# at \([0-9:]*\) #}}.*/\1/p' "$t")
    "$viewc" --out "$tmp" --name "$n" "$t" && compile "${n}_v.c" > "$tmp/diff" 2>&1
    if grep -Eq "^$t:$where: (error|note): " "$tmp/diff"; then ok "$n at $where"; else bad "$n at $where"; fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
