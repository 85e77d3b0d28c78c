#!/bin/sh
# full_disk.sh PROGRAM: a small disk runs full under writers and is given room again (mounts a tmpfs: root).
# SPDX-License-Identifier: AGPL-3.0-or-later
exec python3 "$(dirname "$0")/crash/campus.py" full "$1"
