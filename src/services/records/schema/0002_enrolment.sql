-- 0002_enrolment.sql: who studies, teaches and has a place: windows, studies, teachers, enrolments,
-- and the imports.

-- When one may enrol for a term: everybody (programme NULL) or those who follow one programme. A
-- programme's own window stands in the place of everybody's.
CREATE TABLE records_window (
    id window_id NOT NULL PRIMARY KEY,
    term term_id NOT NULL REFERENCES records_term (id),
    programme programme_id REFERENCES records_programme (id),
    opens instant NOT NULL,
    closes instant NOT NULL
);
CREATE INDEX records_window_term ON records_window (term);

-- Who follows which programme, from which day.
CREATE TABLE records_study (
    person person_id NOT NULL REFERENCES identity_person (id),
    programme programme_id NOT NULL REFERENCES records_programme (id),
    since day NOT NULL,
    PRIMARY KEY (person, programme)
);
CREATE INDEX records_study_programme ON records_study (programme);

-- Who teaches which offering with an account of this campus.
CREATE TABLE records_teacher (
    offering offering_id NOT NULL REFERENCES records_offering (id),
    person person_id NOT NULL REFERENCES identity_person (id),
    PRIMARY KEY (offering, person)
);
CREATE INDEX records_teacher_person ON records_teacher (person);

-- A place in a section (waiting_order 0), or a place on its wait-list: who has the lowest order is
-- the next. One person has at most one of them in an offering.
CREATE TABLE records_enrolment (
    id enrolment_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL REFERENCES identity_person (id),
    offering offering_id NOT NULL REFERENCES records_offering (id),
    section section_id NOT NULL REFERENCES records_section (id),
    waiting_order number NOT NULL,
    at instant NOT NULL,
    UNIQUE (person, offering)
);
CREATE INDEX records_enrolment_section ON records_enrolment (section, waiting_order);
CREATE INDEX records_enrolment_offering ON records_enrolment (offering);

-- Every folder that was applied: the newest are shown to the administrator.
CREATE TABLE records_import (
    id import_id NOT NULL PRIMARY KEY,
    folder text NOT NULL,
    by_person person_id REFERENCES identity_person (id),
    at instant NOT NULL,
    added amount NOT NULL,
    changed amount NOT NULL,
    removed amount NOT NULL
);
