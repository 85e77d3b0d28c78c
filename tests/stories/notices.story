# Who gets a place from the wait-list is told: in the page at once, by mail as she chose; it leads to her plan.
command import tests/fixtures/small --apply
  exit 0
visitor: get /notices
  status 303
  to /sign-in?next=%2Fnotices
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
bram: post /sign-in
  field name s2345678
  field password Rapenburg-demo-2026
  to /home
bram: get /notices
  says "Nothing new"
  says "No new notices"
  queries <= 4
  golden notices-none
noor: get /courses/CSE%2020?term=2026-2
  keep c01 behind "Group C01" between "name=\"section\" value=\"" "\""
noor: post /plan/2026-2/add
  field section $c01
  status 303
noor: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
noor: post /plan/2026-2/submit
  field version $version
  status 303
bram: post /plan/2026-2/add
  field section $c01
  status 303
bram: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
bram: post /plan/2026-2/submit
  field version $version
  status 303
noor: get /plan/2026-2
  keep offering between "href=\"/plan/2026-2/leave/" "\""
noor: post /plan/2026-2/leave/$offering
  field code CSE 20
  status 303
work
bram: get /notices
  says "1 new notice"
  says "You now have a place in CSE 20"
  keep notice behind "row-link" between "href=\"/notices/" "/open\""
  queries <= 4
  golden notices
noor: get /notices
  says "Nothing new"

# In Dutch the same notice is Dutch.
bram: post /language
  field language nl
  field back /notices
  to /notices
bram: follow
  says "Je hebt nu een plaats in CSE 20"
bram: post /language
  field language en
  field back /notices
  to /notices

# Nobody else opens it; who opens it has read it.
noor: get /notices/$notice/open
  status 404
bram: get /notices/$notice/open
  to /plan/2026-2
work
bram: get /notices
  says "No new notices"
  lacks "All read"

# By mail: a minute later, with what else came; not at night, and not what was turned off.
aylin: post /sign-in
  field name s3456789
  field password Rapenburg-demo-2026
  to /home
aylin: post /plan/2026-2/add
  field section $c01
  status 303
aylin: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
aylin: post /plan/2026-2/submit
  field version $version
  status 303
bram: get /plan/2026-2
  keep offering between "href=\"/plan/2026-2/leave/" "\""
clock 2026-11-24 22:30
bram: post /plan/2026-2/leave/$offering
  field code CSE 20
  status 303
work
sam: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
  to /home
clock 2026-11-25 06:59
work
sam: get /admin/mail?to=s3456789@sint-maarten.example
  says "Nothing went to this address"
clock 2026-11-25 07:00
work
sam: get /admin/mail?to=s3456789@sint-maarten.example
  says "Je hebt nu een plaats in CSE 20"
  says "notices.mail"

# What she chose: not here, not by mail.
noor2: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
aylin2: post /sign-in
  field name s3456789
  field password Rapenburg-demo-2026
  to /home
noor2: get /notices/settings
  says "Wait-lists"
  says "Always told, at once"
  golden notices-settings
noor2: post /notices/settings
  field mail-studymap.wait_lists sometimes
  status 422
noor2: post /notices/settings
  field mail-studymap.wait_lists never
  to /notices/settings
noor2: follow
  says "Kept."
noor2: get /courses/CSE%2020?term=2026-2
noor2: post /plan/2026-2/add
  field section $c01
  status 303
noor2: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
noor2: post /plan/2026-2/submit
  field version $version
  status 303
aylin2: get /plan/2026-2
  keep offering between "href=\"/plan/2026-2/leave/" "\""
aylin2: post /plan/2026-2/leave/$offering
  field code CSE 20
  status 303
work
wait 2m
work
noor2: get /plan/2026-2
  says "Enrolled"
noor2: get /notices
  says "Nothing new"
sam: get /admin/mail?to=s1234567@sint-maarten.example
  says "Nothing went to this address"

# What concerns the safety of an account goes at once: a new password, a sign-in from a new place.
noor2: post /account/password
  field current Rapenburg-demo-2026
  field password vier losse woorden hier
  field again vier losse woorden hier
  to /account
elsewhere: post /sign-in
  from 203.0.113.9
  field name s1234567
  field password vier losse woorden hier
  to /home
work
sam: get /admin/mail?to=s1234567@sint-maarten.example
  says "notices.safety"
noor2: get /notices
  says "Your password was changed"
  says "new place (203.0.113.9)"
  says "2 new notices"
noor2: post /notices/read
  to /notices
noor2: follow
  says "No new notices"
# The first sign-in ever is no news, and a known place is none.
sam: get /notices
  says "Nothing new"
# After four months all is forgotten.
wait 121d
work
visitor: post /sign-in
  field name s2345678
  field password Rapenburg-demo-2026
  to /home
visitor: get /notices
  lacks "CSE 20"
