/* service.c: what records adds to the campus.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "demand_inside.h"
#include "records_seats.h"
#include "service.h"
#include "sheet.h"
#include "inside.h"
#include "records_q.h"
#include "told.h"

static const struct route routes[] = {
    {GET,  READ,  "/courses",                       records_courses_get,        MAY_ANYONE,          .searches = true},
    {GET,  READ,  "/courses/{code}",                records_course_get,         MAY_ANYONE          },
    {GET,  READ,  "/programmes",                    records_programmes_get,     MAY_ANYONE          },
    {GET,  READ,  "/programmes/{code}",             records_programme_get,      MAY_ANYONE          },
    {GET,  READ,  "/record",                        records_record_get,         MAY_STUDY           },
    {GET,  READ,  "/teaching",                      records_teaching_get,       MAY_TEACH           },
    {GET,  READ,  "/teaching/{offering}",           records_participants_get,   MAY_TEACH, .audited = true},
    {GET,  READ,  "/admin/windows",                 records_windows_get,        MAY_MANAGE_PROGRAMME},
    {POST, WRITE, "/admin/windows",                 records_windows_post,       MAY_MANAGE_PROGRAMME},
    {POST, WRITE, "/admin/windows/leaving",         records_leaving_post,       MAY_MANAGE_CATALOGUE},
    {POST, WRITE, "/admin/windows/{window}/remove", records_window_remove_post, MAY_MANAGE_PROGRAMME},
    {GET,  SLOW,  "/admin/demand",                  records_demand_get,         MAY_MANAGE_PROGRAMME},
    {GET,  STREAM, "/admin/demand/live",            records_demand_live_get,    MAY_MANAGE_PROGRAMME, .machine = true},
    {GET,  SLOW,  "/admin/demand.csv",              records_demand_csv_get,     MAY_MANAGE_PROGRAMME},
    {GET,  SLOW,  "/admin/demand.json",             records_demand_json_get,    MAY_MANAGE_PROGRAMME,
     .machine = true},
    {GET,  STREAM, "/admin/seats.csv",              records_seats_csv_get,      MAY_MANAGE_PROGRAMME},
    {GET,  STREAM, "/admin/offerings/{offering}/participants.csv", records_people_csv_get,
     MAY_MANAGE_PROGRAMME, .audited = true},
    {GET,  READ,  "/admin/offerings/{offering}",    records_offering_admin_get, MAY_MANAGE_PROGRAMME},
    {GET,  READ,  "/admin/offerings/{offering}/raise", records_many_raise_get,  MAY_MANAGE_PROGRAMME},
    {GET,  READ,  "/admin/sections/{section}",      records_seats_get,          MAY_MANAGE_PROGRAMME},
    {GET,  READ,  "/admin/sections/{section}/seats", records_seats_check_get,   MAY_MANAGE_PROGRAMME},
    {POST, WRITE, "/admin/sections/{section}/seats", records_seats_post,        MAY_MANAGE_PROGRAMME},
    {POST, WRITE, "/admin/sections/{section}/kept", records_kept_post,          MAY_MANAGE_PROGRAMME},
    {GET,  READ,  "/admin/seats",                   records_many_get,           MAY_MANAGE_PROGRAMME},
    {POST, SLOW,  "/admin/seats/check",             records_many_check_post,    MAY_MANAGE_PROGRAMME,
     .body_max = 1 << 20},
    {POST, WRITE, "/admin/seats",                   records_many_post,          MAY_MANAGE_PROGRAMME,
     .body_max = 1 << 20},
    {GET,  READ,  "/admin/waivers",                 records_waivers_get,        MAY_MANAGE_PROGRAMME},
    {POST, WRITE, "/admin/waivers",                 records_waivers_post,       MAY_MANAGE_PROGRAMME},
    {POST, WRITE, "/admin/waivers/{person}/{course}/remove", records_waiver_remove_post,
     MAY_MANAGE_PROGRAMME},
    {GET,  READ,  "/admin/import",                  records_import_get,         MAY_MANAGE_CATALOGUE},
    {GET,  SLOW,  "/admin/import/check",            records_import_check_get,   MAY_MANAGE_CATALOGUE},
    {POST, WRITE, "/admin/import",                  records_import_post,        MAY_MANAGE_CATALOGUE,
     .prepare = records_import_prepare},
};

static const struct guide_entry guide[] = {
    {
        .title = _("Courses and programmes"),
        .purpose = _("Everything the university teaches, with groups, times, rooms and seats. Filter it, "
                     "and put what you want to take into your plan."),
        .path = "/courses",
        .icon = "courses",
        .account = false,
        .off_campus = true,
        .how_in = _("Anybody can look. Sign in to plan."),
    },
    {
        .title = _("My studies"),
        .purpose = _("The programmes that you follow, and the courses in which you have a place."),
        .path = "/record",
        .icon = "programme",
        .account = true,
        .off_campus = true,
        .how_in = _("Sign in as a student."),
    },
};

static const struct menu_entry menu[] = {
    {_("Courses"), "/courses", MAY_ANYONE, 20, "courses"},
    {_("My studies"), "/record", MAY_STUDY, 45, "programme"},
    {_("My teaching"), "/teaching", MAY_TEACH, 46, "lecture"},
    {_("Enrolment windows"), "/admin/windows", MAY_MANAGE_PROGRAMME, 70, "window"},
    {_("Demand"), "/admin/demand", MAY_MANAGE_PROGRAMME, 71, "demand"},
    {_("Waivers"), "/admin/waivers", MAY_MANAGE_PROGRAMME, 73, "edit"},
    {_("Import"), "/admin/import", MAY_MANAGE_CATALOGUE, 72, "import"},
};

static const struct card cards[] = {
    {_("Your courses"),  "/record",   40, records_card         },
    {_("Your teaching"), "/teaching", 41, records_teaching_card},
};

static const struct personal_data personal_data[] = {
    {_("The programmes that you follow, your places and wait-list places, your results, and "
       "the prerequisites that do not count for you"),
     _("As long as the university must keep your study record"), records_export},
};

static const struct command commands[] = {
    {"import", "import DIR [--apply]",
     "checks a CSV folder (docs/import.md) and shows the differences; --apply makes them",
     records_import_command},
};

static err check(struct db *db, struct buf *out)
{
    struct records_r_wrong_list wrong;
    int64_t n = 0;

    TRY(records_q_wrong_counts(db, &wrong));
    for (size_t i = 0; i < wrong.n; i++)
        buf_printf(out, "records: section %s %s counts %lld taken and %lld waiting, but has %lld and %lld\n",
                   wrong.v[i].course, wrong.v[i].code, (long long)wrong.v[i].taken,
                   (long long)wrong.v[i].waiting, (long long)wrong.v[i].placed,
                   (long long)wrong.v[i].queued);
    TRY(records_q_wrong_offerings(db, &n));
    if (n > 0)
        buf_printf(out, "records: %lld enrolments are in a section of another offering\n",
                   (long long)n);
    TRY(records_q_wrong_kept(db, &n));
    if (n > 0)
        buf_printf(out, "records: %lld sections keep other seats than their reserves have left\n",
                   (long long)n);
    TRY(records_q_wrong_reserved(db, &n));
    if (n > 0)
        buf_printf(out, "records: %lld reserves do not count the places taken from them\n",
                   (long long)n);
    TRY(records_q_wrong_conditions(db, &n));
    if (n > 0)
        buf_printf(out, "records: %lld wait-list places would give up a place that nobody has\n",
                   (long long)n);
    return OK;
}

/* What changed is of no use after the sixty days for which calendars are told. */
static err forget(struct db *db, int64_t arg, const char *text)
{
    int64_t changed = 0;

    (void)arg;
    (void)text;
    return records_q_earlier_forget(db, instant_add(db_now(db), -DAYS(60)), &changed);
}

/* Seats kept until a moment are for everybody after it. */
static err release(struct db *db, int64_t arg, const char *text)
{
    bool more = false;

    TRY(records_reserves_end(db, &more));
    return more ? job_add(db, "records.release_rest", (instant){0}, arg, text) : OK;
}

static const struct job_kind jobs[] = {
    {"records.release", release, MINUTES(1), "Gives seats whose reserve is over to everybody."},
    {"records.release_rest", release, 0, "Gives the rest of the seats whose reserve is over."},
    {"records.forget", forget, DAYS(1), "Forgets what meetings were before they changed, after sixty days."},
};

static const struct task_kind tasks[] = {
    {"records.sheets", sheets_round},
    {"records.demand", demand_live_round},
};

static const struct listener listeners[] = {
    {SECTION_CHANGED, "records.tell_changed", records_hear_changed},
};

static const struct page_words pages[] = {
    {_("Courses"), "/courses", MAY_ANYONE, "catalogue course guide prospectus subjects vakken studiegids cursussen"},
    {_("My studies"), "/record", MAY_STUDY, "results grades marks credits degree progress transcript cijfers resultaten studiepunten voortgang opleiding"},
    {_("My teaching"), "/teaching", MAY_TEACH, "participants class list mail students deelnemers deelnemerslijst mailen onderwijs colleges"},
    {_("Enrolment windows"), "/admin/windows", MAY_MANAGE_PROGRAMME, "windows open close enrolment period opening inschrijfperiode openen sluiten inschrijving",
     _("When students can enrol: for everybody, a group or a programme; and until when places can be left.")},
    {_("Demand"), "/admin/demand", MAY_MANAGE_PROGRAMME, "seats full wanted capacity occupancy belangstelling vraag plaatsen vol capaciteit bezetting",
     _("Wishes and plans against seats, live; more seats, and seats that are kept for a group.")},
    {_("Seats of many groups"), "/admin/seats", MAY_MANAGE_PROGRAMME, "capacity spreadsheet csv more seats plaatsen capaciteit groepen rekenblad",
     _("Seats changed by a spreadsheet: compared first, then changed at once."), "seat"},
    {_("Waivers"), "/admin/waivers", MAY_MANAGE_PROGRAMME, "waiver exemption prerequisite vrijstelling voorkennis ingangseis",
     _("Who may enrol without what a course asks for, and why.")},
    {_("Import"), "/admin/import", MAY_MANAGE_CATALOGUE, "csv upload catalogue importeren inlezen studiegids bestanden",
     _("Courses, groups, people and results from files: first what would change, then the change.")},
};

const struct service records_service = {
    .name = "records",
    .routes = routes,
    .pages = pages,
    .n_pages = COUNT(pages),
    .n_routes = COUNT(routes),
    .migrations = records_migrations,
    .n_migrations = COUNT(records_migrations),
    .jobs = jobs,
    .n_jobs = COUNT(jobs),
    .tasks = tasks,
    .n_tasks = COUNT(tasks),
    .listeners = listeners,
    .n_listeners = COUNT(listeners),
    .notices = records_notices,
    .n_notices = RECORDS_NOTICES,
    .guide = guide,
    .n_guide = COUNT(guide),
    .menu = menu,
    .n_menu = COUNT(menu),
    .things = records_things,
    .n_things = RECORDS_THINGS,
    .audit_words = records_audit_words,
    .n_audit_words = RECORDS_AUDIT_WORDS,
    .cards = cards,
    .n_cards = COUNT(cards),
    .search = records_found,
    .n_search = COUNT(records_found),
    .engaged = records_engaged,
    .personal_data = personal_data,
    .n_personal_data = COUNT(personal_data),
    .commands = commands,
    .n_commands = COUNT(commands),
    .start = sheets_start,
    .check = check,
};
