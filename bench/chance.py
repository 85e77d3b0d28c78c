#!/usr/bin/env python3
# chance.py: how well studymap's estimate of a wait-list's chance (rules.c) does on a real enrolment: for the folder
# ucsd-sp22-rush, how often as many seats came free as were said to, by what was said.
# SPDX-License-Identifier: AGPL-3.0-or-later
import collections, csv, datetime, gzip, sys, zlib

PRIOR_FREED, PRIOR_SEEN, TRUST, FASTER = 6, 1000, 0.1, 2.5  # as in src/services/studymap/rules.c
START, END = datetime.datetime(2022, 3, 28), datetime.datetime(2022, 4, 9)
BANDS = (("small", 0), ("even", .30), ("good", .60), ("great", .85))


def percent(at, seats, freed, seen, left):
    shape, rate, ahead = (freed + PRIOR_FREED) * TRUST, (seats * seen + PRIOR_SEEN) * TRUST, seats * left * FASTER
    share = ahead / (rate + ahead)
    term, fewer = (1 - share) ** shape, 0.0
    for k in range(at):
        fewer += term
        term *= (shape + k) / (k + 1) * share
    return max(0.0, 1 - fewer)


def freed(rows, after, upto):
    return sum(max(0, y[1] - x[1]) for x, y in zip(rows, rows[1:]) if after < y[0] <= upto and y[3] == x[3])


def read(path):
    sections = collections.defaultdict(list)
    with gzip.open(path, "rt") as f:
        for r in csv.DictReader(f):
            sections[r["section"]].append((datetime.datetime.fromisoformat(r["time"]), int(r["available"]),
                                           int(r["waitlisted"]), int(r["total"])))
    return sections


def tries(name, rows, first):
    for day in range(7, 45, 2):
        now = first + datetime.timedelta(days=day)
        seen = [x for x in rows if x[0] <= now]
        if now >= START or not seen or seen[-1][2] < 1 or not 1 <= seen[-1][3] <= 1000:
            continue
        waiting, seats = seen[-1][2], seen[-1][3]
        came = freed(rows, now, END)
        for at in sorted({1, max(1, waiting // 4), max(1, waiting // 2), waiting}):
            yield percent(at, seats, freed(rows, first, now), day, (END - now).total_seconds() / 86400), came >= at


def main():
    sections = read(sys.argv[1] + "/section-changes.csv.gz")
    first = min(rows[0][0] for rows in sections.values())
    for half in (0, 1):
        found = collections.defaultdict(list)
        for name, rows in sections.items():
            if zlib.crc32(name.encode()) % 2 == half:
                for p, got in tries(name, rows, first):
                    found[[b for b, least in BANDS if p >= least][-1]].append((p, got))
        for band, _ in BANDS:
            v = found[band]
            print(f"half={half} band={band} n={len(v)} said={sum(p for p, _ in v) / len(v):.2f} "
                  f"was={sum(g for _, g in v) / len(v):.2f}")


main()
