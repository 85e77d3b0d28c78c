-- 0009_trial.sql: what the decider is about to decide, so that a request which ends the process is known by it; and
-- how far the sweep of wait-lists has come.

-- On disk before a round decides: its requests and sections, ids with commas between. A mark of a `holder`
-- that is not the one who reads it: that process ended in the middle, perhaps by one of them.
CREATE TABLE studymap_trial (
    one number NOT NULL PRIMARY KEY,
    holder text NOT NULL,
    requests text NOT NULL,
    turns text NOT NULL
);
INSERT INTO studymap_trial (one, holder, requests, turns) VALUES (1, '', '', '');

-- `crashes`: how often a process ended while it was decided, or asked.
ALTER TABLE studymap_request ADD COLUMN crashes amount NOT NULL DEFAULT 0;
ALTER TABLE studymap_turn ADD COLUMN crashes amount NOT NULL DEFAULT 0;

-- The last section of which the sweep asked those who wait; NULL: it begins anew.
CREATE TABLE studymap_swept (
    one number NOT NULL PRIMARY KEY,
    section section_id
);
INSERT INTO studymap_swept (one, section) VALUES (1, NULL);
