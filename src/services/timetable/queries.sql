-- feeds_of(person person_id) -> many timetable_feed
-- The calendar addresses of a person that still work, oldest first.
SELECT id, name, made_at, used_at, kinds, without, waiting, also, taught
  FROM timetable_feed
 WHERE person = :person AND revoked_at IS NULL
 ORDER BY made_at, id;

-- feed_of(id feed_id, person person_id) -> maybe timetable_feed
-- One address of a person that still works.
SELECT id, name, made_at, used_at, kinds, without, waiting, also, taught
  FROM timetable_feed WHERE id = :id AND person = :person AND revoked_at IS NULL;

-- feed_of_secret(secret_hash text) -> maybe timetable_reader
-- Whose timetable a secret opens, revoked or not, and all of ours that its calendar hangs on.
SELECT f.id, f.person, f.lang, f.made_at, f.used_at, f.revoked_at, f.kinds, f.without, f.waiting,
       f.also, f.taught, f.changed_at, p.name AS "owner:text", p.disabled_at,
       (SELECT max(g.at) FROM timetable_gone g WHERE g.person = f.person) AS "gone_at:instant",
       (SELECT max(a.at) FROM timetable_also a WHERE a.person = f.person) AS "also_at:instant",
       (SELECT CAST(count(*) AS BIGINT) FROM timetable_also a
         WHERE a.person = f.person) AS "n_also:amount"
  FROM timetable_feed f JOIN identity_person p ON p.id = f.person
 WHERE f.secret_hash = :secret_hash;

-- reader_own(person person_id) -> maybe timetable_reader
-- The same by an app password: everything, in her own language.
SELECT CAST(NULL AS BIGINT) AS "id:feed_id", p.id AS "person:person_id", p.lang AS "lang:text", p.created_at AS "made_at:instant",
       CAST(NULL AS BIGINT) AS "used_at:instant", CAST(NULL AS BIGINT) AS "revoked_at:instant", '' AS "kinds:text", '' AS "without:text",
       0 AS "waiting:flag", 1 AS "also:flag", 0 AS "taught:flag", p.created_at AS "changed_at:instant", p.name AS "owner:text", p.disabled_at,
       (SELECT max(g.at) FROM timetable_gone g WHERE g.person = p.id) AS "gone_at:instant",
       (SELECT max(a.at) FROM timetable_also a WHERE a.person = p.id) AS "also_at:instant",
       (SELECT CAST(count(*) AS BIGINT) FROM timetable_also a WHERE a.person = p.id) AS "n_also:amount"
  FROM identity_person p WHERE p.id = :person;

-- feeds_count(person person_id) -> one amount
-- How many addresses of a person still work.
SELECT CAST(count(*) AS BIGINT) AS "n:amount"
  FROM timetable_feed
 WHERE person = :person AND revoked_at IS NULL;

-- feed_add(id feed_id, person person_id, name text, lang text, secret_hash text, now instant) -> nothing
-- Makes an address.
INSERT INTO timetable_feed (id, person, name, lang, secret_hash, made_at)
VALUES (:id, :person, :name, :lang, :secret_hash, :now);

-- feed_change(id feed_id, person person_id, name text, kinds text, without text, waiting flag, also flag, taught flag, now instant) -> changed
-- What an address shows from now on.
UPDATE timetable_feed SET name = :name, kinds = :kinds, without = :without, waiting = :waiting,
       also = :also, taught = :taught, changed_at = :now
 WHERE id = :id AND person = :person AND revoked_at IS NULL;

-- feed_rotate(id feed_id, person person_id, secret_hash text, now instant) -> changed
-- Another secret: the old one opens nothing any more, and to calendars the address is new.
UPDATE timetable_feed SET secret_hash = :secret_hash, made_at = :now, used_at = NULL
 WHERE id = :id AND person = :person AND revoked_at IS NULL;

-- feed_revoke(id feed_id, person person_id, now instant) -> changed
-- Closes an address for good; changes nothing if it is somebody else's or closed already.
UPDATE timetable_feed SET revoked_at = :now
 WHERE id = :id AND person = :person AND revoked_at IS NULL;

-- feed_used(id feed_id, now instant) -> nothing
-- Notes that a calendar fetched it.
UPDATE timetable_feed SET used_at = :now WHERE id = :id;

-- feeds_forget(before instant) -> changed
-- Deletes addresses that ended before a moment.
DELETE FROM timetable_feed WHERE revoked_at IS NOT NULL AND revoked_at < :before;

-- choice(person person_id) -> one timetable_chosen
-- What a person wants to see, or what everybody sees who never chose.
SELECT COALESCE(c.waiting, 1) AS "waiting:flag", COALESCE(c.hidden_courses, '') AS "courses:text",
       COALESCE(c.hidden_kinds, '') AS "kinds:text", c.seen_at,
       (SELECT CAST(count(*) AS BIGINT) FROM timetable_also a
         WHERE a.person = p.id) AS "n_also:amount"
  FROM identity_person p LEFT JOIN timetable_choice c ON c.person = p.id
 WHERE p.id = :person;

-- choice_put(person person_id, waiting flag, hidden_courses text, hidden_kinds text) -> nothing
-- Keeps what a person wants to see.
INSERT INTO timetable_choice (person, waiting, hidden_courses, hidden_kinds)
VALUES (:person, :waiting, :hidden_courses, :hidden_kinds)
ON CONFLICT (person) DO UPDATE SET waiting = excluded.waiting,
    hidden_courses = excluded.hidden_courses, hidden_kinds = excluded.hidden_kinds;

-- seen_put(person person_id, now instant) -> nothing
-- She has seen what changed until now.
INSERT INTO timetable_choice (person, waiting, hidden_courses, hidden_kinds, seen_at)
VALUES (:person, 1, '', '', :now)
ON CONFLICT (person) DO UPDATE SET seen_at = excluded.seen_at;

-- also_of(person person_id) -> many timetable_looked
-- The sections that a person looks at without a place.
SELECT section, at FROM timetable_also WHERE person = :person ORDER BY at, section;

-- also_add(person person_id, section section_id, now instant) -> nothing
-- Looks at a section, too; twice is once.
INSERT INTO timetable_also (person, section, at) VALUES (:person, :section, :now)
ON CONFLICT (person, section) DO NOTHING;

-- also_remove(person person_id, section section_id) -> changed
-- Looks no longer.
DELETE FROM timetable_also WHERE person = :person AND section = :section;

-- gone_add(person person_id, section section_id, offering offering_id, at instant) -> nothing
-- A place ended at a moment; hearing it twice is once.
INSERT INTO timetable_gone (person, section, offering, times, at)
VALUES (:person, :section, :offering, 1, :at)
ON CONFLICT (person, section) DO UPDATE SET times = timetable_gone.times + 1, at = excluded.at
 WHERE timetable_gone.at < excluded.at;

-- gone_of(person person_id) -> many timetable_ended
-- The places of a person that ended.
SELECT section, offering, times, at FROM timetable_gone WHERE person = :person ORDER BY section;

-- gone_forget(before instant) -> changed
-- Deletes what ended long ago: no calendar remembers it any more.
DELETE FROM timetable_gone WHERE at < :before;
