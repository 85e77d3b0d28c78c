# Every decision of a term is made again from the log; one of them is explained; whoever changes one is found.
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
noor: get /courses/CSE%2020?term=2026-2
  keep c01 behind "Group C01" between "name=\"section\" value=\"" "\""
noor: get /courses/CSE%2012?term=2026-2
  keep b01 behind "Group B01" between "name=\"section\" value=\"" "\""
noor: post /plan/2026-2/add
  field section $b01
  status 303
noor: post /plan/2026-2/add
  field section $c01
  status 303
noor: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
noor: post /plan/2026-2/submit
  field version $version
  status 303
  keep receipt place
bram: post /sign-in
  field name s2345678
  field password Rapenburg-demo-2026
  to /home
bram: post /plan/2026-2/add
  field section $b01
  status 303
bram: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
bram: post /plan/2026-2/submit
  field version $version
  status 303
# The command, and the page.
command replay 2026-2
  exit 0
  says "2 decisions made again"
  says "Every decision of 2026-2 follows from the rules"
command replay 1999-1
  exit 1
command replay
  exit 2
karin: post /sign-in
  field name a0001
  field password Rapenburg-demo-2026
  to /home
karin: get /admin/decisions?term=2026-2
  status 200
  golden decisions
  says "Every decision follows from the rules"
karin: post /admin/decisions/replay
  field term 2026-2
  status 303
karin: follow
  says "2 decisions were made again"
# A number that is none stays in its field, with the reason.
karin: get /admin/decisions?number=2026-000099
  status 422
  says "Error:"
  says "value=\"2026-000099\""
  says "There is no decision with this number."
karin: get /admin/decisions?number=
  status 422
  says "This field is needed."
# All that was decided for one student.
karin: get /admin/decisions?student=S1234567
  status 200
  golden decisions-student
  says "Noor de Vries (s1234567)"
  says "/admin/decisions/2026-000001"
  lacks "/admin/decisions/2026-000002"
karin: get /admin/decisions?student=nobody
  status 422
  says "Nobody has this user name."
karin: get /admin/decisions?number=2026-000001
  status 303
  to /admin/decisions/2026-000001
karin: follow
  status 200
  golden decision
  says "This follows from the rules"
  says "Prerequisites"
karin: get /admin/decisions/2026-000002
  status 200
  says "Missing:"
karin: get /admin/decisions/2026-000099
  status 404
karin: get /admin/decisions.csv?term=2026-2
  header Content-Type text/csv
  says "number,at,kind,login,person,course"
  says "2026-000001,"
  says "prerequisite"
# An adviser: of the student's programme yes, of another no. All decisions at once are for who runs everything.
ineke: post /sign-in
  field name i0001
  field password Rapenburg-demo-2026
  to /home
ineke: get /admin/decisions/2026-000001
  status 200
ineke: get /admin/decisions
  status 403
ineke: get /admin/decisions.csv?term=2026-2
  status 403
ineke: post /admin/decisions/replay
  field term 2026-2
  status 403
henk: post /sign-in
  field name h0001
  field password Rapenburg-demo-2026
  to /home
henk: get /admin/decisions/2026-000001
  status 403
noor: get /admin/decisions/2026-000001
  status 403
noor: get $receipt
  status 200
admin: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
  to /home
admin: get /admin/system/audit?what=studymap.decision_looked_at
  says "studymap.decision_looked_at"
admin: get /admin/system/audit?what=studymap.decisions_exported
  says "studymap.decisions_exported"
admin: get /admin/system/audit?what=studymap.replayed
  says "studymap.replayed"
