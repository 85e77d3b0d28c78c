-- 0005_push.sql: browsers and phones on which people are told by Web Push.

-- The key pair that push services know the campus by (RFC 8292): one row, made by itself. Another one would end
-- every subscription.
CREATE TABLE campus_push_key (
    id number NOT NULL PRIMARY KEY,
    public text NOT NULL,
    sealed text NOT NULL,
    made_at instant NOT NULL
);

-- A browser that is told. It ends with the session in which it was last seen, when somebody ends that.
CREATE TABLE campus_push (
    id push_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL,
    session session_id NOT NULL,
    endpoint text NOT NULL,
    key text NOT NULL,
    auth text NOT NULL,
    name text NOT NULL,
    made_at instant NOT NULL,
    told_at instant
);
CREATE UNIQUE INDEX campus_push_endpoint ON campus_push (endpoint);
CREATE INDEX campus_push_of ON campus_push (person, id);
CREATE INDEX campus_push_session ON campus_push (session);

-- What a browser is to be told.
CREATE TABLE campus_push_due (
    push push_id NOT NULL,
    notice notice_id NOT NULL,
    due instant NOT NULL,
    tries amount NOT NULL,
    PRIMARY KEY (push, notice)
);
CREATE INDEX campus_push_due_at ON campus_push_due (due, push, notice);

ALTER TABLE campus_notice ADD COLUMN push_due instant;
CREATE INDEX campus_notice_push ON campus_notice (push_due) WHERE push_due IS NOT NULL;
ALTER TABLE campus_notice_choice ADD COLUMN push flag NOT NULL DEFAULT 1;
