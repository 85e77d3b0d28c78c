-- queries.sql of records: the register of study.

-- terms(nl flag) -> many records_r_term
-- All terms, the earliest first.
SELECT id, code, CASE WHEN :nl = 1 THEN name_nl ELSE name END AS "name:text", first, last
  FROM records_term ORDER BY first, code;

-- term_by_code(code text, nl flag) -> maybe records_r_term
-- One term.
SELECT id, code, CASE WHEN :nl = 1 THEN name_nl ELSE name END AS "name:text", first, last
  FROM records_term WHERE code = :code;

-- windows() -> many records_r_window
-- Every enrolment window; without programme, faculty, degree and cohort it is everybody's.
SELECT id, term, programme, faculty, degree, cohort, opens, closes FROM records_window
 ORDER BY term, opens, id;

-- window_spans() -> many records_r_span
-- From the first opening to the last closing of each term that has a window.
SELECT term, min(opens) AS "opens:instant", max(closes) AS "closes:instant" FROM records_window
 GROUP BY term ORDER BY term;

-- windows_of_person(term term_id, person person_id, today day) -> many records_r_window
-- The windows of a term that concern a person: everybody's, and those that one of her programmes, as she
-- follows it today, is meant by.
SELECT w.id, w.term, w.programme, w.faculty, w.degree, w.cohort, w.opens, w.closes
  FROM records_window w
 WHERE w.term = :term AND (
       (w.programme IS NULL AND w.faculty IS NULL AND w.degree = '' AND w.cohort = 0) OR EXISTS (
       SELECT 1 FROM records_study s JOIN records_programme p ON p.id = s.programme
        WHERE s.person = :person AND s.since <= :today
          AND (w.programme IS NULL OR p.id = w.programme)
          AND (w.faculty IS NULL OR p.faculty = w.faculty)
          AND (w.degree = '' OR p.degree = w.degree)
          AND (w.cohort = 0 OR s.since <= w.cohort * 10000 + 1231)))
 ORDER BY w.opens, w.id;

-- section(id section_id) -> maybe records_r_section
-- One section with its course.
SELECT s.id, s.offering, o.term, o.course, c.code AS "course_code:text",
       c.name AS "course_name:text", c.credits, s.code, s.lecturer, s.seats, s.unlimited, s.taken,
       s.waiting, s.kept, s.promote_due, COALESCE(q.rule, '') AS "rule:text"
  FROM records_section s JOIN records_offering o ON o.id = s.offering
  JOIN records_course c ON c.id = o.course
  LEFT JOIN records_prerequisite q ON q.course = o.course WHERE s.id = :id;

-- sections_of(offering offering_id) -> many records_r_section
-- The sections of an offering.
SELECT s.id, s.offering, o.term, o.course, c.code AS "course_code:text",
       c.name AS "course_name:text", c.credits, s.code, s.lecturer, s.seats, s.unlimited, s.taken,
       s.waiting, s.kept, s.promote_due, COALESCE(q.rule, '') AS "rule:text"
  FROM records_section s JOIN records_offering o ON o.id = s.offering
  JOIN records_course c ON c.id = o.course
  LEFT JOIN records_prerequisite q ON q.course = o.course WHERE s.offering = :offering ORDER BY s.code;

-- sections_some(a section_id, b section_id, c section_id, d section_id, e section_id, f section_id, g section_id, h section_id, i section_id, j section_id, k section_id, l section_id) -> many records_r_section
-- Up to twelve sections by id.
SELECT s.id, s.offering, o.term, o.course, c.code AS "course_code:text",
       c.name AS "course_name:text", c.credits, s.code, s.lecturer, s.seats, s.unlimited, s.taken,
       s.waiting, s.kept, s.promote_due, COALESCE(q.rule, '') AS "rule:text"
  FROM records_section s JOIN records_offering o ON o.id = s.offering
  JOIN records_course c ON c.id = o.course
  LEFT JOIN records_prerequisite q ON q.course = o.course
 WHERE s.id IN (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l) ORDER BY s.id;

-- meetings_of(offering offering_id) -> many records_r_meeting
-- The meetings of all sections of an offering.
SELECT m.id, m.section, m.kind, m.weekday, m.first, m.last, m.starts, m.ends,
       COALESCE(r.code, '') AS "room:text", COALESCE(b.name, '') AS "building:text",
       COALESCE(b.address, '') AS "address:text", m.sequence, m.changed_at, m.off,
       COALESCE(b.code, '') AS "building_code:text"
  FROM records_section s JOIN records_meeting m ON m.section = s.id
  LEFT JOIN records_room r ON r.id = m.room LEFT JOIN records_building b ON b.id = r.building
 WHERE s.offering = :offering ORDER BY m.section, m.first, m.weekday, m.starts, m.number;

-- meetings_some(a section_id, b section_id, c section_id, d section_id, e section_id, f section_id, g section_id, h section_id, i section_id, j section_id, k section_id, l section_id) -> many records_r_meeting
-- The meetings of up to twelve sections.
SELECT m.id, m.section, m.kind, m.weekday, m.first, m.last, m.starts, m.ends,
       COALESCE(r.code, '') AS "room:text", COALESCE(b.name, '') AS "building:text",
       COALESCE(b.address, '') AS "address:text", m.sequence, m.changed_at, m.off,
       COALESCE(b.code, '') AS "building_code:text"
  FROM records_meeting m
  LEFT JOIN records_room r ON r.id = m.room LEFT JOIN records_building b ON b.id = r.building
 WHERE m.section IN (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l)
 ORDER BY m.section, m.first, m.weekday, m.starts, m.number;

-- places(person person_id, term term_id) -> many records_r_place
-- Places and wait-list places of a person in a term; before_me counts who waits before her.
SELECT e.waiting_order, e.at, e.gives_up, e.skipped,
       CASE WHEN e.waiting_order = 0 THEN 0 ELSE
         (SELECT CAST(count(*) AS BIGINT) FROM records_enrolment x WHERE x.section = e.section
             AND x.waiting_order > 0 AND x.waiting_order < e.waiting_order) END AS "before_me:amount",
       s.id, s.offering, o.term, o.course, c.code AS "course_code:text",
       c.name AS "course_name:text", c.credits, s.code, s.lecturer, s.seats, s.unlimited, s.taken,
       s.waiting, s.kept, s.promote_due, COALESCE(q.rule, '') AS "rule:text"
  FROM records_enrolment e JOIN records_section s ON s.id = e.section
  JOIN records_offering o ON o.id = e.offering JOIN records_course c ON c.id = o.course
  LEFT JOIN records_prerequisite q ON q.course = o.course
 WHERE e.person = :person AND o.term = :term ORDER BY c.sort_key, e.waits;

-- meetings_of_places(person person_id, term term_id) -> many records_r_meeting
-- The meetings of the sections in which a person has a place or waits, a section's together: in an
-- order that the indexes give, so that nothing is sorted here.
SELECT m.id, m.section, m.kind, m.weekday, m.first, m.last, m.starts, m.ends,
       COALESCE(r.code, '') AS "room:text", COALESCE(b.name, '') AS "building:text",
       COALESCE(b.address, '') AS "address:text", m.sequence, m.changed_at, m.off,
       COALESCE(b.code, '') AS "building_code:text"
  FROM records_enrolment e JOIN records_offering o ON o.id = e.offering
  JOIN records_meeting m ON m.section = e.section
  LEFT JOIN records_room r ON r.id = m.room LEFT JOIN records_building b ON b.id = r.building
 WHERE e.person = :person AND o.term = :term
 ORDER BY e.offering, e.waits, m.number;

-- sections_taught(person person_id, term term_id) -> many records_r_section
-- The sections of a term that somebody teaches: of her offerings those with her name, or no name.
SELECT s.id, s.offering, o.term, o.course, c.code AS "course_code:text",
       c.name AS "course_name:text", c.credits, s.code, s.lecturer, s.seats, s.unlimited, s.taken,
       s.waiting, s.kept, s.promote_due, COALESCE(q.rule, '') AS "rule:text"
  FROM records_teacher x JOIN records_offering o ON o.id = x.offering
  JOIN identity_person p ON p.id = x.person JOIN records_section s ON s.offering = o.id
  JOIN records_course c ON c.id = o.course
  LEFT JOIN records_prerequisite q ON q.course = o.course
 WHERE x.person = :person AND o.term = :term
   AND (s.lecturer = '' OR instr(s.lecturer, p.name) > 0) ORDER BY c.sort_key, s.code;

-- meetings_taught(person person_id, term term_id) -> many records_r_meeting
-- The meetings of all sections of the offerings that somebody teaches in a term.
SELECT m.id, m.section, m.kind, m.weekday, m.first, m.last, m.starts, m.ends,
       COALESCE(r.code, '') AS "room:text", COALESCE(b.name, '') AS "building:text",
       COALESCE(b.address, '') AS "address:text", m.sequence, m.changed_at, m.off,
       COALESCE(b.code, '') AS "building_code:text"
  FROM records_teacher x JOIN records_offering o ON o.id = x.offering
  JOIN records_section s ON s.offering = o.id JOIN records_meeting m ON m.section = s.id
  LEFT JOIN records_room r ON r.id = m.room LEFT JOIN records_building b ON b.id = r.building
 WHERE x.person = :person AND o.term = :term
 ORDER BY m.section, m.first, m.weekday, m.starts, m.number;

-- studies(person person_id, nl flag) -> many records_r_study
-- The programmes of a person.
SELECT p.id AS programme, p.code, CASE WHEN :nl = 1 THEN p.name_nl ELSE p.name END AS "name:text",
       p.degree, CASE WHEN :nl = 1 THEN f.name_nl ELSE f.name END AS "faculty:text", p.credits,
       s.since
  FROM records_study s JOIN records_programme p ON p.id = s.programme
  JOIN records_faculty f ON f.id = p.faculty WHERE s.person = :person ORDER BY s.since, p.code;

-- groups(programme programme_id, nl flag) -> many records_r_group
-- The requirement groups of a programme.
SELECT id, number, CASE WHEN :nl = 1 THEN name_nl ELSE name END AS "name:text", credits, rule
  FROM records_group WHERE programme = :programme ORDER BY number;

-- group_courses(programme programme_id) -> many records_r_member
-- Which courses count for which group of a programme.
SELECT gc.requirement, gc.course FROM records_group g
  JOIN records_group_course gc ON gc.requirement = g.id
 WHERE g.programme = :programme ORDER BY gc.requirement, gc.course;

-- awaited(person person_id) -> many records_r_awaited
-- The courses in which somebody has a place, without a result since that term began.
SELECT DISTINCT c.id AS course, c.credits FROM records_enrolment e
  JOIN records_offering o ON o.id = e.offering JOIN records_term t ON t.id = o.term
  JOIN records_course c ON c.id = o.course
 WHERE e.person = :person AND e.waits = 0
   AND NOT EXISTS (SELECT 1 FROM records_result r
                    WHERE r.person = e.person AND r.course = c.id AND r.at >= t.first)
 ORDER BY c.id;

-- group_listed(programme programme_id, term term_id) -> many records_r_listed
-- The courses of a programme's groups, with whether they are given in a term.
SELECT gc.requirement, c.code, c.name, c.credits,
       CASE WHEN o.id IS NULL THEN 0 ELSE 1 END AS "offered:flag"
  FROM records_group g JOIN records_group_course gc ON gc.requirement = g.id
  JOIN records_course c ON c.id = gc.course
  LEFT JOIN records_offering o ON o.course = c.id AND o.term = :term
 WHERE g.programme = :programme ORDER BY g.number, c.sort_key;

-- held(person person_id, offering offering_id) -> many records_r_held
-- What a person has in an offering: a place, a place on the wait-list, or both.
SELECT section, waits, waiting_order, reserve, gives_up FROM records_enrolment
 WHERE person = :person AND offering = :offering ORDER BY waits;

-- waits_before(section section_id, upto number) -> one amount
-- How many wait in a section up to this order.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM records_enrolment
 WHERE section = :section AND waiting_order > 0 AND waiting_order <= :upto;

-- seat_take(section section_id, listed flag) -> changed
-- Takes one seat that is for everybody; changes no row when there is none. `listed`: for somebody from
-- the wait-list; others get none while those who wait must still be asked.
UPDATE records_section SET taken = taken + 1, waiting = waiting - :listed
 WHERE id = :section AND (promote_due = 0 OR :listed = 1)
   AND (unlimited = 1 OR taken + kept < seats);

-- kept_take(section section_id, listed flag) -> changed
-- The same for a seat that a reserve kept.
UPDATE records_section SET taken = taken + 1, waiting = waiting - :listed, kept = kept - 1
 WHERE id = :section AND (promote_due = 0 OR :listed = 1) AND kept > 0;

-- reserve_take(id reserve_id, now instant) -> changed
-- Takes one seat of a reserve that holds still.
UPDATE records_reserve SET taken = taken + 1
 WHERE id = :id AND taken < seats AND (until IS NULL OR until > :now);

-- reserve_back(id reserve_id) -> nothing
-- Gives it back at once.
UPDATE records_reserve SET taken = taken - 1 WHERE id = :id;

-- reserve_leave(id reserve_id, now instant) -> one amount
-- Gives a seat of a reserve back; 1 when it is kept again, 0 when the reserve is over.
UPDATE records_reserve
   SET taken = taken - 1,
       seats = seats - CASE WHEN until IS NOT NULL AND until <= :now THEN 1 ELSE 0 END
 WHERE id = :id
RETURNING CAST(CASE WHEN until IS NOT NULL AND until <= :now THEN 0 ELSE 1 END AS BIGINT) AS "kept:amount";

-- seat_leave(section section_id, kept amount) -> nothing
-- Gives one seat back, to everybody or to its reserve.
UPDATE records_section SET taken = taken - 1, kept = kept + :kept WHERE id = :section;

-- wait_join(section section_id) -> nothing
-- One more on the wait-list.
UPDATE records_section SET waiting = waiting + 1, last_order = last_order + 1 WHERE id = :section;

-- wait_joined(section section_id) -> one records_r_joined
-- The order of who joined the wait-list last, and how many wait with her.
SELECT last_order, waiting FROM records_section WHERE id = :section;

-- wait_leave(section section_id) -> nothing
-- One fewer on the wait-list.
UPDATE records_section SET waiting = waiting - 1 WHERE id = :section;

-- seats_now(section section_id) -> maybe records_r_seats
-- The counters of a section.
SELECT id, offering, seats, unlimited, taken, kept, waiting, promote_due FROM records_section
 WHERE id = :section;

-- seats_some(a section_id, b section_id, c section_id, d section_id, e section_id, f section_id, g section_id, h section_id, i section_id, j section_id, k section_id, l section_id) -> many records_r_seats
-- The counters of up to twelve sections.
SELECT id, offering, seats, unlimited, taken, kept, waiting, promote_due FROM records_section
 WHERE id IN (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l) ORDER BY id;

-- seats_of_term(term term_id) -> many records_r_seats
-- The counters of all sections of a term.
SELECT s.id, s.offering, s.seats, s.unlimited, s.taken, s.kept, s.waiting, s.promote_due
  FROM records_section s JOIN records_offering o ON o.id = s.offering
 WHERE o.term = :term ORDER BY s.id;

-- due_mark(section section_id) -> changed
-- Those who wait must be asked: until then nobody new gets a seat.
UPDATE records_section SET promote_due = 1 WHERE id = :section AND waiting > 0 AND promote_due = 0;

-- due_mark_free(section section_id) -> changed
-- The same, if a seat is free that somebody could get.
UPDATE records_section SET promote_due = 1
 WHERE id = :section AND waiting > 0 AND promote_due = 0 AND (unlimited = 1 OR taken < seats);

-- due_clear(section section_id) -> nothing
-- Those who wait were asked.
UPDATE records_section SET promote_due = 0 WHERE id = :section;

-- waited_for(after section_id, most number) -> many records_r_waited
-- Sections behind one where somebody waits beside a seat that is free or kept.
SELECT id FROM records_section
 WHERE waiting > 0 AND (unlimited = 1 OR taken < seats) AND id > COALESCE(:after, 0)
 ORDER BY id LIMIT :most;

-- seats_set(section section_id, seats amount, unlimited flag) -> nothing
-- Changes the number of seats; refused by the CHECK when more are taken and kept.
UPDATE records_section SET seats = :seats, unlimited = :unlimited WHERE id = :section;

-- reserve_of(section section_id, programme programme_id) -> maybe records_r_reserve
-- The seats of a section that are kept for a programme.
SELECT id, section, programme, seats, taken, until FROM records_reserve
 WHERE section = :section AND programme = :programme;

-- reserves_of(section section_id) -> many records_r_reserve
-- All seats of a section that are kept.
SELECT id, section, programme, seats, taken, until FROM records_reserve
 WHERE section = :section ORDER BY id;

-- reserve_put(id reserve_id, section section_id, programme programme_id, seats amount, taken amount, until instant) -> nothing
-- Keeps so many seats for a programme.
INSERT INTO records_reserve (id, section, programme, seats, taken, until)
VALUES (:id, :section, :programme, :seats, :taken, :until)
ON CONFLICT (section, programme) DO UPDATE SET seats = excluded.seats, until = excluded.until;

-- kept_add(section section_id, more number) -> nothing
-- So many seats more, or fewer, are kept.
UPDATE records_section SET kept = kept + :more WHERE id = :section;

-- reserves_over(now instant, most number) -> many records_r_reserve
-- Reserves whose time is over with seats that nobody took.
SELECT id, section, programme, seats, taken, until FROM records_reserve
 WHERE until <= :now AND taken < seats ORDER BY id LIMIT :most;

-- reserve_end(id reserve_id) -> nothing
-- What nobody took is no longer kept.
UPDATE records_reserve SET seats = taken WHERE id = :id;

-- programmes_now(person person_id, today day) -> many records_r_follows
-- The programmes that a person follows.
SELECT programme FROM records_study WHERE person = :person AND since <= :today ORDER BY programme;

-- holds(person person_id) -> many records_r_hold
-- Everything that a person has or waits for.
SELECT person, offering, waits, section, waiting_order, reserve, gives_up, skipped, at
  FROM records_enrolment WHERE person = :person ORDER BY offering, waits;

-- waiters(section section_id, after number, most number) -> many records_r_hold
-- Those who wait, in order, a page at a time.
SELECT person, offering, waits, section, waiting_order, reserve, gives_up, skipped, at
  FROM records_enrolment WHERE section = :section AND waiting_order > :after
 ORDER BY waiting_order LIMIT :most;

-- exchangers(wanted section_id, has section_id, offering offering_id) -> many records_r_hold
-- Those who wait for one section and would give up a place in another for it, in order.
SELECT w.person, w.offering, w.waits, w.section, w.waiting_order, p.reserve, w.gives_up, w.skipped, w.at
  FROM records_enrolment w JOIN records_enrolment p
    ON p.person = w.person AND p.offering = w.gives_up AND p.waits = 0
 WHERE w.section = :wanted AND w.waiting_order > 0 AND w.gives_up = :offering AND p.section = :has
 ORDER BY w.waiting_order LIMIT 8;

-- hold_add(person person_id, offering offering_id, waits flag, section section_id, waiting_order number, reserve reserve_id, gives_up offering_id, at instant) -> nothing
-- Writes a place or wait-list place.
INSERT INTO records_enrolment (person, offering, waits, section, waiting_order, reserve, gives_up, at)
VALUES (:person, :offering, :waits, :section, :waiting_order, :reserve, :gives_up, :at);

-- hold_end(person person_id, offering offering_id, waits flag) -> nothing
-- Ends a place or wait-list place.
DELETE FROM records_enrolment WHERE person = :person AND offering = :offering AND waits = :waits;

-- hold_keeps(person person_id, offering offering_id) -> nothing
-- What she waits for does not cost her this offering any more.
UPDATE records_enrolment SET gives_up = NULL
 WHERE person = :person AND waits = 1 AND gives_up = :offering;

-- hold_skip(person person_id, offering offering_id, skipped text) -> nothing
-- Why somebody who waits was passed over.
UPDATE records_enrolment SET skipped = :skipped
 WHERE person = :person AND offering = :offering AND waits = 1;

-- seats_move(section section_id, taken number, joined number, kept number) -> bulk records_r_move
-- So many seats are taken at once, of them kept ones, and so many join the wait-list.
UPDATE records_section SET taken = taken + :taken, waiting = waiting + :joined,
       last_order = last_order + :joined, kept = kept - :kept
 WHERE id = :section AND (unlimited = 1 OR taken + :taken + kept - :kept <= seats);

-- reserves_move(id reserve_id, taken number, now instant) -> bulk records_r_reserve_move
-- So many seats of a reserve are taken at once.
UPDATE records_reserve SET taken = taken + :taken
 WHERE id = :id AND taken + :taken <= seats AND (until IS NULL OR until > :now);

-- holds_add(person person_id, offering offering_id, waits flag, section section_id, waiting_order number, reserve reserve_id, gives_up offering_id, at instant) -> bulk records_r_hold_in
-- Many places and wait-list places.
INSERT INTO records_enrolment (person, offering, waits, section, waiting_order, reserve, gives_up, at)
VALUES (:person, :offering, :waits, :section, :waiting_order, :reserve, :gives_up, :at);

-- holds_drawn(person person_id, offering offering_id, waits flag, section section_id, waiting_order number, reserve reserve_id, at instant) -> bulk records_r_hold_drawn
-- Writes many places and wait-list places; who has such a one keeps it as it is.
INSERT INTO records_enrolment (person, offering, waits, section, waiting_order, reserve, at)
VALUES (:person, :offering, :waits, :section, :waiting_order, :reserve, :at)
ON CONFLICT (person, offering, waits) DO NOTHING;

-- seats_drawn(term term_id) -> many records_r_seats_drawn
-- The counters of all sections of a term, with the last order on their wait-lists.
SELECT s.id, s.seats, s.unlimited, s.taken, s.kept, s.waiting, s.promote_due, s.last_order
  FROM records_section s JOIN records_offering o ON o.id = s.offering
 WHERE o.term = :term ORDER BY s.id;

-- reserves_drawn(term term_id) -> many records_r_reserve
-- All seats of the sections of a term that are kept.
SELECT r.id, r.section, r.programme, r.seats, r.taken, r.until
  FROM records_reserve r JOIN records_section s ON s.id = r.section
  JOIN records_offering o ON o.id = s.offering WHERE o.term = :term ORDER BY r.section, r.id;

-- seats_give(section section_id, seats amount, unlimited flag, taken amount, kept amount, waiting amount, promote_due flag, last_order number, places amount, reserved amount, waits amount) -> bulk records_r_seats_give
-- Adds what a draw gives to the counters of sections that nobody changed since they were read.
UPDATE records_section SET taken = taken + :places, kept = kept - :reserved, waiting = waiting + :waits,
       last_order = last_order + :waits
 WHERE id = :section AND seats = :seats AND unlimited = :unlimited AND taken = :taken AND kept = :kept
   AND waiting = :waiting AND promote_due = :promote_due AND last_order = :last_order;

-- given_add(section section_id, places amount, waits amount) -> bulk records_r_given_in
-- What a draw has given, until its places are written.
INSERT INTO records_given (section, places, waits) VALUES (:section, :places, :waits)
ON CONFLICT (section) DO UPDATE SET places = excluded.places, waits = excluded.waits;

-- given_end(term term_id) -> nothing
-- They are written.
DELETE FROM records_given WHERE section IN (
       SELECT s.id FROM records_section s JOIN records_offering o ON o.id = s.offering
        WHERE o.term = :term);

-- reserves_give(id reserve_id, seats amount, taken amount, places amount) -> bulk records_r_reserve_give
-- The same for seats that are kept.
UPDATE records_reserve SET taken = taken + :places
 WHERE id = :id AND seats = :seats AND taken = :taken;

-- studies_at(today day) -> many records_r_study_at
-- What everybody studies, for the windows that are meant for them.
SELECT s.person, s.since, p.id AS "programme:programme_id", p.faculty, p.degree
  FROM records_study s JOIN records_programme p ON p.id = s.programme
 WHERE s.since <= :today ORDER BY s.person, p.id;

-- windows_of_term(term term_id) -> many records_r_window
-- The windows of a term.
SELECT id, term, programme, faculty, degree, cohort, opens, closes FROM records_window
 WHERE term = :term ORDER BY opens, id;

-- list_courses(term term_id) -> many records_l_course
-- The whole catalogue in the order of its list, with what is given in a term.
SELECT c.id, c.code, c.sort_key, c.name, c.level, c.credits, c.faculty, c.language, o.id AS offering,
       COALESCE(q.rule, '') AS "rule:text"
  FROM records_course c LEFT JOIN records_offering o ON o.course = c.id AND o.term = :term
  LEFT JOIN records_prerequisite q ON q.course = c.id
 ORDER BY c.sort_key;

-- list_members() -> many records_l_member
-- Which courses count for which programmes.
SELECT DISTINCT gc.course, g.programme FROM records_group_course gc
  JOIN records_group g ON g.id = gc.requirement ORDER BY gc.course, g.programme;

-- sections_full(first_id section_id, last_id section_id) -> many records_l_full
-- Of the sections between two ids those in which somebody new gets no seat that is for everybody.
SELECT id FROM records_section
 WHERE id >= :first_id AND id <= :last_id
   AND (promote_due = 1 OR (unlimited = 0 AND taken + kept >= seats))
 ORDER BY id;

-- seats_left(a offering_id, b offering_id, c offering_id, d offering_id, e offering_id, f offering_id, g offering_id, h offering_id, i offering_id, j offering_id, k offering_id, l offering_id, m offering_id, n offering_id, o offering_id, p offering_id, q offering_id, r offering_id, s offering_id, t offering_id, u offering_id, v offering_id, w offering_id, x offering_id, y offering_id) -> many records_l_seats
-- The free seats of up to 25 offerings; an unlimited section counts as a million, one whose wait-list must
-- be asked first as none.
SELECT z.offering, CAST(sum(CASE WHEN z.promote_due = 1 THEN 0 WHEN z.unlimited = 1 THEN 1000000
                                 ELSE z.seats - z.taken - z.kept END) AS BIGINT) AS "seats_left:amount"
  FROM records_section z
 WHERE z.offering IN (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l, :m, :n, :o, :p, :q, :r, :s, :t, :u, :v, :w, :x, :y)
 GROUP BY z.offering ORDER BY z.offering;

-- engaged(person person_id, from_day day, to_day day) -> many records_l_engaged
-- When somebody is engaged by her places between two days.
SELECT e.offering, m.weekday, m.first, m.last, m.starts, m.ends, m.off
  FROM records_enrolment e JOIN records_meeting m ON m.section = e.section
 WHERE e.person = :person AND e.waits = 0 AND m.first <= :to_day AND m.last >= :from_day
 ORDER BY m.id;

-- course_of_code(code text, nl flag) -> maybe records_r_course
-- One course.
SELECT c.id, c.code, c.name, c.subject, c.level, c.credits, c.language,
       CASE WHEN :nl = 1 THEN f.name_nl ELSE f.name END AS "faculty:text",
       COALESCE(q.rule, '') AS "rule:text"
  FROM records_course c JOIN records_faculty f ON f.id = c.faculty
  LEFT JOIN records_prerequisite q ON q.course = c.id WHERE c.code = :code;

-- course_terms(course course_id, nl flag) -> many records_r_course_term
-- The terms in which a course is given.
SELECT o.id, t.id AS term, t.code, CASE WHEN :nl = 1 THEN t.name_nl ELSE t.name END AS "name:text", t.last
  FROM records_offering o JOIN records_term t ON t.id = o.term
 WHERE o.course = :course ORDER BY t.first;

-- course_programmes(course course_id, nl flag) -> many records_r_course_programme
-- The programmes for which a course counts.
SELECT p.code, CASE WHEN :nl = 1 THEN p.name_nl ELSE p.name END AS "name:text", p.degree,
       CASE WHEN :nl = 1 THEN g.name_nl ELSE g.name END AS "grp:text"
  FROM records_group_course gc JOIN records_group g ON g.id = gc.requirement
  JOIN records_programme p ON p.id = g.programme
 WHERE gc.course = :course ORDER BY p.degree, p.code, g.number;

-- faculties(nl flag) -> many records_r_faculty
-- All faculties by name.
SELECT id, code, CASE WHEN :nl = 1 THEN name_nl ELSE name END AS "name:text" FROM records_faculty
 ORDER BY 3;

-- programmes(nl flag) -> many records_r_programme
-- All programmes, by faculty and degree.
SELECT p.id, p.code, CASE WHEN :nl = 1 THEN p.name_nl ELSE p.name END AS "name:text", p.degree,
       p.credits, p.faculty AS "faculty_id:faculty_id",
       CASE WHEN :nl = 1 THEN f.name_nl ELSE f.name END AS "faculty:text"
  FROM records_programme p JOIN records_faculty f ON f.id = p.faculty
 ORDER BY 7, p.degree, 3, p.code;

-- programme_options(nl flag) -> many records_r_programme_option
-- All programmes for a list to choose from, which its reader orders.
SELECT id, code, CASE WHEN :nl = 1 THEN name_nl ELSE name END AS "name:text", degree, faculty
  FROM records_programme ORDER BY id;

-- demand(term term_id, faculty faculty_id, programme programme_id, level number) -> many records_r_demand
-- Places and wait-lists against seats, an offering a line; unlimited counts its sections without a
-- limit.
SELECT o.id, c.code, c.sort_key, c.name, CAST(count(s.id) AS BIGINT) AS "sections:amount",
       COALESCE(CAST(sum(CASE WHEN s.unlimited = 1 THEN 0 ELSE s.seats END) AS BIGINT), 0) AS "seats:amount",
       COALESCE(CAST(sum(s.unlimited) AS BIGINT), 0) AS "unlimited:amount",
       COALESCE(CAST(sum(s.taken) AS BIGINT), 0) AS "taken:amount",
       COALESCE(CAST(sum(s.kept) AS BIGINT), 0) AS "kept:amount",
       COALESCE(CAST(sum(s.waiting) AS BIGINT), 0) AS "waiting:amount"
  FROM records_offering o JOIN records_course c ON c.id = o.course
  LEFT JOIN records_section s ON s.offering = o.id
 WHERE o.term = :term AND (:faculty IS NULL OR c.faculty = :faculty)
   AND (:level = 0 OR c.level = :level)
   AND (:programme IS NULL OR EXISTS (
        SELECT 1 FROM records_group_course gc JOIN records_group g ON g.id = gc.requirement
         WHERE gc.course = c.id AND g.programme = :programme))
 GROUP BY o.id, c.code, c.sort_key, c.name ORDER BY c.sort_key;

-- window(id window_id) -> maybe records_r_window
-- One window.
SELECT id, term, programme, faculty, degree, cohort, opens, closes FROM records_window
 WHERE id = :id;

-- window_of(term term_id, programme programme_id, faculty faculty_id, degree text, cohort number) -> maybe records_r_window
-- The window of a term for exactly this target.
SELECT id, term, programme, faculty, degree, cohort, opens, closes FROM records_window
 WHERE term = :term AND COALESCE(programme, 0) = COALESCE(:programme, 0)
   AND COALESCE(faculty, 0) = COALESCE(:faculty, 0) AND degree = :degree AND cohort = :cohort
 ORDER BY id LIMIT 1;

-- leaving_of(term term_id) -> maybe instant
-- Until when places of a term can be left.
SELECT until FROM records_leaving WHERE term = :term;

-- leaving_put(term term_id, until instant) -> nothing
-- Sets it.
INSERT INTO records_leaving (term, until) VALUES (:term, :until)
ON CONFLICT (term) DO UPDATE SET until = :until;

-- leaving_remove(term term_id) -> nothing
-- As long as the term lasts.
DELETE FROM records_leaving WHERE term = :term;

-- window_add(id window_id, term term_id, programme programme_id, faculty faculty_id, degree text, cohort number, opens instant, closes instant) -> nothing
-- Writes a new window.
INSERT INTO records_window (id, term, programme, faculty, degree, cohort, opens, closes)
VALUES (:id, :term, :programme, :faculty, :degree, :cohort, :opens, :closes);

-- window_change(id window_id, opens instant, closes instant) -> nothing
-- Moves a window.
UPDATE records_window SET opens = :opens, closes = :closes WHERE id = :id;

-- window_retarget(id window_id, programme programme_id, faculty faculty_id, degree text, cohort number, opens instant, closes instant) -> nothing
-- Moves a window, for whoever it is from now on.
UPDATE records_window SET programme = :programme, faculty = :faculty, degree = :degree, cohort = :cohort,
       opens = :opens, closes = :closes WHERE id = :id;

-- window_remove(id window_id) -> nothing
-- Takes a programme's own window away: everybody's counts again.
DELETE FROM records_window WHERE id = :id;

-- taught_by(person person_id, nl flag) -> many records_r_taught
-- The offerings that somebody teaches, the latest term first.
SELECT o.id, c.code, c.name, t.code AS "term_code:text",
       CASE WHEN :nl = 1 THEN t.name_nl ELSE t.name END AS "term_name:text", t.id AS term, t.first,
       COALESCE((SELECT CAST(sum(s.taken) AS BIGINT) FROM records_section s WHERE s.offering = o.id), 0) AS "taken:amount",
       COALESCE((SELECT CAST(sum(s.waiting) AS BIGINT) FROM records_section s WHERE s.offering = o.id), 0) AS "waiting:amount"
  FROM records_teacher x JOIN records_offering o ON o.id = x.offering
  JOIN records_course c ON c.id = o.course JOIN records_term t ON t.id = o.term
 WHERE x.person = :person ORDER BY t.first DESC, c.sort_key;

-- offering(id offering_id, nl flag) -> maybe records_r_offering
-- An offering with its course and term.
SELECT o.id, o.course, o.term, c.code, c.name, t.code AS "term_code:text",
       CASE WHEN :nl = 1 THEN t.name_nl ELSE t.name END AS "term_name:text"
  FROM records_offering o JOIN records_course c ON c.id = o.course
  JOIN records_term t ON t.id = o.term WHERE o.id = :id;

-- participants(offering offering_id) -> many records_r_participant !may MAY_TEACH
-- Who has a place or waits in an offering, by section.
SELECT p.name, p.login, p.mail, s.code AS "section:text", e.waiting_order, e.at
  FROM records_enrolment e JOIN records_section s ON s.id = e.section
  JOIN identity_person p ON p.id = e.person
 WHERE e.offering = :offering
 ORDER BY s.code, CASE WHEN e.waiting_order = 0 THEN 0 ELSE 1 END, e.waiting_order, p.sort_key, p.id;

-- enrolments_of(person person_id, nl flag) -> many records_r_history
-- All enrolments of a person, for her record and her data.
SELECT t.code AS "term:text", t.first,
       CASE WHEN :nl = 1 THEN t.name_nl ELSE t.name END AS "term_name:text", c.code, c.name, c.credits, s.code AS "section:text",
       e.waiting_order, e.at
  FROM records_enrolment e JOIN records_offering o ON o.id = e.offering
  JOIN records_term t ON t.id = o.term JOIN records_course c ON c.id = o.course
  JOIN records_section s ON s.id = e.section
 WHERE e.person = :person ORDER BY t.first DESC, c.sort_key;

-- wrong_counts() -> many records_r_wrong
-- Sections whose counters are not the number of their rows, but for what a draw has given and not written
-- yet: there must be none.
SELECT s.id, c.code AS "course:text", s.code, s.taken, s.waiting,
       CAST(count(CASE WHEN e.waiting_order = 0 THEN 1 END) AS BIGINT) AS "placed:amount",
       CAST(count(CASE WHEN e.waiting_order > 0 THEN 1 END) AS BIGINT) AS "queued:amount"
  FROM records_section s JOIN records_offering o ON o.id = s.offering
  JOIN records_course c ON c.id = o.course LEFT JOIN records_enrolment e ON e.section = s.id
  LEFT JOIN records_given g ON g.section = s.id
 GROUP BY s.id, c.code, s.code, s.taken, s.waiting, g.places, g.waits
HAVING s.taken < count(CASE WHEN e.waiting_order = 0 THEN 1 END)
    OR s.taken > count(CASE WHEN e.waiting_order = 0 THEN 1 END) + COALESCE(g.places, 0)
    OR s.waiting < count(CASE WHEN e.waiting_order > 0 THEN 1 END)
    OR s.waiting > count(CASE WHEN e.waiting_order > 0 THEN 1 END) + COALESCE(g.waits, 0)
 ORDER BY 1;

-- wrong_offerings() -> one amount
-- Enrolments whose section is not of their offering: there must be none.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM records_enrolment e
  JOIN records_section s ON s.id = e.section WHERE s.offering <> e.offering;

-- wrong_kept() -> one amount
-- Sections whose kept seats are not those that their reserves have left: there must be none.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM records_section s
 WHERE s.kept <> COALESCE((SELECT sum(r.seats - r.taken) FROM records_reserve r
                            WHERE r.section = s.id), 0);

-- wrong_reserved() -> one amount
-- Reserves that do not count their places, but for those that a draw has given: there must be none.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM records_reserve r
 WHERE r.taken < (SELECT count(*) FROM records_enrolment e WHERE e.reserve = r.id AND e.waits = 0
                     AND e.section = r.section)
    OR r.taken > (SELECT count(*) FROM records_enrolment e WHERE e.reserve = r.id AND e.waits = 0
                     AND e.section = r.section)
               + COALESCE((SELECT g.places FROM records_given g WHERE g.section = r.section), 0);

-- wrong_conditions() -> one amount
-- Wait-list places that would give up a place that nobody has: there must be none.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM records_enrolment w
 WHERE w.gives_up IS NOT NULL AND (w.waits = 0 OR NOT EXISTS (
       SELECT 1 FROM records_enrolment p
        WHERE p.person = w.person AND p.offering = w.gives_up AND p.waits = 0));

-- imports() -> many records_r_import
-- The last imports.
SELECT i.id, i.folder, COALESCE(p.name, '') AS "who:text", i.at, i.added, i.changed, i.removed
  FROM records_import i LEFT JOIN identity_person p ON p.id = i.by_person
 ORDER BY i.at DESC, i.id DESC LIMIT 20;

-- stamp_set(version number) -> nothing
-- What the sheets of sections were made of has changed.
UPDATE records_stamp SET version = :version WHERE one = 1;

-- stamp() -> one number
-- The version of what the sheets of sections are made of.
SELECT version FROM records_stamp WHERE one = 1;

-- sheet_sections(term term_id) -> many records_r_section
-- All sections of a term.
SELECT s.id, s.offering, o.term, o.course, c.code AS "course_code:text",
       c.name AS "course_name:text", c.credits, s.code, s.lecturer, s.seats, s.unlimited, s.taken,
       s.waiting, s.kept, s.promote_due, COALESCE(q.rule, '') AS "rule:text"
  FROM records_section s JOIN records_offering o ON o.id = s.offering
  JOIN records_course c ON c.id = o.course
  LEFT JOIN records_prerequisite q ON q.course = o.course WHERE o.term = :term ORDER BY s.id;

-- sheet_meetings(term term_id) -> many records_r_meeting
-- The meetings of all sections of a term, a section's together.
SELECT m.id, m.section, m.kind, m.weekday, m.first, m.last, m.starts, m.ends,
       COALESCE(r.code, '') AS "room:text", COALESCE(b.name, '') AS "building:text",
       COALESCE(b.address, '') AS "address:text", m.sequence, m.changed_at, m.off,
       COALESCE(b.code, '') AS "building_code:text"
  FROM records_meeting m JOIN records_section s ON s.id = m.section
  JOIN records_offering o ON o.id = s.offering
  LEFT JOIN records_room r ON r.id = m.room LEFT JOIN records_building b ON b.id = r.building
 WHERE o.term = :term ORDER BY m.section, m.first, m.weekday, m.starts, m.number;

-- sheet_reserves(term term_id) -> many records_r_reserved
-- For whom sections of a term keep seats.
SELECT r.id, r.section, r.programme FROM records_reserve r JOIN records_section s ON s.id = r.section
  JOIN records_offering o ON o.id = s.offering WHERE o.term = :term ORDER BY r.section, r.id;

-- import_add(id import_id, folder text, who person_id, at instant, added amount, changed amount, removed amount) -> nothing
-- Remembers an import.
INSERT INTO records_import (id, folder, by_person, at, added, changed, removed)
VALUES (:id, :folder, :who, :at, :added, :changed, :removed);

-- old_faculties() -> many records_o_faculty
-- For the import: what is there, in the order of the file's columns.
SELECT id, code, name, name_nl FROM records_faculty
 ORDER BY code;

-- old_programmes() -> many records_o_programme
-- For the import.
SELECT p.id, p.code, f.code AS "faculty:text", p.name, p.name_nl, p.degree, p.credits
  FROM records_programme p JOIN records_faculty f ON f.id = p.faculty
 ORDER BY p.code;

-- old_courses() -> many records_o_course
-- For the import.
SELECT c.id, c.code, c.name, f.code AS "faculty:text", c.level, c.credits, c.language
  FROM records_course c JOIN records_faculty f ON f.id = c.faculty
 ORDER BY c.code;

-- old_groups() -> many records_o_group
-- For the import.
SELECT g.id, p.code AS "programme:text", g.number, g.name, g.name_nl, g.credits, g.rule
  FROM records_group g JOIN records_programme p ON p.id = g.programme
 ORDER BY g.id;

-- old_terms() -> many records_o_term
-- For the import.
SELECT id, code, name, name_nl, first, last FROM records_term
 ORDER BY code;

-- old_buildings() -> many records_o_building
-- For the import.
SELECT id, code, name, address FROM records_building
 ORDER BY code;

-- old_rooms() -> many records_o_room
-- For the import.
SELECT r.id, b.code AS "building:text", r.code, r.seats
  FROM records_room r JOIN records_building b ON b.id = r.building
 ORDER BY r.id;

-- old_offerings() -> many records_o_offering
-- For the import.
SELECT o.id, t.code AS "term:text", c.code AS "course:text"
  FROM records_offering o JOIN records_term t ON t.id = o.term
  JOIN records_course c ON c.id = o.course
 ORDER BY o.id;

-- old_sections() -> many records_o_section
-- For the import.
SELECT s.id, t.code AS "term:text", c.code AS "course:text", s.code, s.lecturer, s.seats,
       s.unlimited, s.taken + s.kept AS "taken:amount", s.waiting
  FROM records_section s JOIN records_offering o ON o.id = s.offering
  JOIN records_term t ON t.id = o.term JOIN records_course c ON c.id = o.course
 ORDER BY s.id;

-- old_meetings() -> many records_o_meeting
-- For the import.
SELECT m.id, t.code AS "term:text", c.code AS "course:text", s.code AS "section:text", m.number,
       m.kind, m.weekday, m.first, m.last, m.starts, m.ends,
       COALESCE(b.code, '') AS "building:text", COALESCE(r.code, '') AS "room:text", m.off
  FROM records_meeting m JOIN records_section s ON s.id = m.section
  JOIN records_offering o ON o.id = s.offering JOIN records_term t ON t.id = o.term
  JOIN records_course c ON c.id = o.course
  LEFT JOIN records_room r ON r.id = m.room LEFT JOIN records_building b ON b.id = r.building
 ORDER BY m.id;

-- old_holidays() -> many records_o_holiday
-- For the import.
SELECT h.id, t.code AS "term:text", h.first, h.last, h.name, h.name_nl
  FROM records_holiday h JOIN records_term t ON t.id = h.term
 ORDER BY h.id;

-- holiday_put(id holiday_id, term term_id, first day, last day, name text, name_nl text) -> nothing
-- Writes days without teaching, new or changed.
INSERT INTO records_holiday (id, term, first, last, name, name_nl)
VALUES (:id, :term, :first, :last, :name, :name_nl)
ON CONFLICT (id) DO UPDATE SET last = excluded.last, name = excluded.name,
    name_nl = excluded.name_nl;

-- holiday_remove(id holiday_id) -> nothing
-- There is teaching on these days after all.
DELETE FROM records_holiday WHERE id = :id;

-- holidays_between(from_day day, to_day day, nl flag) -> many records_t_holiday
-- The days without teaching that touch some days.
SELECT first, last, CASE WHEN :nl = 1 THEN name_nl ELSE name END AS "name:text"
  FROM records_holiday WHERE first <= :to_day AND last >= :from_day ORDER BY first, last, 3;

-- old_windows() -> many records_o_window
-- For the import, which knows the windows of programmes and everybody's.
SELECT w.id, t.code AS "term:text", COALESCE(p.code, '') AS "programme:text", w.opens, w.closes
  FROM records_window w JOIN records_term t ON t.id = w.term
  LEFT JOIN records_programme p ON p.id = w.programme
 WHERE w.faculty IS NULL AND w.degree = '' AND w.cohort = 0
 ORDER BY w.id;

-- old_studies() -> many records_o_study
-- For the import.
SELECT i.login, p.code AS "programme:text", s.since FROM records_study s
  JOIN identity_person i ON i.id = s.person JOIN records_programme p ON p.id = s.programme
 ORDER BY 1, 2;

-- old_admins() -> many records_o_admin
-- For the import: who runs which programme.
SELECT i.login, p.code AS "programme:text" FROM identity_role r
  JOIN identity_person i ON i.id = r.person JOIN records_programme p ON p.id = r.scope
 WHERE r.role = 'programme-admin'
 ORDER BY 1, 2;

-- old_teaching() -> many records_o_teaching
-- For the import.
SELECT i.login, t.code AS "term:text", c.code AS "course:text", x.person, x.offering
  FROM records_teacher x JOIN identity_person i ON i.id = x.person
  JOIN records_offering o ON o.id = x.offering JOIN records_term t ON t.id = o.term
  JOIN records_course c ON c.id = o.course
 ORDER BY x.offering, x.person;

-- old_places() -> many records_o_place
-- For the import.
SELECT i.login, t.code AS "term:text", c.code AS "course:text", s.code AS "section:text"
  FROM records_enrolment e JOIN identity_person i ON i.id = e.person
  JOIN records_section s ON s.id = e.section JOIN records_offering o ON o.id = e.offering
  JOIN records_term t ON t.id = o.term JOIN records_course c ON c.id = o.course
 ORDER BY e.at, e.section, e.person, e.waits;

-- faculty_put(id faculty_id, code text, name text, name_nl text) -> nothing
-- Writes a faculty, new or changed.
INSERT INTO records_faculty (id, code, name, name_nl) VALUES (:id, :code, :name, :name_nl)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_nl = excluded.name_nl;

-- programme_put(id programme_id, code text, faculty faculty_id, name text, name_nl text, degree text, credits number) -> nothing
-- Writes a programme, new or changed.
INSERT INTO records_programme (id, code, faculty, name, name_nl, degree, credits)
VALUES (:id, :code, :faculty, :name, :name_nl, :degree, :credits)
ON CONFLICT (id) DO UPDATE SET faculty = excluded.faculty, name = excluded.name,
    name_nl = excluded.name_nl, degree = excluded.degree, credits = excluded.credits;

-- course_put(id course_id, code text, sort_key text, search text, subject text, name text, faculty faculty_id, level number, credits number, language text) -> nothing
-- Writes a course, new or changed.
INSERT INTO records_course (id, code, sort_key, search, subject, name, faculty, level, credits, language)
VALUES (:id, :code, :sort_key, :search, :subject, :name, :faculty, :level, :credits, :language)
ON CONFLICT (id) DO UPDATE SET search = excluded.search, name = excluded.name,
    faculty = excluded.faculty, level = excluded.level, credits = excluded.credits,
    language = excluded.language;

-- group_put(id group_id, programme programme_id, number number, name text, name_nl text, credits number, rule text) -> nothing
-- Writes a requirement group, new or changed.
INSERT INTO records_group (id, programme, number, name, name_nl, credits, rule)
VALUES (:id, :programme, :number, :name, :name_nl, :credits, :rule)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_nl = excluded.name_nl,
    credits = excluded.credits, rule = excluded.rule;

-- group_remove(id group_id) -> nothing
-- Takes a requirement group away, once nothing counts for it.
DELETE FROM records_group WHERE id = :id;

-- members_clear() -> nothing
-- Forgets which courses count for which group, before that is worked out again.
DELETE FROM records_group_course;

-- member_add(requirement group_id, course course_id) -> nothing
-- This course counts for that group.
INSERT INTO records_group_course (requirement, course) VALUES (:requirement, :course);

-- term_put(id term_id, code text, name text, name_nl text, first day, last day) -> nothing
-- Writes a term, new or changed.
INSERT INTO records_term (id, code, name, name_nl, first, last)
VALUES (:id, :code, :name, :name_nl, :first, :last)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_nl = excluded.name_nl,
    first = excluded.first, last = excluded.last;

-- building_put(id building_id, code text, name text, address text) -> nothing
-- Writes a building, new or changed.
INSERT INTO records_building (id, code, name, address) VALUES (:id, :code, :name, :address)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, address = excluded.address;

-- room_put(id room_id, building building_id, code text, seats amount) -> nothing
-- Writes a room, new or changed.
INSERT INTO records_room (id, building, code, seats) VALUES (:id, :building, :code, :seats)
ON CONFLICT (id) DO UPDATE SET seats = excluded.seats;

-- offering_add(id offering_id, course course_id, term term_id) -> nothing
-- Writes a new offering.
INSERT INTO records_offering (id, course, term) VALUES (:id, :course, :term);

-- offering_remove(id offering_id) -> nothing
-- Takes an offering away, once it has no sections and no teachers.
DELETE FROM records_offering WHERE id = :id;

-- section_add(id section_id, offering offering_id, code text, lecturer text, seats amount, unlimited flag) -> nothing
-- Writes a new section.
INSERT INTO records_section (id, offering, code, lecturer, seats, unlimited, taken, waiting, last_order)
VALUES (:id, :offering, :code, :lecturer, :seats, :unlimited, 0, 0, 0);

-- section_change(id section_id, lecturer text, seats amount, unlimited flag) -> nothing
-- Changes a section; refused by its CHECK when more places are taken than seats stay.
UPDATE records_section SET lecturer = :lecturer, seats = :seats, unlimited = :unlimited
 WHERE id = :id;

-- section_remove(id section_id) -> nothing
-- Takes a section away, once it has no meetings; refused while somebody has a place.
DELETE FROM records_section WHERE id = :id;

-- meeting_add(id meeting_id, section section_id, number number, kind text, weekday number, first day, last day, starts minute, ends minute, room room_id, off text, now instant) -> nothing
-- Writes a new meeting.
INSERT INTO records_meeting (id, section, number, kind, weekday, first, last, starts, ends, room, off, sequence, changed_at)
VALUES (:id, :section, :number, :kind, :weekday, :first, :last, :starts, :ends, :room, :off, 0, :now);

-- meeting_change(id meeting_id, kind text, weekday number, first day, last day, starts minute, ends minute, room room_id, off text, now instant) -> nothing
-- Moves a meeting: its sequence rises.
UPDATE records_meeting SET kind = :kind, weekday = :weekday, first = :first, last = :last,
       starts = :starts, ends = :ends, room = :room, off = :off, sequence = sequence + 1,
       changed_at = :now
 WHERE id = :id;

-- meeting_off(id meeting_id, off text, now instant) -> nothing
-- Other days without teaching: its sequence rises, too.
UPDATE records_meeting SET off = :off, sequence = sequence + 1, changed_at = :now WHERE id = :id;

-- meeting_keep(meeting meeting_id, gone flag, now instant) -> nothing
-- Keeps a meeting as it stands, before it changes or goes.
INSERT INTO records_earlier (meeting, at, gone, section, offering, course, section_code, kind,
                             weekday, first, last, starts, ends, room, off, sequence)
SELECT m.id, :now, :gone, m.section, s.offering, o.course, s.code, m.kind, m.weekday, m.first,
       m.last, m.starts, m.ends, m.room, m.off, m.sequence
  FROM records_meeting m JOIN records_section s ON s.id = m.section
  JOIN records_offering o ON o.id = s.offering
 WHERE m.id = :meeting
ON CONFLICT DO NOTHING;

-- meetings_keep(section section_id, now instant) -> nothing
-- Keeps what a section still has, before it goes.
INSERT INTO records_earlier (meeting, at, gone, section, offering, course, section_code, kind,
                             weekday, first, last, starts, ends, room, off, sequence)
SELECT m.id, :now, 1, m.section, s.offering, o.course, s.code, m.kind, m.weekday, m.first,
       m.last, m.starts, m.ends, m.room, m.off, m.sequence
  FROM records_meeting m JOIN records_section s ON s.id = m.section
  JOIN records_offering o ON o.id = s.offering
 WHERE m.section = :section
ON CONFLICT DO NOTHING;

-- earlier_forget(before instant) -> changed
-- Forgets what changed before a moment.
DELETE FROM records_earlier WHERE at < :before;

-- meeting_remove(id meeting_id) -> nothing
-- Takes a meeting away.
DELETE FROM records_meeting WHERE id = :id;

-- meetings_clear(section section_id) -> nothing
-- A section that goes takes its meetings with it.
DELETE FROM records_meeting WHERE section = :section;

-- teachers_clear(offering offering_id) -> nothing
-- An offering that goes takes its teachers with it.
DELETE FROM records_teacher WHERE offering = :offering;

-- study_put(person person_id, programme programme_id, since day) -> nothing
-- This person follows that programme from that day.
INSERT INTO records_study (person, programme, since) VALUES (:person, :programme, :since)
ON CONFLICT (person, programme) DO UPDATE SET since = excluded.since;

-- teacher_add(offering offering_id, person person_id) -> nothing
-- This person teaches that offering.
INSERT INTO records_teacher (offering, person) VALUES (:offering, :person)
ON CONFLICT (offering, person) DO NOTHING;

-- teacher_remove(offering offering_id, person person_id) -> nothing
-- This person teaches that offering no longer.
DELETE FROM records_teacher WHERE offering = :offering AND person = :person;

-- classes_in_room(room room_id, from_day day, to_day day) -> many records_t_class
-- What takes place in a room between two days, a section's meetings together.
SELECT s.id, s.offering, o.term, o.course, c.code AS "course_code:text",
       c.name AS "course_name:text", c.credits, s.code, s.lecturer, s.seats, s.unlimited, s.taken,
       s.waiting, s.kept, s.promote_due, m.id AS "meeting:meeting_id", m.kind, m.weekday, m.first, m.last, m.starts,
       m.ends, COALESCE(r.code, '') AS "room:text", COALESCE(b.name, '') AS "building:text",
       COALESCE(b.address, '') AS "address:text", m.sequence, m.changed_at, m.off,
       COALESCE(b.code, '') AS "building_code:text"
  FROM records_meeting m JOIN records_section s ON s.id = m.section
  JOIN records_offering o ON o.id = s.offering JOIN records_course c ON c.id = o.course
  JOIN records_room r ON r.id = m.room JOIN records_building b ON b.id = r.building
 WHERE m.room = :room AND m.first <= :to_day AND m.last >= :from_day
 ORDER BY c.sort_key, s.id, m.first, m.weekday, m.starts, m.number;

-- classes_by(lecturer text, from_day day, to_day day) -> many records_t_class
-- What one lecturer gives between two days; `lecturer` is her name between ", " and ",".
SELECT s.id, s.offering, o.term, o.course, c.code AS "course_code:text",
       c.name AS "course_name:text", c.credits, s.code, s.lecturer, s.seats, s.unlimited, s.taken,
       s.waiting, s.kept, s.promote_due, m.id AS "meeting:meeting_id", m.kind, m.weekday, m.first, m.last, m.starts,
       m.ends, COALESCE(r.code, '') AS "room:text", COALESCE(b.name, '') AS "building:text",
       COALESCE(b.address, '') AS "address:text", m.sequence, m.changed_at, m.off,
       COALESCE(b.code, '') AS "building_code:text"
  FROM records_section s JOIN records_offering o ON o.id = s.offering
  JOIN records_course c ON c.id = o.course JOIN records_meeting m ON m.section = s.id
  LEFT JOIN records_room r ON r.id = m.room LEFT JOIN records_building b ON b.id = r.building
 WHERE instr(', ' || s.lecturer || ',', :lecturer) > 0
   AND m.first <= :to_day AND m.last >= :from_day
 ORDER BY c.sort_key, s.id, m.first, m.weekday, m.starts, m.number;

-- classes_of_course(course course_id, from_day day, to_day day) -> many records_t_class
-- What takes place of a course between two days.
SELECT s.id, s.offering, o.term, o.course, c.code AS "course_code:text",
       c.name AS "course_name:text", c.credits, s.code, s.lecturer, s.seats, s.unlimited, s.taken,
       s.waiting, s.kept, s.promote_due, m.id AS "meeting:meeting_id", m.kind, m.weekday, m.first, m.last, m.starts,
       m.ends, COALESCE(r.code, '') AS "room:text", COALESCE(b.name, '') AS "building:text",
       COALESCE(b.address, '') AS "address:text", m.sequence, m.changed_at, m.off,
       COALESCE(b.code, '') AS "building_code:text"
  FROM records_offering o JOIN records_course c ON c.id = o.course
  JOIN records_section s ON s.offering = o.id JOIN records_meeting m ON m.section = s.id
  LEFT JOIN records_room r ON r.id = m.room LEFT JOIN records_building b ON b.id = r.building
 WHERE o.course = :course AND m.first <= :to_day AND m.last >= :from_day
 ORDER BY c.sort_key, s.code, s.id, m.first, m.weekday, m.starts, m.number;

-- lecturer_known(lecturer text) -> one amount
-- How many sections a lecturer has in all terms.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM records_section s
 WHERE instr(', ' || s.lecturer || ',', :lecturer) > 0;

-- room_of(building text, code text) -> maybe records_t_room
-- A room by its address.
SELECT r.id, b.code AS "building_code:text", b.name AS "building:text", b.address, r.code, r.seats
  FROM records_room r JOIN records_building b ON b.id = r.building
 WHERE b.code = :building AND r.code = :code;

-- rooms_in(building text) -> many records_t_room
-- The rooms of a building, or of all of them ("").
SELECT r.id, b.code AS "building_code:text", b.name AS "building:text", b.address, r.code, r.seats
  FROM records_room r JOIN records_building b ON b.id = r.building
 WHERE :building = '' OR b.code = :building
 ORDER BY 3, 2, r.code, r.id;

-- rooms_used(building text, weekday number, on_day day) -> many records_t_use
-- When the rooms of a building, or of all, are in use on a day.
SELECT m.room, m.starts, m.ends, m.first, m.last, m.off
  FROM records_meeting m JOIN records_room r ON r.id = m.room
  JOIN records_building b ON b.id = r.building
 WHERE m.weekday = :weekday AND m.first <= :on_day AND m.last >= :on_day
   AND (:building = '' OR b.code = :building)
 ORDER BY m.room, m.starts, m.ends, m.id;

-- buildings() -> many records_t_building
-- The buildings that have rooms, by name.
SELECT b.code, b.name FROM records_building b
 WHERE EXISTS (SELECT 1 FROM records_room r WHERE r.building = b.id) ORDER BY b.name, b.code;

-- find_lecturers() -> many records_t_lecturer
-- All names of lecturers, as they stand with their sections.
SELECT DISTINCT lecturer FROM records_section WHERE lecturer <> '' ORDER BY lecturer;

-- earlier_of(since instant, a offering_id, b offering_id, c offering_id, d offering_id, e offering_id, f offering_id, g offering_id, h offering_id, i offering_id, j offering_id, k offering_id, l offering_id) -> many records_t_earlier
-- What was changed or removed since a moment, of up to twelve offerings, the latest first.
SELECT x.meeting, x.at, x.gone, x.section, x.offering, x.course, c.code AS "course_code:text",
       c.name AS "course_name:text", x.section_code, x.kind, x.weekday, x.first, x.last, x.starts,
       x.ends, COALESCE(r.code, '') AS "room:text", COALESCE(b.name, '') AS "building:text",
       COALESCE(b.address, '') AS "address:text", COALESCE(b.code, '') AS "building_code:text",
       x.off, x.sequence
  FROM records_earlier x JOIN records_course c ON c.id = x.course
  LEFT JOIN records_room r ON r.id = x.room LEFT JOIN records_building b ON b.id = r.building
 WHERE x.offering IN (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l) AND x.at > :since
 ORDER BY x.at DESC, x.meeting;

-- own_digest(person person_id) -> one records_t_digest
-- What a person's timetable hangs on: her places, her offerings, the last import.
SELECT CAST(count(e.section) AS BIGINT) AS "places:amount", max(e.at) AS "placed:instant",
       min(e.section) AS "least:section_id", max(e.section) AS "most:section_id",
       (SELECT CAST(count(*) AS BIGINT) FROM records_teacher x
         WHERE x.person = :person) AS "taught:amount",
       (SELECT max(i.at) FROM records_import i) AS "imported:instant",
       (SELECT CAST(count(*) AS BIGINT) FROM records_import i) AS "imports:amount"
  FROM records_enrolment e WHERE e.person = :person;

-- results_of(person person_id) -> many records_r_result
-- A person's results, by course.
SELECT r.course, c.code, c.name, c.credits, r.grade, r.passed, r.at
  FROM records_result r JOIN records_course c ON c.id = r.course
 WHERE r.person = :person ORDER BY c.sort_key, r.at;

-- known(person person_id, term term_id) -> many records_r_fact
-- What counts for a person's prerequisites, as kinds of enum records_fact_kind: results, places in
-- earlier terms that have no result yet, and waivers.
SELECT 0 AS "kind:number", r.course, c.code, c.credits, r.grade, r.passed
  FROM records_result r JOIN records_course c ON c.id = r.course WHERE r.person = :person
UNION ALL
SELECT 1 AS "kind:number", o.course, c.code, c.credits, 0 AS "grade:number", 0 AS "passed:flag"
  FROM records_enrolment e JOIN records_offering o ON o.id = e.offering
  JOIN records_course c ON c.id = o.course JOIN records_term t ON t.id = o.term
  JOIN records_term x ON x.id = :term
 WHERE e.person = :person AND e.waiting_order = 0 AND t.first < x.first
   AND NOT EXISTS (SELECT 1 FROM records_result r
        WHERE r.person = :person AND r.course = o.course AND r.at >= t.first)
UNION ALL
SELECT 3 AS "kind:number", w.course, c.code, c.credits, 0 AS "grade:number", 0 AS "passed:flag"
  FROM records_waiver w JOIN records_course c ON c.id = w.course WHERE w.person = :person
 ORDER BY 1, 2;

-- prerequisite_put(course course_id, rule text) -> nothing
-- Writes what must be done before a course.
INSERT INTO records_prerequisite (course, rule) VALUES (:course, :rule)
ON CONFLICT (course) DO UPDATE SET rule = excluded.rule;

-- result_put(person person_id, course course_id, at day, grade number, passed flag) -> nothing
-- Writes a result, new or changed.
INSERT INTO records_result (person, course, at, grade, passed)
VALUES (:person, :course, :at, :grade, :passed)
ON CONFLICT (person, course, at) DO UPDATE SET grade = excluded.grade, passed = excluded.passed;

-- old_prerequisites() -> many records_o_prerequisite
-- For the import.
SELECT c.id, c.code, p.rule FROM records_prerequisite p JOIN records_course c ON c.id = p.course
 ORDER BY c.code;

-- old_results() -> many records_o_result
-- For the import.
SELECT i.login, c.code AS "course:text", r.at, r.grade, r.passed FROM records_result r
  JOIN identity_person i ON i.id = r.person JOIN records_course c ON c.id = r.course
 ORDER BY 1, 2, 3;

-- waivers() -> many records_r_waiver
-- The newest waivers.
SELECT w.person, w.course, p.name AS "person_name:text", p.login, c.code, c.name, w.reason,
       b.name AS "by:text", w.at
  FROM records_waiver w JOIN identity_person p ON p.id = w.person
  JOIN records_course c ON c.id = w.course JOIN identity_person b ON b.id = w.by_person
 ORDER BY w.at DESC, p.login, c.code LIMIT 200;

-- waivers_of(person person_id) -> many records_r_waived
-- A person's waivers.
SELECT w.course, c.code, w.reason, w.at FROM records_waiver w
  JOIN records_course c ON c.id = w.course WHERE w.person = :person ORDER BY c.code;

-- waiver_put(person person_id, course course_id, by_person person_id, at instant, reason text) -> nothing
-- The prerequisites of this course do not count for this person.
INSERT INTO records_waiver (person, course, by_person, at, reason)
VALUES (:person, :course, :by_person, :at, :reason)
ON CONFLICT (person, course) DO UPDATE SET by_person = excluded.by_person, at = excluded.at,
    reason = excluded.reason;

-- waiver_remove(person person_id, course course_id) -> nothing
-- They count again.
DELETE FROM records_waiver WHERE person = :person AND course = :course;

-- programmes_counting(course course_id) -> many records_r_counting
-- The programmes for which a course counts.
SELECT DISTINCT g.programme FROM records_group_course gc JOIN records_group g ON g.id = gc.requirement
 WHERE gc.course = :course ORDER BY g.programme;

-- change_add(id change_id, at instant, section section_id, kind text, person person_id, waiting_order number, reserve reserve_id, programme programme_id, seats_before number, seats_after number, until instant, by_person person_id, reason text) -> nothing
-- Writes down what changed in a section beside the decisions.
INSERT INTO records_change (id, at, term, offering, section, kind, person, waiting_order, reserve,
                            programme, seats_before, seats_after, until, by_person, reason)
SELECT :id, :at, o.term, s.offering, s.id, :kind, :person, :waiting_order, :reserve, :programme,
       :seats_before, :seats_after, :until, :by_person, :reason
  FROM records_section s JOIN records_offering o ON o.id = s.offering WHERE s.id = :section;

-- changes_of(term term_id, after_at instant, after change_id, most number) -> many records_r_change
-- The changes of a term as they were made, a page at a time.
SELECT id, at, offering, section, kind, person, waiting_order, reserve, programme, seats_before,
       seats_after, until, by_person, reason
  FROM records_change WHERE term = :term AND (at > :after_at OR (at = :after_at AND id > :after))
 ORDER BY at, id LIMIT :most;

-- changes_of_section(section section_id) -> many records_r_change_line
-- The last changes of a section's seats, the newest first.
SELECT x.at, x.kind, x.programme, x.seats_before, x.seats_after, x.until, x.reason,
       COALESCE(p.name, '') AS "by:text"
  FROM records_change x LEFT JOIN identity_person p ON p.id = x.by_person
 WHERE x.section = :section AND x.kind IN ('added', 'seats', 'reserve')
 ORDER BY x.at DESC, x.id DESC LIMIT 20;

-- copy_add(sha256 text, body text) -> nothing
-- Keeps a document of sections, once.
INSERT INTO records_copy (sha256, body) VALUES (:sha256, :body) ON CONFLICT (sha256) DO NOTHING;

-- version_add(term term_id, version number, sections text, reserves text, at instant) -> nothing
-- Keeps which sections and reserves were valid with a version.
INSERT INTO records_version (term, version, sections, reserves, at)
VALUES (:term, :version, :sections, :reserves, :at) ON CONFLICT (term, version) DO NOTHING;

-- version_kept(term term_id, version number) -> one amount
-- 1 when they are kept.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM records_version
 WHERE term = :term AND version = :version;

-- version_of(term term_id, version number) -> maybe records_r_version
-- The sections and reserves that were valid with a version.
SELECT v.version, v.sections, v.reserves, c.body FROM records_version v
  JOIN records_copy c ON c.sha256 = v.sections WHERE v.term = :term AND v.version = :version;

-- seat_line(section section_id) -> maybe records_r_seat_line
-- A section with its counters, for who changes them.
SELECT s.id, s.offering, o.term, o.course, c.code AS "course_code:text", c.name, c.faculty,
       s.code, s.lecturer, s.seats, s.unlimited, s.taken, s.kept, s.waiting
  FROM records_section s JOIN records_offering o ON o.id = s.offering
  JOIN records_course c ON c.id = o.course WHERE s.id = :section;

-- seat_lines(offering offering_id) -> many records_r_seat_line
-- The same of all sections of an offering.
SELECT s.id, s.offering, o.term, o.course, c.code AS "course_code:text", c.name, c.faculty,
       s.code, s.lecturer, s.seats, s.unlimited, s.taken, s.kept, s.waiting
  FROM records_section s JOIN records_offering o ON o.id = s.offering
  JOIN records_course c ON c.id = o.course WHERE s.offering = :offering ORDER BY s.code;

-- seat_line_of(term term_id, course text, code text) -> maybe records_r_seat_line
-- The same of the section that a line of a file names.
SELECT s.id, s.offering, o.term, o.course, c.code AS "course_code:text", c.name, c.faculty,
       s.code, s.lecturer, s.seats, s.unlimited, s.taken, s.kept, s.waiting
  FROM records_section s JOIN records_offering o ON o.id = s.offering
  JOIN records_course c ON c.id = o.course
 WHERE o.term = :term AND c.code = :course AND s.code = :code;

-- programmes_at_home(course course_id) -> many records_r_counting
-- The programmes of the faculty that gives a course, for which it counts.
SELECT DISTINCT g.programme FROM records_group_course gc
  JOIN records_group g ON g.id = gc.requirement JOIN records_programme p ON p.id = g.programme
  JOIN records_course c ON c.id = gc.course
 WHERE gc.course = :course AND p.faculty = c.faculty ORDER BY g.programme;

-- reserve_lines(offering offering_id, nl flag) -> many records_r_reserve_line
-- The seats of an offering's sections that are kept, with for whom.
SELECT r.section, r.programme, CASE WHEN :nl = 1 THEN p.name_nl ELSE p.name END AS "name:text",
       p.degree, r.seats, r.taken, r.until
  FROM records_reserve r JOIN records_section s ON s.id = r.section
  JOIN records_programme p ON p.id = r.programme
 WHERE s.offering = :offering ORDER BY r.section, 3, p.code;

-- demand_now(term term_id) -> many records_r_demand_now
-- The counters of each offering of a term; sections without a limit add no seats.
SELECT o.id, COALESCE(CAST(sum(CASE WHEN s.unlimited = 1 THEN 0 ELSE s.seats END) AS BIGINT), 0) AS "seats:amount",
       COALESCE(CAST(sum(s.taken) AS BIGINT), 0) AS "taken:amount",
       COALESCE(CAST(sum(s.waiting) AS BIGINT), 0) AS "waiting:amount"
  FROM records_offering o JOIN records_section s ON s.offering = o.id
 WHERE o.term = :term GROUP BY o.id ORDER BY o.id;

-- seats_export(term term_id, after text, after_code text, most number) -> many records_r_seats_export
-- The seats of a term's sections, a page at a time.
SELECT c.code AS "course:text", c.sort_key, s.code, s.seats, s.unlimited, s.taken, s.kept, s.waiting
  FROM records_section s JOIN records_offering o ON o.id = s.offering
  JOIN records_course c ON c.id = o.course
 WHERE o.term = :term
   AND (c.sort_key > :after OR (c.sort_key = :after AND s.code > :after_code))
 ORDER BY c.sort_key, s.code LIMIT :most;

-- people_export(offering offering_id, section section_id, after text, after_order number, after_person person_id, most number) -> many records_r_people_export
-- Who has a place or waits in an offering or one of its sections, a page at a time.
SELECT e.person, p.name, p.login, p.mail, s.code AS "section:text", e.waiting_order, e.at,
       CASE WHEN e.waiting_order = 0 THEN 0 ELSE
         (SELECT CAST(count(*) AS BIGINT) FROM records_enrolment x WHERE x.section = e.section
             AND x.waiting_order > 0 AND x.waiting_order <= e.waiting_order) END AS "waits_at:amount"
  FROM records_enrolment e JOIN records_section s ON s.id = e.section
  JOIN identity_person p ON p.id = e.person
 WHERE e.offering = :offering AND (:section IS NULL OR e.section = :section)
   AND (s.code > :after OR (s.code = :after AND (e.waiting_order > :after_order
        OR (e.waiting_order = :after_order AND e.person > COALESCE(:after_person, 0)))))
 ORDER BY s.code, e.waiting_order, e.person LIMIT :most;

-- found_courses() -> many records_f_course
-- Every course as it is found, in the order of the list.
SELECT c.id, c.code, c.name, c.credits, c.level, f.name AS "faculty:text", f.name_nl AS "faculty_nl:text"
  FROM records_course c JOIN records_faculty f ON f.id = c.faculty ORDER BY c.sort_key, c.id;

-- found_lecturers() -> many records_f_lecturer
-- Who gives a course, in any term, in the order of the list.
SELECT DISTINCT c.sort_key, c.id AS course, s.lecturer
  FROM records_section s JOIN records_offering o ON o.id = s.offering JOIN records_course c ON c.id = o.course
 WHERE s.lecturer <> '' ORDER BY c.sort_key, c.id, s.lecturer;

-- found_programmes() -> many records_f_programme
-- Every programme as it is found.
SELECT p.id, p.code, p.name, p.name_nl, p.degree, p.credits, f.name AS "faculty:text",
       f.name_nl AS "faculty_nl:text"
  FROM records_programme p JOIN records_faculty f ON f.id = p.faculty
 ORDER BY p.degree, p.name, p.code;
-- section_people(section section_id) -> many records_section_person
-- Who has a place in a section.
SELECT person FROM records_enrolment WHERE section = :section AND waits = 0 ORDER BY person;

-- section_thing(section section_id, nl flag) -> maybe records_t_section
-- A group in words.
SELECT c.code AS "course:text", s.code, CASE WHEN :nl = 1 THEN t.name_nl ELSE t.name END AS "term:text"
  FROM records_section s JOIN records_offering o ON o.id = s.offering
  JOIN records_course c ON c.id = o.course JOIN records_term t ON t.id = o.term WHERE s.id = :section;

-- offering_thing(offering offering_id, nl flag) -> maybe records_t_offering
-- A course in a term in words.
SELECT c.code AS "course:text", c.name, CASE WHEN :nl = 1 THEN t.name_nl ELSE t.name END AS "term:text"
  FROM records_offering o JOIN records_course c ON c.id = o.course JOIN records_term t ON t.id = o.term
 WHERE o.id = :offering;

-- programme_thing(programme programme_id, nl flag) -> maybe records_t_named
-- A programme in words.
SELECT code, CASE WHEN :nl = 1 THEN name_nl ELSE name END AS "name:text" FROM records_programme WHERE id = :programme;

-- faculty_thing(faculty faculty_id, nl flag) -> maybe records_t_named
-- A faculty in words.
SELECT code, CASE WHEN :nl = 1 THEN name_nl ELSE name END AS "name:text" FROM records_faculty WHERE id = :faculty;

-- window_thing(id window_id, nl flag) -> maybe records_t_window
-- An enrolment window in words.
SELECT CASE WHEN :nl = 1 THEN t.name_nl ELSE t.name END AS "term:text", w.opens
  FROM records_window w JOIN records_term t ON t.id = w.term WHERE w.id = :id;

-- programme_of_code(code text) -> maybe programme_id
-- The programme that somebody named.
SELECT id FROM records_programme WHERE code = :code;

-- faculty_of_code(code text) -> maybe faculty_id
-- The faculty that somebody named.
SELECT id FROM records_faculty WHERE code = :code;
