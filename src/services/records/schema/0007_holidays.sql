-- 0007_holidays.sql: days without teaching, and what meetings were before they changed.

-- Days of a term on which there is no teaching: from the first to the last.
CREATE TABLE records_holiday (
    id holiday_id NOT NULL PRIMARY KEY,
    term term_id NOT NULL REFERENCES records_term (id),
    first day NOT NULL,
    last day NOT NULL,
    name text NOT NULL,
    name_nl text NOT NULL,
    UNIQUE (term, first)
);

-- The days, "20270405 20270517", on which a weekly meeting does not take place: worked out from
-- records_holiday at every import. A single meeting has none: somebody chose its day.
ALTER TABLE records_meeting ADD COLUMN off text NOT NULL DEFAULT '';
CREATE INDEX records_meeting_room ON records_meeting (room);

-- A meeting as it was before a change, or before it went (gone 1): kept for sixty days, for calendars
-- and for "was 10:15 in 0.04". Refers to no meeting, section or offering: they may be gone.
CREATE TABLE records_earlier (
    meeting meeting_id NOT NULL,
    at instant NOT NULL,
    gone flag NOT NULL,
    section section_id NOT NULL,
    offering offering_id NOT NULL,
    course course_id NOT NULL REFERENCES records_course (id),
    section_code text NOT NULL,
    kind text NOT NULL,
    weekday number NOT NULL,
    first day NOT NULL,
    last day NOT NULL,
    starts minute NOT NULL,
    ends minute NOT NULL,
    room room_id REFERENCES records_room (id),
    off text NOT NULL,
    sequence number NOT NULL,
    PRIMARY KEY (meeting, at)
);
CREATE INDEX records_earlier_offering ON records_earlier (offering, at);
CREATE INDEX records_earlier_at ON records_earlier (at);
