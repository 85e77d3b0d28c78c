-- What proved a session's login, as bits of proofs (rules.h): a password; when it was proved last (NULL: when it was made).
ALTER TABLE identity_session ADD COLUMN proofs amount NOT NULL DEFAULT 1;
ALTER TABLE identity_session ADD COLUMN proved_at instant;

-- Which second factors somebody has, as bits (rules.h): known at every request without a query more.
ALTER TABLE identity_person ADD COLUMN factors amount NOT NULL DEFAULT 0;
