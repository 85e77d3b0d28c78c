#!/usr/bin/env python3
# poison.py: a request that ends the process whenever it is decided: kill -9 in its decision, three times. Then it is
# answered, and who asked before and behind it has her receipt; on SQLite and on PostgreSQL.
#   poison.py PROGRAM [SERVER, the URL that tests/pg.sh prints]. Ends with `N passed, N failed`.
# SPDX-License-Identifier: AGPL-3.0-or-later
import http.cookiejar
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.abspath(sys.argv[1])
SERVER = sys.argv[2] if len(sys.argv) > 2 else ""
TERM, LOGINS = "2026-2", ("s1234567", "s2345678", "s3456789")  # the second one's is the poison
passed = failed = 0


def check(ok, what):
    global passed, failed
    passed, failed = (passed + 1, failed) if ok else (passed, failed + 1)
    print(f"{'ok' if ok else 'FAILED'} {what}", flush=True)


class Campus:
    def __init__(self, folder, url):
        self.state, self.url, self.port, self.process = os.path.join(folder, "state"), url, 0, None
        self.options = ["--state", self.state] + (["--database", url] if url else [])

    def run(self, *args):
        return subprocess.run([PROGRAM, *args] + self.options, capture_output=True, text=True)

    def sql(self, text):
        if self.url:
            r = subprocess.run(["psql", "-XAtq", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-d", self.url, "-c", text],
                               capture_output=True, text=True)
            if r.returncode:
                raise RuntimeError(r.stderr)
            return [tuple(line.split("\t")) for line in r.stdout.splitlines()]
        with sqlite3.connect(os.path.join(self.state, "campus.db"), timeout=10) as db:
            if text.lstrip().upper().startswith("SELECT"):
                return [tuple(str(x if x is not None else "") for x in row) for row in db.execute(text)]
            db.executescript(text)
        return []

    def serve(self):
        self.process = subprocess.Popen([PROGRAM, "serve", "--listen", "127.0.0.1:0"] + self.options,
                                        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        line = self.process.stdout.readline()
        self.port = int(line.strip().rsplit(":", 1)[1]) if "listens on" in line else 0
        return self.port > 0

    def kill(self, how=signal.SIGKILL):
        self.process.send_signal(how)
        self.process.wait()
        self.process.stdout.close()
        self.process = None
        if self.url:  # what it asked of PostgreSQL goes on without it
            self.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                     " WHERE datname = current_database() AND pid <> pg_backend_pid()")


def poison(c, person):
    """Whoever gives this person a place never comes to an end."""
    if c.url:
        c.sql("CREATE FUNCTION test_poison() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
              f" IF NEW.person = {person} THEN PERFORM pg_sleep(600); END IF; RETURN NEW; END $$;"
              " CREATE TRIGGER test_poison BEFORE INSERT ON records_enrolment"
              " FOR EACH ROW EXECUTE FUNCTION test_poison()")
    else:
        c.sql("CREATE VIEW test_forever AS WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
              " SELECT max(x) AS x FROM c;"
              f"CREATE TRIGGER test_poison BEFORE INSERT ON records_enrolment WHEN NEW.person = {person}"
              " BEGIN SELECT x FROM test_forever; END;")


def asked(c):
    """Three plans that wait to be decided, in this order."""
    now = int(time.time() * 1000)
    term = c.sql(f"SELECT id FROM records_term WHERE code = '{TERM}'")[0][0]
    c.sql(f"UPDATE records_window SET opens = {now - 3600000}, closes = {now + 86400000} WHERE term = {term}")
    section, offering = c.sql("SELECT s.id, s.offering FROM records_section s JOIN records_offering o"
                              f" ON o.id = s.offering WHERE o.term = {term} AND s.seats > 3 AND s.taken = 0"
                              " AND NOT EXISTS (SELECT 1 FROM records_prerequisite q WHERE q.course = o.course)"
                              " ORDER BY s.id")[0]
    for i, login in enumerate(LOGINS):
        person = c.sql(f"SELECT id FROM identity_person WHERE login = '{login}'")[0][0]
        c.sql("INSERT INTO studymap_plan (id, person, term, version, changed_at)"
              f" VALUES ({90 + i}, {person}, {term}, 1, {now});"
              "INSERT INTO studymap_item (id, plan, offering, section, label, at)"
              f" VALUES ({90 + i}, {90 + i}, {offering}, {section}, 'x', {now});"
              "INSERT INTO studymap_request (id, person, term, kind, plan, plan_version, waits, at)"
              f" VALUES ({90 + i}, {person}, {term}, 'submit', {90 + i}, 1, 0, {now + i});")
        if i == 1:
            poison(c, person)


def in_the_middle(c):
    """Waits until this process decides the poison (True) or it was answered (False)."""
    since = 0
    for _ in range(600):
        if c.sql("SELECT count(*) FROM studymap_request WHERE id = 91 AND decided_at IS NOT NULL")[0][0] != "0":
            return False
        holder, requests = c.sql("SELECT holder, requests FROM studymap_trial")[0]
        since = since + 1 if "91" in requests.split(",") and f":{c.process.pid}:" in holder else 0
        if since > 10:
            return True
        time.sleep(0.1)
    return None


def reads(c, login, path):
    """The page as she sees it."""
    go = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())).open
    site = f"http://127.0.0.1:{c.port}"
    token = re.search(r'name="token" value="([^"]*)"', go(site + "/sign-in").read().decode()).group(1)
    go(site + "/sign-in", urllib.parse.urlencode(
        {"token": token, "name": login, "password": "Rapenburg-demo-2026"}).encode())
    return go(site + path).read().decode()


def tried(folder, url):
    name = "PostgreSQL" if url else "SQLite"
    c = Campus(folder, url)
    try:
        r = c.run("import", os.path.join(ROOT, "tests/fixtures/small"), "--apply")
        check(r.returncode == 0, f"{name}: the campus is made {r.stderr[-500:]}")
        asked(c)
        kills = 0
        while c.serve() and (middle := in_the_middle(c)):
            c.kill()
            kills += 1
            if kills > 5:
                break
        check(kills == 3, f"{name}: killed in its decision three times, then given up ({kills})")
        check(middle is False, f"{name}: it is answered")
        for _ in range(100):
            if c.sql("SELECT count(*) FROM studymap_request WHERE decided_at IS NULL")[0][0] == "0":
                break
            time.sleep(0.1)
        rows = c.sql("SELECT q.id, q.problem, CASE WHEN q.receipt IS NULL THEN 0 ELSE 1 END, q.crashes"
                     " FROM studymap_request q ORDER BY q.id")
        check([r[:3] for r in rows] == [("90", "", "1"), ("91", "failed", "0"), ("92", "", "1")],
              f"{name}: the others have their receipts ({rows})")
        check(rows[1][3] == "3", f"{name}: three tries are counted ({rows})")
        page = reads(c, LOGINS[1], f"/plan/{TERM}/asked/91")
        check("Nothing was changed" in page, f"{name}: she is told so, and what to do")
        check('href="/receipts/' in reads(c, LOGINS[2], "/receipts"), f"{name}: who asked behind it sees her receipt")
        c.kill(signal.SIGTERM)
        r = c.run("check")
        check(r.returncode == 0, f"{name}: all is in order{'' if r.returncode == 0 else ' ' + r.stdout[-500:]}")
    finally:
        if c.process:
            c.process.kill()


def main():
    folder = tempfile.mkdtemp(prefix="poison.")
    own = f"poison_{os.getpid()}"
    try:
        tried(os.path.join(folder, "sqlite"), "")
        if SERVER:
            subprocess.run(["psql", "-Xq", "-d", SERVER, "-c", f"CREATE DATABASE {own}"], check=True)
            tried(os.path.join(folder, "pg"), SERVER.replace("/postgres?", f"/{own}?"))
    finally:
        if SERVER:
            subprocess.run(["psql", "-Xq", "-d", SERVER, "-c", f"DROP DATABASE IF EXISTS {own} WITH (FORCE)"])
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
