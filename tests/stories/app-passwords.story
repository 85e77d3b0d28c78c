# An app password: of one device and one way in; made after a proof, shown once, tried without a browser, ended at once.
command import tests/fixtures/small --apply
  exit 0
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /account/security
  status 200
  says "Make an app password"
noor: get /account/security/app-passwords
  status 200
  golden app-passwords-none
noor: post /account/security/app-passwords
  field door calendar
  field device
  status 422
noor: post /account/security/app-passwords
  field door drive
  field device my phone
  status 422
  says "Choose what the password opens."
noor: post /account/security/app-passwords
  unhurt
  field door calendar
  field device my phone
  status 200
  header Cache-Control no-store
  says "It is shown once, here."
  says "/timetable/mine.ics"
  keep secret behind "id=\"app-secret\"" between "value=\"" "\""
noor: get /account/security/app-passwords
  status 200
  golden app-passwords
  lacks "$secret"
  says "never used"
  keep id between "/account/security/app-passwords/" "/end"
noor: get /account/security
  says "1 app password"
  says "An app password was made."
noor: get /notices
  says "An app password was made for your account (my phone)"

# A program sends it with the user name; nothing else is taken.
calendar: get /timetable/mine.ics
  status 401
  header WWW-Authenticate Basic
calendar: get /timetable/mine.ics
  basic s1234567 $secret
  status 200
  header Content-Type text/calendar
  header Set-Cookie absent
  says "BEGIN:VCALENDAR"
  says "SUMMARY:"
  queries <= 20
  keep etag header ETag
calendar: get /timetable/mine.ics
  basic s1234567@sint-maarten.example $secret
  send If-None-Match: $etag
  status 304
  queries <= 8
calendar: get /timetable/mine.ics
  unhurt
  basic s2345678 $secret
  from 203.0.113.7
  status 401
calendar: get /timetable/mine.ics
  unhurt
  basic s1234567 Rapenburg-demo-2026
  from 203.0.113.8
  status 401
noor: get /account/security/app-passwords
  says "last used"

# Guessing is slow, as at the sign-in page; a device that sends the same wrong one again and again counts once.
thief: get /timetable/mine.ics
  unhurt
  basic s1234567 aaaa
  from 198.51.100.9
  status 401
thief: get /timetable/mine.ics
  unhurt
  basic s1234567 aaaa
  from 198.51.100.9
  status 401
thief: get /timetable/mine.ics
  unhurt
  basic s1234567 bbbb
  from 198.51.100.9
  status 401
thief: get /timetable/mine.ics
  unhurt
  basic s1234567 cccc
  from 198.51.100.9
  status 401
thief: get /timetable/mine.ics
  unhurt
  basic s1234567 dddd
  from 198.51.100.9
  status 401
thief: get /timetable/mine.ics
  unhurt
  basic s1234567 aaaa
  from 198.51.100.9
  status 401
thief: get /timetable/mine.ics
  unhurt
  basic s1234567 eeee
  from 198.51.100.9
  status 401
thief: get /timetable/mine.ics
  unhurt
  basic s1234567 $secret
  from 198.51.100.9
  status 429
  header Retry-After 1
calendar: get /timetable/mine.ics
  basic s1234567 $secret
  status 200

# Ended at once, by its owner.
noor: post /account/security/app-passwords/$id/end
  to /account/security/app-passwords
noor: get /account/security/app-passwords
  says "opens nothing any more"
  says "No app password yet"
calendar: get /timetable/mine.ics
  unhurt
  basic s1234567 $secret
  status 401

# A new password ends them all, and so does a closed account.
noor: post /account/security/app-passwords
  unhurt
  field door calendar
  field device tablet
  status 200
  keep other behind "id=\"app-secret\"" between "value=\"" "\""
calendar: get /timetable/mine.ics
  basic s1234567 $other
  status 200
admin: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
  to /home
admin: get /admin/people?q=s1234567
  keep noor between "/admin/people/" "\""
admin: post /admin/people/$noor/disable
  status 303
calendar: get /timetable/mine.ics
  unhurt
  basic s1234567 $other
  status 401
admin: post /admin/people/$noor/enable
  status 303
again: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
again: post /account/password
  field current Rapenburg-demo-2026
  field password drie losse schoenen 9
  field again drie losse schoenen 9
  status 303
again: get /account/security
  says "All your app passwords were ended."
calendar: get /timetable/mine.ics
  unhurt
  basic s1234567 $other
  from 203.0.113.9
  status 401
