-- What a login must prove, 1 to 3, for each sort of application ("office", "other") beside what an application asks for by itself; a
-- sort that is not here asks for no more than that.
CREATE TABLE identity_sort (
    sort text NOT NULL PRIMARY KEY,
    level number NOT NULL,
    set_at instant NOT NULL,
    set_by person_id REFERENCES identity_person (id)
);
