# Signing out on behalf of an application: only where it registered, only for the session that it shows.
command import tests/fixtures/small --apply
  exit 0
command oidc client add --title "Course evaluations" --redirect https://eval.example/back --after-logout https://eval.example/bye --client-id eval --first-party
  exit 0
  keep secret between "client_secret=" "\n"
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /oidc/authorize?client_id=eval&redirect_uri=https%3A%2F%2Feval.example%2Fback&response_type=code&scope=openid&state=s&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256
  keep code place between "code=" "&state=s"
app: post /oidc/token
  without token
  field grant_type authorization_code
  field code $code
  field redirect_uri https://eval.example/back
  field client_id eval
  field client_secret $secret
  field code_verifier dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
  status 200
  keep hint between "\"id_token\":\"" "\""
  keep access between "\"access_token\":\"" "\""

# Never to an address that is not registered, not with something added, not without a hint, not by one of others.
noor: get /oidc/end-session?id_token_hint=$hint&post_logout_redirect_uri=https%3A%2F%2Fevil.example%2F
  status 400
  header Location absent
noor: get /oidc/end-session?id_token_hint=$hint&post_logout_redirect_uri=https%3A%2F%2Feval.example%2Fbye%3Fx%3D1
  status 400
  header Location absent
noor: get /oidc/end-session?post_logout_redirect_uri=https%3A%2F%2Feval.example%2Fbye
  status 400
  header Location absent
noor: get /oidc/end-session?id_token_hint=eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4IiwiYXVkIjoiZXZhbCIsInNpZCI6InkifQ.&post_logout_redirect_uri=https%3A%2F%2Feval.example%2Fbye
  status 400
  header Location absent
noor: get /oidc/end-session?id_token_hint=$hint%78&post_logout_redirect_uri=https%3A%2F%2Feval.example%2Fbye
  status 400
  header Location absent
noor: get /oidc/end-session?id_token_hint=$hint&client_id=another&post_logout_redirect_uri=https%3A%2F%2Feval.example%2Fbye
  status 400
  header Location absent
noor: get /home
  status 200

# Without a hint, or with one of another session, she is asked.
noor: get /oidc/end-session
  status 200
  says "Sign out everywhere in this browser?"
  golden oidc-sure
lecturer: post /sign-in
  field name l0001
  field password Rapenburg-demo-2026
  to /home
lecturer: get /oidc/end-session?id_token_hint=$hint&post_logout_redirect_uri=https%3A%2F%2Feval.example%2Fbye
  status 200
  says "Course evaluations asks to sign you out."
lecturer: get /home
  status 200
lecturer: post /oidc/end-session/sure
  field id_token_hint $hint
  field post_logout_redirect_uri https://eval.example/bye
  field state z
  status 200
  header Refresh 0; url=https://eval.example/bye?state=z
lecturer: get /home
  header Location /sign-in

# With hers, at once; the state comes back; and she is signed out.
noor: get /oidc/end-session?id_token_hint=$hint&post_logout_redirect_uri=https%3A%2F%2Feval.example%2Fbye&state=af0
  status 303
  header Location https://eval.example/bye?state=af0
noor: get /home
  status 303
noor: get /oidc/authorize?client_id=eval&redirect_uri=https%3A%2F%2Feval.example%2Fback&response_type=code&scope=openid&state=s&prompt=none&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256
  status 303
  header Location error=login_required
app: get /oidc/userinfo
  send Authorization: Bearer $access
  status 401
# By a form of another site, which brings no cookie: by an address.
noor: post /oidc/end-session
  without token
  field state x
  status 303
  to /oidc/end-session?state=x
noor: follow
  status 200
  says "You are signed out"
