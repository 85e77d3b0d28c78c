# Submitting the same plan twice, or from a second tab, is one submission.
command import tests/fixtures/small --apply
  exit 0
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /courses/CSE%2012?term=2026-2
  status 200
  keep b01 behind "Group B01" between "name=\"section\" value=\"" "\""
noor: post /plan/2026-2/add
  field section $b01
  status 303
noor: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
noor: post /plan/2026-2/submit
  field version $version
  status 303
  keep receipt place
noor: post /plan/2026-2/submit
  field version $version
  status 303
  to $receipt
noor: post /plan/2026-2/submit
  field version $version
  to $receipt
noor: get /receipts
  says "1 enrolled"
noor: post /plan/2026-2/submit
  field version x
  status 400
# A tab that is older than the plan submits nothing.
noor: get /courses/HIS%201?term=2026-2
  keep h01 between "name=\"section\" value=\"" "\""
noor: post /plan/2026-2/add
  field section $h01
  status 303
noor: post /plan/2026-2/submit
  field version 0
  status 303
  to /plan/2026-2
noor: get /plan/2026-2
  says "Your plan has changed since that page was opened."
