/* saml.c: any message of a service (the first byte says how it comes): what it asks is of the service's metadata, or refused with a
   reason; packed into an address and by a form it asks the same. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "envelope.h"
#include <stdlib.h>
#include <string.h>
#include "deflate.h"
#include "fuzz.h"
#include "hash.h"

static const struct saml_meta meta = {
    .entity = "https://sp.example/saml",
    .title = "",
    .acs = {{"https://sp.example/acs", "1"}, {"https://sp.example/other", "2"}},
    .n_acs = 2,
    .default_acs = 1,
    .format = "",
    .asks = "",
    .categories = "",
};

static void must_fit(const struct saml_request *r, const struct saml_fault *f)
{
    FUZZ_MUST(f->why || r->acs);
    FUZZ_MUST(!r->acs || saml_acs_known(&meta, r->acs));
    FUZZ_MUST(f->why || (r->id && saml_id_fine(r->id) && saml_format_uri(r->format)));
    FUZZ_MUST(r->level >= 0 && r->level < 10);
}

static void look(struct arena *a, const struct saml_message *m)
{
    static const struct saml_asker from = {"https://sp.example/saml", "persistent", 2, &meta};
    struct saml_request r = {0};
    struct saml_farewell bye;
    struct saml_fault f = {0};

    saml_request_read(a, m, &from, &r, &f);
    must_fit(&r, &f);
    saml_farewell_read(a, m, &bye);
    FUZZ_MUST(bye.marks.n <= SAML_MARKS_MOST);
    (void)saml_left(a, m);
}

/* The reason why not; NULL: it was read. */
static const char *open_it(struct arena *a, const char *text, bool post)
{
    struct saml_message m = {.post = post};
    struct saml_fault f = {0};

    if (saml_open(a, text, &m, &f) != OK)
        return "memory";
    FUZZ_MUST(!f.status && (f.why || (m.id && m.root)));
    if (!f.why)
        look(a, &m);
    return f.why;
}

static void step(struct arena *a, const char *s, size_t n)
{
    struct str packed = {0};

    if (n < 2)
        return;
    if (s[0] & 1) { /* as it was sent */
        (void)open_it(a, s + 1, s[0] & 2);
        return;
    }
    if (deflate_pack(a, (struct str){s + 1, n - 1}, &packed) != OK)
        return;
    const char *by_form = open_it(a, hash_base64(a, s + 1, n - 1), true);
    const char *by_address = open_it(a, hash_base64(a, packed.s, packed.n), false);
    FUZZ_MUST(str_eq(by_form, by_address));
}

FUZZ(step)
