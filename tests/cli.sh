#!/bin/sh
# cli.sh PROGRAM: the command line: what it says when something is wrong, and the administrator's
# round: serve, backup, restore, check. SPDX-License-Identifier: AGPL-3.0-or-later
set -u
cd "$(dirname "$0")/.." || exit 1
program=$(realpath "$1")
tmp=$(mktemp -d) || exit 1
pid=
trap '[ -z "$pid" ] || kill -KILL "$pid" 2> /dev/null; rm -rf "$tmp"' EXIT
unset RAPENBURG_STATE RAPENBURG_DATABASE
passed=0 failed=0

ok() { passed=$((passed + 1)); echo "ok   $1"; }
bad() { failed=$((failed + 1)); echo "FAIL $1"; sed 's/^/     /' "$tmp/said" | head -20; }
# says NAME CODE WORDS COMMAND…: it exits with the code, and its words are among what it says.
says() {
    name=$1 want=$2 words=$3
    shift 3
    "$@" > "$tmp/said" 2>&1
    code=$?
    if [ "$code" -eq "$want" ] && grep -qF -- "$words" "$tmp/said"; then ok "$name"
    else echo "exit code $code, wanted $want with: $words" >> "$tmp/said"; bad "$name"; fi
}
yes() { # NAME COMMAND…
    name=$1
    shift
    if "$@" > "$tmp/said" 2>&1; then ok "$name"; else bad "$name"; fi
}
start() { # STATE [ARGUMENT…]
    state=$1
    shift
    : > "$tmp/serve"
    "$program" serve --state "$state" --listen 127.0.0.1:0 "$@" > "$tmp/serve" 2> "$tmp/log" &
    pid=$!
    for _ in $(seq 200); do
        grep -q 'listens on' "$tmp/serve" && break
        kill -0 "$pid" 2> /dev/null || break
        sleep 0.05
    done
    port=$(sed -n 's/.*:\([0-9]*\)$/\1/p' "$tmp/serve")
}
stop() { # SIGNAL: the exit code in $code
    kill -"$1" "$pid"
    wait "$pid"
    code=$?
    pid=
}

# --- what goes wrong ---------------------------------------------------------------------------
says 'lists its commands' 0 'backup DIR' "$program"
says 'says its version' 0 'rapenburg 20' "$program" version
says 'unknown command' 2 'there is no command "swim"' "$program" swim
says 'no state folder' 1 'Say --state DIR' "$program" check
says 'unknown option' 2 'does not know --fast' "$program" check --fast --state "$tmp/x"
says 'too many words' 2 'takes 1 word, not 2' "$program" backup a b --state "$tmp/x"
says 'bad address' 2 'takes ADDR:PORT' "$program" serve --listen 8080 --state "$tmp/x"
says '--listen elsewhere' 2 'for serve only' "$program" check --listen 127.0.0.1:0 --state "$tmp/x"
says 'bad clock' 2 'takes a moment like' "$program" check --clock yesterday --state "$tmp/x"
says 'state is a file' 1 'cannot be made' "$program" check --state "$program"
says 'unreachable database' 1 'rapenburg: ' "$program" check --state "$tmp/pg" \
    --database 'postgresql://nobody@127.0.0.1:1/none'
says 'restore from nowhere' 1 'holds no backup' "$program" restore "$tmp" --state "$tmp/new"
says 'backup of nowhere' 1 'there is no state folder' "$program" backup "$tmp/b" --state "$tmp/none"
mkdir "$tmp/conf"
printf 'campus.hsts = perhaps\n\ncampus.colour = blue\n' > "$tmp/conf/rapenburg.conf"
says 'wrong settings, line 1' 1 'rapenburg.conf:1: campus.hsts' "$program" check --state "$tmp/conf"
says 'wrong settings, line 3' 1 'rapenburg.conf:3: campus.colour' "$program" check --state "$tmp/conf"
printf 'campus.zone = Mars/Olympus\n' > "$tmp/conf/rapenburg.conf"
says 'unknown zone' 1 'does not know "Mars/Olympus"' "$program" check --state "$tmp/conf"
printf 'campus.log_level = loud\n' > "$tmp/conf/rapenburg.conf"
says 'unknown log level' 1 'debug, info, warning or error' "$program" check --state "$tmp/conf"
printf 'campus.tls_certificate = c.pem\n' > "$tmp/conf/rapenburg.conf"
says 'half of a key pair' 1 'go together' "$program" serve --state "$tmp/conf" --listen 127.0.0.1:0
printf 'campus.tls_certificate = c.pem\ncampus.tls_key = k.pem\n' > "$tmp/conf/rapenburg.conf"
says 'missing certificate' 1 'c.pem' "$program" serve --state "$tmp/conf" --listen 127.0.0.1:0

# --- the manual is in step ----------------------------------------------------------------------
"$program" settings --markdown > "$tmp/settings.md"
yes 'docs/settings.md is in step' diff -u docs/settings.md "$tmp/settings.md"

# --- a campus's life ----------------------------------------------------------------------------
start "$tmp/one"
yes 'serves' curl -sf "http://127.0.0.1:$port/healthz"
says 'is ready' 0 '"ready":true' sh -c "sleep 1; curl -s http://127.0.0.1:$port/readyz"
says 'has numbers' 0 'rapenburg_process_resident_bytes' curl -s "http://127.0.0.1:$port/metrics"
says 'one state, one process' 1 'in use by another rapenburg' \
    "$program" serve --state "$tmp/one" --listen 127.0.0.1:0
says 'port in use' 1 "cannot listen on 127.0.0.1:$port" \
    "$program" serve --state "$tmp/two" --listen "127.0.0.1:$port"
secret=Zm9vYmFyLWEtZmVlZC1vZi1zb21lYm9keQ
curl -s -o "$tmp/page" "http://127.0.0.1:$port/timetable/feed/$secret.ics/"
curl -s -o "$tmp/page" "http://127.0.0.1:$port/no-such-page"
sleep 0.5
yes 'a wrong address is in the log, without a secret' grep -qF 'feed/*.ics/' "$tmp/log"
yes 'any other as it is' grep -qF '/no-such-page' "$tmp/log"
says 'no secret is in the log' 1 '0' grep -cF "$secret" "$tmp/log"
mkdir -p "$tmp/one/blobs/ba/78"
printf abc > "$tmp/one/blobs/ba/78/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
says 'backup while it runs' 0 'The copy is in' "$program" backup "$tmp/copy" --state "$tmp/one"
says 'backup into a full folder' 1 'is not empty' "$program" backup "$tmp/copy" --state "$tmp/one"
printf 'campus.log_level = loud volume\ncampus.name = Reread\nx\n' > "$tmp/one/rapenburg.conf"
kill -HUP "$pid"
sleep 0.5
yes 'refuses wrong settings on SIGHUP' grep -q 'settings.refused' "$tmp/log"
printf 'campus.name = Reread University\n' > "$tmp/one/rapenburg.conf"
kill -HUP "$pid"
sleep 0.5
says 'reads the settings again on SIGHUP' 0 'Reread University' curl -s "http://127.0.0.1:$port/design"
stop TERM
if [ "$code" -eq 0 ]; then ok 'stops gracefully'; else cp "$tmp/log" "$tmp/said"; bad 'stops gracefully'; fi
says 'check after the stop' 0 'database     in order' "$program" check --state "$tmp/one"
says 'restore' 0 'is restored from' "$program" restore "$tmp/copy" --state "$tmp/three"
says 'restore into a full folder' 1 'is not empty' "$program" restore "$tmp/copy" --state "$tmp/three"
says 'the restored blobs' 0 'blobs        1, 3 bytes' "$program" check --state "$tmp/three"
printf abd > "$tmp/one/blobs/ba/78/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
says 'a broken blob is told' 1 'does not hold what its address says' "$program" check --state "$tmp/one"
rm -r "$tmp/one/blobs/ba"
start "$tmp/three"
yes 'the restored campus serves' curl -sf "http://127.0.0.1:$port/healthz"
stop INT
says 'audit verify' 0 'in order' "$program" audit verify --state "$tmp/three"
says 'a new key' 0 'Key 2 seals' "$program" keys rotate --state "$tmp/one"
says 'the key is told in the log' 0 'in order' "$program" audit verify --state "$tmp/one"
says 'keys without a verb' 2 'Usage: rapenburg keys rotate' "$program" keys --state "$tmp/one"
mode=$(stat -c %a "$tmp/one/keys/audit.key")
says 'the key is private' 0 600 echo "$mode"
mkdir -m 755 "$tmp/open"
"$program" check --state "$tmp/open" > /dev/null 2>&1
says 'a folder that was open is closed' 0 700 stat -c %a "$tmp/open"
echo garbage > "$tmp/one/keys/audit.key"
says 'a broken key is told' 1 'audit.key' "$program" check --state "$tmp/one"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
