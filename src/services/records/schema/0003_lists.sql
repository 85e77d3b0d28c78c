-- 0003_lists.sql: indexes from which the catalogue's list is read without the rows themselves.

-- The seats of an offering's sections.
CREATE INDEX records_section_seats ON records_section (offering, unlimited, seats, taken);

-- The courses in the order of the list, with what the list shows and filters by.
CREATE INDEX records_course_list ON records_course (sort_key, code, name, level, credits, faculty, search);
