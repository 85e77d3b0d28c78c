# The campus submits plans for students at the opening: a draw with a promise before and a proof after.
command import tests/fixtures/small --apply
  exit 0
karin: post /sign-in
  field name a0001
  field password Rapenburg-demo-2026
  to /home
karin: post /admin/windows
  field term 2026-2
  field opens 2026-11-24T15:00
  field closes 2027-01-20T23:59
  field students 1000000
  status 303
work
# The promise stands for everybody to see, with an account or without.
visitor: get /draws
  status 200
  golden draws
  says "Waits for the opening"
  keep draw between "href=\"/draws/" "\""
visitor: get /draws/$draw
  status 200
  golden draw-waiting
  says "Commitment"
  lacks "Final seed"
  keep commitment behind "Commitment" between "<code>" "</code>"
visitor: get /draws/$draw.json
  status 200
  says "$commitment"
  lacks "seed"
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
bram: post /sign-in
  field name s2345678
  field password Rapenburg-demo-2026
  to /home
aylin: post /sign-in
  field name s3456789
  field password Rapenburg-demo-2026
  to /home
# An empty plan cannot be handed in.
noor: post /plan/2026-2/arm
  status 303
noor: follow
  says "Your plan is empty"
noor: get /courses/CSE%2020?term=2026-2
  keep c01 behind "Group C01" between "name=\"section\" value=\"" "\""
noor: get /courses/HIS%201?term=2026-2
  keep h01 behind "Group H01" between "name=\"section\" value=\"" "\""
noor: post /plan/2026-2/add
  field section $c01
  status 303
noor: get /plan/2026-2
  says "Submit it for me at the opening"
noor: post /plan/2026-2/arm
  status 303
noor: follow
  says "Your plan is submitted for you at the opening"
  says "Do not submit it for me"
noor: get /home
  says "your plan is submitted for you"
# What changes stays handed in; taking the last course out ends that, and so does one's own wish.
noor: post /plan/2026-2/add
  field section $h01
  status 303
noor: follow
  says "Your plan is submitted for you at the opening"
bram: post /plan/2026-2/add
  field section $c01
  status 303
bram: post /plan/2026-2/arm
  status 303
bram: get /plan/2026-2
  keep offering between "name=\"offering\" value=\"" "\""
bram: post /plan/2026-2/remove
  field offering $offering
  status 303
bram: follow
  says "it is not submitted for you any more"
  lacks "Do not submit it for me"
bram: post /plan/2026-2/add
  field section $c01
  status 303
bram: post /plan/2026-2/arm
  status 303
aylin: post /plan/2026-2/add
  field section $c01
  status 303
aylin: post /plan/2026-2/arm
  status 303
aylin: post /plan/2026-2/disarm
  status 303
aylin: follow
  lacks "Niet voor mij indienen"
# The opening: until the draw is done the plans in it do not change, and who submits by hand waits.
clock 2026-11-24 15:00
noor: get /plan/2026-2
  status 200
  says "your plan is in the draw"
  header Refresh 1
  lacks "Submit my plan"
noor: post /plan/2026-2/remove
  field offering $offering
  status 303
noor: follow
  says "It cannot change until that is done"
aylin: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
aylin: post /plan/2026-2/submit
  field version $version
  status 303
  keep asked place
aylin: get $asked
  status 200
  header Refresh absent
  says "<noscript><meta http-equiv=\"refresh\" content=\"1\"></noscript>"
aylin: get $asked/live
  status 200
  header Content-Type text/event-stream
noor: get $asked/live
  status 404
work
# Noor and Bram were in the draw; one of them has the seat, Aylin comes behind both.
noor: get /plan/2026-2
  says "Your plan was submitted for you at the opening."
  keep receipt between "href=\"/receipts/" "\""
noor: get /receipts/$receipt
  status 200
  says "Your ticket"
  says "in the order"
  keep seed behind "Seed" between "<code>" "</code>"
aylin: get $asked/live
  status 200
aylin: get $asked
  status 303
aylin: follow
  says "Op plaats 2 van de wachtlijst"
visitor: get /draws/$draw
  status 200
  says "$seed"
  says "Plans in the draw"
visitor: get /draws/$draw.json
  status 200
  header Cache-Control immutable
  says "$seed"
visitor: get /draws/999.json
  status 404
# Nobody's plan is handed in any more.
bram: get /plan/2026-2
  lacks "Do not submit it for me"
