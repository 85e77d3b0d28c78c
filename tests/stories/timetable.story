# The week shows what one is enrolled in; a calendar follows it by a secret address that can be ended.
command import tests/fixtures/small --apply
  exit 0
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /timetable
  status 200
  golden timetable
  says "Introduction to Programming"
  says "09:00"
  queries <= 12
noor: get /timetable/list
  status 200
  golden timetable-list
  says "Introduction to Programming"
  says "Snelliusgebouw"
noor: post /timetable/feeds
  unhurt
  field name my phone
  status 200
  says "Your new address"
  keep feed between "value=\"http" ".ics\""
  keep secret between "/timetable/feed/" ".ics"
noor: get /timetable/feeds
  status 200
  golden feeds
calendar: get /timetable/feed/$secret.ics
  status 200
  header Content-Type text/calendar
  header Set-Cookie absent
  says "BEGIN:VCALENDAR"
  says "TZID:Europe/Amsterdam"
  says "SUMMARY:"
  keep etag header ETag
  queries <= 12
calendar: get /timetable/feed/$secret.ics
  send If-None-Match: $etag
  status 304
calendar: get /timetable/feed/AAAAAAAAAAAAAAAAAAAAAAAA.ics
  status 404
noor: get /timetable/feeds
  keep id between "action=\"/timetable/feeds/" "/revoke\""
  lacks "$secret"
noor: post /timetable/feeds/$id/revoke
  status 303
calendar: get /timetable/feed/$secret.ics
  status 410
visitor: get /timetable
  status 303
