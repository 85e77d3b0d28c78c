# Zoe lost her phone and her codes: the desk takes her second factors away, she is told, and adds new ones.
command people add desk "Petra Balie" people-admin
  exit 0
  keep desk between "Petra Balie," "\n"
command people add s4567890 "Zoe Bos" student
  exit 0
  keep code between "Zoe Bos," "\n"
command people add admin "Sam Bakker" system-admin
  exit 0
petra: post /activate
  field name desk
  field code $desk
  field password windmolen-fiets-kaas-boek
  field again windmolen-fiets-kaas-boek
  to /account/security/start?next=/home
zoe: post /activate
  field name s4567890
  field code $code
  field password windmolen-fiets-kaas-boot
  field again windmolen-fiets-kaas-boot
  to /account/security/start?next=/home
petra: get /admin/people?q=zoe+bos
  keep zoe between "row-link\" href=\"/admin/people/" "\""
petra: get /admin/people?q=petra
  keep petra between "row-link\" href=\"/admin/people/" "\""
petra: get /admin/people?q=bakker
  keep sam between "row-link\" href=\"/admin/people/" "\""
petra: get /admin/people/$zoe
  says "None: the password alone opens this account."
  lacks "Take all second factors away"
petra: post /admin/people/$zoe/factors/reset
  status 409
  says "This account has no second factor."

zoe: post /account/security/apps
  field app_name my phone
  status 303
zoe: follow
  keep SECRET between "id=\"secret\">" "<"
  keep APP between "/account/security/apps/" "\""
code CODE $SECRET
zoe: post /account/security/apps/$APP
  field code $CODE
  status 200
laptop: post /sign-in
  field name s4567890
  field password windmolen-fiets-kaas-boot
  to /sign-in/second?next=%2Fhome

# Only who may change the account, and nobody for herself.
petra: get /admin/people/$zoe
  says "An authenticator app"
  says "Recovery codes"
  says "Take all second factors away"
  golden person-factors
zoe: post /admin/people/$zoe/factors/reset
  status 403
petra: post /admin/people/$petra/factors/reset
  status 409
petra: post /admin/people/$sam/factors/reset
  status 403
petra: post /admin/people/$zoe/factors/reset
  status 303
  queries <= 24
petra: follow
  says "The second factors of Zoe Bos are taken away."
  says "None: the password alone opens this account."

# Everywhere signed out; what had begun with the old factor goes no further.
zoe: get /account
  status 303
laptop: post /sign-in/code
  field code $CODE
  to /sign-in?next=%2Fhome
fresh: post /sign-in
  field name s4567890
  field password windmolen-fiets-kaas-boot
  to /home
fresh: get /account/security/timeline
  says "The service desk took all your second factors away."
work
fresh: get /notices
  says "The service desk took all second factors of your account away"

# The same at a terminal, for an administrator who is out: it asks for no factor.
command people reset-factors s4567890
  exit 0
  says "second factors taken away"
command people reset-factors nobody.here
  exit 1
  says "there is nobody of that name"
fresh: get /account
  status 303
