-- A private mail address of somebody, for the day that her password is forgotten: confirmed by a code that went there.
CREATE TABLE identity_private (
    person person_id NOT NULL PRIMARY KEY REFERENCES identity_person (id),
    mail text NOT NULL,
    confirmed_at instant NOT NULL
);
CREATE INDEX identity_private_by_mail ON identity_private (mail);

-- An address that waits for its code: one for each person. Only the SHA-256 of the code is kept.
CREATE TABLE identity_private_open (
    person person_id NOT NULL PRIMARY KEY REFERENCES identity_person (id),
    mail text NOT NULL,
    hash bytes NOT NULL,
    ends_at instant NOT NULL
);

-- Did the code go to a private address, because the password was forgotten? Else it was made by who runs accounts.
ALTER TABLE identity_code ADD COLUMN mailed flag NOT NULL DEFAULT 0;

-- Who forgot her user name types her mail address.
CREATE INDEX identity_person_by_mail ON identity_person (mail);
