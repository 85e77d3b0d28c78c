# runner.sh: what script/test and .ci/run share: run a runner, take its `N passed, N failed`, its time.
# To be sourced. SPDX-License-Identifier: AGPL-3.0-or-later
passed=0
failed=0
table=
broken=
log=$(mktemp)
trap 'rm -f "$log"; cleanup' EXIT
cleanup() { :; }

# run NAME COMMAND…: a runner that ends with `N passed, N failed`. One that ends otherwise is one failure.
run() {
    name=$1
    shift
    echo "== $name"
    begin=$(date +%s)
    code=0
    "$@" < /dev/null > "$log" 2>&1 || code=$?
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$log" | tail -n 1)
    p=${line%% passed*}
    f=${line##*, }
    f=${f%% failed}
    if [ -z "$line" ]; then
        p=0 f=1
    elif [ "$code" -ne 0 ] && [ "$f" -eq 0 ]; then
        f=1
    fi
    note "$p" "$f"
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

# Adds the result of `name`; shows what a failed one said.
note() {
    took=$(($(date +%s) - begin))
    passed=$((passed + $1))
    failed=$((failed + $2))
    table="$table$(printf '%6ds  %6d passed  %4d failed  %s' "$took" "$1" "$2" "$name")
"
    if [ "$2" -ne 0 ]; then
        broken="$broken $name;"
        tail -n "${SHOW:-200}" "$log"
        echo "== $name: FAILED (exit code $code)"
    else
        echo "   $1 passed in $took s"
    fi
}

# The table of times, then the plain line; gives the exit code.
finish() {
    echo
    printf '%s' "$table"
    [ -z "$broken" ] || echo "Failed:$broken"
    echo
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
}
