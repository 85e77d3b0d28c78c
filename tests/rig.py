#!/usr/bin/env python3
"""rig.py PROGRAM: https with an authority of its own, two host names, two campuses side by side, and one
behind a proxy (nginx). SPDX-License-Identifier: AGPL-3.0-or-later"""
import os
import shutil
import socket
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from campus import Campus, Report, Visitor, wait_until  # noqa: E402

NORTH, SOUTH = "north.rapenburg.example", "south.rapenburg.example"


def openssl(*words):
    subprocess.run(["openssl", *words], check=True, capture_output=True)


def authority(folder):
    key, cert = os.path.join(folder, "ca.key"), os.path.join(folder, "ca.pem")
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=Rapenburg test authority", "-keyout", key, "-out", cert)
    return key, cert


def certificate(folder, ca, state, name):
    key, request = os.path.join(state, "tls.key"), os.path.join(folder, name + ".csr")
    extension = os.path.join(folder, name + ".ext")
    with open(extension, "w") as f:
        f.write(f"subjectAltName=DNS:{name}\n")
    openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
            "-subj", f"/CN={name}", "-keyout", key, "-out", request)
    openssl("x509", "-req", "-in", request, "-CA", ca[1], "-CAkey", ca[0], "-CAcreateserial", "-days", "2",
            "-extfile", extension, "-out", os.path.join(state, "tls.pem"))


def make(program, folder, ca, name, key):
    state = os.path.join(folder, key)
    os.makedirs(state, 0o700)
    certificate(folder, ca, state, name)
    with open(os.path.join(state, "rapenburg.conf"), "w") as f:
        f.write(f"campus.key = {key}\ncampus.name = University of the {key}\ncampus.url = https://{name}\n"
                "campus.tls_certificate = tls.pem\ncampus.tls_key = tls.key\n")
    campus = Campus(program, state)
    return campus, campus.run("import", "tests/fixtures/small", "--apply")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def two_campuses(report, campuses, ca):
    (north, south) = campuses
    n = Visitor(north.port, tls=ca, name=NORTH)
    s = Visitor(south.port, tls=ca, name=SOUTH)
    report.check("north is itself", "University of the north" in n.get("/")[2])
    report.check("south is itself", "University of the south" in s.get("/")[2])
    headers = n.get("/sign-in")[1]
    report.check("tells browsers to stay on https", "max-age" in (headers["Strict-Transport-Security"] or ""))
    csp = headers["Content-Security-Policy"] or ""
    report.check("allows no inline code", "unsafe-inline" not in csp and "script-src" in csp, csp)
    report.check("north signs in", n.sign_in("s1234567"))
    names = list(n.cookies)
    report.check("cookies are of this host and campus",
                 any(c.startswith("__Host-") and "north" in c for c in names), str(names))
    s.cookies = dict(n.cookies)
    report.check("north's cookie opens nothing in the south", s.get("/account")[0] == 303)
    report.check("south signs in beside it", s.sign_in("s1234567"))
    report.check("and north is still signed in", n.get("/account")[0] == 200)
    wrong = Visitor(north.port, tls=ca, name=SOUTH)
    try:
        wrong.get("/")
        report.check("a certificate is for one name", False)
    except Exception as e:
        report.check("a certificate is for one name", "match" in str(e), str(e))


def behind_proxy(report, program, folder):
    state = os.path.join(folder, "proxied")
    os.makedirs(state, 0o700)
    with open(os.path.join(state, "rapenburg.conf"), "w") as f:
        f.write("campus.trusted_proxies = 127.0.0.1\ncampus.metrics_from = 192.0.2.1\n")
    campus = Campus(program, state)
    report.check("import", campus.run("import", "tests/fixtures/small", "--apply")[0] == 0)
    campus.start()
    port = free_port()
    conf = os.path.join(folder, "nginx.conf")
    with open(conf, "w") as f:
        f.write(f"""daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{}}
http {{ access_log off; client_body_temp_path {folder}/b; proxy_temp_path {folder}/p;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{ listen 127.0.0.1:{port};
    location / {{ proxy_pass http://127.0.0.1:{campus.port}; proxy_http_version 1.1;
      proxy_set_header Host $http_host; proxy_set_header X-Forwarded-For $http_x_test_client;
      proxy_set_header X-Forwarded-Proto https; }} }} }}
""")
    nginx = subprocess.Popen(["nginx", "-c", conf], stderr=subprocess.DEVNULL)
    v = Visitor(port)

    def answers():
        try:
            return v.get("/healthz")[0] == 200
        except OSError:
            return False

    report.check("the proxy passes on", wait_until(answers))
    report.check("knows that the browser came by https",
                 "max-age" in (v.get("/sign-in")[1]["Strict-Transport-Security"] or ""))
    report.check("signs in through the proxy", v.sign_in("s1234567"))
    report.check("sees the client's address",
                 v.ask("GET", "/metrics", headers={"X-Test-Client": "192.0.2.1"})[0] == 200)
    report.check("and no other's", v.ask("GET", "/metrics", headers={"X-Test-Client": "192.0.2.9"})[0] == 403)
    nginx.terminate()
    nginx.wait()
    report.check("stops", campus.kill(15) == 0)


def main():
    program, report, folder = os.path.abspath(sys.argv[1]), Report(), tempfile.mkdtemp()
    os.chmod(folder, 0o755)
    ca = authority(folder)
    campuses = []
    for name, key in ((NORTH, "north"), (SOUTH, "south")):
        campus, (code, words) = make(program, folder, ca, name, key)
        report.check(f"{key} is made", code == 0, words)
        campuses.append(campus.start())
    two_campuses(report, campuses, ca[1])
    for campus in campuses:
        report.check("stops", campus.kill(15) == 0)
    behind_proxy(report, program, folder)
    shutil.rmtree(folder, ignore_errors=True)
    report.end()


main()
