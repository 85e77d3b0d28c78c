-- 0008_told.sql: what students are told, or asked to be told.

-- Who was told that her window opens and her plan is not handed in: once for each window.
CREATE TABLE studymap_reminder (
    window_id window_id NOT NULL,
    person person_id NOT NULL REFERENCES identity_person (id),
    at instant NOT NULL,
    PRIMARY KEY (window_id, person)
);

-- Somebody wants to know when a seat of a full section is free; the row goes when she was told. No reference to the
-- section: an import may withdraw it, and `label` then says which it was ("CSE 12 A01").
CREATE TABLE studymap_alert (
    person person_id NOT NULL REFERENCES identity_person (id),
    section section_id NOT NULL,
    term term_id NOT NULL REFERENCES records_term (id),
    label text NOT NULL,
    at instant NOT NULL,
    PRIMARY KEY (person, section)
);
CREATE INDEX studymap_alert_section ON studymap_alert (section, at, person);
