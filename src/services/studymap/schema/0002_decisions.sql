-- 0002_decisions.sql: ranked options, armed plans and their draws, the queue of what was asked, and
-- receipts as documents.

-- The order of preference (the smallest first), and the options after the first: section ids, best
-- first, with blanks between; "" without. An option is tried only when all before it are full.
ALTER TABLE studymap_item ADD COLUMN rank number NOT NULL DEFAULT 0;
ALTER TABLE studymap_item ADD COLUMN others text NOT NULL DEFAULT '';

-- Since when the plan is armed: the campus submits it at the opening. NULL: it is not.
ALTER TABLE studymap_plan ADD COLUMN armed_at instant;
CREATE INDEX studymap_plan_armed ON studymap_plan (term) WHERE armed_at IS NOT NULL;

-- The draw of a window: all plans that were armed before `opens`. state: waiting, running, done. `seed`
-- is sealed until the draw is done; `commitment` is the SHA-256 of it, shown before. `tickets` is the
-- digest of the tickets at the freezing, `final` the seed of the order. `seats` is the document of the
-- free seats and last orders at the freezing.
CREATE TABLE studymap_draw (
    id draw_id NOT NULL PRIMARY KEY,
    term term_id NOT NULL REFERENCES records_term (id),
    window_id window_id NOT NULL,
    opens instant NOT NULL,
    state text NOT NULL,
    seed text NOT NULL,
    commitment text NOT NULL,
    tickets text NOT NULL,
    final text NOT NULL,
    seats text NOT NULL,
    entries amount NOT NULL,
    written amount NOT NULL,
    frozen_at instant,
    done_at instant,
    UNIQUE (window_id, opens)
);
CREATE INDEX studymap_draw_open ON studymap_draw (term, opens) WHERE done_at IS NULL;

-- One plan in a draw, as it was at the freezing: `choices` are its options by rank. `receipt` is set
-- when it is written.
CREATE TABLE studymap_entry (
    draw draw_id NOT NULL REFERENCES studymap_draw (id),
    person person_id NOT NULL REFERENCES identity_person (id),
    plan plan_id NOT NULL REFERENCES studymap_plan (id),
    plan_version number NOT NULL,
    ticket text NOT NULL,
    choices text NOT NULL,
    receipt receipt_id,
    PRIMARY KEY (draw, person)
);

-- What was asked and has to be decided in turn: kind is submit, leave or swap. `offering` is what is
-- left or given up, `section` what is wanted; `waits`: leave the wait-list, or wait if it is full.
CREATE TABLE studymap_request (
    id request_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL REFERENCES identity_person (id),
    term term_id NOT NULL REFERENCES records_term (id),
    kind text NOT NULL,
    plan plan_id,
    plan_version number NOT NULL,
    offering offering_id,
    section section_id,
    waits flag NOT NULL,
    at instant NOT NULL,
    decided_at instant,
    receipt receipt_id
);
CREATE INDEX studymap_request_open ON studymap_request (id) WHERE decided_at IS NULL;
CREATE UNIQUE INDEX studymap_request_plan ON studymap_request (plan, plan_version)
    WHERE kind = 'submit';

-- The answer to what was asked; `number` is "2027-000123". kind is submit, armed, swap, leave or moved
-- (up from a wait-list). One version of a plan is submitted at most once: that is the idempotency
-- key. `lines` is a document of the moment: a JSON array with a line for each choice.
CREATE TABLE studymap_receipt_now (
    id receipt_id NOT NULL PRIMARY KEY,
    number text NOT NULL UNIQUE,
    person person_id NOT NULL REFERENCES identity_person (id),
    term term_id NOT NULL REFERENCES records_term (id),
    kind text NOT NULL,
    plan plan_id REFERENCES studymap_plan (id),
    plan_version number NOT NULL,
    draw draw_id REFERENCES studymap_draw (id),
    ticket text,
    enrolled amount NOT NULL,
    waiting amount NOT NULL,
    refused amount NOT NULL,
    lines text NOT NULL,
    at instant NOT NULL
);
INSERT INTO studymap_receipt_now (id, number, person, term, kind, plan, plan_version, enrolled,
                                  waiting, refused, lines, at)
SELECT r.id, r.number, r.person, r.term, 'submit', r.plan, r.plan_version,
       (SELECT count(*) FROM studymap_line l WHERE l.receipt = r.id AND l.outcome = 'enrolled'),
       (SELECT count(*) FROM studymap_line l WHERE l.receipt = r.id AND l.outcome = 'waiting'),
       (SELECT count(*) FROM studymap_line l WHERE l.receipt = r.id AND l.outcome = 'refused'),
       (WITH RECURSIVE
             row_of (position, doc) AS (
                 SELECT l.position, '{"offering":"' || CAST(l.offering AS TEXT)
                        || '","code":"' || replace(replace(l.code, '\', '\\'), '"', '\"')
                        || '","name":"' || replace(replace(l.name, '\', '\\'), '"', '\"')
                        || '","group":"' || replace(replace(l.section_code, '\', '\\'), '"', '\"')
                        || '","credits":' || CAST(l.credits AS TEXT)
                        || ',"outcome":"' || l.outcome
                        || '","at":' || CAST(l.waiting_at AS TEXT)
                        || ',"option":1,"reason":"' || l.reason
                        || '","other":"' || replace(replace(l.other, '\', '\\'), '"', '\"')
                        || '","mine":' || CAST(l.mine AS TEXT)
                        || ',"theirs":' || CAST(l.theirs AS TEXT) || '}'
                   FROM studymap_line l WHERE l.receipt = r.id),
             upto (position, doc) AS (
                 SELECT position, doc FROM row_of WHERE position = 1
                 UNION ALL
                 SELECT n.position, upto.doc || ',' || n.doc
                   FROM upto JOIN row_of n ON n.position = upto.position + 1)
        SELECT '[' || coalesce(max(doc), '') || ']' FROM upto
         WHERE position = (SELECT max(position) FROM row_of)),
       r.at
  FROM studymap_receipt r;
DROP TABLE studymap_line;
DROP TABLE studymap_receipt;
ALTER TABLE studymap_receipt_now RENAME TO studymap_receipt;
CREATE INDEX studymap_receipt_person ON studymap_receipt (person, at);
CREATE UNIQUE INDEX studymap_receipt_plan ON studymap_receipt (plan, plan_version)
    WHERE plan IS NOT NULL;
