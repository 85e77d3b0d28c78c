/* wrong.c: says another name. */
#include "b.h"
#include "inner.h"
void f(void)
{
    free(malloc(3)); /* the word free( in a comment does not count */
    const char *s = "malloc(";
    use(s);
}
