#!/bin/sh
# pg.sh: a private PostgreSQL 15 for tests, on a Unix socket in a folder, not as root.
#   tests/pg.sh start DIR [--fsync]   makes and starts it, prints its URL
#   tests/pg.sh url DIR               prints its URL
#   tests/pg.sh stop DIR              stops it and removes what it wrote
# Without --fsync it does not wait for the disk: faster, and no test pulls its plug.
# SPDX-License-Identifier: AGPL-3.0-or-later
set -eu

die() { echo "pg.sh: $*" >&2; exit 1; }
[ $# -ge 2 ] || die "usage: pg.sh start|url|stop DIR [--fsync]"
what=$1
dir=$2
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
bin=${PG_BIN:-/usr/lib/postgresql/15/bin}
[ -x "$bin/initdb" ] || die "no PostgreSQL in $bin (apt install postgresql-15)"

# PostgreSQL refuses to run as root.
as_user() {
    if [ "$(id -u)" = 0 ]; then
        runuser -u nobody -- env HOME="$dir" PATH="$PATH" LC_ALL=C.UTF-8 "$@"
    else
        env LC_ALL=C.UTF-8 "$@"
    fi
}
user() { if [ "$(id -u)" = 0 ]; then echo nobody; else id -un; fi; }

# postgresql://user@/postgres?host=DIR with the slashes of DIR escaped.
url() { echo "postgresql://$(user)@/postgres?host=$(echo "$dir" | sed 's|/|%2F|g')"; }

case $what in
start)
    [ "$(id -u)" != 0 ] || chown nobody "$dir"
    # Unix sockets have short names, and every folder above must be open to the user.
    [ ${#dir} -le 90 ] || die "the folder's name is too long for a socket"
    as_user test -x "$dir" || die "user $(user) cannot enter $dir"
    as_user "$bin/initdb" -D "$dir/data" -U "$(user)" -A trust -E UTF8 --locale=C.UTF-8 \
        --no-sync > "$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; exit 1; }
    fsync=off
    [ "${3:-}" != --fsync ] || fsync=on
    cat >> "$dir/data/postgresql.conf" <<EOF
listen_addresses = ''
unix_socket_directories = '$dir'
fsync = $fsync
synchronous_commit = $fsync
full_page_writes = $fsync
max_connections = 100
shared_buffers = 32MB
max_pred_locks_per_transaction = 256
EOF
    as_user "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w -t 60 start > /dev/null ||
        { cat "$dir/server.log" >&2; exit 1; }
    url
    ;;
url) url ;;
stop)
    as_user "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop > /dev/null || true
    rm -rf "$dir/data" "$dir/initdb.log" "$dir/server.log"
    ;;
*) die "what is '$what'?" ;;
esac
