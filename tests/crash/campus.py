#!/usr/bin/env python3
# campus.py: the real program under kill -9 and on a full disk, over HTTP.
#   campus.py kill PROGRAM ROUNDS SEED    campus.py full PROGRAM
# Students plan, submit and leave; browsers sign in and out; all at once. What was answered must be there
# afterwards, and `rapenburg check` must find nothing. Ends with `N passed, N failed`.
# SPDX-License-Identifier: AGPL-3.0-or-later
import http.client
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
FIXTURE = os.path.join(HERE, "..", "fixtures", "small")
PASSWORD = "Rapenburg-demo-2026"
STUDENTS = ["s1234567", "s2345678", "s3456789"]
TERM, COURSE = "2026-2", "CSE 12"

passed = failed = 0


def check(ok, what):
    global passed, failed
    if ok:
        passed += 1
    else:
        failed += 1
        print(f"FAILED {what}", flush=True)


class Down(Exception):
    """The server did not answer: killed, or stopping."""


class Browser:
    """One browser: keeps cookies, opens a connection a request, knows the form token."""

    def __init__(self, port, cookies=None):
        self.port = port
        self.cookies = dict(cookies or {})

    def ask(self, method, path, form=None):
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            c.request(method, path, body, headers)
            r = c.getresponse()
            text = r.read().decode()
        except (OSError, http.client.HTTPException) as e:
            raise Down() from e
        finally:
            c.close()
        for k, v in r.getheaders():
            if k.lower() == "set-cookie":
                name, value = v.split(";")[0].split("=", 1)
                self.cookies[name] = value
        return r.status, r.getheader("Location") or "", text

    def post(self, page, path, form):
        """Fetches the page for its token, then posts."""
        _, _, text = self.ask("GET", page)
        found = re.search(r'name="token" value="([^"]*)"', text)
        return self.ask("POST", path, {"token": found.group(1) if found else "", **form})

    def sign_in(self, name):
        return self.post("/sign-in", "/sign-in", {"name": name, "password": PASSWORD})[0]

    def signed_in(self):
        return self.ask("GET", "/account")[0] == 200


class Server:
    def __init__(self, program, state, listen="127.0.0.1:0"):
        self.log = open(os.path.join(os.path.dirname(state), "log"), "ab")
        self.process = subprocess.Popen([program, "serve", "--state", state, "--listen", listen],
                                        stdout=subprocess.PIPE, stderr=self.log)
        line = self.process.stdout.readline().decode()
        found = re.search(r":(\d+)\s*$", line)
        if not found:
            sys.exit(f"the server did not start: {line}")
        self.port = int(found.group(1))

    def end(self, how):
        self.process.send_signal(how)
        code = self.process.wait()
        self.process.stdout.close()
        self.log.close()
        return code


class Student:
    """Goes round: nothing, planned, enrolled, nothing. `sure` is what was answered last; with an
    operation under way the next state is possible too."""

    STATES = ["nothing", "planned", "enrolled"]

    def __init__(self, name):
        self.name = name
        self.cookies = {}
        self.sure = 0
        self.under_way = False
        self.receipts = []
        self.refused = []
        self.done = 0

    def look(self, b):
        _, _, text = b.ask("GET", f"/plan/{TERM}")
        if f"/plan/{TERM}/leave/" in text:
            return 2
        return 1 if f"/plan/{TERM}/remove" in text else 0

    def step(self, b):
        course = "/courses/" + urllib.parse.quote(COURSE)
        if self.sure == 0:
            _, _, text = b.ask("GET", course)
            section = re.search(r'name="section" value="(\d+)"', text).group(1)
            self.under_way = True
            status, to, _ = b.post(course, f"/plan/{TERM}/add", {"section": section})
        elif self.sure == 1:
            _, _, text = b.ask("GET", f"/plan/{TERM}")
            version = re.search(r'name="version" value="(\d+)"', text).group(1)
            self.under_way = True
            status, to, _ = b.post(f"/plan/{TERM}", f"/plan/{TERM}/submit", {"version": version})
        else:
            _, _, text = b.ask("GET", f"/plan/{TERM}")
            leave = re.search(rf"/plan/{TERM}/leave/\d+", text).group(0)
            self.under_way = True
            status, to, _ = b.post(leave, leave, {"code": COURSE})
        if status == 303:
            if self.sure == 1:
                self.receipts.append(to)
            self.sure = (self.sure + 1) % 3
            self.done += 1
        else:
            self.refused.append(status)
        self.under_way = False

    def work(self, port, stop):
        b = Browser(port, self.cookies)
        try:
            if not b.signed_in() and b.sign_in(self.name) != 303:
                self.refused.append("sign-in")
                return
            self.cookies = dict(b.cookies)
            while not stop():
                self.step(b)
        except Down:
            pass

    def verify(self, port):
        if not self.cookies:
            return  # killed before her first sign-in was answered: nothing was promised
        b = Browser(port, self.cookies)
        if not b.signed_in():
            check(False, f"{self.name}: an answered sign-in is gone")
            return
        seen = self.look(b)
        may_be = {self.sure} | ({(self.sure + 1) % 3} if self.under_way else set())
        check(seen in may_be, f"{self.name}: {self.STATES[seen]}, not "
                              f"{' or '.join(self.STATES[i] for i in may_be)}")
        for receipt in self.receipts[-20:]:
            status, _, text = b.ask("GET", receipt)
            check(status == 200 and COURSE in text, f"{self.name}: {receipt} answers {status}")
        self.sure = seen
        self.under_way = False


class Doors:
    """Browsers that sign in, and some of them out again."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.live, self.dead, self.refused = [], [], []
        self.done = 0

    def work(self, port, stop):
        try:
            while not stop():
                b = Browser(port)
                status = b.sign_in(self.random.choice(STUDENTS))
                if status != 303:
                    self.refused.append(status)
                    continue
                self.done += 1
                if self.random.random() < 0.3:
                    before = dict(b.cookies)
                    if b.post("/account", "/sign-out", {})[0] == 303:
                        self.dead.append(before)
                else:
                    self.live.append(dict(b.cookies))
        except Down:
            pass

    def verify(self, port):
        for cookies in self.live[-25:]:
            check(Browser(port, cookies).signed_in(), "an answered sign-in is gone")
        for cookies in self.dead[-25:]:
            check(not Browser(port, cookies).signed_in(), "an answered sign-out is undone")


def at_work(workers, port, stop):
    threads = [threading.Thread(target=w.work, args=(port, stop)) for w in workers]
    for t in threads:
        t.start()
    return threads


def program_check(program, state, what):
    r = subprocess.run([program, "check", "--state", state], capture_output=True, text=True)
    check(r.returncode == 0, f"{what}: rapenburg check: {r.stdout}{r.stderr}")


def prepare(program, state):
    # They ask faster than people do: what stops one who asks without end is not tested here.
    os.makedirs(state, mode=0o700, exist_ok=True)
    with open(os.path.join(state, "rapenburg.conf"), "w") as f:
        f.write("campus.asks_person = 100000\n")
    subprocess.run([program, "import", FIXTURE, "--apply", "--state", state], check=True,
                   stdout=subprocess.DEVNULL)


def kill(program, rounds, seed):
    rng = random.Random(seed)
    print(f"seed {seed}, {rounds} rounds", flush=True)
    with tempfile.TemporaryDirectory(prefix="rapenburg-crash-") as folder:
        state = os.path.join(folder, "state")
        prepare(program, state)
        workers = [Student(s) for s in STUDENTS] + [Doors(rng.random()) for _ in range(3)]
        for i in range(rounds):
            server = Server(program, state)
            threads = at_work(workers, server.port, lambda: False)
            time.sleep(rng.uniform(0.05, 1.2))
            server.end(signal.SIGKILL)
            for t in threads:
                t.join()
            program_check(program, state, f"round {i + 1}")
            server = Server(program, state)
            for w in workers:
                w.verify(server.port)
                check(not w.refused, f"round {i + 1}: refused with {w.refused}")
                w.refused.clear()
            check(server.end(signal.SIGTERM) == 0, f"round {i + 1}: the end is not graceful")
        for w in workers[:3]:
            check(w.cookies, f"{w.name} never signed in")
        done = sum(w.done for w in workers)
        check(done >= rounds, f"only {done} writes were answered")
        print(f"{done} writes answered, {sum(len(w.receipts) for w in workers[:3])} receipts")


def until_refused(workers, many, seconds):
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end or all(len(w.refused) >= many for w in workers)


def fill(program, folder):
    state = os.path.join(folder, "state")
    prepare(program, state)
    workers = [Student(s) for s in STUDENTS] + [Doors(i) for i in range(3)]
    server = Server(program, state)
    ballast = os.path.join(folder, "ballast")
    for t in at_work(workers, server.port, until_refused(workers, 1, 1)):
        t.join()
    free = os.statvfs(folder)
    with open(ballast, "wb") as f:
        f.write(bytes(max(0, free.f_bavail * free.f_bsize - 200_000)))
    for t in at_work(workers, server.port, until_refused(workers, 5, 40)):
        t.join()
    answers = {a for w in workers for a in w.refused}
    check(answers == {507}, f"a full disk is answered with {sorted(map(str, answers))}, not 507")
    print(f"{sum(w.done for w in workers)} writes answered, "
          f"{sum(len(w.refused) for w in workers)} refused")
    b = Browser(server.port)
    check(b.ask("GET", "/healthz")[0] == 200, "/healthz on a full disk")
    check(b.ask("GET", "/")[0] == 200, "the first page on a full disk")
    for w in workers:
        w.verify(server.port)
    os.unlink(ballast)
    for w in workers:
        w.refused.clear()
        w.enough = w.done + 3
    for w in workers:
        for t in at_work([w], server.port, lambda: w.done >= w.enough or len(w.refused) > 0):
            t.join()
        check(not w.refused and w.done >= w.enough, f"with room again: {w.refused}")
    server.end(signal.SIGKILL)
    program_check(program, state, "after the full disk")
    server = Server(program, state)
    for w in workers:
        w.verify(server.port)
    check(server.end(signal.SIGTERM) == 0, "the end is not graceful")


def full(program):
    folder = tempfile.mkdtemp(prefix="rapenburg-full-")
    r = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96m,mode=0700", "none", folder],
                       capture_output=True, text=True)
    if r.returncode != 0:
        print(f"1 skipped: a tmpfs cannot be mounted here: {r.stderr.strip()}")
        os.rmdir(folder)
        return
    try:
        fill(program, folder)
    finally:
        subprocess.run(["umount", "-l", folder], check=False)
        shutil.rmtree(folder, ignore_errors=True)


def main():
    if len(sys.argv) == 5 and sys.argv[1] == "kill":
        kill(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    elif len(sys.argv) == 3 and sys.argv[1] == "full":
        full(sys.argv[2])
    else:
        sys.exit("usage: campus.py kill PROGRAM ROUNDS SEED | campus.py full PROGRAM")
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
