-- From when who holds a role needs a second factor; whoever has none then, or comes later, has so many days of grace
-- from her first visit after it.
CREATE TABLE identity_policy (
    role text NOT NULL PRIMARY KEY,
    starts_at instant NOT NULL,
    grace amount NOT NULL,
    set_at instant NOT NULL,
    set_by person_id REFERENCES identity_person (id)
);

-- When she was first here while she needed a second factor and had none: her days of grace begin.
ALTER TABLE identity_person ADD COLUMN asked_at instant;
