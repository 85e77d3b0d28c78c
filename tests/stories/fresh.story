# A login is as fresh as the oldest of its proofs: a code or a device alone makes no old login fresh.
command import tests/fixtures/small --apply
  exit 0
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /account/security
noor: post /account/security/apps
  field app_name my phone
noor: follow
  keep SECRET between "id=\"secret\">" "<"
  keep APP between "/account/security/apps/" "\""
code CODE $SECRET
noor: post /account/security/apps/$APP
  field code $CODE
  status 200

# At level 2, twenty minutes later: whoever finds this browser and the phone beside it gets no further.
wait 20m
noor: get /account/security
code CODE $SECRET
noor: post /sign-in/code
  field code $CODE
  to /sign-in/more?level=2&again=1
noor: post /sign-in/ask
  to /sign-in/more?level=2&again=1
noor: post /account/security/recovery
  to /sign-in/more?level=2&again=1

# In a browser that is remembered she has level 1: the code leads to level 2, but the password was long ago.
noor: post /sign-out
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
code CODE $SECRET
noor: post /sign-in/code
  field code $CODE
  field remember 1
  to /home
noor: post /sign-out
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
wait 20m
noor: get /account/security
code CODE $SECRET
noor: post /sign-in/code
  field code $CODE
  to /home
noor: post /account/security/recovery
  to /sign-in/more?level=2&again=1
# Both, now: she goes on.
noor: post /sign-in/more
  field again 1
  field level 2
  field password Rapenburg-demo-2026
wait 1m
code CODE $SECRET
noor: post /sign-in/code
  field again 1
  field level 2
  field code $CODE
  to /home
noor: post /account/security/recovery
  status 200
