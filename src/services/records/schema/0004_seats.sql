-- 0004_seats.sql: seats kept for a programme, swaps, and wait-lists from which nobody is overtaken.

-- Seats of a section that are kept for those who follow a programme, until a moment (NULL: as long as
-- there is enrolment). `taken` counts the enrolments that hold one of them.
CREATE TABLE records_reserve (
    id reserve_id NOT NULL PRIMARY KEY,
    section section_id NOT NULL REFERENCES records_section (id),
    programme programme_id NOT NULL REFERENCES records_programme (id),
    seats amount NOT NULL,
    taken amount NOT NULL,
    until instant,
    UNIQUE (section, programme),
    CHECK (taken <= seats)
);

-- `kept` is the sum of the reserved seats that nobody has taken: a seat for everybody is free while
-- taken + kept < seats. `promote_due` is 1 from the moment that a seat came free until those who wait
-- were asked: nobody new gets a seat before that.
ALTER TABLE records_section ADD COLUMN kept amount NOT NULL DEFAULT 0
    CHECK (unlimited = 1 OR taken + kept <= seats);
ALTER TABLE records_section ADD COLUMN promote_due flag NOT NULL DEFAULT 0;
CREATE INDEX records_section_due ON records_section (id) WHERE promote_due = 1;

-- A place in a section (waits 0), or a place on its wait-list (waits 1): who has the lowest order
-- is the next. One person has at most one of each in an offering; both only while she waits for a better
-- group. `gives_up` is the offering whose place ends when this wait-list place becomes a place.
-- `reserve` is the reserve that the place was taken from. `skipped` says in a word of rules why she
-- was passed over when a seat was free last.
CREATE TABLE records_enrolment_now (
    person person_id NOT NULL REFERENCES identity_person (id),
    offering offering_id NOT NULL REFERENCES records_offering (id),
    waits flag NOT NULL,
    section section_id NOT NULL REFERENCES records_section (id),
    waiting_order number NOT NULL,
    reserve reserve_id REFERENCES records_reserve (id),
    gives_up offering_id,
    skipped text,
    at instant NOT NULL,
    PRIMARY KEY (person, offering, waits),
    CHECK ((waits = 0 AND waiting_order = 0) OR (waits = 1 AND waiting_order > 0))
);
INSERT INTO records_enrolment_now (person, offering, waits, section, waiting_order, at)
SELECT person, offering, CASE WHEN waiting_order > 0 THEN 1 ELSE 0 END, section, waiting_order, at
  FROM records_enrolment;
DROP TABLE records_enrolment;
ALTER TABLE records_enrolment_now RENAME TO records_enrolment;
CREATE INDEX records_enrolment_section ON records_enrolment (section, waiting_order);

-- Every seat taken rewrote its entry here.
DROP INDEX records_section_seats;

-- Rises whenever terms, courses, offerings, sections, meetings, rooms or reserves change: what is kept of
-- them in memory is as old as its version says.
CREATE TABLE records_stamp (
    one number NOT NULL PRIMARY KEY,
    version number NOT NULL
);
INSERT INTO records_stamp (one, version) VALUES (1, 1);
