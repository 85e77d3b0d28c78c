# Until when places can be left: while enrolment is open, and after it until the moment that an administrator sets.
command import tests/fixtures/small --apply
  exit 0
karin: post /sign-in
  field name a0001
  field password Rapenburg-demo-2026
  to /home
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
bram: post /sign-in
  field name s2345678
  field password Rapenburg-demo-2026
  to /home
noor: get /courses/CSE%208A?term=2026-2
  lacks "Enrolment for you closed"
  keep a02 behind "Group A02" between "name=\"section\" value=\"" "\""
  keep eight between "/plan/2026-2/groups/" "\""
noor: get /courses/HIS%201?term=2026-2
  keep h01 behind "Group H01" between "name=\"section\" value=\"" "\""
  keep history between "/plan/2026-2/groups/" "\""
noor: get /courses/CSE%2020?term=2026-2
  keep c01 behind "Group C01" between "name=\"section\" value=\"" "\""
  keep twenty between "/plan/2026-2/groups/" "\""
bram: post /plan/2026-2/add
  field section $c01
bram: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
bram: post /plan/2026-2/submit
  field version $version
noor: post /plan/2026-2/add
  field section $a02
noor: post /plan/2026-2/add
  field section $h01
noor: post /plan/2026-2/add
  field section $c01
noor: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
noor: post /plan/2026-2/submit
  field version $version
  status 303
# Nothing is set: as long as the term lasts. Only who keeps the catalogue sets it, and not behind the term.
noor: post /admin/windows/leaving
  field term 2026-2
  field until 2027-02-15T17:00
  status 403
karin: get /admin/windows?term=2026-2
  says "Students can leave the places that they have as long as the term lasts."
karin: post /admin/windows/leaving
  field term 2026-2
  field until 2027-09-01T17:00
  status 422
  says "Places can be left until: Semester 2 is over then"
  says "2027-09-01T17:00"
karin: post /admin/windows/leaving
  field term 2026-2
  field until tomorrow
  status 422
karin: post /admin/windows/leaving
  field term 1999-1
  field until 2027-02-15T17:00
  status 404
karin: post /admin/windows/leaving
  without token
  field term 2026-2
  field until 2027-02-15T17:00
  status 403
karin: post /admin/windows/leaving
  field term 2026-2
  field until 2027-02-15T17:00
  status 303
karin: follow
  says "places in Semester 2 can be left until"
  says "value=\"2027-02-15T17:00\""
karin: get /admin/windows?term=2026-1
  says "Students can leave the places that they have as long as the term lasts."
# While enrolment is open nothing is said of it.
noor: get /plan/2026-2
  lacks "Places can be left until"
# Enrolment has closed: she may leave still, and is told before that she cannot come back.
karin: post /admin/windows
  field term 2026-2
  field opens 2026-11-09T13:00
  field now close
  field students 1000000
  status 303
noor: get /plan/2026-2
  says "Places can be left until Mon 15 Feb"
  queries <= 16
noor: get /plan/2026-2/leave/$eight
  says "You cannot come back"
  says "It can be left until Mon 15 Feb"
noor: post /plan/2026-2/leave/$eight
  field code CSE 8A
  status 303
noor: follow
  says "You have left"
# A course that she has no place in: what one can do still, and what not.
noor: get /courses/CSE%208A?term=2026-2
  says "Enrolment for you closed on"
  says "You can put a group in your plan, but not submit it"
  says "Add to my plan"
  lacks "Tell me when a seat is free"
# The moment has passed: the place stays, and a wait-list can be left.
wait 84d
noor: get /sign-in
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /plan/2026-2
  says "Places could be left until Mon 15 Feb"
  lacks "/leave/$history\""
  says "/leave/$twenty?waits=1"
noor: get /plan/2026-2/leave/$history
  says "This course could be left until Mon 15 Feb"
  lacks "Type HIS 1 to confirm"
noor: post /plan/2026-2/leave/$history
  field code HIS 1
  to /plan/2026-2/leave/$history
noor: get /plan/2026-2
  says "/courses/HIS%201"
noor: get /plan/2026-2/leave/$twenty?waits=1
  lacks "could be left until"
noor: post /plan/2026-2/leave/$twenty
  field waits 1
  field code CSE 20
  status 303
noor: follow
  says "You do not wait for Discrete Mathematics any more"
# Taken away again: as long as the term lasts.
karin: get /sign-in
karin: post /sign-in
  field name a0001
  field password Rapenburg-demo-2026
  to /home
karin: post /admin/windows/leaving
  field term 2026-2
  field until
  status 303
karin: follow
  says "Places in Semester 2 can be left as long as the term lasts."
noor: get /plan/2026-2/leave/$history
  says "You cannot come back"
noor: post /plan/2026-2/leave/$history
  field code HIS 1
  status 303
noor: follow
  says "You have left"
# When the term is over a course can only be looked at.
wait 140d
noor: get /sign-in
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /courses/HIS%201?term=2026-2
  says "Semester 2 is over: it can only be looked at."
  lacks "Add to my plan"
command replay 2026-2
  exit 0
