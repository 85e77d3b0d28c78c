-- A calendar address that shows one person's timetable to whoever knows its secret. The secret is
-- shown once, when the feed is made; here stands only its SHA-256.
CREATE TABLE timetable_feed (
    id feed_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL REFERENCES identity_person (id),
    name text NOT NULL,
    lang text NOT NULL,
    secret_hash text NOT NULL UNIQUE,
    made_at instant NOT NULL,
    used_at instant,
    revoked_at instant
);
CREATE INDEX timetable_feed_person ON timetable_feed (person, made_at);
