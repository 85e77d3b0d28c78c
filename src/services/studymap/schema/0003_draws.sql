-- 0003_draws.sql: what a draw needs to be held, shown and held again.

-- One draw for each opening of a term: windows that open at the same moment share it. `state` has more
-- words: freezing (the plans in it are being written down), frozen, seats (the counters are written, the
-- receipts follow), and void: no window opens then any more. `made_at` is since when the commitment is
-- shown; `turns` how many had a turn at each rank, with blanks between; `file` the SHA-256 of its public
-- file.
ALTER TABLE studymap_draw ADD COLUMN made_at instant;
ALTER TABLE studymap_draw ADD COLUMN turns text NOT NULL DEFAULT '';
ALTER TABLE studymap_draw ADD COLUMN file text NOT NULL DEFAULT '';
CREATE UNIQUE INDEX studymap_draw_opening ON studymap_draw (term, opens);

-- What she had or waited for at the freezing, and the programmes whose reserved seats are for her.
ALTER TABLE studymap_entry ADD COLUMN has text NOT NULL DEFAULT '';
