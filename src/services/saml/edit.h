/* edit.h: what an administrator says of a service, by a page or a command. SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef SAML_EDIT_H
#define SAML_EDIT_H
#include "idp.h"

struct saml_edit {
    const char *title, *attributes, *format;
    int64_t level;
    const char *sort; /* a word of application_sort_word() */
    bool own, signed_only;
    const char *metadata, *source; /* source "": given, not fetched */
    struct saml_meta meta;         /* of it */
};
/* Takes over what a service says of itself. A new one begins with it; of one that is there (`before` set) the entityID must
   stay. ERR_PARSE with *ret_why, English. */
struct saml_given {
    struct str text;
    const char *source;
    const char *entity; /* NULL: a new one */
};
[[nodiscard]] err saml_edit_metadata(struct db *db, const struct saml_given *g, struct saml_edit *e, const char **ret_why);
[[nodiscard]] err saml_edit_of(struct db *db, const struct saml_sp *sp, struct saml_edit *ret);

#define SAML_PROBLEMS 8
struct saml_problem {
    const char *field;
    struct msg text;
};
/* What is wrong with it; how many. */
size_t saml_edit_problems(struct arena *a, const struct saml_edit *e, struct saml_problem v[static SAML_PROBLEMS]);

/* Keeps it, free of problems. In a WRITE. ERR_EXISTS: the service is there already. */
[[nodiscard]] err saml_edit_add(struct db *db, const struct saml_edit *e, saml_sp_id *ret);
[[nodiscard]] err saml_edit_save(struct db *db, saml_sp_id id, const struct saml_edit *e);
[[nodiscard]] err saml_edit_remove(struct db *db, saml_sp_id id);

/* What it is told, and which one it is, for the audit log. `e` is free of problems. */
const char *saml_edit_told(struct arena *a, const struct saml_edit *e);
const char *saml_edit_which(struct arena *a, const char *entity);

/* Fetches metadata, outside any transaction. An error with *ret_why, English. */
[[nodiscard]] err saml_fetch(struct app *app, struct arena *a, const char *url, struct str *ret, const char **ret_why);
/* The task: makes the first key, and fetches what is due. */
[[nodiscard]] err saml_services_round(struct task *t, instant *ret_next);

#endif
