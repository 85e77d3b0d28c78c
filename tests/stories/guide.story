# The first page lists every service: what it is for, whether the account is needed, whether it is up.
visitor: get /
  status 200
  golden guide
  says "ICT services"
  says "All services work"
  says "Timetable"
  says "Courses"
  says "Activate my account"
  lacks "style=\""
  header Content-Security-Policy default-src
  queries <= 8
  bytes <= 60k
visitor: get /healthz
  status 200
# In a story no worker runs, and readyz says so.
visitor: get /readyz
  status 503
  says "\"database\":\"up\""
visitor: get /metrics
  status 200
  says "rapenburg_"
visitor: get /design
  status 200
visitor: get /no-such-page
  status 404
  golden error-404
  says "lang=\"en\""
