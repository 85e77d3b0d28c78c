-- 0007_room.sql: the waiting room before the plan's pages, and who waits in it.

-- The one waiting room. opened_at NULL: closed. `why` it opened: hand, writes, asked, slow. `mode`: auto
-- (by load), open or shut (by hand, until mode_until). `most`: how many may be in at once, by hand; 0: as the
-- settings say. `lets` is how many may be in now: more while the campus is calm. `busy_at`: when a process was
-- last overloaded. `let_in` counts all who ever came in. `drawn_at`: the opening of the last enrolment window
-- whose order was drawn.
CREATE TABLE studymap_room (
    one number NOT NULL PRIMARY KEY,
    opened_at instant,
    why text NOT NULL,
    mode text NOT NULL,
    mode_until instant,
    most amount NOT NULL,
    lets amount NOT NULL,
    busy_at instant,
    let_in amount NOT NULL,
    drawn_at instant
);
INSERT INTO studymap_room (one, why, mode, most, lets, let_in) VALUES (1, '', 'auto', 0, 0, 0);

-- A person's ticket, one each: the smallest `turn` is the next. `came`: first arrival. `called_at`: when her
-- turn was there; `held_until`: a place in the plan is held for her; `in_at`: she is in. `seen`: the
-- last sign of her, to the minute.
CREATE TABLE studymap_ticket (
    person person_id NOT NULL PRIMARY KEY REFERENCES identity_person (id),
    turn number NOT NULL,
    came instant NOT NULL,
    called_at instant,
    held_until instant,
    in_at instant,
    seen instant NOT NULL
);
CREATE INDEX studymap_ticket_turn ON studymap_ticket (turn);

-- What somebody asked while she waited: it is asked for her when her turn comes. As in studymap_request.
CREATE TABLE studymap_kept (
    id request_id NOT NULL PRIMARY KEY,
    person person_id NOT NULL REFERENCES studymap_ticket (person),
    term term_id NOT NULL REFERENCES records_term (id),
    kind text NOT NULL,
    plan plan_id,
    plan_version number NOT NULL,
    offering offering_id,
    section section_id,
    waits flag NOT NULL,
    asked text,
    address text,
    at instant NOT NULL
);
CREATE INDEX studymap_kept_person ON studymap_kept (person, at);
