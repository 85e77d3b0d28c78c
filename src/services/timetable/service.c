/* service.c: what timetable adds to the campus.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "service.h"

#include "identity.h"
#include "pages.h"
#include "timetable.h"
#include "timetable_q.h"

static const struct route routes[] = {
    {GET, READ, "/timetable", timetable_week_get, MAY_SIGNED_IN},
    {GET, READ, "/timetable/list", timetable_list_get, MAY_SIGNED_IN},
    {GET, READ, "/timetable/feeds", timetable_feeds_get, MAY_SIGNED_IN},
    {POST, WRITE, "/timetable/feeds", timetable_feed_make_post, MAY_SIGNED_IN},
    {POST, WRITE, "/timetable/feeds/{feed}/revoke", timetable_feed_revoke_post, MAY_SIGNED_IN},
    {GET, READ, "/timetable/feed/{secret}", timetable_feed_get, MAY_ANYONE, .machine = true},
};

static const struct guide_entry guide[] = {{
    .title = _("Timetable"),
    .purpose = _("Your classes and exams of this week and the whole term, here and in your own "
                 "calendar."),
    .path = "/timetable",
    .icon = "timetable",
    .account = true,
    .off_campus = true,
    .how_in = _("Sign in. Calendars subscribe to a secret address that you make and end yourself."),
}};

static const struct menu_entry menu[] = {
    {_("Timetable"), "/timetable", MAY_SIGNED_IN, 30, "timetable"},
};

static const struct card cards[] = {
    {_("Today and next"), "/timetable", 10, timetable_card},
};

static err export_feeds(struct db *db, person_id who, struct json_out *j)
{
    struct timetable_feed_list feeds;

    TRY(timetable_q_feeds_of(db, who, &feeds));
    json_array(j, "calendar_addresses");
    for (size_t i = 0; i < feeds.n; i++) {
        json_object(j, NULL);
        json_str(j, "name", feeds.v[i].name);
        json_str(j, "made", instant_iso(db_arena(db), feeds.v[i].made_at));
        json_end(j, '}');
    }
    json_end(j, ']');
    return OK;
}

/* Ended addresses go a year after their end. */
static err forget(struct db *db, int64_t arg, const char *text)
{
    int64_t changed = 0;

    (void)arg;
    (void)text;
    return timetable_q_feeds_forget(db, instant_add(db_now(db), -DAYS(365)), &changed);
}

static const struct job_kind jobs[] = {
    {"timetable.forget", forget, DAYS(1), "Deletes calendar addresses that ended a year ago."},
};

static const struct personal_data personal_data[] = {
    {_("The calendar addresses you made"), _("Until you end them, and one year after"),
     export_feeds},
};

const struct service timetable_service = {
    .name = "timetable",
    .routes = routes,
    .n_routes = COUNT(routes),
    .migrations = timetable_migrations,
    .n_migrations = COUNT(timetable_migrations),
    .jobs = jobs,
    .n_jobs = COUNT(jobs),
    .guide = guide,
    .n_guide = COUNT(guide),
    .menu = menu,
    .n_menu = COUNT(menu),
    .cards = cards,
    .n_cards = COUNT(cards),
    .deadlines = timetable_deadlines,
    .personal_data = personal_data,
    .n_personal_data = COUNT(personal_data),
};
