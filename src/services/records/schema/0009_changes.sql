-- 0009_changes.sql: what changed seats and places beside the decisions on plans, and what those were
-- decided by: for proving them later.

-- One change of the seats of a section, or of a place in it, that an administrator, an import or the end of
-- a reserve made; what was decided on plans stands in receipts. kind is added, removed, seats, reserve,
-- placed, waits, left or unwaits. `at` is when it was made, on the clock of the machine. Seats are -1
-- without a limit; of a reserve they are its own. Refers to no section: it may be gone.
CREATE TABLE records_change (
    id change_id NOT NULL PRIMARY KEY,
    at instant NOT NULL,
    term term_id NOT NULL REFERENCES records_term (id),
    offering offering_id NOT NULL,
    section section_id NOT NULL,
    kind text NOT NULL,
    person person_id REFERENCES identity_person (id),
    waiting_order number NOT NULL DEFAULT 0,
    reserve reserve_id,
    programme programme_id REFERENCES records_programme (id),
    seats_before number NOT NULL DEFAULT 0,
    seats_after number NOT NULL DEFAULT 0,
    until instant,
    by_person person_id REFERENCES identity_person (id),
    reason text NOT NULL DEFAULT ''
);
CREATE INDEX records_change_term ON records_change (term, at, id);
CREATE INDEX records_change_section ON records_change (section, at);

-- What was there before changes were written down: their ids are below all that are given out.
INSERT INTO records_change (id, at, term, offering, section, kind, seats_after)
SELECT row_number() OVER (ORDER BY s.id), 0, o.term, s.offering, s.id, 'added',
       CASE WHEN s.unlimited = 1 THEN -1 ELSE s.seats END
  FROM records_section s JOIN records_offering o ON o.id = s.offering;
INSERT INTO records_change (id, at, term, offering, section, kind, reserve, programme, seats_after, until)
SELECT (SELECT count(*) FROM records_change) + row_number() OVER (ORDER BY r.id), 0, o.term,
       s.offering, s.id, 'reserve', r.id, r.programme, r.seats, r.until
  FROM records_reserve r JOIN records_section s ON s.id = r.section
  JOIN records_offering o ON o.id = s.offering;
INSERT INTO records_change (id, at, term, offering, section, kind, person, waiting_order, reserve)
SELECT (SELECT count(*) FROM records_change)
       + row_number() OVER (ORDER BY e.section, e.waiting_order, e.person), 0, o.term, e.offering,
       e.section, CASE WHEN e.waits = 1 THEN 'waits' ELSE 'placed' END, e.person, e.waiting_order,
       e.reserve
  FROM records_enrolment e JOIN records_offering o ON o.id = e.offering;

-- The sections of a term with their meetings and rules, as a document by which something was decided.
CREATE TABLE records_copy (
    sha256 text NOT NULL PRIMARY KEY,
    body text NOT NULL
);

-- Which document was valid with which version of records_stamp; `reserves` says for whom seats were kept.
CREATE TABLE records_version (
    term term_id NOT NULL REFERENCES records_term (id),
    version number NOT NULL,
    sections text NOT NULL REFERENCES records_copy (sha256),
    reserves text NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (term, version)
);
