-- 0006_replay.sql: what decisions were made from, so that each can be made again; demand over time; and the
-- last replays.

-- What was asked, and the settings, rules and facts that counted, as a document (input.h); "" before it was
-- kept.
ALTER TABLE studymap_receipt ADD COLUMN input text NOT NULL DEFAULT '';
CREATE INDEX studymap_receipt_term ON studymap_receipt (term, number);

-- Somebody who waits was asked and passed over, or not any more (word ''): kept when the word changes.
CREATE TABLE studymap_skip (
    person person_id NOT NULL REFERENCES identity_person (id),
    section section_id NOT NULL,
    at instant NOT NULL,
    waiting_order number NOT NULL,
    word text NOT NULL,
    input text NOT NULL,
    PRIMARY KEY (section, person, at)
);

-- How much one offering was asked for, whenever that changed: kept every few minutes while a window is open,
-- one an hour after two days, none after a year.
CREATE TABLE studymap_sample (
    term term_id NOT NULL REFERENCES records_term (id),
    offering offering_id NOT NULL,
    at instant NOT NULL,
    seats amount NOT NULL,
    taken amount NOT NULL,
    waiting amount NOT NULL,
    planned amount NOT NULL,
    armed amount NOT NULL,
    PRIMARY KEY (offering, at)
);
CREATE INDEX studymap_sample_term ON studymap_sample (term, at);

-- The same of a whole term, with how many receipts there were: a row each time.
CREATE TABLE studymap_pulse (
    term term_id NOT NULL REFERENCES records_term (id),
    at instant NOT NULL,
    seats amount NOT NULL,
    taken amount NOT NULL,
    waiting amount NOT NULL,
    planned amount NOT NULL,
    armed amount NOT NULL,
    receipts amount NOT NULL,
    PRIMARY KEY (term, at)
);

-- What a replay of a term found: `first_wrong` is the number of the first decision that does not follow, or
-- "". `body` is a line for each fault.
CREATE TABLE studymap_replay (
    term term_id NOT NULL REFERENCES records_term (id),
    at instant NOT NULL,
    decisions amount NOT NULL,
    changes amount NOT NULL,
    faults amount NOT NULL,
    milliseconds amount NOT NULL,
    first_wrong text NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (term, at)
);
