-- 0001_catalogue.sql: what the university teaches: faculties, programmes, courses, terms, offerings,
-- sections, meetings, buildings and rooms.

-- A faculty, with its name in both languages.
CREATE TABLE records_faculty (
    id faculty_id NOT NULL PRIMARY KEY,
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    name_nl text NOT NULL
);

-- A programme of study; degree is bachelor or master; credits in EC.
CREATE TABLE records_programme (
    id programme_id NOT NULL PRIMARY KEY,
    code text NOT NULL UNIQUE,
    faculty faculty_id NOT NULL REFERENCES records_faculty (id),
    name text NOT NULL,
    name_nl text NOT NULL,
    degree text NOT NULL,
    credits number NOT NULL
);

-- A course of the catalogue, over the years. `search` is the folded code and name; `subject` is the code
-- without its number; level is 100 to 600; credits in EC; language is en or nl.
CREATE TABLE records_course (
    id course_id NOT NULL PRIMARY KEY,
    code text NOT NULL UNIQUE,
    sort_key text NOT NULL UNIQUE,
    search text NOT NULL,
    subject text NOT NULL,
    name text NOT NULL,
    faculty faculty_id NOT NULL REFERENCES records_faculty (id),
    level number NOT NULL,
    credits number NOT NULL,
    language text NOT NULL
);

-- A group of requirements of a programme: so many credits from these courses. `rule` is the list as
-- the faculty wrote it ("CSE 12; CSE level 300"); the courses it means stand in records_group_course.
CREATE TABLE records_group (
    id group_id NOT NULL PRIMARY KEY,
    programme programme_id NOT NULL REFERENCES records_programme (id),
    number number NOT NULL,
    name text NOT NULL,
    name_nl text NOT NULL,
    credits number NOT NULL,
    rule text NOT NULL,
    UNIQUE (programme, number)
);

-- Which courses count for which group: worked out from the rules at every import.
CREATE TABLE records_group_course (
    requirement group_id NOT NULL REFERENCES records_group (id),
    course course_id NOT NULL REFERENCES records_course (id),
    PRIMARY KEY (requirement, course)
);
CREATE INDEX records_group_course_course ON records_group_course (course);

-- A term, from its first to its last day.
CREATE TABLE records_term (
    id term_id NOT NULL PRIMARY KEY,
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    name_nl text NOT NULL,
    first day NOT NULL,
    last day NOT NULL
);

-- A building of the university.
CREATE TABLE records_building (
    id building_id NOT NULL PRIMARY KEY,
    code text NOT NULL UNIQUE,
    name text NOT NULL,
    address text NOT NULL
);

-- A room; its code is unique within its building only. seats 0: not known.
CREATE TABLE records_room (
    id room_id NOT NULL PRIMARY KEY,
    building building_id NOT NULL REFERENCES records_building (id),
    code text NOT NULL,
    seats amount NOT NULL,
    UNIQUE (building, code)
);

-- A course given in a term.
CREATE TABLE records_offering (
    id offering_id NOT NULL PRIMARY KEY,
    course course_id NOT NULL REFERENCES records_course (id),
    term term_id NOT NULL REFERENCES records_term (id),
    UNIQUE (term, course)
);
CREATE INDEX records_offering_course ON records_offering (course);

-- A parallel group of an offering, the thing in which one has a place. `taken` and `waiting` count the
-- rows of records_enrolment; that taken never passes seats is checked here, too, so that a wrong
-- sentence cannot oversell. `last_order` is the highest wait-list order ever given out.
CREATE TABLE records_section (
    id section_id NOT NULL PRIMARY KEY,
    offering offering_id NOT NULL REFERENCES records_offering (id),
    code text NOT NULL,
    lecturer text NOT NULL,
    seats amount NOT NULL,
    unlimited flag NOT NULL,
    taken amount NOT NULL,
    waiting amount NOT NULL,
    last_order number NOT NULL,
    UNIQUE (offering, code),
    CHECK (unlimited = 1 OR taken <= seats)
);

-- A meeting of a section: every week on `weekday` (1 Monday .. 7 Sunday) from the first to the last
-- day; a single one has first = last. `sequence` rises with each change of time or place. A
-- section without meetings is by arrangement.
CREATE TABLE records_meeting (
    id meeting_id NOT NULL PRIMARY KEY,
    section section_id NOT NULL REFERENCES records_section (id),
    number number NOT NULL,
    kind text NOT NULL,
    weekday number NOT NULL,
    first day NOT NULL,
    last day NOT NULL,
    starts minute NOT NULL,
    ends minute NOT NULL,
    room room_id REFERENCES records_room (id),
    sequence number NOT NULL,
    changed_at instant NOT NULL,
    UNIQUE (section, number)
);
