# Choices in order of preference, each with alternatives: only a full one is passed over.
command import tests/fixtures/small --apply
  exit 0
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
noor: get /courses/CSE%208A?term=2026-2
  keep a01 behind "Group A01" between "name=\"section\" value=\"" "\""
  keep a02 behind "Group A02" between "name=\"section\" value=\"" "\""
noor: get /courses/CSE%2012?term=2026-2
  keep b01 behind "Group B01" between "name=\"section\" value=\"" "\""
noor: get /courses/CSE%2020?term=2026-2
  keep c01 behind "Group C01" between "name=\"section\" value=\"" "\""
noor: get /courses/HIS%201?term=2026-2
  keep h01 behind "Group H01" between "name=\"section\" value=\"" "\""
# Bram has the only seat of group A01.
bram: post /plan/2026-2/add
  field section $a01
bram: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
  says "If everything has a seat: 1 course, 6 EC."
bram: post /plan/2026-2/submit
  field version $version
bram: follow
  says "Enrolled"
# Noor wants it too, and the course of Wednesday; she says what else she would take.
noor: post /plan/2026-2/add
  field section $c01
noor: post /plan/2026-2/add
  field section $a01
noor: get /plan/2026-2
  says "Your choices are tried in this order."
  says "If everything has a seat: 2 courses, 12 EC."
  keep eight behind "CSE 8A · Introduction" between "name=\"offering\" value=\"" "\""
  keep twenty between "name=\"offering\" value=\"" "\""
noor: get /plan/2026-2/groups/$eight?for=$eight
  status 200
  says "An alternative for Introduction to Programming: it is tried only when the options before it are full."
  says "This is what you want first."
  says "Add group A02"
  golden groups-alternative
  queries <= 16
noor: post /plan/2026-2/option
  field do add
  field offering $eight
  field section $a02
  to /plan/2026-2
noor: follow
  says "CSE 8A, group A02, is option 2 of 2 now."
  says "Now you would get CSE 8A, group A02."
# A course of another name, found by a word of it, may be an alternative too.
noor: get /plan/2026-2/groups/$eight?for=$eight&q=dutch
  status 200
  says "The Dutch Republic"
  lacks "Data Structures"
noor: get /plan/2026-2/groups/$eight?for=$eight&q=republik
  says "Nothing is called “republik”. Nearest to it:"
  says "The Dutch Republic"
noor: get /plan/2026-2/groups/$eight?for=$eight&q=zzz
  says "has “zzz” in its code or name"
noor: post /plan/2026-2/option
  field do add
  field offering $eight
  field section $h01
noor: follow
  says "HIS 1, group H01, is option 3 of 3 now."
# Twice the same changes nothing.
noor: post /plan/2026-2/option
  field do add
  field offering $eight
  field section $h01
  to /plan/2026-2
noor: post /plan/2026-2/option
  field do up
  field offering $eight
  field section $h01
noor: follow
  says "HIS 1, group H01, is option 2 of 3 now."
noor: post /plan/2026-2/option
  field do down
  field offering $eight
  field section $h01
noor: post /plan/2026-2/rank
  field do up
  field offering $eight
noor: follow
  says "Introduction to Programming is choice 1 now."
noor: get /plan/2026-2
  golden plan-options
  says "First:"
  says "If it is full:"
  says "If that is full too:"
  says "you wait for the first, CSE 8A group A01."
  queries <= 16
  bytes <= 80k
# What clashes is said beside each option; one that clashes is not passed over.
noor: post /plan/2026-2/add
  field section $b01
noor: get /plan/2026-2
  says "Introduction to Programming (Mon 09:00–10:45) clashes with Data Structures (Mon 10:00–11:45)."
  says "The one further down in your list would be refused."
noor: get /plan/2026-2
  keep twelve behind "CSE 12 · Data" between "name=\"offering\" value=\"" "\""
noor: post /plan/2026-2/remove
  field offering $twelve
noor: get /plan/2026-2
  keep version between "name=\"version\" value=\"" "\""
noor: post /plan/2026-2/submit
  field version $version
noor: follow
  says "Enrolled"
  says "the first, CSE 8A group A01, was full. You do not wait for it."
  says "Wait for CSE 8A, group A01, and keep this until you get it"
  says "Enrolled by this receipt"
# In Dutch.
aylin: post /plan/2026-2/add
  field section $a01
aylin: get /plan/2026-2
  keep eight between "name=\"offering\" value=\"" "\""
aylin: post /plan/2026-2/option
  field do add
  field offering $eight
  field section $a02
aylin: follow
  says "CSE 8A, groep A02, is nu mogelijkheid 2 van 2."
  says "Als die vol is:"
  says "Nu zou je CSE 8A, groep A02, krijgen."
# A choice that is not hers, and a group that is none.
aylin: get /plan/2026-2/groups/$eight?for=999
  status 303
  to /plan/2026-2
aylin: follow
  says "Dat vak staat niet meer in je plan, dus een alternatief is niet nodig."
aylin: post /plan/2026-2/option
  field do add
  field offering $eight
  field section 999
  status 404
aylin: post /plan/2026-2/option
  field do sideways
  field offering $eight
  field section $a02
  status 400
