-- feeds_of(person person_id) -> many timetable_feed
-- The calendar addresses of a person that still work, oldest first.
SELECT id, name, made_at, used_at
  FROM timetable_feed
 WHERE person = :person AND revoked_at IS NULL
 ORDER BY made_at, id;

-- feed_of_secret(secret_hash text) -> maybe timetable_reader
-- Whose timetable a secret opens, revoked or not.
SELECT id, person, lang, used_at, revoked_at
  FROM timetable_feed
 WHERE secret_hash = :secret_hash;

-- feeds_count(person person_id) -> one amount
-- How many addresses of a person still work.
SELECT CAST(count(*) AS BIGINT) AS "n:amount"
  FROM timetable_feed
 WHERE person = :person AND revoked_at IS NULL;

-- feed_add(id feed_id, person person_id, name text, lang text, secret_hash text, now instant) -> nothing
-- Makes an address.
INSERT INTO timetable_feed (id, person, name, lang, secret_hash, made_at)
VALUES (:id, :person, :name, :lang, :secret_hash, :now);

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
