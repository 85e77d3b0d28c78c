# Services that people sign in to by SAML: who is told what, who agrees, and what is refused.
command import tests/fixtures/small --apply
  exit 0
command saml sp add tests/fixtures/saml/evaluations.xml
  exit 0
  says "title=Course evaluations"
  says "attributes=mail eduPersonAffiliation"
command saml sp add tests/fixtures/saml/evaluations.xml
  exit 1
command saml sp add --zoom sint-maarten
  exit 0
  says "entity=https://sint-maarten.zoom.us"
command saml sp add --zoom Sint.Maarten
  exit 2
command saml sp show https://eval.example/saml
  exit 0
  says "acs=https://eval.example/back (default)"
command saml preflight s1234567
  exit 0
  says "fine"

# What we say of ourselves is signed.
app: get /saml/metadata
  status 200
  header Content-Type application/samlmetadata+xml
  says "entityID=\"http://localhost/saml/metadata\""
  says "SignatureValue"

# A request by a form goes on by a request that brings her cookie; she signs in, and is asked.
noor: post /saml/sso
  without token
  field SAMLRequest PHNhbWxwOkF1dGhuUmVxdWVzdCB4bWxuczpzYW1scD0idXJuOm9hc2lzOm5hbWVzOnRjOlNBTUw6Mi4wOnByb3RvY29sIiB4bWxuczpzYW1sPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6YXNzZXJ0aW9uIiBJRD0iX2ZpcnN0IiBWZXJzaW9uPSIyLjAiIElzc3VlSW5zdGFudD0iMjAyNi0xMS0yNFQxMjowMDowMFoiIERlc3RpbmF0aW9uPSJodHRwOi8vbG9jYWxob3N0L3NhbWwvc3NvIiBBc3NlcnRpb25Db25zdW1lclNlcnZpY2VVUkw9Imh0dHBzOi8vZXZhbC5leGFtcGxlL2JhY2siPjxzYW1sOklzc3Vlcj5odHRwczovL2V2YWwuZXhhbXBsZS9zYW1sPC9zYW1sOklzc3Vlcj48L3NhbWxwOkF1dGhuUmVxdWVzdD4=
  field RelayState r1
  status 303
  keep on place
noor: follow
  status 303
noor: get /sign-in
  status 200
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get $on
  status 303
noor: follow
  status 200
  says "Sign in to Course evaluations?"
  says "s1234567@sint-maarten.example"
  keep handle between "action=\"/saml/continue/" "\""
  golden saml-consent
noor: post /saml/continue/$handle
  unhurt
  field answer allow
  status 200
  says "https://eval.example/back"
  says "name=\"SAMLResponse\""
  says "value=\"r1\""
  header Content-Security-Policy form-action
# It is answered once, by whatever way it comes.
noor: post /saml/continue/$handle
  field answer allow
  status 410
noor: post /saml/sso
  without token
  field SAMLRequest PHNhbWxwOkF1dGhuUmVxdWVzdCB4bWxuczpzYW1scD0idXJuOm9hc2lzOm5hbWVzOnRjOlNBTUw6Mi4wOnByb3RvY29sIiB4bWxuczpzYW1sPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6YXNzZXJ0aW9uIiBJRD0iX2ZpcnN0IiBWZXJzaW9uPSIyLjAiIElzc3VlSW5zdGFudD0iMjAyNi0xMS0yNFQxMjowMDowMFoiIERlc3RpbmF0aW9uPSJodHRwOi8vbG9jYWxob3N0L3NhbWwvc3NvIiBBc3NlcnRpb25Db25zdW1lclNlcnZpY2VVUkw9Imh0dHBzOi8vZXZhbC5leGFtcGxlL2JhY2siPjxzYW1sOklzc3Vlcj5odHRwczovL2V2YWwuZXhhbXBsZS9zYW1sPC9zYW1sOklzc3Vlcj48L3NhbWxwOkF1dGhuUmVxdWVzdD4=
  field RelayState r1
  status 400
  says "answered before"
  header Location absent
  golden saml-fault
# What she agreed to is not asked again.
noor: post /saml/sso
  without token
  field SAMLRequest PHNhbWxwOkF1dGhuUmVxdWVzdCB4bWxuczpzYW1scD0idXJuOm9hc2lzOm5hbWVzOnRjOlNBTUw6Mi4wOnByb3RvY29sIiB4bWxuczpzYW1sPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6YXNzZXJ0aW9uIiBJRD0iX3NlY29uZCIgVmVyc2lvbj0iMi4wIiBJc3N1ZUluc3RhbnQ9IjIwMjYtMTEtMjRUMTI6MDA6MDBaIiBEZXN0aW5hdGlvbj0iaHR0cDovL2xvY2FsaG9zdC9zYW1sL3NzbyIgQXNzZXJ0aW9uQ29uc3VtZXJTZXJ2aWNlVVJMPSJodHRwczovL2V2YWwuZXhhbXBsZS9iYWNrIj48c2FtbDpJc3N1ZXI+aHR0cHM6Ly9ldmFsLmV4YW1wbGUvc2FtbDwvc2FtbDpJc3N1ZXI+PC9zYW1scDpBdXRoblJlcXVlc3Q+
  field RelayState r1
  status 303
noor: follow
  unhurt
  status 200
  says "name=\"SAMLResponse\""

# Her account says it, and stops it; then she is asked again.
noor: get /account/applications
  status 200
  says "Course evaluations"
  says "you agreed"
  keep end between "action=\"/account/services/" "/end\""
noor: post /account/services/$end/end
  status 303
  to /account/applications
noor: post /saml/sso
  without token
  field SAMLRequest PHNhbWxwOkF1dGhuUmVxdWVzdCB4bWxuczpzYW1scD0idXJuOm9hc2lzOm5hbWVzOnRjOlNBTUw6Mi4wOnByb3RvY29sIiB4bWxuczpzYW1sPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6YXNzZXJ0aW9uIiBJRD0iX3RoaXJkIiBWZXJzaW9uPSIyLjAiIElzc3VlSW5zdGFudD0iMjAyNi0xMS0yNFQxMjowMDowMFoiIERlc3RpbmF0aW9uPSJodHRwOi8vbG9jYWxob3N0L3NhbWwvc3NvIiBBc3NlcnRpb25Db25zdW1lclNlcnZpY2VVUkw9Imh0dHBzOi8vZXZhbC5leGFtcGxlL2JhY2siPjxzYW1sOklzc3Vlcj5odHRwczovL2V2YWwuZXhhbXBsZS9zYW1sPC9zYW1sOklzc3Vlcj48L3NhbWxwOkF1dGhuUmVxdWVzdD4=
  field RelayState r1
  status 303
noor: follow
  status 303
noor: follow
  status 200
  says "Sign in to Course evaluations?"
  keep handle between "action=\"/saml/continue/" "\""
noor: post /saml/continue/$handle
  unhurt
  field answer deny
  status 200
  says "name=\"SAMLResponse\""

# Leaving: what cannot be told is said.
noor: get /account/services/sign-out
  status 200
noor: post /saml/sso
  without token
  field SAMLRequest PHNhbWxwOkF1dGhuUmVxdWVzdCB4bWxuczpzYW1scD0idXJuOm9hc2lzOm5hbWVzOnRjOlNBTUw6Mi4wOnByb3RvY29sIiB4bWxuczpzYW1sPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6YXNzZXJ0aW9uIiBJRD0iX2ZvdXJ0aCIgVmVyc2lvbj0iMi4wIiBJc3N1ZUluc3RhbnQ9IjIwMjYtMTEtMjRUMTI6MDA6MDBaIiBEZXN0aW5hdGlvbj0iaHR0cDovL2xvY2FsaG9zdC9zYW1sL3NzbyIgQXNzZXJ0aW9uQ29uc3VtZXJTZXJ2aWNlVVJMPSJodHRwczovL2V2YWwuZXhhbXBsZS9iYWNrIj48c2FtbDpJc3N1ZXI+aHR0cHM6Ly9ldmFsLmV4YW1wbGUvc2FtbDwvc2FtbDpJc3N1ZXI+PC9zYW1scDpBdXRoblJlcXVlc3Q+
  field RelayState r1
  status 303
noor: follow
  status 303
noor: follow
  status 200
  keep handle between "action=\"/saml/continue/" "\""
noor: post /saml/continue/$handle
  unhurt
  field answer allow
  status 200
noor: get /account/services/sign-out
  status 200
  says "Course evaluations"
  golden saml-leave
noor: post /account/services/sign-out
  unhurt
  status 200
  says "You are signed out here."
  says "perhaps still signed in"
  golden saml-gone
noor: get /home
  status 303

# Nobody is led anywhere by a request that is not proper.
thief: post /saml/sso
  without token
  field SAMLRequest PHNhbWxwOkF1dGhuUmVxdWVzdCB4bWxuczpzYW1scD0idXJuOm9hc2lzOm5hbWVzOnRjOlNBTUw6Mi4wOnByb3RvY29sIiB4bWxuczpzYW1sPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6YXNzZXJ0aW9uIiBJRD0iX2IxIiBWZXJzaW9uPSIyLjAiIElzc3VlSW5zdGFudD0iMjAyNi0xMS0yNFQxMjowMDowMFoiIERlc3RpbmF0aW9uPSJodHRwOi8vbG9jYWxob3N0L3NhbWwvc3NvIiBBc3NlcnRpb25Db25zdW1lclNlcnZpY2VVUkw9Imh0dHBzOi8vZXZpbC5leGFtcGxlL2JhY2siPjxzYW1sOklzc3Vlcj5odHRwczovL2V2YWwuZXhhbXBsZS9zYW1sPC9zYW1sOklzc3Vlcj48L3NhbWxwOkF1dGhuUmVxdWVzdD4=
  status 400
  header Location absent
  says "did not register"
thief: post /saml/sso
  without token
  field SAMLRequest PHNhbWxwOkF1dGhuUmVxdWVzdCB4bWxuczpzYW1scD0idXJuOm9hc2lzOm5hbWVzOnRjOlNBTUw6Mi4wOnByb3RvY29sIiB4bWxuczpzYW1sPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6YXNzZXJ0aW9uIiBJRD0iX2IyIiBWZXJzaW9uPSIyLjAiIElzc3VlSW5zdGFudD0iMjAyNi0xMS0yNFQxMjowMDowMFoiIERlc3RpbmF0aW9uPSJodHRwOi8vbG9jYWxob3N0L3NhbWwvc3NvIiBBc3NlcnRpb25Db25zdW1lclNlcnZpY2VVUkw9Imh0dHBzOi8vZXZhbC5leGFtcGxlL2JhY2siPjxzYW1sOklzc3Vlcj5odHRwczovL25vYm9keS5leGFtcGxlPC9zYW1sOklzc3Vlcj48L3NhbWxwOkF1dGhuUmVxdWVzdD4=
  status 400
  header Location absent
  says "not known"
thief: post /saml/sso
  without token
  field SAMLRequest PHNhbWxwOkF1dGhuUmVxdWVzdCB4bWxuczpzYW1scD0idXJuOm9hc2lzOm5hbWVzOnRjOlNBTUw6Mi4wOnByb3RvY29sIiB4bWxuczpzYW1sPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6YXNzZXJ0aW9uIiBJRD0iX2IzIiBWZXJzaW9uPSIyLjAiIElzc3VlSW5zdGFudD0iMjAyNi0xMS0yNFQxMjowMDowMFoiIERlc3RpbmF0aW9uPSJodHRwOi8vb3RoZXIuZXhhbXBsZS9zYW1sL3NzbyIgQXNzZXJ0aW9uQ29uc3VtZXJTZXJ2aWNlVVJMPSJodHRwczovL2V2YWwuZXhhbXBsZS9iYWNrIj48c2FtbDpJc3N1ZXI+aHR0cHM6Ly9ldmFsLmV4YW1wbGUvc2FtbDwvc2FtbDpJc3N1ZXI+PC9zYW1scDpBdXRoblJlcXVlc3Q+
  status 400
  header Location absent
  says "another address"
thief: post /saml/sso
  without token
  field SAMLRequest PHNhbWxwOkF1dGhuUmVxdWVzdCB4bWxuczpzYW1scD0idXJuOm9hc2lzOm5hbWVzOnRjOlNBTUw6Mi4wOnByb3RvY29sIiB4bWxuczpzYW1sPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6YXNzZXJ0aW9uIiBJRD0iX2I0IiBWZXJzaW9uPSIyLjAiIElzc3VlSW5zdGFudD0iMjAyNi0xMS0yNFQxMTowMDowMFoiIERlc3RpbmF0aW9uPSJodHRwOi8vbG9jYWxob3N0L3NhbWwvc3NvIiBBc3NlcnRpb25Db25zdW1lclNlcnZpY2VVUkw9Imh0dHBzOi8vZXZhbC5leGFtcGxlL2JhY2siPjxzYW1sOklzc3Vlcj5odHRwczovL2V2YWwuZXhhbXBsZS9zYW1sPC9zYW1sOklzc3Vlcj48L3NhbWxwOkF1dGhuUmVxdWVzdD4=
  status 400
  header Location absent
  says "too old"
thief: post /saml/sso
  without token
  field SAMLRequest PHNhbWxwOkF1dGhuUmVxdWVzdCB4bWxuczpzYW1scD0idXJuOm9hc2lzOm5hbWVzOnRjOlNBTUw6Mi4wOnByb3RvY29sIiB4bWxuczpzYW1sPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6YXNzZXJ0aW9uIiBJRD0iX2I1IiBWZXJzaW9uPSIyLjAiIElzc3VlSW5zdGFudD0iMjAyNi0xMS0yNFQxMzowMDowMFoiIERlc3RpbmF0aW9uPSJodHRwOi8vbG9jYWxob3N0L3NhbWwvc3NvIiBBc3NlcnRpb25Db25zdW1lclNlcnZpY2VVUkw9Imh0dHBzOi8vZXZhbC5leGFtcGxlL2JhY2siPjxzYW1sOklzc3Vlcj5odHRwczovL2V2YWwuZXhhbXBsZS9zYW1sPC9zYW1sOklzc3Vlcj48L3NhbWxwOkF1dGhuUmVxdWVzdD4=
  status 400
  header Location absent
  says "too old"
thief: post /saml/sso
  without token
  field SAMLRequest PCFET0NUWVBFIGEgWzwhRU5USVRZIGUgU1lTVEVNICJmaWxlOi8vL2V0Yy9wYXNzd2QiPl0+PHNhbWxwOkF1dGhuUmVxdWVzdCB4bWxuczpzYW1scD0idXJuOm9hc2lzOm5hbWVzOnRjOlNBTUw6Mi4wOnByb3RvY29sIiB4bWxuczpzYW1sPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6YXNzZXJ0aW9uIiBJRD0iX2I2IiBWZXJzaW9uPSIyLjAiIElzc3VlSW5zdGFudD0iMjAyNi0xMS0yNFQxMjowMDowMFoiIERlc3RpbmF0aW9uPSJodHRwOi8vbG9jYWxob3N0L3NhbWwvc3NvIiBBc3NlcnRpb25Db25zdW1lclNlcnZpY2VVUkw9Imh0dHBzOi8vZXZhbC5leGFtcGxlL2JhY2siPjxzYW1sOklzc3Vlcj5odHRwczovL2V2YWwuZXhhbXBsZS9zYW1sPC9zYW1sOklzc3Vlcj48L3NhbWxwOkF1dGhuUmVxdWVzdD4=
  status 400
  header Location absent
  says "no XML"
thief: post /saml/sso
  without token
  field SAMLRequest PHNhbWxwOkF1dGhuUmVxdWVzdCB4bWxuczpzYW1scD0idXJuOm9hc2lzOm5hbWVzOnRjOlNBTUw6Mi4wOnByb3RvY29sIiB4bWxuczpzYW1sPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6YXNzZXJ0aW9uIiBJRD0iX2I3IiBWZXJzaW9uPSIyLjAiIElzc3VlSW5zdGFudD0iMjAyNi0xMS0yNFQxMjowMDowMFoiIERlc3RpbmF0aW9uPSJodHRwOi8vbG9jYWxob3N0L3NhbWwvc3NvIiBBc3NlcnRpb25Db25zdW1lclNlcnZpY2VVUkw9Imh0dHBzOi8vZXZhbC5leGFtcGxlL2JhY2siIFByb3RvY29sQmluZGluZz0idXJuOm9hc2lzOm5hbWVzOnRjOlNBTUw6Mi4wOmJpbmRpbmdzOkhUVFAtQXJ0aWZhY3QiPjxzYW1sOklzc3Vlcj5odHRwczovL2V2YWwuZXhhbXBsZS9zYW1sPC9zYW1sOklzc3Vlcj48L3NhbWxwOkF1dGhuUmVxdWVzdD4=
  status 400
  header Location absent
  says "another way"
thief: post /saml/sso
  without token
  field SAMLRequest PHNhbWxwOkF1dGhuUmVxdWVzdCB4bWxuczpzYW1scD0idXJuOm9hc2lzOm5hbWVzOnRjOlNBTUw6Mi4wOnByb3RvY29sIiB4bWxuczpzYW1sPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6YXNzZXJ0aW9uIiBJRD0iMWJhZCIgVmVyc2lvbj0iMi4wIiBJc3N1ZUluc3RhbnQ9IjIwMjYtMTEtMjRUMTI6MDA6MDBaIiBEZXN0aW5hdGlvbj0iaHR0cDovL2xvY2FsaG9zdC9zYW1sL3NzbyIgQXNzZXJ0aW9uQ29uc3VtZXJTZXJ2aWNlVVJMPSJodHRwczovL2V2YWwuZXhhbXBsZS9iYWNrIj48c2FtbDpJc3N1ZXI+aHR0cHM6Ly9ldmFsLmV4YW1wbGUvc2FtbDwvc2FtbDpJc3N1ZXI+PC9zYW1scDpBdXRoblJlcXVlc3Q+
  status 400
  header Location absent
  says "no proper ID"
thief: post /saml/sso
  without token
  field SAMLRequest !!!
  status 400
thief: post /saml/sso
  without token
  status 400
thief: get /saml/slo?SAMLRequest=x
  status 400
thief: get /saml/continue/nothing
  status 410

# Turned off, it is nobody; taken away, it is gone.
command saml sp disable https://eval.example/saml
  exit 0
thief: post /saml/sso
  without token
  field SAMLRequest PHNhbWxwOkF1dGhuUmVxdWVzdCB4bWxuczpzYW1scD0idXJuOm9hc2lzOm5hbWVzOnRjOlNBTUw6Mi4wOnByb3RvY29sIiB4bWxuczpzYW1sPSJ1cm46b2FzaXM6bmFtZXM6dGM6U0FNTDoyLjA6YXNzZXJ0aW9uIiBJRD0iX29mZiIgVmVyc2lvbj0iMi4wIiBJc3N1ZUluc3RhbnQ9IjIwMjYtMTEtMjRUMTI6MDA6MDBaIiBEZXN0aW5hdGlvbj0iaHR0cDovL2xvY2FsaG9zdC9zYW1sL3NzbyIgQXNzZXJ0aW9uQ29uc3VtZXJTZXJ2aWNlVVJMPSJodHRwczovL2V2YWwuZXhhbXBsZS9iYWNrIj48c2FtbDpJc3N1ZXI+aHR0cHM6Ly9ldmFsLmV4YW1wbGUvc2FtbDwvc2FtbDpJc3N1ZXI+PC9zYW1scDpBdXRoblJlcXVlc3Q+
  status 400
  says "turned off"
command saml sp remove https://eval.example/saml
  exit 0
command saml sp show https://eval.example/saml
  exit 1
command saml keys rotate
  exit 0
command saml keys list
  exit 0
  says "newest"
  says "published until"
