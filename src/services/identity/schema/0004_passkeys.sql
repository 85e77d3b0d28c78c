-- A passkey or security key: its public half as COSE_Key; count is its signature counter, verified tells that it asked
-- for a fingerprint, a face or a PIN when it was made, copyable that its owner's other devices may have it too.
CREATE TABLE identity_passkey (
    id passkey_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL REFERENCES identity_person (id),
    credential bytes NOT NULL UNIQUE,
    cose bytes NOT NULL,
    name text NOT NULL,
    count amount NOT NULL,
    verified flag NOT NULL,
    copyable flag NOT NULL,
    aaguid bytes NOT NULL,
    made_at instant NOT NULL,
    used_at instant
);
CREATE INDEX identity_passkey_of ON identity_passkey (person);

-- Challenges that were answered: each works once. They end by themselves; swept then.
CREATE TABLE identity_challenge (
    hash bytes NOT NULL PRIMARY KEY,
    ends_at instant NOT NULL
);

-- When somebody was last asked whether she wants a passkey.
ALTER TABLE identity_person ADD COLUMN offered_at instant;
