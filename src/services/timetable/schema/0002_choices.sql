-- 0002_choices.sql: what one wants to see, what ended, and what a calendar address shows.

-- What a person wants to see: wait-list entries or not; courses (ids) and kinds of meetings that she
-- hides, with blanks between; and up to when she has seen what changed.
CREATE TABLE timetable_choice (
    person person_id NOT NULL PRIMARY KEY REFERENCES identity_person (id),
    waiting flag NOT NULL,
    hidden_courses text NOT NULL,
    hidden_kinds text NOT NULL,
    seen_at instant
);

-- A section that a person looks at without a place in it. The section may have gone: it is not shown
-- then.
CREATE TABLE timetable_also (
    person person_id NOT NULL REFERENCES identity_person (id),
    section section_id NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (person, section)
);

-- A place that ended, so that calendars hear it for sixty days; `times` counts how often, for SEQUENCE
-- must never fall, also when she comes back. What its meetings are, records knows: also of those gone.
CREATE TABLE timetable_gone (
    person person_id NOT NULL REFERENCES identity_person (id),
    section section_id NOT NULL,
    offering offering_id NOT NULL,
    times number NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (person, section)
);
CREATE INDEX timetable_gone_at ON timetable_gone (at);

-- What an address shows: `kinds` is '' (all), classes or exams; `without` are courses (ids, blanks
-- between) left out; with entries of wait-lists (tentative), with what is only looked at, or only what
-- its owner teaches.
ALTER TABLE timetable_feed ADD COLUMN kinds text NOT NULL DEFAULT '';
ALTER TABLE timetable_feed ADD COLUMN without text NOT NULL DEFAULT '';
ALTER TABLE timetable_feed ADD COLUMN waiting flag NOT NULL DEFAULT 0;
ALTER TABLE timetable_feed ADD COLUMN also flag NOT NULL DEFAULT 1;
ALTER TABLE timetable_feed ADD COLUMN taught flag NOT NULL DEFAULT 0;
ALTER TABLE timetable_feed ADD COLUMN changed_at instant;
