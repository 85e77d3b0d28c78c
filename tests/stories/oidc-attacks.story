# What attackers and careless applications try with the provider, and what comes of it.
command import tests/fixtures/small --apply
  exit 0
command oidc client add --title "Course evaluations" --redirect https://eval.example/back --client-id eval --first-party
  exit 0
  keep secret between "client_secret=" "\n"
command oidc client add --title "Another one" --redirect https://other.example/back --client-id other --first-party
  exit 0
  keep other between "client_secret=" "\n"
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home

# Nobody is led to an address that was not registered: the page says so, and leads nowhere.
noor: get /oidc/authorize?client_id=eval&redirect_uri=https%3A%2F%2Fevil.example%2Fback&response_type=code&scope=openid&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256
  status 400
  header Location absent
  says "the redirect_uri is not registered"
  golden oidc-fault
noor: get /oidc/authorize?client_id=eval&redirect_uri=https%3A%2F%2Feval.example%2Fback%2Fmore&response_type=code&scope=openid
  status 400
  header Location absent
noor: get /oidc/authorize?client_id=eval&response_type=code&scope=openid
  status 400
  header Location absent
noor: get /oidc/authorize?client_id=nobody&redirect_uri=https%3A%2F%2Feval.example%2Fback&response_type=code&scope=openid
  status 400
  header Location absent
# Which of two would be meant?
noor: get /oidc/authorize?client_id=eval&client_id=other&redirect_uri=https%3A%2F%2Feval.example%2Fback&response_type=code&scope=openid
  status 400
  header Location absent
noor: get /oidc/authorize?client_id=eval&redirect_uri=https%3A%2F%2Feval.example%2Fback&redirect_uri=https%3A%2F%2Fevil.example%2F&response_type=code&scope=openid
  status 400
  header Location absent

# PKCE is not taken away, nor made weaker.
noor: get /oidc/authorize?client_id=eval&redirect_uri=https%3A%2F%2Feval.example%2Fback&response_type=code&scope=openid&state=s
  status 303
  header Location https://eval.example/back?error=invalid_request
noor: get /oidc/authorize?client_id=eval&redirect_uri=https%3A%2F%2Feval.example%2Fback&response_type=code&scope=openid&state=s&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=plain
  status 303
  header Location error=invalid_request
noor: get /oidc/authorize?client_id=eval&redirect_uri=https%3A%2F%2Feval.example%2Fback&response_type=token&scope=openid&state=s
  status 303
  header Location error=unsupported_response_type
noor: get /oidc/authorize?client_id=eval&redirect_uri=https%3A%2F%2Feval.example%2Fback&response_type=code&scope=openid&request=e30.e30.
  status 303
  header Location error=request_not_supported

# A code of one application is worth nothing to another, and its holder loses nothing by that.
noor: get /oidc/authorize?client_id=eval&redirect_uri=https%3A%2F%2Feval.example%2Fback&response_type=code&scope=openid&state=s&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256
  status 303
  keep code place between "code=" "&state=s"
thief: post /oidc/token
  without token
  field grant_type authorization_code
  field code $code
  field redirect_uri https://eval.example/back
  field client_id other
  field client_secret $other
  field code_verifier dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
  status 400
  says "invalid_grant"
app: post /oidc/token
  without token
  field grant_type authorization_code
  field code $code
  field redirect_uri https://eval.example/back
  field client_id eval
  field client_secret $secret
  field code_verifier dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
  status 200
  keep access between "\"access_token\":\"" "\""
  keep refresh between "\"refresh_token\":\"" "\""
# What another application has is its own business.
thief: post /oidc/introspect
  without token
  field token $access
  field client_id other
  field client_secret $other
  status 200
  says "{\"active\":false}"
thief: post /oidc/revoke
  without token
  field token $access
  field client_id other
  field client_secret $other
  status 200
thief: post /oidc/token
  without token
  field grant_type refresh_token
  field refresh_token $refresh
  field client_id other
  field client_secret $other
  status 400
  says "invalid_grant"
app: get /oidc/userinfo
  send Authorization: Bearer $access
  status 200
# The refresh grant asks who calls, as every other.
thief: post /oidc/token
  without token
  field grant_type refresh_token
  field refresh_token $refresh
  field client_id eval
  status 401
  says "invalid_client"
thief: post /oidc/token
  without token
  field grant_type refresh_token
  field refresh_token $refresh
  field client_id eval
  field client_id other
  field client_secret $secret
  status 400
  says "invalid_request"

# Refresh tokens turn; two at the same moment get the same one; later the older one is a theft.
app: post /oidc/token
  without token
  field grant_type refresh_token
  field refresh_token $refresh
  field client_id eval
  field client_secret $secret
  status 200
  keep second between "\"refresh_token\":\"" "\""
wait 8s
app: post /oidc/token
  without token
  field grant_type refresh_token
  field refresh_token $refresh
  field client_id eval
  field client_secret $secret
  status 200
  says "\"refresh_token\":\"$second\""
app: post /oidc/token
  without token
  field grant_type refresh_token
  field refresh_token $second
  field scope "openid email profile eduperson"
  field client_id eval
  field client_secret $secret
  status 400
  says "invalid_scope"
wait 8s
thief: post /oidc/token
  without token
  field grant_type refresh_token
  field refresh_token $refresh
  field client_id eval
  field client_secret $secret
  status 400
  says "invalid_grant"
app: post /oidc/token
  without token
  field grant_type refresh_token
  field refresh_token $second
  field client_id eval
  field client_secret $secret
  status 400
  says "invalid_grant"
app: get /oidc/userinfo
  send Authorization: Bearer $access
  status 401

# A code that nobody brought within a minute.
noor: get /oidc/authorize?client_id=eval&redirect_uri=https%3A%2F%2Feval.example%2Fback&response_type=code&scope=openid&state=s&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256
  keep late place between "code=" "&state=s"
wait 61s
app: post /oidc/token
  without token
  field grant_type authorization_code
  field code $late
  field redirect_uri https://eval.example/back
  field client_id eval
  field client_secret $secret
  field code_verifier dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
  status 400
  says "invalid_grant"

# Her account is closed: every token ends at once.
noor: get /oidc/authorize?client_id=eval&redirect_uri=https%3A%2F%2Feval.example%2Fback&response_type=code&scope=openid+offline_access&state=s&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256
  keep code3 place between "code=" "&state=s"
app: post /oidc/token
  without token
  field grant_type authorization_code
  field code $code3
  field redirect_uri https://eval.example/back
  field client_id eval
  field client_secret $secret
  field code_verifier dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
  status 200
  keep access3 between "\"access_token\":\"" "\""
  keep refresh3 between "\"refresh_token\":\"" "\""
command people disable s1234567
  exit 0
app: get /oidc/userinfo
  send Authorization: Bearer $access3
  status 401
app: post /oidc/token
  without token
  field grant_type refresh_token
  field refresh_token $refresh3
  field client_id eval
  field client_secret $secret
  status 400
  says "invalid_grant"
