# A second factor: set up with an app, asked when signing in, replaced by a recovery code when the phone is lost.
command import tests/fixtures/small --apply
  exit 0
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /account/security
  status 200
  golden security-none
  says "Whoever finds out your password is you."
  queries <= 16

# The picture for the app, and the key for who cannot scan it.
noor: post /account/security/apps
  field app_name my phone
  status 303
noor: follow
  status 200
  says "Point the app at this picture"
  keep SECRET between "id=\"secret\">" "<"
  keep APP between "/account/security/apps/" "\""
noor: post /account/security/apps/$APP
  field code 000000
  status 422
  says "This is not the code that the app shows for us now."
code CODE $SECRET
noor: post /account/security/apps/$APP
  field code $CODE
  status 200
  says "Your recovery codes"
  says "They are shown once, now."
  keep RECOVERY behind "class=\"codes\"" between "<code class=\"nowrap\">" "<"
noor: get /account/security
  status 200
  golden security
  says "10 codes are left"
  says "An authenticator app was added."
noor: get /account/security/apps/$APP/remove
  status 200
  says "It is your last app"

# On another device the password alone opens nothing.
laptop: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  field next /account
  status 303
  to /sign-in/second?next=%2Faccount
laptop: get /account
  status 303
laptop: get /sign-in/second?next=/account
  status 200
  golden second-factor
  queries <= 6
# The code with which the app was set up is used up.
laptop: post /sign-in/code
  field next /account
  field code $CODE
  status 422
  says "was used before"
wait 30s
code CODE $SECRET
laptop: post /sign-in/code
  field next /account
  field code $CODE
  status 303
  to /account
laptop: get /account
  status 200

# Without the phone a recovery code; each works once, and she is told.
lost: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
lost: post /sign-in/code
  field code $RECOVERY
  status 303
  to /account/security
lost: get /account/security
  says "9 codes are left"
  says "A recovery code was used."
again: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
again: post /sign-in/code
  field code $RECOVERY
  status 422
work
lost: get /notices
  says "A recovery code of your account was used"
  says "was added to your account as a second factor"

# Taken away, a password is enough again.
lost: post /account/security/apps/$APP/remove
  status 303
  to /account/security
lost: get /account/security/timeline
  status 200
  says "An authenticator app was taken away."
fresh: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
