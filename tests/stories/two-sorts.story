# Other applications are of two sorts, office and other, each with a policy of its own. One page shows both: which services are of
# which, what each needs, by which name it knows her, and how far she gets with what she has.
command import tests/fixtures/small --apply
  exit 0
command oidc client add --title "Writing together" --redirect https://write.example/back --client-id write --sort office --first-party
  exit 0
command oidc client add --title "Course evaluations" --redirect https://eval.example/back --client-id eval --first-party
  exit 0
command oidc client add --title "Lecture hall screen" --auth none --device --client-id screen --scopes "openid" --sort office
  exit 0
command oidc client add --title "Neither" --redirect https://neither.example/back --client-id neither --sort neither
  exit 2
command oidc client show write
  exit 0
  says "sort=office"
command saml sp add tests/fixtures/saml/evaluations.xml --title "Lab book" --level 2 --own
  exit 0
command saml sp show https://eval.example/saml
  exit 0
  says "sort=other"
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /account/security
  golden two-sorts
  says "s1234567@office.sint-maarten.example"
  says "You have what it needs"
  lacks "You cannot get in yet"
  says "Lab book"
  says "needs a second factor"

# Nothing more is needed yet. Then office services need two factors.
noor: get /oidc/authorize?client_id=write&redirect_uri=https%3A%2F%2Fwrite.example%2Fback&response_type=code&scope=openid&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256
  status 303
  header Location https://write.example/back?code=
sam: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
sam: get /admin/second-factors
  says "Office services (2 applications)"
  says "All other applications (2 applications)"
sam: post /admin/second-factors/sorts
  field sort_office 2
  status 422
sam: post /admin/second-factors/sorts
  field sort_office 4
  field sort_other 1
  status 422
noor: post /admin/second-factors/sorts
  field sort_office 1
  field sort_other 1
  status 403
sam: post /admin/second-factors/sorts
  field sort_office 2
  field sort_other 1
  to /admin/second-factors#sorts
sam: get /admin/system/audit
  says "Set what a sort of applications needs"
noor: get /oidc/authorize?client_id=eval&redirect_uri=https%3A%2F%2Feval.example%2Fback&response_type=code&scope=openid&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256
  status 303
  header Location https://eval.example/back?code=
noor: get /oidc/authorize?client_id=write&redirect_uri=https%3A%2F%2Fwrite.example%2Fback&response_type=code&scope=openid&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256
  status 303
  header Location /sign-in/more?level=2&next=
noor: follow
  says "You have no second factor yet"
noor: get /oidc/authorize?client_id=write&redirect_uri=https%3A%2F%2Fwrite.example%2Fback&response_type=code&scope=openid&prompt=none&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256
  status 303
  header Location https://write.example/back?error=
screen: post /oidc/device-code
  from 198.51.100.9
  without token
  field client_id screen
  field scope openid
  status 200
  keep user between "\"user_code\":\"" "\""
noor: post /device
  field user_code $user
  field answer allow
  status 303
  header Location /sign-in/more?level=2&next=
noor: get /account/security
  says "You cannot get in yet"
  says "Set up a second factor"

# With an app she gets in; a passkey is more than she has.
noor: post /account/security/apps
  field app_name phone
noor: follow
  keep SECRET between "id=\"secret\">" "<"
  keep APP between "/account/security/apps/" "\""
code CODE $SECRET
noor: post /account/security/apps/$APP
  field code $CODE
  status 200
noor: get /account/security
  lacks "You cannot get in yet"
  says "level 2 of 3"
noor: get /oidc/authorize?client_id=write&redirect_uri=https%3A%2F%2Fwrite.example%2Fback&response_type=code&scope=openid&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256
  status 303
  header Location https://write.example/back?code=
sam: post /admin/second-factors/sorts
  field sort_office 3
  field sort_other 1
  to /admin/second-factors#sorts
noor: get /oidc/authorize?client_id=write&redirect_uri=https%3A%2F%2Fwrite.example%2Fback&response_type=code&scope=openid&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256
  status 303
  header Location /sign-in/more?level=3&next=
noor: get /account/security
  says "You cannot get in yet"
  says "Set up a passkey"

# A service by SAML becomes an office service on its own page, and is asked for as much.
sam: get /admin/services
  keep SP behind "row-link" between "/admin/services/" "\""
sam: post /admin/services/$SP
  field title "Lab book"
  field attributes mail
  field format persistent
  field level 1
  field sort nonsense
  field flags own
  status 422
sam: post /admin/services/$SP
  field title "Lab book"
  field attributes mail
  field format persistent
  field level 1
  field sort office
  field flags own
  status 303
noor: post /saml/sso
  without token
  field SAMLRequest PHNhbWxwOkF1dGhuUmVxdWVzdCB4bWxuczpzYW1scD0idXJuOm9hc2lzOm5hbWVzOnRjOlNBTUw6Mi4wOnByb3RvY29sIiB4bWxuczpzYW1sPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6YXNzZXJ0aW9uIiBJRD0iX2ZpcnN0IiBWZXJzaW9uPSIyLjAiIElzc3VlSW5zdGFudD0iMjAyNi0xMS0yNFQxMjowMDowMFoiIERlc3RpbmF0aW9uPSJodHRwOi8vbG9jYWxob3N0L3NhbWwvc3NvIiBBc3NlcnRpb25Db25zdW1lclNlcnZpY2VVUkw9Imh0dHBzOi8vZXZhbC5leGFtcGxlL2JhY2siPjxzYW1sOklzc3Vlcj5odHRwczovL2V2YWwuZXhhbXBsZS9zYW1sPC9zYW1sOklzc3Vlcj48L3NhbWxwOkF1dGhuUmVxdWVzdD4=
  field RelayState r1
  status 303
noor: follow
  status 303
  header Location /sign-in/more?level=3&next=
