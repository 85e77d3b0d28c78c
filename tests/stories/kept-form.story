# What was typed in a form whose session had ended comes back after signing in: to her alone, once, and not sent.
command import tests/fixtures/small --apply
  exit 0
karin: post /sign-in
  field name a0001
  field password Rapenburg-demo-2026
  to /home
wait 60d
karin: post /admin/windows
  send Host: campus.example
  send Referer: http://campus.example/admin/windows?term=2026-2
  field term 2026-2
  field cohort 2024
  field opens 2027-01-10T13:00
  field closes 2027-01-20T23:59
  status 303
  to /sign-in?next=%2Fadmin%2Fwindows
karin: follow
  says "Your session had ended, so nothing was changed. Sign in: what you typed is filled in again."
  lacks "2027-01-10"
karin: post /sign-in
  field name a0001
  field password Rapenburg-demo-2026
  field next /admin/windows
  to /admin/windows
karin: follow
  says "What you typed before is filled in below. Nothing was sent yet"
  says "value=\"2027-01-10T13:00\""
  says "value=\"2024\""
  lacks "The window is set"
karin: get /admin/windows
  lacks "2027-01-10"
  lacks "What you typed"
# Somebody else who signs in there sees nothing of it.
wait 60d
karin: post /admin/windows
  send Host: campus.example
  send Referer: http://campus.example/admin/windows
  field term 2026-2
  field opens 2027-05-10T13:00
  field closes 2027-05-20T23:59
  status 303
karin: follow
  says "what you typed is filled in again"
karin: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
  field next /admin/windows
  status 303
karin: get /admin/windows
  lacks "2027-05-10"
  lacks "What you typed"
# Nor she herself an hour later.
wait 60d
karin: get /sign-in
karin: post /sign-in
  field name a0001
  field password Rapenburg-demo-2026
wait 60d
karin: post /admin/windows
  send Host: campus.example
  send Referer: http://campus.example/admin/windows
  field term 2026-2
  field opens 2027-05-10T13:00
  status 303
wait 31m
karin: get /sign-in
karin: post /sign-in
  field name a0001
  field password Rapenburg-demo-2026
  field next /admin/windows
  status 303
karin: get /admin/windows
  lacks "2027-05-10"
  lacks "What you typed"
# Passwords are never kept, nor more than a cookie holds, nor on a shared computer, nor of who signed out.
karin: get /sign-in
wait 60d
karin: post /account/password
  send Host: campus.example
  send Referer: http://campus.example/account
  field password Rapenburg-demo-2026
  field new another-password-2026
  status 303
karin: follow
  says "Sign in and do it once more."
karin: post /admin/windows
  send Host: campus.example
  send Referer: http://campus.example/admin/windows
  field term 2026-2
  field opens xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
  status 303
karin: follow
  says "Sign in and do it once more."
karin: post /sign-in
  field name a0001
  field password Rapenburg-demo-2026
  field shared 1
wait 60d
karin: post /admin/windows
  send Host: campus.example
  send Referer: http://campus.example/admin/windows
  field term 2026-2
  status 303
karin: follow
  says "Sign in and do it once more."
noor: get /sign-in
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
noor: get /home
noor: post /sign-out
  status 303
noor: post /account/language
  send Host: campus.example
  send Referer: http://campus.example/account
  field language en
  status 303
noor: follow
  says "Sign in and do it once more."
