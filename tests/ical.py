#!/usr/bin/python3
"""ical.py: reads a calendar from standard input with python3-icalendar, a second implementation beside libical,
and says what it found: `18 events`. Fails when it is not in order, or when two events have one UID.

SPDX-License-Identifier: AGPL-3.0-or-later
"""
import sys

from icalendar import Calendar

text = sys.stdin.buffer.read()
calendar = Calendar.from_ical(text)
zones = {str(z["TZID"]) for z in calendar.walk("VTIMEZONE")}
events = calendar.walk("VEVENT")
problems = [f"a line ends wrongly: {line!r}" for line in text.split(b"\n")[:-1] if not line.endswith(b"\r")]
problems += [f"a line of {len(line)} octets" for line in text.split(b"\r\n") if len(line) > 75]
if len({str(e["UID"]) for e in events}) != len(events):
    problems.append("two events have one UID")
for e in events:
    problems += [f"{e['UID']}: {why}" for why in e.errors]
    problems += [f"{e['UID']}: no {name}" for name in ("DTSTAMP", "DTSTART", "SEQUENCE", "STATUS") if name not in e]
    if e["DTSTART"].params["TZID"] not in zones:
        problems.append(f"{e['UID']}: its zone is not described")
    if e["DTEND"].dt <= e["DTSTART"].dt:
        problems.append(f"{e['UID']}: ends before it begins")
    rule = e.get("RRULE")
    if rule and rule["UNTIL"][0] < e["DTSTART"].dt:
        problems.append(f"{e['UID']}: UNTIL before DTSTART")
print("\n".join(problems) or f"{len(events)} events")
sys.exit(1 if problems else 0)
