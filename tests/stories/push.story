# A browser is told what concerns its owner, until she ends it or signs out there.
command import tests/fixtures/small --apply
  exit 0
# What an app needs is there for everybody.
visitor: get /manifest.webmanifest
  status 200
  header Content-Type application/manifest+json
  says "\"start_url\":\"/home\""
visitor: get /worker.js
  status 200
  header Content-Type text/javascript
  header Cache-Control no-cache
visitor: post /notices/devices
  field endpoint https://push.example/one
  status 303
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
work
noor: get /notices/settings
  status 200
  golden push-none
  says "Tell me on this device"
  lacks "Stop telling"
  queries <= 7
# What is no browser's address, or no key of one, is refused.
noor: post /notices/devices
  field endpoint ftp://push.example/one
  field key BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4
  field auth BTBZMqHH6r4Tts7J_aSIgg
  field name "Firefox · Linux"
  status 422
  says "This browser did not say how it can be told."
noor: post /notices/devices
  field endpoint https://push.example/one
  field key BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw8
  field auth BTBZMqHH6r4Tts7J_aSIgg
  field name "Firefox · Linux"
  status 422
noor: post /notices/devices
  field endpoint https://push.invalid/one
  field key BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4
  field auth BTBZMqHH6r4Tts7J_aSIgg
  field name "Firefox · Linux"
  status 303
noor: get /notices/settings
  says "You are told on this device, also when the campus is not open."
  says "Firefox · Linux"
  says "This device"
  golden push-one
  keep push between "/notices/devices/" "/remove\""
# The same browser again is one line.
noor: post /notices/devices
  field endpoint https://push.invalid/one
  field key BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4
  field auth BTBZMqHH6r4Tts7J_aSIgg
  field name "Chrome · Linux"
  status 303
noor: get /notices/settings
  says "Chrome · Linux"
  lacks "Firefox · Linux"
  keep push between "/notices/devices/" "/remove\""
# It says where it is seen; to another person it is not told, and is not hers to end.
noor: post /notices/devices/here
  field endpoint https://push.invalid/one
  status 200
  says "{\"told\":true,\"kept\":true}"
bram: post /sign-in
  field name s2345678
  field password Rapenburg-demo-2026
  to /home
bram: post /notices/devices/$push/remove
  status 404
noor: post /notices/devices/try
  status 303
noor: get /notices
  says "This device is told what concerns you."
# A push service that cannot be found is asked again later: nothing is lost.
work
noor: get /notices/settings
  says "Chrome · Linux"
# Her own export names it.
# Somebody else uses the browser now: it is told nothing more of hers.
bram: post /notices/devices/here
  field endpoint https://push.invalid/one
  status 200
  says "{\"told\":false,\"kept\":false}"
noor: get /notices/settings
  lacks "Chrome · Linux"
# Signing out where it was seen ends it; other devices stay.
noor: post /notices/devices
  field endpoint https://push.invalid/two
  field key BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4
  field auth BTBZMqHH6r4Tts7J_aSIgg
  field name "Safari · iPhone"
  status 303
phone: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
phone: post /notices/devices
  field endpoint https://push.invalid/three
  field key BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4
  field auth BTBZMqHH6r4Tts7J_aSIgg
  field name "Chrome · Android"
  status 303
phone: post /sign-out
  status 303
work
noor: get /notices/settings
  says "Safari · iPhone"
  lacks "Chrome · Android"
# She ends it herself.
noor: get /notices/settings
  keep push between "/notices/devices/" "/remove\""
noor: post /notices/devices/$push/remove
  status 303
noor: get /notices/settings
  says "Nothing is told there any more: Safari · iPhone."
  says "Tell me on this device"
noor: post /notices/devices/$push/remove
  status 404
