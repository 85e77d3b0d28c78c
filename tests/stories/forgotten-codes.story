# A recovery code takes the place of a mail, and the second factor is asked all the same; without a passkey nobody gets a new
# password without a code.
command import tests/fixtures/small --apply
  exit 0
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /account/password/new
  to /sign-in/more?level=3&again=1&next=%2Faccount%2Fpassword%2Fnew
noor: post /account/password/new
  field password windmolen-fiets-kaas-boek
  field again windmolen-fiets-kaas-boek
  status 303
noor: post /account/security/apps
  field app_name my phone
noor: follow
  keep SECRET between "id=\"secret\">" "<"
  keep APP between "/account/security/apps/" "\""
code CODE $SECRET
noor: post /account/security/apps/$APP
  field code $CODE
  keep ONE behind "class=\"codes\"" between "nowrap\">" "<"
  keep TWO behind "$ONE" between "nowrap\">" "<"
wait 1m
# Six digits alone are too few: they are guessed where nobody must know a password.
lost: get /forgotten/code
  says "With a recovery code, or a code from the service desk"
code CODE $SECRET
lost: post /activate
  field forgotten 1
  field name s1234567
  field code $CODE
  field password windmolen-fiets-kaas-boek
  field again windmolen-fiets-kaas-boek
  status 422
lost: post /activate
  field forgotten 1
  field name s2345678
  field code $ONE
  field password windmolen-fiets-kaas-boek
  field again windmolen-fiets-kaas-boek
  status 422
lost: post /activate
  field forgotten 1
  field name s1234567
  field code $ONE
  field password windmolen-fiets-kaas-boek
  field again windmolen-fiets-kaas-boek
  to /sign-in/second
noor: get /account
  status 303
lost: get /account
  status 303
# A sheet of codes is one factor: it does not stand for both.
lost: post /sign-in/code
  field code $TWO
  status 422
lost: post /sign-in/code
  field code $CODE
  to /home
lost: get /account/security
  says "No recovery code is left"
lost: get /account/security/timeline
  says "A recovery code was used."
thief: post /activate
  from 198.51.100.9
  field forgotten 1
  field name s1234567
  field code $ONE
  field password windmolen-fiets-kaas-boot
  field again windmolen-fiets-kaas-boot
  status 422
