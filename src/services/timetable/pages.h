/* pages.h: the screens of timetable.
   SPDX-License-Identifier: AGPL-3.0-or-later */
#ifndef TIMETABLE_PAGES_H
#define TIMETABLE_PAGES_H
#include "models.h"
#include "rq.h"
#include "service.h"
#include "whose.h"

/* pages.c: a timetable by day, week, month or as a list. */
err timetable_own_get(struct rq *rq);
err timetable_own_list_get(struct rq *rq);
err timetable_lecturer_get(struct rq *rq);
err timetable_room_get(struct rq *rq);
err timetable_course_get(struct rq *rq);
/* home.c: what the home page shows of it. */
err timetable_card(struct rq *rq);
err timetable_deadlines(struct rq *rq, struct deadlines *ret);
/* found.c: what people find. */
extern const struct search_source timetable_found[3];
/* choose.c: what one wants to see. */
err timetable_choose_get(struct rq *rq);
err timetable_choose_post(struct rq *rq);
err timetable_also_post(struct rq *rq);
err timetable_also_remove_post(struct rq *rq);
err timetable_seen_post(struct rq *rq);
/* rooms.c: free rooms, and finding a timetable. */
err timetable_rooms_get(struct rq *rq);
err timetable_find_get(struct rq *rq);
/* feeds.c, feed_pages.c: addresses for calendars. */
err timetable_feeds_get(struct rq *rq);
err timetable_feed_edit_get(struct rq *rq);
err timetable_feed_make_post(struct rq *rq);
err timetable_feed_change_post(struct rq *rq);
err timetable_feed_rotate_post(struct rq *rq);
err timetable_feed_revoke_post(struct rq *rq);
[[nodiscard]] err timetable_mine_get(struct rq *rq);
err timetable_feed_get(struct rq *rq);

/* names.c: what a slot is called. "/courses/CSE%208A" */
const char *timetable_course_path(struct arena *a, const struct records_section *s);
/* "CSE 8A", "MATH 10C, MATH 18" */
const char *timetable_course_codes(struct arena *a, const struct timetable_slot *s);
/* "group A01", "groups A50–A53", "all groups", "MATH 10C C01–C04, MATH 18 A01"; with a capital where it
   stands first. */
const char *timetable_group_words(struct rq *rq, const struct timetable_slot *s, bool capital);
/* "CSE 8A" or with its name; "MATH 10C" of several; of a course's page "Group A01". */
const char *timetable_title(struct rq *rq, const struct timetable_slot *s, bool named);
/* The courses behind the first. */
struct timetable_links timetable_further(struct arena *a, const struct timetable_slot *s);
/* "Tue, Thu 14:00–15:20 · Lecture · Snellius 1.04" of each kind, time and room. */
struct str_list timetable_times(struct rq *rq, const struct records_meetings *m);

/* show.c: from slots to what views show. */
struct timetable_days timetable_show_days(struct rq *rq, const struct timetable_slots *s, size_t max);
struct timetable_arranged timetable_show_arranged(struct arena *a, const struct timetable_sources *s);
/* `days` days from `first` on; Saturday and Sunday of a week only when there is something. */
struct week timetable_show_week(struct rq *rq, const struct timetable_slots *s, day first, size_t days);
struct timetable_month timetable_show_month(struct rq *rq, const struct timetable_slots *s, day first,
                                            const char *base);
struct timetable_changed timetable_show_changes(struct rq *rq, const struct timetable_sources *s,
                                                const struct records_earliers *was, instant seen);
/* groups.c: all groups of the offerings that are shown, by offering and code. */
[[nodiscard]] err timetable_groups_of(struct db *db, const struct timetable_sources *shown,
                                      struct records_sections *ret);
/* With their times and whether they stand in one's own timetable; `path` to which a group is added. */
[[nodiscard]] err timetable_show_groups(struct rq *rq, const struct records_sections *groups,
                                        const struct timetable_sources *mine, const char *path,
                                        struct timetable_groups *ret);
/* Of which one may be chosen; none when there is one group. */
struct timetable_options timetable_group_choices(struct rq *rq, const struct records_sections *groups,
                                                 const char *chosen);
/* "Easter Monday" of this day, or NULL. */
const char *timetable_holiday(const struct records_holidays *h, day d);
/* "Snellius 1.04" */
const char *timetable_place(struct arena *a, const struct records_meeting *m);
/* pages.c: why today is shown instead of the day that was asked for. */
const char *timetable_limits_words(struct rq *rq);

#endif
