/* main.c: the program. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli.h"

int main(int argc, char **argv)
{
    return cli_main(argc, argv);
}
