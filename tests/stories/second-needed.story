# A role needs a second factor from a day on: who has none counts the days, then sets one up before anything else.
command import tests/fixtures/small --apply
  exit 0
command people add s4567890 "Zoe Bos" student
  exit 0
  keep code between "Zoe Bos," "\n"
sam: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
sam: get /admin/second-factors
  status 200
  golden second-needed
  says "0 of 4 have one"
  queries <= 7
sam: post /admin/second-factors
  field from_student 2026-13-41
  field grace_student 14
  status 422
  says "2026-13-41"
sam: post /admin/second-factors
  field from_student 2026-12-01
  field grace_student 7
  status 303
  to /admin/second-factors
sam: get /admin/system/audit
  says "Set from when a role needs a second factor"
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
# Before that day she is told; nothing is asked.
noor: get /home
  status 200
  says "14 days left"
noor: get /account/security
  status 200
  says "You need a second factor from"
# Others are not.
sam: get /home
  lacks "second factor"

# From that day on each has days of grace from her first visit.
wait 8d
noor: get /home
  status 303
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
noor: get /home
  status 200
  says "7 days left"
  queries <= 60
noor: get /home
  says "7 days left"
wait 7d
noor: get /home
  status 303
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /plan/2026-2?all=1
  status 303
  to /account/security/start?next=%2Fplan%2F2026-2%3Fall%3D1
noor: get /account
  status 303
noor: follow
  status 200
  golden second-needed-now
  says "Your account needs a second factor now."
  lacks "Not now"

# What she typed is not lost.
noor: post /account/language
  send Host: campus.example
  send Referer: http://campus.example/account
  field language nl
  status 303
  to /account/security/start?next=%2Faccount
noor: get /account/security/start?next=/account
  says "Nothing was changed yet. When this is done, what you typed is filled in again."
noor: post /account/security/apps
  field app_name my phone
  field start /account
  status 303
noor: follow
  status 200
  keep SECRET between "id=\"secret\">" "<"
  keep APP between "/account/security/apps/" "\""
code CODE $SECRET
noor: post /account/security/apps/$APP
  field code $CODE
  field start /account
  status 200
  says "Your recovery codes"
  says "/account/security/start?next=%2Faccount"
noor: get /account/security/start?next=/account
  status 200
  says "Everything is ready."
noor: get /account
  status 200
  says "What you typed before is filled in below."
# The last one stays while the role needs one.
noor: get /account/security
  keep HERS between "href=\"/account/security/apps/" "/remove"
noor: post /account/security/apps/$HERS/remove
  status 409
  says "this is your only one"

# A new person is led through all of it; while there is time a step can be left out.
zoe: get /activate?name=s4567890&code=$code
  status 200
  says "value=\"s4567890\""
  says "value=\"$code\""
zoe: post /activate
  field name s4567890
  field code $code
  field password windmolen-fiets-kaas-boek
  field again windmolen-fiets-kaas-boek
  to /account/security/start?next=/home
zoe: follow
  status 200
  golden start
  says "Step 1 of 3"
  says "7 days are left"
zoe: get /account/security/start?later=1&next=/home
  status 200
  says "Step 3 of 3"
  golden start-ready
