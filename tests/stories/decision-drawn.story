# A decision of a draw is explained as every other: the order, what each option was at her turn, and the proof.
command import tests/fixtures/small --apply
  exit 0
command import tests/fixtures/admins --apply
  exit 0
karin: post /sign-in
  field name a0001
  field password Rapenburg-demo-2026
  to /home
karin: post /admin/windows
  field term 2026-2
  field opens 2026-11-24T15:00
  field closes 2027-01-20T23:59
  field students 1000000
  status 303
work
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /courses/CSE%2020?term=2026-2
  keep c01 behind "Group C01" between "name=\"section\" value=\"" "\""
  keep twenty between "/plan/2026-2/groups/" "\""
noor: get /courses/CSE%208A?term=2026-2
  keep a02 behind "Group A02" between "name=\"section\" value=\"" "\""
noor: get /courses/HIS%201?term=2026-2
  keep h01 behind "Group H01" between "name=\"section\" value=\"" "\""
# The one seat of her first option is taken before the draw; her second choice has one.
karin: get /admin/decisions?term=2026-2&student=s2345678
  keep bram between "href=\"/admin/students/" "?term"
karin: post /admin/students/$bram/2026-2/give
  field section $c01
  field over_window 1
  field because He lost it by our mistake
  status 303
work
noor: post /plan/2026-2/add
  field section $c01
noor: post /plan/2026-2/option
  field do add
  field offering $twenty
  field section $a02
  status 303
noor: post /plan/2026-2/add
  field section $h01
noor: post /plan/2026-2/arm
  status 303
clock 2026-11-24 15:00
work
noor: get /receipts
  keep number between "href=\"/receipts/" "\""
noor: get /receipts/$number
  says "rapenburg draw verify"
  says "who came behind you could not"
  keep ticket behind "Your ticket" between "<code>" "</code>"
karin: get /admin/decisions/$number
  status 200
  golden decision-drawn
  says "This follows from the draw"
  says "$ticket"
  says "Place 1 of 1 in the order of this choice."
  says "1 seat; 1 place was taken"
  says "Passed over: it was full."
  says "Given: a seat was free."
  lacks "is not made again here"
karin: post /admin/decisions/replay
  field term 2026-2
  status 303
karin: follow
  says "1 decision was made again"
  says "1 decision of a draw was proved from the draw"
  golden decisions-drawn
command replay 2026-2
  exit 0
  says "1 decisions made again, 1 placed as their draw gave them"
# Not for a student.
noor: get /admin/decisions/$number
  status 403
