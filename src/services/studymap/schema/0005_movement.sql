-- 0005_movement.sql: how much moves in each section, from which the chance of those who wait is estimated.

-- Places of a section that ended and whose seat was free again, by themselves or for a swap.
CREATE TABLE studymap_movement (
    section section_id NOT NULL PRIMARY KEY,
    freed amount NOT NULL
);
