# A student plans at any time; clashes, credits and seats are said in words while planning.
command import tests/fixtures/small --apply
  exit 0
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /courses/CSE%208A?term=2026-2
  status 200
  keep a01 behind "Group A01" between "name=\"section\" value=\"" "\""
noor: get /courses/CSE%208A?term=2026-2
  status 200
  keep a02 behind "Group A02" between "name=\"section\" value=\"" "\""
noor: get /courses/CSE%2012?term=2026-2
  status 200
  keep b01 behind "Group B01" between "name=\"section\" value=\"" "\""
noor: get /courses/CSE%2030?term=2026-2
  status 200
  keep d01 behind "Group D01" between "name=\"section\" value=\"" "\""
noor: post /plan/2026-2/add
  field section $a01
  status 303
noor: follow
  status 200
  says "Introduction to Programming"
noor: post /plan/2026-2/add
  field section $b01
  status 303
noor: get /plan/2026-2
  status 200
  golden plan
  says "Data Structures"
  says "clashes with"
  says "As it is now, this course would be refused."
  queries <= 16
  bytes <= 80k
# Another group of the course takes the first one's place, and the clash is gone.
noor: post /plan/2026-2/add
  field section $a02
  status 303
noor: get /plan/2026-2
  says "Data Structures"
  lacks "clashes with"
noor: get /plan
  status 303
  to /plan/2026-2
# Taking out and putting back.
noor: get /plan/2026-2
  keep b behind "Data Structures" between "name=\"offering\" value=\"" "\""
noor: post /plan/2026-2/remove
  field offering $b
  status 303
noor: get /plan/2026-2
  says "Introduction to Programming"
  lacks "Take Data Structures out"
noor: post /plan/2026-2/add
  field section 999999999
  status 404
noor: post /plan/1999-1/add
  field section 1
  status 404
# Somebody else's plan is not hers: each sees the own.
bram: post /sign-in
  field name s2345678
  field password Rapenburg-demo-2026
  to /home
bram: get /plan/2026-2
  status 200
  says "Nothing in your plan yet"
