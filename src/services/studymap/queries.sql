-- queries.sql: every sentence of studymap.

-- plan_of(person person_id, term term_id) -> maybe studymap_plan
-- A student's plan for a term, if there is one.
SELECT id, version FROM studymap_plan WHERE person = :person AND term = :term;

-- plan_add(id plan_id, person person_id, term term_id, now instant) -> nothing
-- Begins a plan.
INSERT INTO studymap_plan (id, person, term, version, changed_at)
VALUES (:id, :person, :term, 1, :now);

-- plan_touch(id plan_id, version number, now instant) -> changed
-- Gives the plan its next version; changes nothing when it is not at this one.
UPDATE studymap_plan SET version = version + 1, changed_at = :now
 WHERE id = :id AND version = :version;

-- items_of(plan plan_id) -> many studymap_item
-- The choices of a plan, in the order in which they were made.
SELECT id, offering, section, label FROM studymap_item WHERE plan = :plan ORDER BY rank, at, id;

-- item_put(id plan_item_id, plan plan_id, offering offering_id, section section_id, label text, now instant) -> nothing
-- Puts a section into a plan; another section of the same offering is replaced, in its place.
INSERT INTO studymap_item (id, plan, offering, section, label, at)
VALUES (:id, :plan, :offering, :section, :label, :now)
ON CONFLICT (plan, offering) DO UPDATE SET section = excluded.section, label = excluded.label;

-- item_remove(plan plan_id, offering offering_id) -> changed
-- Takes a choice out of a plan.
DELETE FROM studymap_item WHERE plan = :plan AND offering = :offering;

-- counter_next(year number) -> one number
-- The next receipt number of a year.
INSERT INTO studymap_counter (year, last) VALUES (:year, 1)
ON CONFLICT (year) DO UPDATE SET last = studymap_counter.last + 1
RETURNING last;

-- receipt_add(id receipt_id, number text, person person_id, term term_id, kind text, plan plan_id, plan_version number, enrolled amount, waiting amount, refused amount, lines text, now instant) -> nothing
-- Keeps a receipt.
INSERT INTO studymap_receipt (id, number, person, term, kind, plan, plan_version, enrolled, waiting,
                              refused, lines, at)
VALUES (:id, :number, :person, :term, :kind, :plan, :plan_version, :enrolled, :waiting, :refused,
        :lines, :now);

-- receipt_of_version(plan plan_id, version number) -> maybe text
-- The number of the receipt for this version of a plan, if it was submitted.
SELECT number FROM studymap_receipt WHERE plan = :plan AND plan_version = :version;

-- receipt_of_number(person person_id, number text) -> maybe studymap_receipt
-- One's own receipt.
SELECT id, number, term, kind, lines, at FROM studymap_receipt WHERE person = :person AND number = :number;

-- receipts_of(person person_id) -> many studymap_receipt_sum
-- A person's receipts, the newest first, with what came of them.
SELECT id, number, term, kind, at, enrolled, waiting, refused FROM studymap_receipt
 WHERE person = :person ORDER BY at DESC, id DESC;

-- export_items(person person_id) -> many studymap_export_item
-- Everything a person has in plans, for the export of personal data.
SELECT t.code AS "term:text", i.label, i.at
  FROM studymap_item i JOIN studymap_plan p ON p.id = i.plan JOIN records_term t ON t.id = p.term
 WHERE p.person = :person ORDER BY t.first, i.at, i.id;

-- export_receipts(person person_id) -> many studymap_export_receipt
-- All receipts of a person, for the export of personal data.
SELECT number, kind, lines, at FROM studymap_receipt WHERE person = :person ORDER BY at, id;

-- check_taken() -> many studymap_fault
-- Sections whose counters are not the number of their enrolments, or that are oversold.
SELECT s.id, s.taken, s.waiting, s.seats, s.unlimited,
       CAST(coalesce(sum(CASE WHEN e.waits = 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS "places:amount",
       CAST(coalesce(sum(CASE WHEN e.waits = 1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS "waits:amount"
  FROM records_section s LEFT JOIN records_enrolment e ON e.section = s.id
 GROUP BY s.id, s.taken, s.waiting, s.seats, s.unlimited
HAVING s.taken <> coalesce(sum(CASE WHEN e.waits = 0 THEN 1 ELSE 0 END), 0)
    OR s.waiting <> coalesce(sum(CASE WHEN e.waits = 1 THEN 1 ELSE 0 END), 0)
    OR (s.unlimited = 0 AND s.taken > s.seats)
 ORDER BY s.id;

-- check_order() -> many studymap_wrong
-- Sections where two people have the same place on the wait-list, or somebody waits beside a free seat.
SELECT CAST(s.id AS BIGINT) AS "what:number" FROM records_section s
 WHERE EXISTS (SELECT 1 FROM records_enrolment a JOIN records_enrolment b
                   ON b.section = a.section AND b.waiting_order = a.waiting_order
                  AND b.person <> a.person
                WHERE a.section = s.id AND a.waiting_order > 0)
    OR (s.waiting > 0 AND (s.unlimited = 1 OR s.taken < s.seats))
 ORDER BY s.id;

-- check_numbers() -> many studymap_wrong
-- Years whose receipts are not numbered without a hole.
SELECT CAST(c.year AS BIGINT) AS "what:number" FROM studymap_counter c
 WHERE c.last <> (SELECT count(*) FROM studymap_receipt r
                   WHERE substr(r.number, 1, 5) = CAST(c.year AS TEXT) || '-')
 ORDER BY c.year;

-- check_empty() -> many studymap_wrong
-- Receipts that say nothing, which cannot be.
SELECT CAST(r.id AS BIGINT) AS "what:number" FROM studymap_receipt r
 WHERE r.lines = '[]' OR r.enrolled + r.waiting + r.refused = 0 ORDER BY r.id;

-- planned_before(person person_id, term term_id, today day) -> many studymap_ahead
-- The courses that a person plans for the terms before this one that are not over.
SELECT o.course, c.code, c.credits
  FROM studymap_plan p JOIN studymap_item i ON i.plan = p.id
  JOIN records_offering o ON o.id = i.offering JOIN records_course c ON c.id = o.course
  JOIN records_term t ON t.id = p.term JOIN records_term x ON x.id = :term
 WHERE p.person = :person AND t.first < x.first AND t.last >= :today ORDER BY c.code;
