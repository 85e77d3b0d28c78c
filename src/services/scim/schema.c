/* schema.c: the tables, and what they decide. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "schema.h"
#include <string.h>
#include <strings.h>
#include "clock.h"
#include "service.h"
#include "str.h"

/* clang-format off: rows of tables */
#define PLURAL(words_) \
    {"value", ATTR_TEXT, .text = "The value itself."}, \
    {"display", ATTR_TEXT, .text = "The value as people read it."}, \
    {"type", ATTR_TEXT, .words = words_, .text = "What it is used for."}, \
    {"primary", ATTR_BOOL, .text = "Whether it comes first; at most one does."}

static const struct attr name_subs[] = {
    {"formatted", ATTR_TEXT, .text = "The full name."},
    {"familyName", ATTR_TEXT, .text = "The family name, with what stands before it."},
    {"givenName", ATTR_TEXT, .text = "The given name."},
    {"middleName", ATTR_TEXT, .text = "Names between."},
    {"honorificPrefix", ATTR_TEXT, .text = "Titles before the name."},
    {"honorificSuffix", ATTR_TEXT, .text = "Titles behind the name."},
};
static const struct attr mail_subs[] = {PLURAL("work home other")};
static const struct attr im_subs[] = {PLURAL("aim gtalk icq xmpp msn skype qq yahoo")};
static const struct attr photo_subs[] = {
    {"value", ATTR_REF, .words = "external", .text = "Its address."},
    {"display", ATTR_TEXT, .text = "What it shows."},
    {"type", ATTR_TEXT, .words = "photo thumbnail", .text = "How large it is."},
    {"primary", ATTR_BOOL, .text = "Whether it comes first; at most one does."},
};
static const struct attr phone_subs[] = {PLURAL("work home mobile fax pager other")};
static const struct attr address_subs[] = {
    {"formatted", ATTR_TEXT, .text = "The whole address."},
    {"streetAddress", ATTR_TEXT, .text = "Street and number."},
    {"locality", ATTR_TEXT, .text = "City."},
    {"region", ATTR_TEXT, .text = "Province or state."},
    {"postalCode", ATTR_TEXT, .text = "Postal code."},
    {"country", ATTR_TEXT, .text = "Country, ISO 3166-1 alpha-2."},
    {"type", ATTR_TEXT, .words = "work home other", .text = "What it is used for."},
    {"primary", ATTR_BOOL, .text = "Whether it comes first; at most one does."},
};
static const struct attr group_subs[] = {
    {"value", ATTR_TEXT, ATTR_RO, .exact = true, .text = "The id of the group."},
    {"$ref", ATTR_REF, ATTR_RO, .words = "Group", .text = "Its address."},
    {"display", ATTR_TEXT, ATTR_RO, .text = "Its name."},
    {"type", ATTR_TEXT, ATTR_RO, .words = "direct", .text = "How one belongs to it."},
};
static const struct attr meta_subs[] = {
    {"resourceType", ATTR_TEXT, ATTR_RO, .exact = true, .text = "The kind of resource."},
    {"created", ATTR_TIME, ATTR_RO, .text = "When it was made."},
    {"lastModified", ATTR_TIME, ATTR_RO, .text = "When it was changed last."},
    {"location", ATTR_REF, ATTR_RO, .words = "uri", .text = "Its address."},
    {"version", ATTR_TEXT, ATTR_RO, .exact = true, .text = "Its entity tag."},
};
#define COMMON \
    {"schemas", ATTR_REF, ATTR_RO, .multi = true, .exact = true, .always = true, .words = "uri", .text = "What it is made of."}, \
    {"id", ATTR_TEXT, ATTR_RO, .exact = true, .always = true, .unique = true, .text = "Our number of it; it stays."}, \
    {"externalId", ATTR_TEXT, .exact = true, .text = "The other system's number of it."}, \
    {"meta", ATTR_COMPLEX, ATTR_RO, .subs = meta_subs, .n_subs = COUNT(meta_subs), .text = "About the resource itself."}
static const struct attr user_attrs[] = {
    COMMON,
    {"userName", ATTR_TEXT, ATTR_ONCE, .required = true, .unique = true,
     .text = "The user name: 2 to 32 of a-z, 0-9, '.' and '-', a letter first. It stays."},
    {"name", ATTR_COMPLEX, .subs = name_subs, .n_subs = COUNT(name_subs), .text = "The parts of the name."},
    {"displayName", ATTR_TEXT, .text = "The name as it is shown; else it is made of the parts."},
    {"nickName", ATTR_TEXT, .text = "How friends call her."},
    {"profileUrl", ATTR_REF, .words = "external", .text = "A page about her."},
    {"title", ATTR_TEXT, .text = "Her function."},
    {"userType", ATTR_TEXT, .text = "What she is to the university, in a word of the other system."},
    {"preferredLanguage", ATTR_TEXT, .text = "The language of pages and mails: en or nl."},
    {"locale", ATTR_TEXT, .text = "How dates and numbers are written."},
    {"timezone", ATTR_TEXT, .text = "An Olson time zone."},
    {"active", ATTR_BOOL, .text = "Whether she may sign in."},
    {"emails", ATTR_COMPLEX, .multi = true, .subs = mail_subs, .n_subs = COUNT(mail_subs),
     .text = "Mail addresses; the primary one is where the campus writes to."},
    {"phoneNumbers", ATTR_COMPLEX, .multi = true, .subs = phone_subs, .n_subs = COUNT(phone_subs), .text = "Telephones."},
    {"ims", ATTR_COMPLEX, .multi = true, .subs = im_subs, .n_subs = COUNT(im_subs), .text = "Addresses of chat."},
    {"photos", ATTR_COMPLEX, .multi = true, .subs = photo_subs, .n_subs = COUNT(photo_subs), .text = "Pictures of her."},
    {"addresses", ATTR_COMPLEX, .multi = true, .subs = address_subs, .n_subs = COUNT(address_subs), .text = "Addresses."},
    {"groups", ATTR_COMPLEX, ATTR_RO, .multi = true, .subs = group_subs, .n_subs = COUNT(group_subs),
     .text = "The groups that she is in."},
};
static const struct attr manager_subs[] = {
    {"value", ATTR_TEXT, .exact = true, .text = "The id of the manager."},
    {"$ref", ATTR_REF, .words = "User", .text = "Her address."},
    {"displayName", ATTR_TEXT, ATTR_RO, .text = "Her name."},
};
static const struct attr enterprise_attrs[] = {
    {"employeeNumber", ATTR_TEXT, .text = "Her number at the department of personnel."},
    {"costCenter", ATTR_TEXT, .text = "Cost centre."},
    {"organization", ATTR_TEXT, .text = "Organisation."},
    {"division", ATTR_TEXT, .text = "Faculty or division."},
    {"department", ATTR_TEXT, .text = "Department."},
    {"manager", ATTR_COMPLEX, .subs = manager_subs, .n_subs = COUNT(manager_subs), .text = "Whom she reports to."},
};
static const struct attr affiliation_subs[] = {
    {"value", ATTR_TEXT, .required = true, .words = "applicant student staff alumnus", .only = true, .text = "What she is."},
    {"begin", ATTR_DATE, .text = "The first day (YYYY-MM-DD); none: since ever."},
    {"end", ATTR_DATE, .text = "The last day (YYYY-MM-DD); none: until told otherwise."},
};
static const struct attr campus_attrs[] = {
    {"affiliations", ATTR_COMPLEX, .multi = true, .subs = affiliation_subs, .n_subs = COUNT(affiliation_subs),
     .text = "What she is to the university, from when until when; several at once."},
};
static const struct attr member_subs[] = {
    {"value", ATTR_TEXT, ATTR_ONCE, .exact = true, .required = true, .text = "The id of the user."},
    {"$ref", ATTR_REF, ATTR_ONCE, .words = "User", .text = "Her address."},
    {"type", ATTR_TEXT, ATTR_ONCE, .words = "User", .only = true, .text = "The kind of member."},
    {"display", ATTR_TEXT, ATTR_RO, .text = "Her name."},
};
static const struct attr group_attrs[] = {
    COMMON,
    {"displayName", ATTR_TEXT, .required = true, .text = "The name of the group."},
    {"members", ATTR_COMPLEX, .multi = true, .subs = member_subs, .n_subs = COUNT(member_subs), .text = "Who is in it."},
};
/* clang-format on */

static const struct scim_schema user = {SCIM_USER, "User", "A person with an account.", user_attrs, COUNT(user_attrs)};
static const struct scim_schema enterprise = {SCIM_ENTERPRISE, "EnterpriseUser", "What personnel departments know.",
                                              enterprise_attrs, COUNT(enterprise_attrs)};
static const struct scim_schema campus = {SCIM_CAMPUS, "CampusUser", "What somebody is to the university.",
                                          campus_attrs, COUNT(campus_attrs)};
static const struct scim_schema group = {SCIM_GROUP, "Group", "People together.", group_attrs, COUNT(group_attrs)};

const struct scim_type scim_users = {"User", "/Users", "People with an account", &user, {&enterprise, &campus}, 2};
const struct scim_type scim_groups = {"Group", "/Groups", "Groups of people", &group, {NULL, NULL}, 0};
const struct scim_schema *const scim_schemas[] = {&user, &enterprise, &campus, &group};
const size_t scim_n_schemas = COUNT(scim_schemas);

/* --- Paths --- */

static const struct attr *named(const struct attr *v, size_t k, const char *s, size_t n)
{
    for (size_t i = 0; i < k; i++)
        if (strlen(v[i].name) == n && strncasecmp(v[i].name, s, n) == 0)
            return &v[i];
    return NULL;
}

const struct attr *scim_sub(const struct attr *attr, const char *name)
{
    return named(attr->subs, attr->n_subs, name, strlen(name));
}

/* Takes "URN:" (or the whole URN) from the front. */
static bool in_schema(const struct scim_schema *s, const char **path, size_t *n)
{
    size_t k = strlen(s->urn);

    if (*n < k || strncasecmp(*path, s->urn, k) != 0 || (*n > k && (*path)[k] != ':'))
        return false;
    *path += *n > k ? k + 1 : k;
    *n -= *n > k ? k + 1 : k;
    return true;
}

bool scim_attr([[maybe_unused]] struct arena *a, const struct scim_type *t, const char *path, size_t n,
               struct attr_at *ret)
{
    const struct scim_schema *s = t->core;
    struct attr_at at = {0};

    for (size_t i = 0; i < t->n_more && !at.more; i++)
        if (in_schema(t->more[i], &path, &n))
            s = at.more = t->more[i];
    if (!at.more)
        in_schema(t->core, &path, &n);
    if (n == 0) {
        *ret = at;
        return at.more != NULL;
    }
    if (!s)
        return false;
    const char *dot = memchr(path, '.', n);
    size_t first = dot ? (size_t)(dot - path) : n;

    at.attr = named(s->attrs, s->n, path, first);
    if (!at.attr)
        return false;
    if (dot) {
        at.sub = named(at.attr->subs, at.attr->n_subs, dot + 1, n - first - 1);
        if (!at.sub)
            return false;
    }
    *ret = at;
    return true;
}

/* --- Values --- */

bool scim_date_ok(const char *s)
{
    int64_t y, m, d;
    char year[5] = {0}, month[3] = {0}, dom[3] = {0};

    if (strlen(s) != 10 || s[4] != '-' || s[7] != '-')
        return false;
    memcpy(year, s, 4);
    memcpy(month, s + 5, 2);
    memcpy(dom, s + 8, 2);
    return str_int(year, 1900, 2999, &y) == OK && str_int(month, 1, 12, &m) == OK && str_int(dom, 1, 31, &d) == OK &&
           day_ok(day_make((int)y, (int)m, (int)d));
}

struct cleaning {
    struct arena *a;
    struct scim_fault *f;
};

static struct node *no(struct cleaning *c, const struct attr *attr, const char *why)
{
    if (c->f->status == 0)
        *c->f = (struct scim_fault){400, "invalidValue", arena_printf(c->a, "%s: %s", attr->name, why)};
    return NULL;
}

static bool one_of(const char *words, const char *s)
{
    size_t n = strlen(s);

    for (const char *p = words; *p; p += strcspn(p, " "), p += *p == ' ')
        if (strcspn(p, " ") == n && strncasecmp(p, s, n) == 0)
            return true;
    return false;
}

static struct node *clean_text(struct cleaning *c, const struct attr *attr, const struct node *v)
{
    if (v->kind != NODE_TEXT)
        return no(c, attr, "a text is wanted");
    if (strlen(v->text) > SCIM_TEXT_MAX || !str_utf8_ok(v->text, strlen(v->text)))
        return no(c, attr, "the text is too long, or holds control characters");
    if (attr->only && *v->text && !one_of(attr->words, v->text))
        return no(c, attr, arena_printf(c->a, "one of %s is wanted", attr->words));
    if (attr->type == ATTR_DATE && !scim_date_ok(v->text))
        return no(c, attr, "a day YYYY-MM-DD is wanted");
    return node_text(c->a, attr->only ? str_lower(c->a, v->text) : v->text);
}

/* Also "True" and "False", which some systems send. */
static struct node *clean_truth(struct cleaning *c, const struct attr *attr, const struct node *v)
{
    struct node *n = node_new(c->a, NODE_BOOL);

    if (v->kind == NODE_BOOL)
        n->number = v->number;
    else if (v->kind == NODE_TEXT && (strcasecmp(v->text, "true") == 0 || strcasecmp(v->text, "false") == 0))
        n->number = strcasecmp(v->text, "true") == 0;
    else
        return no(c, attr, "true or false is wanted");
    return n;
}

static struct node *clean_value(struct cleaning *c, const struct attr *attr, const struct node *v);

static struct node *clean_object(struct cleaning *c, const struct attr *attr, const struct node *v)
{
    struct node *n = node_new(c->a, NODE_OBJECT);

    /* Of an attribute of several values a bare text is its value. */
    if (v->kind == NODE_TEXT && scim_sub(attr, "value")) {
        struct node *whole = node_new(c->a, NODE_OBJECT);
        node_put(whole, "value", node_text(c->a, v->text));
        v = whole;
    }
    if (v->kind != NODE_OBJECT)
        return no(c, attr, "an object is wanted");
    for (size_t i = 0; i < attr->n_subs; i++) {
        const struct attr *sub = &attr->subs[i];
        const struct node *had = node_get(v, sub->name);

        if (sub->change != ATTR_RO && !node_empty(had))
            node_set(n, sub->name, clean_value(c, sub, had));
        if (sub->required && !node_get(n, sub->name))
            return no(c, attr, arena_printf(c->a, "%s is missing", sub->name));
    }
    return n;
}

static struct node *clean_value(struct cleaning *c, const struct attr *attr, const struct node *v)
{
    if (attr->type == ATTR_COMPLEX)
        return clean_object(c, attr, v);
    return attr->type == ATTR_BOOL ? clean_truth(c, attr, v) : clean_text(c, attr, v);
}

static struct node *clean_list(struct cleaning *c, const struct attr *attr, const struct node *v)
{
    struct node *list = node_new(c->a, NODE_LIST);
    const struct node *item = v->kind == NODE_LIST ? v->first : v;
    size_t n = 0, primary = 0;

    for (; item; item = v->kind == NODE_LIST ? item->next : NULL) {
        struct node *one = node_empty(item) ? NULL : clean_value(c, attr, item);
        const struct node *first = node_get(one, "primary");

        if (++n > SCIM_LIST_MAX)
            return no(c, attr, "there are too many values");
        primary += first && first->number;
        if (!node_empty(one))
            node_put(list, NULL, one);
    }
    return primary > 1 ? no(c, attr, "at most one value is primary") : list;
}

static void clean_into(struct cleaning *c, const struct scim_schema *s, const struct node *from, struct node *to)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct attr *attr = &s->attrs[i];
        const struct node *v = node_get(from, attr->name);

        if (attr->change == ATTR_RO || node_empty(v) || strcmp(attr->name, "members") == 0)
            continue; /* members: groups.c */
        node_set(to, attr->name, attr->multi ? clean_list(c, attr, v) : clean_value(c, attr, v));
    }
}

struct node *scim_clean(struct arena *a, const struct scim_type *t, const struct node *sent, struct scim_fault *f)
{
    struct cleaning c = {a, f};
    struct node *n = node_new(a, NODE_OBJECT);

    if (!sent || sent->kind != NODE_OBJECT) {
        *f = (struct scim_fault){400, "invalidSyntax", "a JSON object is wanted"};
        return NULL;
    }
    clean_into(&c, t->core, sent, n);
    for (size_t i = 0; i < t->n_more; i++) {
        const struct node *v = node_get(sent, t->more[i]->urn);
        struct node *more = node_new(a, NODE_OBJECT);

        clean_into(&c, t->more[i], v, more);
        node_set(n, t->more[i]->urn, more);
    }
    for (size_t i = 0; i < t->core->n; i++) {
        const struct attr *attr = &t->core->attrs[i];
        const char *text = node_str(n, attr->name);
        if (attr->required && attr->type == ATTR_TEXT && (!text || !*text))
            no(&c, attr, "it is missing");
    }
    return f->status ? NULL : n;
}

/* --- As a document --- */

static void attr_put(struct json_out *out, const struct attr *attr)
{
    static const char *const types[] = {"string", "boolean", "dateTime", "string", "reference", "complex"};
    static const char *const changes[] = {"readWrite", "readOnly", "immutable"};
    const char *words = attr->words;

    json_object(out, NULL);
    json_str(out, "name", attr->name);
    json_str(out, "type", types[attr->type]);
    json_bool(out, "multiValued", attr->multi);
    json_str(out, "description", attr->text);
    json_bool(out, "required", attr->required);
    if (attr->type != ATTR_BOOL && attr->type != ATTR_COMPLEX)
        json_bool(out, "caseExact", attr->exact || attr->type == ATTR_REF);
    json_str(out, "mutability", changes[attr->change]);
    json_str(out, "returned", attr->always ? "always" : "default");
    json_str(out, "uniqueness", attr->unique ? "server" : "none");
    if (words)
        json_array(out, attr->type == ATTR_REF ? "referenceTypes" : "canonicalValues");
    for (; words && *words; words += strcspn(words, " "), words += *words == ' ') {
        char word[24] = {0};
        memcpy(word, words, strcspn(words, " ") < sizeof word ? strcspn(words, " ") : sizeof word - 1);
        json_str(out, NULL, word);
    }
    if (words)
        json_end(out, ']');
    if (attr->n_subs > 0) {
        json_array(out, "subAttributes");
        for (size_t i = 0; i < attr->n_subs; i++)
            attr_put(out, &attr->subs[i]);
        json_end(out, ']');
    }
    json_end(out, '}');
}

void scim_schema_put(struct json_out *out, const struct scim_schema *s, const char *base)
{
    char at[400];

    snprintf(at, sizeof at, "%s/Schemas/%s", base, s->urn);
    json_object(out, NULL);
    json_array(out, "schemas");
    json_str(out, NULL, "urn:ietf:params:scim:schemas:core:2.0:Schema");
    json_end(out, ']');
    json_str(out, "id", s->urn);
    json_str(out, "name", s->name);
    json_str(out, "description", s->text);
    json_array(out, "attributes");
    for (size_t i = 0; i < s->n; i++)
        if (!one_of("schemas id externalId meta", s->attrs[i].name)) /* common ones stand in no schema (RFC 7643 §3.1) */
            attr_put(out, &s->attrs[i]);
    json_end(out, ']');
    json_object(out, "meta");
    json_str(out, "resourceType", "Schema");
    json_str(out, "location", at);
    json_end(out, '}');
    json_end(out, '}');
}
