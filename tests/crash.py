#!/usr/bin/env python3
"""crash.py PROGRAM ROUNDS SEED: kill -9 at random points while several people write; after each restart
every answer that was given must still be true. The audit log is the witness: a line stands in the same
transaction as the change, with the request's id. SPDX-License-Identifier: AGPL-3.0-or-later"""
import os
import random
import shutil
import sqlite3
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from campus import Campus, Report, Visitor  # noqa: E402

PEOPLE = ["s1234567", "s2345678", "l0001", "a0001", "admin"]


class Writer(threading.Thread):
    """Changes the account's language as fast as it can; remembers what was acknowledged."""

    def __init__(self, visitor):
        super().__init__()
        self.visitor, self.acknowledged, self.stop = visitor, [], False

    def run(self):
        n = 0
        while not self.stop:
            n += 1
            try:
                status, headers, _ = self.visitor.post("/account/language",
                                                       {"language": "en" if n % 2 else "nl"})
            except Exception:
                return
            if status == 303:
                self.acknowledged.append(headers["X-Request-Id"])


def main():
    program, rounds, seed = os.path.abspath(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    chance, report, tmp = random.Random(seed), Report(), tempfile.mkdtemp()
    campus = Campus(program, os.path.join(tmp, "state"))
    code, words = campus.run("import", "tests/fixtures/small", "--apply")
    report.check("import", code == 0, words)
    total = 0
    campus.start()
    visitors = []
    for name in PEOPLE:
        visitor = Visitor(campus.port)
        if visitor.sign_in(name):
            visitors.append(visitor)
    report.check("signed in", len(visitors) >= 2, f"only {len(visitors)}")
    for n in range(rounds):
        writers = [Writer(v) for v in visitors]
        for w in writers:
            w.start()
        time.sleep(chance.uniform(0.02, 0.8))
        campus.kill()
        for w in writers:
            w.stop = True
            w.join()
        acknowledged = {i for w in writers for i in w.acknowledged}
        total += len(acknowledged)
        campus.start()
        for v in visitors:
            v.port, v.connection = campus.port, None
        db = sqlite3.connect(os.path.join(campus.state, "campus.db"))
        lost = [i for i in acknowledged
                if not db.execute("SELECT 1 FROM campus_audit WHERE request = ?", (i,)).fetchone()]
        db.close()
        signed = all(v.get("/account")[0] == 200 for v in visitors)
        report.check(f"round {n + 1}: {len(acknowledged)} acknowledged, none lost, sessions stand",
                     not lost and signed, f"lost {lost[:5]}, sessions stand: {signed}")
    report.check("something was written", total > rounds, f"only {total}")
    campus.kill(15)
    code, words = campus.run("check")
    report.check("check", code == 0, words)
    shutil.rmtree(tmp)
    report.end()


main()
