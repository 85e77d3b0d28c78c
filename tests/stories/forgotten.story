# Noor forgot her password: a code to her private address, typed here, lets her choose a new one; everybody who asks is
# answered alike.
command import tests/fixtures/small --apply
  exit 0
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /account/security
  says "Private mail address"
  queries <= 16

# She names an address while she still can.
noor: post /account/security/mail
  field mail nonsense
  status 422
  says "This is no mail address"
noor: post /account/security/mail
  field mail noor@office.sint-maarten.example
  status 422
  says "This is an address of the university"
noor: post /account/security/mail
  field mail " Noor.Private@Mail.example "
  to /account/security/mail
noor: follow
  golden private-mail
mail noor.private@mail.example
  says "Subject: Is this your address?"
  lacks "http"
  keep CODE between "you read it:\n\n" "\n"
bram: post /sign-in
  field name s2345678
  field password Rapenburg-demo-2026
bram: get /account/security/mail
  status 404
noor: post /account/security/mail/code
  field code ABCD-EFGH-JKMN-PQRS
  status 422
  says "This is not the code of the last mail."
noor: post /account/security/mail/code
  field code $CODE
  to /account/security#mail
noor: post /account/security/mail/code
  field code $CODE
  status 404
noor: get /account/security
  says "noor.private@mail.example"
  says "A private mail address was added"
  golden security-mail
mail noor.private@mail.example
  says "is the private mail address of your account from now on"

# Forgotten: the same page after the same queries, with or without such an account.
lost: get /forgotten
  golden forgotten
lost: post /forgotten
  field name S1234567 
  to /forgotten/code?name=S1234567
  queries <= 6
lost: follow
  golden forgotten-code
lost: post /forgotten
  field name s2345678
  to /forgotten/code?name=s2345678
  queries <= 6
lost: post /forgotten
  field name s7777777
  to /forgotten/code?name=s7777777
  queries <= 6
lost: follow
  says "If a private mail address belongs to this account"
work
mail noor.private@mail.example
  says "Subject: Your code"
  says "this mail holds no link to it"
  lacks "http"
  keep BACK between "the code for it:\n\n" "\n"
lost: post /activate
  field forgotten 1
  field name s7777777
  field code $BACK
  field password windmolen-fiets-kaas-boek
  field again windmolen-fiets-kaas-boek
  status 422
  says "do not belong together"
lost: post /activate
  field forgotten 1
  field name s1234567
  field code $BACK
  field password windmolen-fiets-kaas-boek
  field again windmolen-fiets-kaas-brug
  status 422
  says "The two passwords differ."
  says "From the mail, or one of your recovery codes."
lost: post /activate
  field forgotten 1
  field name s1234567
  field code $BACK
  field password windmolen-fiets-kaas-boek
  field again windmolen-fiets-kaas-boek
  to /account/security/start?next=/home
# Every other session is over, every address is told, the code is used up.
noor: get /account
  status 303
mail noor.private@mail.example
  says "Your password was changed on"
work
mail s1234567@sint-maarten.example
  says "Your password was changed on"
thief: post /activate
  field forgotten 1
  field name s1234567
  field code $BACK
  field password windmolen-fiets-kaas-boot
  field again windmolen-fiets-kaas-boot
  status 422
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  status 422
noor: post /sign-in
  field name s1234567
  field password windmolen-fiets-kaas-boek
  to /home
noor: get /account/security/timeline
  says "A code for a new password went to your private mail address."

# The user name, by the address: told to nobody but the one who reads it.
lost: post /sign-out
lost: get /forgotten/name
  golden forgotten-name
lost: post /forgotten/name
  field mail noor
  status 422
lost: post /forgotten/name
  field mail nobody@mail.example
  to /sign-in
  queries <= 8
lost: post /forgotten/name
  field mail Noor.Private@mail.example
  to /sign-in
  queries <= 8
lost: follow
  says "If an account has this address"
work
mail noor.private@mail.example
  says "s1234567"
  lacks "http"

# Not more than three mails an hour, whoever asks; and who asks much must wait.
wait 2h
robot: post /forgotten
  from 198.51.100.9
  field name s1234567
robot: post /forgotten
  from 198.51.100.9
  field name s1234567
robot: post /forgotten
  from 198.51.100.9
  field name s1234567
robot: post /forgotten
  from 198.51.100.9
  field name s1234567
  to /forgotten/code?name=s1234567
work
sam: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
sam: get /admin/system/audit
  says "Had a code for a new password sent to the private mail address"
robot: post /forgotten
  from 198.51.100.9
  field name s1000001
robot: post /forgotten
  from 198.51.100.9
  field name s1000002
robot: post /forgotten
  from 198.51.100.9
  field name s1000003
robot: post /forgotten
  from 198.51.100.9
  field name s1000004
robot: post /forgotten
  from 198.51.100.9
  field name s1000005
robot: post /forgotten
  from 198.51.100.9
  field name s1000006
robot: post /forgotten
  from 198.51.100.9
  field name s1000007
  status 422
  says "Too many tries."

# Taken away: nothing goes there any more.
noor: get /account/security
noor: post /sign-in/more
  field password windmolen-fiets-kaas-boek
  field again 1
  field next /account/security
  status 303
noor: post /account/security/mail/remove
  to /account/security#mail
mail noor.private@mail.example
  says "is no longer the private mail address of your account"
noor: follow
  says "Name an address"
noor: post /account/security/mail/remove
  status 404
