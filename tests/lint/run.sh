#!/bin/sh
# run.sh LINT LIMITS: both tools find in the bad trees just what is expected. Ends with `N passed, N failed`.
# SPDX-License-Identifier: AGPL-3.0-or-later
here=$(cd "$(dirname "$0")" && pwd)
lint=$(realpath "$1") limits=$(realpath "$2")
passed=0 failed=0
check() { # NAME EXPECTED-FILE COMMAND…
    name=$1 expected=$2
    shift 2
    if "$@" 2>&1 | diff -u "$expected" -; then
        passed=$((passed + 1))
    else
        echo "FAILED $name"
        failed=$((failed + 1))
    fi
}
cd "$here/bad" || exit 1
check lint "$here/bad.expected" "$lint" $(find . -type f | sed 's|^\./||' | LC_ALL=C sort)
cd "$here/../.." || exit 1
check limits "$here/long.expected" "$limits" /dev/null tests/lint/long.c
printf 'tests/lint/long.c long_one a reason stands here\n' > "${TMPDIR:-/tmp}/allow.$$"
check allowed "$here/allowed.expected" "$limits" "${TMPDIR:-/tmp}/allow.$$" tests/lint/long.c
rm -f "${TMPDIR:-/tmp}/allow.$$"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
