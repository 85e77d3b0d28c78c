-- live(today day) -> many vacancies_counted
-- The counters of every section of the terms that are not over, an offering after the other.
SELECT s.id, s.offering, s.seats, s.unlimited, s.taken, s.kept, s.waiting, s.promote_due
  FROM records_term t JOIN records_offering o ON o.term = t.id JOIN records_section s ON s.offering = o.id
 WHERE t.last >= :today ORDER BY s.offering, s.id;

-- live_kept(today day, now instant) -> many vacancies_kept
-- How many seats of those sections are kept for whom and not taken.
SELECT r.section, r.programme, r.seats - r.taken AS "free:amount"
  FROM records_term t JOIN records_offering o ON o.term = t.id JOIN records_section s ON s.offering = o.id
  JOIN records_reserve r ON r.section = s.id
 WHERE t.last >= :today AND r.seats > r.taken AND (r.until IS NULL OR r.until > :now)
 ORDER BY r.section, r.programme;

-- of_course(term term_id, course text) -> many vacancies_row
-- The sections of a term, of one course or (empty) of all.
SELECT s.id, c.code AS "course:text", s.code AS "grp:text", s.seats, s.unlimited, s.taken, s.kept, s.waiting,
       s.promote_due
  FROM records_offering o JOIN records_course c ON c.id = o.course JOIN records_section s ON s.offering = o.id
 WHERE o.term = :term AND (:course = '' OR c.code = :course) ORDER BY c.sort_key, s.code;

-- of_section(id section_id) -> maybe vacancies_row
-- One section.
SELECT s.id, c.code AS "course:text", s.code AS "grp:text", s.seats, s.unlimited, s.taken, s.kept, s.waiting,
       s.promote_due
  FROM records_section s JOIN records_offering o ON o.id = s.offering JOIN records_course c ON c.id = o.course
 WHERE s.id = :id;
