# The whole plan is submitted in one go; one numbered receipt says what came of each course.
command import tests/fixtures/small --apply
  exit 0
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /courses/CSE%208A?term=2026-2
  status 200
  keep a02 behind "Group A02" between "name=\"section\" value=\"" "\""
noor: get /courses/CSE%2012?term=2026-2
  status 200
  keep b01 behind "Group B01" between "name=\"section\" value=\"" "\""
noor: get /courses/HIS%201?term=2026-2
  status 200
  keep h01 behind "Group H01" between "name=\"section\" value=\"" "\""
noor: post /plan/2026-2/add
  field section $a02
  status 303
noor: post /plan/2026-2/add
  field section $b01
  status 303
noor: post /plan/2026-2/add
  field section $h01
  status 303
noor: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
noor: post /plan/2026-2/submit
  field version $version
  status 303
  keep receipt place
noor: follow
  status 200
  golden receipt
  says "Introduction to Programming"
  says "Data Structures"
  says "The Dutch Republic"
  says "Enrolled"
  lacks "Refused"
  queries <= 12
noor: get /receipts
  status 200
  golden receipts
  says "3 enrolled"
noor: get /plan/2026-2
  keep offering between "href=\"/plan/2026-2/leave/" "\""
noor: get /plan/2026-2/leave/$offering
  status 200
  golden leave
noor: get /plan/2026-2/groups/$offering
  status 200
  golden groups
noor: get /record
  says "Data Structures"
# A receipt is one's own.
bram: post /sign-in
  field name s2345678
  field password Rapenburg-demo-2026
  to /home
bram: get $receipt
  status 404
# After the window closed, a plan can still be made, but not be submitted.
clock 2027-01-28 09:00
bram: get /sign-in
bram: post /sign-in
  field name s2345678
  field password Rapenburg-demo-2026
  to /home
bram: get /courses/CSE%2012?term=2026-2
  keep b01 between "name=\"section\" value=\"" "\""
bram: get /plan/2026-2
  says "Nothing is in this plan, and enrolment is closed."
  lacks "Find courses"
bram: post /plan/2026-2/add
  field section $b01
  status 303
bram: follow
  says "It can only be planned now, not submitted."
  says "Enrolment closed on"
  lacks "Submit my plan"
bram: get /plan/2026-2/submit
  to /plan/2026-2
bram: post /plan/2026-2/submit
  field version 1
  status 303
  to /plan/2026-2
bram: get /receipts
  says "No receipts yet"
# Who leaves now cannot come back, and is told so before.
noor: get /sign-in
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /plan/2026-2
  keep place behind "/plan/2026-2/leave/" between "/leave/" "\""
noor: get /plan/2026-2/leave/$place
  status 200
  says "You cannot come back"
  says "What you leave now you cannot get again by yourself."
  lacks "You can come back only"
