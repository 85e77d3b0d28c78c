# Manuals with pictures of our own pages, for everybody and in both languages; they are found from where they are needed.
command import tests/fixtures/small --apply
  exit 0
visitor: get /manual/second-factor
  status 200
  golden manual-second-factor
  queries <= 1
  bytes <= 20k
  says "1. Open the security page"
  says "manual-scan-en"
visitor: get /manual/new-phone
  says "4. Take the old one away"
visitor: get /manual/lost-phone
  send Accept-Language: nl
  says "3. Haal de verloren telefoon weg"
  says "manual-away-nl"
visitor: get /search?q=phone+lost
  says "/manual/lost-phone"
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /account/security
  says "/manual/second-factor"
