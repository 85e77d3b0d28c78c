# What happens to a plan by itself is told: the day before the opening that it is not handed in, after the draw what
# came of it, and later that a change came through.
command import tests/fixtures/small --apply
  exit 0
karin: post /sign-in
  field name a0001
  field password Rapenburg-demo-2026
  to /home
karin: post /admin/windows
  field term 2026-2
  field opens 2026-11-25T15:00
  field closes 2027-01-20T23:59
  field students 1000000
  status 303
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
noor: get /courses/CSE%2020?term=2026-2
  keep c01 behind "Group C01" between "name=\"section\" value=\"" "\""
noor: get /courses/HIS%201?term=2026-2
  keep h01 behind "Group H01" between "name=\"section\" value=\"" "\""
  keep history between "/plan/2026-2/groups/" "\""
noor: get /courses/CSE%208A?term=2026-2
  keep a01 behind "Group A01" between "name=\"section\" value=\"" "\""
noor: get /courses/CSE%2012?term=2026-2
  keep b01 behind "Group B01" between "name=\"section\" value=\"" "\""
# Noor hands hers in, Bram does not, and Aylin's has a clash.
noor: post /plan/2026-2/add
  field section $c01
noor: post /plan/2026-2/arm
  status 303
bram: post /plan/2026-2/add
  field section $h01
aylin: post /plan/2026-2/add
  field section $a01
aylin: post /plan/2026-2/add
  field section $b01
work
bram: get /notices
  says "Nothing new"
clock 2026-11-24 16:10
work
bram: get /notices
  says "Enrolment (2026-2) opens for you on Wed 25 Nov 2026, 15:00. Your plan is not handed in: hand it in before, or submit it yourself then."
  keep notice behind "row-link" between "href=\"/notices/" "/open\""
bram: get /notices/$notice/open
  to /plan/2026-2
aylin: get /notices
  says "Van de vakken erin zou je er nu 1 niet krijgen."
noor: get /notices
  says "Nothing new"
# Once, though she has not handed it in the next hour either; and by mail.
clock 2026-11-24 18:30
work
bram: get /notices
  lacks "times"
  says "No new notices"
sam: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
  to /home
sam: get /admin/mail?to=s3456789@sint-maarten.example
  says "notices.mail"
  says "Van de vakken erin zou je er nu 1 niet krijgen."
# The draw.
clock 2026-11-25 15:00
work
noor2: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
bram2: post /sign-in
  field name s2345678
  field password Rapenburg-demo-2026
  to /home
noor2: get /notices
  says "Your plan was submitted at the opening. Places: 1. Wait-lists: 0. Refused: 0."
  golden notices-drawn
  keep notice behind "row-link" between "href=\"/notices/" "/open\""
noor2: get /notices/$notice/open
  to /receipts/2026-000001
bram2: get /notices
  lacks "submitted at the opening"
# A change that comes through while she looks elsewhere.
bram2: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
bram2: post /plan/2026-2/submit
  field version $version
  status 303
bram2: post /plan/2026-2/swap/$history
  field section $c01
  field waits 1
  status 303
noor2: get /plan/2026-2
  keep offering between "href=\"/plan/2026-2/leave/" "\""
noor2: post /plan/2026-2/leave/$offering
  field code CSE 20
  status 303
work
bram2: get /notices
  says "Your change came through: you now have a place in CSE 20 Discrete Mathematics, group C01, and gave up HIS 1 The Dutch Republic, group H01."
  lacks "a seat came free"
  keep notice behind "Your change" between "href=\"/notices/" "/open\""
  golden notices-swapped
bram2: get /notices/settings
  says "Opening of enrolment"
  says "Waiting room"
