-- 0004_queue.sql: what the decider needs to know of a request, and says of one that came to nothing.

-- The request in the log and the client's address, for the audit line. `tries`: how often deciding failed;
-- `due`: not again before. `problem`: why nothing came of it: '' (a receipt did, or it is not decided yet), changed,
-- empty, failed.
ALTER TABLE studymap_request ADD COLUMN asked text;
ALTER TABLE studymap_request ADD COLUMN address text;
ALTER TABLE studymap_request ADD COLUMN tries amount NOT NULL DEFAULT 0;
ALTER TABLE studymap_request ADD COLUMN due instant NOT NULL DEFAULT 0;
ALTER TABLE studymap_request ADD COLUMN problem text NOT NULL DEFAULT '';
DROP INDEX studymap_request_open;
CREATE INDEX studymap_request_turn ON studymap_request (at, id) WHERE decided_at IS NULL;

-- Sections whose wait-list the decider is to ask, from behind an order on.
CREATE TABLE studymap_turn (
    section section_id NOT NULL PRIMARY KEY,
    after number NOT NULL,
    at instant NOT NULL
);
