-- Keys that sign tokens, the private half sealed. `signs_at`: not used before, so that everybody has
-- fetched it by then; `ends_at`: no longer published from then on (NULL: the newest of its algorithm).
CREATE TABLE oidc_key (
    id oidc_key_id NOT NULL PRIMARY KEY,
    alg text NOT NULL,
    kid text NOT NULL UNIQUE,
    public text NOT NULL,
    sealed text NOT NULL,
    made_at instant NOT NULL,
    signs_at instant NOT NULL,
    ends_at instant
);

-- An application. `key` is its client_id. `auth` is "none", "secret" or "key" (private_key_jwt by `jwks`). Only
-- the SHA-256 of its secret is kept; `old_secret` works beside it until `old_ends_at`. `scopes` and `grants` are
-- words between blanks. `sector` "" means public subjects, else pairwise ones for that sector. `logout_uri` hears
-- when a session ends.
CREATE TABLE oidc_client (
    id oidc_client_id NOT NULL PRIMARY KEY,
    key text NOT NULL UNIQUE,
    title text NOT NULL,
    uri text NOT NULL,
    contact text NOT NULL,
    auth text NOT NULL,
    secret bytes,
    old_secret bytes,
    old_ends_at instant,
    jwks text NOT NULL,
    alg text NOT NULL,
    grants text NOT NULL,
    scopes text NOT NULL,
    sector text NOT NULL,
    level number NOT NULL,
    first_party flag NOT NULL,
    pkce flag NOT NULL,
    dpop flag NOT NULL,
    par flag NOT NULL,
    fapi flag NOT NULL,
    introspect flag NOT NULL,
    logout_uri text NOT NULL,
    access_life amount NOT NULL,
    refresh_life amount NOT NULL,
    made_at instant NOT NULL,
    changed_at instant NOT NULL,
    disabled_at instant
);

-- Where an application may send people: after signing in ("redirect"), after signing out ("logout").
CREATE TABLE oidc_uri (
    client oidc_client_id NOT NULL REFERENCES oidc_client (id),
    use text NOT NULL,
    uri text NOT NULL,
    PRIMARY KEY (client, use, uri)
);

-- An authorization request that was pushed, or that waits while somebody signs in. Only the SHA-256 of its
-- handle is kept; `params` is a JSON object of what was asked.
CREATE TABLE oidc_ask (
    id oidc_ask_id NOT NULL PRIMARY KEY,
    hash bytes NOT NULL UNIQUE,
    client oidc_client_id NOT NULL REFERENCES oidc_client (id),
    params text NOT NULL,
    pushed flag NOT NULL,
    made_at instant NOT NULL,
    ends_at instant NOT NULL,
    used_at instant
);
CREATE INDEX oidc_ask_ends ON oidc_ask (ends_at);

-- What one sign-in gave one application. `session` is gone from identity when it ended. `id_claims` and
-- `info_claims` are the attributes released in ID tokens and by userinfo. `generation` counts refresh tokens.
CREATE TABLE oidc_link (
    id oidc_link_id NOT NULL PRIMARY KEY,
    client oidc_client_id NOT NULL REFERENCES oidc_client (id),
    person person_id NOT NULL,
    session session_id,
    sid text NOT NULL,
    sub text NOT NULL,
    scope text NOT NULL,
    id_claims text NOT NULL,
    info_claims text NOT NULL,
    nonce text NOT NULL,
    auth_at instant NOT NULL,
    level number NOT NULL,
    amr text NOT NULL,
    offline flag NOT NULL,
    jkt text NOT NULL,
    generation number NOT NULL,
    made_at instant NOT NULL,
    used_at instant NOT NULL,
    ended_at instant
);
CREATE INDEX oidc_link_of ON oidc_link (person, client);
CREATE INDEX oidc_link_session ON oidc_link (session);

-- Authorization codes, by their SHA-256. They stay for a while after they ended: who brings one again stole it, or
-- was stolen from.
CREATE TABLE oidc_code (
    hash bytes NOT NULL PRIMARY KEY,
    link oidc_link_id NOT NULL REFERENCES oidc_link (id),
    redirect_uri text NOT NULL,
    challenge text NOT NULL,
    jkt text NOT NULL,
    ends_at instant NOT NULL,
    used_at instant
);
CREATE INDEX oidc_code_of ON oidc_code (link);

-- Access tokens; only their SHA-256. `jkt`: the thumbprint of the key that must be proved with it, or "".
CREATE TABLE oidc_access (
    hash bytes NOT NULL PRIMARY KEY,
    link oidc_link_id NOT NULL REFERENCES oidc_link (id),
    scope text NOT NULL,
    jkt text NOT NULL,
    made_at instant NOT NULL,
    ends_at instant NOT NULL
);
CREATE INDEX oidc_access_of ON oidc_access (link);
CREATE INDEX oidc_access_ends ON oidc_access (ends_at);

-- Refresh tokens by generation of their link. `next` is the successor, sealed, for those that ask at the same
-- moment.
CREATE TABLE oidc_refresh (
    id oidc_refresh_id NOT NULL PRIMARY KEY,
    hash bytes NOT NULL UNIQUE,
    link oidc_link_id NOT NULL REFERENCES oidc_link (id),
    generation number NOT NULL,
    next text NOT NULL,
    made_at instant NOT NULL,
    ends_at instant NOT NULL,
    used_at instant,
    UNIQUE (link, generation)
);
CREATE INDEX oidc_refresh_ends ON oidc_refresh (ends_at);

-- What may be shown once: assertions of applications, proofs of possession.
CREATE TABLE oidc_once (
    hash bytes NOT NULL PRIMARY KEY,
    ends_at instant NOT NULL
);
CREATE INDEX oidc_once_ends ON oidc_once (ends_at);

-- Who somebody is for an application: made by chance, kept for ever. `sector` "" is for all public ones.
CREATE TABLE oidc_subject (
    person person_id NOT NULL,
    sector text NOT NULL,
    sub text NOT NULL UNIQUE,
    PRIMARY KEY (person, sector)
);

-- What somebody lets an application know. `asked`: she was asked; else the university decided so.
CREATE TABLE oidc_receipt (
    id oidc_receipt_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL,
    client oidc_client_id NOT NULL REFERENCES oidc_client (id),
    scopes text NOT NULL,
    claims text NOT NULL,
    asked flag NOT NULL,
    made_at instant NOT NULL,
    last_at instant NOT NULL,
    ended_at instant
);
CREATE INDEX oidc_receipt_of ON oidc_receipt (person, client);

-- A word to an application that a session ended; `problem` is why it was not taken, the last time.
CREATE TABLE oidc_logout (
    id oidc_logout_id NOT NULL PRIMARY KEY,
    client oidc_client_id NOT NULL REFERENCES oidc_client (id),
    sub text NOT NULL,
    sid text NOT NULL,
    made_at instant NOT NULL,
    next_at instant NOT NULL,
    tries number NOT NULL,
    problem text NOT NULL,
    done_at instant
);
CREATE INDEX oidc_logout_due ON oidc_logout (done_at, next_at);

-- A device that waits. `state` is "waiting", "allowed" (then it has a link), "denied" or "done".
CREATE TABLE oidc_device (
    id oidc_device_id NOT NULL PRIMARY KEY,
    hash bytes NOT NULL UNIQUE,
    user_code text NOT NULL UNIQUE,
    client oidc_client_id NOT NULL REFERENCES oidc_client (id),
    scope text NOT NULL,
    jkt text NOT NULL,
    address text NOT NULL,
    state text NOT NULL,
    link oidc_link_id REFERENCES oidc_link (id),
    gap number NOT NULL,
    polled_at instant NOT NULL,
    made_at instant NOT NULL,
    ends_at instant NOT NULL
);
CREATE INDEX oidc_device_ends ON oidc_device (ends_at);
