-- 0004_notices.sql: what people are told, and what they chose about it.

-- Something that one person is told: a kind (its words stand in the program), what is filled in, and the page
-- that it is about. The same kind of the same thing within a short time is one row; times counts. shown: it stands
-- in the list of the page; mail_due: when it goes by mail, NULL: it does not, or has gone.
CREATE TABLE campus_notice (
    id notice_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL,
    kind text NOT NULL,
    thing number NOT NULL,
    args text NOT NULL,
    path text NOT NULL,
    shown flag NOT NULL,
    times amount NOT NULL,
    made_at instant NOT NULL,
    changed_at instant NOT NULL,
    read_at instant,
    mail_due instant
);
CREATE INDEX campus_notice_of ON campus_notice (person, changed_at, id);
CREATE INDEX campus_notice_new ON campus_notice (person, kind, thing) WHERE read_at IS NULL;
CREATE INDEX campus_notice_mail ON campus_notice (mail_due, person) WHERE mail_due IS NOT NULL;
CREATE INDEX campus_notice_old ON campus_notice (changed_at);

-- What somebody chose for a topic; without a row the topic's own default counts. mail is at-once, daily or never.
CREATE TABLE campus_notice_choice (
    person person_id NOT NULL,
    topic text NOT NULL,
    page flag NOT NULL,
    mail text NOT NULL,
    PRIMARY KEY (person, topic)
);
