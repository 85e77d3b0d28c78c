-- 0005_rules.sql: what one must have done before a course, what people have done, and who need not.

-- What must be done before a course, in the language of prereq.h: "CSE 12 & (MATH 20A | MATH 10A >= 6.5)".
-- Empty: nothing any more.
CREATE TABLE records_prerequisite (
    course course_id NOT NULL PRIMARY KEY REFERENCES records_course (id),
    rule text NOT NULL
);

-- A result of an examination. `grade` in tenths, 10 (1.0) to 100 (10.0); 0: passed or failed without a
-- grade. One may try a course several times, once a day.
CREATE TABLE records_result (
    person person_id NOT NULL REFERENCES identity_person (id),
    course course_id NOT NULL REFERENCES records_course (id),
    at day NOT NULL,
    grade number NOT NULL,
    passed flag NOT NULL,
    PRIMARY KEY (person, course, at)
);

-- Somebody for whom the prerequisites of a course do not count, by whose decision, and why.
CREATE TABLE records_waiver (
    person person_id NOT NULL REFERENCES identity_person (id),
    course course_id NOT NULL REFERENCES records_course (id),
    by_person person_id NOT NULL REFERENCES identity_person (id),
    at instant NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (person, course)
);
CREATE INDEX records_waiver_course ON records_waiver (course);
