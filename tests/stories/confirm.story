# A sign-in is confirmed on the phone: the page shows a number, the phone says who signs in where, and it is typed there.
command import tests/fixtures/small --apply
  exit 0
phone: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
work
phone: get /account/security
  status 200
  says "Devices that confirm sign-ins"
  says "Confirm sign-ins on this device"

# What is no browser's address is refused; a shared computer never becomes one.
phone: post /account/security/confirmers
  field endpoint ftp://push.example/one
  field key BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4
  field auth BTBZMqHH6r4Tts7J_aSIgg
  field name "Chrome · Android"
  status 422
shared: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  field shared 1
  to /home
shared: get /account/security
  lacks "Confirm sign-ins on this device"
shared: post /account/security/confirmers
  field endpoint https://push.invalid/shared
  field key BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4
  field auth BTBZMqHH6r4Tts7J_aSIgg
  field name "Library"
  status 403
  says "Others use this computer too"

phone: post /account/security/confirmers
  unhurt
  field endpoint https://push.invalid/one
  field key BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4
  field auth BTBZMqHH6r4Tts7J_aSIgg
  field name "Chrome · Android"
  status 200
  header Set-Cookie SameSite=Strict
  header Set-Cookie HttpOnly
  says "Your recovery codes"
  says "From now on you can confirm sign-ins on this device: Chrome · Android."
  keep RECOVERY behind "class=\"codes\"" between "<code class=\"nowrap\">" "<"
phone: get /confirm
  status 200
  golden confirm-none
  says "Nobody waits"
desk: get /confirm
  status 200
  golden confirm-no-device
  says "Sign-ins are not confirmed in this browser"

# The phone does not stay signed in: it need not be.
phone: post /sign-out
  status 303
desk: post /sign-in
  from 198.51.100.9
  field name s1234567
  field password Rapenburg-demo-2026
  field next /courses
  to /sign-in/second?next=%2Fcourses
desk: follow
  status 200
  says "Ask my device"
  golden second-device
  queries <= 6
desk: post /sign-in/ask
  from 198.51.100.9
  field next /courses
  to /sign-in/asked?next=%2Fcourses
desk: follow
  status 200
  golden asked
  header Cache-Control no-store
  keep NUMBER between "id=\"number\">" "<"
  queries <= 6
# Asked twice is the same number.
desk: post /sign-in/ask
  from 198.51.100.9
  field next /courses
  to /sign-in/asked?next=%2Fcourses
desk: follow
  says "id=\"number\">$NUMBER<"
desk: get /sign-in/asked/state
  status 200
  says "{\"state\":\"waits\"}"
  queries <= 4
desk: post /sign-in/asked
  field next /courses
  to /sign-in/asked?next=%2Fcourses
phone: get /confirm
  status 200
  golden confirm
  says "198.51.100.9"
  says "You did not sign in from there lately."
  lacks "id=\"number\""
  keep ASK between "action=\"/confirm/" "\""
  queries <= 6

# Another person's device answers nothing, nor does a browser that is none.
bram: post /sign-in
  field name s2345678
  field password Rapenburg-demo-2026
  to /home
bram: post /account/security/confirmers
  unhurt
  field endpoint https://push.invalid/bram
  field key BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4
  field auth BTBZMqHH6r4Tts7J_aSIgg
  field name "Safari · iPhone"
  status 200
bram: post /confirm/$ASK
  field number $NUMBER
  to /confirm
bram: post /confirm/$ASK/not-me
  to /confirm
desk: post /confirm/$ASK
  field number $NUMBER
  to /confirm
desk: get /sign-in/asked/state
  says "{\"state\":\"waits\"}"

# What is no number is said; a wrong one leaves two tries; the right one lets the other page go on.
phone: post /confirm/$ASK
  field number 1
  status 422
  says "Type the number of two digits that the other page shows."
phone: post /confirm/$ASK
  field number 00
  to /confirm
phone: follow
  golden confirm-wrong
  says "2 tries are left"
phone: post /confirm/$ASK
  field number $NUMBER
  to /confirm?done=1
  header Set-Cookie SameSite=Strict
phone: follow
  says "You confirmed it"
# Nobody answers it twice.
phone: post /confirm/$ASK/not-me
  to /confirm
desk: get /sign-in/asked/state
  says "{\"state\":\"right\"}"
# The number is of the browser that asked: another one that knows the password goes no further.
thief: post /sign-in
  from 203.0.113.7
  field name s1234567
  field password Rapenburg-demo-2026
  to /sign-in/second?next=%2Fhome
thief: post /sign-in/asked
  to /sign-in/second?next=%2Fhome
thief: get /account
  status 303
desk: post /sign-in/asked
  from 198.51.100.9
  field next /courses
  to /courses
desk: get /account
  status 200
# Once only.
desk: get /sign-in/asked/state
  says "{\"state\":\"over\"}"
desk: get /account/security/timeline
  says "You signed in with your password and a second factor."
  says "A device that confirms sign-ins was added."
work
phone: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /sign-in/second?next=%2Fhome
phone: post /sign-in/code
  field code $RECOVERY
  to /account/security
phone: get /account/security
  golden security-device
  says "This device"
  says "Chrome · Android"

# On the home page of the phone it stands as well, when no notice comes.
again: post /sign-in
  from 198.51.100.9
  field name s1234567
  field password Rapenburg-demo-2026
again: post /sign-in/ask
  from 198.51.100.9
  field next /home
  to /sign-in/asked?next=%2Fhome
phone: get /home
  says "Somebody signs in as you"
# It is over after two minutes.
wait 2m
phone: get /home
  lacks "Somebody signs in as you"
phone: get /confirm
  says "Nobody waits"
again: get /sign-in/asked
  says "Nothing was typed in time"
again: get /sign-in/asked/state
  says "{\"state\":\"over\"}"
# Three wrong numbers end it.
again: post /sign-in/ask
  from 198.51.100.9
  to /sign-in/asked?next=%2Fhome
phone: get /confirm
  keep ASK between "action=\"/confirm/" "\""
phone: post /confirm/$ASK
  field number 00
phone: post /confirm/$ASK
  field number 01
phone: post /confirm/$ASK
  field number 02
  to /confirm
phone: follow
  says "Three wrong numbers"
again: get /sign-in/asked
  says "A wrong number was typed three times"
# Who asks and asks is turned away after three: her other factors still let her in.
again: post /sign-in/ask
  to /sign-in/asked?next=%2Fhome
wait 2m
again: post /sign-in/ask
  to /sign-in/second?next=%2Fhome
again: follow
  says "No device can be asked now."
sam: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
wait 10m

# "This was not me": nothing of what the password opened stays, the desk knows, and that household asks no more for an hour.
thief: post /sign-in
  from 203.0.113.7
  field name s1234567
  field password Rapenburg-demo-2026
  to /sign-in/second?next=%2Fhome
thief: post /sign-in/ask
  from 203.0.113.7
  to /sign-in/asked?next=%2Fhome
# One at a time: her own sign-in waits.
desk: post /sign-out
desk: post /sign-in
  from 198.51.100.9
  field name s1234567
  field password Rapenburg-demo-2026
  to /sign-in/second?next=%2Fhome
desk: post /sign-in/ask
  from 198.51.100.9
  to /sign-in/second?next=%2Fhome
phone: get /confirm
  says "203.0.113.7"
  keep ASK between "action=\"/confirm/" "\""
phone: post /confirm/$ASK/not-me
  to /confirm?not-me=1
phone: follow
  golden confirm-not-me
  says "Change your password now"
phone: get /account
  status 200
thief: get /sign-in/asked
  to /sign-in?next=%2Fhome
phone: get /account/security/timeline
  says "You said on your device that a sign-in was not you"
sam: get /notices
  says "Noor de Vries (s1234567) does not know something in the own account"
sam: get /admin/system/audit
  says "Said on a device that a sign-in was not hers"
work
mail s1234567@sint-maarten.example
  says "Whoever it was knows your password"
thief: post /sign-in
  from 203.0.113.7
  field name s1234567
  field password Rapenburg-demo-2026
  to /sign-in/second?next=%2Fhome
thief: post /sign-in/ask
  from 203.0.113.7
  to /sign-in/second?next=%2Fhome
desk: post /sign-in
  from 198.51.100.9
  field name s1234567
  field password Rapenburg-demo-2026
  to /sign-in/second?next=%2Fhome
desk: post /sign-in/ask
  from 198.51.100.9
  to /sign-in/asked?next=%2Fhome

# Proved anew the same way: what changes the safety of an account asks for it.
desk: get /sign-in/asked
  keep NUMBER between "id=\"number\">" "<"
phone: get /confirm
  keep ASK between "action=\"/confirm/" "\""
phone: post /confirm/$ASK
  field number $NUMBER
  to /confirm?done=1
desk: post /sign-in/asked
  from 198.51.100.9
  to /home
desk: get /account/security
  keep DEVICE between "/account/security/confirmers/" "/name\""
wait 20m
desk: get /account/security/confirmers/$DEVICE/remove
  status 303
desk: follow
  status 200
  says "Is it really you?"
desk: post /sign-in/more
  field again 1
  field level 2
  field next /account/security
  field password Rapenburg-demo-2026
  status 303
desk: follow
  says "Ask my device"
desk: post /sign-in/ask
  field again 1
  field level 2
  field next /account/security
  to /sign-in/asked?level=2&again=1&next=%2Faccount%2Fsecurity
desk: follow
  golden asked-more
  keep NUMBER between "id=\"number\">" "<"
phone: get /confirm
  says "Your account"
  keep ASK between "action=\"/confirm/" "\""
phone: post /confirm/$ASK
  field number $NUMBER
  to /confirm?done=1
desk: post /sign-in/asked
  field again 1
  field level 2
  field next /account/security
  to /account/security
desk: get /account/security/confirmers/$DEVICE/remove
  status 200
  golden confirmer-remove
  says "It is your last second factor"
desk: post /account/security/confirmers/$DEVICE/name
  field name_200 "My phone"
  to /account/security
desk: follow
  says "My phone"
desk: post /account/security/confirmers/$DEVICE/remove
  to /account/security
phone: get /confirm
  says "Sign-ins are not confirmed in this browser"
fresh: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
