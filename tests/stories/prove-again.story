# Where a page asks for it, somebody who is signed in proves once more that it is she.
command import tests/fixtures/small --apply
  exit 0
visitor: get /sign-in/more?again=1&next=/account
  status 303
  to /sign-in?next=%2Fsign-in%2Fmore%3Fagain%3D1%26next%3D%2Faccount
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home

# Who proved enough already goes on at once; only to a page of this campus.
noor: get /sign-in/more?level=1&next=/account
  status 303
  to /account
noor: get /sign-in/more?level=1&next=//evil.example/
  status 303
  to /home

# More than a password, without a second factor: the page says so.
noor: get /sign-in/more?level=2&next=/account
  status 200
  says "You have no second factor yet"

# Once more the password; a wrong one does not go on.
noor: get /sign-in/more?again=1&next=/account
  status 200
  golden prove-again
  says "Is it really you?"
noor: post /sign-in/more
  field again 1
  field next /account
  field password something-else
  status 422
  says "This is not your password."
noor: post /sign-in/more
  field again 1
  field next /account
  field password Rapenburg-demo-2026
  status 303
  to /account
