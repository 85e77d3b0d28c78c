# The student administration looks at a student's studies, enrols her by hand and ends a place: all rules hold, what is
# overruled is named, and the student is told.
command import tests/fixtures/small --apply
  exit 0
command import tests/fixtures/admins --apply
  exit 0
command import tests/fixtures/rules --apply
  exit 0
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
bram: post /sign-in
  field name s2345678
  field password Rapenburg-demo-2026
  to /home
karin: post /sign-in
  field name a0001
  field password Rapenburg-demo-2026
  to /home
admin: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
  to /home
# From a person's page to her studies.
karin: get /admin/decisions?term=2026-2&student=s2345678
  status 200
  keep bram between "href=\"/admin/students/" "?term"
admin: get /admin/people/$bram
  says "href=\"/admin/students/$bram\""
karin: get /admin/students/$bram?term=2026-2
  status 200
  golden student
  queries <= 12
  says "Studies of Bram Jansen"
  says "No places in this term."
# Looking leaves a line.
admin: get /admin/system/audit?what=studymap.student_looked_at
  says "studymap.student_looked_at"
# Which group, and what each rule says.
karin: get /admin/students/$bram/2026-2/give?course=nonsense
  status 422
  says "No course with this code is offered in this term."
karin: get /admin/students/$bram/2026-2/give?course=cse12
  status 200
  golden give-groups
  says "A rule objects"
  keep b01 between "give?section=" "\""
karin: get /admin/students/$bram/2026-2/give?section=$b01
  status 200
  golden give
  says "Missing: CSE 8A"
  says "Enrol without the prerequisites"
  lacks "Enrol though the times clash"
# Nothing without a reason, nor against a rule that is not overruled by name.
karin: post /admin/students/$bram/2026-2/give
  field section $b01
  field because His transcript is on its way
  status 422
  says "This rule objects: overrule it by name, or do not enrol."
  says "His transcript is on its way"
karin: post /admin/students/$bram/2026-2/give
  field section $b01
  field over_prerequisite 1
  status 422
  says "This field is needed."
karin: post /admin/students/$bram/2026-2/give
  field section $b01
  field over_prerequisite 1
  field over_load 1
  field because His transcript is on its way
  status 303
  to /admin/decisions/2026-000001
karin: follow
  status 200
  golden decision-by-hand
  says "Enrolled by hand"
  says "Karin Mulder"
  says "This follows from the rules"
  lacks "Load</div>"
work
# The student is told, and has the receipt.
bram: get /notices
  says "The student administration enrolled you in CSE 12 Data Structures, group B01. Why: His transcript is on its way"
bram: get /receipts/2026-000001
  status 200
  golden receipt-by-hand
  says "Overruled for you"
  says "His transcript is on its way"
bram: get /plan/2026-2
  says "Data Structures"
# A second place in a course is never given, nor a seat that is not free.
karin: post /admin/students/$bram/2026-2/give
  field section $b01
  field over_prerequisite 1
  field because Again
  status 409
  says "A student has one place in a course. End the other first."
noor: get /courses/CSE%208A?term=2026-2
  keep a01 behind "Group A01" between "name=\"section\" value=\"" "\""
noor: post /plan/2026-2/add
  field section $a01
  status 303
noor: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
noor: post /plan/2026-2/submit
  field version $version
  status 303
karin: get /admin/students/$bram/2026-2/give?section=$a01
  says "A seat is never given twice."
karin: post /admin/students/$bram/2026-2/give
  field section $a01
  field over_clash 1
  field because He asked so kindly
  status 409
# A place is ended, with its reason.
karin: get /admin/students/$bram?term=2026-2
  golden student-with-place
  keep offering between "/2026-2/end/" "\""
karin: get /admin/students/$bram/2026-2/end/$offering
  status 200
  golden end
karin: post /admin/students/$bram/2026-2/end/$offering
  field because
  status 422
karin: post /admin/students/$bram/2026-2/end/$offering
  field because The transcript did not come
  status 303
karin: follow
  says "A place was ended by hand"
work
bram: get /notices
  says "The student administration ended your place in CSE 12 Data Structures, group B01. Why: The transcript did not come"
karin: post /admin/students/$bram/2026-2/end/$offering
  field because Again
  status 409
karin: get /admin/students/$bram/2026-2/end/$offering
  status 404
# All decisions of the term, found.
karin: get /admin/decisions?term=2026-2
  status 200
  golden decisions-all
  says "2026-000001"
  says "2026-000002"
  says "2026-000003"
karin: get /admin/decisions?term=2026-2&kind=give
  says "2026-000001"
  lacks "2026-000002"
karin: get /admin/decisions?term=2026-2&course=cse8a
  says "2026-000002"
  lacks "2026-000001"
karin: get /admin/decisions?term=2026-2&from=2026-11-25
  says "Nothing was decided that is like that."
karin: get /admin/decisions?term=2026-2&from=2026-11-24&to=2026-11-24
  says "2026-000003"
karin: get /admin/decisions?term=2026-2&from=2026-11-24&to=2026-11-20
  status 422
command replay 2026-2
  exit 0
  says "3 decisions made again"
# Who may: an adviser looks at her students and changes nothing; others see nothing.
ineke: post /sign-in
  field name i0001
  field password Rapenburg-demo-2026
  to /home
ineke: get /admin/students/$bram
  status 200
  lacks "/end/"
ineke: get /admin/students/$bram/2026-2/give?course=cse12
  status 403
ineke: post /admin/students/$bram/2026-2/give
  field section $b01
  field because Please
  status 403
henk: post /sign-in
  field name h0001
  field password Rapenburg-demo-2026
  to /home
henk: get /admin/students/$bram
  status 403
bram: get /admin/students/$bram
  status 403
# A term that is over does not change.
clock 2027-07-01 13:00
later: post /sign-in
  field name a0001
  field password Rapenburg-demo-2026
  to /home
later: get /admin/students/$bram/2026-2/give?section=$b01
  status 409
