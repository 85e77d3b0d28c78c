# Another system of the university makes, changes and closes accounts and groups by SCIM 2.0.
command import tests/fixtures/small --apply
  exit 0
command scim token add --title Personnel
  exit 0
  keep token between "token=" "\n"
command scim token add --title Directory --read
  exit 0
  keep reader between "token=" "\n"
command scim token add --title Slow --rate 2
  exit 0
  keep slow between "token=" "\n"

# Without a token, or with a wrong one, nothing is told; a token that reads may not write.
hr: get /scim/v2/Users
  status 401
  header WWW-Authenticate Bearer
  says "urn:ietf:params:scim:api:messages:2.0:Error"
hr: get /scim/v2/Users
  send Authorization: Bearer rbscim_wrong
  status 401
  header WWW-Authenticate invalid_token
  header Content-Type application/scim+json
hr: post /scim/v2/Users
  send Authorization: Bearer $reader
  send Content-Type: application/scim+json
  body {"userName":"x1"}
  status 403
  header WWW-Authenticate insufficient_scope
hr: get /scim/v2/ServiceProviderConfig
  send Authorization: Bearer $reader
  status 200
  says "\"patch\":{\"supported\":true}"
hr: get /scim/v2/Schemas/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User
  send Authorization: Bearer $reader
  status 200
  says "employeeNumber"

# So often a minute, and no more.
hr: get /scim/v2/ResourceTypes
  unhurt
  send Authorization: Bearer $slow
  status 200
hr: get /scim/v2/ResourceTypes
  unhurt
  send Authorization: Bearer $slow
  status 200
hr: get /scim/v2/ResourceTypes
  unhurt
  send Authorization: Bearer $slow
  status 429
  header Retry-After 60

# Somebody new (the example of RFC 7643 §8.3, shortened).
hr: post /scim/v2/Users
  send Authorization: Bearer $token
  send Content-Type: application/scim+json
  body {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"userName":"bjensen","externalId":"701984","name":{"formatted":"Ms. Barbara J Jensen, III","familyName":"Jensen","givenName":"Barbara"},"emails":[{"value":"bjensen@example.com","type":"work","primary":true},{"value":"babs@jensen.org","type":"home"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"employeeNumber":"701984","department":"Tour Operations"},"urn:rapenburg:scim:schemas:extension:campus:2.0:User":{"affiliations":[{"value":"student","begin":"2026-12-01"},{"value":"staff","begin":"2026-01-01","end":"2027-01-31"}]}}
  status 201
  header ETag "
  header Location /scim/v2/Users/
  keep id between "\"id\":\"" "\""
  keep etag header ETag
  says "\"displayName\":\"Ms. Barbara J Jensen, III\""
  says "\"active\":true"
hr: post /scim/v2/Users
  send Authorization: Bearer $token
  send Content-Type: application/scim+json
  body {"userName":"bjensen"}
  status 409
  says "uniqueness"
hr: post /scim/v2/Users
  send Authorization: Bearer $token
  send Content-Type: application/scim+json
  body {"userName":"Not a login"}
  status 400
  says "invalidValue"
hr: post /scim/v2/Users
  send Authorization: Bearer $token
  send Content-Type: text/plain
  body {"userName":"x1"}
  status 415
hr: post /scim/v2/Users
  send Authorization: Bearer $token
  send Content-Type: application/scim+json
  body {"userName":
  status 400
  says "invalidSyntax"

# Found by a filter, with what is wished of it only.
hr: get /scim/v2/Users?filter=userName%20eq%20%22BJensen%22&attributes=emails.value
  send Authorization: Bearer $reader
  status 200
  says "\"totalResults\":1"
  says "babs@jensen.org"
  lacks "displayName"
  lacks "\"type\""
hr: get /scim/v2/Users?filter=emails%5Btype%20eq%20%22home%22%20and%20value%20co%20%22JENSEN%22%5D%20or%20userName%20sw%20%22l0%22&sortBy=userName&sortOrder=descending&count=1
  send Authorization: Bearer $reader
  status 200
  says "\"itemsPerPage\":1"
  says "\"userName\":\"l0"
hr: get /scim/v2/Users?filter=urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department%20eq%20%22tour%20operations%22
  send Authorization: Bearer $reader
  says "\"totalResults\":1"
hr: get /scim/v2/Users?filter=shoeSize%20gt%203
  send Authorization: Bearer $reader
  status 400
  says "invalidFilter"
hr: post /scim/v2/Users/.search
  send Authorization: Bearer $reader
  send Content-Type: application/scim+json
  body {"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"filter":"externalId eq \"701984\"","attributes":["userName"]}
  status 200
  says "\"userName\":\"bjensen\""
  lacks "emails"
hr: get /scim/v2/Users/$id
  send Authorization: Bearer $reader
  send If-None-Match: $etag
  status 304

# Changed, but not over somebody else's change.
hr: patch /scim/v2/Users/$id
  send Authorization: Bearer $token
  send Content-Type: application/scim+json
  send If-Match: "old"
  body {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"title","value":"Guide"}]}
  status 412
hr: patch /scim/v2/Users/$id
  send Authorization: Bearer $token
  send Content-Type: application/scim+json
  send If-Match: $etag
  body {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"Replace","path":"emails[type eq \"home\"].value","value":"home@jensen.org"},{"op":"add","path":"name.familyName","value":"Jansen"},{"op":"remove","path":"name.formatted"},{"op":"add","value":{"title":"Guide"}}]}
  status 200
  says "home@jensen.org"
  says "\"displayName\":\"Barbara Jansen\""
  says "\"title\":\"Guide\""
hr: patch /scim/v2/Users/$id
  send Authorization: Bearer $token
  send Content-Type: application/scim+json
  body {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"emails[type eq \"fax\"].value","value":"x"}]}
  status 400
  says "noTarget"
hr: patch /scim/v2/Users/$id
  send Authorization: Bearer $token
  send Content-Type: application/scim+json
  body {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"userName","value":"other"}]}
  status 400
  says "mutability"

# Two people and their group at once; the group names what is only made beside it.
hr: post /scim/v2/Bulk
  send Authorization: Bearer $token
  send Content-Type: application/scim+json
  body {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[{"method":"POST","path":"/Groups","bulkId":"g","data":{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Tour Guides","members":[{"value":"bulkId:a"},{"value":"$id"}]}},{"method":"POST","path":"/Users","bulkId":"a","data":{"userName":"alice"}},{"method":"POST","path":"/Users","bulkId":"b","data":{"userName":"bjensen"}}]}
  status 200
  says "\"bulkId\":\"a\""
  says "\"status\":\"409\""
  keep group between "/scim/v2/Groups/" "\""
hr: get /scim/v2/Groups/$group
  send Authorization: Bearer $reader
  status 200
  says "Barbara Jansen"
  says "\"display\":\"alice\""
hr: get /scim/v2/Groups?excludedAttributes=members
  send Authorization: Bearer $reader
  says "Tour Guides"
  lacks "alice"
hr: patch /scim/v2/Groups/$group
  send Authorization: Bearer $token
  send Content-Type: application/scim+json
  body {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"remove","path":"members[display eq \"alice\"]"}]}
  status 200
  lacks "alice"
hr: patch /scim/v2/Groups/$group
  send Authorization: Bearer $token
  send Content-Type: application/scim+json
  body {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":"members","value":[{"value":"12"}]}]}
  status 400
  says "invalidValue"

# What she is has a first and a last day; the role of a student follows.
admin: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
  to /home
admin: get /admin/people/$id
  lacks "roles/take"
wait 8d
work
chief: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
  to /home
chief: get /admin/people/$id
  status 200
  says "roles/take"

# Whoever is deleted is signed out at once, and other systems see her no more; the record stays.
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
hr: get /scim/v2/Users?filter=userName%20eq%20%22s1234567%22
  send Authorization: Bearer $reader
  keep noor between "\"id\":\"" "\""
hr: delete /scim/v2/Users/$noor
  send Authorization: Bearer $token
  send Content-Type: application/scim+json
  body {}
  status 204
noor: get /home
  status 303
hr: get /scim/v2/Users/$noor
  send Authorization: Bearer $reader
  status 404
chief: get /admin/people/$noor
  status 200
  says "Noor de Vries"
# And comes back under the same number.
hr: post /scim/v2/Users
  send Authorization: Bearer $token
  send Content-Type: application/scim+json
  body {"userName":"s1234567","displayName":"Noor de Vries"}
  status 201
  says "\"id\":\"$noor\""

# The account of a system administrator is closed by people only.
hr: get /scim/v2/Users?filter=userName%20eq%20%22admin%22
  send Authorization: Bearer $reader
  keep boss between "\"id\":\"" "\""
hr: patch /scim/v2/Users/$boss
  send Authorization: Bearer $token
  send Content-Type: application/scim+json
  body {"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","value":{"active":false}}]}
  status 403

# The page of tokens: made, shown once, ended.
noor: get /admin/provisioning
  status 303
chief: get /admin/provisioning
  status 200
  golden scim-tokens
chief: post /admin/provisioning
  field title Admissions
  field writes 1
  field days 30
  field rate 600
  unhurt
  status 200
  says "shown once"
  keep made between "value=\"rbscim_" "\""
chief: get /admin/provisioning
  lacks "$made"
  keep end between "/admin/provisioning/" "/end"
hr: get /scim/v2/ResourceTypes
  send Authorization: Bearer rbscim_$made
  status 200
chief: post /admin/provisioning/$end/end
  status 303
chief: get /admin/provisioning
  says "Ended"
