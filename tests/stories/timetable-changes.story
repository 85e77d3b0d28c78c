# What moved or was cancelled is marked for two weeks, listed until it was seen, and told to calendars.
command import tests/fixtures/small --apply
  exit 0
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: post /timetable/feeds
  unhurt
  field name phone
  status 200
  keep secret between "/timetable/feed/" ".ics"
calendar: get /timetable/feed/$secret.ics
  says "DTSTART;TZID=Europe/Amsterdam:20260901T090000"
  says "SEQUENCE:0"
  keep etag header ETag
command import tests/fixtures/moved --apply
  exit 0
noor: get /timetable?view=week&on=2026-12-01
  status 200
  golden timetable-changed
  says "Changed since you last looked"
  says "now Tue 13:15 in Snelliusgebouw 2.10, was Tue 09:00 in Snelliusgebouw 1.04"
  says "Was Tue 09:00 in Snelliusgebouw 1.04"
calendar: get /timetable/feed/$secret.ics
  send If-None-Match: $etag
  status 200
  says "DTSTART;TZID=Europe/Amsterdam:20260901T131500"
  says "SEQUENCE:1"
noor: post /timetable/seen
  to /timetable
noor: get /timetable?view=week&on=2026-12-01
  lacks "Changed since you last looked"
  says "Was Tue 09:00 in Snelliusgebouw 1.04"
wait 1h
command import tests/fixtures/cancelled --apply
  exit 0
noor: get /timetable?view=week&on=2026-12-01
  says "cancelled: Tue 13:15 in Snelliusgebouw 2.10"
  says "Cancelled"
calendar: get /timetable/feed/$secret.ics
  says "STATUS:CANCELLED"
  says "SEQUENCE:2"
noor: post /timetable/feeds
  unhurt
  field name laptop
  keep later between "/timetable/feed/" ".ics"
wait 1m
noor: post /timetable/feeds
  unhurt
  field name watch
  keep latest between "/timetable/feed/" ".ics"
calendar: get /timetable/feed/$later.ics
  says "STATUS:CANCELLED"
calendar: get /timetable/feed/$latest.ics
  status 200
  lacks "STATUS:CANCELLED"
wait 15d
later: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
later: get /timetable?view=week&on=2026-12-15
  lacks "Cancelled"
calendar: get /timetable/feed/$secret.ics
  says "STATUS:CANCELLED"
wait 60d
calendar: get /timetable/feed/$secret.ics
  lacks "STATUS:CANCELLED"
