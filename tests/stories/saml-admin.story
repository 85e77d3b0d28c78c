# An administrator adds a service by its metadata, decides what it is told, looks at it for one person, and takes it away.
command import tests/fixtures/small --apply
  exit 0
sam: get /sign-in
  status 200
sam: post /sign-in
  field name admin
  field password Rapenburg-demo-2026
  to /home
sam: get /admin/services
  status 200
  says "No service yet"
  says "The campus has no address yet"
  golden saml-services-none

# What is wrong with what she gives is said at its field, and stays in the form.
sam: get /admin/services/new
  status 200
  golden saml-new
sam: post /admin/services/new
  field kind other
  status 422
  says "Give its metadata: a file, a text or an address."
sam: post /admin/services/new
  field kind other
  field text "<a>no metadata</a>"
  status 422
  says "no EntityDescriptor"
  says "no metadata&lt;/a&gt;"
sam: post /admin/services/new
  field kind other
  field text "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><a>&e;</a>"
  status 422
  says "no DOCTYPE"
sam: post /admin/services/new
  field kind other
  field url http://169.254.169.254/metadata
  status 422
  says "the address must begin with https://"
sam: post /admin/services/new
  field kind other
  field url https://127.0.0.1/metadata
  status 422
  says "This cannot be taken"
sam: post /admin/services/new
  field kind zoom
  field vanity "Sint.Maarten"
  status 422
  says "small letters, digits and dashes"
sam: post /admin/services/new
  field kind other
  field text "<md:EntityDescriptor xmlns:md='urn:oasis:names:tc:SAML:2.0:metadata' entityID='https://eval.example/saml'><md:SPSSODescriptor AuthnRequestsSigned='true' protocolSupportEnumeration='urn:oasis:names:tc:SAML:2.0:protocol'><md:AssertionConsumerService Binding='urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST' Location='https://eval.example/back' index='0'/></md:SPSSODescriptor></md:EntityDescriptor>"
  status 422
  says "shows no certificate"

# Zoom needs its vanity name only; then it is there.
sam: post /admin/services/new
  field kind zoom
  field vanity sint-maarten
  status 303
  keep zoom place between "/admin/services/" ""
sam: get /admin/services/$zoom
  status 200
  says "https://sint-maarten.zoom.us/saml/SSO"
sam: post /admin/services/new
  field kind zoom
  field vanity sint-maarten
  status 422
  says "is there already"
# The key was made with the first service.
sam: get /admin/services
  status 200
  says "signs now"
  golden saml-services

# By its metadata, with what it asks for; each attribute is her decision.
sam: post /admin/services/new
  field kind other
  field text "<md:EntityDescriptor xmlns:md='urn:oasis:names:tc:SAML:2.0:metadata' entityID='https://eval.example/saml'><md:SPSSODescriptor protocolSupportEnumeration='urn:oasis:names:tc:SAML:2.0:protocol'><md:AssertionConsumerService Binding='urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST' Location='https://eval.example/back' index='0'/><md:AttributeConsumingService index='0'><md:ServiceName xml:lang='en'>Course evaluations</md:ServiceName><md:RequestedAttribute Name='urn:oid:0.9.2342.19200300.100.1.3'/></md:AttributeConsumingService></md:SPSSODescriptor></md:EntityDescriptor>"
  status 303
  keep eval place between "/admin/services/" ""
sam: follow
  status 200
  says "Course evaluations"
  says "it asks for this"
  golden saml-service
sam: post /admin/services/$eval
  field title ""
  field attributes "uid"
  field format persistent
  field level 1
  status 422
  says "Give a name of 1 to 80 characters"
sam: post /admin/services/$eval
  field title "Course evaluations"
  field attributes "salary"
  field format persistent
  field level 1
  status 422
  says "Choose of the list."
sam: post /admin/services/$eval
  field title "Course evaluations"
  field attributes "mail"
  field attributes "eduPersonScopedAffiliation"
  field attributes "pairwise-id"
  field format persistent
  field level 1
  field flags own
  to /admin/services/$eval

# What it would be told of one person; that she looked is in the log.
sam: get /admin/services/$eval/preview?person=nobody
  status 200
  says "Nobody has this name."
sam: get /admin/services/$eval/preview?person=s1234567
  status 200
  says "s1234567@sint-maarten.example"
  says "student@sint-maarten.example"
  says "Is not asked: the university decided so."
  golden saml-preview
work
sam: get /admin/system/audit
  status 200
  says "Looked at what a service would be told of somebody"
  says "Changed a service"

# SURFconext's rules are looked at where they matter.
sam: post /admin/services/$eval
  field title "Course evaluations"
  field attributes "uid"
  field attributes "displayName"
  field attributes "cn"
  field attributes "givenName"
  field attributes "sn"
  field attributes "mail"
  field attributes "preferredLanguage"
  field attributes "eduPersonPrincipalName"
  field attributes "eduPersonAffiliation"
  field attributes "eduPersonScopedAffiliation"
  field attributes "schacHomeOrganization"
  field attributes "schacHomeOrganizationType"
  field attributes "subject-id"
  field format transient
  field level 2
  status 303
sam: get /admin/services/$eval/preview?person=s1234567
  status 200
  says "What SURFconext would say"
  says "A code that is new each time"
  says "Is asked at the next sign-in there."

# Its metadata anew: of the very same service only.
sam: post /admin/services/$eval/metadata
  field text "<md:EntityDescriptor xmlns:md='urn:oasis:names:tc:SAML:2.0:metadata' entityID='https://other.example/saml'><md:SPSSODescriptor protocolSupportEnumeration='urn:oasis:names:tc:SAML:2.0:protocol'><md:AssertionConsumerService Binding='urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST' Location='https://other.example/back' index='0'/></md:SPSSODescriptor></md:EntityDescriptor>"
  status 422
  says "it is of another service"
sam: post /admin/services/$eval/metadata
  field text "<md:EntityDescriptor xmlns:md='urn:oasis:names:tc:SAML:2.0:metadata' entityID='https://eval.example/saml'><md:SPSSODescriptor protocolSupportEnumeration='urn:oasis:names:tc:SAML:2.0:protocol'><md:AssertionConsumerService Binding='urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST' Location='https://eval.example/back/new' index='0'/></md:SPSSODescriptor></md:EntityDescriptor>"
  to /admin/services/$eval
sam: follow
  status 200
  says "https://eval.example/back/new"

# Off, on, away; and a new key that signs later.
sam: post /admin/services/$eval/disable
  status 303
sam: get /admin/services/$eval
  status 200
  says "Turn it on again"
sam: post /admin/services/$eval/enable
  status 303
sam: get /admin/services/$eval/remove
  status 200
  golden saml-remove
sam: post /admin/services/$eval/remove
  to /admin/services
sam: get /admin/services/$eval
  status 404
sam: post /admin/services/keys
  to /admin/services
sam: follow
  status 200
  says "published, signs later"

# Nobody else sees any of it.
noor: get /sign-in
  status 200
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /admin/services
  status 403
noor: get /admin/services/$zoom/preview?person=s1234567
  status 403
noor: post /admin/services/$zoom/remove
  status 403
