/* mailed.c: the mails that identity sends by itself. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "mailed.h"
#include "identity_v.h"
#include "mailout.h"
#include "notices.h"
#include "told.h"

static const struct mail_kind code_kind, confirm_kind, names_kind, private_kind;

static err send(struct db *db, const struct mailed_to *to, struct mail m)
{
    struct addressee a = {
        .person = to->person, .name = to->name, .address = to->mail, .lang = lang_of(to->lang, LANG_EN)};

    return mail_send(db, &a, &m);
}

static const char *subject(const struct mailed_to *to, const char *text)
{
    return tr(lang_of(to->lang, LANG_EN), text);
}

/* --- Codes ---------------------------------------------------------------------------------------- */

static err code_body(struct out *out, const void *model)
{
    return identity_v_mail_code(out, model);
}

static err confirm_body(struct out *out, const void *model)
{
    return identity_v_mail_confirm(out, model);
}

err mailed_code(struct db *db, const struct mailed_to *to, const char *code, instant ends)
{
    struct identity_mail_code_view v = {.code = code, .ends = ends};

    return send(db, to, (struct mail){.kind = &code_kind, .subject = subject(to, "Your code"), .body = code_body, .model = &v});
}

err mailed_confirm(struct db *db, const struct mailed_to *to, const char *code, instant ends)
{
    struct identity_mail_code_view v = {.code = code, .ends = ends};

    return send(db, to,
                (struct mail){
                    .kind = &confirm_kind, .subject = subject(to, "Is this your address?"), .body = confirm_body, .model = &v});
}

static struct identity_mail_code_view *sample_code(struct arena *a)
{
    struct identity_mail_code_view *v = ARENA_NEW(a, struct identity_mail_code_view);

    *v = (struct identity_mail_code_view){"ABCD-EFGH-JKMN-PQRS", instant_of((day){20270201}, (minute){785})};
    return v;
}

static err code_sample([[maybe_unused]] struct app *app, struct arena *a, enum lang l, struct mail *ret)
{
    *ret = (struct mail){.kind = &code_kind, .subject = tr(l, "Your code"), .body = code_body, .model = sample_code(a)};
    return OK;
}

static err confirm_sample([[maybe_unused]] struct app *app, struct arena *a, enum lang l, struct mail *ret)
{
    *ret = (struct mail){
        .kind = &confirm_kind, .subject = tr(l, "Is this your address?"), .body = confirm_body, .model = sample_code(a)};
    return OK;
}

/* --- User names ------------------------------------------------------------------------------------- */

static err names_body(struct out *out, const void *model)
{
    return identity_v_mail_names(out, model);
}

err mailed_names(struct db *db, const char *mail, const struct identity_of_mail_list *who)
{
    struct identity_mail_names_view v = {.names = {ARENA_ARRAY(db_arena(db), who->n + 1, struct identity_mail_name), who->n}};

    if (who->n == 0)
        return OK;
    for (size_t i = 0; i < who->n; i++)
        v.names.v[i] = (struct identity_mail_name){who->v[i].login, who->v[i].name};
    struct mailed_to to = {who->v[0].id, who->v[0].name, mail, who->v[0].lang};

    return send(db, &to,
                (struct mail){.kind = &names_kind, .subject = subject(&to, "Your user name"), .body = names_body, .model = &v});
}

static err names_sample([[maybe_unused]] struct app *app, struct arena *a, enum lang l, struct mail *ret)
{
    struct identity_mail_names_view *v = ARENA_NEW(a, struct identity_mail_names_view);

    v->names = (struct identity_mail_names){ARENA_ARRAY(a, 2, struct identity_mail_name), 2};
    v->names.v[0] = (struct identity_mail_name){"s1234567", "Sæmundur \"<b>\" Þorláksson & Zoë"};
    v->names.v[1] = (struct identity_mail_name){"p0001", "漢字"};
    *ret = (struct mail){.kind = &names_kind, .subject = tr(l, "Your user name"), .body = names_body, .model = v};
    return OK;
}

/* --- What she is told --------------------------------------------------------------------------------- */

static err private_body(struct out *out, const void *model)
{
    return identity_v_mail_private(out, model);
}

err mailed_private(struct db *db, const struct notice *n)
{
    struct identity_private *to = NULL;
    struct identity_person p;

    TRY(identity_q_private(db, n->person, &to));
    if (to == NULL)
        return OK;
    TRY(identity_q_person(db, n->person, &p));
    struct mailed_to whom = {p.id, p.name, to->mail, p.lang};
    const char *words = notice_said(db_arena(db), lang_of(p.lang, LANG_EN), n);

    return p.disabled_at.v != 0
               ? OK
               : send(db, &whom, (struct mail){.kind = &private_kind,
                                                 .subject = subject(&whom, "The safety of your account"),
                                                 .body = private_body,
                                                 .model = words});
}

static err private_sample([[maybe_unused]] struct app *app, struct arena *a, enum lang l, struct mail *ret)
{
    const struct notice_arg args[] = {NOTICE_ARG_INSTANT(instant_of((day){20270201}, (minute){785}))};
    const char *words = notice_said(a, l, &(struct notice){.kind = told_sample(), .args = args, .n_args = 1});

    *ret = (struct mail){.kind = &private_kind,
                         .subject = tr(l, "The safety of your account"),
                         .body = private_body,
                         .model = words};
    return OK;
}

/* --- The table ------------------------------------------------------------------------------------------ */

static const struct mail_kind code_kind = {
    .name = "identity.code",
    .why = _("You get this because it is your private mail address, for the day that you cannot get into your account."),
    .urgent = true,
    .sample = code_sample,
};
static const struct mail_kind confirm_kind = {
    .name = "identity.confirm",
    .why = _("You get this because somebody named this address as a private one in an account of ours."),
    .urgent = true,
    .sample = confirm_sample,
};
static const struct mail_kind names_kind = {
    .name = "identity.names",
    .why = _("You get this because somebody typed this address where a user name can be asked for."),
    .urgent = true,
    .sample = names_sample,
};
static const struct mail_kind private_kind = {
    .name = "identity.private",
    .why = _("You get this because it concerns the safety of your account; such mails cannot be turned off."),
    .urgent = true,
    .sample = private_sample,
};

const struct mail_kind *const identity_mails[IDENTITY_MAILS] = {&code_kind, &confirm_kind, &names_kind, &private_kind};
