# A wrong password says nothing about the account, and guessing is slowed down without locking out the owner.
command import tests/fixtures/small --apply
  exit 0

thief: post /sign-in
  from 198.51.100.9
  field name s1234567
  field password not-the-password
  status 422
  says "This name and password do not belong together."
  lacks "not-the-password"
thief: post /sign-in
  from 198.51.100.9
  field name nobody-here
  field password not-the-password
  status 422
  says "This name and password do not belong together."
thief: post /sign-in
  from 198.51.100.9
  field name
  field password x
  status 422
  says "Type your user name."

# Ten more guesses from one address meet the throttle.
thief: post /sign-in
  from 198.51.100.9
  field name s1234567
  field password guess-2
thief: post /sign-in
  from 198.51.100.9
  field name s1234567
  field password guess-3
thief: post /sign-in
  from 198.51.100.9
  field name s1234567
  field password guess-4
thief: post /sign-in
  from 198.51.100.9
  field name s1234567
  field password guess-5
thief: post /sign-in
  from 198.51.100.9
  field name s1234567
  field password guess-6
thief: post /sign-in
  from 198.51.100.9
  field name s1234567
  field password guess-7
thief: post /sign-in
  from 198.51.100.9
  field name s1234567
  field password guess-8
  status 422
  says "Too many tries."

# Even the right password waits there; the thief learns nothing.
thief: post /sign-in
  from 198.51.100.9
  field name s1234567
  field password Rapenburg-demo-2026
  status 422
  says "Too many tries."

# The owner, at another address, comes in.
wait 5m
noor: post /sign-in
  from 192.0.2.7
  field name s1234567
  field password Rapenburg-demo-2026
  status 303
  to /home
