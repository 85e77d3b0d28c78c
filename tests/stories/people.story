# Karin from the service desk helps a person in: search, a one-time code as a letter, a role, closing and opening.
command people add desk "Petra Balie" people-admin
  exit 0
  keep desk between "Petra Balie," "\n"
command people add s4567890 "Zoe Bos" student
  exit 0
command people add admin "Sam Bakker" system-admin
  exit 0
command people add s4567890 "Somebody Else"
  exit 1
  says "already one of that name"
command people add Nobody "Bad Login"
  exit 2
petra: post /activate
  field name desk
  field code $desk
  field password windmolen-fiets-kaas-boek
  field again windmolen-fiets-kaas-boek
  status 303
  to /account/security/start?next=/home

petra: get /admin/people?q=zoe+bos
  says "Zoe Bos"
petra: get /admin/people?q=bos
  status 200
  golden people
  says "Zoe Bos"
  says "No password yet"
  lacks "Sam Bakker"
  queries <= 5
  keep zoe between "row-link\" href=\"/admin/people/" "\""
petra: get /admin/people?q=zzzz
  status 200
  says "Nobody found"

# The code is on one page only; a second one makes the first worthless.
petra: post /admin/people/$zoe/code
  status 200
  keep first between "id=\"code\">" "<"
petra: post /admin/people/$zoe/code
  status 200
  keep code between "id=\"code\">" "<"
petra: get /admin/people/$zoe
  status 200
  golden person
  says "A one-time code waits to be used"
  lacks "$code"
zoe: post /activate
  field name s4567890
  field code $first
  field password windmolen-fiets-kaas-boot
  field again windmolen-fiets-kaas-boot
  status 422
zoe: post /activate
  field name S4567890@sint-maarten.example
  field code $code
  field password windmolen-fiets-kaas-boot
  field again windmolen-fiets-kaas-boot
  status 303
  to /account/security/start?next=/home

petra: post /admin/people/$zoe/roles/give
  field role catalogue-admin
  field scope
  status 303
petra: get /admin/people/$zoe
  says "Catalogue administrator"
petra: post /admin/people/$zoe/roles/take
  field role catalogue-admin
  field scope 0
  status 303
# A role for one thing is given by its code, and said by its name.
petra: post /admin/people/$zoe/roles/give
  field role programme-admin
  field scope X-NONE
  status 422
  says "There is no programme with this code."
  says "value=\"X-NONE\""
petra: post /admin/people/$zoe/roles/give
  field role people-admin
  field scope B-INF
  status 422
  says "This role is for the whole university: leave this empty."

# Closing shuts every door at once, also the one that stands open.
petra: post /admin/people/$zoe/disable
  status 303
zoe: get /account
  status 303
petra: get /admin/people/$zoe
  says "Closed"
petra: post /admin/people/$zoe/code
  status 409
petra: post /admin/people/$zoe/enable
  status 303
zoe: get /sign-in
  status 200
zoe: post /sign-in
  field name s4567890
  field password windmolen-fiets-kaas-boot
  to /home

# Who gives out codes cannot become a system administrator by it.
petra: get /admin/people?q=bakker
  keep boss between "row-link\" href=\"/admin/people/" "\""
petra: post /admin/people/$boss/code
  status 403
petra: post /admin/people/$boss/disable
  status 403
petra: post /admin/people/$zoe/roles/give
  field role system-admin
  field scope
  status 403
