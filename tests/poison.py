#!/usr/bin/env python3
# poison.py: a request that ends the process whenever it is decided: kill -9 in its decision, three times. Then it is
# answered, and who asked before and behind it has her receipt. And a wait-list that ends it whenever those who wait are
# asked: after three times it is left alone, and the others go on. On SQLite and on PostgreSQL.
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


def in_the_middle(c, over, column, number):
    """Waits until this process is at `number` of studymap_trial.column (True) or `over` finds a row (False)."""
    since = 0
    for _ in range(600):
        if c.sql(over)[0][0] != "0":
            return False
        holder, of = c.sql(f"SELECT holder, {column} FROM studymap_trial")[0]
        since = since + 1 if number in of.split(",") and f":{c.process.pid}:" in holder else 0
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
        over = "SELECT count(*) FROM studymap_request WHERE id = 91 AND decided_at IS NOT NULL"
        while c.serve() and (middle := in_the_middle(c, over, "requests", "91")):
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


def waits(c):
    """In two groups somebody waits beside a free seat; in the first it is the poison. Both are to be asked."""
    now = int(time.time() * 1000)
    term = c.sql(f"SELECT id FROM records_term WHERE code = '{TERM}'")[0][0]
    c.sql(f"UPDATE records_window SET opens = {now - 3600000}, closes = {now + 86400000} WHERE term = {term}")
    groups = c.sql("SELECT s.id, s.offering FROM records_section s JOIN records_offering o ON o.id = s.offering"
                   f" WHERE o.term = {term} AND s.seats > 3 AND s.taken = 0 AND NOT EXISTS"
                   " (SELECT 1 FROM records_prerequisite q WHERE q.course = o.course) ORDER BY s.id")[:2]
    people = [c.sql(f"SELECT id FROM identity_person WHERE login = '{x}'")[0][0] for x in LOGINS]
    for (section, offering), person in zip(groups, people[1:]):
        c.sql("INSERT INTO records_enrolment (person, offering, waits, section, waiting_order, at)"
              f" VALUES ({person}, {offering}, 1, {section}, 1, {now});"
              f"UPDATE records_section SET waiting = 1, last_order = 1, promote_due = 1 WHERE id = {section};"
              f"INSERT INTO studymap_turn (section, after, at) VALUES ({section}, 0, {now - 1000})")
    poison(c, people[1])
    return groups[0][0], groups[1][0]


def waited(folder, url):
    name = f"{'PostgreSQL' if url else 'SQLite'}, a wait-list"
    c = Campus(folder, url)
    try:
        r = c.run("import", os.path.join(ROOT, "tests/fixtures/small"), "--apply")
        check(r.returncode == 0, f"{name}: the campus is made {r.stderr[-500:]}")
        bad, good = waits(c)
        over = f"SELECT count(*) FROM studymap_turn WHERE section = {bad} AND crashes >= 3"
        kills = 0
        while c.serve() and (middle := in_the_middle(c, over, "turns", bad)):
            c.kill()
            kills += 1
            if kills > 5:
                break
        check(kills == 3, f"{name}: killed while those who wait are asked three times, then left alone ({kills})")
        check(middle is False, f"{name}: the process goes on")
        for _ in range(300):
            if c.sql(f"SELECT count(*) FROM studymap_turn WHERE section = {good}")[0][0] == "0":
                break
            time.sleep(0.1)
        rows = c.sql(f"SELECT section, waits FROM records_enrolment WHERE section IN ({bad}, {good}) ORDER BY section")
        check(rows == [(bad, "1"), (good, "0")], f"{name}: who waits elsewhere has her place, and nobody lost hers ({rows})")
        later = c.sql(f"SELECT at FROM studymap_turn WHERE section = {bad}")
        check(later and int(later[0][0]) > (time.time() + 80000) * 1000, f"{name}: it is asked again in a day ({later})")
        check("/plan/" in reads(c, LOGINS[0], f"/plan/{TERM}"), f"{name}: pages are there")
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
        for test in (tried, waited):
            test(os.path.join(folder, test.__name__), "")
            if SERVER:
                subprocess.run(["psql", "-Xq", "-d", SERVER, "-c", f"CREATE DATABASE {own}"], check=True)
                test(os.path.join(folder, test.__name__ + "-pg"), SERVER.replace("/postgres?", f"/{own}?"))
                subprocess.run(["psql", "-Xq", "-d", SERVER, "-c", f"DROP DATABASE {own} WITH (FORCE)"])
    finally:
        if SERVER:
            subprocess.run(["psql", "-Xq", "-d", SERVER, "-c", f"DROP DATABASE IF EXISTS {own} WITH (FORCE)"],
                           stderr=subprocess.DEVNULL)
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return failed > 0


sys.exit(main())
