# A lecture that groups and courses share is one meeting with all of them; a course's groups; what is really booked twice.
command import tests/fixtures/small --apply
  exit 0
command import tests/fixtures/shared --apply
  exit 0
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home

# A room: three groups of a course, two courses, and two lecturers who both think that it is theirs.
noor: get /timetable/room/SNEL/1.04?view=week&on=2027-02-01
  status 200
  golden timetable-shared-room
  says "groups A02–A04"
  says "groups A01–A04"
  lacks "Clashes"
  queries <= 10
noor: get /timetable/room/SNEL/2.10?view=week&on=2027-02-01
  status 200
  golden timetable-shared-courses
  says "CSE 20 C01, CSE 30 D01"
  says "Clashes with HIS 1"
  says "Clashes with CSE 20, CSE 30"
noor: get /timetable/room/SNEL/1.04?view=day&on=2027-02-02
  says "groups A02–A04"
  lacks "Clashes"
noor: get /timetable/room/SNEL/2.10?view=month&on=2027-02-01
  says "13:00 CSE 20, CSE 30"
noor: get /timetable/room/SNEL/2.10?view=list&on=2027-02-01
  says "CSE 20 C01, CSE 30 D01"
  says "Clashes with HIS 1"

# A lecturer who is in two rooms at a time hears it; one who gives one lecture to three groups does not.
noor: get /timetable/lecturer/Prof.%20Eva%20Smit?view=list&on=2027-02-01
  says "groups A02–A04"
  says "Clashes with CSE 12"
  lacks "Clashes with CSE 8A groups"
  lacks "Clashes with CSE 20"
eva: post /sign-in
  field name l0001
  field password Rapenburg-demo-2026
  to /home
eva: get /timetable?view=week&on=2027-02-01
  says "groups A02–A04"
  lacks "Clashes"

# A course: which group a block is of, one group alone, their times.
noor: get /timetable/course/CSE%208A?view=week&on=2027-02-01
  status 200
  golden timetable-shared-course
  says "Groups A02–A04"
  says "All groups"
  says "Tue 09:00–10:45 · Lecture · Snelliusgebouw 1.04"
  queries <= 14
noor: get /timetable/course/CSE%208A?view=week&on=2027-02-01&group=A01
  says "Group A01"
  says "All groups"
  lacks "Groups A02–A04"
  says "view=month&amp;on=2027-02-01&amp;group=A01"
noor: get /timetable/course/CSE%208A?view=month&on=2027-02-01
  says "09:00 Groups A02–A04"
noor: get /timetable/course/CSE%208A?view=list&on=2026-12-14&group=A03
  says "Thu 4 Feb 2027"
  lacks "Tue 15 Dec 2026"
noor: get /timetable/course/CSE%208A?view=week&on=2027-02-01&group=Z99
  says "There is no group Z99 in these days: all groups are shown."
  says "Groups A02–A04"

# A day can be asked for ten years back and ahead.
noor: get /timetable?view=week&on=9999-12-31
  status 200
  says "A timetable can be asked for from Fri 1 Jan 2016 to Wed 31 Dec 2036. This is today."
  says "Timetable, week 48"
noor: get /timetable?view=week&on=2036-12-31
  says "Wed 31 Dec 2036"
  lacks "This day cannot be shown"
  lacks "Next week"
noor: get /timetable?view=week&on=soon
  says "This day cannot be shown"
noor: get /timetable/rooms?on=9999-12-31
  status 200
  says "This day cannot be shown"
