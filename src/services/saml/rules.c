/* rules.c: the identity provider's decisions. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "rules.h"
#include <string.h>

#define COUNT_OF(t) (sizeof(t) / sizeof((t)[0]))
#define FAULT(status, why) ((struct saml_fault){SAML_STATUS(status), (why)})

/* --- Words ----------------------------------------------------------------------------------------- */

bool saml_has(const char *list, const char *word)
{
    size_t n = strlen(word);

    for (const char *at = list; at && *at && n > 0;) {
        size_t len = strcspn(at, " ");
        if (len == n && memcmp(at, word, n) == 0)
            return true;
        at += len + strspn(at + len, " ");
    }
    return false;
}

const char *saml_both(struct arena *a, const char *asked, const char *allowed)
{
    struct str_list words = str_split(a, asked ? asked : "", ' ');
    const char *out = "";

    for (size_t i = 0; i < words.n; i++)
        if (saml_has(allowed, words.v[i]) && !saml_has(out, words.v[i]))
            out = *out ? arena_printf(a, "%s %s", out, words.v[i]) : words.v[i];
    return out;
}

/* Printable ASCII that can stand in a header and between quotes. */
static bool plain(const char *s, size_t most)
{
    size_t n = strlen(s);

    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s[i] <= ' ' || (unsigned char)s[i] >= 127 || strchr("\"'<>\\^`{|}", s[i]))
            return false;
    return n > 0 && n <= most;
}

bool saml_uri_fine(const char *uri)
{
    static const char *const here[] = {"http://127.0.0.1", "http://localhost", "http://[::1]"};

    if (!plain(uri, 1024) || strchr(uri, '#') || strchr(uri, ';') || strchr(uri, ','))
        return false;
    for (size_t i = 0; i < COUNT_OF(here); i++) {
        size_t n = strlen(here[i]);
        if (strncmp(uri, here[i], n) == 0 && (uri[n] == ':' || uri[n] == '/'))
            return true;
    }
    if (!str_starts(uri, "https://"))
        return false;
    size_t host = strcspn(uri + 8, "/?");
    return host > 0 && uri[8] != ':' && !memchr(uri + 8, '@', host);
}

bool saml_entity_fine(const char *entity)
{
    return plain(entity, 1024);
}

bool saml_id_fine(const char *id)
{
    size_t n = strlen(id);

    return n > 0 && n <= 256 && !strchr("0123456789-.", id[0]) &&
           strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._") == n;
}

bool saml_instant(struct arena *a, const char *text, instant *ret)
{
    size_t n = text ? strlen(text) : 0, dot = text ? strcspn(text, ".") : 0;

    if (n < 20 || n > 40 || text[n - 1] != 'Z' || text[10] != 'T')
        return false;
    if (dot < n && (dot != 19 || strspn(text + 20, "0123456789") != n - 21 || n == 21))
        return false;
    return instant_parse(arena_printf(a, "%.*sZ", (int)(dot < n ? 19 : n - 1), text), ret) == OK;
}

/* One number and its letter; the letters come in the order of `letters`, each once. */
static bool span(const char **at, const char **letters, int64_t *ret_n, char *ret_letter)
{
    size_t digits = strspn(*at, "0123456789");
    const char *is = digits > 0 && digits < 7 && (*at)[digits] ? strchr(*letters, (*at)[digits]) : NULL;

    if (!is)
        return false;
    *ret_n = strtoll(*at, NULL, 10);
    *ret_letter = *is;
    *letters = is + 1;
    *at += digits + 1;
    return true;
}

bool saml_duration(const char *text, int64_t *ret_ms)
{
    const char *at = text, *letters = "D";
    int64_t ms = 0, n = 0;
    char letter = 0;

    if (!at || *at++ != 'P' || !*at)
        return false;
    while (*at) {
        if (*at == 'T' && *letters != 'H' && at[1]) {
            at++;
            letters = "HMS";
        }
        if (!span(&at, &letters, &n, &letter))
            return false;
        ms += n * (letter == 'D' ? DAYS(1) : letter == 'H' ? HOURS(1) : letter == 'M' ? MINUTES(1) : 1000);
    }
    *ret_ms = ms;
    return ms <= DAYS(45);
}

/* --- Names ------------------------------------------------------------------------------------------ */

static const struct {
    const char *word, *uri;
} formats[] = {
    {"persistent", SAML_FORMAT_PERSISTENT},
    {"transient", SAML_FORMAT_TRANSIENT},
    {"mail", SAML_FORMAT_MAIL},
};

const char *saml_format(const char *asked, const char *otherwise)
{
    if (!asked || !*asked || str_eq(asked, SAML_FORMAT_UNSPECIFIED))
        return otherwise;
    for (size_t i = 0; i < COUNT_OF(formats); i++)
        if (str_eq(formats[i].uri, asked))
            return formats[i].word;
    return NULL;
}

const char *saml_format_uri(const char *word)
{
    for (size_t i = 0; i < COUNT_OF(formats); i++)
        if (str_eq(formats[i].word, word))
            return formats[i].uri;
    return SAML_FORMAT_UNSPECIFIED;
}

/* "Prof.", "Ir.": what ends in a point stands before a name, not in it. */
static bool title(const char *word)
{
    return str_ends(word, ".");
}

static bool particle(const char *word)
{
    return *word >= 'a' && *word <= 'z';
}

static const char *words_from(struct arena *a, const struct str_list *w, size_t from, size_t to)
{
    const char *out = "";

    for (size_t i = from; i < to; i++)
        out = *out ? arena_printf(a, "%s %s", out, w->v[i]) : w->v[i];
    return out;
}

void saml_name_parts(struct arena *a, const char *name, const char **ret_given, const char **ret_sn)
{
    struct str_list all = str_split(a, name, ' '), w = {ARENA_ARRAY(a, all.n + 1, const char *), 0};

    for (size_t i = 0; i < all.n; i++)
        if (*all.v[i] && !title(all.v[i]))
            w.v[w.n++] = all.v[i];
    size_t cut = w.n > 1 ? w.n - 1 : w.n; /* the last word, or from the first particle */
    for (size_t i = w.n; i-- > 1;)
        if (particle(w.v[i]))
            cut = i;
    *ret_given = w.n > 0 ? words_from(a, &w, 0, cut) : name;
    *ret_sn = w.n > 1 ? words_from(a, &w, cut, w.n) : *ret_given;
}

/* --- Attributes ---------------------------------------------------------------------------------------- */

/* clang-format off: rows */
const struct saml_attribute saml_attributes[] = {
    {"uid", "urn:oid:0.9.2342.19200300.100.1.1", _("Your user name"), _("User name")},
    {"displayName", "urn:oid:2.16.840.1.113730.3.1.241", _("Your name"), _("Name")},
    {"cn", "urn:oid:2.5.4.3", {0}, _("Whole name")},
    {"givenName", "urn:oid:2.5.4.42", {0}, _("First names")},
    {"sn", "urn:oid:2.5.4.4", {0}, _("Last name")},
    {"mail", "urn:oid:0.9.2342.19200300.100.1.3", _("Your mail address at the university"), _("Mail address at the university")},
    {"preferredLanguage", "urn:oid:2.16.840.1.113730.3.1.39", _("Your language"), _("Language")},
    {"eduPersonPrincipalName", "urn:oid:1.3.6.1.4.1.5923.1.1.1.6", _("Your user name with the university's domain"), _("User name with the university's domain")},
    {"eduPersonAffiliation", "urn:oid:1.3.6.1.4.1.5923.1.1.1.1",
     _("What you are at the university: student, lecturer, staff"), _("Student, lecturer, staff")},
    {"eduPersonScopedAffiliation", "urn:oid:1.3.6.1.4.1.5923.1.1.1.9", {0}, _("The same with the university's domain")},
    {"schacHomeOrganization", "urn:oid:1.3.6.1.4.1.25178.1.2.9", _("Your university"), _("The university, by its domain")},
    {"schacHomeOrganizationType", "urn:oid:1.3.6.1.4.1.25178.1.2.10", {0}, _("What kind of institution it is")},
    {"eduPersonUniqueId", "urn:oid:1.3.6.1.4.1.5923.1.1.1.13", _("A code that is yours in every service"), _("A code, the same in every service")},
    {"subject-id", "urn:oasis:names:tc:SAML:attribute:subject-id", {0}, _("The same code in its newer form")},
    {"pairwise-id", "urn:oasis:names:tc:SAML:attribute:pairwise-id", _("A code that is yours in this service only"), _("A code, another one in each service")},
};
/* clang-format on */
const size_t saml_n_attributes = COUNT_OF(saml_attributes);

const char *saml_attribute_of(const char *name)
{
    static const char *const before[] = {"urn:mace:dir:attribute-def:", "urn:mace:terena.org:attribute-def:"};

    for (size_t i = 0; name && i < COUNT_OF(before); i++)
        if (str_starts(name, before[i]))
            name += strlen(before[i]);
    for (size_t i = 0; i < COUNT_OF(saml_attributes); i++)
        if (str_eq(saml_attributes[i].name, name) || str_eq(saml_attributes[i].word, name))
            return saml_attributes[i].word;
    return NULL;
}

const struct str_list *saml_values_of(const struct saml_person *p, const char *word)
{
    for (size_t i = 0; i < p->n; i++)
        if (str_eq(p->v[i].word, word) && p->v[i].v.n > 0)
            return &p->v[i].v;
    return NULL;
}

/* --- SURFconext's rules ----------------------------------------------------------------------------------- */

struct weighing {
    const struct saml_person *p;
    const char *scope;
    struct saml_finding *v;
    size_t n;
};

static void find(struct weighing *w, bool stops, const char *word, struct msg text)
{
    if (w->n < SAML_FINDINGS)
        w->v[w->n++] = (struct saml_finding){stops, word, text};
}

/* The one value; NULL and a finding when there is none, or there are several. */
static const char *one(struct weighing *w, const char *word, bool stops)
{
    const struct str_list *v = saml_values_of(w->p, word);

    if (v && v->n == 1 && *v->v[0])
        return v->v[0];
    find(w, stops, word, !v || v->n == 0 || !*v->v[0] ? _("It is missing.") : _("There are several; there must be one."));
    return NULL;
}

static bool hostname(const char *s)
{
    size_t n = strlen(s);

    return n > 0 && n < 254 && strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") == n &&
           strchr(s, '.') && s[0] != '.' && s[n - 1] != '.' && !strstr(s, "..");
}

/* "something@scope" */
static bool scoped(const char *s, const char *scope)
{
    const char *at = strchr(s, '@');

    return at && at > s && !strchr(at + 1, '@') && str_eq(at + 1, scope);
}

static bool subject_fine(const char *s)
{
    size_t n = strcspn(s, "@");

    return n >= 4 && n <= 127 && strchr("abcdefghijklmnopqrstuvwxyz0123456789", s[0]) &&
           strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789=-") == n;
}

static void stopping(struct weighing *w)
{
    const char *uid = one(w, "uid", true), *home = one(w, "schacHomeOrganization", true);
    const char *eppn = one(w, "eduPersonPrincipalName", true);
    const struct str_list *subject = saml_values_of(w->p, "subject-id");

    if (uid && str_utf8_len(uid) > 256)
        find(w, true, "uid", _("It is longer than 256 characters."));
    if (home && !hostname(home))
        find(w, true, "schacHomeOrganization", _("It is no host name with a dot: set campus.domain."));
    if (home && !str_eq(home, w->scope))
        find(w, true, "schacHomeOrganization", _("It is not the scope that our metadata says."));
    if (eppn && !scoped(eppn, w->scope))
        find(w, true, "eduPersonPrincipalName", _("What stands behind the @ is not our scope."));
    if (subject && (subject->n > 1 || !scoped(subject->v[0], w->scope)))
        find(w, true, "subject-id", _("What stands behind the @ is not our scope."));
    if (subject && !subject_fine(subject->v[0]))
        find(w, false, "subject-id", _("It has not the form that is asked."));
}

static bool mail_fine(const char *s)
{
    const char *at = strchr(s, '@');

    return at && at > s && hostname(at + 1) && !strpbrk(s, " \t<>\",;:");
}

static void warning(struct weighing *w)
{
    static const char *const names[] = {"cn", "displayName", "givenName", "sn"};
    static const char known[] = "affiliate employee faculty member pre-student student staff";
    const struct str_list *mail = saml_values_of(w->p, "mail"), *kind = saml_values_of(w->p, "eduPersonAffiliation");
    const struct str_list *type = saml_values_of(w->p, "schacHomeOrganizationType");
    const struct str_list *lang = saml_values_of(w->p, "preferredLanguage");

    for (size_t i = 0; i < COUNT_OF(names); i++)
        (void)one(w, names[i], false);
    if (!mail)
        find(w, false, "mail", _("It is missing."));
    for (size_t i = 0; mail && i < mail->n; i++)
        if (!mail_fine(mail->v[i]))
            find(w, false, "mail", _("It is no mail address."));
    if (!kind)
        find(w, false, "eduPersonAffiliation", _("It is missing."));
    for (size_t i = 0; kind && i < kind->n; i++)
        if (!saml_has(known, kind->v[i]))
            find(w, false, "eduPersonAffiliation", _("SURFconext does not know this word."));
    if (type && (type->n > 1 || !str_starts(type->v[0], "urn:mace:terena.org:schac:homeOrganizationType:")))
        find(w, false, "schacHomeOrganizationType", _("It has not the form that is asked."));
    if (lang && lang->n > 1)
        find(w, false, "preferredLanguage", _("There are several; there must be one."));
}

size_t saml_preflight(const struct saml_person *p, const char *scope, struct saml_finding v[static SAML_FINDINGS])
{
    struct weighing w = {p, scope, v, 0};

    stopping(&w);
    warning(&w);
    return w.n;
}

/* --- Levels ------------------------------------------------------------------------------------------------- */

#define CLASS(word) "urn:oasis:names:tc:SAML:2.0:ac:classes:" word
static const struct {
    const char *class;
    int level;
} classes[] = {
    {CLASS("unspecified"), 1},
    {CLASS("Password"), 1},
    {SAML_AC_PASSWORD, 1},
    {"https://refeds.org/profile/sfa", 1},
    {"http://surfconext.nl/assurance/loa1", 1},
    {SAML_AC_MFA, 2},
    {"http://schemas.microsoft.com/claims/multipleauthn", 2},
    {"http://surfconext.nl/assurance/loa1.5", 2},
};

static int level_of(const char *class)
{
    for (size_t i = 0; i < COUNT_OF(classes); i++)
        if (str_eq(classes[i].class, class))
            return classes[i].level;
    return 0;
}

/* The lowest level of the classes, or the highest; 0: none is known. */
static int bound(struct arena *a, const char *words, bool highest)
{
    struct str_list list = str_split(a, words, ' ');
    int found = 0;

    for (size_t i = 0; i < list.n; i++) {
        int level = level_of(list.v[i]);
        if (level > 0 && (found == 0 || (highest ? level > found : level < found)))
            found = level;
    }
    return found;
}

int saml_level(struct arena *a, const struct saml_context *c)
{
    if (!c->classes || !*c->classes)
        return 1;
    if (!str_eq(c->comparison, "better"))
        return bound(a, c->classes, false);
    int over = bound(a, c->classes, true);
    return over == 1 ? 2 : 0; /* nothing that is better than two factors has a name here */
}

const char *saml_class(struct arena *a, const struct saml_context *c, int level)
{
    struct str_list list = str_split(a, c->classes ? c->classes : "", ' ');
    bool named = c->classes && *c->classes && (str_eq(c->comparison, "exact") || str_eq(c->comparison, "maximum"));
    const char *best = NULL;

    for (size_t i = 0; named && i < list.n; i++) {
        int l = level_of(list.v[i]);
        if (l > 0 && l <= level && (!best || l > level_of(best)))
            best = list.v[i];
    }
    if (best)
        return best;
    return level >= 2 ? SAML_AC_MFA : SAML_AC_PASSWORD;
}

/* --- Deciding -------------------------------------------------------------------------------------------------- */

bool saml_fresh(instant issued, instant now)
{
    return issued.v <= now.v + SAML_SKEW && issued.v + SAML_FRESH + SAML_SKEW >= now.v;
}

static enum saml_next unless_passive(const struct saml_request *r, enum saml_next next, struct saml_fault *f)
{
    if (!r->passive)
        return next;
    *f = FAULT("NoPassive", "somebody must be asked, and the request forbids it");
    return SAML_REFUSE;
}

enum saml_next saml_decide(const struct saml_request *r, const struct saml_standing *s, struct saml_fault *ret_fault)
{
    if (r->level == 0) {
        *ret_fault = FAULT("NoAuthnContext", "none of the classes that are asked is known here");
        return SAML_REFUSE;
    }
    if (!s->signed_in)
        return unless_passive(r, SAML_SIGN_IN, ret_fault);
    if (s->other) {
        *ret_fault = FAULT("UnknownPrincipal", "somebody else is signed in than whom the request names");
        return SAML_REFUSE;
    }
    if (r->force && s->login_at.v < s->asked_at.v)
        return unless_passive(r, SAML_AGAIN, ret_fault);
    if (s->held)
        return unless_passive(r, SAML_SET_UP, ret_fault);
    if (s->level < r->level)
        return unless_passive(r, SAML_STEP_UP, ret_fault);
    if (s->unknown) {
        *ret_fault = FAULT("InvalidNameIDPolicy", "she has no name there yet, and AllowCreate is not true");
        return SAML_REFUSE;
    }
    if (!s->agreed && !s->answered)
        return unless_passive(r, SAML_CONSENT, ret_fault);
    return SAML_ISSUE;
}

/* --- Presets ------------------------------------------------------------------------------------------------------ */

bool saml_zoom_fine(const char *vanity)
{
    size_t n = strlen(vanity);

    return n > 0 && n <= 63 && strspn(vanity, "abcdefghijklmnopqrstuvwxyz0123456789-") == n && vanity[0] != '-' &&
           vanity[n - 1] != '-';
}

const char *saml_zoom(struct arena *a, const char *vanity)
{
    return arena_printf(
        a,
        "<md:EntityDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"https://%s.zoom.us\">"
        "<md:SPSSODescriptor WantAssertionsSigned=\"true\" protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\">"
        "<md:NameIDFormat>" SAML_FORMAT_MAIL "</md:NameIDFormat>"
        "<md:AssertionConsumerService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" "
        "Location=\"https://%s.zoom.us/saml/SSO\" index=\"0\" isDefault=\"true\"/>"
        "</md:SPSSODescriptor><md:Organization><md:OrganizationName xml:lang=\"en\">Zoom</md:OrganizationName>"
        "<md:OrganizationDisplayName xml:lang=\"en\">Zoom</md:OrganizationDisplayName>"
        "<md:OrganizationURL xml:lang=\"en\">https://%s.zoom.us</md:OrganizationURL></md:Organization></md:EntityDescriptor>",
        vanity, vanity, vanity);
}

const char *saml_preset(const char *kind)
{
    static const struct {
        const char *kind, *words;
    } all[] = {
        {"zoom", "displayName givenName sn mail eduPersonAffiliation"},
        {"learning", "uid displayName givenName sn mail preferredLanguage eduPersonPrincipalName eduPersonAffiliation "
                     "schacHomeOrganization"},
        {"library", "eduPersonScopedAffiliation schacHomeOrganization pairwise-id"},
        {"surfconext", "uid displayName cn givenName sn mail preferredLanguage eduPersonPrincipalName "
                       "eduPersonAffiliation eduPersonScopedAffiliation schacHomeOrganization "
                       "schacHomeOrganizationType subject-id"},
    };

    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (str_eq(all[i].kind, kind))
            return all[i].words;
    return NULL;
}

/* --- Federations ------------------------------------------------------------------------------------------- */

const struct saml_category saml_categories[] = {
    {"http://refeds.org/category/research-and-scholarship",
     "displayName givenName sn mail eduPersonPrincipalName eduPersonScopedAffiliation eduPersonUniqueId"},
    {"https://refeds.org/category/code-of-conduct/v2", NULL},
    {"http://www.geant.net/uri/dataprotection-code-of-conduct/v1", NULL},
    {"https://refeds.org/category/personalized",
     "displayName givenName sn mail eduPersonScopedAffiliation schacHomeOrganization subject-id"},
    {"https://refeds.org/category/pseudonymous", "eduPersonScopedAffiliation schacHomeOrganization pairwise-id"},
    {"https://refeds.org/category/anonymous", "eduPersonScopedAffiliation schacHomeOrganization"},
};
const size_t saml_n_categories = COUNT_OF(saml_categories);

const char *saml_release(struct arena *a, const char *categories, const char *asks)
{
    for (size_t i = 0; i < saml_n_categories; i++)
        if (saml_has(categories, saml_categories[i].category))
            return saml_categories[i].words ? saml_categories[i].words : saml_both(a, asks, asks);
    return "";
}

const char *saml_released_anew(struct arena *a, const char *told, const char *then, const char *now)
{
    struct str_list words = str_split(a, told, ' ');
    const char *out = "";

    if (str_eq(saml_both(a, told, then), saml_both(a, told, told)) && str_eq(saml_both(a, then, told), saml_both(a, then, then)))
        return now;
    for (size_t i = 0; i < words.n; i++)
        if (*words.v[i] && (saml_has(now, words.v[i]) || !saml_has(then, words.v[i])))
            out = *out ? arena_printf(a, "%s %s", out, words.v[i]) : words.v[i];
    return out;
}
