# A catalogue administrator imports a folder by the page: checked first, applied as a whole, refused when broken.
command people add cat "Cato Visser" catalogue-admin
  exit 0
  keep code between "Cato Visser," "\n"
command import tests/fixtures/small --apply
  exit 0
copy tests/fixtures/changed import/changed
copy tests/fixtures/broken import/broken
cato: post /activate
  field name cat
  field code $code
  field password windmolen-fiets-kaas-boek
  field again windmolen-fiets-kaas-boek
  to /account/security/start?next=/home
cato: get /admin/import
  status 200
  says "changed"
  says "broken"
  golden import

# The differences are shown, and nothing is changed by looking.
cato: get /admin/import/check?folder=changed
  status 200
  says "The Dutch Golden Age"
  says "Apply these changes"
  golden import-check
visitor: get /courses?term=2026-2
  says "The Dutch Republic"
# Spared of failures: one is told as a conflict, which is an answer too.
cato: post /admin/import
  unhurt
  field folder changed
  status 303
  to /admin/import
cato: follow
  says "The folder changed is imported."
  says "Cato Visser"
visitor: get /courses?term=2026-2
  says "The Dutch Golden Age"
  lacks "The Dutch Republic"

# Applied again, it changes nothing.
cato: get /admin/import/check?folder=changed
  says "Nothing to change"
  lacks "Apply these changes"
cato: post /admin/import
  unhurt
  field folder changed
  status 303
visitor: get /courses?term=2026-2
  says "The Dutch Golden Age"

# A broken folder is told line by line, and cannot be applied.
cato: get /admin/import/check?folder=broken
  status 200
  says "Nothing was changed."
  says "courses.csv:3"
  says "sections.csv:2"
  says "meetings.csv:3"
  lacks "Apply these changes"
  golden import-broken
cato: post /admin/import
  field folder broken
  status 303
  to /admin/import/check?folder=broken
visitor: get /courses?term=2026-2
  says "The Dutch Golden Age"
  lacks "No such faculty"
cato: get /admin/import/check?folder=../secrets
  status 404

# A student and an administrator of a programme may not.
noor: post /sign-in
  field name s1234567
  field password Rapenburg-demo-2026
  to /home
noor: get /admin/import
  status 403
noor: post /admin/import
  field folder changed
  status 403
karin: post /sign-in
  field name a0001
  field password Rapenburg-demo-2026
  to /home
karin: get /admin/windows
  keep inf behind "or the group below</option>" between "<option value=\"" "\""
command people add prog "Pim Kok"
  exit 0
  keep pim between "Pim Kok," "\n"
command people give prog programme-admin $inf
  exit 0
pim: post /activate
  field name prog
  field code $pim
  field password windmolen-fiets-kaas-boot
  field again windmolen-fiets-kaas-boot
  to /account/security/start?next=/home
pim: get /admin/windows
  status 200
pim: get /admin/import/check?folder=changed
  status 403
pim: post /admin/import
  field folder changed
  status 403
