# A device without a keyboard shows a code; she lets it in, warned against codes that somebody sent her.
command import tests/fixtures/small --apply
  exit 0
command oidc client add --title "Lecture hall screen" --auth none --device --client-id screen --scopes "openid profile offline_access"
  exit 0
  lacks "client_secret"
command oidc client add --title "Course evaluations" --redirect https://eval.example/back --client-id eval
  exit 0
  keep secret between "client_secret=" "\n"
screen: post /oidc/device-code
  from 198.51.100.9
  without token
  field client_id screen
  field scope "openid profile"
  status 200
  says "\"verification_uri\":\"http://localhost/device\""
  says "\"interval\":5"
  keep device between "\"device_code\":\"" "\""
  keep user between "\"user_code\":\"" "\""
screen: post /oidc/token
  without token
  field grant_type urn:ietf:params:oauth:grant-type:device_code
  field device_code $device
  field client_id screen
  status 400
  says "authorization_pending"
wait 6s
screen: post /oidc/token
  without token
  field grant_type urn:ietf:params:oauth:grant-type:device_code
  field device_code $device
  field client_id screen
  status 400
  says "authorization_pending"
screen: post /oidc/token
  without token
  field grant_type urn:ietf:params:oauth:grant-type:device_code
  field device_code $device
  field client_id screen
  status 400
  says "slow_down"
thief: post /oidc/token
  without token
  field grant_type urn:ietf:params:oauth:grant-type:device_code
  field device_code $device
  field client_id eval
  field client_secret $secret
  status 400
  says "invalid_grant"
thief: post /oidc/device-code
  without token
  field client_id eval
  field client_secret $secret
  status 400
  says "unauthorized_client"

noor: get /device?user_code=$user
  status 303
  header Location /sign-in?next=
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  field next /device?user_code=$user
  status 303
noor: follow
  status 200
  says "Did somebody send you a code?"
noor: post /device
  field user_code BCDF-GHJK
  status 422
  says "No device waits with this code."
noor: post /device
  field user_code $user
  status 200
  says "Let Lecture hall screen in on a device?"
  says "another network than yours"
  golden oidc-device
noor: post /device
  field user_code $user
  field answer allow
  status 200
  says "The device is let in"
noor: post /device
  field user_code $user
  field answer deny
  status 422
wait 1m
screen: post /oidc/token
  without token
  field grant_type urn:ietf:params:oauth:grant-type:device_code
  field device_code $device
  field client_id screen
  status 200
  says "\"id_token\":\""
  keep access between "\"access_token\":\"" "\""
screen: post /oidc/token
  without token
  field grant_type urn:ietf:params:oauth:grant-type:device_code
  field device_code $device
  field client_id screen
  status 400
  says "invalid_grant"
screen: get /oidc/userinfo
  send Authorization: Bearer $access
  status 200
  says "Noor de Vries"

# One that she says no to, and one that nobody answers.
screen: post /oidc/device-code
  without token
  field client_id screen
  status 200
  keep device2 between "\"device_code\":\"" "\""
  keep user2 between "\"user_code\":\"" "\""
noor: post /device
  field user_code $user2
  field answer deny
  status 200
  says "The device is not let in"
screen: post /oidc/token
  without token
  field grant_type urn:ietf:params:oauth:grant-type:device_code
  field device_code $device2
  field client_id screen
  status 400
  says "access_denied"
screen: post /oidc/device-code
  without token
  field client_id screen
  keep device3 between "\"device_code\":\"" "\""
  keep user3 between "\"user_code\":\"" "\""
wait 11m
noor: post /device
  field user_code $user3
  status 422
screen: post /oidc/token
  without token
  field grant_type urn:ietf:params:oauth:grant-type:device_code
  field device_code $device3
  field client_id screen
  status 400
  says "expired_token"
