#!/bin/sh
# draw.sh PROGRAM: `rapenburg draw verify` and the script of docs/draw.md read the same files and say the
# same of them, whole or tampered with. SPDX-License-Identifier: AGPL-3.0-or-later
set -u
cd "$(dirname "$0")/.." || exit 1
program=$(realpath "$1")
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
unset RAPENBURG_STATE RAPENBURG_DATABASE
file=tests/fixtures/draw/held.json
ticket=53535353535353535353535353535353
passed=0 failed=0

ok() { passed=$((passed + 1)); echo "ok   $1"; }
bad() { failed=$((failed + 1)); echo "FAIL $1"; sed 's/^/     /' "$tmp/said"; }
# says NAME CODE WORDS COMMAND…
says() {
    name=$1 want=$2 words=$3
    shift 3
    "$@" > "$tmp/said" 2>&1
    code=$?
    if [ "$code" -eq "$want" ] && grep -qF -- "$words" "$tmp/said"; then ok "$name"
    else echo "exit code $code, wanted $want with: $words" >> "$tmp/said"; bad "$name"; fi
}
# both NAME SED: what sed makes of the file is refused by both.
both() {
    sed "$2" "$file" > "$tmp/bad.json"
    says "$1: the command" 1 "$tmp/bad.json: " "$program" draw verify "$tmp/bad.json"
    says "$1: the script" 1 "WRONG: " python3 docs/draw_check.py "$tmp/bad.json"
}

says 'without a verb: how it is used' 2 'usage: rapenburg draw verify FILE' "$program" draw
says 'another verb: how it is used' 2 'usage: rapenburg draw verify FILE' "$program" draw prove "$file"
says '--help' 0 'usage: rapenburg draw verify FILE' "$program" draw --help
says '--help behind the verb' 0 'usage: rapenburg draw verify FILE' "$program" draw verify --help
says 'the command proves it' 0 'the order of all 7 tickets' "$program" draw verify "$file"
says 'the script proves it' 0 'The draw holds: 7 tickets, 3 ranks.' python3 docs/draw_check.py "$file"
"$program" draw verify "$file" "$ticket" | grep '^At rank' > "$tmp/command"
python3 docs/draw_check.py "$file" "$ticket" | grep '^At rank' > "$tmp/script"
says 'both find the same places' 0 identical diff -s "$tmp/command" "$tmp/script"
says 'two places of a plan with two choices' 0 2 grep -c . "$tmp/command"
both 'another seed' 's/"seed":"00/"seed":"01/'
both 'another commitment' 's/"commitment":"\(..\)/"commitment":"00/'
both 'another ticket' 's/11111111"/11111112"/'
both 'another digest' 's/"digest":"\(..\)/"digest":"00/'
both 'another final seed' 's/"final":"\(..\)/"final":"00/'
both 'another order' 's/"order":\[\[\([0-9]\),\([0-9]\)/"order":[[\2,\1/'
both 'somebody twice' 's/"order":\[\[\([0-9]\),\([0-9]\)/"order":[[\1,\1/'
both 'somebody left out' 's/"order":\[\[\([0-9]\),/"order":[[/'
says 'a ticket that is not in it' 1 'this ticket is not in the draw' \
    "$program" draw verify "$file" 00000000000000000000000000000000
says 'no such file' 1 'none.json: ' "$program" draw verify "$tmp/none.json"
says 'no file of a draw' 1 'this is not the file of a draw' "$program" draw verify docs/draw_check.py
says 'how it is used' 2 'usage: rapenburg draw verify FILE' "$program" draw verify
truncate -s 40M "$tmp/large.json"
says 'a file that is too large' 1 'large.json: ' "$program" draw verify "$tmp/large.json"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
