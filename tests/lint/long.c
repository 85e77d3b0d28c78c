/* long.c: a function over every budget.
   SPDX-License-Identifier: AGPL-3.0-or-later */
int long_one(int a, int b, int c, int d, int e, int f, int g)
{
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a && b) c++;
    if (a)
        if (b)
            if (c)
                if (d)
                    if (e)
                        a = 1;
    return a;
}

int short_one(void)
{
    return 1; /* if (a && b) in a comment */
}
