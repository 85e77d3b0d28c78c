-- 0012_by_hand.sql: places that the student administration gives and ends.

-- Who acted for the student, and why, in words that she reads; NULL and '': she did, or the campus. kind may be
-- give (enrolled by hand) and end (a place ended by hand), too.
ALTER TABLE studymap_receipt ADD COLUMN acted_by person_id REFERENCES identity_person (id);
ALTER TABLE studymap_receipt ADD COLUMN because text NOT NULL DEFAULT '';
CREATE INDEX studymap_receipt_at ON studymap_receipt (term, at, id);

-- The same of what waits to be decided. `overrules`: the rules that do not count, as bits (rules.h).
ALTER TABLE studymap_request ADD COLUMN acted_by person_id REFERENCES identity_person (id);
ALTER TABLE studymap_request ADD COLUMN overrules number NOT NULL DEFAULT 0;
ALTER TABLE studymap_request ADD COLUMN because text NOT NULL DEFAULT '';
