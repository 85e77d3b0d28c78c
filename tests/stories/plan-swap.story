# A place for another: nobody loses a seat while trying for a better one. What she waits for, what she would give
# up, her chance, and why she was passed over, stand beside it.
command import tests/fixtures/small --apply
  exit 0
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
noor: get /courses/CSE%208A?term=2026-2
  keep a01 behind "Group A01" between "name=\"section\" value=\"" "\""
  keep a02 behind "Group A02" between "name=\"section\" value=\"" "\""
  keep eight between "/plan/2026-2/groups/" "\""
  says "Compare the groups with your plan"
noor: get /courses/CSE%2012?term=2026-2
  keep b01 behind "Group B01" between "name=\"section\" value=\"" "\""
  keep twelve between "/plan/2026-2/groups/" "\""
noor: get /courses/CSE%2020?term=2026-2
  keep c01 behind "Group C01" between "name=\"section\" value=\"" "\""
  keep twenty between "/plan/2026-2/groups/" "\""
noor: get /courses/HIS%201?term=2026-2
  keep h01 behind "Group H01" between "name=\"section\" value=\"" "\""
  keep history between "/plan/2026-2/groups/" "\""
# Bram has the only seats of CSE 8A A01 and CSE 20; Noor has A02.
bram: post /plan/2026-2/add
  field section $a01
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
noor: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
noor: post /plan/2026-2/submit
  field version $version
noor: get /plan/2026-2
  says "Change"
# The course's page shows where she is, and adding it again leads to where it can be changed.
noor: get /courses/CSE%208A?term=2026-2
  says "Enrolled"
  says "Change to another group"
  lacks "Add to my plan"
noor: post /plan/2026-2/add
  field section $a01
  status 303
  to /plan/2026-2/groups/$eight
noor: follow
  says "You have a place in Introduction to Programming already: group A02. Here you can change it for another."
# A place that has gone: the page that was open says so.
noor: get /plan/2026-2/groups/$eight?instead=999
  to /plan/2026-2
noor: follow
  says "You have no place in that course any more, so there is none to change."
# The other group is full: she may wait for it and keeps what she has.
noor: get /plan/2026-2/groups/$eight?instead=$eight
  status 200
  golden groups-change
  says "Change group of CSE 8A Introduction to Programming"
  says "you never lose a seat while you try for a better one"
  says "You have this place now."
  says "It is full: you wait at place 1 and keep CSE 8A, group A02, until you get it."
  queries <= 16
noor: post /plan/2026-2/swap/$eight
  field section $a01
  field waits 1
  status 303
noor: follow
  status 200
  golden receipt-swap-waits
  says "You asked for another place."
  says "It is full. You wait for it, and keep what you have until you get it."
noor: get /plan/2026-2
  golden plan-waiting
  says "On the wait-list at place 1"
  says "When you get it, your place in Introduction to Programming, group A02, ends. Until then you keep it."
  says "You give this up when you get Introduction to Programming, group A01: you wait there at place 1."
  says "0 seats of this group came free so far."
  queries <= 17
# Conditional drop: History is given up for Discrete Mathematics when that has a seat.
noor: get /plan/2026-2/groups/$history?instead=$history&q=discrete
  says "CSE 20 · Discrete Mathematics"
noor: get /plan/2026-2/groups/$twenty?instead=$history
  says "Discrete Mathematics instead of The Dutch Republic"
  says "You give it up only when you get one here."
noor: post /plan/2026-2/swap/$history
  field section $c01
  field waits 1
  status 303
noor: get /plan/2026-2
  says "When you get it, your place in The Dutch Republic, group H01, ends."
# It can be cancelled: she keeps the place.
noor: get /plan/2026-2/leave/$twenty?waits=1
  golden leave-waiting
  says "Keep waiting"
noor: post /plan/2026-2/leave/$twenty
  field waits 1
  field code CSE 20
  status 303
noor: follow
  says "You do not wait for Discrete Mathematics any more: receipt"
  lacks "When you get it, your place in The Dutch Republic"
# A swap that cannot be says why, and that nothing is lost; the groups page says so before.
noor: post /plan/2026-2/add
  field section $b01
noor: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
noor: get /plan/2026-2/submit?version=$version
  status 200
  says "Submit your plan?"
  says "No course of your plan would get a seat."
  lacks "The others"
noor: post /plan/2026-2/submit
  field version $version
noor: follow
  says "Data Structures"
  says "Refused"
  says "clashes with"
# The same again would give the same: it is said, and there is no new receipt.
noor: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
noor: post /plan/2026-2/submit
  field version $version
  to /plan/2026-2
noor: follow
  says "Nothing was submitted: what is in your plan was refused"
noor: get /receipts
  says "You asked for another place"
  says "You left a place"
  lacks "000007"
# Without the wait-list it fits, and then the seat of A01 passes her by.
noor: post /plan/2026-2/leave/$eight
  field waits 1
  field code CSE 8A
noor: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
noor: post /plan/2026-2/submit
  field version $version
noor: follow
  says "Enrolled"
noor: get /plan/2026-2/groups/$eight?instead=$eight
  says "Introduction to Programming (Mon 09:00–10:45) clashes with Data Structures (Mon 10:00–11:45)."
  says "It cannot be yours as it is now."
noor: post /plan/2026-2/swap/$eight
  field section $a01
  field waits 1
noor: follow
  golden receipt-swap-refused
  says "You did not get it. Nothing is lost: your places are as they were."
  says "clashes with Data Structures"
# Aylin waits for Discrete Mathematics; later she takes lectures at the same time, so a seat passes her by.
aylin: post /plan/2026-2/add
  field section $c01
aylin: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
aylin: post /plan/2026-2/submit
  field version $version
aylin: get /plan/2026-2
  says "Op plaats 1 van de wachtlijst"
  says "Je kans op een plaats is ongeveer half om half."
  says "Tot nu toe kwamen 0 plaatsen van deze groep vrij."
aylin: get /home
  says "Je wacht op een plaats bij 1 vak."
bram: get /plan/2026-2/leave/$twenty
  says "Leave Discrete Mathematics"
bram: post /plan/2026-2/leave/$twenty
  field code CSE 20
  status 303
bram: follow
  says "You have left Discrete Mathematics: receipt"
aylin: get /plan/2026-2
  says "Ingeschreven"
aylin: get /receipts
  says "Je bent doorgeschoven van de wachtlijst"
aylin: get /home
  says "Er kwam een plaats voor je vrij:"
# At once, when there is a seat.
bram: get /plan/2026-2/groups/$eight?instead=$eight
  says "At once: you get a seat here, and your seat in CSE 8A, group A01, ends."
bram: post /plan/2026-2/swap/$eight
  field section $a02
bram: follow
  golden receipt-swap
  says "You have the new place, and what you gave for it has ended."
