/* tokens.c: tokens of other systems. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "hash.h"
#include "i18n.h"
#include "rand.h"
#include "scim_in.h"
#include "str.h"
#include <string.h>

struct str scim_hash(struct arena *a, const char *text)
{
    struct digest d = hash_sha256(text, strlen(text));

    return (struct str){arena_dupn(a, d.b, sizeof d.b), sizeof d.b};
}

const char *scim_token_problem(const struct scim_token_new *n)
{
    if (str_empty(n->title) || !str_utf8_ok(n->title, strlen(n->title)) || str_utf8_len(n->title) > 80)
        return "Say in 1 to 80 characters which system has it.";
    if (n->days < 1 || n->days > 730)
        return "A token works for 1 to 730 days.";
    return n->rate < 1 || n->rate > 100000 ? "A token may ask 1 to 100,000 times a minute." : "";
}

err scim_token_make(struct db *db, const struct scim_token_new *n, int64_t *ret_id, const char **ret)
{
    struct arena *a = db_arena(db);
    const char *token = arena_printf(a, "rbscim_%s", rand_token(a, 32));
    int64_t id = db_new_id(db);

    TRY(scim_q_token_add(db, id, scim_hash(a, token), n->title, n->writes, n->rate, n->by, db_now(db),
                         instant_add(db_now(db), DAYS(n->days))));
    *ret_id = id;
    *ret = token;
    return OK;
}
