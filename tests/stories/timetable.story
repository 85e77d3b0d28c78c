# The timetable by day, week, month and as a list; what one hides and looks at; other people's, rooms, courses.
command import tests/fixtures/small --apply
  exit 0
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /timetable
  status 200
  golden timetable
  says "Introduction to Programming"
  says "09:00"
  says "Timetable, week 48"
  queries <= 12
noor: get /timetable
  send User-Agent: Mozilla/5.0 (Linux; Android 14) Mobile Safari/537.36 Mobi
  says "Timetable, Tue 24 Nov 2026"
  golden timetable-day
  queries <= 12
noor: get /timetable?view=month&on=2026-12-01
  status 200
  golden timetable-month
  says "December 2026"
  queries <= 12
noor: get /timetable?view=month&on=2029-12-01
  says "No classes this month."
  says "Nothing comes after that either."
  lacks "Nothing in your timetable yet"
noor: get /timetable/list
  status 200
  golden timetable-list
  says "Introduction to Programming"
  says "Snelliusgebouw"
noor: get /timetable?view=week&on=2027-01-13
  says "No classes this week."
  says "Nothing comes after that either."
  queries <= 15
noor: get /timetable?view=day&on=2026-11-25
  says "Next: Tue 1 Dec 2026, 09:00"

# A group that one only looks at stands beside one's own; in between one hears what comes next.
noor: post /plan/2026-2/add
  field section 1
  status 404
noor: get /courses/CSE%208A?term=2026-2
  keep a02 behind "Group A02" between "name=\"section\" value=\"" "\""
noor: get /timetable/course/CSE%208A?view=week&on=2027-02-01
  status 200
  golden timetable-course
  says "Group A02"
  queries <= 14
noor: post /timetable/also
  field section $a02
  to /timetable/course/CSE%208A
noor: get /timetable?view=week&on=2027-02-01
  says "You are not enrolled"
  says "CSE 8A"
noor: get /timetable?view=week&on=2027-01-13
  says "Next: Tue 2 Feb 2027, 09:00"
noor: get /timetable/choose
  status 200
  golden timetable-choose
  says "CSE 8A Introduction to Programming, group A02"
  keep course behind "Courses" between "name=\"course\" value=\"" "\""
noor: post /timetable/choose
  field kind lecture
  field waiting 1
  to /timetable
noor: get /timetable?view=week&on=2026-11-24
  lacks "09:00–10:45"
noor: post /timetable/choose
  field kind lecture
  field course $course
  field waiting 1
  to /timetable
noor: get /timetable?view=week&on=2026-11-24
  says "09:00"
noor: post /timetable/also/$a02/remove
  to /timetable/choose
noor: post /timetable/also/$a02/remove
  status 404

# Lecturers, rooms, and a room that is free now.
noor: get /timetable/find?q=smit
  status 200
  golden timetable-find
  says "Prof. Eva Smit"
noor: get /timetable/find?q=nobody
  says "Nothing found"
noor: get /timetable/lecturer/Prof.%20Eva%20Smit?view=week&on=2027-02-01
  status 200
  says "CSE 30"
  queries <= 10
noor: get /timetable/lecturer/Eva
  status 404
noor: get /timetable/room/SNEL/1.04?view=week
  status 200
  golden timetable-room
  says "60 seats"
  says "Free now, for the rest of the day"
  queries <= 10
noor: get /timetable/room/SNEL/9.99
  status 404
noor: get /timetable/rooms
  status 200
  golden timetable-rooms
  says "2 rooms are free now"
  queries <= 10
noor: get /timetable/rooms?building=SNEL&on=2026-12-01&at=09:30&minutes=60
  says "1 room is free then"
  lacks "Snelliusgebouw 1.04"
noor: get /timetable/rooms?on=2026-12-01&at=08:00&minutes=60
  says "until 09:00"

# Days without teaching come with an import.
command import tests/fixtures/holidays --apply
  exit 0
eva: post /sign-in
  field name l0001
  field password Rapenburg-demo-2026
  to /home
eva: get /timetable?view=week&on=2027-03-29
  says "No teaching: Easter Monday"
  lacks "A01"
  queries <= 14
eva: get /timetable?view=list&on=2026-12-14
  says "Tue 15 Dec 2026"
  says "Mon 1 Feb 2027"
  says "Semester 1 · Semester 2"
  queries <= 16
eva: get /timetable?view=week&on=2027-04-05
  says "CSE 8A"

# Who has no classes can look at those of others.
karin: post /sign-in
  field name a0001
  field password Rapenburg-demo-2026
  to /home
karin: get /timetable
  status 200
  golden timetable-none
  says "You have no classes of your own"
visitor: get /timetable
  status 303
visitor: get /timetable/rooms
  status 303
