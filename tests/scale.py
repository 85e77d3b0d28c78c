#!/usr/bin/env python3
# scale.py: HAProxy before two processes on one PostgreSQL. A session that began in one goes on in the other;
# after kill -9 of one the campus answers on and nothing that was answered is lost. What students submit through both
# is decided by one; it is killed in the middle, and every one of them gets her receipt, once.
#   scale.py PROGRAM SERVER, the URL that tests/pg.sh prints. Ends with `N passed, N failed`. SPDX-License-Identifier: AGPL-3.0-or-later
import http.client
import os
import re
import resource
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM, SERVER = os.path.abspath(sys.argv[1]), sys.argv[2]
OWN = f"scale_{os.getpid()}"  # a database of its own on that server
DATABASE = SERVER.replace("/postgres?", f"/{OWN}?")
STUDENTS = 30
FILES = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
passed = failed = 0


def check(ok, what):
    global passed, failed
    passed, failed = (passed + 1, failed) if ok else (passed, failed + 1)
    print(f"{'ok' if ok else 'FAILED'} {what}", flush=True)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Browser:
    def __init__(self):
        self.cookies = {}

    def ask(self, port, method, path, form=None):
        """Status, where it leads, text; status 0 when there was no answer."""
        c = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            c.request(method, path, body, headers)
            r = c.getresponse()
            text = r.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, "", ""
        finally:
            c.close()
        for k, v in r.getheaders():
            if k.lower() == "set-cookie":
                name, value = v.split(";")[0].split("=", 1)
                self.cookies[name] = value
        return r.status, r.getheader("Location") or "", text

    def post(self, port, page, path, form):
        found = re.search(r'name="token" value="([^"]*)"', self.ask(port, "GET", page)[2])
        return self.ask(port, "POST", path, {"token": found.group(1) if found else "", **form})


class Stream:
    """Live seats, as a browser looks at them."""

    def __init__(self, me, port, section):
        self.c = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self.c.request("GET", f"/seats/stream?section={section}", None,
                       {"Cookie": "; ".join(f"{k}={v}" for k, v in me.cookies.items())})
        self.r = self.c.getresponse()

    def hears(self):
        """Seconds until the first event."""
        began, line = time.time(), b"x"
        while line and not line.startswith(b"data:"):
            line = self.r.readline()
        return time.time() - began if line else 99

    def ends(self):
        """Seconds until it ends, well."""
        began = time.time()
        try:
            while self.r.readline():
                pass
        except (OSError, http.client.HTTPException):
            return 99
        return time.time() - began


class Rig:
    def __init__(self, folder):
        self.folder, self.state = folder, os.path.join(folder, "state")
        self.ports, self.front = [free_port(), free_port()], free_port()
        self.processes = [None, None]

    def serve(self, i):
        log = open(os.path.join(self.folder, f"log{i}"), "ab")
        p = subprocess.Popen([PROGRAM, "serve", "--state", self.state, "--database", DATABASE,
                              "--listen", f"127.0.0.1:{self.ports[i]}"], stdout=log, stderr=log)
        self.processes[i] = p
        for _ in range(200):
            if Browser().ask(self.ports[i], "GET", "/readyz")[0] == 200:
                return True
            time.sleep(0.05)
        return False

    def proxy(self):
        with open(os.path.join(ROOT, "packaging/haproxy.cfg")) as f:
            text = f.read()
        for old, new in ((":8081", f":{self.ports[0]}"), (":8082", f":{self.ports[1]}"),
                         ("bind :80\n", f"bind 127.0.0.1:{self.front}\n"),
                         ("", "") if FILES >= 20000 else ("maxconn 9900", "maxconn 400")):
            text = text.replace(old, new) if old else text
        path = os.path.join(self.folder, "haproxy.cfg")
        with open(path, "w") as f:
            f.write(text)
        # As packaged, it starts where 20,000 files may be open.
        few = min(FILES, 20000)
        self.haproxy = subprocess.Popen(["haproxy", "-db", "-q", "-f", path],
                                        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (few, few)))
        for _ in range(100):
            if Browser().ask(self.front, "GET", "/")[0] == 200:
                return True
            time.sleep(0.05)
        return False

    def end(self):
        for p in self.processes + [getattr(self, "haproxy", None)]:
            if p and p.poll() is None:
                p.kill()
                p.wait()


def journey(rig):
    me = Browser()
    one, two = rig.ports
    sign_in = {"name": "s1234567", "password": "Rapenburg-demo-2026"}
    check(me.post(rig.front, "/sign-in", "/sign-in", sign_in)[0] == 303, "signs in through the proxy")
    check(me.ask(one, "GET", "/home")[0] == 200, "the session holds in the first process")
    check(me.ask(two, "GET", "/home")[0] == 200, "and in the second")
    check(me.ask(rig.front, "GET", "/metrics")[0] == 404, "the proxy keeps the numbers to itself")
    token = re.search(r'name="token" value="([^"]*)"', me.ask(one, "GET", "/home")[2])
    status = me.ask(two, "POST", "/language", {"token": token.group(1), "language": "nl", "back": "/"})[0]
    check(status == 303, "a form of the one is taken by the other")
    check('lang="nl"' in me.ask(one, "GET", "/home")[2], "and both speak the language chosen")
    return me


def ended(rig, me):
    """Signing out in one process ends what is open in the other, and behind the proxy."""
    seats = Browser().ask(rig.front, "GET", "/seats.json?course=CSE%2012")[2]
    section = re.search(r'"id":"(\d+)"', seats).group(1)
    looks = [Stream(me, port, section) for port in (rig.front, rig.front, *rig.ports)]
    nobody = Stream(Browser(), rig.ports[1], section)
    heard = [s.hears() for s in looks + [nobody]]
    check(max(heard) < 3, f"streams are heard through the proxy and without it: {heard}")
    early = [bool(select.select([s.c.sock], [], [], 0.2)[0]) for s in looks]
    check(not any(early), f"and none has ended before: {early}")
    me.post(rig.front, "/home", "/sign-out", {})
    took = [s.ends() for s in looks]
    check(max(took) < 2, f"signed out: streams end in both processes: {took}")
    nobody.c.sock.settimeout(1.5)
    check(nobody.ends() == 99, "and that of nobody goes on")


def killed(rig, me):
    rig.processes[0].send_signal(signal.SIGKILL)
    rig.processes[0].wait()
    asked = [me.ask(rig.front, "GET", "/home")[0] for _ in range(40)]
    check(all(s == 200 for s in asked), f"kill -9 of one: the session goes on ({set(asked)})")
    check(rig.serve(0), "the killed one starts again")
    check(me.ask(rig.ports[0], "GET", "/home")[0] == 200, "and knows the session")
    ended(rig, me)
    check(me.ask(rig.ports[0], "GET", "/home")[0] == 303 and
          me.ask(rig.ports[1], "GET", "/home")[0] == 303, "signed out of both at once")
    r = subprocess.run([PROGRAM, "check", "--state", rig.state, "--database", DATABASE],
                       capture_output=True, text=True)
    check(r.returncode == 0, f"rapenburg check is in order {r.stderr}")


def sql(text):
    r = subprocess.run(["psql", "-XAtq", "-F", " ", "-d", DATABASE, "-c", text], capture_output=True, text=True,
                       check=True)
    return [line.split(" ") for line in r.stdout.splitlines()]


def decider():
    """The process that decides what is asked, or None."""
    rows = sql("SELECT holder FROM campus_lease WHERE name = 'studymap.decide' AND"
               " until > extract(epoch FROM clock_timestamp()) * 1000")
    return int(rows[0][0].split(":")[1]) if rows else None


class Submission(threading.Thread):
    """One student: plans two courses through one process, submits through the other, asks until she has a receipt."""

    def __init__(self, rig, i, sections, go):
        super().__init__()
        self.rig, self.i, self.sections, self.go = rig, i, sections, go
        self.led, self.me = "", Browser()

    def prepare(self):
        self.me.post(self.rig.front, "/sign-in", "/sign-in",
                     {"name": f"s70000{self.i:02}", "password": "Rapenburg-demo-2026"})
        for section in self.sections:
            self.me.post(self.rig.front, "/plan/2026-2", "/plan/2026-2/add", {"section": section})
        page = self.me.ask(self.rig.front, "GET", "/plan/2026-2")[2]
        self.form = {name: re.search(f'name="{name}" value="([^"]*)"', page).group(1)
                     for name in ("token", "version")}

    def run(self):
        self.go.wait()
        until = time.time() + 60
        for n in range(10**6):
            if time.time() > until or self.led:
                return
            # The same form again, to whichever process answers: it is one submission.
            port = self.rig.ports[(self.i + n) % 2]
            status, where, _ = self.me.ask(port, "POST", "/plan/2026-2/submit", self.form)
            while status == 303 and "/asked/" in where and time.time() < until:
                status, place, _ = self.me.ask(port, "GET", where)
                if status == 0:
                    break
                if status == 303:
                    where = place
                else:
                    time.sleep(0.05)
            if status == 303 and where.startswith("/receipts/"):
                self.led = where
            time.sleep(0.05)


def decided(rig):
    sections = [row[0] for row in sql(
        "SELECT s.id FROM records_section s JOIN records_offering o ON o.id = s.offering"
        " JOIN records_term t ON t.id = o.term WHERE t.code = '2026-2' AND s.seats BETWEEN 5 AND 12"
        " AND s.taken = 0 ORDER BY s.id LIMIT 3")]
    go = threading.Event()
    all_of = [Submission(rig, i, [sections[i % 2], sections[2]], go) for i in range(STUDENTS)]
    for s in all_of:
        s.prepare()
        s.start()
    holder = decider()
    check(holder in [p.pid for p in rig.processes], "one of the two decides")
    go.set()
    for _ in range(400):
        if int(sql("SELECT count(*) FROM studymap_receipt")[0][0]) > 0:
            break
        time.sleep(0.01)
    os.kill(holder, signal.SIGKILL)
    begin = time.time()
    i = [p.pid for p in rig.processes].index(holder)
    rig.processes[i].wait()
    while decider() in (None, holder) and time.time() - begin < 30:
        time.sleep(0.1)
    check(time.time() - begin < 15, f"the other decides after {time.time() - begin:.1f} s")
    check(rig.serve(i), "the killed one starts again")
    for s in all_of:
        s.join()
    check(all(s.led for s in all_of), f"every student has a receipt ({sum(1 for s in all_of if s.led)})")
    rows = sql("SELECT p.login, r.number FROM studymap_receipt r JOIN identity_person p ON p.id = r.person")
    check(sorted(f"/receipts/{r[1]}" for r in rows) == sorted(s.led for s in all_of), "and only one, the one she was led to")
    check(sql("SELECT count(*) FROM studymap_request WHERE decided_at IS NULL")[0][0] == "0", "nothing waits any more")
    over = sql("SELECT count(*) FROM records_section s WHERE s.unlimited = 0 AND s.seats < (SELECT count(*) FROM"
               " records_enrolment e WHERE e.section = s.id AND e.waits = 0)")
    check(over[0][0] == "0", "no seat is sold twice")
    # A good end hands over at once.
    holder = decider()
    i = [p.pid for p in rig.processes].index(holder)
    rig.processes[i].send_signal(signal.SIGTERM)
    rig.processes[i].wait()
    begin = time.time()
    while decider() in (None, holder) and time.time() - begin < 10:
        time.sleep(0.02)
    check(time.time() - begin < 4, f"ended well it hands over ({time.time() - begin:.2f} s)")
    check(rig.serve(i), "and comes back")


def university(folder):
    """The sample university with some students more who have a password."""
    path = os.path.join(folder, "university")
    shutil.copytree(os.path.join(ROOT, "samples/sint-maarten"), path)
    with open(os.path.join(path, "people.csv"), "a") as f:
        f.writelines(f"s70000{i:02},Student {i},,en,student,Rapenburg-demo-2026\n" for i in range(STUDENTS))
    return path


def main():
    folder = tempfile.mkdtemp(prefix="scale.")
    rig = Rig(folder)
    subprocess.run(["psql", "-Xq", "-d", SERVER, "-c", f"CREATE DATABASE {OWN}"], check=True)
    try:
        os.makedirs(rig.state, mode=0o700)
        with open(os.path.join(rig.state, "rapenburg.conf"), "w") as f:
            f.write("campus.trusted_proxies = 127.0.0.1\n")
        r = subprocess.run([PROGRAM, "import", university(folder), "--apply",
                            "--state", rig.state, "--database", DATABASE], capture_output=True, text=True)
        check(r.returncode == 0, f"the sample university is imported {r.stderr}")
        check(rig.serve(0) and rig.serve(1), "two processes serve one database")
        check(rig.proxy(), "HAProxy answers before them")
        me = journey(rig)
        decided(rig)
        killed(rig, me)
    finally:
        rig.end()
        subprocess.run(["psql", "-Xq", "-d", SERVER, "-c", f"DROP DATABASE {OWN}"], check=False)
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
