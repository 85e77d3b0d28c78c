-- A password of one device for one way in (campus/door.h), for programs that know no more than a user name and a
-- password: the SHA-256 of 138 random bits.
CREATE TABLE identity_app_password (
    id app_password_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL REFERENCES identity_person (id),
    name text NOT NULL,
    door text NOT NULL,
    hash bytes NOT NULL UNIQUE,
    made_at instant NOT NULL,
    used_at instant,
    used_from text NOT NULL
);
CREATE INDEX identity_app_password_of ON identity_app_password (person);
