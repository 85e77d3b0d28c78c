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
SELECT id, offering, section, label FROM studymap_item WHERE plan = :plan ORDER BY at, id;

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

-- receipt_add(id receipt_id, number text, person person_id, term term_id, plan plan_id, plan_version number, now instant) -> nothing
-- Keeps a receipt.
INSERT INTO studymap_receipt (id, number, person, term, plan, plan_version, at)
VALUES (:id, :number, :person, :term, :plan, :plan_version, :now);

-- receipt_of_version(plan plan_id, version number) -> maybe text
-- The number of the receipt for this version of a plan, if it was submitted.
SELECT number FROM studymap_receipt WHERE plan = :plan AND plan_version = :version;

-- receipt_of_number(person person_id, number text) -> maybe studymap_receipt
-- One's own receipt.
SELECT id, number, term, at FROM studymap_receipt WHERE person = :person AND number = :number;

-- receipts_of(person person_id) -> many studymap_receipt_sum
-- A person's receipts, the newest first, with what came of them.
SELECT r.id, r.number, r.term, r.at,
       CAST(sum(CASE WHEN l.outcome = 'enrolled' THEN 1 ELSE 0 END) AS BIGINT) AS "enrolled:amount",
       CAST(sum(CASE WHEN l.outcome = 'waiting' THEN 1 ELSE 0 END) AS BIGINT) AS "waiting:amount",
       CAST(sum(CASE WHEN l.outcome = 'refused' THEN 1 ELSE 0 END) AS BIGINT) AS "refused:amount"
  FROM studymap_receipt r JOIN studymap_line l ON l.receipt = r.id
 WHERE r.person = :person
 GROUP BY r.id, r.number, r.term, r.at
 ORDER BY r.at DESC, r.id DESC;

-- line_add(receipt receipt_id, position number, offering offering_id, code text, name text, section_code text, credits number, outcome text, waiting_at number, reason text, other text, mine number, theirs number) -> nothing
-- One course of a receipt.
INSERT INTO studymap_line (receipt, position, offering, code, name, section_code, credits, outcome,
                           waiting_at, reason, other, mine, theirs)
VALUES (:receipt, :position, :offering, :code, :name, :section_code, :credits, :outcome,
        :waiting_at, :reason, :other, :mine, :theirs);

-- lines_of(receipt receipt_id) -> many studymap_line
-- The courses of a receipt.
SELECT position, offering, code, name, section_code, credits, outcome, waiting_at, reason, other,
       mine, theirs
  FROM studymap_line WHERE receipt = :receipt ORDER BY position;

-- export_items(person person_id) -> many studymap_export_item
-- Everything a person has in plans, for the export of personal data.
SELECT t.code AS "term:text", i.label, i.at
  FROM studymap_item i JOIN studymap_plan p ON p.id = i.plan JOIN records_term t ON t.id = p.term
 WHERE p.person = :person ORDER BY t.first, i.at, i.id;

-- export_lines(person person_id) -> many studymap_export_line
-- Every line of a person's receipts, for the export of personal data.
SELECT r.number, r.at, l.position, l.code, l.name, l.section_code, l.outcome, l.reason
  FROM studymap_line l JOIN studymap_receipt r ON r.id = l.receipt
 WHERE r.person = :person ORDER BY r.at, r.id, l.position;

-- check_taken() -> many studymap_fault
-- Sections whose counters are not the number of their enrolments, or that are oversold.
SELECT s.id, s.taken, s.waiting, s.seats, s.unlimited,
       CAST(coalesce(sum(CASE WHEN e.waiting_order = 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS "places:amount",
       CAST(coalesce(sum(CASE WHEN e.waiting_order > 0 THEN 1 ELSE 0 END), 0) AS BIGINT) AS "waits:amount"
  FROM records_section s LEFT JOIN records_enrolment e ON e.section = s.id
 GROUP BY s.id, s.taken, s.waiting, s.seats, s.unlimited
HAVING s.taken <> coalesce(sum(CASE WHEN e.waiting_order = 0 THEN 1 ELSE 0 END), 0)
    OR s.waiting <> coalesce(sum(CASE WHEN e.waiting_order > 0 THEN 1 ELSE 0 END), 0)
    OR (s.unlimited = 0 AND s.taken > s.seats)
 ORDER BY s.id;

-- check_order() -> many studymap_wrong
-- Sections where two people have the same place on the wait-list, or somebody waits beside a free seat.
SELECT CAST(s.id AS BIGINT) AS "what:number" FROM records_section s
 WHERE EXISTS (SELECT 1 FROM records_enrolment a JOIN records_enrolment b
                   ON b.section = a.section AND b.waiting_order = a.waiting_order AND b.id > a.id
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
-- Receipts without a line, which cannot be.
SELECT CAST(r.id AS BIGINT) AS "what:number" FROM studymap_receipt r
 WHERE NOT EXISTS (SELECT 1 FROM studymap_line l WHERE l.receipt = r.id) ORDER BY r.id;
