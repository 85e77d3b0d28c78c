-- 0010_given.sql: what a draw has given, until all of its places are written.

-- The counters of the section are ahead of its enrolments by at most so much; the service that holds the
-- draw proves by how much.
CREATE TABLE records_given (
    section section_id NOT NULL PRIMARY KEY REFERENCES records_section (id),
    places amount NOT NULL,
    waits amount NOT NULL
);
