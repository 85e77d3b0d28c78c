# Mails: what waits for the mail server, for the system administrator only; another try, and a way out.
command import tests/fixtures/small --apply
  exit 0
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /admin/mail
  status 403
noor: post /admin/mail/test
  status 403
visitor: get /admin/mail
  status 303
  to /sign-in?next=%2Fadmin%2Fmail

sam: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
  to /home
sam: get /admin/mail
  says "No mail is sent"
  says "It goes to admin@sint-maarten.example."
  says "Mails hold no links"
sam: get /admin/system
  says "No mail server is set: mails wait."
sam: post /admin/mail/test
  without token
  status 403
sam: post /admin/mail/test
  to /admin/mail
sam: follow
  says "A mail to admin@sint-maarten.example waits: it leaves when a mail server is set."
  lacks "is on its way"
  queries <= 14
  golden admin-mail
  keep mail behind "row-side" between "/admin/mail/" "/again"
work
sam: get /admin/mail
  says "Waiting"
sam: get /admin/mail?to=admin@sint-maarten.example
  says "A mail to try it"
sam: get /admin/mail?to=nobody@sint-maarten.example
  says "Nothing went to this address"

# Another try and dropping it stand in the audit log; what is gone is gone.
noor: post /admin/mail/$mail/drop
  status 403
sam: post /admin/mail/$mail/again
  to /admin/mail
sam: post /admin/mail/$mail/drop
  to /admin/mail
sam: follow
  says "The mail is dropped."
  lacks "/admin/mail/$mail/"
sam: post /admin/mail/$mail/again
  status 404
sam: post /admin/mail/$mail/drop
  status 404
sam: post /admin/mail/again
  to /admin/mail
work
sam: get /admin/system/audit?what=mailout
  says "mailout.tried"
  says "mailout.retried"
  says "mailout.dropped"
  says "mailout.all_retried"
# Four weeks later nobody knows any more that it was asked for.
wait 30d
work
later: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
  to /home
later: get /admin/mail?to=admin@sint-maarten.example
  says "Nothing went to this address"
