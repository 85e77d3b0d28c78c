# Seats as they are now: for other programs in one shot, for pages as a stream.
command import tests/fixtures/small --apply
  exit 0
anna: get /seats.json?term=2026-2
  status 200
  header Content-Type application/json
  header Cache-Control max-age=2
  header Access-Control-Allow-Origin *
  queries <= 3
  says "\"course\":\"CSE 8A\",\"group\":\"A01\",\"unlimited\":false,\"seats\":1,\"free\":1,\"taken\":0,\"kept\":0,\"waiting\":0}"
  keep tag header ETag
anna: get /seats.json?term=2026-2
  send If-None-Match: $tag
  status 304
anna: get /seats.json?term=2026-2&course=CSE%2012
  status 200
  says "\"course\":\"CSE 12\",\"group\":\"B01\",\"unlimited\":false,\"seats\":30"
  lacks "CSE 8"
  keep group between "\"id\":\"" "\""
anna: get /seats.json?section=$group
  status 200
  says "\"course\":\"CSE 12\""
anna: get /seats.json?section=999
  status 200
  says "{\"sections\":[]}"
anna: get /seats.json?section=1;2
  status 400
  header Content-Type application/json
anna: get /seats.json?term=1999-1
  status 404

# Pages look at a stream: it opens for everybody, says how to come back, and is never kept or packed.
anna: get /seats/stream?section=$group
  status 200
  header Content-Type text/event-stream
  header Cache-Control no-store
  header X-Accel-Buffering no
  says "retry: "
anna: get /seats/stream
  status 400
anna: get /seats/stream?section=1,2,x
  status 400
