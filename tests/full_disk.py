#!/usr/bin/env python3
"""full_disk.py PROGRAM: a campus on a small tmpfs that fills up: a clear error, nothing acknowledged is
lost, reading goes on, and it recovers when there is room again. SPDX-License-Identifier: AGPL-3.0-or-later"""
import os
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from campus import Campus, Report, Visitor, wait_until  # noqa: E402


def fill(path):
    """Takes every byte that is left, but for some that a few writes need."""
    with open(path, "wb", buffering=0) as f:
        for size in (65536, 4096, 512, 1):
            try:
                while True:
                    f.write(b"x" * size)
            except OSError:
                pass
        f.truncate(max(f.tell() - 200000, 0))


def main():
    if len(sys.argv) == 2:
        # In a mount namespace of its own, so that the tmpfs is nobody else's and goes by itself.
        root = [] if os.geteuid() == 0 else ["-r"]
        os.execvp("unshare", ["unshare", "-m", *root, sys.executable, __file__, sys.argv[1], "inside"])
    program, report = os.path.abspath(sys.argv[1]), Report()
    small = tempfile.mkdtemp()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", small], check=True)
    campus = Campus(program, os.path.join(small, "state"))
    campus.log = os.path.join(tempfile.mkdtemp(), "log")
    code, words = campus.run("import", "tests/fixtures/small", "--apply")
    report.check("import", code == 0, words)
    campus.start()
    visitor = Visitor(campus.port)
    report.check("sign in", visitor.sign_in("s1234567"))
    acknowledged, refused, said = [], 0, ""
    fill(os.path.join(small, "filler"))
    for n in range(4000):
        try:
            status, headers, text = visitor.post("/account/language", {"language": "en" if n % 2 else "nl"})
        except Exception as e:
            status, text = 0, str(e)
        if status == 303:
            acknowledged.append(headers["X-Request-Id"])
        else:
            refused, said = refused + 1, f"{status} {text[-600:]}"
            if refused == 20:
                break
    report.check("goes on while there is room", acknowledged)
    report.check("a full disk refuses", refused > 0, "nothing was refused")
    report.check("and says 507 or 503", said.startswith(("507", "503")), said)
    report.check("reading goes on", visitor.get("/account")[0] == 200)
    report.check("/readyz says no", visitor.get("/readyz")[0] == 503)
    os.unlink(os.path.join(small, "filler"))
    back = wait_until(lambda: visitor.post("/account/language", {"language": "en"})[0] == 303, 15)
    report.check("writes again when there is room", back)
    code = campus.kill(15)
    report.check("stops gracefully", code == 0, f"exit code {code}")
    db = sqlite3.connect(os.path.join(campus.state, "campus.db"))
    lost = [i for i in acknowledged
            if not db.execute("SELECT 1 FROM campus_audit WHERE request = ?", (i,)).fetchone()]
    db.close()
    report.check(f"{len(acknowledged)} acknowledged, none lost", not lost, str(lost[:5]))
    code, words = campus.run("check")
    report.check("check", code == 0, words)
    subprocess.run(["umount", "-l", small])
    os.rmdir(small)
    report.end()


main()
