-- A sign-in whose password was right and which waits for the second factor; or, with a session, a login that is being
-- proved anew. Only the SHA-256 of its cookie is kept.
CREATE TABLE identity_trial (
    id trial_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL REFERENCES identity_person (id),
    session session_id,
    hash bytes NOT NULL UNIQUE,
    proofs amount NOT NULL,
    shared flag NOT NULL,
    made_at instant NOT NULL,
    ends_at instant NOT NULL
);
CREATE INDEX identity_trial_of ON identity_trial (person);

-- An authenticator app: its secret is sealed by the campus's keys; step is the last one whose code was used; while
-- confirmed_at is NULL no code of it has been typed yet, and it counts for nothing.
CREATE TABLE identity_otp (
    id otp_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL REFERENCES identity_person (id),
    name text NOT NULL,
    secret text NOT NULL,
    step number NOT NULL,
    made_at instant NOT NULL,
    confirmed_at instant,
    used_at instant
);
CREATE INDEX identity_otp_of ON identity_otp (person);

-- Recovery codes: the SHA-256 of 99 random bits each.
CREATE TABLE identity_recovery (
    person person_id NOT NULL REFERENCES identity_person (id),
    hash bytes NOT NULL,
    made_at instant NOT NULL,
    used_at instant,
    PRIMARY KEY (person, hash)
);

-- A browser that somebody let us remember: the second factor is not asked there until ends_at.
CREATE TABLE identity_device (
    id device_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL REFERENCES identity_person (id),
    hash bytes NOT NULL UNIQUE,
    agent text NOT NULL,
    made_at instant NOT NULL,
    ends_at instant NOT NULL
);
CREATE INDEX identity_device_of ON identity_device (person);

-- What happened to the safety of an account, for its owner; what is a word of happened.c.
CREATE TABLE identity_happened (
    id happened_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL REFERENCES identity_person (id),
    what text NOT NULL,
    at instant NOT NULL,
    address text NOT NULL,
    agent text NOT NULL
);
CREATE INDEX identity_happened_of ON identity_happened (person, at);
CREATE INDEX identity_happened_when ON identity_happened (at);
