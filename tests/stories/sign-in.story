# A student signs in with any form of her name, and out again; closing the browser ends the login.
command import tests/fixtures/small --apply
  exit 0

visitor: get /account
  status 303
  to /sign-in?next=%2Faccount

noor: get /sign-in
  status 200
  golden sign-in
  says "Sign in"
  queries <= 4
  bytes <= 20k
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  status 303
  to /home
  header Set-Cookie HttpOnly
  header Set-Cookie SameSite=Lax
noor: get /account
  status 200
  says "Noor de Vries"
  says "s1234567@sint-maarten.example"
  queries <= 8

# The name with the university behind it, and the way back to where she wanted to be.
again: post /sign-in
  field name s1234567@sint-maarten.example
  field password Rapenburg-demo-2026
  field next /account
  status 303
  to /account

# An address elsewhere is no way back.
thief: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  field next //evil.example/
  status 303
  to /home

# Signed out on one device, the other stays.
noor: post /sign-out
  status 303
  to /
noor: get /account
  status 303
again: get /account
  status 200

# Signed out everywhere, no device stays.
again: post /account/sessions/end
  status 303
thief: get /account
  status 303

# After the longest session one signs in again.
bram: post /sign-in
  field name s2345678
  field password Rapenburg-demo-2026
  to /home
wait 60d
bram: get /account
  status 303

# Her session ended while a page was open: a form on it changes nothing, says so, and leads back there.
bram: post /account/language
  send Host: campus.example
  send Referer: http://campus.example/account
  field language en
  status 303
  to /sign-in?next=%2Faccount
bram: follow
  says "Your session had ended"
  says "name=\"next\" value=\"/account\""
