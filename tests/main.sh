#!/bin/sh
# main.sh FILE_test.c …: writes the main() of a test program that runs the checks of these files.
# SPDX-License-Identifier: AGPL-3.0-or-later
echo '#include "check.h"'
for f; do n=$(sed -n 's/^CHECKS(\([a-z0-9_]*\).*/\1/p' "$f"); echo "extern const struct check_test checks_$n[];"; done
echo 'int main(int argc, char **argv)'
echo '{'
echo '    int bad = 0;'
for f; do
    n=$(sed -n 's/^CHECKS(\([a-z0-9_]*\).*/\1/p' "$f")
    echo "    bad += check_file(argc, argv, checks_$n, \"$f\");"
done
echo '    return check_end(bad);'
echo '}'
