-- Who accepted which version of the code of conduct, when.
CREATE TABLE guide_conduct (
    person person_id NOT NULL,
    version text NOT NULL,
    accepted_at instant NOT NULL,
    PRIMARY KEY (person, version)
);
