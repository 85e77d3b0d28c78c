-- 0011_leaving.sql: until when places can be left.

-- After enrolment has closed, places of the term can be left until this moment; without a row as long as the term
-- lasts.
CREATE TABLE records_leaving (
    term term_id NOT NULL PRIMARY KEY REFERENCES records_term (id),
    until instant NOT NULL
);
