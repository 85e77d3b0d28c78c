/* push_own.c: the table of the pushing. SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stddef.h>
#include "app.h"
#include "push_in.h"
#include "service.h"

/* --- Settings ---------------------------------------------------------------------------------------------- */

#define AT(field) offsetof(struct push_settings, field)

static const struct setting rows[] = {
    {"allow", SETTING_TEXT, AT(allow), "", 0, 0, true,
     "Addresses that are not public and may be pushed to, blank-separated: 10.1.0.0/16, host:port."},
    {"most", SETTING_NUMBER, AT(most), "10", 1, 100, true, "One person is told on so many browsers at most; the oldest makes room."},
    {"give_up", SETTING_DURATION, AT(give_up), "1d", MINUTES(1), DAYS(28), true,
     "What a push service does not take for so long is given up; it stands under Notices."},
};
const struct settings_group push_group = {
    .name = "push",
    .rows = rows,
    .n_rows = COUNT(rows),
    .size = sizeof(struct push_settings),
};

/* --- The table ---------------------------------------------------------------------------------------------- */

static const struct notice_topic trying = {
    .name = "push.tried",
    .title = _("Trying your devices"),
    .what = _("What you send to yourself to see that a device is told"),
    .mail = NOTICE_MAIL_NEVER,
    .prompt = true,
};
const struct notice_kind push_tried = {
    .name = "push.tried", .topic = &trying, .icon = "bell", .text = _("This device is told what concerns you.")};
static const struct notice_kind *const notices[] = {&push_tried};

static err sweep(struct db *db, int64_t arg, const char *text)
{
    int64_t swept = 0;

    (void)arg, (void)text;
    return campus_q_push_lost(db, &swept);
}

static const struct job_kind jobs[] = {
    {"push.sweep", sweep, HOURS(1), "Forgets what was to be told of notices that are gone."},
};

static const struct task_kind tasks[] = {{PUSH_TASK, push_round}, {PROMPTS_TASK, prompts_round}};

static const struct listener listeners[] = {
    {SESSION_ENDED, "push.session_ended", push_hear_ended},
    {ACCOUNT_DISABLED, "push.account_disabled", push_hear_ended},
};

static const struct route routes[] = {
    {GET, READ, "/worker.js", push_worker_get, MAY_ANYONE, .anonymous = true},
    {GET, READ, "/manifest.webmanifest", push_manifest_get, MAY_ANYONE},
    {POST, WRITE, "/notices/devices", push_add_post, MAY_SIGNED_IN},
    {POST, WRITE, "/notices/devices/here", push_here_post, MAY_SIGNED_IN, .machine = true},
    {POST, WRITE, "/notices/devices/try", push_try_post, MAY_SIGNED_IN},
    {POST, WRITE, "/notices/devices/{push}/remove", push_remove_post, MAY_SIGNED_IN},
};

static const struct audit_word audit_words[] = {
    {"push.added", _("Is told on one more device")},
    {"push.ended", _("A device is told no more")},
    {"push.seen", _("A device that is told is in another sign-in now")},
    {"push.tried", _("Tried the devices that are told")},
};

static const struct personal_data personal_data[] = {
    {_("The devices on which you are told"), _("Until you end it, or sign out there"), push_export},
};

const struct service push_service = {
    .name = "push",
    .routes = routes,
    .n_routes = COUNT(routes),
    .settings = &push_group,
    .jobs = jobs,
    .n_jobs = COUNT(jobs),
    .tasks = tasks,
    .n_tasks = COUNT(tasks),
    .listeners = listeners,
    .n_listeners = COUNT(listeners),
    .notices = notices,
    .n_notices = COUNT(notices),
    .audit_words = audit_words,
    .n_audit_words = COUNT(audit_words),
    .personal_data = personal_data,
    .n_personal_data = COUNT(personal_data),
    .start = prompts_start,
};
