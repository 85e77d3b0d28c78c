# Anybody browses the catalogue; a student sees the own programme and places.
command import tests/fixtures/small --apply
  exit 0
visitor: get /courses?term=2026-2
  status 200
  golden courses
  says "Introduction to Programming"
  says "The Dutch Republic"
  bytes <= 60k
visitor: get /courses?term=2026-2
  queries <= 6
visitor: get /courses?term=2026-2&q=republic
  status 200
  says "The Dutch Republic"
  lacks "Introduction to Programming"
visitor: get /courses?term=2026-2&q=nothing-is-called-so
  status 200
  lacks "The Dutch Republic"
visitor: get /courses/CSE%208A?term=2026-2
  status 200
  golden course
  says "Group A01"
  says "Prof. Eva Smit"
  lacks "Add to my plan"
  says "Sign in to plan this course"
  queries <= 10
visitor: get /courses/NO%20SUCH
  status 404
visitor: get /courses?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E
  status 200
  lacks "<script>alert"
visitor: get /programmes/B-INF
  status 200
  golden programme
  says "Computer Science"
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /record
  status 200
  golden record
  says "Computer Science"
  says "Introduction to Programming"
  queries <= 12
visitor: get /conduct
  status 200
  golden conduct
visitor: get /programmes
  status 200
  golden programmes
visitor: get /courses?term=2026-2
  send Accept-Language: nl
  status 200
  golden courses.nl
visitor: get /
  send Accept-Language: nl
  status 200
  golden guide.nl
visitor: get /no-such-page
  send Accept-Language: nl
  status 404
  golden error-404.nl
