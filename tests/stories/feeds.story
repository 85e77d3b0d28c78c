# A calendar follows one's timetable by a secret address: filtered, renewed, ended; little work when nothing changed.
command import tests/fixtures/small --apply
  exit 0
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: post /timetable/feeds
  unhurt
  field name my phone
  status 200
  says "Your new address"
  says "webcal://"
  says "Add to Google Calendar"
  says "Make another address"
  lacks "value=\"my phone\""
  keep secret between "/timetable/feed/" ".ics"
noor: get /timetable/feeds
  status 200
  golden feeds
  lacks "$secret"
  keep id between "href=\"/timetable/feeds/" "\""
calendar: get /timetable/feed/$secret.ics
  status 200
  header Content-Type text/calendar
  header Set-Cookie absent
  says "BEGIN:VCALENDAR"
  says "TZID:Europe/Amsterdam"
  says "SUMMARY:"
  says "REFRESH-INTERVAL;VALUE=DURATION:PT1H"
  says "COLOR:"
  keep etag header ETag
  keep modified header Last-Modified
  queries <= 12
calendar: get /timetable/feed/$secret.ics
  send If-None-Match: $etag
  status 304
  queries <= 2
calendar: get /timetable/feed/$secret.ics
  send If-Modified-Since: $modified
  status 304
  queries <= 2
calendar: get /timetable/feed/AAAAAAAAAAAAAAAAAAAAAAAA.ics
  status 404

# What it shows is its owner's choice.
noor: get /timetable/feeds/$id
  status 200
  golden feed
noor: post /timetable/feeds/$id
  field name my watch
  field kinds exams
  to /timetable/feeds
noor: get /timetable/feeds
  says "my watch"
  says "Only exams"
calendar: get /timetable/feed/$secret.ics
  send If-None-Match: $etag
  status 200
  lacks "BEGIN:VEVENT"
noor: get /timetable/feeds/$id
  keep course behind "Courses" between "name=\"course\" value=\"" "\""
noor: post /timetable/feeds/$id
  field name my watch
  field kinds all
  field course $course
  field waiting 1
  to /timetable/feeds
noor: post /timetable/feeds/$id
  field name my watch
  field kinds rubbish
  status 422
bram: post /sign-in
  field name s2345678
  field password Rapenburg-demo-2026
  to /home
bram: get /timetable/feeds/$id
  status 404
bram: post /timetable/feeds/$id/revoke
  status 404

# On the wait-list one is tentative; what is dropped is cancelled.
bram: get /courses/CSE%2020?term=2026-2
  keep c01 behind "Group C01" between "name=\"section\" value=\"" "\""
bram: post /plan/2026-2/add
  field section $c01
  status 303
bram: get /plan/2026-2
  keep bramversion between "name=\"version\" value=\"" "\""
bram: post /plan/2026-2/submit
  unhurt
  field version $bramversion
  status 303
noor: post /plan/2026-2/add
  field section $c01
  status 303
noor: get /plan/2026-2
  keep noorversion between "name=\"version\" value=\"" "\""
noor: post /plan/2026-2/submit
  unhurt
  field version $noorversion
  status 303
calendar: get /timetable/feed/$secret.ics
  says "STATUS:TENTATIVE"
  says "Wait-list: CSE 20"
bram: post /timetable/feeds
  unhurt
  field name tablet
  keep bsecret between "/timetable/feed/" ".ics"
calendar: get /timetable/feed/$bsecret.ics
  says "STATUS:CONFIRMED"
  lacks "STATUS:CANCELLED"
bram: get /plan/2026-2
  keep offering between "href=\"/plan/2026-2/leave/" "\""
bram: post /plan/2026-2/leave/$offering
  unhurt
  field code CSE 20
  status 303
work
calendar: get /timetable/feed/$bsecret.ics
  says "STATUS:CANCELLED"
  says "Cancelled: CSE 20"
  says "SEQUENCE:1"
  lacks "STATUS:CONFIRMED"
  queries <= 14
calendar: get /timetable/feed/$secret.ics
  says "SUMMARY:CSE 20"
  lacks "STATUS:TENTATIVE"

# A calendar that begins now hears nothing of what was dropped before.
wait 1m
bram: post /timetable/feeds
  unhurt
  field name new phone
  keep lsecret between "/timetable/feed/" ".ics"
calendar: get /timetable/feed/$lsecret.ics
  status 200
  lacks "STATUS:CANCELLED"
calendar: get /timetable/feed/$bsecret.ics
  says "STATUS:CANCELLED"
bram: get /timetable/feeds
  keep bid between "href=\"/timetable/feeds/" "\""
bram: post /timetable/feeds/$bid/rotate
  unhurt
  status 200
  keep bnewer between "/timetable/feed/" ".ics"
calendar: get /timetable/feed/$bnewer.ics
  status 200
  lacks "STATUS:CANCELLED"

# A new secret ends the old one; in the end nothing works any more.
noor: post /timetable/feeds/$id/rotate
  unhurt
  status 200
  says "Your new address"
  keep newer between "/timetable/feed/" ".ics"
calendar: get /timetable/feed/$secret.ics
  status 404
calendar: get /timetable/feed/$newer.ics
  status 200
noor: post /timetable/feeds/$id/revoke
  status 303
calendar: get /timetable/feed/$newer.ics
  status 410
