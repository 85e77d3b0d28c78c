# What the home page says of enrolment: when it opens, when it closes, and what of one's plan is not submitted.
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
# Nothing is planned: it closes.
noor: get /home
  says "Enrolment for Semester 2 closes"
  lacks "is not submitted:"
# What is planned is not submitted; in Dutch too.
noor: get /courses/CSE%2020?term=2026-2
  keep c01 behind "Group C01" between "name=\"section\" value=\"" "\""
noor: post /plan/2026-2/add
  field section $c01
  status 303
noor: get /home
  says "Your plan for Semester 2 is not submitted: enrolment closes"
noor: post /language
  field language nl
  status 303
noor: get /home
  says "Je plan voor Semester 2 is niet ingediend"
noor: post /language
  field language en
  status 303
# Submitted, it only closes.
noor: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
noor: post /plan/2026-2/submit
  field version $version
  status 303
noor: get /home
  says "Enrolment for Semester 2 closes"
  lacks "is not submitted:"
# Before the opening there is nothing to submit; what is handed in is submitted for her.
karin: post /admin/windows
  field term 2026-2
  field opens 2026-11-24T15:00
  field closes 2027-01-20T23:59
  field students 1000000
  status 303
noor: get /courses/HIS%201?term=2026-2
  keep h01 behind "Group H01" between "name=\"section\" value=\"" "\""
noor: post /plan/2026-2/add
  field section $h01
  status 303
noor: get /home
  says "Enrolment for Semester 2 opens"
  lacks "is not submitted:"
  lacks "is submitted for you"
noor: post /plan/2026-2/arm
  status 303
noor: get /home
  says "Enrolment for Semester 2 opens: your plan is submitted for you"
