# "This was not me": what somebody does not know is ended, the desk is told, and she reads what to do.
command import tests/fixtures/small --apply
  exit 0
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
thief: post /sign-in
  from 203.0.113.7
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
thief: get /account
  status 200
noor: get /account
  status 200
  keep THIEF between "not-me/session/" "\""
# Nobody ends what is another's.
bram: post /sign-in
  field name s2345678
  field password Rapenburg-demo-2026
bram: get /account/security/not-me/session/$THIEF
  status 404
bram: post /account/security/not-me/session/$THIEF
  status 404
thief: get /account
  status 200
noor: get /account/security/not-me/session/$THIEF
  status 200
  golden not-me
  says "from 203.0.113.7"
noor: post /account/security/not-me/session/$THIEF
  to /account/security/not-me/done
noor: follow
  golden not-me-done
  says "It is ended and reported"
thief: get /account
  status 303
noor: get /account
  status 200
noor: post /account/security/not-me/session/$THIEF
  status 404
noor: get /account/security
  says "You reported something that was not you; it was ended."
  keep LINE between "not-me/line/" "\""
# The desk is told, and finds it in the log.
sam: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
sam: get /notices
  says "Noor de Vries (s1234567) does not know something in the own account"
sam: get /admin/system/audit
  says "Reported something in the own account that was not hers"

# Of a line in the timeline nobody knows which session it was: all others end.
thief: get /sign-in
thief: post /sign-in
  from 203.0.113.7
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: post /account/security/not-me/line/$LINE
  to /account/security/not-me/done
thief: get /account
  status 303
noor: get /account
  status 200

# An app is called something else, by its owner alone.
noor: post /account/security/apps
  field app_name my phone
  status 303
noor: follow
  keep SECRET between "id=\"secret\">" "<"
  keep APP between "/account/security/apps/" "\""
code CODE $SECRET
noor: post /account/security/apps/$APP
  field code $CODE
  status 200
bram: post /account/security/apps/$APP/name
  field name_0 mine
  status 404
noor: post /account/security/apps/$APP/name
  field name_0 the old telephone of my sister that is longer than a name may be
  status 422
noor: post /account/security/apps/$APP/name
  field name_0 sister's phone
  status 303
noor: follow
  says "From now on it is called sister's phone."
  says "sister's phone"
