-- 0003_mail.sql: mails on their way to the relay, and the relay's state.

-- A mail to one address: queued in the transaction of what it tells, kept until the relay has it. state is
-- waiting, sent, failed (the relay refused it, or gave no answer for days) or dropped (by an administrator).
-- Its words go when it was sent or dropped; the rest is kept for some weeks, to answer "was I told?".
-- holder is the process that hands it over at present; due is when it is tried next, or again if nobody says
-- how it went.
CREATE TABLE campus_mail (
    id mail_id NOT NULL PRIMARY KEY,
    kind text NOT NULL,
    person person_id,
    address text NOT NULL,
    name text NOT NULL,
    lang text NOT NULL,
    subject text NOT NULL,
    plain text,
    html text,
    message_id text NOT NULL,
    made_at instant NOT NULL,
    state text NOT NULL,
    due instant NOT NULL,
    holder text,
    tries amount NOT NULL,
    problem text,
    ended_at instant
);
CREATE INDEX campus_mail_due ON campus_mail (due, id) WHERE state = 'waiting';
CREATE INDEX campus_mail_failed ON campus_mail (ended_at, id) WHERE state = 'failed';
CREATE INDEX campus_mail_ended ON campus_mail (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX campus_mail_to ON campus_mail (address, made_at);
CREATE INDEX campus_mail_of ON campus_mail (person, made_at);

-- How the relay does, one row: since when it fails, how often in a row, when it is asked again, what it said.
CREATE TABLE campus_relay (
    id number NOT NULL PRIMARY KEY,
    ok_at instant,
    down_since instant,
    tries amount NOT NULL,
    again_at instant,
    problem text
);
INSERT INTO campus_relay (id, ok_at, down_since, tries, again_at, problem) VALUES (1, NULL, NULL, 0, NULL, NULL);
