-- A token with which another system of the university keeps accounts and groups. Only its SHA-256 is kept. `writes`: it
-- may change them, else only read; `rate` is requests a minute. It is of no use from ends_at or ended_at on.
CREATE TABLE scim_token (
    id number NOT NULL PRIMARY KEY,
    hash bytes NOT NULL UNIQUE,
    title text NOT NULL,
    writes flag NOT NULL,
    rate amount NOT NULL,
    made_at instant NOT NULL,
    made_by person_id,
    ends_at instant NOT NULL,
    ended_at instant,
    used_at instant,
    used_from text NOT NULL
);

-- What another system says of somebody besides what identity knows: `doc` is a JSON object of SCIM attributes (NULL:
-- nothing yet). deleted_at: it deleted her; the account is closed and the record stays. `student`: the role was given
-- for an affiliation, and goes with it.
CREATE TABLE scim_user (
    person person_id NOT NULL PRIMARY KEY,
    external_id text,
    doc text,
    student flag NOT NULL,
    changed_at instant NOT NULL,
    deleted_at instant
);
CREATE INDEX scim_user_external ON scim_user (external_id);

-- What somebody is to the university: applicant, student, staff or alumnus; from when (NULL: since ever) until when
-- (NULL: until told otherwise). Several at once.
CREATE TABLE scim_affiliation (
    person person_id NOT NULL,
    kind text NOT NULL,
    begins day,
    ends day
);
CREATE INDEX scim_affiliation_of ON scim_affiliation (person);
CREATE INDEX scim_affiliation_kind ON scim_affiliation (kind);

-- A group; `version` counts its changes.
CREATE TABLE scim_group (
    id number NOT NULL PRIMARY KEY,
    name text NOT NULL,
    external_id text,
    version number NOT NULL,
    made_at instant NOT NULL,
    changed_at instant NOT NULL
);

-- Who is in it.
CREATE TABLE scim_member (
    team number NOT NULL REFERENCES scim_group (id),
    person person_id NOT NULL,
    PRIMARY KEY (team, person)
);
CREATE INDEX scim_member_of ON scim_member (person);
