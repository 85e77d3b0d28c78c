-- 0006_prompts.sql: what devices are asked at once and for some minutes only, by Web Push.

-- One device that is asked. `device` is the number that the sender has for it; the text is as the service worker reads it.
CREATE TABLE campus_prompt (
    id prompt_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL,
    device number NOT NULL,
    endpoint text NOT NULL,
    key text NOT NULL,
    auth text NOT NULL,
    text text NOT NULL,
    due instant NOT NULL,
    ends_at instant NOT NULL,
    tries amount NOT NULL
);
CREATE INDEX campus_prompt_due ON campus_prompt (due, id);
