# Who manages people makes groups, puts people in and out, and takes groups away; other systems see them by SCIM.
command import tests/fixtures/small --apply
  exit 0
command scim token add --title Directory
  exit 0
  keep token between "token=" "\n"
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /admin/groups
  status 403
admin: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
  to /home
admin: get /admin/groups
  status 200
  says "No group yet"
admin: post /admin/groups
  field name
  status 422
admin: post /admin/groups
  field name Tour guides
  status 303
  keep group place between "/admin/groups/" ""
admin: get /admin/groups/$group
  status 200
  says "Now put people into it"
  says "Nobody is in it yet."

# One who is not known, and nobody is put in.
admin: post /admin/groups/$group/people
  field people s1234567, nobody9
  status 422
  says "Nobody here has this user name: nobody9. Nobody was put in."
  says "Nobody is in it yet."
admin: post /admin/groups/$group/people
  field people "S1234567, l0001\ns2345678@sint-maarten.example"
  to /admin/groups/$group
admin: get /admin/groups/$group
  says "3 people were put into the group."
  golden group
  keep noor behind "Noor de Vries" between "/people/" "/out"
admin: post /admin/groups/$group/people
  field people s1234567
  status 303
admin: get /admin/groups?q=TOUR
  says "3 people"
  golden groups-found
admin: get /admin/groups?q=physics
  says "No group is called so"
hr: get /scim/v2/Groups/$group
  send Authorization: Bearer $token
  status 200
  says "Noor de Vries"
  keep etag header ETag

# Out again, and another name: an entity tag of before holds no more.
admin: post /admin/groups/$group/people/$noor/out
  to /admin/groups/$group
admin: post /admin/groups/$group/people/$noor/out
  unhurt
  status 404
admin: post /admin/groups/$group
  field name Guides
  to /admin/groups/$group
hr: get /scim/v2/Groups/$group
  send Authorization: Bearer $token
  says "\"displayName\":\"Guides\""
  lacks "Noor de Vries"
hr: delete /scim/v2/Groups/$group
  send Authorization: Bearer $token
  send Content-Type: application/scim+json
  send If-Match: $etag
  body {}
  status 412

# What another system keeps says so.
hr: post /scim/v2/Groups
  send Authorization: Bearer $token
  send Content-Type: application/scim+json
  body {"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Staff","externalId":"77"}
  status 201
  keep staff between "\"id\":\"" "\""
admin: get /admin/groups/$staff
  says "Another system keeps this group"

# Taken away after a question.
admin: get /admin/groups/$group/remove
  status 200
  says "The people who are in it keep their accounts."
admin: post /admin/groups/$group/remove
  to /admin/groups
admin: get /admin/groups/$group
  status 404
hr: get /scim/v2/Groups/$group
  send Authorization: Bearer $token
  status 404
