#!/bin/sh
# postfix.sh: a private Postfix for tests on 127.0.0.1, with its own folders; the system's is neither needed nor
# touched.
#   tests/postfix.sh start DIR PORT   makes (if need be) and starts it
#   tests/postfix.sh stop DIR         stops it; mails and queue stay
#   tests/postfix.sh clean DIR        stops it and removes what it wrote
# Mail for anybody@mail.test goes to the Maildir DIR/mail/all/. PORT takes plain connections and STARTTLS;
# PORT+1 wants TLS and a user (SASL: campus, "relay secret"); the certificate is DIR/tls/cert.pem, by DIR/tls/ca.pem,
# for localhost. For recipients: later-…@mail.test gets 450, never-…@mail.test gets 550, everybody else
# outside mail.test is refused. DIR must be open to all above it. Needs root, or sudo.
# SPDX-License-Identifier: AGPL-3.0-or-later
set -eu

die() { echo "postfix.sh: $*" >&2; exit 1; }
[ $# -ge 2 ] || die "usage: postfix.sh start DIR PORT | stop DIR | clean DIR"
what=$1
if [ "$(id -u)" != 0 ]; then
    command -v sudo > /dev/null || die "Postfix starts as root only; install sudo, or be root"
    exec sudo -n "$0" "$@"
fi
mkdir -p "$2"
dir=$(cd "$2" && pwd)
sbin=/usr/lib/postfix/sbin
export PATH="/usr/sbin:$PATH"
[ -x $sbin/master ] || die "no Postfix in $sbin (apt install postfix sasl2-bin libsasl2-modules)"

certificates() {
    [ ! -e "$dir/tls/cert.pem" ] || return 0
    mkdir -p "$dir/tls"
    (
        cd "$dir/tls"
        openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=Test authority" -keyout ca.key -out ca.pem
        openssl req -newkey rsa:2048 -nodes -subj "/CN=localhost" -keyout key.pem -out cert.csr
        printf 'subjectAltName=DNS:localhost\n' > ext
        openssl x509 -req -in cert.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile ext -out cert.pem
    ) > "$dir/tls.log" 2>&1 || { cat "$dir/tls.log" >&2; exit 1; }
}

users() {
    mkdir -p "$dir/sasl" "$dir/etc/sasl"
    printf 'relay secret' | saslpasswd2 -p -c -u localhost -f "$dir/sasl/users" campus
    chgrp postfix "$dir/sasl/users"
    chmod 640 "$dir/sasl/users"
    # Where Debian's Postfix looks: beside its main.cf.
    cat > "$dir/etc/sasl/smtpd.conf" << CONF
pwcheck_method: auxprop
auxprop_plugin: sasldb
sasldb_path: $dir/sasl/users
mech_list: PLAIN LOGIN
CONF
}

configure() { # PORT
    mkdir -p "$dir/etc" "$dir/queue" "$dir/data" "$dir/mail"
    chown postfix "$dir/data"
    chown nobody "$dir/mail"
    cat > "$dir/etc/main.cf" << CONF
compatibility_level = 3.6
config_directory = $dir/etc
queue_directory = $dir/queue
data_directory = $dir/data
daemon_directory = $sbin
command_directory = /usr/sbin
shlib_directory = /usr/lib/postfix
meta_directory = /etc/postfix
maillog_file = $dir/postfix.log
maillog_file_prefixes = $dir
multi_instance_name =
myhostname = localhost
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
disable_dns_lookups = yes
smtp_host_lookup = native
alias_maps =
alias_database =
mynetworks =
smtpd_recipient_restrictions = check_recipient_access regexp:$dir/etc/recipients, reject_unauth_destination
virtual_mailbox_domains = mail.test
virtual_mailbox_base = $dir/mail
virtual_mailbox_maps = regexp:$dir/etc/mailboxes
virtual_uid_maps = static:$(id -u nobody)
virtual_gid_maps = static:$(id -g nobody)
virtual_minimum_uid = 1
message_size_limit = 300000
smtpd_tls_cert_file = $dir/tls/cert.pem
smtpd_tls_key_file = $dir/tls/key.pem
smtpd_tls_security_level = may
smtpd_sasl_local_domain = localhost
smtpd_delay_reject = yes
smtpd_client_connection_rate_limit = 0
smtpd_error_sleep_time = 0
CONF
    [ -e "$dir/etc/recipients" ] ||
        printf '/^later-/ 450 4.2.1 come back later\n/^never-/ 550 5.1.1 nobody of that name\n' > "$dir/etc/recipients"
    printf '/@mail\\.test$/ all/\n' > "$dir/etc/mailboxes"
    cat > "$dir/etc/master.cf" << CONF
127.0.0.1:$1 inet n - n - - smtpd
127.0.0.1:$(($1 + 1)) inet n - n - - smtpd
  -o smtpd_tls_security_level=encrypt
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_sasl_security_options=noanonymous
  -o smtpd_client_restrictions=permit_sasl_authenticated,reject
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
smtp unix - - n - - smtp
anvil unix - - n - 1 anvil
tlsmgr unix - - n 1000? 1 tlsmgr
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
CONF
}

wait_gone() { # PID
    for _ in $(seq 100); do
        kill -0 "$1" 2> /dev/null || return 0
        sleep 0.05
    done
    return 1
}

stop() {
    pid=$(tr -d ' ' < "$dir/queue/pid/master.pid" 2> /dev/null || true)
    [ -n "$pid" ] && kill -0 "$pid" 2> /dev/null || return 0
    kill "$pid" 2> /dev/null || true
    wait_gone "$pid" || kill -9 "$pid" 2> /dev/null || true
}

case $what in
start)
    [ $# = 3 ] || die "start takes a folder and a port"
    certificates
    users
    configure "$3"
    # Its own check makes the folders of the queue; what it says of other systems' files is not of interest.
    MAIL_CONFIG="$dir/etc" postfix -c "$dir/etc" check > "$dir/check.log" 2>&1 || { cat "$dir/check.log" >&2; exit 1; }
    MAIL_CONFIG="$dir/etc" setsid "$sbin/master" -c "$dir/etc" -d > "$dir/master.log" 2>&1 < /dev/null &
    for _ in $(seq 200); do
        if python3 -c "import socket,sys; s=socket.create_connection(('127.0.0.1',$3),1); sys.exit(not s.recv(3)==b'220')" 2> /dev/null; then
            exit 0
        fi
        sleep 0.05
    done
    cat "$dir/master.log" "$dir/postfix.log" >&2
    die "it does not start"
    ;;
stop) stop ;;
clean) stop; rm -rf "$dir/etc" "$dir/queue" "$dir/data" "$dir/mail" "$dir/tls" "$dir/sasl" "$dir"/*.log ;;
*) die "what is '$what'?" ;;
esac
