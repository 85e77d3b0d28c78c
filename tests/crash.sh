#!/bin/sh
# crash.sh PROGRAM ROUNDS SEED: kill -9 at random moments while students submit and browsers sign in; what
# was answered must be there, and `rapenburg check` clean.
# SPDX-License-Identifier: AGPL-3.0-or-later
exec python3 "$(dirname "$0")/crash/campus.py" kill "$1" "${2:-10}" "${3:-1}"
