# Every page speaks Dutch and English: as the browser asks, as the visitor chooses, as the person keeps it.
command import tests/fixtures/small --apply
  exit 0
visitor: get /sign-in
  send Accept-Language: nl-NL,nl;q=0.9,en;q=0.5
  status 200
  golden sign-in.nl
  says "lang=\"nl\""
  says "Wachtwoord"
visitor: get /sign-in
  send Accept-Language: fr, en;q=0.4, nl;q=0.3
  says "lang=\"en\""
  says "Sign in"
# Who chose on the page is not asked again.
visitor: post /language
  field language nl
  field back /sign-in
  status 303
visitor: get /sign-in
  send Accept-Language: en
  says "lang=\"nl\""
# Aylin keeps Dutch with her account, on any device.
aylin: post /sign-in
  send Accept-Language: en
  field name s3456789
  field password Rapenburg-demo-2026
  to /home
aylin: get /account
  send Accept-Language: en
  says "lang=\"nl\""
aylin: post /account/language
  field language en
  status 303
aylin: get /account
  send Accept-Language: nl
  says "lang=\"en\""
