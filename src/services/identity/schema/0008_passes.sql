-- A pass of the service desk: who lost what signing in needs, and has shown who it is, types it like a code, for a new password or
-- a new second factor. One person at the desk asks for it, another confirms it. Its code follows from the campus's keys and this
-- row; hash is its SHA-256, kept from the confirmation on. ends_at: until when it waits for the other one, then until when it works.
-- ended_at: refused or withdrawn, or both uses were made of it.
CREATE TABLE identity_pass (
    id pass_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL REFERENCES identity_person (id),
    asked_by person_id NOT NULL REFERENCES identity_person (id),
    asked_at instant NOT NULL,
    seen text NOT NULL,
    confirmed_by person_id REFERENCES identity_person (id),
    confirmed_at instant,
    hash bytes,
    ends_at instant NOT NULL,
    ended_at instant,
    password_at instant,
    factor_at instant
);
CREATE INDEX identity_pass_of ON identity_pass (person, ends_at);
CREATE INDEX identity_pass_ends ON identity_pass (ends_at);
