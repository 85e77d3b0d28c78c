-- Keys that sign, the private half sealed, each in a certificate (base64 of DER). `signs_at`: not used before, so that
-- everybody has our metadata by then; `ends_at`: no longer published from then on (NULL: the newest).
CREATE TABLE saml_key (
    id saml_key_id NOT NULL PRIMARY KEY,
    cert text NOT NULL,
    sealed text NOT NULL,
    made_at instant NOT NULL,
    signs_at instant NOT NULL,
    ends_at instant
);

-- A service that people sign in to. `entity` is its entityID, `metadata` what it says of itself (XML), fetched from
-- `source` or, when that is "", given by an administrator. `attributes` are words between blanks. `format` is how
-- it knows people when it does not ask for another way. `level` is what a login must prove. `own`: the university decided that people are
-- not asked. `signed_only`: a request without a signature is refused. `problem`: why the last fetch failed.
CREATE TABLE saml_sp (
    id saml_sp_id NOT NULL PRIMARY KEY,
    entity text NOT NULL UNIQUE,
    title text NOT NULL,
    metadata text NOT NULL,
    source text NOT NULL,
    attributes text NOT NULL,
    format text NOT NULL,
    level number NOT NULL,
    own flag NOT NULL,
    signed_only flag NOT NULL,
    made_at instant NOT NULL,
    changed_at instant NOT NULL,
    fetched_at instant,
    problem text NOT NULL,
    disabled_at instant
);

-- A request that was read and waits while somebody signs in. Only the SHA-256 of its handle is kept.
CREATE TABLE saml_ask (
    id saml_ask_id NOT NULL PRIMARY KEY,
    hash bytes NOT NULL UNIQUE,
    sp saml_sp_id NOT NULL REFERENCES saml_sp (id),
    request text NOT NULL,
    made_at instant NOT NULL,
    ends_at instant NOT NULL,
    used_at instant
);
CREATE INDEX saml_ask_ends ON saml_ask (ends_at);

-- Requests that were answered: none is answered twice.
CREATE TABLE saml_once (
    hash bytes NOT NULL PRIMARY KEY,
    ends_at instant NOT NULL
);
CREATE INDEX saml_once_ends ON saml_once (ends_at);

-- Who somebody is for a service (its entityID), or for all of them (""): made by chance, kept for ever.
CREATE TABLE saml_name (
    person person_id NOT NULL,
    sector text NOT NULL,
    value text NOT NULL UNIQUE,
    PRIMARY KEY (person, sector)
);

-- What one sign-in gave one service: `mark` is the SessionIndex, `name` and `format` the NameID.
CREATE TABLE saml_link (
    id saml_link_id NOT NULL PRIMARY KEY,
    sp saml_sp_id NOT NULL REFERENCES saml_sp (id),
    person person_id NOT NULL,
    session session_id NOT NULL,
    mark text NOT NULL UNIQUE,
    name text NOT NULL,
    format text NOT NULL,
    made_at instant NOT NULL,
    ended_at instant
);
CREATE INDEX saml_link_of ON saml_link (person, sp);
CREATE INDEX saml_link_session ON saml_link (session);
CREATE INDEX saml_link_made ON saml_link (made_at);

-- What somebody lets a service know. `asked`: she was asked; else the university decided so.
CREATE TABLE saml_receipt (
    id saml_receipt_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL,
    sp saml_sp_id NOT NULL REFERENCES saml_sp (id),
    attributes text NOT NULL,
    asked flag NOT NULL,
    made_at instant NOT NULL,
    last_at instant NOT NULL,
    ended_at instant
);
CREATE INDEX saml_receipt_of ON saml_receipt (person, sp);

-- A browser that was signed out here and is led past the services that it leaves. `sp`: who asked for it
-- (NULL: we did), with its request `asked` and its own `relay`.
CREATE TABLE saml_leave (
    id saml_leave_id NOT NULL PRIMARY KEY,
    hash bytes NOT NULL UNIQUE,
    sp saml_sp_id REFERENCES saml_sp (id),
    asked text NOT NULL,
    relay text NOT NULL,
    made_at instant NOT NULL,
    ends_at instant NOT NULL
);
CREATE INDEX saml_leave_ends ON saml_leave (ends_at);

-- One of these services. `state` is "next", "sent" (then with the ID of our request), "left" or "stayed".
CREATE TABLE saml_leave_link (
    leave saml_leave_id NOT NULL REFERENCES saml_leave (id),
    link saml_link_id NOT NULL REFERENCES saml_link (id),
    message text NOT NULL,
    state text NOT NULL,
    PRIMARY KEY (leave, link)
);
CREATE INDEX saml_leave_link_of ON saml_leave_link (link);
