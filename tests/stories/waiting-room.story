# An administrator opens the waiting room: students come to their plan one after the other, the rest of the
# portal does not wait, and nothing that was asked is lost.
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
noor: get /admin/waiting
  status 403
karin: get /admin/waiting
  status 200
  says "Closed"
  golden waiting-admin
karin: post /admin/waiting
  field mode open
  field hours 25
  field most 0
  status 422
  says "Let in at once: Give a number from 1 to 100000."
  says "For how many hours: Give a number from 1 to 24."
karin: post /admin/waiting
  field mode open
  field hours 2
  field most 1
  status 303
karin: get /admin/waiting
  says "Open: by hand"
# She is led to the waiting room, and gets her ticket.
work
noor: get /plan/2026-2
  status 303
  to /plan/waiting?to=%2Fplan%2F2026-2
noor: follow
  status 200
  header Refresh 5
  says "Waiting room"
  says "being early gives nothing"
  queries <= 9
noor: get /timetable
  status 200
noor: get /courses
  status 200
noor: get /receipts
  status 200
# Her turn comes.
work
noor: get /plan/waiting?to=%2Fplan%2F2026-2
  status 303
  to /plan/2026-2
noor: follow
  status 200
  says "Plan for"
# While others may wait she is offered to let the next one in.
  says "I am done, let the next one in"
noor: post /plan/waiting/done
  status 303
  to /receipts
noor: follow
  says "Thank you"
noor: get /plan/2026-2
  status 303
work
# Left to itself: what was set by hand has ended, whatever number the form still holds.
karin: post /admin/waiting
  field mode auto
  field hours 2
  field most 1
  status 303
karin: get /admin/waiting
  lacks "Open: by hand"
  says "Open until all who wait are in"
  says "of at most 300"
# It is closed by hand; and stays so for two hours.
karin: post /admin/waiting
  field mode shut
  field hours 2
  field most 
  status 303
karin: get /admin/waiting
  says "Closed"
  says "whatever happens"
work
noor: get /plan/2026-2
  status 200
noor: get /plan/waiting?to=//elsewhere.example/
  status 303
  to /plan
