# The last seat goes to one person; who comes later waits in order, and moves up when a seat is left.
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
noor: get /courses/CSE%2020?term=2026-2
  status 200
  keep c01 behind "Group C01" between "name=\"section\" value=\"" "\""
noor: post /plan/2026-2/add
  field section $c01
  status 303
noor: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
noor: post /plan/2026-2/submit
  field version $version
  status 303
noor: follow
  status 200
  says "Enrolled"
bram: post /plan/2026-2/add
  field section $c01
  status 303
bram: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
bram: post /plan/2026-2/submit
  field version $version
  status 303
bram: follow
  status 200
  says "On the wait-list at place 1"
aylin: post /plan/2026-2/add
  field section $c01
  status 303
aylin: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
aylin: post /plan/2026-2/submit
  field version $version
  status 303
aylin: follow
  status 200
  says "Op plaats 2 van de wachtlijst"
noor: get /plan/2026-2
  keep offering between "href=\"/plan/2026-2/leave/" "\""
noor: post /plan/2026-2/leave/$offering
  field code CSE 999
  status 422
noor: post /plan/2026-2/leave/$offering
  field code cse 20
  status 303
work
bram: get /plan/2026-2
  says "Enrolled"
  lacks "On the wait-list"
aylin: get /plan/2026-2
  says "Op plaats 1 van de wachtlijst"
# Leaving twice changes nothing.
noor: post /plan/2026-2/leave/$offering
  field code CSE 20
  status 303
