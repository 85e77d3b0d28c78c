#!/usr/bin/env python3
# mails.py PROGRAM: the real program hands mails to a real Postfix (tests/postfix.sh), which takes, defers, refuses,
# is cut off and goes down. What arrives is read by Python's mail library. Ends with `N passed, N failed`.
# SPDX-License-Identifier: AGPL-3.0-or-later
import csv
import email
import email.header
import email.policy
import email.utils
import glob
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "crash"))
from campus import Browser, Server, FIXTURE, PASSWORD  # noqa: E402

PROGRAM = os.path.abspath(sys.argv[1])
URL = "https://campus.example"
MANY = 500
passed = failed = 0

# Login, name, address, language: what is hard to write in a header.
PEOPLE = [
    ("m1", "Zoë van ’t Hoff-Świętosławski", "m1@mail.test", "nl"),
    ("m2", 'Ann "Quote" O\'Hara, Jr. <b@evil.example>; (x) \\ @', "m2+tag@mail.test", "en"),
    ("m3", "漢字かな 🎓 " + "Þ" * 80, "m3@mail.test", "nl"),
    ("m4", "=?utf-8?B?QkNDOiB4QHkubmw=?= x", "m4@mail.test", "en"),
    ("m5", "Plain Person", "later-m5@mail.test", "en"),
    ("m6", "Other Person", "never-m6@mail.test", "nl"),
]


def check(ok, what):
    global passed, failed
    passed, failed = (passed + 1, failed) if ok else (passed, failed + 1)
    print(f"{'ok' if ok else 'FAILED'} {what}", flush=True)


def free_ports():
    """Two free ports beside each other; below those that the system gives to clients, of which one may take ours while
    Postfix is stopped."""
    while True:
        port = random.randrange(20000, 32000)
        with socket.socket() as a, socket.socket() as b:
            try:
                a.bind(("127.0.0.1", port))
                b.bind(("127.0.0.1", port + 1))
                return port
            except OSError:
                pass


def until(what, seconds=60):
    """The first true answer, or the last one."""
    end = time.time() + seconds
    while True:
        got = what()
        if got or time.time() > end:
            return got
        time.sleep(0.1)


class Rig:
    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix="rapenburg-mail.", dir="/tmp")
        os.chmod(self.dir, 0o755)
        self.state = os.path.join(self.dir, "state")
        self.post = os.path.join(self.dir, "post")
        self.port = free_ports()
        self.server = None
        self.seen = set()
        self.browsers = {}

    def postfix(self, what):
        subprocess.run([os.path.join(HERE, "..", "postfix.sh"), what, self.post] +
                       ([str(self.port)] if what == "start" else []), check=True)

    def campus(self):
        folder = os.path.join(self.dir, "import")
        shutil.copytree(FIXTURE, folder)
        with open(os.path.join(folder, "people.csv"), "a", newline="") as f:
            for login, name, address, lang in PEOPLE:
                csv.writer(f, lineterminator="\n").writerow([login, name, address, lang, "system-admin", PASSWORD])
        os.mkdir(self.state, 0o700)
        self.settings()
        subprocess.run([PROGRAM, "import", folder, "--apply", "--state", self.state], check=True,
                       stdout=subprocess.DEVNULL)
        self.serve()

    def settings(self, **more):
        rows = {"relay": f"smtp://127.0.0.1:{self.port}", "tls": "never", **more}
        with open(os.path.join(self.state, "rapenburg.conf"), "w") as f:
            f.write(f"campus.url = {URL}\ncampus.disk_free_min = 0\n")
            f.writelines(f"mailout.{k} = {v}\n" for k, v in rows.items() if v is not None)
        if self.server:
            self.server.process.send_signal(signal.SIGHUP)
            time.sleep(0.3)

    def serve(self):
        self.server = Server(PROGRAM, self.state)
        for b in self.browsers.values():
            b.port = self.server.port

    def as_(self, login):
        if login not in self.browsers:
            b = self.browsers[login] = Browser(self.server.port)
            if b.sign_in(login) != 303:
                sys.exit(f"{login} cannot sign in")
        return self.browsers[login]

    def ask_mail(self, login):
        return self.as_(login).post("/admin/mail", "/admin/mail/test", {})[0] == 303

    def page(self, login="admin"):
        return self.as_(login).ask("GET", "/admin/mail")[2]

    def press(self, pattern, login="admin"):
        """Posts the first form of the page whose action looks like that."""
        found = re.search(f'action="({pattern})"', self.page(login))
        return bool(found) and self.as_(login).post("/admin/mail", found.group(1), {})[0] == 303

    def raw(self):
        found = {}
        for path in glob.glob(os.path.join(self.post, "mail", "all", "new", "*")):
            with open(path, "rb") as f:
                found[path] = f.read()
        return found

    def fresh(self, n=1, seconds=60):
        """Mails that arrived since the last call, waited for."""
        until(lambda: len(self.raw()) >= len(self.seen) + n, seconds)
        now = self.raw()
        new = [now[p] for p in now if p not in self.seen]
        self.seen = set(now)
        return new

    def close(self):
        if self.server:
            self.server.end(signal.SIGTERM)
        subprocess.run([os.path.join(HERE, "..", "postfix.sh"), "clean", self.post], check=False)
        shutil.rmtree(self.dir, ignore_errors=True)


def read(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


# --- What arrives ------------------------------------------------------------------------------


def judge(raw, login):
    _, name, address, lang = next(p for p in PEOPLE if p[0] == login)
    m = read(raw)
    own = raw.split(b"\nDate:", 1)[1]
    plain, page = m.get_body(("plain",)), m.get_body(("html",))
    text, html = plain.get_content(), page.get_content()
    check(not m.defects and not plain.defects and not page.defects, f"{login}: no defects")
    # Python's newer parser puts blanks between the words of a long name; the older one does as RFC 2047 says.
    shown, at = email.utils.parseaddr(email.message_from_bytes(raw)["To"])
    shown = str(email.header.make_header(email.header.decode_header(shown)))
    check(shown == name and at == address, f"{login}: the recipient's name as it is")
    check(len(m["To"].addresses) == 1 and m["Cc"] is None and m["Bcc"] is None, f"{login}: one recipient")
    check(m["X-Original-To"] == address, f"{login}: the envelope's recipient")
    check(m["From"].addresses[0].addr_spec == "no-reply@sint-maarten.example", f"{login}: from us")
    check(m["Subject"] == ("Een mail om te proberen" if lang == "nl" else "A mail to try it"), f"{login}: subject")
    check(m["Content-Language"] == lang and f'lang="{lang}"' in html, f"{login}: language")
    check(m["Auto-Submitted"] == "auto-generated" and m["List-Id"] == "<campus.sint-maarten.example>",
          f"{login}: says that a program sent it")
    check(abs(m["Date"].datetime.timestamp() - time.time()) < 120, f"{login}: date")
    check(max(len(line) for line in own.split(b"\n")) <= 78 and own.isascii(), f"{login}: short lines, 7 bits")
    shown = html.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&#39;", "'")
    check(name in shown and " ".join(name.split()) in " ".join(text.split()), f"{login}: the name in both parts")
    check("<b@evil" not in html and "nooit" in text + html if lang == "nl" else "never ask" in text and "never ask" in html,
          f"{login}: escaped, and the sentence about passwords")
    check(m["Message-ID"].endswith("@sint-maarten.example>"), f"{login}: Message-ID")
    check(not m["Received"] or "ESMTP" in m["Received"], f"{login}: by ESMTP")


def delivery(r):
    for login in ("m1", "m2", "m3", "m4"):
        check(r.ask_mail(login), f"{login} asks for a mail")
        got = r.fresh()
        check(len(got) == 1, f"{login}: it arrives, once")
        if got:
            judge(got[0], login)
    check(until(lambda: "In order" in r.page() and "No mail is sent" not in r.page()), "the page says that all is well")


def deferred(r):
    check(r.ask_mail("m5"), "a mail to somebody who gets 450")
    check(until(lambda: "450 4.2.1" in r.page() and "1 try" in r.page()), "it waits, with the server's words")
    check(r.ask_mail("m1") and len(r.fresh()) == 1, "others do not wait for it")
    with open(os.path.join(r.post, "etc", "recipients"), "w") as f:
        f.write("/^never-/ 550 5.1.1 nobody of that name\n")
    r.postfix("stop")
    r.postfix("start")
    check(r.press(r"/admin/mail/\d+/again"), "try now")
    check([read(m)["To"].addresses[0].addr_spec for m in r.fresh()] == ["later-m5@mail.test"], "now it arrives, once")


def refused(r):
    check(r.ask_mail("m6"), "a mail to somebody who gets 550")
    check(until(lambda: "550 5.1.1" in r.page() and "Not delivered" in r.page()), "it has failed, with the server's words")
    check("1 mail could not be delivered" in r.as_("admin").ask("GET", "/admin/system")[2], "the system's page says so")
    check(r.press(r"/admin/mail/\d+/again"), "try again")
    check(until(lambda: "550 5.1.1" in r.page() and "Try again" in r.page()), "it fails again")
    check(r.press(r"/admin/mail/\d+/drop"), "drop")
    check("550 5.1.1" not in r.page(), "it is gone")
    log = r.as_("admin").ask("GET", "/admin/system/audit?what=mailout")[2]
    check("mailout.dropped" in log and "mailout.retried" in log, "both stand in the audit log")


def relay_down(r):
    r.postfix("stop")
    check(r.ask_mail("m1") and r.ask_mail("m2"), "two mails while the server is down")
    check(until(lambda: "takes no mails" in r.page()), "the page says so")
    check("takes no mails" in r.as_("admin").ask("GET", "/admin/system")[2], "the system's page too")
    r.postfix("start")
    # It is asked again after ten seconds, then twenty …: no hand is needed.
    check(len(r.fresh(2, 90)) == 2, "it comes back, and both arrive")
    check(until(lambda: "takes no mails" not in r.page()), "the page has forgotten it")


class Between:
    """Stands between campus and Postfix; `cut` says how many bytes of the client pass on the next connection, or that
    Postfix's answer to the content does not come back."""

    def __init__(self, to):
        self.to, self.cut, self.no_answer = to, None, False
        self.heard = b""
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self.pass_on, args=(client,), daemon=True).start()

    def pass_on(self, client):
        server = socket.create_connection(("127.0.0.1", self.to))
        cut, self.cut = self.cut, None
        state, tail = {"sent": 0, "mute": False}, b""

        def back():
            try:
                while data := server.recv(65536):
                    if state["mute"]:
                        break
                    client.sendall(data)
                client.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

        threading.Thread(target=back, daemon=True).start()
        try:
            while data := client.recv(65536):
                self.heard += data
                if cut is not None and state["sent"] + len(data) > cut:
                    server.sendall(data[:cut - state["sent"]])
                    break
                state["sent"] += len(data)
                tail = (tail + data)[-5:]
                if tail == b"\r\n.\r\n":  # on a connection that may have been open before
                    state["mute"], self.no_answer = self.no_answer, False
                server.sendall(data)
            if state["mute"]:
                time.sleep(1)
        except OSError:
            pass
        client.close()
        server.close()


def cut_off(r):
    between = Between(r.port)
    r.settings(relay=f"smtp://127.0.0.1:{between.port}")
    between.cut = 900
    check(r.ask_mail("m1"), "a mail whose connection is cut in its middle")
    check(until(lambda: "1 try" in r.page()), "it waits for another try")
    check(b"MAIL FROM" in between.heard and not r.fresh(1, 2), "nothing of it was delivered")
    check(r.press(r"/admin/mail/\d+/again") and len(r.fresh()) == 1, "the next try delivers it, once")
    between.no_answer = True
    check(r.ask_mail("m1"), "a mail that is taken, but the answer is lost")
    check(until(lambda: "1 try" in r.page()), "it waits for another try")
    first = r.fresh()
    check(r.press(r"/admin/mail/\d+/again"), "another try")
    second = r.fresh()
    check(len(first) == len(second) == 1 and read(first[0])["Message-ID"] == read(second[0])["Message-ID"],
          "it arrives twice, under one Message-ID")
    r.settings()


def secured(r):
    ca = os.path.join(r.post, "tls", "ca.pem")
    safe = {"relay": f"smtp://localhost:{r.port + 1}", "tls": "required", "ca": ca, "user": "campus",
            "secret": "relay secret"}
    r.settings(**safe)
    check(r.ask_mail("m1"), "a mail by STARTTLS, signed in")
    got = r.fresh()
    check(len(got) == 1 and "ESMTPSA" in read(got[0])["Received"], "it arrives that way")
    r.settings(**{**safe, "secret": "wrong secret"})
    check(r.ask_mail("m1") and until(lambda: "takes no mails" in r.page() and "535" in r.page()),
          "a wrong password is the server's trouble, not the mail's")
    r.settings(**{**safe, "ca": None})
    check(r.press(r"/admin/mail/\d+/again") and until(lambda: "certificate" in r.page().lower()),
          "a certificate by nobody who is trusted: nothing goes")
    # A server without STARTTLS gets neither mail nor password.
    with socket.create_server(("127.0.0.1", 0)) as bare:
        heard = []

        def talk():
            c, _ = bare.accept()
            c.sendall(b"220 bare ESMTP\r\n")
            while data := c.recv(4096):
                heard.append(data)
                c.sendall(b"250-bare\r\n250 AUTH PLAIN LOGIN\r\n" if data[:4] in (b"EHLO", b"HELO") else b"250 ok\r\n")

        threading.Thread(target=talk, daemon=True).start()
        r.settings(**{**safe, "relay": f"smtp://127.0.0.1:{bare.getsockname()[1]}"})
        check(r.press(r"/admin/mail/\d+/again") and until(lambda: heard), "a server without STARTTLS is asked")
        time.sleep(1)
        check(b"AUTH" not in b"".join(heard) and b"MAIL" not in b"".join(heard), "it hears neither password nor mail")
    r.settings(**safe)
    check(r.press(r"/admin/mail/\d+/again") and len(r.fresh()) == 1, "set right, the mail arrives, once")
    with open(os.path.join(r.dir, "log"), "rb") as f:
        check(b"relay secret" not in f.read(), "the secret is not in the log")
    check("relay secret" not in r.as_("admin").ask("GET", "/admin/system/settings")[2], "nor on the page of settings")
    r.settings()


def killed(r):
    r.postfix("stop")
    for _ in range(MANY):
        if not r.ask_mail("m2"):
            check(False, "a mail could not be asked for")
    check(f">{MANY}<" in r.page(), f"{MANY} mails wait")
    r.postfix("start")
    r.press(r"/admin/mail/\d+/again")
    start = len(r.seen)
    until(lambda: len(r.raw()) - start > MANY // 5, 90)
    r.server.end(signal.SIGKILL)
    at_kill = len(r.raw()) - start
    check(0 < at_kill < MANY, f"killed with {at_kill} of {MANY} delivered")
    r.serve()
    ids = lambda: [read(m)["Message-ID"] for p, m in r.raw().items() if p not in r.seen]  # noqa: E731
    check(until(lambda: len(set(ids())) >= MANY, 120), f"all {MANY} arrive")
    time.sleep(2)
    all_ids = ids()
    check(len(set(all_ids)) == MANY, f"{len(set(all_ids))} different mails")
    check(len(all_ids) - MANY <= 32, f"{len(all_ids) - MANY} came twice, under the same Message-ID")
    check(until(lambda: "takes no mails" not in r.page() and ">0<" in r.page()), "none waits")
    r.seen = set(r.raw())


def unset(r):
    r.settings(relay=None)
    check(r.ask_mail("m1") and "No mail is sent" in r.page(), "without a server mails wait, and the page says so")
    check("No mail server is set" in r.as_("admin").ask("GET", "/admin/system")[2], "the system's page too")
    check(not r.fresh(1, 2), "nothing leaves")
    r.settings()
    check(r.press(r"/admin/mail/\d+/again") and len(r.fresh()) == 1, "with one again, it arrives")


def started_wrong(r):
    """Settings that cannot be meant do not start."""
    for rows, words in (("mailout.relay = mail.example", "mailout.relay"),
                        ("mailout.relay = smtp://mail.example:587\nmailout.tls = never\nmailout.user = x", "in the clear"),
                        ("mailout.from = nobody", "mailout.from"),
                        ("mailout.tls = maybe", "mailout.tls")):
        state = os.path.join(r.dir, "wrong")
        os.makedirs(state, exist_ok=True)
        with open(os.path.join(state, "rapenburg.conf"), "w") as f:
            f.write(rows + "\n")
        p = subprocess.run([PROGRAM, "check", "--state", state], capture_output=True, text=True, check=False)
        check(p.returncode != 0 and words in p.stderr, f"refused: {rows.splitlines()[-1]}")


def main():
    r = Rig()
    try:
        r.postfix("start")
        r.campus()
        steps = [delivery, refused, deferred, relay_down, cut_off, secured, unset, killed, started_wrong]
        for step in steps:
            if len(sys.argv) < 3 or step.__name__ in sys.argv[2:]:
                step(r)
    finally:
        r.close()
    print(f"{passed} passed, {failed} failed")
    sys.exit(failed > 0)


main()
