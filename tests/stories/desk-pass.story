# Noor lost her phone and forgot her password: two people at the service desk give her a pass, which opens nothing but a new
# password and a new second factor.
command import tests/fixtures/small --apply
  exit 0
command people add desk1 "Petra Balie" helpdesk
  exit 0
  keep one between "Petra Balie," "\n"
command people add desk2 "Omar Balie" helpdesk
  exit 0
  keep two between "Omar Balie," "\n"
petra: post /activate
  field name desk1
  field code $one
  field password windmolen-fiets-kaas-boek
  field again windmolen-fiets-kaas-boek
  to /account/security/start?next=/home
omar: post /activate
  field name desk2
  field code $two
  field password windmolen-fiets-kaas-boek
  field again windmolen-fiets-kaas-boek
  to /account/security/start?next=/home
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: post /account/security/apps
  field app_name old phone
noor: follow
  keep SECRET between "id=\"secret\">" "<"
  keep APP between "/account/security/apps/" "\""
code CODE $SECRET
noor: post /account/security/apps/$APP
  field code $CODE
  status 200
  keep RECOVERY behind "class=\"codes\"" between "nowrap\">" "<"

# The desk sees no more than it needs, and finds people by the whole user name alone.
noor: get /admin/desk
  status 403
petra: get /admin/people
  status 403
petra: get /admin/desk
  golden desk
  queries <= 4
petra: get /admin/desk?q=noor
  status 200
  says "Nobody has this user name"
petra: get /admin/desk?q=S1234567
  status 303
  keep NOOR place between "/admin/desk/people/" ""
petra: follow
  golden desk-person
  lacks "Computer Science"
  lacks "sint-maarten.example"
petra: get /admin/people/$NOOR
  status 403

# One asks, another confirms: not she herself, nor for herself.
petra: post /admin/desk/people/$NOOR/pass
  status 422
petra: post /admin/desk/people/$NOOR/pass
  field seen card
  status 303
  keep PASS place between "/admin/desk/passes/" ""
petra: follow
  golden pass-waits
petra: post /admin/desk/people/$NOOR/pass
  field seen card
  to /admin/desk/passes/$PASS
petra: post /admin/desk/passes/$PASS/confirm
  status 403
  says "somebody else must confirm it"
noor: post /admin/desk/passes/$PASS/confirm
  status 403
petra: get /admin/desk?q=desk1
  keep PETRA place between "/admin/desk/people/" ""
petra: post /admin/desk/people/$PETRA/pass
  field seen card
  status 403
  says "let two colleagues help you"
omar: get /admin/desk
  says "Waits for you or a colleague"
omar: get /admin/desk/passes/$PASS
  golden pass-confirm
  lacks "works until"
omar: post /admin/desk/passes/$PASS/confirm
  to /admin/desk
omar: post /admin/desk/passes/$PASS/confirm
  status 409
omar: get /admin/desk/passes/$PASS
  lacks "It works until"
petra: get /admin/desk/passes/$PASS
  says "It works until"
  keep CODE between "<strong><code class=\"nowrap\">" "<"
petra: get /admin/desk/passes/$PASS
  says "$CODE"
work
noor: get /notices
  says "Two people of the service desk gave out a pass for your account"

# A pass is of one account, and a new password asks for the second factor all the same: there it works once more.
bram: post /activate
  field forgotten 1
  field name s2345678
  field code $CODE
  field password windmolen-fiets-kaas-boek
  field again windmolen-fiets-kaas-boek
  status 422
lost: post /activate
  field forgotten 1
  field name s1234567
  field code $CODE
  field password windmolen-fiets-kaas-boek
  field again windmolen-fiets-kaas-boek
  to /sign-in/second
noor: get /account
  status 303
lost: post /sign-in/code
  field code $CODE
  field remember 1
  to /account/security/start?next=%2Fhome
lost: follow
  says "Your pass is right."
  golden start-pass
lost: get /home
  to /account/security/start?next=%2Fhome
lost: get /account
  status 303
lost: post /account/security/recovery
  status 409
thief: post /activate
  from 198.51.100.9
  field forgotten 1
  field name s1234567
  field code $CODE
  field password windmolen-fiets-kaas-boot
  field again windmolen-fiets-kaas-boot
  status 422
thief: post /sign-in
  from 198.51.100.9
  field name s1234567
  field password windmolen-fiets-kaas-boek
  to /sign-in/second?next=%2Fhome
thief: post /sign-in/code
  from 198.51.100.9
  field code $CODE
  status 422

# The new app takes the place of all there was: the old phone and the old codes are worth nothing.
lost: post /account/security/apps
  field app_name new phone
  field start /home
lost: follow
  keep NEW between "id=\"secret\">" "<"
  keep APP between "/account/security/apps/" "\""
code FRESH $NEW
lost: post /account/security/apps/$APP
  field code $FRESH
  field start /home
  status 200
lost: get /home
  status 200
lost: get /account/security
  says "new phone"
  lacks "old phone"
  says "10 codes are left"
lost: get /account/security/timeline
  says "Your earlier second factors were taken away"
  says "A pass of the service desk took the place of your second factor."
wait 1m
code CODE2 $SECRET
bram: post /sign-in
  field name s1234567
  field password windmolen-fiets-kaas-boek
  to /sign-in/second?next=%2Fhome
bram: post /sign-in/code
  field code $CODE2
  status 422
bram: post /sign-in/code
  field code $RECOVERY
  status 422
petra: get /admin/desk/passes/$PASS
  says "Used"
  says "a new password, the second factor"

# What nobody confirms is over after half an hour; a quarter of an hour is enough to use one; system administrators are not helped.
petra: post /admin/desk/people/$NOOR/pass
  field seen document
  keep OLD place between "/admin/desk/passes/" ""
wait 31m
omar: post /admin/desk/passes/$OLD/confirm
  status 409
petra: post /admin/desk/people/$NOOR/pass
  field seen document
  keep LATE place between "/admin/desk/passes/" ""
omar: post /admin/desk/passes/$LATE/confirm
  to /admin/desk
petra: get /admin/desk/passes/$LATE
  keep TOOLATE between "<strong><code class=\"nowrap\">" "<"
wait 16m
thief: post /activate
  field forgotten 1
  field name s1234567
  field code $TOOLATE
  field password windmolen-fiets-kaas-boot
  field again windmolen-fiets-kaas-boot
  status 422
petra: post /admin/desk/people/$NOOR/pass
  field seen video
  keep NONE place between "/admin/desk/passes/" ""
omar: post /admin/desk/passes/$NONE/end
  to /admin/desk
omar: post /admin/desk/passes/$NONE/confirm
  status 409
command people add runs1 "Pim Personen" people-admin
  exit 0
  keep three between "Pim Personen," "\n"
pim: post /activate
  field name runs1
  field code $three
  field password windmolen-fiets-kaas-boek
  field again windmolen-fiets-kaas-boek
  to /account/security/start?next=/home
petra: get /admin/desk?q=runs1
  keep PIM place between "/admin/desk/people/" ""
petra: post /admin/desk/people/$PIM/pass
  field seen card
  status 403
  says "This person runs accounts"
petra: get /admin/desk?q=admin
  keep SAM place between "/admin/desk/people/" ""
petra: get /admin/desk/people/$SAM
  says "This is a system administrator"
petra: post /admin/desk/people/$SAM/pass
  field seen card
  status 403
sam: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
sam: get /admin/system/audit
  says "Confirmed a pass of the service desk"
  says "Asked for a pass of the service desk"
