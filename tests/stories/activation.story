# A new person chooses a password with a one-time code, which works once; a closed account is closed at once.
command people add s4567890 "Zoe Bos" student
  exit 0
  keep code between "Zoe Bos," "\n"

zoe: get /activate
  status 200
  golden activate
zoe: post /activate
  field name s4567890
  field code $code
  field password short
  field again short
  status 422
zoe: post /activate
  field name s4567890
  field code $code
  field password windmolen-fiets-kaas-boek
  field again windmolen-fiets-kaas-brug
  status 422
  says "The two passwords differ."
zoe: post /activate
  field name s4567890
  field code $code
  field password windmolen-fiets-kaas-boek
  field again windmolen-fiets-kaas-boek
  status 303
  to /account/security/start?next=/home
zoe: get /account
  status 200
  says "Zoe Bos"

# The same code a second time is worth nothing.
thief: post /activate
  from 198.51.100.9
  field name s4567890
  field code $code
  field password windmolen-fiets-kaas-boot
  field again windmolen-fiets-kaas-boot
  status 422
  says "was used before"

# A closed account closes every door at once.
command people disable s4567890
  exit 0
  says "closed"
zoe: get /account
  status 303
zoe: post /sign-in
  field name s4567890
  field password windmolen-fiets-kaas-boek
  status 422
command people enable s4567890
  exit 0
zoe: post /sign-in
  field name s4567890
  field password windmolen-fiets-kaas-boek
  to /home
