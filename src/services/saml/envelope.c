/* envelope.c: a message of a service, taken out of its envelope. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "envelope.h"
#include <string.h>
#include "deflate.h"
#include "hash.h"

#define PAGE(why) ((struct saml_fault){NULL, (why)})
#define FIELD_MAX 90000 /* bytes of a message as base64 */

/* The bytes of the XML, by POST as base64, in an address packed before. */
static err bytes_of(struct arena *a, const char *text, bool packed, struct str *ret)
{
    struct str raw = {0};

    if (strlen(text) > FIELD_MAX)
        return ERR_TOO_LARGE;
    TRY(hash_from_base64(a, text, &raw));
    if (packed)
        return deflate_unpack(a, raw, SAML_MESSAGE_MAX, ret);
    *ret = raw;
    return OK;
}

static void read_root(struct arena *a, struct saml_message *m, struct saml_fault *f)
{
    m->root = xml_root(m->doc);
    m->id = xml_attr(a, m->root, NULL, "ID");
    m->to_answer = xml_attr(a, m->root, NULL, "InResponseTo");
    const char *version = xml_attr(a, m->root, NULL, "Version");
    if (!m->id || !saml_id_fine(m->id) || !version || !str_eq(version, "2.0"))
        *f = PAGE("the message has no proper ID, or is not of version 2.0");
}

err saml_open(struct arena *a, const char *text, struct saml_message *m, struct saml_fault *f)
{
    static const struct xml_most most = {SAML_MESSAGE_MAX, 2000, 24};
    struct str bytes = {0};
    err e = bytes_of(a, text, !m->post, &bytes);

    if (e != OK) {
        *f = PAGE(e == ERR_TOO_LARGE ? "the message is larger than 64 KiB" : "the message is not encoded as its binding says");
        return e == ERR_MEMORY ? e : OK;
    }
    e = xml_parse(a, bytes, &most, &m->doc);
    if (e != OK) {
        *f = PAGE("the message is no XML that is taken here");
        return e == ERR_MEMORY ? e : OK;
    }
    read_root(a, m, f);
    return OK;
}
