/* request.c: what services ask. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "envelope.h"

#define FAULT(word, why) ((struct saml_fault){SAML_STATUS(word), (why)})
#define PAGE(why)        ((struct saml_fault){NULL, (why)})
#define CLASSES          16
#define NAME_MAX_CHARS   320

bool saml_acs_known(const struct saml_meta *m, const char *url)
{
    for (size_t i = 0; i < m->n_acs; i++)
        if (str_eq(m->acs[i].url, url))
            return true;
    return false;
}

static bool yes(const char *text)
{
    return text && (str_eq(text, "true") || str_eq(text, "1"));
}

/* Where the answer goes: only to what the metadata say. NULL: nowhere. */
static const char *acs_of(struct arena *a, const struct xml_node *e, const struct saml_meta *m)
{
    const char *url = xml_attr(a, e, NULL, "AssertionConsumerServiceURL");
    const char *index = xml_attr(a, e, NULL, "AssertionConsumerServiceIndex");

    if (url && index)
        return NULL;
    if (url)
        return saml_acs_known(m, url) ? url : NULL;
    if (!index)
        return m->acs[m->default_acs].url;
    for (size_t i = 0; i < m->n_acs; i++)
        if (str_eq(m->acs[i].index, index))
            return m->acs[i].url;
    return NULL;
}

static void read_policy(struct arena *a, const struct xml_node *e, const struct saml_asker *from, struct saml_request *r,
                        struct saml_fault *f)
{
    const struct xml_node *policy = xml_child(e, SAML_PROTOCOL, "NameIDPolicy");
    const char *create = xml_attr(a, policy, NULL, "AllowCreate"), *of = xml_attr(a, policy, NULL, "SPNameQualifier");

    r->create = !create || yes(create);
    r->format = saml_format(xml_attr(a, policy, NULL, "Format"), from->format);
    if (!r->format || (of && !str_eq(of, from->entity)))
        *f = FAULT("InvalidNameIDPolicy", "this NameID format, or a name for another service, is not given");
}

static void read_context(struct arena *a, const struct xml_node *e, struct saml_request *r)
{
    const struct xml_node *c = xml_child(e, SAML_PROTOCOL, "RequestedAuthnContext");
    const char *how = xml_attr(a, c, NULL, "Comparison"), *words = "";
    size_t n = 0;

    r->context = (struct saml_context){"", how ? how : "exact"};
    if (!c)
        return;
    for (const struct xml_node *k = xml_child(c, SAML_ASSERTION, "AuthnContextClassRef"); k && n < CLASSES;
         k = xml_next(k, SAML_ASSERTION, "AuthnContextClassRef"), n++) {
        const char *class = xml_text(a, k);
        if (class && *class && saml_entity_fine(class))
            words = *words ? arena_printf(a, "%s %s", words, class) : class;
    }
    r->context.classes = *words ? words : "none"; /* something is asked, and none of it is known */
}

void saml_request_read(struct arena *a, const struct saml_message *m, const struct saml_asker *from,
                       struct saml_request *ret, struct saml_fault *f)
{
    const struct xml_node *e = m->root;
    const char *binding = xml_attr(a, e, NULL, "ProtocolBinding");

    *ret = (struct saml_request){.id = m->id, .relay = m->relay, .acs = acs_of(a, e, from->meta)};
    if (!xml_is(e, SAML_PROTOCOL, "AuthnRequest"))
        *f = PAGE("here services ask to sign somebody in (AuthnRequest), and nothing else");
    else if (!ret->acs)
        *f = PAGE("the service asks for an answer at an address that it did not register (AssertionConsumerService)");
    else if (binding && !str_eq(binding, SAML_BINDING("HTTP-POST")))
        *f = PAGE("answers are sent by HTTP-POST, and the service asks for another way (ProtocolBinding)");
    if (f->why)
        return;
    ret->force = yes(xml_attr(a, e, NULL, "ForceAuthn"));
    ret->passive = yes(xml_attr(a, e, NULL, "IsPassive"));
    ret->subject = xml_text(a, xml_child(xml_child(e, SAML_ASSERTION, "Subject"), SAML_ASSERTION, "NameID"));
    if (ret->subject && strlen(ret->subject) > NAME_MAX_CHARS)
        ret->subject = "?"; /* nobody is called so */
    read_context(a, e, ret);
    ret->level = saml_level(a, &ret->context);
    if (ret->level > 0 && ret->level < from->level)
        ret->level = from->level;
    read_policy(a, e, from, ret, f);
}

/* --- Leaving --------------------------------------------------------------------------------------------- */

void saml_farewell_read(struct arena *a, const struct saml_message *m, struct saml_farewell *ret)
{
    *ret = (struct saml_farewell){
        .name = xml_text(a, xml_child(m->root, SAML_ASSERTION, "NameID")),
        .marks = {.v = ARENA_ARRAY(a, SAML_MARKS_MOST, const char *)},
    };
    for (const struct xml_node *e = xml_child(m->root, SAML_PROTOCOL, "SessionIndex"); e && ret->marks.n < SAML_MARKS_MOST;
         e = xml_next(e, SAML_PROTOCOL, "SessionIndex")) {
        const char *mark = xml_text(a, e);
        if (!str_empty(mark))
            ret->marks.v[ret->marks.n++] = mark;
    }
}

bool saml_left(struct arena *a, const struct saml_message *m)
{
    const struct xml_node *code = xml_child(xml_child(m->root, SAML_PROTOCOL, "Status"), SAML_PROTOCOL, "StatusCode");
    const char *value = xml_attr(a, code, NULL, "Value");

    return value && str_eq(value, SAML_STATUS("Success"));
}
