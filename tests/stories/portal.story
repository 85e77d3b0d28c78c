# The home page greets, and gathers what is due and what every service has for this person.
command import tests/fixtures/small --apply
  exit 0
visitor: get /home
  status 303
  to /sign-in?next=%2Fhome
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: follow
  status 200
  golden home
  says "Noor"
  says "Coming up"
  says "Enrolment for Semester 2 closes"
  says "Nothing in your plan that is not submitted yet."
  says "Enrolment for Semester 2 is open. It closes:"
  queries <= 40
  bytes <= 60k
# A few minutes before: the sentences hold with "in 3 minutes", too.
clock 2027-01-27 23:57
noor: get /sign-in
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
noor: get /home
  says "Enrolment for Semester 2 is open. It closes: in"
