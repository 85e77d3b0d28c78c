# Demand against seats: what is planned, taken and waited for; filters, downloads, and how it grew.
command import tests/fixtures/small --apply
  exit 0
command import tests/fixtures/admins --apply
  exit 0
ineke: post /sign-in
  field name i0001
  field password Rapenburg-demo-2026
  to /home
work
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /courses/CSE%2020?term=2026-2
  keep c01 behind "Group C01" between "name=\"section\" value=\"" "\""
noor: get /courses/CSE%2012?term=2026-2
  keep b01 behind "Group B01" between "name=\"section\" value=\"" "\""
noor: post /plan/2026-2/add
  field section $c01
  status 303
noor: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
noor: post /plan/2026-2/submit
  field version $version
  status 303
bram: post /sign-in
  field name s2345678
  field password Rapenburg-demo-2026
  to /home
bram: post /plan/2026-2/add
  field section $c01
  status 303
bram: post /plan/2026-2/add
  field section $b01
  status 303
# Two want the one seat of CSE 20: one has it, one plans it.
ineke: get /admin/demand?term=2026-2&show=over
  status 200
  says "CSE 20"
  lacks "CSE 12"
  says "200 percent"
  queries <= 12
ineke: get /admin/demand?term=2026-2&live=1
  header Refresh absent
  says "<noscript><meta http-equiv=\"refresh\" content=\"10\"></noscript>"
  says "data-follow-demand=\"/admin/demand/live\""
  says "Asked, not decided yet"
  says "Stop looking again"
ineke: get /admin/demand?term=2026-2&show=full
  says "CSE 20"
ineke: get /admin/demand?term=2026-2&show=empty
  says "HIS 1"
  lacks "CSE 20"
ineke: get /admin/demand?term=2026-2&level=200&sort=planned
  says "CSE 12"
  lacks "HIS 1"
ineke: get /admin/demand.csv?term=2026-2
  header Content-Type text/csv
  says "course,name,sections,seats,unlimited_sections,taken,kept,waiting,planned,other_options,armed"
  says "CSE 20,Discrete Mathematics,1,1,0,1,0,0,1,0,0"
ineke: get /admin/demand.json?term=2026-2&show=over
  header Content-Type application/json
  says "\"course\":\"CSE 20\""
  says "\"planned\":1"
# Every few minutes it is kept how much is asked for.
wait 6m
work
wait 6m
work
ineke: get /admin/demand?term=2026-2&show=over
  says "How demand grew in this term"
  says "polyline"
  keep offering between "/admin/offerings/" "\""
ineke: get /admin/offerings/$offering
  status 200
  says "How demand grew for this course"
# Seats as a file that can be brought back; names only for those who may, with a line in the audit log.
ineke: get /admin/seats.csv?term=2026-2
  header Content-Type text/csv
  says "course,group,seats,taken,kept,waiting"
  says "CSE 20,C01,1,1,0,0"
  says "HIS 1,H01,unlimited,0,0,0"
ineke: get /admin/offerings/$offering/participants.csv
  header Content-Type text/csv
  says "Noor de Vries,s1234567"
  says "C01,enrolled,"
henk: post /sign-in
  field name h0001
  field password Rapenburg-demo-2026
  to /home
henk: get /admin/demand?term=2026-2
  status 200
henk: get /admin/offerings/$offering/participants.csv
  status 403
  lacks "Noor"
noor: get /admin/demand
  status 403
noor: get /admin/demand.json
  status 403
noor: get /admin/seats.csv
  status 403
noor: get /admin/offerings/$offering/participants.csv
  status 403
admin: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
  to /home
admin: get /admin/system/audit?what=records.participants_exported
  says "records.participants_exported"
