-- queries.sql: every sentence of studymap.

-- plan_of(person person_id, term term_id) -> maybe studymap_plan
-- A student's plan for a term, if there is one.
SELECT id, version, armed_at FROM studymap_plan WHERE person = :person AND term = :term;

-- plan_get(id plan_id) -> maybe studymap_plan
-- A plan by its id.
SELECT id, version, armed_at FROM studymap_plan WHERE id = :id;

-- movement_add(section section_id) -> nothing
-- One more place of the section ended.
INSERT INTO studymap_movement (section, freed) VALUES (:section, 1)
ON CONFLICT (section) DO UPDATE SET freed = studymap_movement.freed + 1;

-- waits_of(person person_id, term term_id) -> many studymap_wait
-- What is known of the sections in which a person waits: seats that came free, and when she was passed over last.
SELECT e.section, COALESCE(m.freed, 0) AS "freed:amount",
       (SELECT max(k.at) FROM studymap_skip k
         WHERE k.section = e.section AND k.person = e.person AND k.word <> '') AS "skipped_at:instant"
  FROM records_enrolment e JOIN records_offering o ON o.id = e.offering
  LEFT JOIN studymap_movement m ON m.section = e.section
 WHERE e.person = :person AND e.waits = 1 AND o.term = :term ORDER BY e.section;

-- plan_to_submit(person person_id, term term_id) -> maybe studymap_plan_asked
-- A student's plan for a term, with the receipt of its last submission when nothing was changed since, or "".
SELECT p.id, p.version,
       COALESCE((SELECT r.number FROM studymap_receipt r
                  WHERE r.plan = p.id AND r.plan_version = p.version - 1), '') AS "unchanged:text"
  FROM studymap_plan p WHERE p.person = :person AND p.term = :term;

-- waits_sum(person person_id, term term_id, since instant) -> one studymap_waits_sum
-- In how many courses a person waits, and the receipt by which she moved up last, since a moment, or "".
SELECT (SELECT count(*) FROM records_enrolment e JOIN records_offering o ON o.id = e.offering
         WHERE e.person = :person AND e.waits = 1 AND o.term = :term) AS "waits:amount",
       COALESCE((SELECT max(r.number) FROM studymap_receipt r
                  WHERE r.person = :person AND r.term = :term AND r.kind = 'moved'
                    AND r.at > :since), '') AS "moved:text";

-- planned_in(person person_id, term term_id) -> one amount
-- How many choices a person has not submitted yet.
SELECT count(*) AS "n:amount" FROM studymap_item i JOIN studymap_plan p ON p.id = i.plan
 WHERE p.person = :person AND p.term = :term;

-- plan_add(id plan_id, person person_id, term term_id, now instant) -> nothing
-- Begins a plan.
INSERT INTO studymap_plan (id, person, term, version, changed_at)
VALUES (:id, :person, :term, 1, :now);

-- plan_touch(id plan_id, version number, now instant) -> changed
-- Gives the plan its next version; changes nothing when it is not at this one.
UPDATE studymap_plan SET version = version + 1, changed_at = :now
 WHERE id = :id AND version = :version;

-- plan_submitted(id plan_id, version number, now instant) -> changed
-- The same for a plan that is submitted: it is armed no more.
UPDATE studymap_plan SET version = version + 1, changed_at = :now, armed_at = NULL
 WHERE id = :id AND version = :version;

-- plan_arm(id plan_id, armed_at instant) -> nothing
-- Arms a plan, or (NULL) disarms it.
UPDATE studymap_plan SET armed_at = :armed_at WHERE id = :id;

-- items_of(plan plan_id) -> many studymap_item
-- The choices of a plan, as they lie; studymap_items_read() has them in the student's order.
SELECT id, offering, section, label, rank, others, at FROM studymap_item WHERE plan = :plan ORDER BY offering;

-- item_put(id plan_item_id, plan plan_id, offering offering_id, section section_id, label text, rank number, others text, now instant) -> nothing
-- Puts a choice into a plan; of an offering that is chosen already the options are replaced.
INSERT INTO studymap_item (id, plan, offering, section, label, rank, others, at)
VALUES (:id, :plan, :offering, :section, :label, :rank, :others, :now)
ON CONFLICT (plan, offering) DO UPDATE SET section = excluded.section, label = excluded.label,
    others = excluded.others;

-- item_options(id plan_item_id, offering offering_id, section section_id, label text, others text) -> nothing
-- Gives a choice other options; the first may be of another offering.
UPDATE studymap_item SET offering = :offering, section = :section, label = :label, others = :others
 WHERE id = :id;

-- item_rank(id plan_item_id, rank number) -> nothing
-- Gives a choice its rank.
UPDATE studymap_item SET rank = :rank WHERE id = :id;

-- item_remove(plan plan_id, offering offering_id) -> changed
-- Takes a choice out of a plan.
DELETE FROM studymap_item WHERE plan = :plan AND offering = :offering;

-- items_clear(plan plan_id) -> nothing
-- Takes all choices out of a plan.
DELETE FROM studymap_item WHERE plan = :plan;

-- counter_next(year number, n number) -> nothing
-- Counts so many more receipts in a year.
INSERT INTO studymap_counter (year, last) VALUES (:year, :n)
ON CONFLICT (year) DO UPDATE SET last = studymap_counter.last + excluded.last;

-- counter_now(year number) -> one number
-- The last receipt number of a year.
SELECT last FROM studymap_counter WHERE year = :year;

-- receipt_add(id receipt_id, number text, person person_id, term term_id, kind text, plan plan_id, plan_version number, enrolled amount, waiting amount, refused amount, lines text, input text, acted_by person_id, because text, now instant) -> nothing
-- Keeps a receipt.
INSERT INTO studymap_receipt (id, number, person, term, kind, plan, plan_version, enrolled, waiting,
                              refused, lines, input, acted_by, because, at)
VALUES (:id, :number, :person, :term, :kind, :plan, :plan_version, :enrolled, :waiting, :refused,
        :lines, :input, :acted_by, :because, :now);

-- skip_put(person person_id, section section_id, at instant, waiting_order number, word text, input text) -> nothing
-- Keeps why somebody who waits was passed over.
INSERT INTO studymap_skip (person, section, at, waiting_order, word, input)
VALUES (:person, :section, :at, :waiting_order, :word, :input)
ON CONFLICT (section, person, at) DO UPDATE SET word = excluded.word, input = excluded.input;

-- receipt_of_version(plan plan_id, version number) -> maybe studymap_receipt_key
-- The receipt for this version of a plan, if it was submitted.
SELECT id, number FROM studymap_receipt WHERE plan = :plan AND plan_version = :version;

-- receipt_of_number(person person_id, number text) -> maybe studymap_receipt
-- One's own receipt.
SELECT id, number, term, kind, lines, input, draw, ticket, because, at FROM studymap_receipt
 WHERE person = :person AND number = :number;

-- receipts_of(person person_id, before instant, before_id receipt_id, most number) -> many studymap_receipt_sum
-- A person's receipts, the newest first, with what came of them.
SELECT id, number, term, kind, at, enrolled, waiting, refused FROM studymap_receipt
 WHERE person = :person
   AND (:before IS NULL OR at < :before OR (at = :before AND id < :before_id))
 ORDER BY at DESC, id DESC LIMIT :most;

-- must_queue(term term_id, shared flag, now instant) -> one amount
-- 1 when what is asked now is to be decided in turn: others of the term wait already; several processes
-- share the database and one of them decides; or a draw comes first.
SELECT CAST(CASE
    WHEN EXISTS (SELECT 1 FROM studymap_request WHERE decided_at IS NULL AND term = :term) THEN 1
    WHEN EXISTS (SELECT 1 FROM studymap_draw
                  WHERE term = :term AND done_at IS NULL AND opens <= :now) THEN 1
    WHEN :shared = 1 AND EXISTS (SELECT 1 FROM campus_lease
                  WHERE name = 'studymap.decide' AND until > :now) THEN 1
    ELSE 0 END AS BIGINT) AS "queue:amount";

-- turn_put(section section_id, after number, now instant) -> nothing
-- The decider is to ask those who wait in a section, from behind an order on.
INSERT INTO studymap_turn (section, after, at) VALUES (:section, :after, :now)
ON CONFLICT (section) DO UPDATE SET
    after = CASE WHEN excluded.after < studymap_turn.after THEN excluded.after ELSE studymap_turn.after END;

-- turns_due(now instant, most number) -> many studymap_turn_row
-- Whom the decider is to ask next; but not while a draw writes who waits.
SELECT section, after, at, crashes FROM studymap_turn t
 WHERE at <= :now AND NOT EXISTS (
       SELECT 1 FROM records_section s JOIN records_offering o ON o.id = s.offering
         JOIN studymap_draw d ON d.term = o.term
        WHERE s.id = t.section AND d.done_at IS NULL AND d.state IN ('freezing', 'frozen', 'seats'))
 ORDER BY at, section LIMIT :most;

-- turn_done(section section_id) -> changed
-- They are asked.
DELETE FROM studymap_turn WHERE section = :section;

-- turn_failed(section section_id, at instant) -> nothing
-- Asking them failed: it comes again.
UPDATE studymap_turn SET at = :at WHERE section = :section;

-- request_add(id request_id, person person_id, term term_id, kind text, plan plan_id, plan_version number, offering offering_id, section section_id, waits flag, asked text, address text, now instant) -> changed
-- Puts what is asked into the queue; a version of a plan only once.
INSERT INTO studymap_request (id, person, term, kind, plan, plan_version, offering, section, waits, asked, address, at)
VALUES (:id, :person, :term, :kind, :plan, :plan_version, :offering, :section, :waits, :asked, :address, :now)
ON CONFLICT (plan, plan_version) WHERE kind = 'submit' DO NOTHING;

-- request_by_hand(id request_id, person person_id, term term_id, kind text, offering offering_id, section section_id, waits flag, asked text, address text, acted_by person_id, overrules number, because text, now instant) -> nothing
-- Puts into the queue what the student administration asks for somebody.
INSERT INTO studymap_request (id, person, term, kind, plan_version, offering, section, waits, asked, address, acted_by, overrules, because, at)
VALUES (:id, :person, :term, :kind, 0, :offering, :section, :waits, :asked, :address, :acted_by, :overrules, :because, :now);

-- request_for(id request_id, acted_by person_id) -> maybe studymap_request_for
-- What somebody of the student administration asked, and what came of it.
SELECT q.id, q.person, q.term, q.kind, q.at, q.decided_at, q.problem, COALESCE(r.number, '') AS "number:text"
  FROM studymap_request q LEFT JOIN studymap_receipt r ON r.id = q.receipt
 WHERE q.id = :id AND q.acted_by = :acted_by;

-- request_of_version(plan plan_id, version number) -> maybe request_id
-- What was asked with this version of a plan.
SELECT id FROM studymap_request WHERE kind = 'submit' AND plan = :plan AND plan_version = :version;

-- request_of(id request_id, person person_id) -> maybe studymap_request_state
-- One's own request, and what came of it.
SELECT q.id, q.term, q.kind, q.at, q.decided_at, q.problem, COALESCE(r.number, '') AS "number:text"
  FROM studymap_request q LEFT JOIN studymap_receipt r ON r.id = q.receipt
 WHERE q.id = :id AND q.person = :person;

-- requests_before(id request_id, at instant, most number) -> one amount
-- How many are decided before this one: no more than `most` are counted.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM (
    SELECT 1 FROM studymap_request
     WHERE decided_at IS NULL AND (at < :at OR (at = :at AND id < :id)) LIMIT :most) AS x;

-- requests_first(most number) -> many studymap_request_first
-- Those that are decided next, in their order.
SELECT id, at FROM studymap_request WHERE decided_at IS NULL ORDER BY at, id LIMIT :most;

-- requests_due(now instant, most number) -> many studymap_request_row
-- What is to be decided next: as it was asked, but not before a draw of its term.
SELECT id, person, term, kind, plan, plan_version, offering, section, waits, asked, address, acted_by, overrules,
       because, tries, crashes, at
  FROM studymap_request q
 WHERE q.decided_at IS NULL AND q.due <= :now
   AND NOT EXISTS (SELECT 1 FROM studymap_draw d
                    WHERE d.term = q.term AND d.done_at IS NULL AND d.opens <= :now)
 ORDER BY at, id LIMIT :most;

-- request_decided(id request_id, receipt receipt_id, problem text, now instant) -> changed
-- The answer; changes no row when it was given before.
UPDATE studymap_request SET decided_at = :now, receipt = :receipt, problem = :problem
 WHERE id = :id AND decided_at IS NULL;

-- request_failed(id request_id, due instant) -> nothing
-- Deciding it failed: it comes again later.
UPDATE studymap_request SET tries = tries + 1, due = :due WHERE id = :id AND decided_at IS NULL;

-- trial_now() -> one studymap_trial_now
-- What a round was about to decide; empty when it came to its end.
SELECT holder, requests, turns FROM studymap_trial WHERE one = 1;

-- trial_put(holder text, requests text, turns text) -> nothing
-- It is about to decide these; or, all empty, has.
UPDATE studymap_trial SET holder = :holder, requests = :requests, turns = :turns WHERE one = 1;

-- request_crashed(id request_id) -> changed
-- A process ended while this was decided, or could have been.
UPDATE studymap_request SET crashes = crashes + 1 WHERE id = :id AND decided_at IS NULL;

-- turn_crashed(section section_id, at instant) -> changed
-- The same of those who wait in a section; they are asked again later.
UPDATE studymap_turn SET crashes = crashes + 1, at = :at WHERE section = :section;

-- turn_parked(section section_id, at instant, most amount) -> changed
-- After so many it is left alone for long.
UPDATE studymap_turn SET at = :at WHERE section = :section AND crashes >= :most;

-- swept() -> one section_id
-- How far the sweep has come.
SELECT section FROM studymap_swept WHERE one = 1;

-- swept_put(section section_id) -> nothing
-- It has come so far.
UPDATE studymap_swept SET section = :section WHERE one = 1;

-- run_plans(since instant, upto instant) -> many studymap_run_plan
-- The plans of what was asked in that time and is not decided, with the receipts that they have.
SELECT q.id AS "request:request_id", p.version, r.id AS receipt, COALESCE(r.number, '') AS "number:text"
  FROM (SELECT id, person, plan, plan_version FROM studymap_request
         WHERE decided_at IS NULL AND at >= :since AND at <= :upto ORDER BY at, id LIMIT 1024) AS q
  JOIN studymap_plan p ON p.id = q.plan
  LEFT JOIN studymap_receipt r ON r.plan = q.plan AND r.plan_version = q.plan_version
 ORDER BY q.id;

-- run_items(since instant, upto instant) -> many studymap_run_item
-- Their choices.
SELECT plan, id, offering, section, label, rank, others FROM studymap_item
 WHERE plan IN (SELECT plan FROM (SELECT id, person, plan, plan_version FROM studymap_request
         WHERE decided_at IS NULL AND at >= :since AND at <= :upto ORDER BY at, id LIMIT 1024) AS q)
 ORDER BY plan, rank, at, id;

-- run_holds(since instant, upto instant) -> many studymap_run_hold
-- What those who asked have and wait for.
SELECT person, offering, waits, section, waiting_order, reserve, gives_up, skipped, at
  FROM records_enrolment
 WHERE person IN (SELECT person FROM (SELECT id, person, plan, plan_version FROM studymap_request
         WHERE decided_at IS NULL AND at >= :since AND at <= :upto ORDER BY at, id LIMIT 1024) AS q)
 ORDER BY person, offering, waits;

-- run_seats(since instant, upto instant) -> many studymap_run_seats
-- The counters of the sections that they chose first.
SELECT id, seats, unlimited, taken, kept, waiting, promote_due, last_order FROM records_section
 WHERE id IN (SELECT i.section FROM (SELECT id, person, plan, plan_version FROM studymap_request
         WHERE decided_at IS NULL AND at >= :since AND at <= :upto ORDER BY at, id LIMIT 1024) AS q JOIN studymap_item i ON i.plan = q.plan)
 ORDER BY id;

-- run_section(section section_id) -> maybe studymap_run_seats
-- The counters of another section.
SELECT id, seats, unlimited, taken, kept, waiting, promote_due, last_order FROM records_section
 WHERE id = :section;

-- plans_touch(plan plan_id, version number, now instant) -> bulk studymap_touch_in
-- Plans that were submitted get their next version, and are armed no more.
UPDATE studymap_plan SET version = version + 1, changed_at = :now, armed_at = NULL
 WHERE id = :plan AND version = :version;

-- plans_clear(plan plan_id) -> bulk studymap_clear_in
-- All choices leave these plans.
DELETE FROM studymap_item WHERE plan = :plan;

-- items_drop(plan plan_id, offering offering_id) -> bulk studymap_drop_in
-- Some choices leave their plans.
DELETE FROM studymap_item WHERE plan = :plan AND offering = :offering;

-- run_receipts(id receipt_id, number text, person person_id, term term_id, kind text, plan plan_id, plan_version number, enrolled amount, waiting amount, refused amount, lines text, input text, now instant) -> bulk studymap_receipt_in
-- Keeps many receipts.
INSERT INTO studymap_receipt (id, number, person, term, kind, plan, plan_version, enrolled, waiting,
                              refused, lines, input, at)
VALUES (:id, :number, :person, :term, :kind, :plan, :plan_version, :enrolled, :waiting, :refused,
        :lines, :input, :now);

-- requests_decided(id request_id, receipt receipt_id, problem text, now instant) -> bulk studymap_answer_in
-- Many answers.
UPDATE studymap_request SET decided_at = :now, receipt = :receipt, problem = :problem
 WHERE id = :id AND decided_at IS NULL;

-- openings(now instant) -> many studymap_opening
-- The moments at which the windows of a term open, from now on.
SELECT term, opens, CAST(min(id) AS BIGINT) AS "window:window_id" FROM records_window
 WHERE opens > :now GROUP BY term, opens ORDER BY opens, term;

-- terms_open(now instant, soon instant) -> many studymap_term_open
-- The terms for which somebody may choose now, or soon.
SELECT DISTINCT term FROM records_window WHERE opens <= :soon AND closes > :now ORDER BY term;

-- opening_of(window window_id, now instant) -> maybe studymap_opening
-- When a window opened that is open now, in a term for which somebody is armed.
SELECT term, opens, id AS "window:window_id" FROM records_window w
 WHERE id = :window AND opens <= :now AND closes > :now
   AND EXISTS (SELECT 1 FROM studymap_plan p WHERE p.term = w.term AND p.armed_at IS NOT NULL);

-- opening_stands(term term_id, opens instant) -> one amount
-- How many windows of a term open at this moment.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM records_window
 WHERE term = :term AND opens = :opens;

-- draws_open() -> many studymap_draw_row
-- The draws that are not done, the first opening first.
SELECT id, term, opens, state, seed, commitment, tickets, final, entries, written, turns, file, made_at,
       done_at FROM studymap_draw WHERE done_at IS NULL ORDER BY opens, id;

-- draws_done() -> many studymap_draw_row
-- The draws that are over, the newest first.
SELECT id, term, opens, state, seed, commitment, tickets, final, entries, written, turns, file, made_at,
       done_at FROM studymap_draw WHERE done_at IS NOT NULL ORDER BY opens DESC, id LIMIT 200;

-- draw_get(id draw_id) -> maybe studymap_draw_row
-- One draw.
SELECT id, term, opens, state, seed, commitment, tickets, final, entries, written, turns, file, made_at,
       done_at FROM studymap_draw WHERE id = :id;

-- draw_at(term term_id, opens instant) -> maybe studymap_draw_row
-- The draw of an opening.
SELECT id, term, opens, state, seed, commitment, tickets, final, entries, written, turns, file, made_at,
       done_at FROM studymap_draw WHERE term = :term AND opens = :opens;

-- draw_held(term term_id) -> one amount
-- Is a draw of this term being held, with seats that are given and receipts that are not written yet?
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM studymap_draw
 WHERE term = :term AND done_at IS NULL AND state IN ('freezing', 'frozen', 'seats');

-- draw_seats(id draw_id) -> one text
-- The free seats, as they were at the freezing.
SELECT seats FROM studymap_draw WHERE id = :id;

-- draw_add(id draw_id, term term_id, window window_id, opens instant, seed text, commitment text, now instant) -> nothing
-- A draw with its promise.
INSERT INTO studymap_draw (id, term, window_id, opens, state, seed, commitment, tickets, final, seats,
                           entries, written, made_at)
VALUES (:id, :term, :window, :opens, 'waiting', :seed, :commitment, '', '', '', 0, 0, :now);

-- draw_state(id draw_id, state text, done_at instant) -> nothing
-- The next state of a draw.
UPDATE studymap_draw SET state = :state, done_at = :done_at WHERE id = :id;

-- draw_frozen(id draw_id, tickets text, final text, entries amount, now instant) -> nothing
-- All who are in it are written down.
UPDATE studymap_draw SET state = 'frozen', tickets = :tickets, final = :final, entries = :entries,
       frozen_at = :now WHERE id = :id;

-- draw_given(id draw_id, seats text, turns text) -> nothing
-- The seats are given; the receipts follow.
UPDATE studymap_draw SET state = 'seats', seats = :seats, turns = :turns WHERE id = :id;

-- draw_written(id draw_id, more amount) -> nothing
-- So many more receipts are there.
UPDATE studymap_draw SET written = written + :more WHERE id = :id;

-- draw_done(id draw_id, seed text, file text, now instant) -> nothing
-- It is over: the seed may be seen.
UPDATE studymap_draw SET state = 'done', seed = :seed, file = :file, done_at = :now WHERE id = :id;

-- armed_count(term term_id) -> one amount
-- How many plans of a term are armed.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM studymap_plan
 WHERE term = :term AND armed_at IS NOT NULL;

-- armed_plans(term term_id, draw draw_id) -> many studymap_armed
-- The armed plans of a term that are not written down yet.
SELECT p.id, p.person, p.version FROM studymap_plan p
 WHERE p.term = :term AND p.armed_at IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM studymap_entry e WHERE e.draw = :draw AND e.person = p.person)
 ORDER BY p.id;

-- armed_items(term term_id) -> many studymap_armed_item
-- The choices of the armed plans of a term.
SELECT i.plan, i.id, i.offering, i.section, i.label, i.rank, i.others, i.at
  FROM studymap_plan p JOIN studymap_item i ON i.plan = p.id
 WHERE p.term = :term AND p.armed_at IS NOT NULL ORDER BY p.id;

-- armed_holds(term term_id) -> many studymap_armed_hold
-- What the people with armed plans have or wait for in the term.
SELECT p.id AS "plan:plan_id", e.offering, e.section, e.waits, e.gives_up
  FROM studymap_plan p JOIN records_enrolment e ON e.person = p.person
  JOIN records_offering o ON o.id = e.offering
 WHERE p.term = :term AND p.armed_at IS NOT NULL AND o.term = :term ORDER BY p.id;

-- armed_programmes(term term_id, today day) -> many studymap_armed_programme
-- The programmes that the people with armed plans follow.
SELECT p.id AS "plan:plan_id", s.programme
  FROM studymap_plan p JOIN records_study s ON s.person = p.person
 WHERE p.term = :term AND p.armed_at IS NOT NULL AND s.since <= :today ORDER BY p.id, s.programme;

-- armed_results(term term_id) -> many studymap_armed_fact
-- Their results.
SELECT p.id AS "plan:plan_id", r.course, r.grade, r.passed
  FROM studymap_plan p JOIN records_result r ON r.person = p.person
 WHERE p.term = :term AND p.armed_at IS NOT NULL ORDER BY p.id;

-- armed_waivers(term term_id) -> many studymap_armed_course
-- The courses whose prerequisites do not count for them.
SELECT p.id AS "plan:plan_id", w.course
  FROM studymap_plan p JOIN records_waiver w ON w.person = p.person
 WHERE p.term = :term AND p.armed_at IS NOT NULL ORDER BY p.id;

-- armed_awaited(term term_id, today day) -> many studymap_armed_course
-- What they take in an earlier term without a result yet, or plan for one that is not over.
SELECT p.id AS "plan:plan_id", o.course
  FROM studymap_plan p JOIN records_enrolment e ON e.person = p.person
  JOIN records_offering o ON o.id = e.offering
  JOIN records_term t ON t.id = o.term JOIN records_term x ON x.id = p.term
 WHERE p.term = :term AND p.armed_at IS NOT NULL AND e.waiting_order = 0 AND t.first < x.first
   AND NOT EXISTS (SELECT 1 FROM records_result r
                    WHERE r.person = p.person AND r.course = o.course AND r.at >= t.first)
UNION ALL
SELECT p.id AS "plan:plan_id", o.course
  FROM studymap_plan p JOIN studymap_plan b ON b.person = p.person
  JOIN studymap_item i ON i.plan = b.id JOIN records_offering o ON o.id = i.offering
  JOIN records_term t ON t.id = b.term JOIN records_term x ON x.id = p.term
 WHERE p.term = :term AND p.armed_at IS NOT NULL AND t.first < x.first AND t.last >= :today
 ORDER BY 1;

-- courses_known() -> many studymap_course
-- Every course with what a prerequisite asks of it.
SELECT id, code, credits FROM records_course ORDER BY id;

-- entries_add(draw draw_id, person person_id, plan plan_id, plan_version number, ticket text, choices text, has text) -> bulk studymap_entry_in
-- Writes down who is in a draw.
INSERT INTO studymap_entry (draw, person, plan, plan_version, ticket, choices, has)
VALUES (:draw, :person, :plan, :plan_version, :ticket, :choices, :has);

-- entries_of(draw draw_id) -> many studymap_entry_row
-- All who are in a draw.
SELECT person, plan, plan_version, ticket, choices, has, receipt FROM studymap_entry
 WHERE draw = :draw ORDER BY person;

-- entry_tickets(draw draw_id) -> many studymap_entry_ticket
-- Their tickets.
SELECT ticket FROM studymap_entry WHERE draw = :draw ORDER BY ticket;

-- entry_receipt(draw draw_id, person person_id) -> maybe text
-- The number of somebody's receipt in a draw; "" while it is not written.
SELECT COALESCE(r.number, '') AS "number:text"
  FROM studymap_entry e LEFT JOIN studymap_receipt r ON r.id = e.receipt
 WHERE e.draw = :draw AND e.person = :person;

-- entry_choices(draw draw_id, person person_id) -> maybe studymap_entry_text
-- What somebody wanted in a draw.
SELECT choices, has FROM studymap_entry WHERE draw = :draw AND person = :person;

-- entries_kept(draw draw_id, person person_id, receipt receipt_id) -> bulk studymap_entry_kept
-- Their receipts are there; changes no row for whom it was before.
UPDATE studymap_entry SET receipt = :receipt
 WHERE draw = :draw AND person = :person AND receipt IS NULL;

-- counter_more(year number, more number) -> one number
-- The last of so many receipt numbers of a year, one after the other.
INSERT INTO studymap_counter (year, last) VALUES (:year, :more)
ON CONFLICT (year) DO UPDATE SET last = studymap_counter.last + :more
RETURNING last;

-- receipts_add(id receipt_id, number text, person person_id, term term_id, kind text, plan plan_id, plan_version number, draw draw_id, ticket text, enrolled amount, waiting amount, refused amount, lines text, at instant) -> bulk studymap_receipt_drawn
-- Keeps the receipts of a draw.
INSERT INTO studymap_receipt (id, number, person, term, kind, plan, plan_version, draw, ticket, enrolled,
                              waiting, refused, lines, at)
VALUES (:id, :number, :person, :term, :kind, :plan, :plan_version, :draw, :ticket, :enrolled, :waiting,
        :refused, :lines, :at);

-- plans_drawn(id plan_id, version number, changed_at instant) -> bulk studymap_plan_drawn
-- Plans that a draw submitted.
UPDATE studymap_plan SET version = version + 1, armed_at = NULL, changed_at = :changed_at
 WHERE id = :id AND version = :version;

-- draw_receipts(draw draw_id) -> many studymap_draw_receipt
-- The receipts of a draw.
SELECT id, person, plan, plan_version, COALESCE(ticket, '') AS "ticket:text", lines FROM studymap_receipt
 WHERE draw = :draw ORDER BY person;

-- draw_receipt(draw draw_id, person person_id) -> maybe studymap_draw_receipt
-- Somebody's receipt of a draw.
SELECT id, person, plan, plan_version, COALESCE(ticket, '') AS "ticket:text", lines FROM studymap_receipt
 WHERE draw = :draw AND person = :person ORDER BY id LIMIT 1;

-- receipts_drawn(term term_id, at instant) -> one amount
-- How many receipts of a term were of a draw, up to a moment.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM studymap_receipt
 WHERE term = :term AND kind = 'armed' AND at <= :at;

-- draws_all() -> many studymap_draw_row
-- Every draw.
SELECT id, term, opens, state, seed, commitment, tickets, final, entries, written, turns, file, made_at,
       done_at FROM studymap_draw ORDER BY id;

-- check_requests() -> many studymap_wrong
-- Requests that were decided to a receipt that is not there or not hers: there must be none.
SELECT CAST(q.id AS BIGINT) AS "what:number" FROM studymap_request q
 WHERE q.receipt IS NOT NULL AND NOT EXISTS (
       SELECT 1 FROM studymap_receipt r WHERE r.id = q.receipt AND r.person = q.person)
 ORDER BY q.id;

-- export_items(person person_id) -> many studymap_export_item
-- Everything a person has in plans, for the export of personal data.
SELECT t.code AS "term:text", i.label, i.at
  FROM studymap_item i JOIN studymap_plan p ON p.id = i.plan JOIN records_term t ON t.id = p.term
 WHERE p.person = :person ORDER BY t.first, i.at, i.id;

-- export_receipts(person person_id) -> many studymap_export_receipt
-- All receipts of a person, for the export of personal data.
SELECT number, kind, lines, because, at FROM studymap_receipt WHERE person = :person ORDER BY at, id;

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
-- Sections where two people have the same place on the wait-list.
SELECT CAST(s.id AS BIGINT) AS "what:number" FROM records_section s
 WHERE s.waiting > 0 AND EXISTS (
       SELECT 1 FROM records_enrolment e WHERE e.section = s.id AND e.waiting_order > 0
        GROUP BY e.waiting_order HAVING count(*) > 1)
 ORDER BY s.id;

-- check_due() -> many studymap_wrong
-- Sections where those who wait are to be asked first, and nothing is on its way that does it.
SELECT CAST(s.id AS BIGINT) AS "what:number" FROM records_section s
 WHERE s.promote_due = 1
   AND NOT EXISTS (SELECT 1 FROM campus_job j WHERE j.name = 'studymap.promote' AND j.arg = s.id)
   AND NOT EXISTS (SELECT 1 FROM campus_delivery d JOIN campus_event e ON e.id = d.event
                    WHERE d.listener = 'studymap.freed' AND e.about = s.id)
   AND NOT EXISTS (SELECT 1 FROM studymap_turn t WHERE t.section = s.id)
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
 WHERE r.lines = '[]' ORDER BY r.id;

-- planned_before(person person_id, term term_id, today day) -> many studymap_ahead
-- The courses that a person plans for the terms before this one that are not over.
SELECT o.course, c.code, c.credits
  FROM studymap_plan p JOIN studymap_item i ON i.plan = p.id
  JOIN records_offering o ON o.id = i.offering JOIN records_course c ON c.id = o.course
  JOIN records_term t ON t.id = p.term JOIN records_term x ON x.id = :term
 WHERE p.person = :person AND t.first < x.first AND t.last >= :today ORDER BY c.code;

-- wished(term term_id) -> many studymap_wished
-- How often each offering of a term stands in plans; and in armed ones.
SELECT i.offering, CAST(count(i.id) AS BIGINT) AS "planned:amount",
       CAST(count(CASE WHEN p.armed_at IS NOT NULL THEN 1 END) AS BIGINT) AS "armed:amount"
  FROM studymap_plan p JOIN studymap_item i ON i.plan = p.id
 WHERE p.term = :term GROUP BY i.offering ORDER BY i.offering;

-- other_options(term term_id) -> many studymap_others
-- The options after the first, of all choices of a term that have some.
SELECT i.others FROM studymap_plan p JOIN studymap_item i ON i.plan = p.id
 WHERE p.term = :term AND i.others <> '' ORDER BY i.id;

-- terms_near(now instant, soon instant) -> many studymap_near
-- The terms with a window that is open or opens soon.
SELECT DISTINCT term FROM records_window WHERE opens <= :soon AND closes > :now ORDER BY term;

-- sample_add(term term_id, offering offering_id, at instant, seats amount, taken amount, waiting amount, planned amount, armed amount) -> bulk studymap_sample_in
-- Keeps how much an offering is asked for.
INSERT INTO studymap_sample (term, offering, at, seats, taken, waiting, planned, armed)
VALUES (:term, :offering, :at, :seats, :taken, :waiting, :planned, :armed)
ON CONFLICT (offering, at) DO NOTHING;

-- pulse_add(term term_id, at instant, seats amount, taken amount, waiting amount, planned amount, armed amount, receipts amount) -> nothing
-- Keeps how much a term is asked for.
INSERT INTO studymap_pulse (term, at, seats, taken, waiting, planned, armed, receipts)
VALUES (:term, :at, :seats, :taken, :waiting, :planned, :armed, :receipts)
ON CONFLICT (term, at) DO NOTHING;

-- samples_last(term term_id) -> many studymap_last
-- What was kept last of each offering.
SELECT s.offering, s.seats, s.taken, s.waiting, s.planned, s.armed FROM studymap_sample s
 WHERE s.term = :term
   AND s.at = (SELECT max(x.at) FROM studymap_sample x WHERE x.offering = s.offering)
 ORDER BY s.offering;

-- samples_of(offering offering_id) -> many studymap_point
-- How an offering was asked for, the newest first.
SELECT at, seats, taken, waiting, planned FROM studymap_sample WHERE offering = :offering
 ORDER BY at DESC LIMIT 600;

-- pulses_of(term term_id) -> many studymap_point
-- How a term was asked for, the newest first.
SELECT at, seats, taken, waiting, planned FROM studymap_pulse WHERE term = :term
 ORDER BY at DESC LIMIT 600;

-- samples_thin(close instant, old instant) -> changed
-- Leaves the first sample of an hour of what is not close any more, and none of what is old.
DELETE FROM studymap_sample
 WHERE at < :old OR (at < :close AND EXISTS (
       SELECT 1 FROM studymap_sample x WHERE x.offering = studymap_sample.offering
          AND x.at < studymap_sample.at AND x.at / 3600000 = studymap_sample.at / 3600000));

-- pulses_thin(close instant, old instant) -> changed
-- The same of terms.
DELETE FROM studymap_pulse
 WHERE at < :old OR (at < :close AND EXISTS (
       SELECT 1 FROM studymap_pulse x WHERE x.term = studymap_pulse.term
          AND x.at < studymap_pulse.at AND x.at / 3600000 = studymap_pulse.at / 3600000));

-- receipts_in(term term_id) -> one amount
-- How many receipts a term has.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM studymap_receipt WHERE term = :term;

-- replayed(term term_id, after text, most number) -> many studymap_replayed
-- The receipts of a term with what they were decided from, a page at a time.
SELECT id, number, person, kind, lines, input, draw, at FROM studymap_receipt
 WHERE term = :term AND number > :after ORDER BY number LIMIT :most;

-- skipped(term term_id) -> many studymap_skipped
-- Why those who wait in a term were passed over, the earliest first.
SELECT k.person, k.section, k.at, k.word, k.input FROM studymap_skip k
  JOIN records_section s ON s.id = k.section JOIN records_offering o ON o.id = s.offering
 WHERE o.term = :term ORDER BY k.at, k.section, k.person;

-- held_now(term term_id, after section_id, after_order number, after_person person_id, most number) -> many studymap_held_now
-- The places and wait-lists of a term, a section's together and in order, a page at a time.
SELECT e.person, e.offering, e.section, e.waits, e.waiting_order, e.reserve, e.gives_up
  FROM records_enrolment e JOIN records_offering o ON o.id = e.offering
 WHERE o.term = :term AND (e.section > COALESCE(:after, 0) OR (e.section = :after
       AND (e.waiting_order > :after_order
            OR (e.waiting_order = :after_order AND e.person > COALESCE(:after_person, 0)))))
 ORDER BY e.section, e.waiting_order, e.person LIMIT :most;

-- replay_add(term term_id, at instant, decisions amount, changes amount, faults amount, milliseconds amount, first_wrong text, body text) -> nothing
-- Keeps what a replay found.
INSERT INTO studymap_replay (term, at, decisions, changes, faults, milliseconds, first_wrong, body)
VALUES (:term, :at, :decisions, :changes, :faults, :milliseconds, :first_wrong, :body)
ON CONFLICT (term, at) DO UPDATE SET decisions = excluded.decisions, changes = excluded.changes,
    faults = excluded.faults, milliseconds = excluded.milliseconds,
    first_wrong = excluded.first_wrong, body = excluded.body;

-- replay_last(term term_id) -> maybe studymap_replay_row
-- What the last replay of a term found.
SELECT at, decisions, changes, faults, milliseconds, first_wrong, body FROM studymap_replay
 WHERE term = :term ORDER BY at DESC LIMIT 1;

-- receipt_any(number text) -> maybe studymap_receipt_any
-- Anybody's receipt, for who explains it.
SELECT id, number, person, term, kind, lines, input, draw, acted_by, because, at FROM studymap_receipt WHERE number = :number;

-- decisions_page(term term_id, kind text, person person_id, mark text, since instant, upto instant, before instant, before_id receipt_id, most number) -> many studymap_decision_sum
-- Receipts of a term before a place, the newest first: of a kind, a person, with a mark in their lines, between two
-- moments, if these are given.
SELECT r.id, r.number, r.kind, r.lines, r.at, r.acted_by, r.person, p.login, p.name
  FROM studymap_receipt r JOIN identity_person p ON p.id = r.person
 WHERE r.term = :term
   AND (:before IS NULL OR r.at < :before OR (r.at = :before AND r.id < :before_id))
   AND (:kind IS NULL OR r.kind = :kind) AND (:person IS NULL OR r.person = :person)
   AND (:mark IS NULL OR instr(r.lines, :mark) > 0)
   AND (:since IS NULL OR r.at >= :since) AND (:upto IS NULL OR r.at < :upto)
 ORDER BY r.at DESC, r.id DESC LIMIT :most;

-- decisions_of(term term_id, after text, most number) -> many studymap_decision_row
-- The receipts of a term with whose they are, a page at a time.
SELECT r.number, r.kind, r.lines, r.at, p.login, p.name FROM studymap_receipt r
  JOIN identity_person p ON p.id = r.person
 WHERE r.term = :term AND r.number > :after ORDER BY r.number LIMIT :most;

-- room_now() -> one studymap_room
-- The waiting room as it stands.
SELECT opened_at, why, mode, mode_until, most, lets, busy_at, let_in, drawn_at
  FROM studymap_room WHERE one = 1;

-- room_open(why text, lets number, now instant) -> changed
-- Opens it, unless it is open.
UPDATE studymap_room SET opened_at = :now, why = :why, lets = :lets, busy_at = :now
 WHERE one = 1 AND opened_at IS NULL;

-- room_close() -> changed
-- Closes it.
UPDATE studymap_room SET opened_at = NULL, why = '' WHERE one = 1 AND opened_at IS NOT NULL;

-- room_mode(mode text, until instant, most number) -> nothing
-- What an administrator decided.
UPDATE studymap_room SET mode = :mode, mode_until = :until, most = :most WHERE one = 1;

-- room_busy(now instant) -> nothing
-- A process is overloaded.
UPDATE studymap_room SET busy_at = :now WHERE one = 1;

-- room_lets(lets number) -> nothing
-- So many may be in at once.
UPDATE studymap_room SET lets = :lets WHERE one = 1;

-- room_let_in(n number) -> nothing
-- So many more came in.
UPDATE studymap_room SET let_in = let_in + :n WHERE one = 1;

-- room_drawn(at instant) -> nothing
-- The order of those who waited for this opening was drawn.
UPDATE studymap_room SET drawn_at = :at WHERE one = 1;

-- room_opening(after instant, now instant) -> maybe instant
-- The last opening of an enrolment window between two moments.
SELECT opens FROM records_window WHERE opens > :after AND opens <= :now ORDER BY opens DESC LIMIT 1;

-- ticket_of(person person_id) -> maybe studymap_ticket
-- One's own ticket.
SELECT person, turn, came, called_at, held_until, in_at, seen, left_at, counted FROM studymap_ticket WHERE person = :person;

-- tickets() -> many studymap_ticket
-- All tickets, in their order.
SELECT person, turn, came, called_at, held_until, in_at, seen, left_at, counted FROM studymap_ticket ORDER BY turn, person;

-- ticket_take(person person_id, turn number, now instant) -> changed
-- A ticket for who has none.
INSERT INTO studymap_ticket (person, turn, came, seen) VALUES (:person, :turn, :now, :now)
ON CONFLICT (person) DO NOTHING;

-- ticket_enter(person person_id, now instant) -> changed
-- She comes in, when a place is held for her.
UPDATE studymap_ticket SET in_at = :now, seen = :now
 WHERE person = :person AND in_at IS NULL AND left_at IS NULL AND held_until > :now;

-- ticket_leave(person person_id, now instant) -> changed
-- She is done: her place goes to the next. That she came in may still be on its way to the disk.
UPDATE studymap_ticket SET left_at = :now
 WHERE person = :person AND left_at IS NULL AND (in_at IS NOT NULL OR held_until > :now);

-- tickets_counted(person person_id) -> bulk studymap_ticket_drop
-- They are in the sum of those who came in.
UPDATE studymap_ticket SET counted = 1 WHERE person = :person;

-- room_plans(person person_id, today day) -> many studymap_room_plan
-- The plans of one person with something in them, of terms that are not over.
SELECT p.term, t.code, p.armed_at FROM studymap_plan p JOIN records_term t ON t.id = p.term
 WHERE p.person = :person AND t.last >= :today
   AND EXISTS (SELECT 1 FROM studymap_item i WHERE i.plan = p.id) ORDER BY t.first, t.id;

-- tickets_call(person person_id, now instant) -> bulk studymap_ticket_call
-- Her turn is there.
UPDATE studymap_ticket SET called_at = :now WHERE person = :person;

-- tickets_hold(person person_id, called instant, until instant) -> bulk studymap_ticket_hold
-- A place is held for her.
UPDATE studymap_ticket SET called_at = :called, held_until = :until WHERE person = :person;

-- tickets_turn(person person_id, turn number) -> bulk studymap_ticket_turn
-- Gives her another turn; whatever she had begins anew.
UPDATE studymap_ticket
   SET turn = :turn, called_at = NULL, held_until = NULL, in_at = NULL, left_at = NULL, counted = 0
 WHERE person = :person;

-- tickets_drop(person person_id) -> bulk studymap_ticket_drop
-- Takes tickets of those who have gone.
DELETE FROM studymap_ticket WHERE person = :person;

-- tickets_clear() -> nothing
-- Takes all tickets.
DELETE FROM studymap_ticket;

-- tickets_seen(person person_id, seen instant) -> bulk studymap_ticket_seen
-- Signs of those who wait or are in.
UPDATE studymap_ticket SET seen = :seen WHERE person = :person AND seen < :seen;

-- kept_add(id request_id, person person_id, term term_id, kind text, plan plan_id, plan_version number, offering offering_id, section section_id, waits flag, asked text, address text, now instant) -> nothing
-- Keeps what is asked until her turn comes.
INSERT INTO studymap_kept (id, person, term, kind, plan, plan_version, offering, section, waits, asked, address, at)
VALUES (:id, :person, :term, :kind, :plan, :plan_version, :offering, :section, :waits, :asked, :address, :now);

-- kept_drop(person person_id, term term_id, kind text, offering offering_id) -> changed
-- The last word counts: what she asked before of the same.
DELETE FROM studymap_kept WHERE person = :person AND term = :term AND kind = :kind
   AND COALESCE(offering, 0) = COALESCE(:offering, 0);

-- kept_of(person person_id) -> many studymap_kept
-- What one person asked, as she asked it.
SELECT k.id, k.kind, k.at, t.code AS "term:text", COALESCE(c.code, '') AS "course:text",
       COALESCE(s.code, '') AS "group_code:text"
  FROM studymap_kept k JOIN records_term t ON t.id = k.term
  LEFT JOIN records_section s ON s.id = k.section LEFT JOIN records_offering o ON o.id = s.offering
  LEFT JOIN records_course c ON c.id = o.course
 WHERE k.person = :person ORDER BY k.at, k.id;

-- kept_count(person person_id) -> one amount
-- How much she asked.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM studymap_kept WHERE person = :person;

-- kept_remove(id request_id, person person_id) -> changed
-- She does not want it any more.
DELETE FROM studymap_kept WHERE id = :id AND person = :person;

-- kept_ask(person person_id, now instant) -> bulk studymap_kept_ask
-- Her turn is there: what she asked goes into the queue; a version of a plan only once.
INSERT INTO studymap_request (id, person, term, kind, plan, plan_version, offering, section, waits, asked, address, at)
SELECT id, person, term, kind, plan, plan_version, offering, section, waits, asked, address, :now
  FROM studymap_kept WHERE person = :person
ON CONFLICT (plan, plan_version) WHERE kind = 'submit' DO NOTHING;

-- kept_done(person person_id) -> bulk studymap_ticket_drop
-- It was asked.
DELETE FROM studymap_kept WHERE person = :person;

-- kept_all() -> many studymap_ticket_drop
-- Who asked something while she waited, in the order of the tickets.
SELECT t.person FROM studymap_ticket t
 WHERE EXISTS (SELECT 1 FROM studymap_kept k WHERE k.person = t.person) ORDER BY t.turn, t.person;

-- room_asked(most number) -> one amount
-- How many requests wait to be decided, at most so many.
SELECT CAST(count(*) AS BIGINT) AS "n:amount" FROM (
    SELECT 1 AS x FROM studymap_request WHERE decided_at IS NULL LIMIT :most) q;

-- check_tickets() -> many studymap_wrong
-- Tickets, while the waiting room is closed: there must be none.
SELECT CAST(t.person AS BIGINT) AS "what:number" FROM studymap_ticket t
  JOIN studymap_room r ON r.one = 1 AND r.opened_at IS NULL ORDER BY t.person;

-- engaged(person person_id, from_day day, to_day day) -> many studymap_engaged
-- When somebody is engaged by what she plans between two days: by the first option of each choice.
SELECT i.offering, m.weekday, m.first, m.last, m.starts, m.ends, m.off
  FROM studymap_plan p JOIN studymap_item i ON i.plan = p.id JOIN records_meeting m ON m.section = i.section
 WHERE p.person = :person AND m.first <= :to_day AND m.last >= :from_day
 ORDER BY m.id;

-- opening(term term_id, since instant) -> one studymap_opening_now
-- How many receipts a term has, and since a moment; what was asked and is not decided; and the draw that runs.
SELECT (SELECT CAST(count(*) AS BIGINT) FROM studymap_receipt WHERE term = :term) AS "receipts:amount",
       (SELECT CAST(count(*) AS BIGINT) FROM studymap_receipt WHERE term = :term AND at > :since) AS "lately:amount",
       (SELECT CAST(count(*) AS BIGINT) FROM studymap_request WHERE term = :term AND decided_at IS NULL) AS "asked:amount",
       COALESCE((SELECT CAST(sum(entries) AS BIGINT) FROM studymap_draw
                  WHERE term = :term AND done_at IS NULL AND frozen_at IS NOT NULL), 0) AS "entries:amount",
       COALESCE((SELECT CAST(sum(written) AS BIGINT) FROM studymap_draw
                  WHERE term = :term AND done_at IS NULL AND frozen_at IS NOT NULL), 0) AS "written:amount";

-- check_inputs() -> many studymap_wrong
-- Decisions without what they were made from, though others before them have it: there must be none.
SELECT CAST(r.id AS BIGINT) AS "what:number" FROM studymap_receipt r
 WHERE r.input = '' AND r.kind <> 'armed' AND EXISTS (
       SELECT 1 FROM studymap_receipt x
        WHERE x.term = r.term AND x.input <> '' AND x.at < r.at)
 ORDER BY r.id;

-- receipt_get(id receipt_id) -> maybe studymap_receipt_told
-- A receipt by its id, for who tells of it.
SELECT number, kind, lines, because FROM studymap_receipt WHERE id = :id;

-- drawn_to_tell(draw draw_id, after person_id, most number) -> many studymap_drawn_told
-- Those in a draw with what came of it, some at a time.
SELECT e.person, r.number, r.enrolled, r.waiting, r.refused
  FROM studymap_entry e JOIN studymap_receipt r ON r.id = e.receipt
 WHERE e.draw = :draw AND e.person > COALESCE(:after, 0) ORDER BY e.person LIMIT :most;

-- windows_soon(now instant, soon instant) -> many studymap_window_soon
-- The windows that open before a moment.
SELECT id, term, opens FROM records_window WHERE opens > :now AND opens <= :soon ORDER BY opens, id;

-- window_soon(id window_id, now instant) -> maybe studymap_window_soon
-- One of them, if it is not open yet.
SELECT id, term, opens FROM records_window WHERE id = :id AND opens > :now;

-- unarmed_plans(term term_id, window window_id, after person_id, most number) -> many studymap_unarmed
-- Plans of a term with choices that are not armed, of those who were not told so for this window.
SELECT p.person, p.id FROM studymap_plan p
 WHERE p.term = :term AND p.armed_at IS NULL AND p.person > COALESCE(:after, 0)
   AND EXISTS (SELECT 1 FROM studymap_item i WHERE i.plan = p.id)
   AND NOT EXISTS (SELECT 1 FROM studymap_reminder r WHERE r.window_id = :window AND r.person = p.person)
 ORDER BY p.person LIMIT :most;

-- reminders_add(window window_id, person person_id, at instant) -> bulk studymap_reminder_in
-- They were told.
INSERT INTO studymap_reminder (window_id, person, at) VALUES (:window, :person, :at)
ON CONFLICT (window_id, person) DO NOTHING;

-- reminders_sweep(now instant) -> changed
-- Forgets who was told of windows that are over or gone.
DELETE FROM studymap_reminder WHERE NOT EXISTS (
    SELECT 1 FROM records_window w WHERE w.id = studymap_reminder.window_id AND w.closes > :now);

-- alert_put(person person_id, section section_id, term term_id, label text, now instant) -> changed
-- She wants to know when a seat is free.
INSERT INTO studymap_alert (person, section, term, label, at) VALUES (:person, :section, :term, :label, :now)
ON CONFLICT (person, section) DO NOTHING;

-- alert_remove(person person_id, section section_id) -> changed
-- Or not any more.
DELETE FROM studymap_alert WHERE person = :person AND section = :section;

-- alerts_of(person person_id) -> many studymap_alert
-- Of what somebody wants to be told, the latest first.
SELECT section, term, label, at FROM studymap_alert WHERE person = :person ORDER BY at DESC, section;

-- seat_for(person person_id, section section_id, today day, now instant) -> one flag
-- Is a seat of the section free for her now, of everybody's or of one kept for a programme of hers?
SELECT CAST(CASE WHEN EXISTS (
    SELECT 1 FROM records_section s WHERE s.id = :section AND s.promote_due = 0 AND (
           s.unlimited = 1 OR s.taken + s.kept < s.seats OR EXISTS (
           SELECT 1 FROM records_reserve r JOIN records_study t ON t.programme = r.programme
            WHERE r.section = s.id AND t.person = :person AND t.since <= :today AND r.taken < r.seats
              AND (r.until IS NULL OR r.until > :now)))) THEN 1 ELSE 0 END AS BIGINT) AS "is_free:flag";

-- alert_sections(most number) -> many studymap_alert_section
-- The sections with a seat that nobody who waits takes, or that is kept, of which somebody wants to be told.
SELECT s.id, s.offering, o.term,
       CAST(CASE WHEN s.unlimited = 1 OR s.taken + s.kept < s.seats THEN 1 ELSE 0 END AS BIGINT) AS "everybodys:flag"
  FROM (SELECT DISTINCT section FROM studymap_alert) a
  JOIN records_section s ON s.id = a.section JOIN records_offering o ON o.id = s.offering
 WHERE s.promote_due = 0 AND (s.unlimited = 1 OR s.taken < s.seats)
 ORDER BY s.id LIMIT :most;

-- alerts_due(section section_id, everybodys flag, today day, now instant, most number) -> many studymap_alert_due
-- Who is to be told of a seat there: not who has a place or waits; of kept seats only who follows the programme.
SELECT a.person,
       CAST(CASE WHEN :everybodys = 1 THEN 0 ELSE 1 END AS BIGINT) AS "kept:flag"
  FROM studymap_alert a
 WHERE a.section = :section
   AND NOT EXISTS (SELECT 1 FROM records_enrolment e WHERE e.person = a.person AND e.section = a.section)
   AND (:everybodys = 1 OR EXISTS (
       SELECT 1 FROM records_reserve r JOIN records_study t ON t.programme = r.programme
        WHERE r.section = a.section AND t.person = a.person AND t.since <= :today AND r.taken < r.seats
          AND (r.until IS NULL OR r.until > :now)))
 ORDER BY a.person LIMIT :most;

-- alerts_end(person person_id, section section_id) -> bulk studymap_alert_end
-- They were told, or cannot enrol any more.
DELETE FROM studymap_alert WHERE person = :person AND section = :section;

-- alerts_sweep(today day, now instant) -> changed
-- Alerts for what is over or withdrawn, and of those who have a place there or wait.
DELETE FROM studymap_alert
 WHERE NOT EXISTS (SELECT 1 FROM records_section s WHERE s.id = studymap_alert.section)
    OR EXISTS (SELECT 1 FROM records_term t WHERE t.id = studymap_alert.term AND t.last < :today)
    OR NOT EXISTS (SELECT 1 FROM records_window w WHERE w.term = studymap_alert.term AND w.closes > :now)
    OR EXISTS (SELECT 1 FROM records_enrolment e
                WHERE e.person = studymap_alert.person AND e.section = studymap_alert.section);

-- plan_whose(id plan_id) -> maybe studymap_plan_of_whom
-- Whose plan it is.
SELECT person, term FROM studymap_plan WHERE id = :id;
