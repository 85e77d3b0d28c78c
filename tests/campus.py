# campus.py: a campus and its visitors, for tests that need the real program: start, kill, sign in, post.
# SPDX-License-Identifier: AGPL-3.0-or-later
import http.client
import html
import os
import re
import signal
import subprocess
import time
import urllib.parse

PASSWORD = "Rapenburg-demo-2026"


class Campus:
    """The program with a state folder; `start` waits until it listens."""

    def __init__(self, program, state, listen="127.0.0.1:0", extra=()):
        self.program, self.state, self.listen, self.extra = program, state, listen, list(extra)
        self.process = self.port = None
        self.log = os.path.join(os.path.dirname(state), os.path.basename(state) + ".log")

    def run(self, *words):
        done = subprocess.run([self.program, *words, "--state", self.state, *self.extra],
                              capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "serve", "--state", self.state, "--listen", self.listen, *self.extra],
            stdout=subprocess.PIPE, stderr=open(self.log, "a"), text=True)
        line = self.process.stdout.readline()
        found = re.search(r":(\d+)$", line.strip())
        if not found:
            raise RuntimeError("did not start: " + open(self.log).read()[-2000:])
        self.port = int(found.group(1))
        return self

    def kill(self, how=signal.SIGKILL):
        self.process.send_signal(how)
        code = self.process.wait(timeout=30)
        self.process.stdout.close()
        return code


class Visitor:
    """A browser without a window: cookies, form tokens, one connection."""

    def __init__(self, port):
        self.port, self.cookies, self.connection = port, {}, None

    def connect(self):
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        return self.connection

    def ask(self, method, path, fields=None):
        sent, body = {}, None
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        connection = self.connect()
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except Exception:
            connection.close()
            self.connection = None
            raise
        for line in answer.headers.get_all("Set-Cookie") or []:
            key, _, value = line.split(";")[0].partition("=")
            if value:
                self.cookies[key] = value
            else:
                self.cookies.pop(key, None)
        return answer.status, answer.headers, text

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, fields, page=None):
        """Posts with the form token of `page` (the last one seen, without)."""
        if page is not None or not hasattr(self, "token"):
            self.token = token_of(self.get(page or path)[2])
        return self.ask("POST", path, {"token": self.token, **fields})

    def sign_in(self, name, password=PASSWORD):
        status = self.post("/sign-in", {"name": name, "password": password}, page="/sign-in")[0]
        self.token = token_of(self.get("/account")[2]) if status == 303 else None
        return status == 303


def token_of(page):
    found = re.search(r'name="token"[^>]*value="([^"]*)"', page)
    return html.unescape(found.group(1)) if found else ""


class Report:
    """Counts, and ends as every runner does."""

    def __init__(self):
        self.passed = self.failed = 0

    def check(self, name, good, why=""):
        if good:
            self.passed += 1
            print("ok  ", name, flush=True)
        else:
            self.failed += 1
            print("FAIL", name, why, flush=True)

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed", flush=True)
        raise SystemExit(1 if self.failed else 0)


def wait_until(what, seconds=10):
    end = time.time() + seconds
    while time.time() < end:
        if what():
            return True
        time.sleep(0.05)
    return False
