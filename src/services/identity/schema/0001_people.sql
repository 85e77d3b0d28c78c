-- A home organisation: the university itself has id 1; guests bring theirs.
-- name and domains follow the settings at every start.
CREATE TABLE identity_org (
    id org_id NOT NULL PRIMARY KEY,
    key text NOT NULL UNIQUE,
    name text NOT NULL,
    domain text NOT NULL,
    office_domain text NOT NULL
);
INSERT INTO identity_org (id, key, name, domain, office_domain)
VALUES (1, 'home', 'The university', 'campus.example', 'office.campus.example');

-- Somebody with an account. login is the short name form, in small letters; sort_key the name's.
-- password is libsodium's argon2id text; NULL until a code was typed at /activate.
-- lang is "" while the browser decides; disabled_at is set while the account is closed.
CREATE TABLE identity_person (
    id person_id NOT NULL PRIMARY KEY,
    org org_id NOT NULL REFERENCES identity_org (id),
    login text NOT NULL UNIQUE,
    name text NOT NULL,
    sort_key text NOT NULL,
    mail text NOT NULL,
    lang text NOT NULL,
    password text,
    password_at instant,
    created_at instant NOT NULL,
    disabled_at instant
);
CREATE INDEX identity_person_by_name ON identity_person (sort_key, id);

-- Every name under which somebody is known here: the login, and later aliases or, for guests, the
-- whole name with its domain. The forms with our own domains are not kept: they follow by rule.
CREATE TABLE identity_name (
    id name_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL REFERENCES identity_person (id),
    form text NOT NULL UNIQUE
);
CREATE INDEX identity_name_of ON identity_name (person);

-- A role that somebody holds; scope 0 is the whole campus, else a programme or an offering.
CREATE TABLE identity_role (
    id role_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL REFERENCES identity_person (id),
    role text NOT NULL,
    scope number NOT NULL,
    given_at instant NOT NULL,
    UNIQUE (person, role, scope)
);

-- A one-time code with which somebody chooses a password; only its SHA-256 is kept.
CREATE TABLE identity_code (
    id code_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL REFERENCES identity_person (id),
    hash bytes NOT NULL UNIQUE,
    made_at instant NOT NULL,
    made_by person_id REFERENCES identity_person (id),
    ends_at instant NOT NULL,
    used_at instant
);
CREATE INDEX identity_code_of ON identity_code (person);

-- A signed-in browser; only the SHA-256 of its cookie is kept. idle is milliseconds without a
-- request after which it ends; ends_at the latest end.
CREATE TABLE identity_session (
    id session_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL REFERENCES identity_person (id),
    hash bytes NOT NULL UNIQUE,
    made_at instant NOT NULL,
    seen_at instant NOT NULL,
    ends_at instant NOT NULL,
    idle amount NOT NULL,
    shared flag NOT NULL,
    address text NOT NULL,
    agent text NOT NULL
);
CREATE INDEX identity_session_of ON identity_session (person, seen_at);

-- An address from which somebody's password was right lately: its failures are counted apart, so
-- that strangers who guess elsewhere cannot lock the owner out.
CREATE TABLE identity_known (
    person person_id NOT NULL REFERENCES identity_person (id),
    address text NOT NULL,
    last_at instant NOT NULL,
    PRIMARY KEY (person, address)
);

-- Failed sign-ins by what they are counted under (rules.c makes the key); swept when old.
CREATE TABLE identity_failure (
    key text NOT NULL PRIMARY KEY,
    failures amount NOT NULL,
    last_at instant NOT NULL
);
