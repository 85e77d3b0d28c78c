#!/usr/bin/env python3
# failover.py: PostgreSQL on three nodes of Patroni with three members of etcd, by the files in packaging/; two
# campuses in front of it. The leading node is switched over, its PostgreSQL killed, the node lost, etcd stopped:
# each time a student changes her plan again and again, and nothing that was answered may be missing.
#   failover.py PROGRAM. As root: the nodes run as nobody. Ends with `N passed, N failed`.
# SPDX-License-Identifier: AGPL-3.0-or-later
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

sys.argv.insert(2, "")  # scale.py's second argument: no server of its own
import scale  # noqa: E402
from scale import ROOT, Browser, check, free_port  # noqa: E402

PG_BIN = "/usr/lib/postgresql/15/bin"
NAMES = ["one", "two", "three"]


def as_nobody(args, **more):
    return subprocess.Popen(["runuser", "-u", "nobody", "--"] + args, start_new_session=True, **more)


def get(url, timeout=2):
    try:
        with urllib.request.urlopen(url, timeout=timeout) as r:
            return r.status, r.read().decode()
    except urllib.error.HTTPError as e:
        return e.code, e.read().decode()
    except OSError:
        return 0, ""


class Nodes:
    """etcd and Patroni, each process in a session of its own, so that a node can be lost at once."""

    def __init__(self, folder):
        self.folder = folder
        self.etcd, self.patroni = [], [None] * 3
        self.client = [free_port() for _ in NAMES]
        self.peer = [free_port() for _ in NAMES]
        self.rest = [free_port() for _ in NAMES]
        self.pg = [free_port() for _ in NAMES]
        self.front = free_port()

    def log(self, name):
        return open(os.path.join(self.folder, name + ".log"), "ab")

    def start_etcd(self):
        members = ",".join(f"{n}=http://127.0.0.1:{p}" for n, p in zip(NAMES, self.peer))
        for i, name in enumerate(NAMES):
            own = os.path.join(self.folder, "etcd-" + name)
            log = self.log("etcd-" + name)
            self.etcd.append(as_nobody(
                ["etcd", "--name", name, "--data-dir", own,
                 "--listen-client-urls", f"http://127.0.0.1:{self.client[i]}",
                 "--advertise-client-urls", f"http://127.0.0.1:{self.client[i]}",
                 "--listen-peer-urls", f"http://127.0.0.1:{self.peer[i]}",
                 "--initial-advertise-peer-urls", f"http://127.0.0.1:{self.peer[i]}",
                 "--initial-cluster", members, "--heartbeat-interval", "500",
                 "--election-timeout", "5000"], stdout=log, stderr=log))
        return self.until(lambda: get(f"http://127.0.0.1:{self.client[0]}/health")[0] == 200, 60)

    def config(self, i):
        with open(os.path.join(ROOT, "packaging/patroni.yml")) as f:
            text = f.read()
        for old, new in (
                ("name: NAME", f"name: {NAMES[i]}"), ("ADDRESS:8008", f"127.0.0.1:{self.rest[i]}"),
                ("ADDRESS:5432", f"127.0.0.1:{self.pg[i]}"), ("PASSWORD", "only-for-this-test"),
                ("hosts: ETCD", "hosts: " + ",".join(f"127.0.0.1:{p}" for p in self.client)),
                ("/var/lib/postgresql/15/campus", os.path.join(self.folder, "pg-" + NAMES[i])),
                ("/var/run/postgresql", self.folder)):
            text = text.replace(old, new)
        path = os.path.join(self.folder, NAMES[i] + ".yml")
        with open(path, "w") as f:
            f.write(text)
        shutil.chown(path, "nobody")
        return path

    def start(self, i):
        log = self.log("patroni-" + NAMES[i])
        self.patroni[i] = as_nobody(["env", "HOME=" + self.folder, "LC_ALL=C.UTF-8", "patroni", self.config(i)],
                                    stdout=log, stderr=log)

    def proxy(self):
        with open(os.path.join(ROOT, "packaging/haproxy-postgres.cfg")) as f:
            text = f.read().replace("127.0.0.1:5000", f"127.0.0.1:{self.front}")
        for i in range(3):
            text = text.replace(f"10.0.0.{i + 1}:5432 check port 8008",
                                f"127.0.0.1:{self.pg[i]} check port {self.rest[i]}")
        path = os.path.join(self.folder, "postgres.cfg")
        with open(path, "w") as f:
            f.write(text)
        self.haproxy = subprocess.Popen(["haproxy", "-db", "-q", "-f", path])

    @staticmethod
    def until(what, seconds):
        end = time.time() + seconds
        while time.time() < end:
            if what():
                return True
            time.sleep(0.2)
        return False

    def leader(self):
        for i in range(3):
            if get(f"http://127.0.0.1:{self.rest[i]}/primary")[0] == 200:
                return i
        return None

    def standby_in_step(self):
        return any(get(f"http://127.0.0.1:{self.rest[i]}/sync")[0] == 200 for i in range(3))

    def lose(self, i):
        """The node is gone: Patroni and its PostgreSQL at once."""
        data = os.path.join(self.folder, "pg-" + NAMES[i])
        self.kill_postgres(i)
        os.killpg(self.patroni[i].pid, signal.SIGKILL)
        self.patroni[i].wait()
        self.kill_postgres(i)
        return data

    def kill_postgres(self, i):
        try:
            with open(os.path.join(self.folder, "pg-" + NAMES[i], "postmaster.pid")) as f:
                pid = int(f.readline())
        except (OSError, ValueError):
            return
        r = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True)
        for p in [pid] + [int(x) for x in r.stdout.split()]:
            try:
                os.kill(p, signal.SIGKILL)
            except ProcessLookupError:
                pass

    def end(self):
        for i, p in enumerate(self.patroni):
            if p and p.poll() is None:
                self.lose(i)
        for p in self.etcd + [getattr(self, "haproxy", None)]:
            if p and p.poll() is None:
                p.send_signal(signal.SIGCONT)
                try:
                    os.killpg(p.pid, signal.SIGKILL) if p in self.etcd else p.kill()
                except ProcessLookupError:
                    pass
                p.wait()


class Student(threading.Thread):
    """Puts a course into her plan and takes it out again, without a pause, and counts what was answered."""

    def __init__(self, port, section, offering):
        super().__init__(daemon=True)
        self.port, self.section, self.offering = port, section, offering
        self.me, self.stop = Browser(), False
        self.answered = self.unanswered = 0
        self.answers = set()
        self.longest, self.last = 0.0, time.time()

    def sign_in(self):
        form = {"name": "s1234567", "password": "Rapenburg-demo-2026"}
        return self.me.post(self.port, "/sign-in", "/sign-in", form)[0] == 303

    def look(self):
        """1 when the course is in the plan, else 0."""
        while True:
            status, _, text = self.me.ask(self.port, "GET", f"/plan/{TERM}")
            if status == 200 or self.stop:
                return 1 if f'value="{self.offering}"' in text else 0
            time.sleep(0.05)

    def run(self):
        token, turn = "", self.look()
        while not self.stop:
            if not token:
                found = re.search(r'name="token" value="([^"]*)"', self.me.ask(self.port, "GET", "/home")[2])
                token = found.group(1) if found else ""
                if not token:
                    time.sleep(0.05)
                    continue
            path, form = ((f"/plan/{TERM}/add", {"section": self.section}) if turn % 2 == 0 else
                          (f"/plan/{TERM}/remove", {"offering": self.offering}))
            status, where, _ = self.me.ask(self.port, "POST", path, {"token": token, **form})
            if status == 303 and where.startswith("/plan/"):
                self.answered += 1
                turn += 1
                self.longest = max(self.longest, time.time() - self.last)
                self.last = time.time()
            else:
                # Whether it was done is not known: look, and go on from there.
                self.unanswered += 1
                self.answers.add(f"{status} {where}")
                turn = self.look()


TERM = "2026-2"


class Rig(scale.Rig):
    def __init__(self, folder, database):
        super().__init__(folder)
        scale.DATABASE = database


def rows(nodes, sql):
    r = subprocess.run(["psql", "-XAtq", "-h", "127.0.0.1", "-p", str(nodes.front), "-U", "postgres", "-d", "postgres",
                        "-c", sql], capture_output=True, text=True,
                       env={**os.environ, "PGPASSWORD": "only-for-this-test", "PGCONNECT_TIMEOUT": "3"})
    return r.stdout.split() if r.returncode == 0 else None


def version(nodes):
    for _ in range(60):
        got = rows(nodes, "SELECT p.version FROM studymap_plan p JOIN identity_person i ON i.id = p.person"
                          " JOIN records_term t ON t.id = p.term"
                          f" WHERE i.login = 's1234567' AND t.code = '{TERM}'")
        if got:
            return int(got[0])
        time.sleep(0.5)
    return -1


def event(nodes, rig, student, name, what, seconds=40):
    """While the student changes her plan: something happens; then everything answered is there."""
    student_before = version(nodes)
    s = Student(rig.ports[0], student.section, student.offering)
    s.me.cookies = dict(student.me.cookies)
    s.start()
    time.sleep(1)
    s.longest = 0.0
    what()
    before = s.answered
    ok = nodes.until(lambda: s.answered > before + 20 and nodes.leader() is not None, seconds)
    s.stop = True
    s.join(30)
    rose = version(nodes) - student_before
    check(ok, f"{name}: the campus writes again; longest wait {s.longest:.1f} s,"
              f" {s.answered} answered, {s.unanswered} not: {sorted(s.answers)}")
    check(s.answered <= rose <= s.answered + s.unanswered, f"{name}: nothing answered is lost ({rose} changes)")
    print(f"failover {name.replace(' ', '_')}_s={s.longest:.1f}", flush=True)
    nodes.until(nodes.standby_in_step, 60)


def switch(nodes):
    i = nodes.leader()
    body = json.dumps({"leader": NAMES[i]}).encode()
    r = urllib.request.Request(f"http://127.0.0.1:{nodes.rest[i]}/switchover", body,
                               {"Content-Type": "application/json"})
    try:
        urllib.request.urlopen(r, timeout=30)
    except OSError as e:
        print(f"switchover: {e}", flush=True)


def etcd_away(nodes):
    for p in nodes.etcd:
        os.killpg(p.pid, signal.SIGSTOP)
    time.sleep(15)
    for p in nodes.etcd:
        os.killpg(p.pid, signal.SIGCONT)


def events(nodes, rig, student):
    event(nodes, rig, student, "switchover", lambda: switch(nodes))
    event(nodes, rig, student, "postgres killed", lambda: nodes.kill_postgres(nodes.leader()))
    lost = []
    event(nodes, rig, student, "node lost", lambda: (lost.append(nodes.leader()), nodes.lose(lost[0])))
    nodes.start(lost[0])
    check(nodes.until(lambda: get(f"http://127.0.0.1:{nodes.rest[lost[0]]}/replica")[0] == 200, 90),
          "the lost node comes back as a standby")
    event(nodes, rig, student, "etcd away", lambda: etcd_away(nodes))


def campus(nodes, folder):
    database = f"postgresql://postgres:only-for-this-test@127.0.0.1:{nodes.front}/postgres"
    rig = Rig(folder, database)
    os.makedirs(rig.state, mode=0o700)
    r = subprocess.run([scale.PROGRAM, "import", os.path.join(ROOT, "samples/sint-maarten"), "--apply", "--state",
                        rig.state, "--database", database], capture_output=True, text=True)
    check(r.returncode == 0, f"the sample university is imported {r.stderr}")
    try:
        check(rig.serve(0) and rig.serve(1), "two campuses on the leading node")
        section, offering = rows(nodes, "SELECT s.id, s.offering FROM records_section s JOIN records_offering o"
                                        " ON o.id = s.offering JOIN records_term t ON t.id = o.term"
                                        f" WHERE t.code = '{TERM}' ORDER BY s.id LIMIT 1")[0].split("|")
        student = Student(rig.ports[0], section, offering)
        check(student.sign_in(), "a student signs in")
        # A plan is there before it is counted.
        check(student.me.post(rig.ports[0], "/home", f"/plan/{TERM}/add", {"section": section})[0] == 303 and
              student.me.post(rig.ports[0], "/home", f"/plan/{TERM}/remove", {"offering": offering})[0] == 303,
              "and plans")
        events(nodes, rig, student)
        r = subprocess.run([scale.PROGRAM, "check", "--state", rig.state, "--database", database],
                           capture_output=True, text=True)
        check(r.returncode == 0, f"rapenburg check is in order {r.stdout}{r.stderr}")
    finally:
        rig.end()


def main():
    if os.getuid() != 0:
        sys.exit("failover.py: it runs as root, its nodes as nobody")
    folder = tempfile.mkdtemp(prefix="failover.", dir="/tmp")
    shutil.chown(folder, "nobody")
    nodes = Nodes(folder)
    try:
        check(nodes.start_etcd(), "etcd has a quorum")
        for i in range(3):
            nodes.start(i)
        nodes.proxy()
        check(nodes.until(lambda: nodes.leader() is not None, 90), "one of three nodes leads")
        check(nodes.until(nodes.standby_in_step, 90), "a standby is in step")
        campus(nodes, os.path.join(folder, "campus"))
    finally:
        nodes.end()
        if "KEEP" not in os.environ:
            shutil.rmtree(folder, ignore_errors=True)
    print(f"{scale.passed} passed, {scale.failed} failed")
    return 1 if scale.failed else 0


if __name__ == "__main__":
    sys.exit(main())
