# A form that does not come from this session is refused and changes nothing.
command import tests/fixtures/small --apply
  exit 0
noor: post /sign-in
  without token
  field name s1234567
  field password Rapenburg-demo-2026
  status 403
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: post /account/sessions/end
  without token
  status 403
noor: post /account/sessions/end
  without token
  field token AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
  status 403
# Another person's token is not hers.
bram: post /sign-in
  field name s2345678
  field password Rapenburg-demo-2026
  to /home
bram: get /account
  keep token between "name=\"token\" value=\"" "\""
noor: post /account/sessions/end
  without token
  field token $token
  status 403
noor: get /account
  status 200
