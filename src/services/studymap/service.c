/* service.c: what studymap adds to the campus: plans, submissions and receipts.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#include "service.h"
#include "alerts.h"
#include "app.h"
#include "armed.h"
#include "demand.h"
#include "hand.h"
#include "replay_run.h"
#include "plan.h"
#include "queue.h"
#include "records_seats.h"
#include "room.h"
#include "told.h"

/* clang-format off */
static const struct route routes[] = {
    {GET,  READ,  "/plan",                          studymap_now_get,      MAY_STUDY},
    {GET,  READ,  "/plan/{term}",                   room_plan_get,         MAY_STUDY},
    {GET,  READ,  "/plan/{term}/groups/{offering}", room_groups_get,       MAY_STUDY},
    {POST, WRITE, "/plan/{term}/add",               studymap_add_post,     MAY_STUDY},
    {POST, WRITE, "/plan/{term}/remove",            studymap_remove_post,  MAY_STUDY},
    {GET,  READ,  "/plan/{term}/submit",            room_submit_get,       MAY_STUDY},
    {POST, WRITE, "/plan/{term}/submit",            studymap_submit_post,  MAY_STUDY, .together = true, .asks = true},
    {GET,  READ,  "/plan/{term}/leave/{offering}",  studymap_leave_get,    MAY_STUDY},
    {POST, WRITE, "/plan/{term}/leave/{offering}",  studymap_leave_post,   MAY_STUDY, .together = true, .asks = true},
    {POST, WRITE, "/plan/{term}/option",            studymap_option_post,  MAY_STUDY},
    {POST, WRITE, "/plan/{term}/rank",              studymap_rank_post,    MAY_STUDY},
    {POST, WRITE, "/plan/{term}/swap/{offering}",   studymap_swap_post,    MAY_STUDY, .together = true, .asks = true},
    {GET,  READ,  "/plan/{term}/asked/{request}",   studymap_asked_get,    MAY_STUDY},
    {GET,  STREAM, "/plan/{term}/asked/{request}/live", studymap_asked_live_get, MAY_STUDY, .machine = true},
    {GET,  READ,  "/plan/waiting",                  studymap_room_get,     MAY_STUDY, .audited = true},
    {GET,  STREAM, "/plan/waiting/live",            studymap_room_live_get, MAY_STUDY, .machine = true},
    {POST, WRITE, "/plan/waiting/forget",           studymap_room_forget_post, MAY_STUDY},
    {POST, WRITE, "/plan/waiting/done",             studymap_room_done_post, MAY_STUDY},
    {GET,  READ,  "/admin/waiting",                 studymap_room_admin_get, MAY_MANAGE_CATALOGUE},
    {POST, WRITE, "/admin/waiting",                 studymap_room_admin_post, MAY_MANAGE_CATALOGUE},
    {POST, WRITE, "/plan/{term}/arm",               studymap_arm_post,     MAY_STUDY},
    {POST, WRITE, "/plan/{term}/disarm",            studymap_disarm_post,  MAY_STUDY},
    {GET,  READ,  "/draws",                         studymap_draws_get,    MAY_ANYONE},
    {GET,  SLOW,  "/draws/{draw}",                  studymap_draw_get,     MAY_ANYONE},
    {GET,  READ,  "/alerts",                        studymap_alerts_get,   MAY_STUDY},
    {POST, WRITE, "/alerts/add",                    studymap_alert_add_post, MAY_STUDY},
    {POST, WRITE, "/alerts/remove",                 studymap_alert_remove_post, MAY_STUDY},
    {GET,  READ,  "/receipts",                      studymap_receipts_get, MAY_STUDY},
    {GET,  READ,  "/receipts/{number}",             studymap_receipt_get,  MAY_STUDY},
    {GET,  READ,  "/admin/decisions",               studymap_decisions_get, MAY_MANAGE_CATALOGUE,
     .audited = true},
    {POST, WRITE, "/admin/decisions/replay",        studymap_replay_post,  MAY_MANAGE_CATALOGUE,
     .prepare = studymap_replay_prepare},
    {GET,  STREAM, "/admin/decisions.csv",          studymap_decisions_csv_get, MAY_MANAGE_CATALOGUE,
     .audited = true},
    {GET,  READ,  "/admin/students/{person}",       studymap_student_get,  MAY_MANAGE_PROGRAMME,
     .audited = true},
    {GET,  READ,  "/admin/students/{person}/{term}/give", studymap_give_get, MAY_MANAGE_CATALOGUE},
    {POST, WRITE, "/admin/students/{person}/{term}/give", studymap_give_post, MAY_MANAGE_CATALOGUE},
    {GET,  READ,  "/admin/students/{person}/{term}/end/{offering}", studymap_end_get, MAY_MANAGE_CATALOGUE},
    {POST, WRITE, "/admin/students/{person}/{term}/end/{offering}", studymap_end_post, MAY_MANAGE_CATALOGUE},
    {GET,  SLOW,  "/admin/decisions/{number}",      studymap_decision_get, MAY_MANAGE_PROGRAMME,
     .audited = true},
};
/* clang-format on */

#define ROW(field) .key = #field, .at = offsetof(struct studymap_settings, field)
static const struct setting rows[] = {
    {ROW(credits_most), .type = SETTING_NUMBER, .otherwise = "45", .min = 1, .max = 200,
     .reload = true, .text = "The most credits (EC) that one student may take in one term."},
    {ROW(credits_heavy), .type = SETTING_NUMBER, .otherwise = "30", .min = 1, .max = 200,
     .reload = true, .text = "Above so many credits (EC) in one term the plan warns of a heavy load."},
    {ROW(clashes_allowed), .type = SETTING_FLAG, .otherwise = "no", .reload = true,
     .text = "May a student enrol in courses that meet at the same time? The plan warns anyway."},
    {ROW(wait_lists), .type = SETTING_FLAG, .otherwise = "yes", .reload = true,
     .text = "Does who finds no seat come on the wait-list of the group?"},
    {ROW(expected_counts), .type = SETTING_FLAG, .otherwise = "yes", .reload = true,
     .text = "Does a course that a student takes or plans in an earlier term count for a prerequisite, "
             "with a warning, as long as it has no result? If not, it must be passed first."},
    {ROW(alerts_most), .type = SETTING_NUMBER, .otherwise = "20", .min = 0, .max = 200, .reload = true,
     .text = "Of so many full groups a student may ask to be told when a seat is free; 0: of none."},
    {ROW(room_opens), .type = SETTING_FLAG, .otherwise = "yes", .reload = true,
     .text = "Does the waiting room before the plan open by itself when the campus is overloaded?"},
    {ROW(room_lets), .type = SETTING_NUMBER, .otherwise = "300", .min = 1, .max = 100000, .reload = true,
     .text = "While the waiting room is open at least so many students are in their plans at once."},
    {ROW(room_lets_most), .type = SETTING_NUMBER, .otherwise = "3000", .min = 1, .max = 100000,
     .reload = true, .text = "And at most so many, when the campus stays calm."},
    {ROW(room_writes), .type = SETTING_NUMBER, .otherwise = "2000", .min = 1, .max = 4000, .reload = true,
     .text = "More changes than this waiting to be written are an overload (4096 are the most)."},
    {ROW(room_asked), .type = SETTING_NUMBER, .otherwise = "50000", .min = 10, .max = 1000000,
     .reload = true, .text = "More submissions than this waiting to be decided are an overload."},
    {ROW(room_call), .type = SETTING_DURATION, .otherwise = "10m", .min = MINUTES(1), .max = HOURS(2),
     .reload = true,
     .text = "Who is not there when her turn comes keeps it at the front for so long."},
    {ROW(room_idle), .type = SETTING_DURATION, .otherwise = "5m", .min = MINUTES(3), .max = HOURS(2),
     .reload = true, .text = "Who is in and opens no page for so long gives her place to the next."},
    {ROW(room_stay), .type = SETTING_DURATION, .otherwise = "20m", .min = MINUTES(5), .max = HOURS(8),
     .reload = true, .text = "While others wait nobody is in for longer than this."},
};
const struct settings_group studymap_settings_group = {
    .name = "studymap",
    .rows = rows,
    .n_rows = COUNT(rows),
    .size = sizeof(struct studymap_settings),
};

/* --- Who waits ---------------------------------------------------------------------------------- */

static err promote_rest(struct db *db, int64_t section, const char *after)
{
    int64_t order = 0;

    TRY(str_int(after, 0, INT64_MAX, &order));
    return studymap_promote_in_turn(db, (section_id){section}, order);
}

/* So many sections a minute. */
#define SWEEP_MOST 8

/* Whatever made somebody fit who did not before: results, new rules, a moved lecture. It goes on where it was
   the last time, so that all have their turn, whoever cannot be helped stands before them. */
static err promote_sweep(struct db *db, int64_t, const char *)
{
    struct records_seats_list all = {};
    section_id after = {};

    TRY(studymap_q_swept(db, &after));
    TRY(records_waited_for(db, after, SWEEP_MOST, &all));
    for (size_t i = 0; i < all.n; i++)
        TRY(studymap_promote_in_turn(db, all.v[i].section, 0));
    bool more = all.n == SWEEP_MOST;
    return studymap_q_swept_put(db, more ? all.v[all.n - 1].section : (section_id){0});
}

static err hear_freed(struct db *db, const struct event *e)
{
    return studymap_promote_in_turn(db, (section_id){e->about}, 0);
}

static err hear_left(struct db *db, const struct event *e)
{
    struct records_holds all = {};

    TRY(records_holds_of(db, e->person, &all));
    for (size_t i = 0; i < all.n; i++)
        if (all.v[i].waits)
            TRY(studymap_promote_in_turn(db, all.v[i].section, 0));
    return OK;
}

static const struct job_kind jobs[] = {
    {"studymap.promote", promote_rest, 0, "Asks the rest of a long wait-list for a seat that came free."},
    {"studymap.sweep", promote_sweep, MINUTES(1), "Asks again those who wait beside a free seat."},
    {"studymap.sample", studymap_sample, MINUTES(5), "Keeps how much courses are asked for, around their enrolment."},
    {"studymap.remind", studymap_remind, MINUTES(60), "Tells those whose enrolment opens within a day and whose plan is not handed in."},
    {STUDYMAP_REMIND_SOME, studymap_remind_some, 0, "The same of one window, some people at a time."},
    {STUDYMAP_TELL_DRAWN, studymap_tell_drawn, 0, "Tells those in a draw what came of it, some at a time."},
    {"studymap.alerts_sweep", studymap_alerts_sweep, MINUTES(60), "Ends seat alerts for what is over, withdrawn or had."},
    {"studymap.thin", studymap_thin, DAYS(1), "Forgets what was asked for: all but one an hour after two days, all after a year."},
};
static const struct task_kind tasks[] = {
    {STUDYMAP_DECIDER, studymap_queue_round},
    {STUDYMAP_ASKED, studymap_asked_round},
    {STUDYMAP_ROOM, studymap_room_round},
    {"studymap.draws", studymap_draws_round},
    {STUDYMAP_ALERTS, studymap_alerts_round},
};

static err hear_window(struct db *db, const struct event *e)
{
    TRY(draws_at_once(db, (window_id){e->about}));
    task_wake(db_app(db), "studymap.draws");
    return OK;
}

static const struct listener listeners[] = {
    {WINDOW_CHANGED, "studymap.window", hear_window},
    {SEATS_FREED, "studymap.freed", hear_freed},
    {PLACE_LEFT, "studymap.left", hear_left},
    {PLACE_MOVED, "studymap.tell_moved", studymap_hear_moved},
    {PLACE_PASSED, "studymap.tell_passed", studymap_hear_passed},
    {PLACE_BY_HAND, "studymap.tell_by_hand", studymap_hear_by_hand},
};

static const struct followed follows[] = {{"plan", studymap_mark_now}};

static const struct guide_entry guide[] = {{
    .title = _("Study plan and enrolment"),
    .purpose = _("Plan the courses of a term whenever you like, see clashes, credits and seats "
                 "while you plan, and enrol in all of them at once when enrolment opens."),
    .path = "/plan",
    .icon = "plan",
    .account = true,
    .off_campus = true,
}};

static const struct menu_entry menu[] = {
    {_("Decisions"), "/admin/decisions", MAY_MANAGE_CATALOGUE, 74, "receipt"},
    {_("Plan"), "/plan", MAY_STUDY, 30},
    {_("Waiting room"), "/admin/waiting", MAY_MANAGE_CATALOGUE, 75, "waiting"},
};

static const struct person_page person_pages[] = {
    {_("Places, plan and decisions"), "/admin/students/", MAY_MANAGE_PROGRAMME, "plan"},
};

static const struct command commands[] = {
    {"draw", "draw verify FILE [TICKET]", "proves a draw from its public file, without a state folder",
     studymap_draw_command, .bare = "verify"},
    {"replay", "replay TERM", "makes every decision of a term again and proves that each follows from the rules",
     studymap_replay_command},
};

static const struct card cards[] = {
    {_("Your plan"), "/plan", 20, studymap_card},
};

static const struct personal_data personal_data[] = {
    {_("The plans you made for each term"), _("Until two years after the term"),
     studymap_export_plans},
    {_("Your receipts: what you asked for and what came of it"),
     _("Seven years after the term"), studymap_export_receipts},
    {_("The full groups of which you asked to be told when a seat is free"),
     _("Until you are told, or the enrolment window closes"), studymap_export_alerts},
    {_("Your ticket of the waiting room, and what is asked for you when your turn comes"),
     _("Until the waiting room closes"), studymap_export_ticket},
};

static err start(struct app *app)
{
    TRY(studymap_demand_start(app));
    TRY(studymap_room_start(app));
    TRY(studymap_asked_start(app));
    return studymap_queue_start(app);
}

static const struct page_words pages[] = {
    {_("Plan"), "/plan", MAY_STUDY,
     "enrol enroll enrolment register registration sign up course choose submit inschrijven inschrijving aanmelden vakken kiezen indienen"},
    {_("Your receipts"), "/receipts", MAY_STUDY, "receipt proof of enrolment confirmation bewijs inschrijfbewijs bevestiging"},
    {_("Seat alerts"), "/alerts", MAY_STUDY, "free seat tell me full group plaats vrij melding seintje vol"},
    {_("Draws"), "/draws", MAY_ANYONE, "lottery draw fair lot loting geloot eerlijk"},
    {_("Decisions"), "/admin/decisions", MAY_MANAGE_CATALOGUE,
     "replay explain receipts audit why beslissingen herhaling uitleg bewijzen student inschrijven",
     _("Why a student got a place or not; decide again from the log, or enrol somebody by hand.")},
    {_("Waiting room"), "/admin/waiting", MAY_MANAGE_CATALOGUE, "queue overload busy wachtrij wachtkamer drukte",
     _("A queue before the plan when the campus is overloaded.")},
};

const struct service studymap_service = {
    .name = "studymap",
    .routes = routes,
    .pages = pages,
    .n_pages = COUNT(pages),
    .n_routes = COUNT(routes),
    .migrations = studymap_migrations,
    .n_migrations = COUNT(studymap_migrations),
    .settings = &studymap_settings_group,
    .jobs = jobs,
    .n_jobs = COUNT(jobs),
    .tasks = tasks,
    .n_tasks = COUNT(tasks),
    .listeners = listeners,
    .n_listeners = COUNT(listeners),
    .notices = studymap_notices,
    .n_notices = STUDYMAP_NOTICES,
    .follows = follows,
    .n_follows = COUNT(follows),
    .guide = guide,
    .n_guide = COUNT(guide),
    .menu = menu,
    .n_menu = COUNT(menu),
    .commands = commands,
    .n_commands = COUNT(commands),
    .things = studymap_things,
    .n_things = STUDYMAP_THINGS,
    .audit_words = studymap_audit_words,
    .n_audit_words = STUDYMAP_AUDIT_WORDS,
    .cards = cards,
    .n_cards = COUNT(cards),
    .person_pages = person_pages,
    .n_person_pages = COUNT(person_pages),
    .deadlines = studymap_deadlines,
    .engaged = studymap_engaged_by,
    .watched = studymap_watched_by,
    .personal_data = personal_data,
    .n_personal_data = COUNT(personal_data),
    .start = start,
    .check = studymap_check,
};
