-- A device on which its owner confirms sign-ins: the SHA-256 of the cookie of its browser, and how that is asked
-- (campus/prompts.h). lost_at: its push service does not know it any more, but without it the password alone would open
-- the account, so that it stays: it can still open the page by itself.
CREATE TABLE identity_confirmer (
    id confirmer_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL REFERENCES identity_person (id),
    hash bytes NOT NULL UNIQUE,
    endpoint text NOT NULL,
    key text NOT NULL,
    auth text NOT NULL,
    name text NOT NULL,
    made_at instant NOT NULL,
    used_at instant,
    ends_at instant NOT NULL,
    lost_at instant
);
CREATE INDEX identity_confirmer_of ON identity_confirmer (person);
CREATE INDEX identity_confirmer_at ON identity_confirmer (endpoint);

-- A sign-in about which somebody's devices are asked. It belongs to one trial, and is over when that is; household is
-- the address without what one household changes at will; service is what she signs in to: a name, or a title of ours in English.
CREATE TABLE identity_confirm (
    id confirm_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL REFERENCES identity_person (id),
    trial trial_id NOT NULL,
    number amount NOT NULL,
    state amount NOT NULL,
    wrong amount NOT NULL,
    service text NOT NULL,
    address text NOT NULL,
    household text NOT NULL,
    agent text NOT NULL,
    made_at instant NOT NULL,
    ends_at instant NOT NULL,
    answered_at instant
);
CREATE INDEX identity_confirm_of ON identity_confirm (person, made_at);
CREATE INDEX identity_confirm_trial ON identity_confirm (trial);
CREATE INDEX identity_confirm_when ON identity_confirm (made_at);
