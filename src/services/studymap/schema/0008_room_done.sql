-- 0008_room_done.sql: who is done in the waiting room's turn gives her place to the next, and who came in is
-- counted exactly.

-- `left_at`: she said that she is done; her ticket ends with the next round. `counted`: she is in the room's sum
-- of all who ever came in.
ALTER TABLE studymap_ticket ADD COLUMN left_at instant;
ALTER TABLE studymap_ticket ADD COLUMN counted flag NOT NULL DEFAULT 0;
