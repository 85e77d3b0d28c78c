-- 0006_targets.sql: windows for groups of students between everybody and one programme.

-- A window may be for those of one faculty, of one degree (bachelor, master; "" any), and for those who
-- began in the calendar year `cohort` or before (0: any). A programme's own window stands in the place
-- of these, these stand in the place of everybody's.
ALTER TABLE records_window ADD COLUMN faculty faculty_id;
ALTER TABLE records_window ADD COLUMN degree text NOT NULL DEFAULT '';
ALTER TABLE records_window ADD COLUMN cohort number NOT NULL DEFAULT 0;
