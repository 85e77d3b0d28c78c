# Importing the same folder again changes nothing; a changed one shows its differences first; a broken one loses nothing.
command import tests/fixtures/small
  exit 0
  says "Nothing was changed yet"
visitor: get /courses?term=2026-2
  lacks "The Dutch Republic"
command import tests/fixtures/small --apply
  exit 0
  says "Applied."
command import tests/fixtures/small --apply
  exit 0
  says "Nothing to change."
command import tests/fixtures/changed
  exit 0
  says "Nothing was changed yet"
  says "The Dutch Golden Age"
visitor: get /courses?term=2026-2
  says "The Dutch Republic"
command import tests/fixtures/changed --apply
  exit 0
  says "Applied."
visitor: get /courses?term=2026-2
  says "The Dutch Golden Age"
  lacks "The Dutch Republic"
command import tests/fixtures/broken --apply
  exit 1
  says "courses.csv:3"
  says "sections.csv:2"
  says "sections.csv:3"
  says "meetings.csv:3"
  says "nothing was changed"
visitor: get /courses?term=2026-2
  says "The Dutch Golden Age"
command import tests/fixtures/no-such-folder --apply
  exit 1
