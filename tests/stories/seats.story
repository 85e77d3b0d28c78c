# Who runs a programme changes seats, keeps some for a programme, and is told what follows before it is done.
command import tests/fixtures/small --apply
  exit 0
command import tests/fixtures/admins --apply
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
bram: follow
  says "On the wait-list at place 1"
aylin: post /plan/2026-2/add
  field section $c01
  status 303
aylin: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
aylin: post /plan/2026-2/submit
  field version $version
  status 303
# Ineke runs the programme of informatics, and sees who waits.
ineke: post /sign-in
  field name i0001
  field password Rapenburg-demo-2026
  to /home
ineke: get /courses/CSE%2020?term=2026-2
  says "Seats of these groups"
  keep offering between "/admin/offerings/" "\""
ineke: get /admin/offerings/$offering
  status 200
  golden offering-admin
  queries <= 12
ineke: get /admin/sections/$c01
  status 200
  golden section-seats
  queries <= 14
# Fewer seats than are taken: refused with the reason, before and also without the page in between.
ineke: get /admin/sections/$c01/seats?seats=0
  status 200
  says "1 place is taken: there cannot be fewer seats."
ineke: post /admin/sections/$c01/seats
  field seats 0
  field was 1
  status 422
  says "there cannot be fewer seats"
ineke: get /admin/sections/$c01/seats?seats=2&reason=A%20larger%20room
  status 200
  golden section-seats-check
  says "1 of the 2 who wait can move up, in their order."
# Somebody else was first: nothing is overruled.
ineke: post /admin/sections/$c01/seats
  field seats 2
  field was 5
  status 422
  says "Somebody changed the seats meanwhile: now it is 1 seat."
ineke: post /admin/sections/$c01/seats
  field seats 2
  field was 1
  field reason A larger room
  status 303
  to /admin/sections/$c01
ineke: follow
  says "From 1 seat to 2 seats"
  says "Ineke de Boer"
  says "A larger room"
work
bram: get /plan/2026-2
  says "Enrolled"
aylin: get /plan/2026-2
  says "Op plaats 1 van de wachtlijst"
# Two seats are kept for a programme until a moment: its students get them first, and everybody reads it.
ineke: get /admin/sections/$c01
  keep ges behind "For whom" between "<option value=\"" "\""
ineke: post /admin/sections/$c01/kept
  field programme $ges
  field kept 2
  status 422
  says "At most 0 seats can be kept"
ineke: post /admin/sections/$c01/kept
  field programme $ges
  field kept 9999
  status 422
  says "Seats to keep, with those taken: At most 0 seats can be kept"
ineke: post /admin/sections/$c01/seats
  field seats 5
  field was 2
  status 303
work
aylin: get /plan/2026-2
  says "Ingeschreven"
ineke: post /admin/sections/$c01/kept
  field programme $ges
  field kept 2
  field until 2026-11-23T12:00
  status 422
  says "This moment is over."
ineke: post /admin/sections/$c01/kept
  field programme $ges
  field kept 2
  field until 2026-12-01T12:00
  status 303
ineke: follow
  says "2 seats are kept."
  golden section-kept
noor: get /courses/CSE%2020?term=2026-2
  says "2 of 5 seats are kept for"
  says "until Tue 1 Dec 2026, 12:00"
# Seats that are kept do not go either.
ineke: get /admin/sections/$c01/seats?seats=4
  says "3 places are taken and 2 seats are kept for programmes: there cannot be fewer seats than 5."
# At that moment what nobody took is for everybody.
wait 7d
work
noor: get /courses/CSE%2020?term=2026-2
  lacks "seats are kept for"
  says "2 of 5 seats left"
# Who runs a programme of another faculty looks, and changes nothing; students do not even look.
henk: post /sign-in
  field name h0001
  field password Rapenburg-demo-2026
  to /home
henk: get /admin/sections/$c01
  status 200
  says "niet wijzigen"
  lacks "name=\"seats\""
henk: get /admin/sections/$c01/seats?seats=9
  status 403
henk: post /admin/sections/$c01/seats
  field seats 9
  field was 5
  status 403
henk: post /admin/sections/$c01/kept
  field programme $ges
  field kept 1
  status 403
noor: get /admin/sections/$c01
  status 303
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /admin/sections/$c01
  status 403
noor: post /admin/sections/$c01/seats
  field seats 9
  field was 5
  status 403
# Many at once: compared line by line; one line that cannot be done stops all.
ineke: get /sign-in
ineke: post /sign-in
  field name i0001
  field password Rapenburg-demo-2026
  to /home
ineke: get /admin/seats?term=2026-2
  status 200
  golden seats-many
ineke: post /admin/seats/check
  field term 2026-2
  field text "course,group,seats\nCSE 20,C01,1\nCSE 12,B01,many\nCSE 99,A01,5\nHIS 1,H01,40\nCSE 8A,A02,45"
  status 200
  golden seats-many-faults
  says "there cannot be fewer seats"
  says "is no number of seats"
  says "There is no group A01 of CSE 99"
  says "You may not change the seats of this course."
  says "CSE 8A,A02,45</textarea>"
  says "Compare again"
ineke: post /admin/seats/check
  field term 2026-2
  field text "CSE 20,C01,8\nCSE 8A,A02,unlimited\nCSE 12,B01,30"
  status 200
  golden seats-many-check
  says "2 groups change"
  keep seen between "name=\"seen\" value=\"" "\""
ineke: post /admin/seats
  field term 2026-2
  field text "CSE 20,C01,8\nCSE 8A,A02,unlimited\nCSE 12,B01,30"
  field seen $seen
  status 303
ineke: follow
  says "The seats of 2 groups are changed."
# The same again was looked at before the change: nothing is done twice.
ineke: post /admin/seats
  field term 2026-2
  field text "CSE 20,C01,8\nCSE 8A,A02,unlimited\nCSE 12,B01,30"
  field seen $seen
  status 422
  says "Somebody changed some of these seats meanwhile"
# And so many more in all groups of a course.
ineke: get /admin/offerings/$offering/raise?by=3
  status 200
  says "11 seats"
  keep text between "name=\"text\" value=\"" "\""
  keep seen between "name=\"seen\" value=\"" "\""
  says "name=\"of\" value=\"$offering\""
ineke: post /admin/seats
  field term 2026-2
  field text $text
  field seen $seen
  field of $offering
  status 303
  to /admin/offerings/$offering
admin: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
  to /home
admin: get /admin/system/audit?what=records.seats_changed
  says "A larger room"
admin: get /admin/system/audit?what=records.seats_kept
  says "Until: "
  says "Programme: Computer Science (B-INF)"
  says "Kept seats for a programme"
  says ">CSE 20 C01, Semester 2</a>"
