# A course may ask for others, with a grade. Noor has passed one and lacks another: the plan says which
# part is missing, and submitting refuses that course alone.
command import tests/fixtures/small --apply
  exit 0
command import tests/fixtures/rules --apply
  exit 0
command import tests/fixtures/rules
  exit 0
  says "Nothing to change."
visitor: get /courses/CSE%2020
  status 200
  says "You must have: CSE 8A with at least a 6.0, and one of HIS 1 or at least 12 EC."
  lacks "Not yet"
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /courses/CSE%2012?term=2026-2
  status 200
  says "You have all that this course asks for."
  keep b01 behind "Group B01" between "name=\"section\" value=\"" "\""
noor: get /courses/CSE%2020?term=2026-2
  status 200
  golden course-prerequisites
  says "Not yet"
  keep c01 behind "Group C01" between "name=\"section\" value=\"" "\""
  queries <= 13
# How far she is in her programme: by her results, and where she has a place. Others see what it asks only.
noor: get /programmes/B-INF
  status 200
  says "How far you are"
  golden programme-progress
  queries <= 14
visitor: get /programmes/B-INF
  lacks "How far you are"
noor: get /programmes/B-GES
  lacks "How far you are"
noor: get /record
  status 200
  golden record-results
  says "6 EC passed"
noor: post /plan/2026-2/add
  field section $b01
  status 303
noor: post /plan/2026-2/add
  field section $c01
  status 303
noor: get /plan/2026-2
  status 200
  golden plan-prerequisites
  says "Before Discrete Mathematics you must have: one of HIS 1 or at least 12 EC."
  lacks "Before Data Structures"
  keep version between "name=\"version\" value=\"" "\""
  keep offering behind "CSE 20 ·" between "/plan/2026-2/groups/" "\""
  queries <= 14
# What is known to be refused is asked about once, before anything is submitted.
noor: get /plan/2026-2/submit?version=$version
  status 200
  golden plan-sure
  says "1 course would be refused"
  says "Submit the others"
  says "Now you would get CSE 12, group B01."
noor: get /receipts
  lacks "2026-000002"
noor: get /plan/2026-2/groups/$offering
  status 200
  says "As it is now, this course would be refused."
noor: post /plan/2026-2/submit
  field version $version
  status 303
noor: follow
  status 200
  says "Refused"
  says "Before Discrete Mathematics you must have: one of HIS 1 or at least 12 EC."
# The faculty may waive it for one person; then it fits.
karin: post /sign-in
  field name a0001
  field password Rapenburg-demo-2026
  to /home
karin: post /admin/waivers
  field login nobody
  field course CSE 20
  field reason Done in Delft
  status 422
  says "Nobody has this user name."
karin: post /admin/waivers
  field login s1234567
  field course  cse20
  field reason Done in Delft
  status 303
karin: follow
  status 200
  golden waivers
  says "Done in Delft"
  keep remove between "action=\"/admin/waivers/" "\""
noor: get /plan/2026-2
  status 200
  lacks "Before Discrete Mathematics"
noor: get /courses/CSE%2020?term=2026-2
  says "The prerequisites do not count for you"
noor: get /admin/waivers
  status 403
karin: post /admin/waivers/$remove
  status 303
noor: get /plan/2026-2
  says "Before Discrete Mathematics"
# What one takes in an earlier term, still without its result, counts as expected: a warning.
aylin: post /sign-in
  field name s3456789
  field password Rapenburg-demo-2026
  to /home
aylin: get /courses/CSE%208A?term=2026-1
  keep first behind "A01" between "name=\"section\" value=\"" "\""
aylin: post /plan/2026-1/add
  field section $first
  status 303
aylin: post /plan/2026-2/add
  field section $b01
  status 303
aylin: get /plan/2026-2
  status 200
  says "Het telt als verwacht"
  lacks "geweigerd worden"
