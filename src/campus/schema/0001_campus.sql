-- 0001_campus.sql: leases, events, jobs and the audit log: what every service shares.

-- A name that one process holds until a moment; `fence` rises with each new holder, so that a holder
-- that slept past its time can be told from the present one.
CREATE TABLE campus_lease (
    name text NOT NULL PRIMARY KEY,
    holder text NOT NULL,
    fence number NOT NULL,
    until instant NOT NULL
);

-- Who hears which event: written at every start from the tables of the services.
CREATE TABLE campus_listener (
    name text NOT NULL PRIMARY KEY,
    kind text NOT NULL
);
CREATE INDEX campus_listener_kind ON campus_listener (kind);

-- The outbox: what one service told the others. Kept until every listener has it, and a week more.
CREATE TABLE campus_event (
    id event_id NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    person person_id,
    about number NOT NULL,
    more number NOT NULL,
    body text,
    at instant NOT NULL
);

-- One event on its way to one listener. The row goes when the listener has heard it; after ten
-- tries it stays, parked, for the administrator.
CREATE TABLE campus_delivery (
    event event_id NOT NULL REFERENCES campus_event (id),
    listener text NOT NULL,
    due instant NOT NULL,
    tries number NOT NULL,
    parked_at instant,
    problem text,
    PRIMARY KEY (event, listener)
);
CREATE INDEX campus_delivery_due ON campus_delivery (due) WHERE parked_at IS NULL;

-- Work to be done later. A row with `every` comes again by itself, the others go when done; after
-- ten tries they stay, parked.
CREATE TABLE campus_job (
    id job_id NOT NULL PRIMARY KEY,
    name text NOT NULL,
    due instant NOT NULL,
    arg number NOT NULL,
    body text,
    every number NOT NULL,
    tries number NOT NULL,
    ran_at instant,
    parked_at instant,
    problem text
);
CREATE INDEX campus_job_due ON campus_job (due) WHERE parked_at IS NULL;
CREATE UNIQUE INDEX campus_job_repeating ON campus_job (name) WHERE every > 0;

-- Who changed what, when. `seq` is 0 and `hash` NULL until the sealer has numbered and chained the
-- row; from then on neither it nor the row changes.
CREATE TABLE campus_audit (
    id audit_id NOT NULL PRIMARY KEY,
    at instant NOT NULL,
    what text NOT NULL,
    who person_id,
    about text,
    about_id number NOT NULL,
    detail text,
    request text,
    address text,
    seq number NOT NULL,
    hash text
);
CREATE UNIQUE INDEX campus_audit_seq ON campus_audit (seq) WHERE seq > 0;
CREATE INDEX campus_audit_open ON campus_audit (at, id) WHERE seq = 0;
CREATE INDEX campus_audit_at ON campus_audit (at, id);

-- A signed tip of the chain: the hash of row `seq`, signed with the campus's Ed25519 key.
CREATE TABLE campus_seal (
    seq number NOT NULL PRIMARY KEY,
    hash text NOT NULL,
    signature text NOT NULL,
    at instant NOT NULL
);
