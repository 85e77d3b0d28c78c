# One's own account: the devices one is signed in on, a shared computer, a new password, a language.
command import tests/fixtures/small --apply
  exit 0
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
library: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  field shared 1
  to /home
noor: get /account
  status 200
  golden account
  says "shared computer"
  says "s1234567@office.sint-maarten.example"
  queries <= 6

# On a shared computer a quarter of an hour without a request is the end; at home it is not.
wait 16m
library: get /account
  status 303
noor: get /account
  status 200

# A new password wants the present one, and must be worth having.
noor: post /account/password
  field current not-mine
  field password vier-losse-woorden-hier
  field again vier-losse-woorden-hier
  status 422
  says "This is not your present password."
noor: post /account/password
  field current Rapenburg-demo-2026
  field password noor-devries
  field again noor-devries
  status 422
  says "This password is little more than your own name."
noor: post /account/password
  field current Rapenburg-demo-2026
  field password Welkom-welkom-2026
  field again Welkom-welkom-2026
  status 422
  says "stands in the lists that thieves try first."
phone: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: post /account/password
  field current Rapenburg-demo-2026
  field password vier-losse-woorden-hier
  field again vier-losse-woorden-hier
  status 303
  to /account
phone: get /account
  status 303
noor: get /account
  status 200

# The language follows the account to every device.
noor: post /account/language
  field language nl
  status 303
noor: get /account
  says "Wijzig je wachtwoord"
phone: get /sign-in
  status 200
phone: post /sign-in
  field name s1234567
  field password vier-losse-woorden-hier
  to /home
phone: get /account
  says "Waar je bent ingelogd"
