# Another application signs people in with the university's account: OpenID Connect, by a code with PKCE.
command import tests/fixtures/small --apply
  exit 0
command oidc client add --title "Course evaluations" --redirect https://eval.example/back --after-logout https://eval.example/bye --client-id eval
  exit 0
  says "client_id=eval"
  keep secret between "client_secret=" "\n"

# What it can, for programs.
app: get /.well-known/openid-configuration
  status 200
  header Content-Type application/json
  says "\"issuer\":\"http://localhost\""
  says "\"id_token_signing_alg_values_supported\":[\"RS256\""
  says "\"code_challenge_methods_supported\":[\"S256\"]"
  says "\"request_uri_parameter_supported\":false"
  says "\"authorization_response_iss_parameter_supported\":true"
app: get /.well-known/oauth-authorization-server
  status 200
app: get /oidc/jwks
  status 200
  says "\"kid\":\"RS256-"
  says "\"kid\":\"ES256-"
  lacks "\"d\":"

# Not signed in: she signs in first, is asked, and goes back with a code.
noor: get /oidc/authorize?client_id=eval&redirect_uri=https%3A%2F%2Feval.example%2Fback&response_type=code&scope=openid+profile+email&state=af0ifjsldkj&nonce=n-0S6&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256
  status 303
  header Location /sign-in?next=%2Foidc%2Fcontinue%2F
  keep ask place between "continue%2F" ""
noor: follow
  status 200
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  field next /oidc/continue/$ask
  to /oidc/continue/$ask
noor: follow
  status 200
  says "Sign in to Course evaluations?"
  says "Noor de Vries"
  says "s1234567@sint-maarten.example"
  golden oidc-consent
stranger: post /oidc/continue/$ask
  field answer allow
  status 303
  header Location /sign-in
noor: post /oidc/continue/$ask
  without token
  field answer allow
  status 403
noor: post /oidc/continue/$ask
  field answer allow
  status 200
  header Refresh 0; url=https://eval.example/back?code=
  header Content-Security-Policy form-action 'self' https://eval.example;
  keep code between "back?code=" "&amp;state=af0ifjsldkj&amp;iss=http%3A%2F%2Flocalhost"
# The page of before is answered; it leads nowhere again.
noor: post /oidc/continue/$ask
  field answer allow
  status 410

# The code becomes tokens: once, for the application that it is for, with what belongs to it.
app: post /oidc/token
  without token
  field grant_type authorization_code
  field code $code
  field redirect_uri https://eval.example/back
  field client_id eval
  field client_secret wrong
  field code_verifier dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
  status 401
  says "\"error\":\"invalid_client\""
app: post /oidc/token
  without token
  field grant_type authorization_code
  field code $code
  field redirect_uri https://eval.example/back
  field client_id eval
  field client_secret $secret
  status 400
  says "\"error\":\"invalid_grant\""
app: post /oidc/token
  without token
  field grant_type authorization_code
  field code $code
  field redirect_uri https://eval.example/other
  field client_id eval
  field client_secret $secret
  field code_verifier dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
  status 400
  says "\"error\":\"invalid_grant\""
app: post /oidc/token
  without token
  field grant_type authorization_code
  field code $code
  field redirect_uri https://eval.example/back
  field client_id eval
  field client_secret $secret
  field code_verifier dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
  status 200
  header Cache-Control no-store
  says "\"token_type\":\"Bearer\""
  says "\"scope\":\"openid profile email\""
  says "\"id_token\":\"eyJ"
  keep access between "\"access_token\":\"" "\""
  keep refresh between "\"refresh_token\":\"" "\""
app: get /oidc/userinfo
  send Authorization: Bearer $access
  status 200
  says "\"name\":\"Noor de Vries\""
  says "\"email\":\"s1234567@sint-maarten.example\""
  says "\"email_verified\":true"
  says "\"preferred_username\":\"s1234567\""
  lacks "eduperson"
app: post /oidc/userinfo
  without token
  field access_token $access
  status 200
app: get /oidc/userinfo?access_token=$access
  status 401
app: get /oidc/userinfo
  send Authorization: Bearer nonsense
  status 401
  header WWW-Authenticate error="invalid_token"
app: post /oidc/introspect
  without token
  field token $access
  field client_id eval
  field client_secret $secret
  status 200
  says "\"active\":true"
  says "\"client_id\":\"eval\""

# Signed in already, and asked before: straight back.
noor: get /oidc/authorize?client_id=eval&redirect_uri=https%3A%2F%2Feval.example%2Fback&response_type=code&scope=openid+profile&state=two&prompt=none&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256
  status 303
  header Location https://eval.example/back?code=
  keep code2 place between "code=" "&state=two"
# The same code again: what it gave ends (RFC 6749 §4.1.2).
app: post /oidc/token
  without token
  field grant_type authorization_code
  field code $code2
  field redirect_uri https://eval.example/back
  field client_id eval
  field client_secret $secret
  field code_verifier dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
  status 200
  keep access2 between "\"access_token\":\"" "\""
app: post /oidc/token
  without token
  field grant_type authorization_code
  field code $code2
  field redirect_uri https://eval.example/back
  field client_id eval
  field client_secret $secret
  field code_verifier dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
  status 400
  says "\"error\":\"invalid_grant\""
app: get /oidc/userinfo
  send Authorization: Bearer $access2
  status 401
# The other sign-in is not touched by that.
app: get /oidc/userinfo
  send Authorization: Bearer $access
  status 200

# She sees who knows what, and stops it.
noor: get /account/applications
  status 200
  says "Course evaluations"
  says "you agreed"
  golden oidc-told
  keep client between "/account/applications/" "/end"
noor: post /account/applications/$client/end
  to /account/applications
app: get /oidc/userinfo
  send Authorization: Bearer $access
  status 401
app: post /oidc/token
  without token
  field grant_type refresh_token
  field refresh_token $refresh
  field client_id eval
  field client_secret $secret
  status 400
  says "\"error\":\"invalid_grant\""
noor: get /oidc/authorize?client_id=eval&redirect_uri=https%3A%2F%2Feval.example%2Fback&response_type=code&scope=openid+profile&state=two&prompt=none&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256
  status 303
  header Location error=consent_required
