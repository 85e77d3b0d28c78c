#!/bin/sh
# tidy.sh MAKE BUILD FILE…: clang-tidy on each file, with the flags that make compiles it with.
# SPDX-License-Identifier: AGPL-3.0-or-later
make=$1 build=$2
shift 2
bad=0 good=0
for file; do
    [ -f "$file" ] || continue
    object=$build/release/${file%.c}.o
    flags=$($make -n -B B="$build" MODE=release "$object" 2>/dev/null |
        sed -n "s|.* \(-std=gnu2x .*\) -c -o $object .*|\1|p" | tail -n 1 |
        sed 's/-Wstack-usage=[0-9]*//; s/-MMD -MP//; s/-fstack-clash-protection//; s/-ftrivial-auto-var-init=zero//')
    if clang-tidy --quiet "$file" -- $flags -Wno-everything 2>/dev/null | grep -E 'warning:|error:'; then
        bad=$((bad + 1))
    else
        good=$((good + 1))
    fi
done
echo "$good passed, $bad failed"
[ "$bad" -eq 0 ]
