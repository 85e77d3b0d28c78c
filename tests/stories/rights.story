# Who may not, may not: on pages, on forms, and for what is another's.
command import tests/fixtures/small --apply
  exit 0
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /admin/people
  status 403
noor: get /admin
  status 403
noor: get /admin/system
  status 403
noor: get /admin/system/audit
  status 403
noor: get /admin/nothing-here
  status 404
noor: put /plan
  status 405
visitor: get /admin/people
  status 303
  to /sign-in?next=%2Fadmin%2Fpeople
lecturer: post /sign-in
  field name l0001
  field password Rapenburg-demo-2026
  to /home
lecturer: get /plan
  status 403

sam: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
  to /home
sam: get /admin
  status 200
  golden admin
  says "Audit log"
  says "Applications"
  queries <= 4
sam: get /admin/people?q=noor
  status 200
  says "Noor de Vries"
  keep noor between "row-link\" href=\"/admin/people/" "\""
noor: post /admin/people/$noor/roles/give
  field role system-admin
  field scope
  status 403
noor: post /admin/people/$noor/code
  status 403
sam: get /admin/people/$noor
  status 200
  lacks "System administration"
sam: get /admin/people/999999
  status 404
sam: get /admin/system
  status 200
  golden system
sam: get /admin/system/audit
  status 200
  golden audit
# People stand in the log by name, and are found by their user name.
sam: get /admin/system/audit?who=s1234567&what=identity.signed_in
  status 200
  says "Noor de Vries"
  lacks "No line is like that"
  lacks "Karin Mulder"
sam: get /admin/system/audit?who=vries
  status 200
  says "What Noor de Vries did."
sam: get /admin/system/audit?who=nobody
  status 422
  says "Nobody has this name or user name."
  says "No line is like that"
sam: get /admin/system/settings
  status 200
  golden settings
lecturer: get /teaching
  status 200
  golden teaching
# Her home shows what she teaches in the term that runs, and in the next.
lecturer: get /home
  says "Semester 1"
  says "Semester 2"
