# runner.sh: what script/test and .ci/run share: run a runner, take its `N passed, N failed[, N skipped]`, its time.
# To be sourced. SPDX-License-Identifier: AGPL-3.0-or-later
passed=0
failed=0
skipped=0
table=
broken=
wrong=
log=$(mktemp)
trap 'rm -f "$log"; cleanup' EXIT
cleanup() { :; }

# run NAME COMMAND…: a runner that ends with `N passed, N failed` or `N passed, N failed, N skipped`. One that ends
# otherwise is one failure.
run() {
    name=$1
    shift
    echo "== $name"
    begin=$(date +%s)
    code=0
    "$@" < /dev/null > "$log" 2>&1 || code=$?
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed(, [0-9]+ skipped)?$' "$log" | tail -n 1)
    p=${line%% passed*}
    f=${line#*, }
    f=${f%% failed*}
    s=0
    case $line in *skipped) s=${line##*, } s=${s%% skipped} ;; esac
    if [ -z "$line" ]; then
        p=0 f=1 s=0
    elif [ "$code" -ne 0 ] && [ "$f" -eq 0 ]; then
        f=1
    fi
    note "$p" "$f" "$s"
}

# beside NAME COMMAND…: as run, but what follows goes on meanwhile: for a part that mostly waits. `gather` waits for all of
# them and takes their results.
besides=0
beside() {
    besides=$((besides + 1))
    echo "== $1 (beside what follows)"
    eval "beside_$besides=\$1"
    (
        trap - EXIT
        shift
        begin=$(date +%s)
        code=0
        "$@" < /dev/null > "$log.$besides" 2>&1 || code=$?
        echo "$code $(($(date +%s) - begin))" > "$log.$besides.end"
    ) &
}
gather() {
    wait
    i=0
    while [ "$i" -lt "$besides" ]; do
        i=$((i + 1))
        eval "name=\$beside_$i"
        [ -s "$log.$i.end" ] || echo '1 0' > "$log.$i.end"
        read -r code lasted < "$log.$i.end"
        run "$name" again "$log.$i" "$code"
        rm -f "$log.$i" "$log.$i.end"
        lasted=
    done
    besides=0
}
again() { # LOG CODE: what a part beside said, and how it ended
    cat "$1"
    return "$2"
}

# step NAME COMMAND…: something that is well when it exits with 0: one test.
step() {
    name=$1
    shift
    echo "== $name"
    begin=$(date +%s)
    code=0
    "$@" < /dev/null > "$log" 2>&1 || code=$?
    if [ "$code" -eq 0 ]; then note 1 0; else note 0 1; fi
}

# note PASSED FAILED [SKIPPED]: adds the result of `name`; shows what a failed one said.
note() {
    took=${lasted:-$(($(date +%s) - begin))}
    passed=$((passed + $1))
    failed=$((failed + $2))
    skipped=$((skipped + ${3:-0}))
    table="$table$(printf '%6ds  %6d passed  %4d failed  %4d skipped  %s' "$took" "$1" "$2" "${3:-0}" "$name")
"
    if [ "$2" -ne 0 ]; then
        broken="$broken $name;"
        wrong="$wrong$(echo "-- $name" && grep -a -B 3 -E '^(FAIL|FAILED|not ok)' "$log" | cut -c 1-300 | head -n 30)
"
        tail -n "${SHOW:-200}" "$log"
        echo "== $name: FAILED (exit code $code)"
    else
        [ "${3:-0}" -eq 0 ] || why=", $3 skipped"
        echo "   $1 passed${why:-} in $took s"
        why=
    fi
}

# What failed, the table of times, then the plain line; gives the exit code.
finish() {
    echo
    printf '%s' "$wrong"
    printf '%s' "$table"
    [ -z "$broken" ] || echo "Failed:$broken"
    echo
    if [ "$skipped" -eq 0 ]; then echo "$passed passed, $failed failed"
    else echo "$passed passed, $failed failed, $skipped skipped"; fi
    [ "$failed" -eq 0 ]
}
