# The catalogue is searched as one types and filtered; everything else is found from every page, by those who may.
command import tests/fixtures/small --apply
  exit 0

# Codes without their blank, half words, accents, slips.
visitor: get /courses?term=2026-2&q=cse8a
  status 200
  says "1 course"
  says "Introduction to Programming"
  lacks "Data Structures"
visitor: get /courses?term=2026-2&q=struct%20d%C3%A1ta
  says "Data Structures"
  lacks "Nothing is called"
  queries <= 7
  allocations <= 900
visitor: get /courses?term=2026-2&q=progamming
  status 200
  says "Nothing is called “progamming”. These are the nearest."
  says "Introduction to Programming"
# Also by who gives it.
visitor: get /courses?term=2026-2&q=eva%20smit
  status 200
  says "Introduction to Programming"
  lacks "Nothing is called"

# Filters combine, stand in the address, and are taken away one by one.
visitor: get /courses?term=2026-2&level=200&day=1&free=1
  status 200
  golden courses-filtered
  says "Data Structures"
  says "Group B01 · Mon, 10:00–11:45"
  lacks "Discrete Mathematics"
  lacks "Introduction to Programming"
  says "href="/courses?term=2026-2&amp;day=1&amp;free=1""
  lacks "Fits my timetable and plan"
visitor: get /courses?term=2026-2&from=18:00&until=09:00
  says "no time of day is left between them"
  says "Data Structures"
  lacks "18:00–09:00"
visitor: get /courses?term=2026-2&from=13:00&until=15:00
  says "Discrete Mathematics"
  lacks "Data Structures"
visitor: get /courses?term=2026-2&language=nl
  says "The Dutch Republic"
  lacks "Data Structures"
visitor: get /courses?term=2026-2&programme=B-GES
  says "The Dutch Republic"
  lacks "Data Structures"
visitor: get /courses?term=2026-2&credits=30
  says "Computer Systems"
  says "1 course"

# Nothing fits: the way out is one link.
visitor: get /courses?term=2026-2&q=data&day=5&level=200
  status 200
  golden courses-none
  says "The filter “Fri” keeps out most."
  says "Leave it out: 1 course"
visitor: get /courses?term=2026-1&q=republic
  says "1 course is like that, but is not given in this term."
visitor: get /courses?term=2026-1&q=republic&all=1
  says "The Dutch Republic"
  says "Not given this term"
visitor: get /courses?q=zzzzzz
  says "Use fewer or other words"

# Malformed filters are no filters.
visitor: get /courses?term=2026-2&day=9&day=x&from=25:99&level=abc&credits=-1&after=9.9
  status 200
  says "Data Structures"

# What fits beside her places and her plan.
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home

# Pages are found by what they are for, in both languages; only those that she may open.
visitor: get /search?q=enrol
  lacks "href=\"/plan\""
noor: get /search?q=enrol
  says "href=\"/plan\""
noor: get /search?q=inschrijven
  says "href=\"/plan\""
noor: get /search?q=free%20room
  says "href=\"/timetable/rooms\""
noor: get /search?q=vrije%20zaal
  says "href=\"/timetable/rooms\""
noor: get /search?q=windows
  lacks "/admin/windows"
noor: get /timetable/find?q=dat%20struc
  says "/timetable/course/CSE%2012"
noor: get /timetable/find?q=smit
  says "/timetable/lecturer/Prof.%20Eva%20Smit"

noor: get /courses?term=2026-2&fits=1
  status 200
  says "Data Structures"
noor: get /courses/CSE%208A?term=2026-2
  keep a01 behind "Group A01" between "name=\"section\" value=\"" "\""
noor: post /plan/2026-2/add
  field section $a01
  status 303
noor: get /courses?term=2026-2&fits=1
  status 200
  golden courses-fits
  says "Introduction to Programming"
  says "Discrete Mathematics"
  lacks "Data Structures"
  says "4 courses"
  queries <= 12
noor: get /courses?term=2026-2&q=data&fits=1
  says "The filter “Fits my timetable” keeps out most."
noor: get /courses?term=2026-2&ready=1
  says "5 courses"
# These two are hers alone: nobody else is asked about a timetable.
visitor: get /courses?term=2026-2&fits=1&ready=1
  says "5 courses"
  lacks "Fits my timetable"

# Seats are counted now, not when the catalogue was read: the last one goes, and the course with it.
noor: get /courses?term=2026-2&free=1&q=discrete
  says "1 course"
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
noor: get /courses?term=2026-2&free=1&q=discrete
  says "The filter “Seats left” keeps out most."
noor: get /courses?term=2026-2&q=discrete
  says "Full"

# Everything, from the field on top: in groups, and under the field while one types.
noor: get /search
  status 200
  says "a part of a name or a code is enough"
noor: get /search?q=eva
  says "Prof. Eva Smit"
noor: get /search?q=smit
  status 200
  golden search
  says "Lecturers"
  says "Prof. Eva Smit"
  lacks "/admin/people"
  queries <= 3
  bytes <= 20k
noor: get /search/suggest?q=snel
  status 200
  golden suggest
  says "Buildings"
  says "Snelliusgebouw 1.04"
  lacks "<html"
  queries <= 2
  bytes <= 4k
noor: get /search/suggest?q=informatica
  says "Computer Science"
noor: get /search/suggest?q=progamming
  says "Nothing is called “progamming”. These are the nearest."
  says "CSE 8A"
noor: get /search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E
  status 200
  says "&lt;script&gt;alert"
noor: get /search?q=
  status 200
noor: get /search?q=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
  status 200

# Who is a person here is found by those who manage people, and by nobody else.
noor: get /search?q=bram%20jansen
  says "Nothing found"
  lacks "s2345678"
noor: get /search/suggest?q=s2345678
  says "Nothing found"
visitor: get /search?q=smit
  lacks "Smit</a>"
  says "Sign in"
sam: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
  to /home
sam: get /search?q=jansne
  status 200
  golden search-people
  says "Bram Jansen"
  says "s2345678 · s2345678@"
sam: get /search/suggest?q=s23456
  says "Bram Jansen"
  lacks "Noor"

# A closed account is marked at once; a new name is found by the very next view.
sam: get /search?q=bram
  keep bram between "/admin/people/" "\""
sam: post /admin/people/$bram/disable
  status 303
sam: get /search?q=bram
  says "closed"
command import tests/fixtures/renamed --apply
  exit 0
sam: get /search?q=bramante
  says "Bramante Jansen"
sam: get /courses?term=2026-2&q=republics
  says "Dutch Republics"
visitor: get /search?q=republics
  says "Dutch Republics"
