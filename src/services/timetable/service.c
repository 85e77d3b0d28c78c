/* service.c: what timetable adds to the campus.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "service.h"

#include "pages.h"
#include "timetable.h"
#include "timetable_q.h"

static const struct route routes[] = {
    {GET, READ, "/timetable", timetable_own_get, MAY_SIGNED_IN},
    {GET, READ, "/timetable/list", timetable_own_list_get, MAY_SIGNED_IN},
    {GET, READ, "/timetable/lecturer/{lecturer}", timetable_lecturer_get, MAY_SIGNED_IN},
    {GET, READ, "/timetable/room/{building}/{code}", timetable_room_get, MAY_SIGNED_IN},
    {GET, READ, "/timetable/course/{code}", timetable_course_get, MAY_SIGNED_IN},
    {GET, READ, "/timetable/rooms", timetable_rooms_get, MAY_SIGNED_IN},
    {GET, READ, "/timetable/find", timetable_find_get, MAY_SIGNED_IN, .searches = true},
    {GET, READ, "/timetable/choose", timetable_choose_get, MAY_SIGNED_IN},
    {POST, WRITE, "/timetable/choose", timetable_choose_post, MAY_SIGNED_IN},
    {POST, WRITE, "/timetable/also", timetable_also_post, MAY_SIGNED_IN},
    {POST, WRITE, "/timetable/also/{section}/remove", timetable_also_remove_post, MAY_SIGNED_IN},
    {POST, WRITE, "/timetable/seen", timetable_seen_post, MAY_SIGNED_IN},
    {GET, READ, "/timetable/feeds", timetable_feeds_get, MAY_SIGNED_IN},
    {POST, WRITE, "/timetable/feeds", timetable_feed_make_post, MAY_SIGNED_IN},
    {GET, READ, "/timetable/feeds/{feed}", timetable_feed_edit_get, MAY_SIGNED_IN},
    {POST, WRITE, "/timetable/feeds/{feed}", timetable_feed_change_post, MAY_SIGNED_IN},
    {POST, WRITE, "/timetable/feeds/{feed}/rotate", timetable_feed_rotate_post, MAY_SIGNED_IN},
    {POST, WRITE, "/timetable/feeds/{feed}/revoke", timetable_feed_revoke_post, MAY_SIGNED_IN},
    {GET, READ, "/timetable/mine.ics", timetable_mine_get, MAY_ANYONE, .machine = true, .audited = true},
    {GET, READ, "/timetable/feed/{secret}", timetable_feed_get, MAY_ANYONE, .machine = true},
};

static const struct guide_entry guide[] = {{
    .title = _("Timetable"),
    .purpose = _("Your classes and exams by day, week and month, here and in your own calendar; the "
                 "timetables of courses, lecturers and rooms; and which room is free."),
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
        json_str(j, "kinds", feeds.v[i].kinds);
        json_end(j, '}');
    }
    json_end(j, ']');
    return OK;
}

static err export_choices(struct db *db, person_id who, struct json_out *j)
{
    struct timetable_chosen chosen;
    struct timetable_looked_list also;
    struct timetable_ended_list ended;

    TRY(timetable_q_choice(db, who, &chosen));
    TRY(timetable_q_also_of(db, who, &also));
    TRY(timetable_q_gone_of(db, who, &ended));
    json_object(j, "timetable");
    json_str(j, "hidden_courses", chosen.courses);
    json_str(j, "hidden_kinds", chosen.kinds);
    json_array(j, "also_shown");
    for (size_t i = 0; i < also.n; i++)
        json_int(j, NULL, also.v[i].section.v);
    json_end(j, ']');
    json_array(j, "places_ended");
    for (size_t i = 0; i < ended.n; i++) {
        json_object(j, NULL);
        json_int(j, "section", ended.v[i].section.v);
        json_str(j, "at", instant_iso(db_arena(db), ended.v[i].at));
        json_end(j, '}');
    }
    json_end(j, ']');
    json_end(j, '}');
    return OK;
}

/* A place ended: calendars are to hear it. Of a wait-list place, too: one may have chosen to see it. */
static err hear_left(struct db *db, const struct event *e)
{
    section_id section = {e->about};
    struct records_sections found;

    TRY(records_sections_by_id(db, &section, 1, &found));
    if (found.n == 0)
        return OK;
    return timetable_q_gone_add(db, e->person, section, found.v[0].offering, e->at);
}

static const struct listener listeners[] = {
    {PLACE_LEFT, "timetable.left", hear_left},
};

/* Ended addresses, and places that ended, go a year after their end. */
static err forget(struct db *db, int64_t arg, const char *text)
{
    int64_t changed = 0;

    (void)arg;
    (void)text;
    TRY(timetable_q_gone_forget(db, instant_add(db_now(db), -DAYS(365)), &changed));
    return timetable_q_feeds_forget(db, instant_add(db_now(db), -DAYS(365)), &changed);
}

static const struct job_kind jobs[] = {
    {"timetable.forget", forget, DAYS(1), "Deletes calendar addresses and places that ended a year ago."},
};

static const struct personal_data personal_data[] = {
    {_("The calendar addresses you made"), _("Until you end them, and one year after"),
     export_feeds},
    {_("What your timetable shows and hides, and which places ended"),
     _("Until you change it; places that ended for one year"), export_choices},
};

static const struct door doors[] = {
    {"calendar", _("Your timetable, in a calendar program"),
     _("Subscribe to the address in your calendar program, and give it your user name and this password when it asks."),
     "/timetable/mine.ics"},
};

static const struct thing_kind things[] = {{.kind = "feed", .name = _("Calendar address")}};

static const struct audit_word audit_words[] = {
    {"timetable.feed_made", _("Made a calendar address")},
    {"timetable.feed_changed", _("Changed a calendar address")},
    {"timetable.feed_rotated", _("Renewed a calendar address")},
    {"timetable.feed_ended", _("Ended a calendar address")},
    {"timetable.chosen", _("Chose what the timetable shows")},
    {"timetable.also_shown", _("Added a group to the timetable")},
    {"timetable.also_removed", _("Took a group off the timetable")},
    {"timetable.seen", _("Saw the changes of the timetable")},
};

static const struct page_words pages[] = {
    {_("Timetable"), "/timetable", MAY_SIGNED_IN, "schedule calendar agenda week classes lectures rooster lesrooster colleges"},
    {_("Free rooms"), "/timetable/rooms", MAY_SIGNED_IN, "free room empty available study space vrije zaal lokaal ruimte leeg beschikbaar zalen"},
    {_("Look up a timetable"), "/timetable/find", MAY_SIGNED_IN, "find lecturer room course timetable docent zoeken rooster zaal vak"},
    {_("Calendar addresses"), "/timetable/feeds", MAY_SIGNED_IN, "ical feed subscribe phone outlook google agenda abonneren telefoon kalender"},
};

const struct service timetable_service = {
    .name = "timetable",
    .routes = routes,
    .doors = doors,
    .n_doors = COUNT(doors),
    .things = things,
    .n_things = COUNT(things),
    .audit_words = audit_words,
    .n_audit_words = COUNT(audit_words),
    .pages = pages,
    .n_pages = COUNT(pages),
    .n_routes = COUNT(routes),
    .migrations = timetable_migrations,
    .n_migrations = COUNT(timetable_migrations),
    .jobs = jobs,
    .n_jobs = COUNT(jobs),
    .listeners = listeners,
    .n_listeners = COUNT(listeners),
    .guide = guide,
    .n_guide = COUNT(guide),
    .menu = menu,
    .n_menu = COUNT(menu),
    .cards = cards,
    .n_cards = COUNT(cards),
    .deadlines = timetable_deadlines,
    .search = timetable_found,
    .n_search = COUNT(timetable_found),
    .personal_data = personal_data,
    .n_personal_data = COUNT(personal_data),
};
