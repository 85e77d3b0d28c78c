-- 0001_plan.sql: what students mean to enrol in, and the numbered answers when they asked.

-- A student's plan for a term. `version` rises with every change; a form that submits the plan names
-- the version that the student saw.
CREATE TABLE studymap_plan (
    id plan_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL REFERENCES identity_person (id),
    term term_id NOT NULL REFERENCES records_term (id),
    version number NOT NULL,
    changed_at instant NOT NULL,
    UNIQUE (person, term)
);

-- One choice: a section of an offering, an offering at most once in a plan. No reference to the
-- section: an import may withdraw it, and the plan then says so by the label ("CSE 12, group A01").
CREATE TABLE studymap_item (
    id plan_item_id NOT NULL PRIMARY KEY,
    plan plan_id NOT NULL REFERENCES studymap_plan (id),
    offering offering_id NOT NULL,
    section section_id NOT NULL,
    label text NOT NULL,
    at instant NOT NULL,
    UNIQUE (plan, offering)
);

-- The last receipt's number in a year.
CREATE TABLE studymap_counter (
    year number NOT NULL PRIMARY KEY,
    last number NOT NULL
);

-- The answer to a submitted plan; `number` is "2027-000123". One version of a plan is submitted at
-- most once: that is the idempotency key.
CREATE TABLE studymap_receipt (
    id receipt_id NOT NULL PRIMARY KEY,
    number text NOT NULL UNIQUE,
    person person_id NOT NULL REFERENCES identity_person (id),
    term term_id NOT NULL REFERENCES records_term (id),
    plan plan_id NOT NULL REFERENCES studymap_plan (id),
    plan_version number NOT NULL,
    at instant NOT NULL,
    UNIQUE (plan, plan_version)
);
CREATE INDEX studymap_receipt_person ON studymap_receipt (person, at);

-- One course of a receipt, as it was then. outcome: enrolled, waiting (at place `waiting_at`) or
-- refused for `reason`: held, gone, full, load (mine = EC it would have been, theirs = the most) or
-- clash (mine and theirs = the two meetings, packed by rules.c; other = the other course).
CREATE TABLE studymap_line (
    receipt receipt_id NOT NULL REFERENCES studymap_receipt (id),
    position number NOT NULL,
    offering offering_id NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    section_code text NOT NULL,
    credits number NOT NULL,
    outcome text NOT NULL,
    waiting_at number NOT NULL,
    reason text NOT NULL,
    other text NOT NULL,
    mine number NOT NULL,
    theirs number NOT NULL,
    PRIMARY KEY (receipt, position)
);
