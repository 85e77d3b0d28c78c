#!/bin/sh
# run.sh: two campuses side by side on one machine, on https: `one` ends TLS itself, `two` stands behind
# nginx. Own certificate authority, own state folders and ports, names by --resolve. Checks cookies, HSTS,
# redirects, signing in on both independently, and that X-Forwarded-* counts from the proxy only.
# PROGRAM (build/asan/rapenburg) may say otherwise. Ends with `N passed, N failed`.
# SPDX-License-Identifier: AGPL-3.0-or-later
set -eu
cd "$(dirname "$0")/../.."
program=${PROGRAM:-build/asan/rapenburg}
dir=$(mktemp -d)
pids=
passed=0
failed=0
end() {
    for pid in $pids; do kill "$pid" 2> /dev/null || true; done
    wait 2> /dev/null || true
    rm -rf "$dir"
}
trap end EXIT
trap 'exit 1' INT TERM

ok() { passed=$((passed + 1)); echo "ok $1"; }
no() { failed=$((failed + 1)); echo "FAILED $1"; [ $# -lt 2 ] || printf '%s\n' "$2" | head -20; }
# has NAME TEXT PATTERN / lacks NAME TEXT PATTERN
has() { if printf '%s\n' "$2" | grep -Eqi -- "$3"; then ok "$1"; else no "$1" "$2"; fi; }
lacks() { if printf '%s\n' "$2" | grep -Eqi -- "$3"; then no "$1" "$2"; else ok "$1"; fi; }

# --- The authority, and a certificate each.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=Rig authority" \
    -keyout "$dir/ca.key" -out "$dir/ca.pem" 2> /dev/null
for name in one two; do
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name.test" \
        -keyout "$dir/$name.key" -out "$dir/$name.csr" 2> /dev/null
    printf 'subjectAltName=DNS:%s.test\n' "$name" > "$dir/$name.ext"
    openssl x509 -req -in "$dir/$name.csr" -CA "$dir/ca.pem" -CAkey "$dir/ca.key" -days 2 \
        -extfile "$dir/$name.ext" -out "$dir/$name.pem" 2> /dev/null
done
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
two_port=$(free_port)

# --- The campuses.
for name in one two; do
    mkdir -m 700 "$dir/state-$name"
    printf 'campus.key = %s\ncampus.hsts = yes\n' "$name" > "$dir/state-$name/rapenburg.conf"
done
printf 'campus.tls_certificate = %s\ncampus.tls_key = %s\n' "$dir/one.pem" "$dir/one.key" \
    >> "$dir/state-one/rapenburg.conf"
printf 'campus.trusted_proxies = 127.0.0.1\ncampus.url = https://two.test:%s\n' "$two_port" \
    >> "$dir/state-two/rapenburg.conf"
for name in one two; do
    "$program" import samples/sint-maarten --apply --state "$dir/state-$name" > "$dir/import-$name" 2>&1 ||
        { cat "$dir/import-$name"; echo "0 passed, 1 failed"; exit 1; }
    "$program" serve --state "$dir/state-$name" --listen 127.0.0.1:0 \
        > "$dir/out-$name" 2> "$dir/log-$name" &
    pids="$pids $!"
done
for name in one two; do
    for _ in $(seq 200); do grep -q 'listens on' "$dir/out-$name" && break; sleep 0.1; done
done
port_of() { sed -n 's/.*listens on .*:\([0-9]*\)$/\1/p' "$dir/out-$1"; }
one_port=$(port_of one)
two_plain=$(port_of two)
cat > "$dir/nginx.conf" << EOF
daemon off;
worker_processes 1;
pid $dir/nginx.pid;
error_log $dir/nginx.error;
events { worker_connections 256; }
http {
    access_log off;
    client_body_temp_path $dir/b; proxy_temp_path $dir/p; fastcgi_temp_path $dir/f;
    uwsgi_temp_path $dir/u; scgi_temp_path $dir/s;
    server {
        listen 127.0.0.1:$two_port ssl;
        server_name two.test;
        ssl_certificate $dir/two.pem;
        ssl_certificate_key $dir/two.key;
        location / {
            proxy_pass http://127.0.0.1:$two_plain;
            proxy_http_version 1.1;
            proxy_request_buffering off;
            proxy_set_header Host \$http_host;
            proxy_set_header Connection "";
            proxy_set_header X-Forwarded-Proto https;
            proxy_set_header X-Forwarded-For \$proxy_add_x_forwarded_for;
        }
    }
}
EOF
nginx -e "$dir/nginx.error" -c "$dir/nginx.conf" -p "$dir" &
pids="$pids $!"
for _ in $(seq 50); do [ -e "$dir/nginx.pid" ] && break; sleep 0.1; done

one=https://one.test:$one_port
two=https://two.test:$two_port
ask() { # CURL'S ARGUMENTS: headers and body
    curl -s -i --max-time 20 --cacert "$dir/ca.pem" --resolve "one.test:$one_port:127.0.0.1" \
        --resolve "two.test:$two_port:127.0.0.1" "$@" | tr -d '\r' || true
}
sign_in() { # SITE JAR: the answer of the form
    token=$(ask -c "$2" "$1/sign-in" | sed -n 's/.*name="token" value="\([^"]*\)".*/\1/p' | head -n 1)
    ask -b "$2" -c "$2" --data-urlencode "token=$token" --data-urlencode name=s1234567 \
        --data-urlencode password=Rapenburg-demo-2026 "$1/sign-in"
}

# --- TLS and what every answer carries.
for name in one two; do
    eval site=\$$name
    page=$(ask "$site/")
    has "$name: answers on https" "$page" '^HTTP/1.1 200'
    has "$name: HSTS" "$page" '^strict-transport-security: max-age=[1-9]'
    has "$name: a strict CSP" "$page" "^content-security-policy: default-src 'none'"
    lacks "$name: nothing inline is allowed" "$page" 'unsafe-inline|unsafe-eval'
    has "$name: a request id" "$page" '^x-request-id: [0-9a-z-]{8,}'
    lacks "$name: pages carry no inline script" "$page" '<script>|onclick=|style="'
done
if curl -s -o /dev/null --max-time 10 --resolve "one.test:$one_port:127.0.0.1" "$one/"; then
    no "one: only our authority vouches for it"
else
    ok "one: only our authority vouches for it"
fi
if curl -s -o /dev/null --max-time 10 "http://127.0.0.1:$one_port/"; then
    no "one: no plain HTTP on the TLS port"
else
    ok "one: no plain HTTP on the TLS port"
fi
if openssl s_client -connect "127.0.0.1:$one_port" -tls1_1 -cipher 'ALL:@SECLEVEL=0' < /dev/null > /dev/null 2>&1; then
    no "one: TLS 1.1 is refused"
else
    ok "one: TLS 1.1 is refused"
fi

# --- Signing in, on each for itself.
for name in one two; do
    eval site=\$$name
    has "$name: one must sign in" "$(ask "$site/home")" '^location: /sign-in\?next=%2Fhome'
    answer=$(sign_in "$site" "$dir/jar-$name")
    has "$name: signing in leads on" "$answer" '^HTTP/1.1 303'
    lacks "$name: redirects stay on the campus" "$answer" '^location: (http|//)'
    cookies=$(printf '%s\n' "$answer" | grep -i '^set-cookie:' || true)
    has "$name: its own cookie" "$cookies" "__Host-$name-[a-z]+="
    lacks "$name: every cookie is Secure" "$(printf '%s\n' "$cookies" | grep -vi '; Secure' || true)" .
    lacks "$name: every cookie is HttpOnly" "$(printf '%s\n' "$cookies" | grep -vi '; HttpOnly' || true)" .
    lacks "$name: every cookie is SameSite" "$(printf '%s\n' "$cookies" | grep -vi '; SameSite=Lax' || true)" .
    lacks "$name: no cookie names a domain" "$cookies" '; Domain='
    page=$(ask -b "$dir/jar-$name" "$site/home")
    has "$name: signed in" "$page" '^HTTP/1.1 200'
    has "$name: nothing of it is kept" "$page" '^cache-control: no-store'
done
session=$(awk '$6 ~ /^__Host-one-/ { printf "%s%s=%s", s, $6, $7; s = "; " }' "$dir/jar-one")
renamed=$(printf '%s' "$session" | sed 's/__Host-one-/__Host-two-/g')
has "one's session opens nothing on two" "$(ask -H "Cookie: $session" "$two/home")" '^HTTP/1.1 303'
has "nor under two's name" "$(ask -H "Cookie: $renamed" "$two/home")" '^HTTP/1.1 303'
plain=$(printf '%s' "$session" | sed 's/__Host-//g')
has "nor does a cookie without __Host- on https" "$(ask -H "Cookie: $plain" "$one/home")" '^HTTP/1.1 303'

# --- Forms of elsewhere.
token=$(ask -b "$dir/jar-one" "$one/home" | sed -n 's/.*name="token" value="\([^"]*\)".*/\1/p' | head -n 1)
has "a form of another site is refused" \
    "$(ask -b "$dir/jar-one" -H "Origin: $two" --data-urlencode "token=$token" "$one/sign-out")" \
    '^HTTP/1.1 403'
has "a form without its token too" "$(ask -b "$dir/jar-one" -d x=y "$one/sign-out")" '^HTTP/1.1 403'
has "our own form is taken" \
    "$(ask -b "$dir/jar-one" -H "Origin: $one" --data-urlencode "token=$token" "$one/sign-out")" \
    '^HTTP/1.1 303'
has "signed out of one" "$(ask -b "$dir/jar-one" "$one/home")" '^HTTP/1.1 303'
has "still signed in on two" "$(ask -b "$dir/jar-two" "$two/home")" '^HTTP/1.1 200'

# --- The proxy's words count, a stranger's do not.
direct() { curl -s -i --max-time 10 "$@" "http://127.0.0.1:$two_plain/sign-in" | tr -d '\r'; }
answer=$(direct -H 'X-Forwarded-Proto: https')
has "a trusted peer's X-Forwarded-Proto counts" "$answer" '^strict-transport-security:'
answer=$(direct --interface 127.0.0.2 -H 'X-Forwarded-Proto: https' -H 'X-Forwarded-For: 9.9.9.9')
lacks "a stranger's X-Forwarded-Proto does not" "$answer" '^strict-transport-security:|__Host-'
lacks "nor the stranger's X-Forwarded-For" "$(cat "$dir/log-two")" 'address="9\.9\.9\.9"'
has "the stranger is logged as itself" "$(cat "$dir/log-two")" 'address="127\.0\.0\.2"'
ask -o /dev/null --interface 127.0.0.3 -H 'X-Forwarded-For: 8.8.8.8' "$two/" > /dev/null
has "behind the proxy the client is who reached it" "$(cat "$dir/log-two")" 'address="127\.0\.0\.3"'
lacks "not who it claims to be" "$(cat "$dir/log-two")" 'address="8\.8\.8\.8"'
lacks "no password in a log" "$(cat "$dir/log-one" "$dir/log-two")" 'Rapenburg-demo-2026'

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
