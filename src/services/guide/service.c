/* service.c: what guide adds to the campus. SPDX-License-Identifier: AGPL-3.0-or-later */
#include "service.h"
#include "guide.h"
#include "guide_q.h"
#include "json.h"
#include "pages.h"

static const struct route routes[] = {
    {GET,  READ,  "/",        guide_services_get, MAY_ANYONE   },
    {GET,  READ,  "/conduct", guide_conduct_get,  MAY_ANYONE   },
    {POST, WRITE, "/conduct", guide_conduct_post, MAY_SIGNED_IN},
};

static const struct setting settings[] = {
    {"conduct_version", SETTING_TEXT, offsetof(struct guide_settings, conduct_version),
     "2026-09", .reload = true,
     .text = "The version of the code of conduct; everybody accepts a new one once."},
};

const struct settings_group guide_group = {
    .name = "guide",
    .rows = settings,
    .n_rows = COUNT(settings),
    .size = sizeof(struct guide_settings),
};

static const struct menu_entry menu[] = {
    {_("ICT services"), "/", MAY_ANYONE, 80, "services"},
};

err guide_conduct_accepted(struct db *db, person_id who, const char *version, instant *ret_at)
{
    bool found = false;

    *ret_at = (instant){0};
    return guide_q_accepted(db, who, version, ret_at, &found);
}

static err export_conduct(struct db *db, person_id who, struct json_out *j)
{
    struct guide_acceptance_list list;

    TRY(guide_q_acceptances(db, who, &list));
    json_array(j, "code_of_conduct");
    for (size_t i = 0; i < list.n; i++) {
        json_object(j, NULL);
        json_str(j, "version", list.v[i].version);
        json_str(j, "accepted", instant_iso(db_arena(db), list.v[i].accepted_at));
        json_end(j, '}');
    }
    json_end(j, ']');
    return OK;
}

static const struct personal_data personal_data[] = {
    {_("Which versions of the code of conduct you accepted, and when"),
     _("As long as you have an account"), export_conduct},
};

static const struct audit_word audit_words[] = {
    {"guide.conduct_accepted", _("Accepted the code of conduct")},
};

static const struct page_words pages[] = {
    {_("ICT services"), "/", MAY_ANYONE, "help services wifi software support diensten hulp ict"},
    {_("Code of conduct"), "/conduct", MAY_ANYONE, "rules behaviour gedragscode regels gedrag"},
    {_("Notices"), "/notices", MAY_SIGNED_IN, "notifications messages bell meldingen berichten bel"},
    {_("Which notices you get"), "/notices/settings", MAY_SIGNED_IN, "notification settings mail unsubscribe meldingen instellen afmelden mail"},
    {_("Administration"), "/admin", MAY_MANAGE_PROGRAMME, "admin manage beheer beheren"},
    {_("System"), "/admin/system", MAY_MANAGE_SYSTEM, "status jobs health version systeem taken toestand versie",
     _("Is everything up; jobs, and what waits.")},
    {_("Settings"), "/admin/system/settings", MAY_MANAGE_SYSTEM, "configuration options instellingen configuratie",
     _("Each setting, its value and what it does."), "edit"},
    {_("Audit log"), "/admin/system/audit", MAY_MANAGE_SYSTEM, "log history who did changes logboek wijzigingen wie geschiedenis",
     _("Who changed what, and when."), "audit"},
    {_("Mail"), "/admin/mail", MAY_MANAGE_SYSTEM, "relay smtp queue failed test mail wachtrij mislukt proef",
     _("What went out, what is stuck, and a mail to try it."), "mail"},
};

const struct service guide_service = {
    .name = "guide",
    .routes = routes,
    .audit_words = audit_words,
    .n_audit_words = COUNT(audit_words),
    .pages = pages,
    .n_pages = COUNT(pages),
    .search = guide_found,
    .n_search = GUIDE_FOUND,
    .n_routes = COUNT(routes),
    .migrations = guide_migrations,
    .n_migrations = COUNT(guide_migrations),
    .settings = &guide_group,
    .menu = menu,
    .n_menu = COUNT(menu),
    .personal_data = personal_data,
    .n_personal_data = COUNT(personal_data),
};
