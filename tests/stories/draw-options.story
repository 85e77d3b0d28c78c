# The receipt of a draw says which first option was full, and how one may wait for it.
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
bram: post /sign-in
  field name s2345678
  field password Rapenburg-demo-2026
  to /home
noor: get /courses/CSE%2020?term=2026-2
  keep c01 behind "Group C01" between "name=\"section\" value=\"" "\""
  keep twenty between "/plan/2026-2/groups/" "\""
noor: get /courses/CSE%208A?term=2026-2
  keep a02 behind "Group A02" between "name=\"section\" value=\"" "\""
  keep eight between "/plan/2026-2/groups/" "\""
noor: get /courses/HIS%201?term=2026-2
  keep h01 behind "Group H01" between "name=\"section\" value=\"" "\""
# Bram has the one seat before the draw, so that it is full for her whatever the order is.
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
noor: post /plan/2026-2/arm
  status 303
bram: post /plan/2026-2/add
  field section $h01
bram: post /plan/2026-2/arm
  status 303
clock 2026-11-24 15:00
work
noor: get /receipts
  keep noors between "href=\"/receipts/" "\""
bram: get /receipts
  keep brams between "href=\"/receipts/" "\""
noor: get /receipts/$noors
  says "This is your second option: the first, CSE 20 group C01, was full. You do not wait for it."
  says "Wait for CSE 20, group C01, and keep this until you get it"
  says "/plan/2026-2/groups/$twenty?instead=$eight"
  says "in the order"
bram: get /receipts/$brams
  lacks "was full"
  says "in the order"
# She waits for it, and then there is nothing more to be done.
noor: get /plan/2026-2/groups/$twenty?instead=$eight
  status 200
noor: post /plan/2026-2/swap/$eight
  field section $c01
  field waits 1
  status 303
work
noor: get /receipts/$noors
  says "the first, CSE 20 group C01, was full"
  lacks "and keep this until you get it"
command replay 2026-2
  exit 0
