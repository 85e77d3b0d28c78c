# An administrator opens and closes enrolment, and sees demand against seats; students may not.
command import tests/fixtures/small --apply
  exit 0
karin: post /sign-in
  field name a0001
  field password Rapenburg-demo-2026
  to /home
karin: get /admin/windows
  status 200
  golden windows
  says "Semester 2"
  keep inf behind "or the group below" between "<option value=\"" "\""
  queries <= 16
karin: get /admin/demand?term=2026-2
  status 200
  golden demand
  says "CSE 8A"
karin: get /admin/demand.csv?term=2026-2
  status 200
  header Content-Type text/csv
  says "CSE 8A"
# A window of the programme's own is set for later: its students wait, others do not. As enrolment is open for
# them now, it is asked first, and nothing changes until she is sure.
karin: post /admin/windows
  field term 2026-2
  field programme $inf
  field opens 2026-12-01T13:00
  field closes 2027-01-20T23:59
  status 200
  golden window-sure
  says "Close enrolment for them?"
  says "can enrol now, and cannot any more after this"
  lacks "The window is set"
  keep shut behind "name=\"students\"" between "value=\"" "\""
karin: get /admin/windows?term=2026-2
  lacks "1 December"
karin: post /admin/windows
  field term 2026-2
  field programme $inf
  field opens 2026-12-01T13:00
  field closes 2027-01-20T23:59
  field students 1
  status 200
  says "Close enrolment for them?"
karin: post /admin/windows
  field term 2026-2
  field programme $inf
  field opens 2026-12-01T13:00
  field closes 2027-01-20T23:59
  field students $shut
  status 303
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /plan/2026-2
  says "Enrolment opens on"
  lacks "Submit my plan"
# The end stands before the beginning: refused at its field, and what was typed stays.
karin: post /admin/windows
  field term 2026-2
  field programme $inf
  field opens 2027-01-20T13:00
  field closes 2026-12-01T23:59
  status 422
  says "2027-01-20T13:00"
  says "Closes: A window closes after it opens"
# A window is in its term, or in the year before it; what was typed stays.
karin: post /admin/windows
  field term 2026-2
  field programme $inf
  field opens 0001-01-01T00:00
  field closes 9999-12-31T23:59
  status 422
  says "Opens: Choose a moment from"
  says "Closes: Choose a moment from"
  says "until its last day."
  says "9999-12-31T23:59"
karin: post /admin/windows
  field term 2026-2
  field programme $inf
  field opens 2024-12-01T13:00
  field closes 2025-01-20T23:59
  status 422
  says "2025-01-20T23:59"
# Each fault is said with its field, in the form's order; also what is wrong between two fields.
karin: post /admin/windows
  field term 2026-2
  field programme $inf
  field degree bachelor
  field opens 2027-01-20T13:00
  field closes 2026-12-01T23:59
  status 422
  says "For whom: A window is for one programme or for a group"
  says "Closes: A window closes after it opens"
karin: post /admin/windows
  field term 2026-2
  field programme 0
  status 422
  says "Opens: Choose a day and a time."
  says "Closes: Choose a day and a time."
# A window that is there is changed in the form filled in with it: no second one is made.
karin: get /admin/windows?term=2026-2
  keep window behind "programme=$inf" between "/admin/windows/" "/remove\""
karin: get /admin/windows?term=2026-2&window=$window&programme=$inf&opens=2026-12-01T13%3A00&closes=2027-01-20T23%3A59
  says "Change the window: Computer Science (bachelor)"
  says "name=\"window\" value=\"$window\""
  says "value=\"$inf\" selected"
  says "value=\"2026-12-01T13:00\""
  says "value=\"2027-01-20T23:59\""
wait 8d
noor: get /sign-in
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /plan/2026-2
  says "Enrolment is open until"
noor: get /admin/windows
  status 403
noor: post /admin/windows
  field term 2026-2
  field programme $inf
  field now close
  field opens 2026-12-01T13:00
  status 403
# The catalogue's administrator sets a window for bachelor students who began before: a programme's own
# window still stands in its place, and the others wait for everybody's.
admin: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
  to /home
admin: post /admin/windows
  field term 2026-2
  field programme 0
  field degree bachelor
  field cohort 2024
  field opens 2026-12-10T13:00
  field closes 2027-01-20T23:59
  status 303
admin: get /admin/windows?term=2026-2
  says "Bachelor students · began in 2024 or before"
# A group and a programme together are refused, and what was typed stays.
admin: post /admin/windows
  field term 2026-2
  field programme $inf
  field degree master
  field opens 2026-12-10T13:00
  field closes 2027-01-20T23:59
  status 422
  says "not both"
# In place: the group's window gets other times and another year, and stays one.
admin: get /admin/windows?term=2026-2
  keep group behind "degree=bachelor" between "/admin/windows/" "/remove\""
admin: post /admin/windows
  field term 2026-2
  field window $group
  field programme 0
  field degree bachelor
  field cohort 2025
  field opens 2026-12-11T13:00
  field closes 2027-01-20T23:59
  status 303
admin: get /admin/windows?term=2026-2
  says "Bachelor students · began in 2025 or before"
  lacks "began in 2024 or before"
# Not in the place of another one, nor one that is gone.
admin: post /admin/windows
  field term 2026-2
  field window $group
  field programme 0
  field opens 2026-12-11T13:00
  field closes 2027-01-20T23:59
  status 422
  says "There is a window for them already: change that one."
admin: post /admin/windows
  field term 2026-2
  field window 999999
  field programme 0
  field degree master
  field opens 2026-12-11T13:00
  field closes 2027-01-20T23:59
  status 409
command import tests/fixtures/admins --apply
  exit 0
ineke: post /sign-in
  field name i0001
  field password Rapenburg-demo-2026
  to /home
ineke: post /admin/windows
  field term 2026-2
  field window $group
  field programme $inf
  field opens 2026-12-11T13:00
  field closes 2027-01-20T23:59
  status 403
