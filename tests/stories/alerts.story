# "Tell me when a seat is free": of a full group somebody is told once, when a seat is free that nobody who waits takes.
command import tests/fixtures/small --apply
  exit 0
visitor: get /alerts
  status 303
  to /sign-in?next=%2Falerts
karin: post /sign-in
  field name a0001
  field password Rapenburg-demo-2026
  to /home
karin: get /alerts
  status 403
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
bram: post /sign-in
  field name s2345678
  field password Rapenburg-demo-2026
  to /home
aylin: post /sign-in
  field name s3456789
  field password Rapenburg-demo-2026
  to /home
bram: get /alerts
  says "You have no seat alerts"
  queries <= 6
  golden alerts-none
noor: get /courses/CSE%2020?term=2026-2
  keep c01 behind "Group C01" between "name=\"section\" value=\"" "\""
  keep twenty between "/plan/2026-2/groups/" "\""
# While there is a seat there is nothing to be told.
bram: post /alerts/add
  field section $c01
  to /alerts
bram: follow
  says "There is a seat in Discrete Mathematics, group C01, now"
bram: post /alerts/add
  field section 999999
  status 404
bram: post /alerts/add
  without token
  field section $c01
  status 403
# Noor takes the only seat; Aylin waits for it.
noor: post /plan/2026-2/add
  field section $c01
noor: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
noor: post /plan/2026-2/submit
  field version $version
noor: post /alerts/add
  field section $c01
noor: follow
  says "You have a place in Discrete Mathematics, group C01, already."
aylin: post /plan/2026-2/add
  field section $c01
aylin: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
  says "Laat me weten"
aylin: post /plan/2026-2/submit
  field version $version
aylin: post /alerts/add
  field section $c01
aylin: follow
  says "Je wacht op Disc"
# Bram does not want to wait, only to know; asked twice it is one.
bram: get /courses/CSE%2020?term=2026-2
  says "Tell me when a seat is free"
bram: post /alerts/add
  field section $c01
  to /alerts
bram: follow
  says "We tell you when a seat is free in Discrete Mathematics, group C01."
  says "It is not kept for you: who enrols first has it."
  queries <= 8
  golden alerts
bram: post /alerts/add
  field section $c01
  to /alerts
bram: get /plan/2026-2/groups/$twenty
  says "You are told when a seat is free."
# The course's page says so too, and ends it there.
bram: get /courses/CSE%2020?term=2026-2
  says "You are told when a seat is free."
  lacks "Tell me when a seat is free"
  queries <= 16
bram: post /alerts/remove
  field section $c01
  field back course
  to /courses/CSE%2020?term=2026-2
bram: follow
  says "You are not told of a seat there any more."
  says "Tell me when a seat is free"
bram: post /alerts/add
  field section $c01
# Not any more; and after all.
bram: post /alerts/remove
  field section $c01
  to /alerts?ended=$c01
bram: follow
  says "Tell me after all"
  golden alerts-ended
bram: post /alerts/add
  field section $c01
work
bram: get /notices
  says "Nothing new"
# The seat that Noor leaves is Aylin's: nobody else is told.
noor: post /plan/2026-2/leave/$twenty
  field code CSE 20
  status 303
work
aylin: get /notices
  says "Je hebt nu een plaats"
bram: get /notices
  says "Nothing new"
# Aylin leaves too: now it is free.
aylin: post /plan/2026-2/leave/$twenty
  field code CSE 20
  status 303
work
bram: get /notices
  says "A seat was free in CSE 20 Discrete Mathematics, group C01, a moment ago. It is not kept for you: who enrols first has it."
  says "Seat alerts"
  keep notice behind "row-link" between "href=\"/notices/" "/open\""
  golden notices-seat
noor: get /notices
  lacks "A seat was free"
bram: get /alerts
  says "You have no seat alerts"
bram: get /notices/$notice/open
  to /plan/2026-2/groups/$twenty
bram: follow
  status 200
# Once.
wait 2m
work
bram: get /notices
  says "No new notices"
  lacks "times"
sam: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
  to /home
sam: get /admin/system/audit?what=studymap.alert
  says "studymap.alert_told"
  says "studymap.alert_ended"
# What nobody can have any more is not waited for: the window closes.
noor: post /plan/2026-2/add
  field section $c01
noor: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
noor: post /plan/2026-2/submit
  field version $version
bram: post /alerts/add
  field section $c01
  to /alerts
karin: post /admin/windows
  field term 2026-2
  field opens 2026-11-01T10:00
  field closes 2026-11-24T14:00
  field students 1000000
  status 303
wait 2h
work
bram: get /alerts
  says "You have no seat alerts"
bram: post /alerts/add
  field section $c01
bram: follow
  says "Enrolment in Discrete Mathematics is over for you"
