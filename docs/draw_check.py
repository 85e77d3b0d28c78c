#!/usr/bin/env python3
# draw_check.py FILE [TICKET]: proves a draw of Rapenburg from its public file, /draws/NUMBER.json.
# SPDX-License-Identifier: AGPL-3.0-or-later
import hashlib, hmac, json, sys

draw = json.load(open(sys.argv[1]))
seed, tickets = bytes.fromhex(draw["seed"]), [bytes.fromhex(t) for t in draw["tickets"]]

def must(holds, words):
    if not holds:
        sys.exit("WRONG: " + words)

must(hashlib.sha256(seed).hexdigest() == draw["commitment"], "this seed was not promised")
must(sorted(set(tickets)) == tickets, "the tickets are not sorted, or one stands twice")
digest = hashlib.sha256(b"".join(tickets)).digest()
must(digest.hex() == draw["digest"], "the digest is not that of the tickets")
final = hashlib.sha256(seed + digest).digest()
must(final.hex() == draw["final"], "the final seed does not follow")
before = set(range(len(tickets)))
must(draw["order"] and set(draw["order"][0]) == before or not tickets, "somebody has no turn")
for rank, order in enumerate(draw["order"], 1):
    key = lambda who: hmac.digest(final, rank.to_bytes(4, "big") + tickets[who], "sha256")
    must(set(order) <= before and len(set(order)) == len(order), f"wrong turns at rank {rank}")
    must(sorted(order, key=key) == order, f"another order at rank {rank}")
    before = set(order)
    if len(sys.argv) > 2 and bytes.fromhex(sys.argv[2]) in [tickets[who] for who in order]:
        place = [tickets[who] for who in order].index(bytes.fromhex(sys.argv[2])) + 1
        print(f"At rank {rank} your place is {place} of {len(order)}.")
print(f"The draw holds: {len(tickets)} tickets, {len(draw['order'])} ranks.")
