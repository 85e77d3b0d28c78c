-- 0002_search.sql: what changed of what can be searched: every process reads on from where it was.

-- The last change of each subject ("catalogue", "person").
CREATE TABLE campus_search (
    subject text NOT NULL PRIMARY KEY,
    number number NOT NULL
);

-- Each change: the thing that it was, or 0 for all of them. Numbers of a subject have no holes, so that what
-- was missed or swept is seen.
CREATE TABLE campus_search_change (
    subject text NOT NULL,
    number number NOT NULL,
    about number NOT NULL,
    PRIMARY KEY (subject, number)
);
